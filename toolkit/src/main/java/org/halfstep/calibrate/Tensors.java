package org.halfstep.calibrate;

import org.halfstep.kernel.Extremes;

/** What searches on whole tensors share. */
final class Tensors {

  private Tensors() {}

  static float[] finite(float[] x) {
    if (x.length == 0) {
      throw new IllegalArgumentException("a search needs at least 1 value, got 0");
    }
    for (int i = 0; i < x.length; i++) {
      if (!Float.isFinite(x[i])) {
        throw new IllegalArgumentException("values must be finite, got " + x[i] + " at index " + i);
      }
    }
    return x;
  }

  static float absMax(float[] x) {
    Extremes ends = Extremes.of(finite(x));
    return Math.max(-ends.min(), ends.max());
  }

  /**
   * The sum of squared errors of {@code s (clamp(rint(x / s) + z) - z)}, in float, summed in
   * double.
   */
  static double squared(float[] x, float scale, int zero, CodeRange codes) {
    float lo = codes.lowest();
    float hi = codes.highest();
    double sum = 0;
    for (float v : x) {
      float code = Math.clamp((float) Math.rint(v / scale) + zero, lo, hi);
      float e = (code - zero) * scale - v;
      sum += (double) e * e;
    }
    return sum;
  }

  /** The mean of |e|^p of PyTorch's fake quantization, which multiplies by the reciprocal. */
  static double norm(float[] x, Affine map, CodeRange codes, double p) {
    float scale = (float) map.scale();
    float reciprocal = 1 / scale;
    float zero = (float) map.zero();
    double sum = 0;
    for (float v : x) {
      float code = (float) Math.rint(zero + v * reciprocal);
      float e = (Math.clamp(code, (float) codes.lowest(), codes.highest()) - zero) * scale - v;
      sum += p == 2 ? (double) e * e : Math.pow(Math.abs(e), p);
    }
    return sum / x.length;
  }
}

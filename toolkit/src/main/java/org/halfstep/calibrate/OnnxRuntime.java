package org.halfstep.calibrate;

import org.halfstep.observe.OrtHistogram;

/**
 * What ONNX Runtime 1.31 chooses ({@code quantization/calibrate.py}, {@code quant_utils.py}), bit
 * by bit. Min-max is {@link org.halfstep.observe.RunningMinMax}, moving averages {@link
 * org.halfstep.observe.MovingAverageMinMax}, scale and zero point {@link ScaleRule#ONNX_RUNTIME} on
 * {@link CodeRange#onnxRuntime}.
 */
public final class OnnxRuntime {

  private OnnxRuntime() {}

  /**
   * Returns {@code EntropyCalibrater}'s range: the window of {@link EntropyDialect#ONNX_RUNTIME},
   * not beyond the values seen.
   *
   * @param seen a signed histogram, 128 bins by default there
   * @param levels cells, 128 by default there
   * @return the range
   * @throws IllegalArgumentException if nothing was counted, or levels is out of range
   */
  public static Clip entropy(OrtHistogram seen, int levels) {
    EntropyWindow window = Entropy.window(EntropyDialect.ONNX_RUNTIME, seen.counts(), levels);
    float[] edges = seen.edges();
    return inside(edges[window.from()], edges[window.to()], seen);
  }

  /**
   * Returns {@code PercentileCalibrater}'s range, not beyond the values seen. Symmetric: the lower
   * edge of the bin of |x| where the share is reached; else {@code (100 - percent) / 200} is cut on
   * each side of a signed histogram.
   *
   * @param seen an absolute histogram if symmetric, else a signed one; 2048 bins by default there
   * @param percent 99.999 by default there, in 0..100
   * @param symmetric true by default there
   * @return the range
   * @throws IllegalArgumentException if nothing was counted, or percent is out of range
   */
  public static Clip percentile(OrtHistogram seen, double percent, boolean symmetric) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent must be in 0..100, got " + percent);
    }
    long[] counts = seen.counts();
    float[] edges = seen.edges();
    if (symmetric) {
      float edge = edges[Percentile.edge(counts, percent / 100)];
      return inside(-edge, edge, seen);
    }
    double cut = (100 - percent) / 200;
    float hi = edges[Percentile.edge(counts, 1 - cut)];
    return inside(edges[Percentile.edge(counts, cut)], hi, seen);
  }

  private static Clip inside(float lo, float hi, OrtHistogram seen) {
    return new Clip(lo < seen.min() ? seen.min() : lo, hi > seen.max() ? seen.max() : hi);
  }

  /**
   * Returns the range with the option {@code MinimumRealRange}: widened to hold 0, then its upper
   * end moved up to {@code lo + least}.
   *
   * @param range the range
   * @param least the least width, at least 0; ONNX Runtime's helper for QNN sets 0.0001
   * @return the wider range
   * @throws IllegalArgumentException if least is negative or not finite
   */
  public static Clip withMinimumRealRange(Clip range, float least) {
    if (!(least >= 0 && least < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("least must be at least 0 and finite, got " + least);
    }
    Clip held = range.withZero();
    return new Clip(held.lo(), Math.max(held.hi(), held.lo() + least));
  }

  /**
   * Returns scale and zero point with the option {@code ActivationRestrictedAsymmetric}: uint8
   * whose zero point is 0 for numbers that are not negative, else 128.
   *
   * @param range the range
   * @return the map; a range that is 0 has the scale 1 / 255
   */
  public static Affine restrictedAsymmetric(Clip range) {
    Clip held = range.withZero();
    if (held.lo() >= 0) {
      return new Affine((float) ((held.hi() > 0 ? held.hi() : 1.0) / 255), 0);
    }
    return new Affine((float) Math.max(-held.lo() / 128.0, held.hi() / 127.0), 128);
  }
}

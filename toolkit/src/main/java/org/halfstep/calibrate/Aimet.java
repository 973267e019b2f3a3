package org.halfstep.calibrate;

import org.halfstep.observe.AimetHistogram;

/**
 * What AIMET 2.42 chooses ({@code quantization/encoding_analyzer.py}), and its older entropy
 * calibration in C++ ({@code EntropyEncodingAnalyzer.cpp}). Min-max is {@link ScaleRule#AIMET}.
 *
 * <p>A scheme has {@code steps}: {@code 2^bits - 1}, or {@code 2^bits - 2} for strictly symmetric
 * codes. Zero points are those of codes from 0; subtract {@code 2^(bits-1)} for codes with a sign.
 */
public final class Aimet {

  private static final float EPS = 0x1p-23f;

  private static final int SYMMETRIC_STEPS = 101;
  private static final int STEPS = 17;
  private static final int OFFSETS = 21;

  /** TF-enhanced counts a clipped value's error thrice. */
  private static final double CLIPPED = 3;

  private Aimet() {}

  /**
   * Returns {@code PercentileEncodingAnalyzer}'s map: edges of the bins where {@code 1 - share} and
   * the share are reached, then min-max.
   *
   * @param seen the histogram, 2048 bins by default there
   * @param percent in 50..100
   * @param steps how many steps the codes have, at least 2
   * @param symmetric whether the codes are symmetric
   * @return the map
   * @throws IllegalArgumentException if percent or steps is out of range
   */
  public static Affine percentile(
      AimetHistogram seen, double percent, int steps, boolean symmetric) {
    if (!(percent >= 50 && percent <= 100)) {
      throw new IllegalArgumentException("percent must be in 50..100, got " + percent);
    }
    float[] edges = seen.edges();
    float lo = edges[0];
    float hi = edges[edges.length - 1];
    if (percent < 100) {
      float[] counts = seen.counts();
      hi = edges[reached(counts, percent / 100)];
      lo = edges[reached(counts, 1 - percent / 100)];
    }
    return ScaleRule.AIMET.of(Math.min(lo, hi), Math.max(lo, hi), 0, check(steps), symmetric);
  }

  private static int reached(float[] counts, double share) {
    double total = 0;
    for (float n : counts) {
      total += n;
    }
    double sum = 0;
    int i = 0;
    while (i < counts.length - 1 && (sum += counts[i]) < (float) (total * share)) {
      i++;
    }
    return i;
  }

  /**
   * Returns {@code SqnrEncodingAnalyzer}'s map, and {@code TfEnhancedEncodingAnalyzer}'s on {@link
   * AimetHistogram#tfEnhanced}: the least error of the bins' centres, where a clipped one counts
   * thrice, the first of several. Symmetric: 101 scales, {@code k / 100} of the greatest; else 17
   * scales, {@code k / 16}, with 20 zero points and that of min-max, each pair's range cut to what
   * was seen.
   *
   * @param seen the histogram
   * @param steps how many steps the codes have, at least 2
   * @param symmetric whether the codes are symmetric
   * @return the map
   * @throws IllegalArgumentException if steps is out of range
   */
  public static Affine sqnr(AimetHistogram seen, int steps, boolean symmetric) {
    float lo = Math.min(seen.min(), 0);
    float hi = Math.max(Math.max(seen.max(), 0), lo + EPS * check(steps));
    Noise noise = new Noise(seen, steps);
    if (symmetric) {
      float greatest = 2 * Math.max(hi, -lo) / steps;
      for (int k = 1; k <= SYMMETRIC_STEPS; k++) {
        float delta = Math.max(greatest * k / (SYMMETRIC_STEPS - 1), EPS);
        noise.tryOut(delta, -((steps + 1) / 2));
      }
      return noise.best();
    }
    float greatest = (hi - lo) / steps;
    float observed = (float) Math.rint(lo / greatest);
    float least = greatest * observed;
    float most = least + greatest * steps;
    int offsets = Math.min(steps + 2, OFFSETS);
    double stride = steps / (double) (offsets - 2);
    int between = (int) Math.ceil((stride + steps) / stride); // as many as arange has
    for (int k = 1; k <= STEPS; k++) {
      float delta = greatest * k / (STEPS - 1);
      for (int j = 0; j <= between; j++) {
        float offset = j == between ? observed : (float) Math.rint((float) (-steps + j * stride));
        float from = Math.max(least, delta * offset);
        float to = Math.min(most, delta * offset + delta * steps);
        float cut = Math.max((to - from) / steps, EPS);
        noise.tryOut(cut, (float) Math.rint(from / cut));
      }
    }
    return noise.best();
  }

  private static int check(int steps) {
    if (steps < 2 || steps > 65535) {
      throw new IllegalArgumentException("steps must be in 2..65535, got " + steps);
    }
    return steps;
  }

  /** The least error so far. */
  private static final class Noise {
    private final float[] counts;
    private final float[] centres;
    private final int steps;
    private double least = Double.POSITIVE_INFINITY;
    private float bestDelta;
    private float bestOffset;

    Noise(AimetHistogram seen, int steps) {
      this.counts = seen.counts();
      this.steps = steps;
      float[] edges = seen.edges();
      float width = edges[1] - edges[0];
      centres = new float[counts.length];
      for (int i = 0; i < counts.length; i++) {
        centres[i] = (edges[0] + width / 2) + width * i;
      }
    }

    void tryOut(float delta, float offset) {
      double sum = 0;
      for (int i = 0; i < counts.length; i++) {
        float code = (float) Math.rint(centres[i] / delta - offset);
        boolean clipped = code < 0 || code > steps;
        float error = (Math.clamp(code, 0f, steps) + offset) * delta - centres[i];
        sum += (clipped ? CLIPPED : 1) * error * error * counts[i];
      }
      if (sum < least) {
        least = sum;
        bestDelta = delta;
        bestOffset = offset;
      }
    }

    Affine best() {
      return new Affine(bestDelta, -bestOffset);
    }
  }

  /**
   * Returns the range of the older entropy calibration, for 8 bits (others keep the whole range):
   * from the whole histogram a window shrinks, by two bins at a time, to 255 bins; cells, filled
   * bins, smoothing with 1e-4; the widest of several.
   *
   * @param seen the histogram, 512 bins there
   * @param symmetric whether the codes are symmetric: then the histogram is first spread over
   *     {@code -absmax..absmax}
   * @return the range, not yet widened to hold 0; -1..1 if all values are 0
   */
  public static Clip entropy(AimetHistogram seen, boolean symmetric) {
    double lo = seen.min();
    double hi = seen.max();
    if (lo == hi) {
      return lo == 0
          ? Clip.symmetric(1)
          : new Clip((float) Math.min(lo, 0), (float) Math.max(hi, 0));
    }
    double[] counts = new double[seen.counts().length];
    float[] floats = seen.counts();
    for (int i = 0; i < counts.length; i++) {
      counts[i] = floats[i];
    }
    if (symmetric) {
      double top = Math.max(-lo, hi);
      counts = ShrinkingWindow.spread(counts, lo, hi, -top, top);
      lo = -top;
      hi = top;
    }
    EntropyWindow window = ShrinkingWindow.search(counts, lo, hi, symmetric);
    double width = (hi - lo) / counts.length;
    return new Clip((float) (lo + window.from() * width), (float) (lo + window.to() * width));
  }
}

package org.halfstep.calibrate;

import org.halfstep.observe.SizeHistogram;

/**
 * What PPQ 0.6.6 chooses ({@code ppq/quantization/observer}). Min-max and percentile ({@link
 * org.halfstep.observe.BatchQuantiles}) give a range, {@link ScaleRule#PPQ} the scale; isotone is
 * {@link Isotone}.
 */
public final class Ppq {

  private static final double LEAST = 1e-8;

  private Ppq() {}

  /**
   * Returns scale and zero point of a range with the policy {@code POWER_OF_2}, after min-max and
   * percentile: {@code 2^ceil(log2 s)}. The zero point is that of s, not of the power, so a range
   * without negative numbers alone keeps its place.
   *
   * @param range the range
   * @param codes the codes
   * @param symmetric whether the range is symmetric
   * @return the map
   * @throws IllegalArgumentException if symmetric codes have no sign
   */
  public static Affine powerOfTwo(Clip range, CodeRange codes, boolean symmetric) {
    Affine exact = range.affine(ScaleRule.PPQ, codes, symmetric);
    return new Affine(PowerOfTwoScale.round(exact.scale(), PowerOfTwoScale.To.UP), exact.zero());
  }

  /**
   * Returns {@code TorchHistObserver}'s scale: {@code w i / 2^(bits-1)}, w the width of a bin and i
   * the size of the window of {@link EntropyDialect#PPQ}; the divisor is 128 for int8.
   *
   * @param seen the histogram of |x|, 4096 bins by default there
   * @param bits the width of the codes, 2..8
   * @return scale and zero point 0; PPQ refuses asymmetric codes
   * @throws IllegalArgumentException if bits is out of range or nothing was counted
   */
  public static Affine entropy(SizeHistogram seen, int bits) {
    if (bits < 2 || bits > 8) {
      throw new IllegalArgumentException("bits must be in 2..8, got " + bits);
    }
    long[] counts = seen.counts();
    int levels = 1 << bits - 1;
    int window = Entropy.window(EntropyDialect.PPQ, counts, levels).to();
    double width = (double) seen.top() / counts.length;
    return new Affine(Math.max(window * width / levels, LEAST), 0);
  }

  /**
   * Returns {@link #entropy} with the policy {@code POWER_OF_2}: {@code log2 s} rounded half up.
   *
   * @param seen the histogram of |x|
   * @param bits the width of the codes, 2..8
   * @return scale and zero point 0
   * @throws IllegalArgumentException if bits is out of range or nothing was counted
   */
  public static Affine powerOfTwoEntropy(SizeHistogram seen, int bits) {
    double scale = entropy(seen, bits).scale();
    return new Affine(PowerOfTwoScale.round(scale, PowerOfTwoScale.To.NEAREST), 0);
  }

  /**
   * Returns {@code TorchMSEObserver}'s symmetric scale. A candidate is a whole number of bins for a
   * step, of which the greatest size takes all {@code qmax - qmin + 1}, though half of the codes
   * are negative: it models half of the real step, as there.
   *
   * @param seen the histogram of |x|, 2048 bins by default there
   * @param codes the codes, with a sign
   * @return the map
   * @throws IllegalArgumentException if nothing was counted or the codes have no sign
   */
  public static Affine mse(SizeHistogram seen, CodeRange codes) {
    long[] counts = seen.counts();
    if (seen.count() == seen.outside()) {
      throw new IllegalArgumentException("a search by squared error needs counts, got none");
    }
    int levels = codes.steps() + 1;
    int end = levels * (counts.length / levels + 1);
    double least = mseOf(counts, counts.length / levels + 1, end);
    for (int step = 1; step <= counts.length / levels; step++) {
      double loss = mseOf(counts, step, levels * step);
      if (loss < least) {
        least = loss;
        end = levels * step;
      }
    }
    float top = (float) (end * ((double) seen.top() / counts.length));
    return Clip.symmetric(top).affine(ScaleRule.PPQ, codes, true);
  }

  /** The toolkit's error of a bin, in bins: from its centre to the nearer end of its step. */
  private static double mseOf(long[] counts, int step, int end) {
    double loss = 0;
    for (int i = 0; i < counts.length; i++) {
      int left = i % step;
      int right = step - left - 1;
      double error =
          i > end ? i - end + 0.5 : left == right ? left + 0.25 : Math.min(left, right) + 0.5;
      loss += counts[i] * error * error;
    }
    return loss;
  }
}

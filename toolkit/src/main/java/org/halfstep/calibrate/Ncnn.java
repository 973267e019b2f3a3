package org.halfstep.calibrate;

import org.halfstep.observe.SizeHistogram;

/**
 * What ncnn chooses ({@code tools/quantize/ncnn2table.cpp}). It keeps multipliers, {@code 127 /
 * threshold}; here is the scale, the reciprocal.
 */
public final class Ncnn {

  private static final int CODES = 127;

  /** Gaussian clips of 8 and 6 bits as ncnn has them, to 7 digits those of {@link AciqClip}. */
  private static final double CLIP_8 = 3.92403714;

  private static final double CLIP_6 = 3.28691474;

  /** {@code 0.5 x 0.35 (1 + sqrt(pi ln 4))}: sigma as a part of the range over sqrt(2 ln N). */
  private static final double RANGE_TO_SIGMA = 0.175 * (1 + Math.sqrt(Math.PI * StrictMath.log(4)));

  private Ncnn() {}

  /**
   * Returns the scale of an activation by entropy: {@code (i + 1/2) w / 127}, w the width of a bin,
   * i the size of the window of {@link EntropyDialect#NCNN}.
   *
   * @param seen the histogram of |x|, of {@link SizeHistogram#ofNcnn}
   * @return scale and zero point 0
   * @throws IllegalArgumentException if nothing was counted
   */
  public static Affine entropy(SizeHistogram seen) {
    long[] counts = seen.counts();
    int window = Entropy.window(EntropyDialect.NCNN, counts, 128).to();
    return new Affine((window + 0.5) * seen.top() / counts.length / CODES, 0);
  }

  /**
   * Returns the scale of an output channel of weights: {@code absmax / 127}, but {@code absmax /
   * 31}, 6 bits, for convolutions of 3 x 3 with stride and dilation 1, whose Winograd transform
   * F(4, 3) would overflow with more.
   *
   * @param absMax the greatest |w| of the channel, at least 0
   * @param winograd whether the layer is such a convolution
   * @return scale and zero point 0; a channel of zeros has the scale 1
   * @throws IllegalArgumentException if absMax is negative or not finite
   */
  public static Affine weights(float absMax, boolean winograd) {
    return new Affine(absMax == 0 ? 1 : check(absMax) / (winograd ? 31 : CODES), 0);
  }

  /**
   * Returns the scale by ncnn's ACIQ, which knows the range only and guesses {@code sigma = 2
   * absmax c / sqrt(2 ln n)}, c = 0.5402: {@code alpha(bits) sigma / qmax} with the Gaussian clip
   * of the column {@code bits} (ncnn has 8, and 6 for Winograd).
   *
   * @param absMax the greatest |x|, at least 0
   * @param n how many values there are, at least 2
   * @param bits 6 or 8
   * @return scale and zero point 0; numbers that are all 0 have the scale 1
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static Affine aciq(float absMax, long n, int bits) {
    if (n < 2 || bits != 6 && bits != 8) {
      throw new IllegalArgumentException(
          "n must be at least 2 and bits 6 or 8, got " + n + " and " + bits);
    }
    double sigma = 2 * check(absMax) * RANGE_TO_SIGMA / Math.sqrt(2 * StrictMath.log(n));
    double clip = (bits == 6 ? CLIP_6 : CLIP_8) * sigma;
    return new Affine(absMax == 0 ? 1 : clip / (bits == 6 ? 31 : CODES), 0);
  }

  private static float check(float absMax) {
    if (!(absMax >= 0 && absMax < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("absMax must be at least 0 and finite, got " + absMax);
    }
    return absMax;
  }
}

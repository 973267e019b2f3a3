package org.halfstep.calibrate;

import org.halfstep.observe.SizeHistogram;

/**
 * What MNN chooses ({@code tools/quantization/TensorStatistic.cpp}, {@code quantizeWeight.cpp}) for
 * codes -127..127. Its "ADMM" is {@link AlternatingLeastSquares}, its EMA {@link
 * org.halfstep.observe.MovingAverageMinMax#ofMnn} with {@link ScaleRule#MNN}, weights by min-max
 * {@link ScaleRule#MNN}, symmetric.
 */
public final class Mnn {

  private static final double CODES = 127;

  private Mnn() {}

  /**
   * Returns the scale by entropy: {@code (i + 1/2) w / 127}, w the width of a bin, i the size of
   * the window of {@link EntropyDialect#MNN}. For images of fewer than 100 pixels MNN takes {@link
   * #largest}.
   *
   * @param seen the histogram of |x|, of {@link SizeHistogram#ofMnn}
   * @return scale and zero point 0
   * @throws IllegalArgumentException if nothing was counted
   */
  public static Affine entropy(SizeHistogram seen) {
    return of(seen, Entropy.window(EntropyDialect.MNN, seen.counts(), 128).to());
  }

  /**
   * Returns the scale by the greatest size, half a bin short: {@code (2047 + 1/2) / 2048 max|x| /
   * 127}.
   *
   * @param seen the histogram of |x|, of {@link SizeHistogram#ofMnn}
   * @return scale and zero point 0
   */
  public static Affine largest(SizeHistogram seen) {
    return of(seen, seen.counts().length - 1);
  }

  private static Affine of(SizeHistogram seen, int bin) {
    return new Affine((bin + 0.5) * seen.top() / seen.counts().length / CODES, 0);
  }
}

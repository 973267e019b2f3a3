package org.halfstep.grid;

import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * NormalFloat: levels at quantiles of a Gaussian, so that each code is about equally likely when a
 * block's absmax is scaled to 1 (QLoRA, Dettmers et al. 2023). One more level is above 0 than
 * below.
 */
public final class NormalFloat {

  private NormalFloat() {}

  /**
   * Returns NF4 as bitsandbytes tabulates it, floats to the last digit; thresholds at midpoints. A
   * tie goes down, as there: {@code x > midpoint} takes the next level.
   *
   * @return 16 levels from -1 to 1, the index being the code
   */
  public static Grid nf4() {
    Grid table =
        Grid.of(
            -1,
            -0.6961928009986877,
            -0.5250730514526367,
            -0.39491748809814453,
            -0.28444138169288635,
            -0.18477343022823334,
            -0.09105003625154495,
            0,
            0.07958029955625534,
            0.16093020141124725,
            0.24611230194568634,
            0.33791524171829224,
            0.44070982933044434,
            0.5626170039176941,
            0.7229568362236023,
            1);
    return table.rounding(Rounding.HALF_DOWN);
  }

  /**
   * Returns the family by formula: with n = {@code 2^bits} codes and d = {@code 1 - (1/(2(n-1)) +
   * 1/(2n)) / 2}, the n/2 quantiles equidistant from d down to 1/2, that of 1/2 left out, 0, and
   * the negatives of n/2 - 1 such quantiles, all divided by the largest.
   *
   * <p>For 4 bits d = 0.9677083, and the levels agree with the table of NF4 to about 1e-7: the
   * table is older than its formula, so NF4 itself is {@link #nf4}.
   *
   * @param bits the width of a code, 2..8
   * @return {@code 2^bits} levels from -1 to 1; each within 1e-14
   * @throws IllegalArgumentException if bits is out of range
   */
  public static Grid of(int bits) {
    Bounds.check("bits", bits, 2, 8);
    int n = 1 << bits;
    double d = 1 - (1.0 / (2 * (n - 1)) + 1.0 / (2 * n)) / 2;
    int above = n / 2;
    int below = n / 2 - 1;
    double[] levels = new double[n];
    double top = quantile(d);
    for (int j = 0; j < above; j++) {
      levels[n - 1 - j] = quantile(d + j * (0.5 - d) / above) / top;
    }
    for (int j = 0; j < below; j++) {
      levels[j] = -quantile(d + j * (0.5 - d) / below) / top;
    }
    return Grid.of(levels);
  }

  private static double quantile(double p) {
    return -Math.sqrt(2) * InverseErfc.value(2 * p);
  }
}

package org.halfstep.kernel;

import java.util.Arrays;
import org.apache.commons.numbers.core.Sum;

/**
 * Sums over pairs of a value x and what became of it, y, with {@code e = y - x}.
 *
 * <p>The differences are taken in double, which is exact for floats less than 2^29 apart in size.
 * Value i is added to lane i mod 8 in double, a block of 4096 values at a time; lanes, and then
 * blocks, are added in a fixed order, blocks with compensation. So the bits do not depend on the
 * width of vectors. Relative error below 1e-13 of the sum of absolute terms: 512 additions in a
 * lane lose at most 512 units of 2^-53; 1e-15 is usual.
 *
 * <p>Pairs that have no error (x or y NaN, or both the same infinity) are counted and left out. An
 * infinite x has an infinite error: it counts as overload, and the sums become infinite, or NaN
 * where both signs meet.
 *
 * @param count how many pairs have an error
 * @param nans how many have none
 * @param overloads how many x lie outside the granular region
 * @param x the sum of x
 * @param xx the sum of x^2
 * @param xe the sum of x e
 * @param e the sum of e
 * @param granular the sum of e^2 inside the granular region
 * @param overload the sum of e^2 outside
 * @param eee the sum of e^3
 * @param eeee the sum of e^4
 * @param maximum the greatest |e|, 0 without pairs
 */
public record MeasuredError(
    long count,
    long nans,
    long overloads,
    double x,
    double xx,
    double xe,
    double e,
    double granular,
    double overload,
    double eee,
    double eeee,
    double maximum) {

  /**
   * Measures y against x.
   *
   * @param x the values; not modified
   * @param y what became of them, of the same length; not modified
   * @param low the lower edge of the granular region: x is overload if {@code x <= low}
   * @param high its upper edge: x is overload if {@code x > high}
   * @return the sums
   * @throws IllegalArgumentException if the lengths differ or {@code low <= high} does not hold
   */
  public static MeasuredError between(float[] x, float[] y, double low, double high) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "x and y must have the same length, got " + x.length + " and " + y.length);
    }
    if (!(low <= high)) {
      throw new IllegalArgumentException("low must not be above high, got " + low + " and " + high);
    }
    Blocks blocks = new Blocks();
    for (int i = 0; i < x.length; i += Kernels.BLOCK) {
      blocks.add(x, i, y, i, Math.min(Kernels.BLOCK, x.length - i), low, high);
    }
    return blocks.total();
  }

  /**
   * Returns the mean of e^2.
   *
   * @return granular plus overload part per pair; NaN without pairs
   */
  public double mse() {
    return (granular + overload) / count;
  }

  /**
   * Returns the standard error of {@link #mse}: {@code sqrt((mean e^4 - mse^2) / count)}.
   *
   * @return what mse would scatter by over samples; meaningless if E[e^4] is infinite
   */
  public double mseStandardError() {
    double mse = mse();
    return Math.sqrt(Math.max(0, eeee / count - mse * mse) / count);
  }

  /** Adds blocks of pairs in their order. */
  static final class Blocks {
    private final Kernels kernels;
    private final double[] lanes = new double[Kernels.LANES * Kernels.ROWS];
    private final Sum[] sums = new Sum[Kernels.ROWS];
    private long pairs;
    private double maximum;

    Blocks() {
      this(Vectors.kernels());
    }

    Blocks(Kernels kernels) {
      this.kernels = kernels;
      Arrays.setAll(sums, row -> Sum.create());
    }

    /** Adds n pairs, at most a block; only the last block may be shorter. */
    void add(float[] x, int xAt, float[] y, int yAt, int n, double low, double high) {
      Arrays.fill(lanes, 0);
      kernels.errorSums(x, xAt, y, yAt, n, low, high, lanes);
      pairs += n;
      for (int row = 0; row < Kernels.MAXIMUM; row++) {
        int l = Kernels.LANES * row;
        double left = (lanes[l] + lanes[l + 1]) + (lanes[l + 2] + lanes[l + 3]);
        double right = (lanes[l + 4] + lanes[l + 5]) + (lanes[l + 6] + lanes[l + 7]);
        sums[row].add(left + right);
      }
      for (int lane = 0; lane < Kernels.LANES; lane++) {
        maximum = Math.max(maximum, lanes[Kernels.LANES * Kernels.MAXIMUM + lane]);
      }
    }

    MeasuredError total() {
      long count = (long) sum(Kernels.PAIRS);
      return new MeasuredError(
          count,
          pairs - count,
          (long) sum(Kernels.OVERLOADS),
          sum(Kernels.X),
          sum(Kernels.XX),
          sum(Kernels.XE),
          sum(Kernels.E),
          sum(Kernels.GRANULAR),
          sum(Kernels.OVERLOAD),
          sum(Kernels.EEE),
          sum(Kernels.EEEE),
          maximum);
    }

    private double sum(int row) {
      return sums[row].getAsDouble();
    }
  }
}

package org.halfstep.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;

/**
 * Sums over pairs of a value x and what became of it, y, with {@code e = y - x}.
 *
 * <p>The differences are taken in double, which is exact for floats less than 2^29 apart in size.
 * Value i is added to lane i mod 8 in double, a block of 4096 values at a time; lanes, and then
 * blocks, are added in a fixed order, blocks with compensation. So the bits do not depend on the
 * width of vectors or on the number of threads. Relative error below 1e-13 of the sum of absolute
 * terms: 512 additions in a lane lose at most 512 units of 2^-53; 1e-15 is usual.
 *
 * <p>Pairs that have no error (x or y NaN, or both the same infinity) are counted and left out. An
 * infinite x has an infinite error: it counts as overload, and the sums become infinite, or NaN
 * where both signs meet.
 *
 * <p>Used by {@code theory.ErrorReport}, {@code theory.ErrorSums}, {@code propagate.LayerNoise} and
 * claims, where digits count; {@link NoisePower} is faster and right to 1e-5.
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
    return sum(x, 0, y, 0, x.length, low, high, Crew.ALL);
  }

  /**
   * Measures a slice of y against a slice of x.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param y what became of them; not modified
   * @param at where the first of them is
   * @param length how many
   * @param low the lower edge of the granular region: x is overload if {@code x <= low}
   * @param high its upper edge: x is overload if {@code x > high}
   * @return the sums
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   * @throws IllegalArgumentException if {@code low <= high} does not hold
   */
  public static MeasuredError between(
      float[] x, int from, float[] y, int at, int length, double low, double high) {
    return sum(x, from, y, at, length, low, high, Crew.ALL);
  }

  /**
   * Measures a slice of y against a slice of x with a given number of threads.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param y what became of them; not modified
   * @param at where the first of them is
   * @param length how many
   * @param low the lower edge of the granular region: x is overload if {@code x <= low}
   * @param high its upper edge: x is overload if {@code x > high}
   * @param threads how many parts are summed at once at most, at least 1
   * @return the sums
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   * @throws IllegalArgumentException if {@code low <= high} does not hold or threads is less than 1
   */
  public static MeasuredError between(
      float[] x, int from, float[] y, int at, int length, double low, double high, int threads) {
    Crew.checkThreads(threads);
    return sum(x, from, y, at, length, low, high, threads);
  }

  private static MeasuredError sum(
      float[] x, int from, float[] y, int at, int length, double low, double high, int threads) {
    Objects.checkFromIndexSize(from, length, x.length);
    Objects.checkFromIndexSize(at, length, y.length);
    if (!(low <= high)) {
      throw new IllegalArgumentException("low must not be above high, got " + low + " and " + high);
    }
    Errors loops = Errors.FAMILY.of(length);
    return Blocks.total(
        Crew.each(threads, length, (i, n) -> blocks(loops, x, from + i, y, at + i, n, low, high)));
  }

  private static Blocks blocks(
      Errors loops, float[] x, int from, float[] y, int at, int length, double low, double high) {
    Blocks blocks = new Blocks(loops, length);
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Errors.BLOCK, length - i);
      blocks.add(x, from + i, y, at + i, n, low, high);
    }
    return blocks;
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

  /** The sums of each block of some pairs, to be added in their order. */
  static final class Blocks {
    private final Errors loops;
    private final double[] lanes = new double[Errors.LANES * Errors.ROWS];

    /** Row r of block b is at {@code MAXIMUM b + r}. */
    private final double[] sums;

    private int used;
    private long pairs;
    private double maximum;

    /** No sums yet, of so many pairs. */
    Blocks(Errors loops, int length) {
      this.loops = loops;
      this.sums = new double[Errors.MAXIMUM * Math.ceilDiv(length, Errors.BLOCK)];
    }

    /** Adds n pairs, at most a block; only the last block may be shorter. */
    void add(float[] x, int xAt, float[] y, int yAt, int n, double low, double high) {
      Arrays.fill(lanes, 0);
      loops.errorSums(x, xAt, y, yAt, n, low, high, lanes);
      pairs += n;
      for (int row = 0; row < Errors.MAXIMUM; row++) {
        int l = Errors.LANES * row;
        double left = (lanes[l] + lanes[l + 1]) + (lanes[l + 2] + lanes[l + 3]);
        double right = (lanes[l + 4] + lanes[l + 5]) + (lanes[l + 6] + lanes[l + 7]);
        sums[used++] = left + right;
      }
      for (int lane = 0; lane < Errors.LANES; lane++) {
        maximum = Math.max(maximum, lanes[Errors.LANES * Errors.MAXIMUM + lane]);
      }
    }

    /** Adds the blocks of all parts, with compensation. */
    static MeasuredError total(List<Blocks> parts) {
      Sum[] sums = new Sum[Errors.MAXIMUM];
      Arrays.setAll(sums, row -> Sum.create());
      long pairs = 0;
      double maximum = 0;
      for (Blocks part : parts) {
        for (int i = 0; i < part.used; i++) {
          sums[i % Errors.MAXIMUM].add(part.sums[i]);
        }
        pairs += part.pairs;
        maximum = Math.max(maximum, part.maximum);
      }
      double[] s = Arrays.stream(sums).mapToDouble(Sum::getAsDouble).toArray();
      long count = (long) s[Errors.PAIRS];
      return new MeasuredError(
          count,
          pairs - count,
          (long) s[Errors.OVERLOADS],
          s[Errors.X],
          s[Errors.XX],
          s[Errors.XE],
          s[Errors.E],
          s[Errors.GRANULAR],
          s[Errors.OVERLOAD],
          s[Errors.EEE],
          s[Errors.EEEE],
          maximum);
    }
  }
}

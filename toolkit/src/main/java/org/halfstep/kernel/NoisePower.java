package org.halfstep.kernel;

import java.util.Objects;

/**
 * The power of a signal x, of its error {@code e = y - x}, and what joins them, at the speed of
 * memory: sums of x, x^2, x e, e, e^2, and the greatest |e|.
 *
 * <p>The sums of x, x^2, e and e^2 are within 1e-5 of the sum of their terms' sizes, in relation to
 * that, and the sum of x e is within 1e-5 of {@code sqrt(sum x^2 sum e^2)}; some 1e-8 are usual,
 * for the errors of single roundings cancel. The reason for the bounds: an error has one rounding
 * to a float, and a lane takes 128 of them, each losing at most one part in 2^24; blocks of 4096
 * values are added in doubles. A product x e may be lost below the least float where the squares of
 * other pairs are not: against the sizes of the products themselves there is no bound. {@link
 * MeasuredError} is right to 1e-13, has third and fourth powers, and takes longer.
 *
 * <p>Pairs with a NaN or an infinity are counted and left out. Where squares leave the range of
 * floats the block is summed in doubles, so the bounds hold for all floats. The bits are the same
 * for every number of threads and every width of vectors. For whoever compares many scales.
 *
 * @param count how many pairs are summed
 * @param odd how many are left out, because x or y is NaN or infinite
 * @param x the sum of x
 * @param xx the sum of x^2, the signal
 * @param xe the sum of x e
 * @param e the sum of e
 * @param ee the sum of e^2, the error
 * @param maximum the greatest |e|, 0 without pairs
 */
public record NoisePower(
    long count, long odd, double x, double xx, double xe, double e, double ee, double maximum) {

  /**
   * Measures what rounding does to an array; nothing is written. All processors share the work if
   * it is long.
   *
   * @param rule the rounding
   * @param x the values; not modified
   * @return the sums
   */
  public static NoisePower of(FakeQuantize rule, float[] x) {
    return of(rule, x, 0, x.length, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Measures what rounding does to a slice; nothing is written.
   *
   * @param rule the rounding
   * @param x the values; not modified
   * @param from the first value
   * @param length how many
   * @param threads how many parts are summed at once at most, at least 1
   * @return the sums
   * @throws IndexOutOfBoundsException if the slice is not inside the array
   * @throws IllegalArgumentException if threads is less than 1
   */
  public static NoisePower of(FakeQuantize rule, float[] x, int from, int length, int threads) {
    Objects.requireNonNull(rule);
    Objects.checkFromIndexSize(from, length, x.length);
    Crew.checkThreads(threads);
    Signals loops = Signals.FAMILY.of(length);
    return NoiseSums.rounded(loops, rule, x, from, length, threads).total();
  }

  /**
   * Measures y against x. All processors share the work if it is long.
   *
   * @param x the values; not modified
   * @param y what became of them, of the same length; not modified
   * @return the sums
   * @throws IllegalArgumentException if the lengths differ
   */
  public static NoisePower between(float[] x, float[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "x and y must have the same length, got " + x.length + " and " + y.length);
    }
    return between(x, 0, y, 0, x.length, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Measures a slice of y against one of x.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param y what became of them; not modified
   * @param yFrom what became of the first
   * @param length how many
   * @param threads how many parts are summed at once at most, at least 1
   * @return the sums
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   * @throws IllegalArgumentException if threads is less than 1
   */
  public static NoisePower between(
      float[] x, int from, float[] y, int yFrom, int length, int threads) {
    Objects.checkFromIndexSize(from, length, x.length);
    Objects.checkFromIndexSize(yFrom, length, y.length);
    Crew.checkThreads(threads);
    Signals loops = Signals.FAMILY.of(length);
    return NoiseSums.between(loops, x, from, y, yFrom, length, threads).total();
  }

  /**
   * Returns the mean of e^2.
   *
   * @return the error's power; NaN without pairs
   */
  public double mse() {
    return ee / count;
  }

  /**
   * Returns the ratio of the powers of signal and error, means included.
   *
   * @return {@code 10 log10(sum x^2 / sum e^2)} in decibels; infinity without error
   */
  public double sqnrDb() {
    return 10 * Math.log10(xx / ee);
  }
}

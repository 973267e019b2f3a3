package org.halfstep.kernel;

import java.util.Objects;

/**
 * The least and the greatest of many floats, and how many are not finite.
 *
 * <p>NaN is counted and left out; infinities are counted and take part. -0.0 is below 0.0, as in
 * {@link Math#min(float, float)}. One pass over memory where all values are finite, a second one
 * for the counts otherwise. Large arrays are shared by all processors unless a number of threads is
 * given. Used by {@code observe.Census}, {@code observe.MovingAverageMinMax} and {@code
 * scheme.OnnxOperators}.
 *
 * @param min the least value that is not NaN; infinity if there is none
 * @param max the greatest value that is not NaN; -infinity if there is none
 * @param nans how many values are NaN
 * @param infinities how many values are infinite
 */
public record Extremes(float min, float max, long nans, long infinities) {

  /**
   * Finds the extremes of an array.
   *
   * @param x the values; not modified
   * @return the extremes
   */
  public static Extremes of(float[] x) {
    return of(x, 0, x.length);
  }

  /**
   * Finds the extremes of a slice.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param length how many
   * @return the extremes
   * @throws IndexOutOfBoundsException if the slice is not inside the array
   */
  public static Extremes of(float[] x, int from, int length) {
    return find(x, from, length, Crew.ALL);
  }

  /**
   * Finds the extremes of a slice with a given number of threads.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param length how many
   * @param threads how many parts are searched at once at most, at least 1
   * @return the extremes
   * @throws IndexOutOfBoundsException if the slice is not inside the array
   * @throws IllegalArgumentException if threads is less than 1
   */
  public static Extremes of(float[] x, int from, int length, int threads) {
    Crew.checkThreads(threads);
    return find(x, from, length, threads);
  }

  private static Extremes find(float[] x, int from, int length, int threads) {
    Objects.checkFromIndexSize(from, length, x.length);
    Reductions loops = Reductions.FAMILY.of(length);
    if (Crew.alone(threads, length)) {
      return loops.extremes(x, from, length);
    }
    return Crew.each(threads, length, (at, n) -> loops.extremes(x, from + at, n)).stream()
        .reduce(Extremes::and)
        .orElseThrow();
  }

  private Extremes and(Extremes other) {
    return new Extremes(
        Math.min(min, other.min),
        Math.max(max, other.max),
        nans + other.nans,
        infinities + other.infinities);
  }

  /**
   * Returns the greatest size of an array's values, for symmetric scales.
   *
   * @param x the values; not modified
   * @return the greatest |x|: 0 without values, infinity if a value is infinite, NaN if one is NaN
   */
  public static float absMax(float[] x) {
    return absMax(x, 0, x.length);
  }

  /**
   * Returns the greatest size of a slice's values, for symmetric scales.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param length how many
   * @return the greatest |x|: 0 without values, infinity if a value is infinite, NaN if one is NaN
   * @throws IndexOutOfBoundsException if the slice is not inside the array
   */
  public static float absMax(float[] x, int from, int length) {
    return size(x, from, length, Crew.ALL);
  }

  /**
   * Returns the greatest size of a slice's values, found with a given number of threads.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param length how many
   * @param threads how many parts are searched at once at most, at least 1
   * @return the greatest |x|: 0 without values, infinity if a value is infinite, NaN if one is NaN
   * @throws IndexOutOfBoundsException if the slice is not inside the array
   * @throws IllegalArgumentException if threads is less than 1
   */
  public static float absMax(float[] x, int from, int length, int threads) {
    Crew.checkThreads(threads);
    return size(x, from, length, threads);
  }

  private static float size(float[] x, int from, int length, int threads) {
    Objects.checkFromIndexSize(from, length, x.length);
    Reductions loops = Reductions.FAMILY.of(length);
    if (Crew.alone(threads, length)) {
      return loops.absMax(x, from, length);
    }
    return Crew.each(threads, length, (at, n) -> loops.absMax(x, from + at, n)).stream()
        .reduce(Math::max)
        .orElseThrow();
  }
}

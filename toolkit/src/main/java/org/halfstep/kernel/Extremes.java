package org.halfstep.kernel;

import java.util.Objects;

/**
 * The least and the greatest of many floats, and how many are not finite.
 *
 * <p>NaN is counted and left out; infinities are counted and take part. -0.0 is below 0.0, as in
 * {@link Math#min(float, float)}. One pass over memory where all values are finite, a second one
 * for the counts otherwise. Used by the lessons to choose a scale from data.
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
    Objects.checkFromIndexSize(from, length, x.length);
    return Reductions.FAMILY.of(length).extremes(x, from, length);
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
    Objects.checkFromIndexSize(from, length, x.length);
    return Reductions.FAMILY.of(length).absMax(x, from, length);
  }
}

package org.halfstep.calibrate;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A scale that keeps the order of the two largest scores of each row, for classifiers' last layers
 * (PPQ, {@code observer/order.py}).
 *
 * <p>With {@code l1 >= l2} the two largest of a row, the rule asks that l2 is not clipped and that
 * the two lie half a step apart: {@code l2 / (qmax - 0.51) <= s <= 2 (l1 - max(l2, 0))}. The scale
 * that lies in most rows' intervals is taken, the first of several; without any, PPQ's min-max
 * scale of the last row, {@code 2 |l1| / (2 qmax + 1)}, at least 1e-8. PPQ takes the sizes of both
 * numbers, so a row of negative scores counts as its mirror image. Half a step makes a tie
 * unlikely, not impossible: 0.6 and 1.1 steps are both rounded to 1.
 *
 * <p>It needs rows: a {@code Distribution} has forgotten which numbers stood together, so this is
 * no {@link Calibration}.
 *
 * @param scale the scale
 * @param rows how many rows' intervals hold the scale
 */
public record Isotone(double scale, int rows) {

  /** Half a code, and a hundredth against rounding. */
  private static final double HALF = 0.51;

  /** PPQ's least scale. */
  private static final double LEAST = 1e-8;

  private record End(double at, int opens) {}

  /**
   * Chooses the scale.
   *
   * @param scores one row an example, each with at least two numbers, all finite; not modified
   * @param qmax the highest code, at least 1
   * @return the scale
   * @throws IllegalArgumentException if there are no rows, or a row is too short or not finite
   */
  public static Isotone of(float[][] scores, int qmax) {
    if (scores.length == 0 || qmax < 1) {
      throw new IllegalArgumentException(
          "isotone needs rows and qmax >= 1, got " + scores.length + " rows and " + qmax);
    }
    End[] ends = new End[2 * scores.length];
    int count = 0;
    double fallback = 0;
    for (int i = 0; i < scores.length; i++) {
      double[] two = largest(scores[i], i);
      two[0] = Math.abs(two[0]);
      two[1] = Math.abs(two[1]);
      double lo = two[1] / (qmax - HALF);
      double hi = 2 * (two[0] - two[1]);
      fallback = Math.max(2 * two[0] / (2 * qmax + 1.0), LEAST);
      if (lo < hi) {
        ends[count++] = new End(lo, 1);
        ends[count++] = new End(hi, -1);
      }
    }
    if (count == 0) {
      return new Isotone(fallback, 0);
    }
    return sweep(Arrays.copyOf(ends, count), fallback);
  }

  /** From left to right; at one place intervals open before others close. */
  private static Isotone sweep(End[] ends, double fallback) {
    Arrays.sort(ends, Comparator.comparingDouble(End::at).thenComparing(e -> -e.opens));
    int open = 0;
    int most = 0;
    double scale = fallback;
    for (int i = 0; i < ends.length; i++) {
      open += ends[i].opens;
      if (open > most) {
        most = open;
        // 0 itself is no scale: then the next end is inside the same intervals.
        scale = ends[i].at > 0 ? ends[i].at : ends[i + 1].at;
      }
    }
    return new Isotone(scale, most);
  }

  private static double[] largest(float[] row, int index) {
    if (row.length < 2) {
      throw new IllegalArgumentException(
          "a row must have at least 2 scores, got " + row.length + " in row " + index);
    }
    double first = Double.NEGATIVE_INFINITY;
    double second = Double.NEGATIVE_INFINITY;
    for (float v : row) {
      if (!Float.isFinite(v)) {
        throw new IllegalArgumentException("scores must be finite, got " + v + " in row " + index);
      }
      if (v > first) {
        second = first;
        first = v;
      } else {
        second = Math.max(second, v);
      }
    }
    return new double[] {first, second};
  }
}

package org.halfstep.grid;

import java.util.Arrays;
import java.util.Comparator;

/** All sums of a value of one set and a value of another. */
final class Minkowski {

  private static final long MOST_SUMS = 1 << 22;

  private Minkowski() {}

  /**
   * A sum with the rounding error that adding made and the uncertainty its terms bring along.
   *
   * @param value the rounded sum
   * @param error the distance to the exact sum of the terms
   * @param slack what may be due to rounding: 2 ulps of each term
   */
  private record Sum(double value, double error, double slack) {

    static Sum of(double a, double b) {
      double value = a + b;
      double part = value - a;
      double error = Math.abs((a - (value - part)) + (b - part)); // Knuth's exact error of a + b
      return new Sum(value, error, 2 * (slack(a) + slack(b)));
    }

    /** Zero is exact: a tiny term beside it is not lost in the ulps of a large one. */
    private static double slack(double x) {
      return x == 0 ? 0 : Math.ulp(x);
    }

    boolean coincides(Sum next) {
      return next.value - value <= slack + next.slack;
    }

    /**
     * The better of two that coincide: of less error, then of less magnitude (mirror-symmetric).
     */
    Sum better(Sum other) {
      if (value < 0 && other.value > 0) {
        return new Sum(0, 0, slack); // neither side of zero is preferred
      }
      if (error != other.error) {
        return error < other.error ? this : other;
      }
      return Math.abs(value) <= Math.abs(other.value) ? this : other;
    }
  }

  static double[] sums(double[] a, double[] b) {
    if ((long) a.length * b.length > MOST_SUMS) {
      throw new IllegalArgumentException(
          "sizes must multiply to at most 2^22, got " + a.length + " and " + b.length);
    }
    Sum[] all = new Sum[a.length * b.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = Sum.of(a[i / b.length], b[i % b.length]);
    }
    Arrays.sort(all, Comparator.comparingDouble(Sum::value));
    double[] merged = new double[all.length];
    int n = 0;
    Sum last = all[0];
    Sum best = all[0];
    for (Sum sum : all) {
      if (!last.coincides(sum)) {
        merged[n++] = best.value;
        best = sum;
      }
      best = best.better(sum);
      last = sum;
    }
    merged[n++] = best.value;
    return Arrays.copyOf(merged, n);
  }
}

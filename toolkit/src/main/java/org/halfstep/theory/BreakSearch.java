package org.halfstep.theory;

import java.util.ArrayList;
import java.util.List;

/**
 * The places where a function is not smooth, found from its values: an interval is halved until a
 * polynomial of degree 16 follows the function on each part; where that takes parts millions of
 * times smaller than the whole, there is a kink or a jump.
 *
 * <p>A jump is found to a few ulp, a kink to about 1e-13 of the interval. What lies between two
 * nodes of a part that looks smooth, such as a spike a thousandth as wide, stays unseen.
 */
final class BreakSearch {

  /** What a part may leave unresolved, of its own largest value and of the largest that counts. */
  private static final double OWN = 1e-13;

  private static final double OVERALL = 4e-16;

  /** A part smaller than the interval by this power of two sits on a break. */
  private static final int SMALL = -22;

  /** No part becomes smaller than this part of the interval. */
  private static final double FLOOR = 0x1p-60;

  /** A function that needs more parts has no smooth pieces: noise, say. */
  private static final int BUDGET = 60_000;

  private final Activation u;
  private final double whole;
  private final List<double[]> leaves = new ArrayList<>();
  private final double[] f = new double[Chebyshev.DEGREE + 1];
  private final double largest;

  private BreakSearch(Activation u, double whole, double largest) {
    this.u = u;
    this.whole = whole;
    this.largest = largest;
  }

  /** Returns the largest of 17 values of u. */
  static double largest(Activation u, double lo, double hi) {
    BreakSearch search = new BreakSearch(u, hi - lo, 0);
    search.unresolved(lo, hi);
    return search.own();
  }

  /**
   * Returns the breaks of u between lo and hi, increasing; none if there are too many to name.
   *
   * @param size the largest value that counts: rounding in it hides smaller kinks
   */
  static double[] of(Activation u, double lo, double hi, double size) {
    if (!(lo < hi) || Double.isInfinite(hi - lo)) {
      return new double[0];
    }
    // Odd fractions: breaks at round numbers then never fall on the end of a part.
    double a = lo - 0.0137189 * (hi - lo);
    double b = hi + 0.0192731 * (hi - lo);
    BreakSearch search = new BreakSearch(u, b - a, size);
    search.split(a, b);
    return search.leaves.size() >= BUDGET ? new double[0] : search.places(lo, hi);
  }

  private void split(double a, double b) {
    double middle = a + 0.5 * (b - a);
    double floor = Math.max(FLOOR * whole, 4 * Math.ulp(Math.max(Math.abs(a), Math.abs(b))));
    if (b - a > floor && leaves.size() < BUDGET && !resolved(a, b)) {
      split(a, middle);
      split(middle, b);
    } else {
      leaves.add(new double[] {a, b});
    }
  }

  private boolean resolved(double a, double b) {
    double unresolved = unresolved(a, b);
    return !(unresolved > OWN * own() + OVERALL * largest);
  }

  private double own() {
    double own = 0;
    for (double v : f) {
      own = Math.max(own, Math.abs(v));
    }
    return own;
  }

  private double unresolved(double a, double b) {
    for (int j = 0; j < f.length; j++) {
      double x = Chebyshev.node(a, b, j);
      double y = u.value(x);
      if (Double.isNaN(y)) {
        throw FloatLoop.notANumber(u, x);
      }
      f[j] = Math.clamp(y, -Double.MAX_VALUE / 64, Double.MAX_VALUE / 64);
    }
    return Chebyshev.unresolved(f);
  }

  /** Parts become smaller towards a break: it lies in the smallest of its neighbourhood. */
  private double[] places(double lo, double hi) {
    List<Double> places = new ArrayList<>();
    int n = leaves.size();
    for (int i = 0; i < n; ) {
      int j = i;
      while (j + 1 < n && width(j + 1) == width(i)) {
        j++;
      }
      boolean dip = (i == 0 || width(i - 1) > width(i)) && (j == n - 1 || width(j + 1) > width(i));
      double middle = 0.5 * (leaves.get(i)[0] + leaves.get(j)[1]);
      if (dip && width(i) < SMALL && middle > lo && middle < hi) {
        double from = leaves.get(Math.max(i - 1, 0))[0];
        double to = leaves.get(Math.min(j + 1, n - 1))[1];
        places.add(Differences.kink(u, sharpened(from, to)));
      }
      i = j + 1;
    }
    return places.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Halves the interval towards its larger difference: to the last double before a jump. */
  private double sharpened(double lo, double hi) {
    double a = lo;
    double b = hi;
    while (Math.nextUp(a) < b) {
      double middle = a + 0.5 * (b - a);
      double y = u.value(middle);
      if (Math.abs(y - u.value(a)) > Math.abs(u.value(b) - y)) {
        b = middle;
      } else {
        a = middle;
      }
    }
    return a;
  }

  /** Widths as powers of two of the whole: halving rounds. */
  private int width(int i) {
    double[] leaf = leaves.get(i);
    return (int) Math.rint(Math.log((leaf[1] - leaf[0]) / whole) / Math.log(2));
  }
}

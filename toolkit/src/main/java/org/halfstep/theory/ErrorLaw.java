package org.halfstep.theory;

import java.util.TreeSet;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * The law of the error {@code e = Q(X) - X} itself: {@code p_e(e) = sum over levels l of p(l - e)},
 * each over its own cell.
 *
 * <p>It is a {@link Distribution} as any other: its cdf tells how often an error exceeds a bound,
 * and it can be drawn beside the flat density {@code 1/s} that the simple model assumes.
 */
public final class ErrorLaw implements Distribution {
  private final Distribution law;
  private final Grid grid;
  private final double[] breaks;

  private ErrorLaw(Distribution law, Grid grid) {
    this.law = law;
    this.grid = grid;
    this.breaks = breaks(law, grid);
  }

  /**
   * Returns the law of the error of a grid.
   *
   * @param law the law of X
   * @param grid the quantizer
   * @return the law of Q(X) - X
   */
  public static ErrorLaw of(Distribution law, Grid grid) {
    return new ErrorLaw(law, grid);
  }

  private static double[] breaks(Distribution law, Grid grid) {
    TreeSet<Double> places = new TreeSet<>();
    for (int i = 0; i < grid.size(); i++) {
      double level = grid.level(i);
      for (double end : new double[] {grid.lower(i), grid.upper(i)}) {
        if (Double.isFinite(end)) {
          places.add(level - end);
        }
      }
    }
    for (double b : law.breaks()) {
      places.add(grid.nearest(b) - b);
    }
    return places.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Returns the density of the error; at the end of a cell, the limit from within. */
  @Override
  public double pdf(double e) {
    double sum = 0;
    for (int i = 0; i < grid.size(); i++) {
      double x = grid.level(i) - e;
      if (x > grid.lower(i) && x <= grid.upper(i)) {
        sum += law.pdf(x);
      }
    }
    return sum;
  }

  /** Returns the ends of all cells and the breaks of the law, as errors. */
  @Override
  public double[] breaks() {
    return breaks.clone();
  }

  @Override
  public double mass(double e) {
    double sum = 0;
    for (double b : law.breaks()) {
      if (grid.nearest(b) - b == e) {
        sum += law.mass(b);
      }
    }
    return sum;
  }

  /**
   * Adds the moments cell by cell: {@code E[(e - about)^k]} is {@code (-1)^k E[(X - (l -
   * about))^k]} over the part of the cell where the error is in the interval.
   */
  @Override
  public double moments(double about, double lo, double hi, double[] m) {
    if (!(lo <= hi) || Double.isNaN(about)) {
      throw new IllegalArgumentException("lo must be at most hi, got " + lo + " and " + hi);
    }
    double worst = 0;
    double from = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < grid.size(); i++) {
      double level = grid.level(i);
      double to = ErrorSums.top(grid, i);
      // lo < level - x <= hi, so level - hi <= x < level - lo.
      double a = Math.max(from, below(level - hi));
      double b = Math.min(to, below(level - lo));
      if (a < b) {
        double[] part = new double[m.length];
        worst = Math.max(worst, law.moments(level - about, a, b, part));
        for (int k = 0; k < m.length; k++) {
          m[k] += (k & 1) == 0 ? part[k] : -part[k];
        }
      }
      from = to;
    }
    return worst;
  }

  /** The next lower double; an infinity stays, so that a tail keeps its infinite end. */
  private static double below(double x) {
    return Double.isInfinite(x) ? x : Math.nextDown(x);
  }

  @Override
  public String toString() {
    return "error of " + grid + " under " + law;
  }
}

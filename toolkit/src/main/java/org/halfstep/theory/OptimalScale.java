package org.halfstep.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.core.Sum;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;
import org.halfstep.numeric.Search;

/**
 * The scale of a unit grid that loses least on a law, with what it loses.
 *
 * <p>With thresholds at midpoints the boundary terms of the derivative drop out (a tie costs the
 * same on both sides), so the optimum is a root of {@code dMSE/ds = -2 sum l_k E[X - l_k s; cell
 * k]}, found to the last digits. With other thresholds the MSE itself is minimized, which fixes the
 * scale to about 1e-8 and the MSE to 1e-15. The scan comes first: the MSE of a floating grid, or of
 * a sample, has many local minima.
 *
 * @param scale the optimal scale, in units of x per unit of the grid
 * @param report what {@code unit.scaled(scale)} does to the law
 */
public record OptimalScale(double scale, ErrorReport report) {

  /** The scan begins where the outermost level is an eighth of the law's root mean square. */
  private static final double LOWEST_CLIP = 0.125;

  /** ... and goes up to 512 times it: the optimum of 12 bits under Student-t 3 is at 80. */
  private static final int OCTAVES = 12;

  /**
   * Local minima of the scan that are worth refining: the scan sees a minimum at most this high.
   */
  private static final double WORTH = 1.5;

  /** The second scan is 40 times finer: minima that differ by more are told apart already. */
  private static final double FINE_WORTH = 1.02;

  /** From so many levels on Widrow's formula stands in for the exact MSE during the first scan. */
  private static final int MANY_LEVELS = 16;

  /**
   * Returns the scale of least mean squared error.
   *
   * @param law the law of X, with a finite second moment that is not 0
   * @param unit the grid at scale 1
   * @return the optimum
   * @throws IllegalArgumentException if the law's second moment is 0 or infinite
   */
  public static OptimalScale mse(Distribution law, Grid unit) {
    double power = secondMoment(law);
    if (!(power > 0 && power < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the law must have a positive, finite second moment, got " + power);
    }
    double first = LOWEST_CLIP * Math.sqrt(power) / outermost(unit);
    double last = first * Math.pow(2, OCTAVES);
    boolean smooth = unit.step().isPresent() && !hasAtoms(law);
    List<Bracket> brackets =
        smooth
            ? scan(quickly(law, unit), first, last, 2 * OCTAVES, WORTH)
            : fineScan(s -> exactMse(law, unit, s), first, last);
    double best = Double.NaN;
    double least = Double.POSITIVE_INFINITY;
    for (Bracket bracket : brackets) {
      double candidate = refined(law, unit, bracket);
      double mse = exactMse(law, unit, candidate);
      if (mse < least) {
        least = mse;
        best = candidate;
      }
    }
    return new OptimalScale(best, ErrorReport.of(law, unit.scaled(best)));
  }

  /** An interval of scales with a local minimum inside. */
  private record Bracket(double lo, double hi) {}

  /** The MSE for a coarse look at a smooth law on a uniform grid: many cells look alike. */
  private static DoubleUnaryOperator quickly(Distribution law, Grid unit) {
    double step = unit.step().orElseThrow();
    double bottom = unit.level(0);
    return unit.size() >= MANY_LEVELS && bottom < 0
        ? s -> Widrow.mse(law, step * s, bottom * s, top(unit) * s)
        : s -> exactMse(law, unit, s);
  }

  /** Scans coarsely, then every promising stretch again: for floating grids and samples. */
  private static List<Bracket> fineScan(DoubleUnaryOperator mse, double lo, double hi) {
    List<Bracket> fine = new ArrayList<>();
    for (Bracket b : scan(mse, lo, hi, 16 * OCTAVES, WORTH)) {
      fine.addAll(scan(mse, b.lo, b.hi, 128, FINE_WORTH));
    }
    return fine;
  }

  /**
   * Returns brackets around the local minima of a geometric scan, at most `worth` times the least.
   */
  private static List<Bracket> scan(
      DoubleUnaryOperator mse, double lo, double hi, int points, double worth) {
    double[] s = new double[points + 1];
    double[] value = new double[points + 1];
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= points; i++) {
      s[i] = lo * Math.pow(hi / lo, (double) i / points);
      value[i] = mse.applyAsDouble(s[i]);
      least = Math.min(least, value[i]);
    }
    List<Bracket> brackets = new ArrayList<>();
    for (int i = 0; i <= points; i++) {
      int before = Math.max(i - 1, 0);
      int after = Math.min(i + 1, points);
      boolean low = value[i] <= least * worth;
      if (low && value[i] <= value[before] && value[i] <= value[after]) {
        brackets.add(new Bracket(s[before], s[after]));
      }
    }
    return brackets;
  }

  private static double secondMoment(Distribution law) {
    double[] m = new double[3];
    law.moments(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, m);
    return m[2];
  }

  private static boolean hasAtoms(Distribution law) {
    for (double b : law.breaks()) {
      if (law.mass(b) > 0) {
        return true;
      }
    }
    return false;
  }

  private static double top(Grid grid) {
    return grid.level(grid.size() - 1);
  }

  private static double outermost(Grid grid) {
    return Math.max(Math.abs(grid.level(0)), Math.abs(top(grid)));
  }

  private static double refined(Distribution law, Grid unit, Bracket bracket) {
    if (hasMidpoints(unit)
        && slope(law, unit, bracket.lo) < 0
        && slope(law, unit, bracket.hi) > 0) {
      return Search.root(s -> slope(law, unit, s), bracket.lo, bracket.hi);
    }
    return Search.minimum(s -> exactMse(law, unit, s), bracket.lo, bracket.hi);
  }

  private static boolean hasMidpoints(Grid grid) {
    for (int i = 0; i < grid.size() - 1; i++) {
      double middle = 0.5 * (grid.level(i) + grid.level(i + 1));
      if (Math.abs(grid.upper(i) - middle) > 4 * Math.ulp(outermost(grid))) {
        return false;
      }
    }
    return true;
  }

  /** Half of dMSE/ds for midpoint thresholds: - sum of l_k E[X - l_k s; cell k]. */
  private static double slope(Distribution law, Grid unit, double scale) {
    Grid grid = unit.scaled(scale);
    Sum sum = Sum.create();
    double from = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < grid.size(); i++) {
      double to = ErrorSums.top(grid, i);
      double[] m = new double[2];
      law.moments(grid.level(i), from, to, m);
      sum.addProduct(-unit.level(i), m[1]);
      from = to;
    }
    return sum.getAsDouble();
  }

  private static double exactMse(Distribution law, Grid unit, double scale) {
    Grid grid = unit.scaled(scale);
    Sum sum = Sum.create();
    double from = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < grid.size(); i++) {
      double to = ErrorSums.top(grid, i);
      double[] m = new double[3];
      law.moments(grid.level(i), from, to, m);
      sum.add(m[2]);
      from = to;
    }
    return sum.getAsDouble();
  }
}

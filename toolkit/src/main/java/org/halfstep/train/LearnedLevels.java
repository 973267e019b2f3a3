package org.halfstep.train;

import java.util.Arrays;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * Levels that learn freely, with thresholds at midpoints and a straight-through slope.
 *
 * <p>The derivative by a level is 1 where x is rounded to it. Thresholds move along, but a point on
 * a midpoint is equally far from both levels, so they drop out of the derivative of the squared
 * error: that of {@code E[(Q(X) - X)^2]} is exact, and descent comes to rest where every level is
 * the mean of its cell, at a Lloyd-Max quantizer. Parameters: the levels; {@link #with} sorts them.
 */
public final class LearnedLevels implements Surrogate {
  private final Grid grid;
  private final Through through;

  private LearnedLevels(Grid grid, Through through) {
    this.grid = grid;
    this.through = through;
  }

  /**
   * Returns a quantizer with given first levels.
   *
   * @param through where the slope by x is 1
   * @param levels at least two different finite numbers, in any order; not modified
   * @return the quantizer
   * @throws IllegalArgumentException if two levels are equal or one is not finite
   */
  public static LearnedLevels of(Through through, double... levels) {
    double[] sorted = levels.clone();
    Arrays.sort(sorted);
    return new LearnedLevels(Grid.of(sorted), through);
  }

  /**
   * Returns a quantizer whose first levels each stand for the same part of a law or sample.
   *
   * @param law the law; its quantiles must differ
   * @param n the number of levels
   * @return levels at the quantiles {@code (i + 1/2) / n}, slope 1 everywhere
   */
  public static LearnedLevels at(Distribution law, int n) {
    double[] levels = new double[n];
    Arrays.setAll(levels, i -> law.quantile((i + 0.5) / n));
    return of(Through.EVERYWHERE, levels);
  }

  @Override
  public double value(double x) {
    return grid.nearest(x);
  }

  @Override
  public double slope(double x) {
    return through.passes(grid, x) ? 1 : 0;
  }

  @Override
  public double[] slopes(double x) {
    double[] by = new double[grid.size()];
    by[grid.encode(x)] = 1;
    return by;
  }

  @Override
  public double[] parameters() {
    return grid.levels();
  }

  @Override
  public LearnedLevels with(double... parameters) {
    return of(through, Surrogate.checked(grid.size(), parameters));
  }

  @Override
  public double[] breaks() {
    return new StraightThrough(grid, through).breaks();
  }

  @Override
  public Grid grid() {
    return grid;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LearnedLevels that && grid.equals(that.grid) && through == that.through;
  }

  @Override
  public int hashCode() {
    return grid.hashCode() + through.hashCode();
  }

  @Override
  public String toString() {
    return "LearnedLevels" + Arrays.toString(grid.levels());
  }
}

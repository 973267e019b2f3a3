package org.halfstep.train;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.halfstep.grid.Grid;

/**
 * Any grid with a straight-through estimator (Bengio, Leonard and Courville 2013): the staircase
 * forward, slope 1 where the gradient is let through. It has no parameters.
 *
 * @param grid levels, thresholds and ties
 * @param through where the slope is 1; elsewhere it is 0
 */
public record StraightThrough(Grid grid, Through through) implements Surrogate {

  @Override
  public double value(double x) {
    return grid.nearest(x);
  }

  @Override
  public double slope(double x) {
    return through.passes(grid, x) ? 1 : 0;
  }

  @Override
  public double[] breaks() {
    return DoubleStream.concat(thresholds(grid), DoubleStream.of(through.bounds(grid))).toArray();
  }

  /** The thresholds of a grid, lowest first. */
  static DoubleStream thresholds(Grid grid) {
    return IntStream.range(0, grid.size() - 1).mapToDouble(grid::upper);
  }
}

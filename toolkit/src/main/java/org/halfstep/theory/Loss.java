package org.halfstep.theory;

import java.util.function.DoubleUnaryOperator;
import org.halfstep.law.Distribution;

/**
 * What an error costs: {@code E[loss(X, level); cell]}, for {@link OptimalScale} to make least.
 *
 * <p>A loss may be written in a cell; those here are the usual ones.
 */
@FunctionalInterface
public interface Loss {

  /** The squared error {@code (x - level)^2}. */
  Loss SQUARED =
      (law, level, from, to) -> {
        double[] m = new double[3];
        law.moments(level, from, to, m);
        return m[2];
      };

  /**
   * The squared relative error {@code ((x - level) / x)^2}, x = 0 left out: noise over signal,
   * value by value. It needs a level at 0, or a law without mass near 0.
   */
  Loss RELATIVE =
      (law, level, from, to) ->
          split(law, x -> x == 0 ? 0 : (1 - level / x) * (1 - level / x), 0, from, to);

  /**
   * Returns the p-th power of the distance, {@code |x - level|^p}.
   *
   * @param p the power, positive: 1 for the mean error, 2 for the MSE, 4 and more to fear the
   *     greatest
   * @return the loss of the p-norm
   * @throws IllegalArgumentException if p is not positive and finite
   */
  static Loss norm(double p) {
    if (!(p > 0 && p < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("p must be positive and finite, got " + p);
    }
    return (law, level, from, to) ->
        split(law, x -> Math.pow(Math.abs(x - level), p), level, from, to);
  }

  /**
   * Returns the loss over one cell.
   *
   * @param law the law of X
   * @param level the level that the cell is rounded to
   * @param from the lower end of the cell, excluded
   * @param to the upper end, included
   * @return {@code E[loss(X, level); from < X <= to]}
   */
  double over(Distribution law, double level, double from, double to);

  private static double split(
      Distribution law, DoubleUnaryOperator loss, double kink, double from, double to) {
    return kink > from && kink < to
        ? law.expectation(loss, from, kink) + law.expectation(loss, kink, to)
        : law.expectation(loss, from, to);
  }
}

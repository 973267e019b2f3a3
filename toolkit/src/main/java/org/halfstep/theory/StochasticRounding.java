package org.halfstep.theory;

import org.apache.commons.numbers.core.Sum;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * What stochastic rounding to the levels of a grid does to a law, exactly.
 *
 * <p>Between two neighbouring levels l and r the value x goes to r with probability {@code (x -
 * l)/(r - l)}, else to l. Then {@code E[Q(x)] = x} and {@code E[(Q(x) - x)^2] = (x - l)(r - x)}:
 * for levels a step s apart {@code s^2 f (1 - f)}, f the fraction of the step, which is {@code
 * s^2/6} where f is spread evenly, twice that of rounding to nearest (Gupta, Agrawal,
 * Gopalakrishnan and Narayanan 2015, arXiv:1502.02551, section 3). Among all random roundings to
 * these levels without bias it has the least variance at every x. Beyond the outermost levels
 * nothing is left to chance. The thresholds of the grid do not matter.
 *
 * @param bias E[Q(X) - X], from beyond the outermost levels alone, in units of x
 * @param granular the part of E[(Q(X) - X)^2] from between the levels
 * @param overload the part from beyond them
 * @param signalPower E[X^2]
 */
public record StochasticRounding(
    double bias, double granular, double overload, double signalPower) {

  /**
   * Predicts what rounding by chance to the levels of a grid does to a law.
   *
   * @param law the law of X, or a sample as an {@link org.halfstep.law.Empirical}
   * @param grid the levels
   * @return the moments of the error, over X and over chance
   */
  public static StochasticRounding of(Distribution law, Grid grid) {
    int top = grid.size() - 1;
    Sum granular = Sum.create();
    for (int i = 0; i < top; i++) {
      double half = 0.5 * (grid.level(i + 1) - grid.level(i));
      double middle = grid.level(i) + half;
      double[] m = new double[3];
      law.moments(middle, grid.level(i), grid.level(i + 1), m);
      // (x - l)(r - x); rounding must not make it negative where all of the law is on levels
      granular.add(Math.max(0, half * half * m[0] - m[2]));
    }
    double[] below = new double[3];
    law.moments(grid.level(0), Double.NEGATIVE_INFINITY, grid.level(0), below);
    double[] above = new double[3];
    law.moments(grid.level(top), grid.level(top), Double.POSITIVE_INFINITY, above);
    double[] all = new double[3];
    law.moments(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, all);
    return new StochasticRounding(
        -below[1] - above[1], granular.getAsDouble(), below[2] + above[2], all[2]);
  }

  /**
   * Returns the mean squared error.
   *
   * @return {@code granular + overload}, in units of x squared
   */
  public double mse() {
    return granular + overload;
  }

  /**
   * Returns the signal-to-quantization-noise ratio.
   *
   * @return {@code 10 log10(E[X^2] / mse)} in dB
   */
  public double sqnrDb() {
    return 10 * Math.log10(signalPower / mse());
  }
}

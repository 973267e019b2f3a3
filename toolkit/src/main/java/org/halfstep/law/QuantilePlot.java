package org.halfstep.law;

import java.util.Arrays;

/**
 * The points of a Q-Q plot: quantiles of a sample against those of a law.
 *
 * <p>The i-th of n sorted values stands at {@code p = (i - 1/2)/n}. A sample of the law lies on the
 * diagonal, each point within a few of its standard errors {@code sqrt(p (1 - p)/n) / pdf(q_p)}.
 */
public final class QuantilePlot {
  private final double[] expected;
  private final double[] observed;
  private final double[] standardErrors;

  private QuantilePlot(double[] expected, double[] observed, double[] standardErrors) {
    this.expected = expected;
    this.observed = observed;
    this.standardErrors = standardErrors;
  }

  /**
   * Compares a sample, as it is, with a law.
   *
   * @param law a law with a density
   * @param points how many points to keep, at least 2: evenly spaced quantiles of the law between
   *     those of the least and the largest value, so that the tails show
   * @param values at least 2 values, all finite, in any order; not modified
   * @return the points
   * @throws IllegalArgumentException if there are fewer than 2 points or values, or one is not
   *     finite
   */
  public static QuantilePlot of(Distribution law, int points, double... values) {
    if (points < 2) {
      throw new IllegalArgumentException("points must be at least 2, got " + points);
    }
    double[] x = Sample.sorted(values, 2);
    double n = x.length;
    double low = law.quantile(0.5 / n);
    double high = law.quantile(1 - 0.5 / n);
    int[] places = new int[points];
    for (int k = 0; k < points; k++) {
      double p = law.cdf(low + (high - low) * k / (points - 1));
      places[k] = Math.clamp(Math.round(p * n - 0.5), 0, x.length - 1);
    }
    int[] kept = Arrays.stream(places).distinct().toArray();
    double[][] columns = new double[3][kept.length];
    for (int k = 0; k < kept.length; k++) {
      double p = (kept[k] + 0.5) / n;
      columns[0][k] = law.quantile(p);
      columns[1][k] = x[kept[k]];
      columns[2][k] = Math.sqrt(p * (1 - p) / n) / law.pdf(columns[0][k]);
    }
    return new QuantilePlot(columns[0], columns[1], columns[2]);
  }

  /**
   * Compares a standardized sample, (x - mean)/sigma, with N(0, 1).
   *
   * @param points how many points to keep, at least 2
   * @param values at least 4 values, all finite, not all equal, in any order; not modified
   * @return the points
   * @throws IllegalArgumentException if there are too few points or values, the values are all
   *     equal, or one is not finite
   */
  public static QuantilePlot normal(int points, double... values) {
    Sample sample = Sample.of(values);
    double[] z = Arrays.stream(values).map(v -> (v - sample.mean()) / sample.sigma()).toArray();
    return of(Gaussian.STANDARD, points, z);
  }

  /**
   * Returns the quantiles of the law.
   *
   * @return increasing; a new array
   */
  public double[] expected() {
    return expected.clone();
  }

  /**
   * Returns the values of the sample at the same probabilities.
   *
   * @return not decreasing; a new array
   */
  public double[] observed() {
    return observed.clone();
  }

  /**
   * Returns the standard errors that the observed values have if the law is right.
   *
   * @return one for each point; a new array
   */
  public double[] standardErrors() {
    return standardErrors.clone();
  }
}

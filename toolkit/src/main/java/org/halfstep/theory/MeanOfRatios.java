package org.halfstep.theory;

import org.apache.commons.numbers.gamma.InverseErfc;
import org.apache.commons.statistics.distribution.LevyDistribution;

/**
 * The mean of ratios {@code (1/N) sum E_i^2 / Y_i^2}, which does not converge when Y has a density
 * at 0 and E does not vanish there.
 *
 * <p>A ratio beyond t needs {@code |Y| < |E| / sqrt t}, so that {@code P(E^2/Y^2 > t) ~ 2 p_Y(0)
 * E|E| t^(-1/2)}: a tail of index 1/2, without a mean. By the generalized central limit theorem
 * (Feller, An Introduction to Probability Theory II, XVII.5) the mean of N independent ratios is
 * distributed like {@code N L}, L a Levy law of scale {@code c = 2 pi (p_Y(0) E|E|)^2}: it grows
 * like N, for ever. For independent Gaussians of mean 0, {@code c = 2 r / pi} with r the ratio of
 * the variances; the median of one ratio is r.
 *
 * @param densityAtZero p_Y(0), above 0
 * @param meanAbsoluteError E|E| given Y = 0, above 0
 */
public record MeanOfRatios(double densityAtZero, double meanAbsoluteError) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if one is not above 0 and finite
   */
  public MeanOfRatios {
    check("density at 0", densityAtZero);
    check("mean absolute error", meanAbsoluteError);
  }

  private static void check(String what, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be above 0 and finite, got " + value);
    }
  }

  /**
   * Returns the case of independent Gaussian signal and noise of mean 0.
   *
   * @param noiseToSignal the ratio r of their variances, above 0
   * @return the case with Var(Y) = 1
   */
  public static MeanOfRatios gaussian(double noiseToSignal) {
    check("noise to signal", noiseToSignal);
    return new MeanOfRatios(1 / Math.sqrt(2 * Math.PI), Math.sqrt(2 * noiseToSignal / Math.PI));
  }

  /**
   * Returns the probability of a large ratio, to leading order.
   *
   * @param t a bound, large against the typical ratio
   * @return {@code 2 p_Y(0) E|E| / sqrt t}
   */
  public double tail(double t) {
    return 2 * densityAtZero * meanAbsoluteError / Math.sqrt(t);
  }

  /**
   * Returns the scale c of the Levy law.
   *
   * @return {@code 2 pi (p_Y(0) E|E|)^2}
   */
  public double scale() {
    double product = densityAtZero * meanAbsoluteError;
    return 2 * Math.PI * product * product;
  }

  /**
   * Returns the median of the mean of n ratios.
   *
   * @param n the number of independent ratios, large
   * @return {@code n c / (2 erfcinv(1/2)^2) = 2.198 n c}
   */
  public double median(double n) {
    double z = InverseErfc.value(0.5);
    return n * scale() / (2 * z * z);
  }

  /**
   * Returns a quantile of the mean of n ratios.
   *
   * @param n the number of independent ratios, large
   * @param p a probability, 0..1
   * @return the quantile of n L
   */
  public double quantile(double n, double p) {
    return LevyDistribution.of(0, n * scale()).inverseCumulativeProbability(p);
  }

  /**
   * Returns the probability that the mean of n ratios is at most t.
   *
   * @param n the number of independent ratios, large
   * @param t a bound
   * @return {@code erfc(sqrt(n c / 2 t))}
   */
  public double cdf(double n, double t) {
    return LevyDistribution.of(0, n * scale()).cumulativeProbability(t);
  }
}

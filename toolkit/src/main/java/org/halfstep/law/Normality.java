package org.halfstep.law;

import org.apache.commons.numbers.core.Sum;
import org.halfstep.numeric.Estimate;

/**
 * How far a sample of independent values is from a Gaussian of any mean and variance.
 *
 * <p>Three statistics, each with what chance alone would make of it. Under normality the sample
 * skewness {@code g1 = m3 / m2^(3/2)} has mean 0 and variance {@code 6 (n-2) / ((n+1)(n+3))}, the
 * sample excess kurtosis {@code g2 = m4 / m2^2 - 3} mean {@code -6 / (n+1)} and variance {@code 24
 * n (n-2)(n-3) / ((n+1)^2 (n+3)(n+5))}, exactly (Fisher 1930). The Anderson-Darling statistic with
 * fitted mean and variance, {@code A^2 (1 + 0.75/n + 2.25/n^2)}, and its p-value follow D'Agostino
 * and Stephens, Goodness-of-Fit Techniques (1986), table 4.9.
 *
 * @param size the number of values n
 * @param skewness g1 with its standard error for a sample of any law with six moments
 * @param excessKurtosis g2 with its standard error for a sample of any law with eight moments
 * @param skewnessScore g1 in standard deviations that it has under normality
 * @param kurtosisScore g2 minus its mean, in standard deviations that it has under normality
 * @param andersonDarling {@code A^2 (1 + 0.75/n + 2.25/n^2)}: above 0.752 at the 5 % level, above
 *     1.035 at 1 %
 * @param probability the probability that a Gaussian sample has a larger one, within about 0.01;
 *     never below 1e-23
 */
public record Normality(
    int size,
    Estimate skewness,
    Estimate excessKurtosis,
    double skewnessScore,
    double kurtosisScore,
    double andersonDarling,
    double probability) {

  /** The approximation of the p-value ends here; what lies beyond is surer than sure. */
  private static final double LARGEST = 10;

  private static final double LEAST_PROBABILITY = 1e-23;

  /**
   * Tests a sample.
   *
   * @param values at least 8 values, all finite, not all equal, in any order; not modified
   * @return the statistics
   * @throws IllegalArgumentException if there are fewer than 8 values, they are all equal, or one
   *     is not finite
   */
  public static Normality of(double... values) {
    if (values.length < 8) {
      throw new IllegalArgumentException(
          "a test of normality needs at least 8 values, got " + values.length);
    }
    Sample sample = Sample.of(values);
    double n = sample.size();
    Estimate g1 = skewness(sample);
    Estimate g2 = excessKurtosis(sample, g1.value());
    double skewVariance = 6 * (n - 2) / ((n + 1) * (n + 3));
    double kurtosisVariance = 24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5));
    double sigma = Math.sqrt(sample.variance() * n / (n - 1));
    double a =
        GoodnessOfFit.ofSorted(new Gaussian(sample.mean(), sigma), sample.x()).andersonDarling();
    double modified = a * (1 + 0.75 / n + 2.25 / (n * n));
    return new Normality(
        sample.size(),
        g1,
        g2,
        g1.value() / Math.sqrt(skewVariance),
        (g2.value() + 6 / (n + 1)) / Math.sqrt(kurtosisVariance),
        modified,
        probability(modified));
  }

  /** The standard error is that of the mean of the influence z^3 - 3 z - 1.5 g1 (z^2 - 1) - g1. */
  private static Estimate skewness(Sample sample) {
    Sum cubes = Sum.create();
    for (double v : sample.x()) {
      double z = (v - sample.mean()) / sample.sigma();
      cubes.add(z * z * z);
    }
    double g = cubes.getAsDouble() / sample.size();
    Sum squares = Sum.create();
    for (double v : sample.x()) {
      double z = (v - sample.mean()) / sample.sigma();
      double influence = z * z * z - 3 * z - 1.5 * g * (z * z - 1) - g;
      squares.add(influence * influence);
    }
    return new Estimate(g, Math.sqrt(squares.getAsDouble()) / sample.size());
  }

  /** The influence is z^4 - k - 2 k (z^2 - 1) - 4 g1 z, with k the kurtosis. */
  private static Estimate excessKurtosis(Sample sample, double skewness) {
    double k = sample.kurtosis();
    Sum squares = Sum.create();
    for (double v : sample.x()) {
      double z = (v - sample.mean()) / sample.sigma();
      double influence = z * z * z * z - k - 2 * k * (z * z - 1) - 4 * skewness * z;
      squares.add(influence * influence);
    }
    return new Estimate(k - 3, Math.sqrt(squares.getAsDouble()) / sample.size());
  }

  private static double probability(double a) {
    if (!(a < LARGEST)) {
      return LEAST_PROBABILITY;
    }
    if (a >= 0.6) {
      return Math.exp(1.2937 - 5.709 * a + 0.0186 * a * a);
    }
    if (a >= 0.34) {
      return Math.exp(0.9177 - 4.279 * a - 1.38 * a * a);
    }
    double below =
        a >= 0.2 ? -8.318 + 42.796 * a - 59.938 * a * a : -13.436 + 101.14 * a - 223.73 * a * a;
    return -Math.expm1(below);
  }
}

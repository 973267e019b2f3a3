package org.halfstep.theory;

import org.halfstep.law.Distribution;

/**
 * The first four cumulants of a random number: what simply adds up in a sum of independent terms.
 *
 * <p>{@code k1} is the mean and {@code k2} the variance, {@code k3 = E[(X - EX)^3]} and {@code k4 =
 * E[(X - EX)^4] - 3 k2^2}. A sum of n terms of one law has n times each, so that its excess
 * kurtosis {@code k4 / k2^2} is that of one term over n, its skewness that of one term over sqrt n:
 * the central limit theorem with its rate. Terms of different laws add up just as well; then the
 * largest may keep the sum from becoming Gaussian.
 *
 * @param mean k1
 * @param variance k2
 * @param third k3
 * @param fourth k4; infinite or NaN, as the third, where the moment does not exist
 */
public record Cumulants(double mean, double variance, double third, double fourth) {

  /** The number 0 for certain: the sum of no terms. */
  public static final Cumulants ZERO = new Cumulants(0, 0, 0, 0);

  /**
   * Returns the cumulants of a law.
   *
   * @param law the law
   * @return its cumulants, from moments about the mean
   */
  public static Cumulants of(Distribution law) {
    double mean = law.mean();
    double[] m = new double[5];
    law.moments(mean, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, m);
    return new Cumulants(mean, m[2], m[3], fourth(m[4], m[2]));
  }

  /**
   * Returns the cumulants that belong to moments about 0.
   *
   * @param first E[X]
   * @param second E[X^2]
   * @param third E[X^3]
   * @param fourth E[X^4]
   * @return the cumulants; digits are lost where the mean is many standard deviations from 0
   */
  public static Cumulants ofMoments(double first, double second, double third, double fourth) {
    double variance = second - first * first;
    double k3 = third - first * (3 * second - 2 * first * first);
    double centred = fourth - first * (4 * third - first * (6 * second - 3 * first * first));
    return new Cumulants(first, variance, k3, fourth(centred, variance));
  }

  private static double fourth(double centred, double variance) {
    return centred == Double.POSITIVE_INFINITY ? centred : centred - 3 * variance * variance;
  }

  /**
   * Returns the cumulants of the sum with an independent number.
   *
   * @param other the cumulants of the other number
   * @return the sum, cumulant by cumulant
   */
  public Cumulants plus(Cumulants other) {
    return new Cumulants(
        mean + other.mean, variance + other.variance, third + other.third, fourth + other.fourth);
  }

  /**
   * Returns the cumulants of a sum of n independent numbers of this law.
   *
   * @param n how many, at least 0
   * @return n times each cumulant
   * @throws IllegalArgumentException if n is negative
   */
  public Cumulants times(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("the number of terms must be at least 0, got " + n);
    }
    return n == 0 ? ZERO : new Cumulants(n * mean, n * variance, n * third, n * fourth);
  }

  /**
   * Returns the cumulants of a multiple.
   *
   * @param a the factor
   * @return those of a X: the cumulant of order k times a^k
   */
  public Cumulants scaled(double a) {
    double square = a * a;
    return new Cumulants(a * mean, square * variance, a * square * third, square * square * fourth);
  }

  /**
   * Returns E[X^2].
   *
   * @return the variance plus the square of the mean
   */
  public double power() {
    return variance + mean * mean;
  }

  /**
   * Returns E[(X - EX)^3] / Var(X)^(3/2).
   *
   * @return the skewness, 0 for a Gaussian
   */
  public double skewness() {
    return third / (variance * Math.sqrt(variance));
  }

  /**
   * Returns E[(X - EX)^4] / Var(X)^2 - 3.
   *
   * @return the excess kurtosis, 0 for a Gaussian, -1.2 for a uniform law, at least -2
   */
  public double excessKurtosis() {
    return fourth / (variance * variance);
  }
}

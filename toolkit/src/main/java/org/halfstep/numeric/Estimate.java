package org.halfstep.numeric;

import org.apache.commons.numbers.core.Sum;

/**
 * A measured number with its standard error.
 *
 * @param value the measured value
 * @param standardError the standard deviation of the value over repeated experiments, at least 0; 0
 *     for a number without sampling error
 */
public record Estimate(double value, double standardError) {

  /**
   * Checks the standard error.
   *
   * @throws IllegalArgumentException if the standard error is negative or NaN
   */
  public Estimate {
    if (!(standardError >= 0)) {
      throw new IllegalArgumentException("standard error must be at least 0, got " + standardError);
    }
  }

  /**
   * Returns a number without sampling error.
   *
   * @param value the number
   * @return the estimate with standard error 0
   */
  public static Estimate exact(double value) {
    return new Estimate(value, 0);
  }

  /**
   * Returns the mean of independent, identically distributed values, with standard error {@code
   * sqrt(sum (v - mean)^2 / (n (n - 1)))}.
   *
   * @param values at least two values; not modified
   * @return the mean and its standard error
   * @throws IllegalArgumentException if there are fewer than two values
   */
  public static Estimate ofMean(double... values) {
    if (values.length < 2) {
      throw new IllegalArgumentException(
          "a standard error needs at least 2 values, got " + values.length);
    }
    double mean = Sum.of(values).getAsDouble() / values.length;
    double[] squares = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      squares[i] = (values[i] - mean) * (values[i] - mean);
    }
    double n = values.length;
    return new Estimate(mean, Math.sqrt(Sum.of(squares).getAsDouble() / (n * (n - 1))));
  }

  @Override
  public String toString() {
    return standardError == 0 ? Double.toString(value) : value + " +- " + standardError;
  }
}

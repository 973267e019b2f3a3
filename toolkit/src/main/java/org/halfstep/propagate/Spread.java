package org.halfstep.propagate;

import java.util.Arrays;
import org.halfstep.numeric.Estimate;

/**
 * One quantity over independent runs.
 *
 * @param count how many runs
 * @param mean their mean
 * @param deviation their standard deviation, over count - 1; NaN for one run
 * @param median the middle one
 */
public record Spread(int count, double mean, double deviation, double median) {

  static Spread of(double... values) {
    int n = values.length;
    double mean = Arrays.stream(values).sum() / n;
    double squares = 0;
    for (double v : values) {
      squares += (v - mean) * (v - mean);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    return new Spread(n, mean, n > 1 ? Math.sqrt(squares / (n - 1)) : Double.NaN, median);
  }

  /**
   * Returns the standard error of the mean, between runs.
   *
   * @return {@code deviation / sqrt(count)}; NaN for one run
   */
  public double standardError() {
    return deviation / Math.sqrt(count);
  }

  /**
   * Returns the mean with its standard error, as a claim takes it.
   *
   * @return the estimate
   * @throws IllegalArgumentException for one run, which knows no error
   */
  public Estimate estimate() {
    return new Estimate(mean, standardError());
  }

  /**
   * Returns the variance with its standard error, if the quantity is Gaussian.
   *
   * @return the estimate of {@code deviation^2}
   * @throws IllegalArgumentException for one run, which knows no error
   */
  public Estimate variance() {
    return new Estimate(deviation * deviation, varianceError());
  }

  /**
   * Returns the standard error of {@code deviation^2}, if the quantity is Gaussian.
   *
   * @return {@code deviation^2 sqrt(2 / (count - 1))}
   */
  public double varianceError() {
    return deviation * deviation * Math.sqrt(2.0 / (count - 1));
  }
}

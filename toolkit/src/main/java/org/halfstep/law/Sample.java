package org.halfstep.law;

import java.util.Arrays;
import org.apache.commons.numbers.core.Sum;

/** Sorted values with the statistics that estimators need. */
record Sample(double[] x, double mean, double variance, double kurtosis) {

  /** Fewer values cannot fix three parameters. */
  static final int LEAST = 4;

  static Sample of(double... values) {
    double[] x = sorted(values, LEAST);
    if (x[0] == x[x.length - 1]) {
      throw new IllegalArgumentException(
          "values of a fit must not all be equal, got " + x[0] + " " + x.length + " times");
    }
    double mean = Sum.of(x).getAsDouble() / x.length;
    double second = centralMoment(x, mean, 2);
    double kurtosis = centralMoment(x, mean, 4) / (second * second);
    return new Sample(x, mean, second, kurtosis);
  }

  /** Returns a checked, sorted copy. */
  static double[] sorted(double[] values, int least) {
    if (values.length < least) {
      throw new IllegalArgumentException(
          "a sample must have at least " + least + " values here, got " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "a sample must be finite, got " + values[i] + " at index " + i);
      }
    }
    double[] x = Arrays.stream(values).map(v -> v + 0.0).toArray();
    Arrays.sort(x);
    return x;
  }

  private static double centralMoment(double[] x, double mean, int order) {
    Sum sum = Sum.create();
    for (double v : x) {
      sum.add(Intervals.power(v - mean, order));
    }
    return sum.getAsDouble() / x.length;
  }

  int size() {
    return x.length;
  }

  double min() {
    return x[0];
  }

  double max() {
    return x[x.length - 1];
  }

  double sigma() {
    return Math.sqrt(variance);
  }

  double median() {
    int n = x.length;
    return n % 2 == 1 ? x[n / 2] : x[n / 2 - 1] + 0.5 * (x[n / 2] - x[n / 2 - 1]);
  }

  int zeros() {
    return Intervals.upTo(x, 0) - Intervals.upTo(x, -Double.MIN_VALUE);
  }

  double meanSquare() {
    return variance + mean * mean;
  }

  /** Returns the mean of |x - centre|^power. */
  double meanPower(double centre, double power) {
    double sum = 0;
    for (double v : x) {
      double d = Math.abs(v - centre);
      sum += power == 1 ? d : power == 2 ? d * d : Math.pow(d, power);
    }
    return sum / x.length;
  }

  void checkNonNegative(String family) {
    if (min() < 0) {
      throw new IllegalArgumentException(
          "values of a " + family + " law must be at least 0, got " + min());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sample s && Arrays.equals(s.x, x);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(x);
  }

  @Override
  public String toString() {
    return x.length + " values, mean " + mean + ", variance " + variance;
  }
}

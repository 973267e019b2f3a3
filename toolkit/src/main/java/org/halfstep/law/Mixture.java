package org.halfstep.law;

import java.util.Arrays;
import org.apache.commons.numbers.core.Sum;

/**
 * A finite mixture: with probability {@code weight(i)} the value follows {@code part(i)}.
 *
 * <p>All moments, densities and atoms are the weighted sums of the parts'.
 */
public final class Mixture implements Distribution {

  /** What weights may miss of 1: a few roundings of decimal fractions. */
  private static final double TOLERANCE = 1e-12;

  private final double[] weights;
  private final Distribution[] parts;

  private Mixture(double[] weights, Distribution[] parts) {
    this.weights = weights;
    this.parts = parts;
  }

  /**
   * Returns a mixture.
   *
   * @param weights the probability of each part: positive, with sum 1 within 1e-12
   * @param parts the laws, as many as weights
   * @return the law
   * @throws IllegalArgumentException if the numbers differ, a weight is not positive or the sum is
   *     not 1
   */
  public static Mixture of(double[] weights, Distribution... parts) {
    if (weights.length != parts.length || parts.length == 0) {
      throw new IllegalArgumentException(
          "a mixture must have one weight for each of its 1 or more parts, got "
              + weights.length
              + " weights and "
              + parts.length
              + " parts");
    }
    for (double w : weights) {
      Intervals.checkPositive("a weight", w);
    }
    Intervals.checkTotal("weights", Sum.of(weights).getAsDouble(), TOLERANCE);
    return new Mixture(weights.clone(), parts.clone());
  }

  /**
   * Returns the number of parts.
   *
   * @return at least 1
   */
  public int size() {
    return parts.length;
  }

  /**
   * Returns the probability of a part.
   *
   * @param i the place, from 0
   * @return the weight
   */
  public double weight(int i) {
    return weights[i];
  }

  /**
   * Returns a part.
   *
   * @param i the place, from 0
   * @return the law
   */
  public Distribution part(int i) {
    return parts[i];
  }

  @Override
  public double pdf(double x) {
    double sum = 0;
    for (int i = 0; i < parts.length; i++) {
      sum += weights[i] * parts[i].pdf(x);
    }
    return sum;
  }

  @Override
  public double[] breaks() {
    return Arrays.stream(parts)
        .flatMapToDouble(law -> Arrays.stream(law.breaks()))
        .sorted()
        .distinct()
        .toArray();
  }

  @Override
  public double mass(double x) {
    double sum = 0;
    for (int i = 0; i < parts.length; i++) {
      sum += weights[i] * parts[i].mass(x);
    }
    return sum;
  }

  @Override
  public double moments(double about, double lo, double hi, double[] m) {
    double worst = 0;
    double[] part = new double[m.length];
    for (int i = 0; i < parts.length; i++) {
      worst = Math.max(worst, parts[i].moments(about, lo, hi, part));
      for (int k = 0; k < m.length; k++) {
        m[k] += weights[i] * part[k];
        part[k] = 0;
      }
    }
    return worst;
  }

  @Override
  public double cdf(double x) {
    double sum = 0;
    for (int i = 0; i < parts.length; i++) {
      sum += weights[i] * parts[i].cdf(x);
    }
    return Math.min(1, sum);
  }

  @Override
  public double survival(double x) {
    double sum = 0;
    for (int i = 0; i < parts.length; i++) {
      sum += weights[i] * parts[i].survival(x);
    }
    return Math.min(1, sum);
  }

  /** Returns the mixture of the scaled parts. */
  @Override
  public Mixture scaled(double a) {
    return new Mixture(
        weights, Arrays.stream(parts).map(law -> law.scaled(a)).toArray(Distribution[]::new));
  }

  /** Returns the mixture of the shifted parts. */
  @Override
  public Mixture shifted(double b) {
    return new Mixture(
        weights, Arrays.stream(parts).map(law -> law.shifted(b)).toArray(Distribution[]::new));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mixture mix
        && Arrays.equals(mix.weights, weights)
        && Arrays.equals(mix.parts, parts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(weights) + Arrays.hashCode(parts);
  }

  @Override
  public String toString() {
    return "mixture of " + Arrays.toString(parts) + " with weights " + Arrays.toString(weights);
  }
}

package org.halfstep.law;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.numbers.core.Sum;

/**
 * Finitely many values, each with its probability: {@code P(X = value(i)) = probability(i)}.
 *
 * <p>Also a histogram whose bins stand for their centres ({@link #atBinCentres}), as calibrators
 * read it; {@link PiecewiseUniform} spreads each bin evenly instead. Partial moments are
 * compensated sums over the values of the interval: a few ulp.
 */
public final class Discrete implements Distribution {

  /** What probabilities may miss of 1: a few roundings of decimal fractions. */
  private static final double TOLERANCE = 1e-12;

  private final double[] values;
  private final double[] probabilities;

  /** below[i] = P(X <= values[i]), above[i] = P(X > values[i]): each summed from its own end. */
  private final double[] below;

  private final double[] above;

  private Discrete(double[] values, double[] probabilities) {
    this.values = values;
    this.probabilities = probabilities;
    this.below = Intervals.running(probabilities);
    double[] reversed = probabilities.clone();
    Intervals.reverse(reversed);
    double[] fromAbove = Intervals.running(reversed);
    this.above = new double[values.length];
    for (int i = 0; i < values.length - 1; i++) {
      above[i] = fromAbove[values.length - 2 - i];
    }
  }

  /**
   * Returns the law of values with probabilities.
   *
   * @param values finite, in any order; equal ones are merged
   * @param probabilities one for each value: at least 0, with sum 1 within 1e-12
   * @return the law
   * @throws IllegalArgumentException if the lengths differ, a value is not finite, a probability is
   *     negative or the sum is not 1
   */
  public static Discrete of(double[] values, double[] probabilities) {
    checkLengths(values.length, probabilities.length);
    double total = Intervals.checkWeights("a probability", probabilities);
    Intervals.checkTotal("probabilities", total, TOLERANCE);
    return merged(values, probabilities, 1);
  }

  /**
   * Returns the law of a histogram whose bins stand for their centres.
   *
   * @param edges the ends of the bins, increasing and finite, one more than weights
   * @param weights counts or any multiples of the probabilities: at least 0, not all 0
   * @return the law with an atom at the centre of each bin of positive weight
   * @throws IllegalArgumentException if the edges or weights break a rule
   */
  public static Discrete atBinCentres(double[] edges, double[] weights) {
    double total = Intervals.checkHistogram(edges, weights);
    double[] centres = new double[weights.length];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = edges[i] + 0.5 * (edges[i + 1] - edges[i]);
    }
    return merged(centres, weights, total);
  }

  private static void checkLengths(int values, int probabilities) {
    if (values != probabilities || values == 0) {
      throw new IllegalArgumentException(
          "a discrete law must have one probability for each of its 1 or more values, got "
              + values
              + " values and "
              + probabilities
              + " probabilities");
    }
  }

  private static Discrete merged(double[] values, double[] weights, double total) {
    for (double v : values) {
      Intervals.checkFinite("a value", v);
    }
    int[] order =
        IntStream.range(0, values.length)
            .filter(i -> weights[i] > 0)
            .boxed()
            .sorted((i, j) -> Double.compare(values[i] + 0.0, values[j] + 0.0))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] x = new double[order.length];
    double[] p = new double[order.length];
    int n = 0;
    for (int i : order) {
      if (n == 0 || x[n - 1] != values[i]) {
        x[n++] = values[i] + 0.0; // -0.0 becomes 0: they are one value
      }
      p[n - 1] += weights[i] / total;
    }
    return new Discrete(Arrays.copyOf(x, n), Arrays.copyOf(p, n));
  }

  /**
   * Returns the number of values.
   *
   * @return the number of distinct values with positive probability
   */
  public int size() {
    return values.length;
  }

  /**
   * Returns a value.
   *
   * @param i the place in increasing order, from 0
   * @return the value
   */
  public double value(int i) {
    return values[i];
  }

  /**
   * Returns the probability of a value.
   *
   * @param i the place in increasing order, from 0
   * @return P(X = value(i)), positive
   */
  public double probability(int i) {
    return probabilities[i];
  }

  /** Returns 0: the law has atoms only. */
  @Override
  public double pdf(double x) {
    return 0;
  }

  /** Returns the values. */
  @Override
  public double[] breaks() {
    return values.clone();
  }

  @Override
  public double mass(double x) {
    int i = upTo(x) - 1;
    return i >= 0 && values[i] == x ? probabilities[i] : 0;
  }

  @Override
  public double moments(double about, double lo, double hi, double[] m) {
    Intervals.check(about, lo, hi);
    int from = upTo(lo);
    int to = upTo(hi);
    for (int k = 0; k < m.length && from < to; k++) {
      Sum sum = Sum.create();
      for (int i = from; i < to; i++) {
        sum.addProduct(probabilities[i], Intervals.power(values[i] - about, k));
      }
      m[k] += sum.getAsDouble();
    }
    return from < to ? 4 * Math.ulp(1.0) : 0;
  }

  private int upTo(double x) {
    return Intervals.upTo(values, x);
  }

  @Override
  public double cdf(double x) {
    int i = upTo(x);
    return i == 0 ? 0 : i == values.length ? 1 : below[i - 1];
  }

  @Override
  public double survival(double x) {
    int i = upTo(x);
    return i == 0 ? 1 : above[i - 1];
  }

  @Override
  public double quantile(double p) {
    Intervals.checkProbability(p);
    int i = 0;
    while (i < values.length - 1 && (p <= 0.5 ? below[i] < p : above[i] > 1 - p)) {
      i++;
    }
    return values[i];
  }

  @Override
  public Discrete scaled(double a) {
    Intervals.checkFactor(a);
    return merged(Arrays.stream(values).map(v -> a * v).toArray(), probabilities, 1);
  }

  @Override
  public Discrete shifted(double b) {
    return merged(Arrays.stream(values).map(v -> v + b).toArray(), probabilities, 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Discrete d
        && Arrays.equals(d.values, values)
        && Arrays.equals(d.probabilities, probabilities);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + Arrays.hashCode(probabilities);
  }

  @Override
  public String toString() {
    return values.length + " values in [" + values[0] + ", " + values[values.length - 1] + "]";
  }
}

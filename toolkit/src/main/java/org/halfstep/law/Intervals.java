package org.halfstep.law;

import org.apache.commons.numbers.core.Sum;

/** What all laws do with the interval (lo, hi], with atoms and with their parameters. */
final class Intervals {

  private Intervals() {}

  static void check(double about, double lo, double hi) {
    if (Double.isNaN(about)) {
      throw new IllegalArgumentException("about must be a number, got NaN");
    }
    if (!(lo <= hi)) {
      throw new IllegalArgumentException("lo must be at most hi, got " + lo + " and " + hi);
    }
  }

  /** Adds mass d^k to each m[k]. */
  static void addAtom(double mass, double d, double[] m) {
    double power = mass;
    if (mass > 0) {
      for (int k = 0; k < m.length; k++) {
        m[k] += power;
        power *= d;
      }
    }
  }

  static double checkPositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be positive and finite, got " + value);
    }
    return value;
  }

  static double checkFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, got " + value);
    }
    return value + 0.0; // -0.0 becomes 0: equal laws have equal parameters
  }

  static double checkProbability(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("p must be in 0..1, got " + p);
    }
    return p;
  }

  static double checkFactor(double a) {
    if (!Double.isFinite(a) || a == 0) {
      throw new IllegalArgumentException("a factor must be finite and not 0, got " + a);
    }
    return a;
  }

  static void checkTotal(String name, double total, double tolerance) {
    if (!(Math.abs(total - 1) <= tolerance)) {
      throw new IllegalArgumentException(name + " must have sum 1, got " + total);
    }
  }

  /** Checks that all weights are finite and at least 0 and some are not 0; returns their sum. */
  static double checkWeights(String name, double[] weights) {
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            name + " must be finite and at least 0, got " + weights[i] + " at index " + i);
      }
    }
    return checkPositive("the sum of weights", Sum.of(weights).getAsDouble());
  }

  /** Checks the edges and weights of a histogram; returns the sum of weights. */
  static double checkHistogram(double[] edges, double[] weights) {
    if (edges.length != weights.length + 1 || weights.length == 0) {
      throw new IllegalArgumentException(
          "a histogram must have one edge more than its 1 or more weights, got "
              + edges.length
              + " edges and "
              + weights.length
              + " weights");
    }
    for (int i = 0; i < edges.length; i++) {
      checkFinite("an edge", edges[i]);
      if (i > 0 && !(edges[i - 1] < edges[i])) {
        throw new IllegalArgumentException(
            "edges must increase, got " + edges[i] + " after " + edges[i - 1]);
      }
    }
    return checkWeights("a weight", weights);
  }

  /**
   * Returns the closed upper end that leaves x out: the double below x at an atom, else x itself,
   * which keeps the digits of a narrow cell.
   */
  static double without(Distribution law, double x) {
    return law.mass(x) > 0 ? Math.nextDown(x) : x;
  }

  /** Returns how many of the increasing values are at most x. */
  static int upTo(double[] sorted, double x) {
    int lo = 0;
    int hi = sorted.length;
    while (lo < hi) {
      int middle = (lo + hi) >>> 1;
      if (sorted[middle] <= x) {
        lo = middle + 1;
      } else {
        hi = middle;
      }
    }
    return lo;
  }

  static void reverse(double[] x) {
    for (int i = 0, j = x.length - 1; i < j; i++, j--) {
      double keep = x[i];
      x[i] = x[j];
      x[j] = keep;
    }
  }

  /** Returns the running sums of p, each right to an ulp. */
  static double[] running(double[] p) {
    double[] sums = new double[p.length];
    Sum sum = Sum.create();
    for (int i = 0; i < p.length; i++) {
      sums[i] = Math.min(1, sum.add(p[i]).getAsDouble());
    }
    return sums;
  }

  static double power(double x, int k) {
    double power = 1;
    for (int i = 0; i < k; i++) {
      power *= x;
    }
    return power;
  }

  /**
   * Adds {@code density int_a^b (x - about)^k dx} to each m[k]: with the middle at distance d from
   * the centre and half width h, {@code int (d + t)^k dt} over -h..h, whose terms have one sign.
   */
  static void addUniform(double density, double a, double b, double about, double[] m) {
    double h = 0.5 * (b - a);
    double d = Cell.offset(about, a, b);
    for (int k = 0; k < m.length; k++) {
      double sum = 0;
      double binomial = 1;
      double even = 1;
      for (int j = 0; j <= k; j += 2) {
        sum += binomial * power(d, k - j) * even / (j + 1);
        binomial *= (double) (k - j) * (k - j - 1) / ((j + 1) * (j + 2));
        even *= h * h;
      }
      m[k] += 2 * h * density * sum;
    }
  }
}

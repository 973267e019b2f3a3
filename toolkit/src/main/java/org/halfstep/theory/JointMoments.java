package org.halfstep.theory;

import org.apache.commons.numbers.core.Sum;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * The joint moments {@code E[Q^i e^j]}, i + j &lt;= 4, of a quantized number Q = Q(X) and its error
 * e = Q - X: all that the error of a layer needs to know of its weights or of its inputs.
 *
 * <p>Predicted ones are sums over cells: Q is the level there and {@code E[e^j; cell]} is
 * integrated about it, so nothing cancels. The moments of X itself follow from X = Q - e.
 */
public final class JointMoments {

  private static final int ORDER = 4;

  /** What the mass over the cells may miss of 1. */
  private static final double MASS_TOLERANCE = 1e-9;

  private final String name;

  /** m[i][j] = E[Q^i e^j]. */
  private final double[][] m;

  private JointMoments(String name, double[][] m) {
    this.name = name;
    this.m = m;
  }

  /**
   * Predicts the moments of a law on a grid.
   *
   * @param law the law of X
   * @param grid the quantizer
   * @return the exact moments; infinite or NaN where one does not exist
   * @throws IllegalArgumentException if the law's mass over the cells is not 1
   */
  public static JointMoments of(Distribution law, Grid grid) {
    Sum[][] sums = sums();
    double from = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < grid.size(); k++) {
      double to = ErrorSums.top(grid, k);
      if (from < to) {
        double[] d = new double[ORDER + 1]; // about the level: (-e)^j
        law.moments(grid.level(k), from, to, d);
        addCell(sums, grid.level(k), d);
      }
      from = to;
    }
    double mass = sums[0][0].getAsDouble();
    if (!(Math.abs(mass - 1) <= MASS_TOLERANCE)) {
      throw new IllegalArgumentException(
          "a law must have mass 1, got " + mass + " over the cells: declare its breaks()");
    }
    return new JointMoments(law + " on " + grid, means(sums, 1));
  }

  /**
   * Returns the moments of a number that is not quantized: Q = X and e = 0.
   *
   * @param law the law of X
   * @return the moments of the law
   */
  public static JointMoments unquantized(Distribution law) {
    double[] raw = new double[ORDER + 1];
    law.moments(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, raw);
    double[][] m = new double[ORDER + 1][ORDER + 1];
    for (int i = 0; i <= ORDER; i++) {
      m[i][0] = raw[i];
    }
    return new JointMoments(law.toString(), m);
  }

  /**
   * Measures the moments of data on a grid.
   *
   * @param x the data, at least one value, all finite; not modified
   * @param grid the quantizer
   * @return the means of the products
   * @throws IllegalArgumentException if there is no value or one is not finite
   */
  public static JointMoments between(double[] x, Grid grid) {
    double[] quantized = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      quantized[i] = Double.isFinite(x[i]) ? grid.nearest(x[i]) : x[i];
    }
    return between(x, quantized);
  }

  /**
   * Measures the moments of data and their quantized twins, however they were made.
   *
   * @param x the data, at least one value, all finite; not modified
   * @param quantized as many values, all finite; not modified
   * @return the means of the products
   * @throws IllegalArgumentException if there is no value, the lengths differ, or a value is not
   *     finite
   */
  public static JointMoments between(double[] x, double[] quantized) {
    if (x.length == 0 || x.length != quantized.length) {
      throw new IllegalArgumentException(
          "data and quantized data must be equally many and at least 1, got "
              + x.length
              + " and "
              + quantized.length);
    }
    Sum[][] sums = sums();
    for (int k = 0; k < x.length; k++) {
      double d = x[k] - quantized[k];
      if (!Double.isFinite(d)) {
        throw new IllegalArgumentException(
            "data must be finite, got " + x[k] + " quantized to " + quantized[k] + " at " + k);
      }
      addCell(sums, quantized[k], new double[] {1, d, d * d, d * d * d, d * d * d * d});
    }
    return new JointMoments(x.length + " values", means(sums, x.length));
  }

  private static Sum[][] sums() {
    Sum[][] sums = new Sum[ORDER + 1][];
    for (int i = 0; i <= ORDER; i++) {
      sums[i] = new Sum[ORDER + 1 - i];
      for (int j = 0; j < sums[i].length; j++) {
        sums[i][j] = Sum.create();
      }
    }
    return sums;
  }

  /** Adds E[Q^i e^j] of a cell, given its moments of x - level. */
  private static void addCell(Sum[][] sums, double level, double[] d) {
    double power = 1;
    for (int i = 0; i <= ORDER; i++) {
      for (int j = 0; j <= ORDER - i; j++) {
        if (power != 0) {
          sums[i][j].addProduct(power, (j & 1) == 0 ? d[j] : -d[j]);
        }
      }
      power *= level;
    }
  }

  private static double[][] means(Sum[][] sums, double count) {
    double[][] m = new double[ORDER + 1][ORDER + 1];
    for (int i = 0; i <= ORDER; i++) {
      for (int j = 0; j <= ORDER - i; j++) {
        m[i][j] = sums[i][j].getAsDouble() / count;
      }
    }
    return m;
  }

  /**
   * Returns E[Q^i e^j].
   *
   * @param i the power of the quantized number, at least 0
   * @param j the power of the error, at least 0; i + j at most 4
   * @return the moment
   * @throws IllegalArgumentException if the powers are out of range
   */
  public double quantized(int i, int j) {
    check(i, j);
    return m[i][j];
  }

  /**
   * Returns E[X^i e^j].
   *
   * @param i the power of the number before quantization, at least 0
   * @param j the power of the error, at least 0; i + j at most 4
   * @return the moment
   * @throws IllegalArgumentException if the powers are out of range
   */
  public double signal(int i, int j) {
    check(i, j);
    double sum = 0;
    double binomial = 1;
    for (int k = 0; k <= i; k++) { // X^i = (Q - e)^i
      double term = binomial * m[i - k][j + k];
      sum += (k & 1) == 0 ? term : -term;
      binomial = binomial * (i - k) / (k + 1);
    }
    return sum;
  }

  /**
   * Returns the variance of the quantized number.
   *
   * @return Var(Q)
   */
  public double quantizedVariance() {
    return m[2][0] - m[1][0] * m[1][0];
  }

  /**
   * Returns the variance of the error.
   *
   * @return Var(e)
   */
  public double errorVariance() {
    return m[0][2] - m[0][1] * m[0][1];
  }

  /**
   * Returns the cumulants of the error.
   *
   * @return those of e
   */
  public Cumulants error() {
    return Cumulants.ofMoments(m[0][1], m[0][2], m[0][3], m[0][4]);
  }

  private static void check(int i, int j) {
    if (i < 0 || j < 0 || i + j > ORDER) {
      throw new IllegalArgumentException(
          "powers must be at least 0 and at most 4 together, got " + i + " and " + j);
    }
  }

  /** Returns what the moments are of. */
  @Override
  public String toString() {
    return name;
  }
}

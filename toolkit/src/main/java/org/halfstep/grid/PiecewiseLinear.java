package org.halfstep.grid;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.Erfc;
import org.halfstep.numeric.Search;

/**
 * Piecewise linear quantization, PWLQ (Fang et al. 2020): one uniform grid on [-p, p], others on
 * the two tails from p to m.
 *
 * <p>"b bits" names the width of a piece, not of a code: 4 bits are 29 or 31 levels, which take 5
 * bits to store.
 *
 * <p>The breakpoint p is best where the error of both regions together is least. With unit variance
 * and pieces of equal resolution that is the root of {@code p - 2m + 2m F(p) + m f(p) (2p - m)}, f
 * and F the density and distribution function of a symmetric law.
 */
public final class PiecewiseLinear {

  private PiecewiseLinear() {}

  /**
   * Returns the grid of the formula: {@code sign(x) uni(|x|; b-1, 0, p)} up to p, {@code sign(x)
   * uni(|x|; b-1, p, m)} beyond, {@code uni} having {@code 2^(b-1)} levels with both ends.
   *
   * <p>Both pieces hold p, so that the grid has {@code 2^(b+1) - 3} levels. Each rounds to nearest,
   * ties to the even code of its magnitude; at p the level is p, whichever piece is asked.
   *
   * @param bits b, 2..12
   * @param m the largest magnitude
   * @param p the breakpoint, 0 &lt; p &lt; m
   * @return the grid with top level m
   * @throws IllegalArgumentException if bits is out of range or not 0 &lt; p &lt; m
   */
  public static Grid formula(int bits, double m, double p) {
    check(bits, m, p);
    Grid centre = piece(bits - 1, 0, p);
    return centre.splice(p, false, piece(bits - 1, p, m)).symmetric();
  }

  /**
   * Returns the grid of the authors' program: the centre is symmetric with b bits and step {@code
   * 2p / (2^b - 1)}, so that its outermost level lies half a step inside p; the tails are affine
   * with b - 1 bits from p to m and from -m to -p, and take |x| = p.
   *
   * <p>That makes {@code 2^(b+1) - 1} levels. Between the centre's outermost level and p the
   * threshold is p, not a midpoint; ties are to the even code of each piece, which in the tails
   * counts from the left, so they are not mirror images.
   *
   * @param bits b, 2..12
   * @param m the largest magnitude
   * @param p the breakpoint, 0 &lt; p &lt; m
   * @return the grid with top level m
   * @throws IllegalArgumentException if bits is out of range or not 0 &lt; p &lt; m
   */
  public static Grid reference(int bits, double m, double p) {
    check(bits, m, p);
    double step = 2 * p / ((1 << bits) - 1);
    Grid centre = Grid.integer(bits, Range.SYMMETRIC).scaled(step);
    return piece(bits - 1, -m, -p).splice(-p, false, centre).splice(p, true, piece(bits - 1, p, m));
  }

  /** A uniform grid of 2^bits levels with both ends exact. */
  private static Grid piece(int bits, double lo, double hi) {
    int last = (1 << bits) - 1;
    double[] levels = new double[last + 1];
    for (int k = 0; k <= last; k++) {
      levels[k] = k == last ? hi : lo + k * ((hi - lo) / last);
    }
    return Grid.of(levels);
  }

  /**
   * Returns the best breakpoint of a Gaussian of variance 1.
   *
   * @param m the largest magnitude, in standard deviations, positive
   * @return p, a root to the last digits
   * @throws IllegalArgumentException if m is not positive and finite
   */
  public static double gaussianBreakpoint(double m) {
    return breakpoint(
        x -> Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI),
        x -> 0.5 * Erfc.value(-x / Math.sqrt(2)),
        m);
  }

  /**
   * Returns the best breakpoint of a Laplace law of variance 1.
   *
   * @param m the largest magnitude, in standard deviations, positive
   * @return p, a root to the last digits
   * @throws IllegalArgumentException if m is not positive and finite
   */
  public static double laplaceBreakpoint(double m) {
    double rate = Math.sqrt(2);
    return breakpoint(x -> 0.5 * rate * Math.exp(-rate * x), x -> 1 - 0.5 * Math.exp(-rate * x), m);
  }

  /**
   * Returns the best breakpoint of any symmetric law of variance 1.
   *
   * @param pdf the density f on [0, m]
   * @param cdf the distribution function F on [0, m]
   * @param m the largest magnitude, in standard deviations, positive
   * @return p with {@code p - 2m + 2m F(p) + m f(p) (2p - m) = 0}, 0 &lt; p &lt; m
   * @throws IllegalArgumentException if m is not positive and finite
   */
  public static double breakpoint(DoubleUnaryOperator pdf, DoubleUnaryOperator cdf, double m) {
    checkMagnitude(m);
    return Search.root(
        p -> p - 2 * m + 2 * m * cdf.applyAsDouble(p) + m * pdf.applyAsDouble(p) * (2 * p - m),
        0,
        m);
  }

  /**
   * Returns the authors' approximation for a Gaussian, {@code ln(0.86143114 m + 0.607901097)}: 0.5
   * % off at m = 4, 4 % at m = 2.
   *
   * @param m the largest magnitude, in standard deviations, at least 1
   * @return p
   * @throws IllegalArgumentException if m is below 1 or not finite
   */
  public static double gaussianApproximation(double m) {
    checkApproximation(m);
    return Math.log(0.86143114 * m + 0.607901097);
  }

  /**
   * Returns the authors' approximation for a Laplace law, {@code 0.80304483 sqrt(m) - 0.316678551}.
   *
   * @param m the largest magnitude, in standard deviations, at least 1
   * @return p
   * @throws IllegalArgumentException if m is below 1 or not finite
   */
  public static double laplaceApproximation(double m) {
    checkApproximation(m);
    return 0.80304483 * Math.sqrt(m) - 0.316678551;
  }

  private static void check(int bits, double m, double p) {
    Bounds.check("bits", bits, 2, 12);
    checkMagnitude(m);
    if (!(p > 0 && p < m)) {
      throw new IllegalArgumentException(
          "breakpoint p must be in 0 < p < m, got p = " + p + " and m = " + m);
    }
  }

  private static void checkMagnitude(double m) {
    if (!(m > 0 && m < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "largest magnitude m must be positive and finite, got " + m);
    }
  }

  private static void checkApproximation(double m) {
    checkMagnitude(m);
    if (m < 1) {
      throw new IllegalArgumentException(
          "the approximation is for m of at least 1 standard deviation, got " + m);
    }
  }
}

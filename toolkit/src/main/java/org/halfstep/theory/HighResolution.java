package org.halfstep.theory;

import java.util.function.DoubleUnaryOperator;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.numeric.Quadrature;

/**
 * Limits for many levels: what an MSE tends to when the density is flat inside every cell.
 *
 * <p>Bennett (1948): {@code MSE -> 1/(12 N^2) int p(x) / lambda(x)^2 dx} for a point density
 * lambda. Panter and Dite (1951): the best lambda is proportional to p^(1/3), and {@code MSE ->
 * C/N^2} with {@code C = (int p^(1/3))^3 / 12}: sqrt(3) pi/2 for N(0, 1), 9/2 for Laplace, 1 for a
 * uniform law, all of variance 1.
 */
public final class HighResolution {

  private HighResolution() {}

  /**
   * Returns the constant C of Panter and Dite.
   *
   * @param law a law with a density
   * @return {@code (int p^(1/3) dx)^3 / 12}, in squared units of x; infinite for tails heavier than
   *     |x|^-3
   */
  public static double panterDite(Distribution law) {
    return Math.pow(integral(x -> Math.cbrt(law.pdf(x)), law), 3) / 12;
  }

  /**
   * Returns the limit of the Lloyd-Max MSE, C/n^2.
   *
   * @param law a law with a density
   * @param n the number of levels, positive
   * @return the approximate MSE
   */
  public static double panterDite(Distribution law, int n) {
    return panterDite(law) / ((double) n * n);
  }

  /**
   * Returns what Panter and Dite's limit is off by at n levels.
   *
   * @param law a law with a density
   * @param n the number of levels, 2..65536
   * @return {@code limit / exact - 1}, exact from {@link LloydMax}
   */
  public static double panterDiteError(Distribution law, int n) {
    return panterDite(law, n) / ErrorReport.of(law, LloydMax.of(law, n)).mse() - 1;
  }

  /**
   * Returns Bennett's integral for a grid: each inner cell's {@code width^2/12} weighted with its
   * probability.
   *
   * @param law the law of X
   * @param grid the grid; its two outermost cells count up to the overload edges
   * @return the approximate granular MSE; overload is not in it
   */
  public static double bennett(Distribution law, Grid grid) {
    double sum = 0;
    for (int i = 0; i < grid.size(); i++) {
      double lo = Math.max(grid.lower(i), grid.overloadLow());
      double hi = Math.min(grid.upper(i), grid.overloadHigh());
      double[] m = new double[1];
      law.moments(0, lo, hi, m);
      sum += m[0] * (hi - lo) * (hi - lo) / 12;
    }
    return sum;
  }

  /**
   * Returns what Bennett's integral is off by.
   *
   * @param law the law of X
   * @param grid the grid
   * @return {@code bennett / exact granular MSE - 1}
   */
  public static double bennettError(Distribution law, Grid grid) {
    return bennett(law, grid) / ErrorReport.of(law, grid).granular() - 1;
  }

  /**
   * Returns what one more bit is worth at the optimal scale, exactly.
   *
   * @param law the law of X
   * @param range which integers
   * @param bits the width b; b + 1 is compared with it, 1..15
   * @return the gain of SQNR from b to b + 1 bits in dB: 6.02 for a uniform law, about 5.5 for a
   *     Gaussian, 5 for Laplace, tending to 6.02 (nu - 2)/nu for Student-t
   */
  public static double decibelsPerBit(Distribution law, Range range, int bits) {
    return OptimalScale.mse(law, Grid.integer(bits + 1, range)).report().sqnrDb()
        - OptimalScale.mse(law, Grid.integer(bits, range)).report().sqnrDb();
  }

  private static double integral(DoubleUnaryOperator f, Distribution law) {
    double sum = 0;
    double from = Double.NEGATIVE_INFINITY;
    for (double b : law.breaks()) {
      sum += Quadrature.integral(f, from, b);
      from = b;
    }
    return sum + Quadrature.integral(f, from, Double.POSITIVE_INFINITY);
  }
}

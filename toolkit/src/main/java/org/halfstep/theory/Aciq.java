package org.halfstep.theory;

import java.util.function.DoubleUnaryOperator;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.numeric.Search;

/**
 * Analytical clipping (ACIQ, Banner, Nahshan and Soudry 2019, arXiv:1810.05723): the clip a that
 * minimizes {@code 2 int_a^inf (x - a)^2 p(x) dx + a^2/(3 4^M)}.
 *
 * <p>The second term is the rounding noise of 2^M cells on [-a, a], counted with probability 1; the
 * grid's own levels do not enter. For Laplace the clip is {@code b W(3 4^M)}, W Lambert's function.
 * After a ReLU the same cells cover [0, a], which is the column M + 1. What the model costs against
 * the exact optimum is {@link #costDb}.
 *
 * @param clip the clip level a, in units of x
 * @param modelMse what the model says of the MSE there
 */
public record Aciq(double clip, double modelMse) {

  /**
   * Returns the clip of a symmetric law.
   *
   * @param law a law symmetric about 0, with a density
   * @param bits the width M, 0..16 (0 gives Distiller's extra column)
   * @return the clip and the model's MSE
   * @throws IllegalArgumentException if bits is out of range
   */
  public static Aciq twoSided(Distribution law, int bits) {
    if (bits < 0 || bits > 16) {
      throw new IllegalArgumentException("bits must be in 0..16, got " + bits);
    }
    DoubleUnaryOperator slope =
        a -> {
          double[] m = new double[3];
          law.moments(a, a, Double.POSITIVE_INFINITY, m);
          return a / (3 * Math.pow(4, bits)) - 2 * m[1];
        };
    double hi = Math.sqrt(law.variance());
    while (slope.applyAsDouble(hi) < 0) {
      hi *= 2;
    }
    double clip = Search.root(slope, 0, hi);
    double[] m = new double[3];
    law.moments(clip, clip, Double.POSITIVE_INFINITY, m);
    return new Aciq(clip, 2 * m[2] + clip * clip / (3 * Math.pow(4, bits)));
  }

  /**
   * Returns the clip for the positive half of a symmetric law, as after a ReLU: column bits + 1.
   *
   * @param law the law before the ReLU, symmetric about 0
   * @param bits the width M, 0..15
   * @return the clip; the model's MSE is that of the positive half alone, per input
   * @throws IllegalArgumentException if bits is out of range
   */
  public static Aciq oneSided(Distribution law, int bits) {
    Aciq both = twoSided(law, bits + 1);
    return new Aciq(both.clip, 0.5 * both.modelMse);
  }

  /**
   * Returns the grid that the clip stands for: the outermost level at the clip.
   *
   * @param bits the width in bits
   * @param range SYMMETRIC for {@link #twoSided}, UNSIGNED for {@link #oneSided}
   * @return the integer grid scaled so that its highest level is the clip
   */
  public Grid grid(int bits, Range range) {
    Grid unit = Grid.integer(bits, range);
    return unit.scaled(clip / unit.level(unit.size() - 1));
  }

  /**
   * Returns what the clip loses against the exact optimum of the same grid.
   *
   * @param law the law that the grid will meet (rectified, for a one-sided clip)
   * @param bits the width in bits
   * @param range SYMMETRIC or UNSIGNED
   * @return decibels of SQNR, at least 0 up to rounding
   */
  public double costDb(Distribution law, int bits, Range range) {
    ErrorReport mine = ErrorReport.of(law, grid(bits, range));
    return OptimalScale.mse(law, Grid.integer(bits, range)).report().sqnrDb() - mine.sqnrDb();
  }
}

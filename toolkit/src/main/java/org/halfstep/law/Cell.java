package org.halfstep.law;

import java.util.function.DoubleUnaryOperator;

/**
 * Partial moments over an interval so narrow that eight points are enough: the cells of a grid.
 *
 * <p>Gauss-Legendre of 8 nodes (Abramowitz and Stegun 25.4.29, digits recomputed), exact to degree
 * 15. With a power of 4 in front, a density analytic within distance d of the middle leaves a
 * relative error of about {@code (half/(2 d))^12} times the growth of the density over that
 * distance; each law says in {@link Standard#narrow} where this is below 1e-16.
 */
final class Cell {

  private static final double[] NODE = {
    0.183434642495649804939476142360183981,
    0.525532409916328985817739049189246349,
    0.796666477413626739591553936475830437,
    0.960289856497536231683560868569472990
  };

  private static final double[] WEIGHT = {
    0.362683783378361982965150449277195612,
    0.313706645877887287337962201986601313,
    0.222381034453374470544355994426240884,
    0.101228536290376259152531354309962190
  };

  private Cell() {}

  /**
   * Adds the moments of f over centre -/+ half to m; f is called eight times.
   *
   * @param offset centre - about as {@link #offset} gives it
   */
  static void moments(
      DoubleUnaryOperator f, double centre, double half, double offset, double[] m) {
    for (int i = 0; i < NODE.length; i++) {
      double d = half * NODE[i];
      double weight = half * WEIGHT[i];
      double left = weight * f.applyAsDouble(centre - d);
      double right = weight * f.applyAsDouble(centre + d);
      for (int k = 0; k < m.length; k++) {
        m[k] += left + right;
        left *= offset - d;
        right *= offset + d;
      }
    }
  }

  /**
   * Returns the middle of (lo, hi) minus about: the ends are near about, so their differences are
   * exact, where the middle itself is rounded and would move the cell.
   */
  static double offset(double about, double lo, double hi) {
    return 0.5 * ((lo - about) + (hi - about));
  }
}

package org.halfstep.scheme;

import org.halfstep.grid.Grid;
import org.halfstep.grid.Minifloat;

/**
 * How the power of two of an MX block follows from the block's largest magnitude m: exponents -127
 * to 127, emax the exponent of the largest element, p the bits of its mantissa.
 *
 * <p>Each is a grid of scales, whose thresholds are in units of m / top, top the largest element.
 */
public enum BlockScale {

  /**
   * {@code 2^(floor(log2 m) - emax)}: the OCP standard and torchao's default. m up to {@code 2
   * 2^emax} goes to one scale, so what is above top is clipped.
   */
  FLOOR,

  /** {@code 2^(ceil(log2 m) - emax)}, torchao: nothing is clipped, and up to a bit is lost. */
  CEIL,

  /**
   * FLOOR of m rounded to p + 1 bits, half up: torchao's EVEN. Steps up where m would round to the
   * next power of two, from {@code 2^k (2 - 2^-(p+1))} on.
   */
  EVEN,

  /** The least power of two that is at least m / top: torchao's RCEIL, cuBLAS. */
  RCEIL;

  private static final int MOST = 127;

  /**
   * Returns the grid of scales for elements of a format.
   *
   * @param element the format of the elements
   * @return the powers {@code 2^-127} to {@code 2^127}
   */
  public Grid grid(Minifloat element) {
    return grid(element.max(), element.mantissaBits());
  }

  /**
   * Returns the grid of scales.
   *
   * @param top the largest element
   * @param mantissaBits p
   * @return the powers {@code 2^-127} to {@code 2^127}
   * @throws IllegalArgumentException if top is not positive and finite, or p is negative
   */
  public Grid grid(double top, int mantissaBits) {
    if (!(top > 0 && top < Double.POSITIVE_INFINITY) || mantissaBits < 0) {
      throw new IllegalArgumentException(
          "the largest element must be positive and finite with at least 0 bits of mantissa, got "
              + top
              + " and "
              + mantissaBits);
    }
    int emax = Math.getExponent(top);
    double[] levels = new double[2 * MOST + 1];
    double[] t = new double[2 * MOST];
    boolean[] up = new boolean[t.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Math.scalb(1.0, i - MOST);
      if (i > 0) {
        double step = Math.scalb(1.0, i - MOST + emax); // m where FLOOR steps up to level i
        t[i - 1] =
            switch (this) {
              case FLOOR -> step / top;
              case CEIL -> step / 2 / top;
              case EVEN -> step * (1 - Math.scalb(1.0, -2 - mantissaBits)) / top;
              case RCEIL -> levels[i - 1];
            };
        up[i - 1] = this == FLOOR || this == EVEN;
      }
    }
    return Grid.of(levels).thresholds(t, up);
  }
}

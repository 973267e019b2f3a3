package org.halfstep.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;

/** Partial moments in the far tail of the normal law, to where doubles end. */
class GaussianFarTest {

  /** Relative to E[|X - about|^k]. */
  private static final double TOLERANCE = 1e-13;

  private static double size(Oracle row, int k) {
    return Math.abs(row.number(k % 2 == 0 ? "m" + k : "a" + k));
  }

  @Test
  void partialMomentsKeepTheirDigitsUntilDoublesUnderflow() {
    int checked = 0;
    for (Oracle row : Oracle.rows("gaussian_far")) {
      double[] m = new double[4];
      double error =
          Gaussian.STANDARD.moments(row.number("about"), row.number("lo"), row.number("hi"), m);
      assertTrue(error < 10 * TOLERANCE, "estimate " + error + " at " + row);
      for (int k = 0; k < m.length; k++) {
        double size = size(row, k);
        if (size > 1e3 * Double.MIN_NORMAL) { // below, a sum of parts has lost digits
          double off = Math.abs(m[k] - row.number("m" + k));
          assertTrue(off <= TOLERANCE * size, k + ": " + m[k] + " is off by " + off + " at " + row);
          checked++;
        }
      }
    }
    assertTrue(checked > 1200, "checked " + checked);
  }

  /** The image under x = 2^-60 z + 0 is exact. */
  @Test
  void aScaledTailIsTheTailScaled() {
    double a = 0x1p-60;
    Gaussian narrow = Gaussian.ofSigma(a);
    for (double lo : new double[] {9, 36.5, 37.25}) {
      double[] m = new double[3];
      double[] scaled = new double[3];
      Gaussian.STANDARD.moments(lo, lo, lo + 0.5, m);
      narrow.moments(a * lo, a * lo, a * (lo + 0.5), scaled);
      for (int k = 0; k < 3; k++) {
        double expected = m[k] * Math.pow(a, k);
        assertEquals(expected, scaled[k], 1e-13 * expected + Double.MIN_NORMAL);
      }
    }
  }

  @Test
  void whereNoDoubleIsLeftTheMomentsAreZero() {
    for (double lo : new double[] {39, 1e3, 1e200, Double.MAX_VALUE}) {
      double[] m = new double[3];
      Gaussian.STANDARD.moments(0, lo, Double.POSITIVE_INFINITY, m);
      Gaussian.STANDARD.moments(lo, Double.NEGATIVE_INFINITY, -lo, m);
      assertEquals(0, m[0] + m[1] + m[2], lo);
    }
  }
}

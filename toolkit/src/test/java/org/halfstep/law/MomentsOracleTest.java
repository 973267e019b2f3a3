package org.halfstep.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;

/** Partial moments against arbitrary precision: narrow cells, wide intervals and far tails. */
class MomentsOracleTest {

  private static final List<Oracle> ROWS = Oracle.rows("standard_moments");

  /** Of E[|X - about|^k]: some hundred roundings, and z^shape or z^nu in the exponent of a tail. */
  private static final double TOLERANCE = 1e-13;

  static Distribution law(String name, double parameter) {
    return switch (name) {
      case "gaussian" -> Gaussian.STANDARD;
      case "laplace" -> new Laplace(0, 1);
      case "logistic" -> new Logistic(0, 1);
      case "student" -> StudentT.of(parameter);
      case "power" -> new GeneralizedGaussian(0, 1, parameter);
      case "rectified" -> Gaussian.STANDARD.rectified();
      case "folded" -> Gaussian.STANDARD.folded();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static double size(Oracle row, int k) {
    return Math.abs(row.number(k % 2 == 0 ? "m" + k : "a" + k));
  }

  @Test
  void partialMomentsAreRightToTheLastDigits() {
    for (Oracle row : ROWS) {
      double[] m = new double[5];
      Distribution law = law(row.text("law"), row.number("parameter"));
      law.moments(row.number("about"), row.number("lo"), row.number("hi"), m);
      check(row, 1, m);
    }
  }

  /** The image of a cell under x = 2 z is exact, so nothing may be lost by it; nor by mirroring. */
  @Test
  void affineImagesKeepTheDigits() {
    for (Oracle row : ROWS) {
      double[] m = new double[5];
      Distribution law = law(row.text("law"), row.number("parameter"));
      double a = -2;
      double lo = a * row.number("hi");
      double hi = a * row.number("lo");
      law.scaled(a).moments(a * row.number("about") + 0.0, lo, hi, m);
      boolean atom = row.text("law").equals("rectified") && row.number("lo") == 0;
      if (!atom) { // an atom at an end changes sides with the mirror
        check(row, a, m);
      }
    }
  }

  private static void check(Oracle row, double a, double[] m) {
    for (int k = 0; k < m.length; k++) {
      double power = Intervals.power(a, k);
      double expected = row.number("m" + k) * power;
      if (Double.isFinite(expected)) {
        double allowed = TOLERANCE * size(row, k) * Math.abs(power) + 1e-300;
        double off = Math.abs(m[k] - expected);
        if (System.getProperty("worst") != null) {
          if (off > allowed / 100) {
            System.out.println(
                row.text("law")
                    + row.text("parameter")
                    + " ("
                    + row.text("about")
                    + ") "
                    + row.text("lo")
                    + " "
                    + row.text("hi")
                    + " k="
                    + k
                    + " "
                    + off / allowed * TOLERANCE);
          }
          continue;
        }
        assertTrue(
            off <= allowed, "order " + k + ": got " + m[k] + ", off by " + off + " at " + row);
      } else {
        assertEquals(expected, m[k], "order " + k + " at " + row);
      }
    }
  }
}

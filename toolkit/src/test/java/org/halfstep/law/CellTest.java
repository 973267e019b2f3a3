package org.halfstep.law;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.halfstep.numeric.Philox;
import org.halfstep.numeric.Quadrature;
import org.junit.jupiter.api.Test;

/** Eight points are enough wherever a law says that a cell is narrow. */
class CellTest {

  @Test
  void theWidestNarrowCellsAreRightToTheLastDigits() {
    for (double nu : new double[] {0.5, 1, 2.5, 5, 12, 50, 1000}) {
      check(new StandardStudent(nu), 20);
    }
    for (double shape : new double[] {0.3, 0.7, 1, 1.5, 2, 3.3, 8, 40}) {
      check(new StandardPower(shape), shape > 5 ? 1.2 : 6);
    }
    check(Gaussian.UNIT, 20);
    check(Laplace.UNIT, 20);
    check(Logistic.UNIT, 20);
  }

  private static void check(Standard law, double farthest) {
    Philox random = new Philox(5, 5);
    for (int i = 0; i < 300; i++) {
      double centre = farthest * random.uniform(3 * i);
      double half = 0.5;
      while (!law.narrow(centre, half)) {
        half *= 0.9;
      }
      double about = centre + half * (2 * random.uniform(3 * i + 1) - 1);
      double[] m = new double[5];
      double[] truth = new double[5];
      Cell.moments(law, centre, half, centre - about, m);
      double middle = Math.max(centre - half, 0) > 0 ? centre : 0;
      Quadrature.moments(law, about, centre - half, middle, truth);
      Quadrature.moments(law, about, middle, centre + half, truth);
      // Half a double of the middle is what a node is rounded by; the oracle's nodes as well.
      double rounding = 2e-15 + 60 * Math.ulp(centre) / half;
      for (int k = 0; k < 5; k++) {
        double size = k % 2 == 0 ? truth[k] : Math.sqrt(truth[k - 1]) * Math.sqrt(truth[k + 1]);
        assertTrue(
            Math.abs(m[k] - truth[k]) <= rounding * size,
            law + " at " + centre + " -/+ " + half + ", order " + k + ": " + (m[k] / truth[k] - 1));
      }
    }
  }
}

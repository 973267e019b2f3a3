package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.halfstep.Near;
import org.halfstep.law.Gaussian;
import org.junit.jupiter.api.Test;

class SecondRoundingTest {

  /** For a fixed difference d, a number crosses a threshold with the probability |d|/s. */
  private static double byCrossings(double s, double tau) {
    int points = 200_000;
    double sum = 0;
    double mass = 0;
    for (int i = 0; i < points; i++) {
      double z = ((2 * i + 1.0) / points - 1) * 9;
      double rest = Math.abs(tau * z) % s;
      mass += Gaussian.STANDARD.pdf(z);
      sum += Gaussian.STANDARD.pdf(z) * rest * (s - rest);
    }
    return sum / mass;
  }

  @Test
  void itIsTheMeanOverCrossings() {
    for (double tau : new double[] {0.001, 0.1, 0.17, 0.18, 0.5, 1, 3}) {
      Near.relative(
          byCrossings(0.5, 0.5 * tau), SecondRounding.power(0.5, tau * tau / 4), 1e-6, "" + tau);
    }
  }

  @Test
  void farApartItIsTwoRoundings() {
    assertEquals(2.0 / 12, SecondRounding.power(1, Double.POSITIVE_INFINITY), 1e-16);
    assertEquals(0, SecondRounding.power(1, 0));
  }

  @Test
  void misuseIsExplained() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> SecondRounding.power(0, 1)).getMessage();
    assertEquals(
        "the step must be positive and finite and the variance at least 0, got 0.0 and 1.0",
        message);
    assertThrows(IllegalArgumentException.class, () -> SecondRounding.power(1, Double.NaN));
  }
}

package org.halfstep.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.halfstep.Near;
import org.junit.jupiter.api.Test;

class QuadratureTest {

  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void momentsOfAnExponentialAreFactorials() {
    double[] m = new double[5];
    double r = Quadrature.moments(x -> Math.exp(-x), 0, 0, INF, m);
    double factorial = 1;
    for (int k = 0; k < 5; k++) {
      factorial *= Math.max(k, 1);
      Near.relative(factorial, m[k], 1e-14, "order " + k);
    }
    assertTrue(r < 1e-12, "stated error " + r);
  }

  @Test
  void powersAreFormedFromTheDistanceItself() {
    double centre = 1e6;
    double[] m = new double[5];
    Quadrature.moments(x -> 1, centre, centre - 0.5, centre + 0.5, m);
    Near.relative(1 / 12.0, m[2], 1e-15, "second");
    Near.relative(1 / 80.0, m[4], 1e-15, "fourth");
    assertEquals(0, m[1], 1e-16);
  }

  @Test
  void algebraicTailsConvergeAndDivergentOnesAreInfinite() {
    double[] m = new double[4];
    Quadrature.moments(x -> Math.pow(1 + x * x, -2), 0, 0, INF, m);
    Near.relative(Math.PI / 4, m[0], 1e-13, "order 0");
    Near.relative(0.5, m[1], 1e-13, "order 1");
    Near.relative(Math.PI / 4, m[2], 1e-12, "order 2");
    assertEquals(INF, m[3]);
  }

  @Test
  void factorsThatOverflowWhereTheDensityIsNothingDoNoHarm() {
    // mpmath 1.4.1: mp.dps = 40; quad(lambda t: t*t*exp(-40*t - t*t/2), [0, 0.1, 0.5, 1, inf])
    double tail = Quadrature.integral(t -> t * t * Math.exp(-40 * t - t * t / 2), 0, INF);
    Near.relative(0.00003113335863440696881980757561, tail, 1e-13, "tail");
  }

  @Test
  void theStatedErrorIsNotBelowTheErrorOnAnUndeclaredKink() {
    for (double kink : new double[] {0.1, 1 / 3.0, 0.77}) {
      double[] m = new double[1];
      double r = Quadrature.moments(x -> Math.abs(x - kink), 0, 0, 1, m);
      double exact = 0.5 * (kink * kink + (1 - kink) * (1 - kink));
      double off = Math.abs(m[0] - exact) / exact;
      assertTrue(off <= Math.max(r, Math.ulp(1.0)), "off by " + off + ", stated " + r);
      assertTrue(off < 1e-12, "off by " + off);
    }
  }

  @Test
  void aNoisyIntegrandEndsWithALargeStatedError() {
    double[] m = new double[1];
    double r = Quadrature.moments(x -> 1 + Math.sin(1e12 * x * x), 0, 0, 1, m);
    assertTrue(r > 1e-6, "stated error " + r);
  }

  @Test
  void reversedEndsAreRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Quadrature.moments(x -> 1, 0, 1, 0, new double[1]));
    assertTrue(e.getMessage().contains("lo must be at most hi"), e.getMessage());
  }
}

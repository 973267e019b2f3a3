package org.halfstep.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.halfstep.Near;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A law by density alone: what its quadrature says about its own error is not too little. */
class DensityErrorTest {

  private static final double INF = Double.POSITIVE_INFINITY;

  /** Of the closed forms: they carry a few hundred roundings themselves. */
  private static final double CLOSED = 3e-14;

  /** about, lo, hi: cells, wide intervals of little content, both tails, far cells. */
  private static final double[][] PLACES = {
    {0, -INF, INF},
    {0, 0, INF},
    {0, -INF, 0},
    {1, 0.9, 1.1},
    {0, -0.01, 0.01},
    {0.5, 0.25, 0.75},
    {5, 5.1, INF},
    {5, 5, 1e9},
    {0, -1e7, 1e7},
    {0, 1e-3, 1e4},
    {-2, -INF, -2.1},
    {100, 99.99, 100.005},
    {1000, 999.9, 1000.005},
    {0, -1e-5, 1e-5},
    {30, 29.9, 30.1},
    {30, 30, 1e12},
    {0.3, 0, 1e6},
    {0, 0, 0x1p-7}
  };

  /** Kinks, jumps, cusps, power tails, far, narrow and mixed scales; each has closed moments. */
  static Stream<Distribution> laws() {
    return Stream.of(
        Gaussian.STANDARD,
        new Gaussian(1000, 0.01),
        Gaussian.ofSigma(1e-6),
        Gaussian.ofSigma(1e6),
        new Laplace(0, 1),
        new Laplace(3, 1e-4),
        new Logistic(0, 1),
        StudentT.of(5),
        StudentT.of(4.1),
        StudentT.of(2.2),
        StudentT.of(1),
        StudentT.of(0.5),
        new GeneralizedGaussian(0, 1, 0.3),
        new GeneralizedGaussian(0, 1, 0.5),
        new GeneralizedGaussian(0, 1, 1.5),
        new GeneralizedGaussian(0, 1, 8),
        new Uniform(-1, 2),
        PiecewiseUniform.of(new double[] {-1, 0, 0.5, 2, 2.001, 5}, new double[] {3, 0, 5, 2, 1}),
        new Laplace(0, 1).within(-0.3, 4),
        new Gaussian(0.5, 1).folded(),
        Mixture.of(new double[] {0.5, 0.5}, Gaussian.STANDARD, new Gaussian(100, 0.01)),
        Mixture.of(new double[] {0.5, 0.5}, Gaussian.STANDARD, Gaussian.ofSigma(1e-5)));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void theErrorEstimateIsNotBelowTheTrueError(Distribution exact) {
    Distribution law = Distribution.of(exact::pdf, exact.breaks());
    for (double[] place : PLACES) {
      double[] m = new double[5];
      double[] truth = new double[5];
      double r = law.moments(place[0], place[1], place[2], m);
      double closed = CLOSED + exact.moments(place[0], place[1], place[2], truth);
      double[] size = sizes(exact, place);
      for (int k = 0; k < 5; k++) {
        String where = exact + ", order " + k + " in (" + place[1] + ", " + place[2] + "]";
        if (size[k] < INF) {
          Near.absolute(truth[k], m[k], (r + closed) * size[k] + 1e-290, where + ", r = " + r);
        } else if (k % 2 == 0) {
          assertEquals(truth[k], m[k], where);
        }
      }
      boolean existsBarely = exact.equals(StudentT.of(4.1)) || exact.equals(StudentT.of(2.2));
      assertTrue(r < 1e-10 || existsBarely, "an estimate should tell something, got " + r);
    }
  }

  /** E[|X - about|^k] from the two sides of the centre. */
  private static double[] sizes(Distribution law, double[] place) {
    double middle = Math.clamp(place[0], place[1], place[2]);
    double[] left = new double[5];
    double[] size = new double[5];
    law.moments(place[0], place[1], middle, left);
    law.moments(place[0], middle, place[2], size);
    for (int k = 0; k < 5; k++) {
      size[k] += k % 2 == 0 ? left[k] : -left[k];
    }
    return size;
  }

  @Test
  void aPoleAtZeroCostsNoDigits() {
    Distribution root = Distribution.of(x -> x > 0 && x <= 1 ? 0.5 / Math.sqrt(x) : 0, 0, 1);
    double[] m = new double[5];
    double r = root.moments(0, 0, 1, m);
    for (int k = 0; k < 5; k++) {
      Near.relative(1 / (2 * k + 1.0), m[k], 1e-14, "order " + k);
    }
    assertTrue(r < 1e-13, "r = " + r);
    Near.relative(0.1, root.cdf(0.01), 1e-14, "cdf");
    double half = 1 / Math.sqrt(2 * Math.PI);
    Distribution chiSquare =
        Distribution.of(x -> x > 0 ? half * Math.exp(-x / 2) / Math.sqrt(x) : 0, 0);
    Near.relative(1, chiSquare.mean(), 1e-13, "mean of chi square with 1 degree");
    Near.relative(2, chiSquare.variance(), 1e-13, "variance");
    Distribution logarithm = Distribution.of(x -> x > 0 && x < 1 ? -Math.log(x) : 0, 0, 1);
    Near.relative(0.25, logarithm.mean(), 1e-13, "mean of -ln x");
    Near.relative(0.75, root.scaled(0.5).shifted(7).cdf(7 + 0.5 * 0.5625), 1e-12, "moved pole");
  }

  @Test
  void aPoleElsewhereIsRefusedWithTheRemedy() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Distribution.of(x -> x > 1 && x <= 2 ? 0.5 / Math.sqrt(x - 1) : 0, 1, 2));
    assertTrue(e.getMessage().contains("shifted"), e.getMessage());
  }

  @Test
  void whatIsNotDeclaredIsRefused() {
    Gaussian narrow = new Gaussian(3, 1e-3);
    for (Distribution law : List.of(narrow, new Laplace(-700, 0.1), new Uniform(2e5, 3e5))) {
      var e = assertThrows(IllegalArgumentException.class, () -> Distribution.of(law::pdf));
      assertTrue(e.getMessage().contains("declare breaks()"), e.getMessage());
      Distribution.of(law::pdf, law.breaks());
    }
    assertThrows(IllegalArgumentException.class, () -> Distribution.of(x -> -1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> Distribution.of(narrow::pdf, Double.NaN));
  }
}

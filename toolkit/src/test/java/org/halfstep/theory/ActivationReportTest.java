package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.halfstep.Near;
import org.halfstep.law.Discrete;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.law.StudentT;
import org.halfstep.law.Uniform;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class ActivationReportTest {

  /** The functions that have to be integrated without naming their breaks. */
  private static final Activation[] ROUGH = {
    Activation.leakyRelu(-1), Activation.RELU6, Activation.staircase(128, 6)
  };

  @Test
  void withoutBreaksTheEstimatedErrorIsNeverBelowTheTrueOne() {
    Philox random = new Philox(6, 0);
    for (Activation u : ROUGH) {
      Activation cell = u::value;
      for (int i = 0; i < 100; i++) {
        double sigma = Math.exp(8 * random.uniform(2 * i) - 5);
        double mean = i % 4 == 0 ? 0 : 6 * random.uniform(2 * i + 1) - 3;
        Gaussian law = new Gaussian(mean, sigma);
        honest(ActivationReport.of(u, law), ActivationReport.of(cell, law), u + " under " + law);
      }
    }
  }

  @Test
  void theSameUnderOtherLaws() {
    for (Activation u : ROUGH) {
      Activation cell = u::value;
      for (var law :
          new org.halfstep.law.Distribution[] {
            Laplace.ofSigma(1), Uniform.ofSigma(2), StudentT.ofSigma(5, 1).shifted(0.3)
          }) {
        honest(ActivationReport.of(u, law), ActivationReport.of(cell, law), u + " under " + law);
      }
    }
  }

  private static void honest(ActivationReport exact, ActivationReport cell, String where) {
    bounded(exact.mean(), exact.meanError(), cell.mean(), cell.meanError(), where);
    bounded(
        exact.secondMoment(),
        exact.secondMomentError(),
        cell.secondMoment(),
        cell.secondMomentError(),
        where);
    bounded(exact.variance(), exact.varianceError(), cell.variance(), cell.varianceError(), where);
    bounded(
        exact.slopeSquare(),
        exact.slopeSquareError(),
        cell.slopeSquare(),
        cell.slopeSquareError(),
        where);
    // Moments of events rarer than 1e-30 are below the goal of any quadrature.
    double size = Math.max(exact.secondMoment(), 1e-30);
    Near.absolute(exact.secondMoment(), cell.secondMoment(), 1e-10 * size, where);
  }

  private static void bounded(double exact, double e, double value, double error, String where) {
    // Below 1e-290 the partial moments of a Gaussian, the reference here, run out of digits.
    double allowed = e + error + Math.ulp(exact) + 1e-290;
    Near.absolute(exact, value, allowed, "estimated error, " + where);
  }

  @Test
  void anErrorThatWasEstimatedIsNoExcuse() {
    ActivationReport r = ActivationReport.of((Activation) Math::abs, 1);
    assertTrue(r.meanError() < 1e-13 && r.secondMomentError() < 1e-13 && r.varianceError() < 1e-13);
    assertTrue(r.slopeSquareError() < 1e-11, "slope " + r.slopeSquareError());
  }

  @Test
  void noActivationLowersTheCentredRatioAndAffineOnesKeepIt() {
    for (Activation u : ActivationTest.CATALOGUE) {
      for (double sigma : new double[] {0.1, 1, 4}) {
        for (double mean : new double[] {0, 0.8}) {
          double degree = ActivationReport.of(u, new Gaussian(mean, sigma)).meanDegree();
          boolean affine = u == Activation.IDENTITY;
          // Far from its kinks and curves an activation is affine, to all digits.
          double least = !affine && sigma == 1 ? 1e-5 : -1e-14;
          assertTrue(degree >= 1 + least, u + ": " + degree);
          assertTrue(!affine || degree <= 1 + 1e-14, u + ": " + degree);
        }
      }
    }
  }

  @Test
  void theMeanDegreeIsThatOfTheHermiteSeries() {
    for (Activation u :
        new Activation[] {
          Activation.SIGMOID, Activation.TANH, Activation.GELU, Activation.SILU, Activation.SQUARE
        }) {
      HermiteSeries series = HermiteSeries.of(u, Gaussian.STANDARD, 160);
      ActivationReport r = ActivationReport.of(u, 1);
      Near.relative(r.meanDegree(), series.meanDegree(), 1e-12, u);
      Near.relative(r.variance(), series.variance(), 1e-12, u);
      Near.relative(r.secondMoment(), series.product(1), 1e-12, u);
    }
  }

  @Test
  void signalAndErrorFollowDifferentMaps() {
    ActivationReport r = ActivationReport.of(Activation.RELU, 1);
    Near.ulps(0.5, r.errorGain(), 4, "error");
    Near.relative(0.5 - 0.5 / Math.PI, r.variance(), 1e-15, "signal");
  }

  @Test
  void aJumpMakesTheGainOfAVanishingErrorInfinite() {
    Activation stairs = Activation.staircase(128, 6);
    for (Activation u : new Activation[] {stairs, stairs::value}) {
      ActivationReport r = ActivationReport.of(u, 1);
      assertEquals(0, r.slopeSquare(), r.slopeSquareError());
      assertEquals(Double.POSITIVE_INFINITY, r.errorGain());
      assertEquals(Double.POSITIVE_INFINITY, r.meanDegree());
      // J^2 summed over thresholds, times the density: J int_0 p = J/2.
      Near.relative(6 / 128.0 / 2, r.jumpPower(), 2e-5, "jump power of " + u);
      double gain = ActivationError.of(u, Gaussian.STANDARD, 1e-4).gain();
      Near.relative(r.errorGain(1e-4), gain, 1e-6, "finite error, " + u);
    }
  }

  @Test
  void anAtomOnAJumpCountsWithTheValueThere() {
    Activation up = Activation.staircase(1, 2); // rint(0.5) = 0, rint(1.5) = 2
    Discrete coin = Discrete.of(new double[] {1, 3}, new double[] {0.5, 0.5});
    assertEquals(0.5 * up.value(1) + 0.5 * 2, ActivationReport.of(up, coin).mean(), 1e-15);
    assertEquals(1, ActivationReport.of((Activation) up::value, coin).mean(), 1e-15);
  }

  @Test
  void momentsThatDoNotExistAreNamed() {
    Activation steep = Activation.of("exp(x^2)", x -> Math.exp(x * x));
    var e = assertThrows(ArithmeticException.class, () -> ActivationReport.of(steep, 1));
    assertTrue(
        e.getMessage().startsWith("the mean of u(X) must exist, got Infinity"), e.toString());
    ActivationReport half = ActivationReport.of(steep, 0.6);
    Near.relative(1 / Math.sqrt(1 - 2 * 0.36), half.mean(), 1e-12, "mean");
    assertEquals(Double.POSITIVE_INFINITY, half.secondMoment());
    Activation growing = x -> Math.exp(0.3 * x * x); // its square does not overflow where p ends
    assertEquals(Double.POSITIVE_INFINITY, ActivationReport.of(growing, 1).secondMoment());
    Near.relative(
        1 / Math.sqrt(1 - 0.8),
        ActivationReport.of(x -> Math.exp(0.2 * x * x), 1).secondMoment(),
        1e-10,
        "e");
    assertEquals(
        Double.POSITIVE_INFINITY,
        ActivationReport.of(Activation.SQUARE, StudentT.ofSigma(3, 1)).secondMoment());
    assertThrows(
        ArithmeticException.class, () -> ActivationError.of(steep, Gaussian.STANDARD, 0.1));
    assertThrows(
        ArithmeticException.class, () -> HermiteSeries.of(steep, Gaussian.ofSigma(0.6), 2));
  }

  @Test
  void aSmallErrorTendsToItsGain() {
    for (Activation u : ActivationTest.CATALOGUE) {
      ActivationReport r = ActivationReport.of(u, 1);
      double s = 1e-4;
      double gain = ActivationError.of(u, Gaussian.STANDARD, s).gain();
      // Kinks add terms of first order in s, curvature of second.
      Near.relative(r.errorGain(s), gain, 2 * s, u);
    }
  }

  @Test
  void anIndependentErrorUnderAnyLawIsThatOfTheGaussianDoor() {
    for (Activation u : new Activation[] {Activation.RELU6, Activation.TANH}) {
      double door = ActivationError.of(u, Gaussian.STANDARD, 0.2).meanSquare();
      double law =
          ActivationError.of(u, (org.halfstep.law.Distribution) Gaussian.STANDARD::pdf, 0.2)
              .meanSquare();
      Near.relative(door, law, 1e-11, u);
    }
  }
}

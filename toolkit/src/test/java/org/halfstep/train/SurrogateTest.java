package org.halfstep.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.halfstep.Near;
import org.halfstep.grid.AdditivePowersOfTwo;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.law.GeneralizedGaussian;
import org.halfstep.law.Laplace;
import org.halfstep.law.Mixture;
import org.halfstep.law.StudentT;
import org.halfstep.numeric.Philox;
import org.halfstep.theory.ErrorReport;
import org.junit.jupiter.api.Test;

/** What all quantizers that learn have in common, and what their derivatives are derivatives of. */
class SurrogateTest {

  private static final Grid THREE_BITS = Grid.integer(3, Range.SYMMETRIC);

  private static final SigmoidSum SOFT =
      SigmoidSum.weights(Grid.of(-1.2, -0.3, 0.4, 1.2), 7).learningGaps();

  /** Quantizers whose forward value is the staircase itself. */
  private static final List<Surrogate> HARD =
      List.of(
          new StraightThrough(THREE_BITS.scaled(0.4), Through.CELLS),
          LearnedScale.lsq(THREE_BITS, 0.37),
          new LearnedScale(Grid.of(-1, -0.5, -0.25, 0, 0.25, 0.5, 1), 1.7, Through.NOWHERE, 1),
          new Pact(0, 2.1, 8),
          new Pact(-1.3, 2.1, 15),
          Dorefa.weights(3, 2.5),
          Dorefa.sign(0.8),
          Dorefa.activations(2),
          Dorefa.mqbench(LearnedScale.lsq(THREE_BITS, 0.2), Double.POSITIVE_INFINITY),
          Dsq.of(-1.4, 1.6, 8, 0.3),
          LearnedLevels.of(Through.LEVELS, 1.1, -0.7, 0.2, -2),
          LqNets.weights(0.4, 0.9),
          LqNets.activations(0.4, 0.9, 1.7),
          NonuniformToUniform.of(-1.5, 0.8, -2, 0.7, 0.9, 0.8, 1.1));

  @Test
  void parametersGiveTheQuantizerBack() {
    for (Surrogate q : HARD) {
      Surrogate again = q.with(q.parameters());
      assertEquals(q.getClass(), again.getClass());
      for (double x = -3; x < 3; x += 0.0371) {
        assertEquals(q.value(x), again.value(x), q + " at " + x);
        assertEquals(q.slope(x), again.slope(x), q + " at " + x);
        assertArrayEquals(q.slopes(x), again.slopes(x), q + " at " + x);
      }
    }
    assertArrayEquals(SOFT.parameters(), SOFT.with(SOFT.parameters()).parameters());
    assertEquals(5, SOFT.holdingInput().parameters().length - 2, "output, biases, gaps less two");
  }

  @Test
  void theGridIsWhatTheValueRoundsTo() {
    for (Surrogate q : HARD) {
      Grid grid = q.grid();
      for (double x = -4; x < 4; x += 0.00731) {
        Near.absolute(grid.nearest(x), q.value(x), 1e-12, q + " at " + x);
      }
    }
  }

  @Test
  void aWrongNumberOfParametersIsRefused() {
    for (Surrogate q : HARD) {
      double[] tooMany = new double[q.parameters().length + 1];
      var e = assertThrows(IllegalArgumentException.class, () -> q.with(tooMany));
      assertTrue(e.getMessage().endsWith("parameters, got " + tooMany.length), e.getMessage());
    }
  }

  @Test
  void slopesOfASigmoidSumAreTheDerivativesOfItsValue() {
    double h = 1e-6;
    double[] p = SOFT.parameters();
    for (double x = -2; x < 2; x += 0.173) {
      double by = (SOFT.value(x + h) - SOFT.value(x - h)) / (2 * h);
      Near.absolute(by, SOFT.slope(x), 1e-8, x);
      for (int i = 0; i < p.length; i++) {
        double byP = (moved(SOFT, i, h).value(x) - moved(SOFT, i, -h).value(x)) / (2 * h);
        Near.absolute(byP, SOFT.slopes(x)[i], 1e-8, "parameter " + i + " at " + x);
      }
    }
  }

  private static Surrogate moved(Surrogate q, int i, double h) {
    double[] p = q.parameters();
    p[i] += h;
    return q.with(p);
  }

  @Test
  void theSlopeOfDsqIsTheDerivativeOfItsSoftCurve() {
    double h = 1e-7;
    for (double alpha : new double[] {0.01, 0.2, 0.4, 0.9, 1}) {
      Dsq q = Dsq.of(-1.4, 1.6, 8, alpha).learningAlpha();
      for (double x = -1.37; x < 1.59; x += 0.0713) {
        Near.absolute((q.soft(x + h) - q.soft(x - h)) / (2 * h), q.slope(x), 2e-6, q + " at " + x);
        if (alpha < 1) {
          Dsq up = new Dsq(-1.4, 1.6, 8, alpha + 1e-6, true);
          Dsq down = new Dsq(-1.4, 1.6, 8, alpha - 1e-6, true);
          double byAlpha = (up.soft(x) - down.soft(x)) / 2e-6;
          Near.absolute(byAlpha, q.slopes(x)[2], 1e-5, q + " at " + x);
        }
      }
    }
  }

  @Test
  void dsqBecomesStraightThroughAsAlphaGoesToOneAndItsKIsThePapers() {
    Dsq nearly = Dsq.of(-1.4, 1.6, 8, 1 - 1e-5);
    Dsq straight = Dsq.of(-1.4, 1.6, 8, 1);
    for (double x = -2; x < 2; x += 0.0371) {
      Near.absolute(straight.slope(x), nearly.slope(x), 1e-8, x);
    }
    Dsq q = Dsq.of(-1.4, 1.6, 8, 0.4);
    Near.relative(Math.log(4), Dsq.cellSteepness(0.4), 1e-14, "code");
    Near.relative(Math.log(4) / q.step(), q.steepness(), 1e-14, "paper");
    // The paper's scale 1 / tanh(k step / 2) is the code's 1 / (1 - alpha).
    Near.relative(1 / 0.6, 1 / Math.tanh(q.steepness() * q.step() / 2), 1e-14, "scale");
  }

  @Test
  void gradientsThatLeaveThresholdsOutAreThoseOfTheSquaredErrorAtMidpoints() {
    List<Distribution> laws =
        List.of(Gaussian.STANDARD, Laplace.ofSigma(1), new Gaussian(0.4, 0.8));
    List<Surrogate> exact =
        List.of(
            new LearnedScale(THREE_BITS, 0.5, Through.NOWHERE, 1),
            new LearnedScale(Grid.of(-1, -0.25, 0, 0.25, 1), 1.3, Through.NOWHERE, 1),
            LearnedLevels.of(Through.EVERYWHERE, -1.7, -0.4, 0.3, 1.2),
            LqNets.weights(0.4, 0.9, 1.5),
            LqNets.activations(0.4, 0.9));
    for (Distribution law : laws) {
      SquaredError error = SquaredError.under(law);
      for (Surrogate q : exact) {
        Near.relative(ErrorReport.of(law, q.grid()).mse(), error.of(q), 1e-9, q);
        double[] gradient = error.gradient(q);
        for (int i = 0; i < gradient.length; i++) {
          double up = ErrorReport.of(law, moved(q, i, 1e-5).grid()).mse();
          double down = ErrorReport.of(law, moved(q, i, -1e-5).grid()).mse();
          Near.absolute((up - down) / 2e-5, gradient[i], 1e-8, q + " " + i + " under " + law);
        }
      }
    }
  }

  @Test
  void theGradientOfLsqIsNotThatOfTheSquaredError() {
    double s = 0.65;
    SquaredError error = SquaredError.under(Gaussian.STANDARD);
    double lsq = error.gradient(LearnedScale.lsq(THREE_BITS, s))[0];
    double exact = error.gradient(new LearnedScale(THREE_BITS, s, Through.NOWHERE, 1))[0];
    assertTrue(Math.abs(lsq - exact) > 1e-3, lsq + " and " + exact);
  }

  @Test
  void theErrorOfAGridCountsEveryCellEvenWhenAThresholdLiesBeyondItsLevel() {
    float[] sample = Gaussian.STANDARD.sample(new Philox(6, 0), 2000);
    for (Surrogate q : List.of(Dorefa.weights(3, 30), Dorefa.weights(4, 2))) {
      Grid grid = q.grid();
      assertTrue(grid.upper(grid.size() - 2) > grid.level(grid.size() - 1), "beyond");
      for (Distribution law : List.of(Gaussian.STANDARD, Laplace.ofSigma(1.4))) {
        double expected = SquaredError.under(law).of(q);
        Near.relative(expected, ErrorReport.of(law, grid).mse(), 1e-9, q + " under " + law);
      }
      double expected = SquaredError.under(Empirical.of(sample)).of(q);
      Near.relative(expected, ErrorReport.between(sample, grid).mse(), 1e-6, q);
    }
  }

  @Test
  void heavyTailsAndNarrowPeaksAreSeen() {
    Distribution peak =
        Mixture.of(new double[] {0.9, 0.1}, new Gaussian(0, 1e-3), new Gaussian(0.2, 1));
    // Left out is what lies beyond 1e-15 of the law: of Student's error 1e-8.
    for (Distribution law : List.of(peak, GeneralizedGaussian.ofSigma(1, 0.5))) {
      assertErrorIsReported(law, 1e-9);
    }
    assertErrorIsReported(StudentT.ofSigma(5, 1), 1e-7);
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> SquaredError.under(new StudentT(2, 0, 1)));
    assertTrue(e.getMessage().startsWith("a law must have a finite second moment"));
  }

  private static void assertErrorIsReported(Distribution law, double tolerance) {
    for (double s : new double[] {0.1, 0.3, 1}) {
      Surrogate q = LearnedScale.lsq(THREE_BITS, s);
      double expected = ErrorReport.of(law, q.grid()).mse();
      Near.relative(expected, SquaredError.under(law).of(q), tolerance, law + " at " + s);
    }
  }

  @Test
  void aSampleIsALaw() {
    Empirical sample = Empirical.of(Gaussian.STANDARD.sample(new Philox(5, 0), 999));
    Surrogate q = LearnedScale.lsq(THREE_BITS, 0.6);
    SquaredError error = SquaredError.under(sample);
    Near.relative(ErrorReport.of(sample, q.grid()).mse(), error.of(q), 1e-12, "mse");
    double sum = 0;
    for (double x : sample.breaks()) {
      sum += 2 * (q.value(x) - x) * q.slopes(x)[0] * sample.mass(x);
    }
    Near.relative(sum, error.gradient(q)[0], 1e-12, "gradient");
  }

  @Test
  void lsqStartsAndScalesItsGradientAsPublished() {
    assertEquals(1 / Math.sqrt(1000.0 * 7), LearnedScale.lsqGain(1000, 7));
    Near.relative(
        2 * Math.sqrt(2 / Math.PI) / Math.sqrt(7),
        LearnedScale.lsqStart(Gaussian.STANDARD, 7),
        1e-12,
        "start");
    LearnedScale plain = LearnedScale.lsq(THREE_BITS, 0.5);
    LearnedScale scaled = new LearnedScale(THREE_BITS, 0.5, Through.LEVELS, 0.01);
    for (double x : new double[] {-3, -0.6, 0.1, 0.9, 4}) {
      Near.relative(0.01 * plain.slopes(x)[0], scaled.slopes(x)[0], 1e-14, x);
      assertEquals(plain.slope(x), scaled.slope(x));
    }
  }

  @Test
  void sigmoidSumsStartAsPublishedAndAreEqualByValue() {
    assertEquals(1.25 * 3 / 0.6, SigmoidSum.startingInput(3, 0.6), 1e-15);
    assertEquals(SOFT, SOFT.with(SOFT.parameters()));
    assertEquals(SOFT.hashCode(), SOFT.temperature(7).hashCode());
    assertNotEquals(SOFT, SOFT.temperature(8));
    assertNotEquals(SOFT, SOFT.backward(SigmoidSum.Backward.AS_CODED));
  }

  @Test
  void theClipOfApotIsALearnedScaleOfItsGrid() {
    Grid unit = AdditivePowersOfTwo.usual(4);
    LearnedScale q = LearnedScale.lsq(unit, 3);
    assertEquals(unit.nearest(1.0 / 3) - 1.0 / 3, q.slopes(1)[0], 1e-15);
    assertEquals(1, q.slopes(5)[0]);
    assertEquals(-1, q.slopes(-5)[0]);
  }

  @Test
  void badSettingsAreRefusedWithRuleAndValue() {
    assertMessage(
        "scale must be positive and finite, got 0.0", () -> LearnedScale.lsq(THREE_BITS, 0));
    assertMessage("bits must be in 2..16, got 1", () -> Dorefa.weights(1, 1));
    assertMessage("alpha must be in (0, 1], got 1.5", () -> Dsq.of(0, 1, 4, 1.5));
    assertMessage(
        "the lowest level must be 0, got -1.0", () -> SigmoidSum.activations(Grid.of(-1, 1), 5));
    assertMessage(
        "ridge must be at least 0 and finite, got -1.0",
        () -> LqNets.weights(1).step(Gaussian.STANDARD, -1));
    assertMessage("rate must be positive and finite, got 0.0", () -> Descent.of(0, 10));
    assertMessage("n must be at least 1, got 0", () -> LqNets.startOfWeights(2, 0));
    assertMessage(
        "the largest magnitude must be positive and finite, got 0.0",
        () -> SigmoidSum.startingInput(1, 0));
    assertMessage(
        "start must be finite, got NaN", () -> NonuniformToUniform.of(Double.NaN, 1, 0, 1));
    assertMessage(
        "widths must be finite, got NaN", () -> NonuniformToUniform.of(0, 1, 0, 1, Double.NaN));
    SigmoidSum one = SigmoidSum.weights(Grid.of(-1, 1), 4);
    assertMessage(
        "scales, biases and gaps must be finite, got [NaN, 1.0], [0.0] and [2.0]",
        () -> one.with(Double.NaN, 1, 0));
    assertMessage(
        "a staircase must have a positive scale of the input, got -1.0",
        () -> one.with(1, -1, 0).grid());
    assertMessage("temperature must be positive and finite, got 0.0", () -> SOFT.temperature(0));
  }

  private static void assertMessage(String message, org.junit.jupiter.api.function.Executable e) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, e).getMessage());
  }
}

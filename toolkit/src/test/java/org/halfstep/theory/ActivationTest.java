package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.commons.numbers.gamma.Erfc;
import org.halfstep.Near;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class ActivationTest {

  static final List<Activation> CATALOGUE =
      List.of(
          Activation.IDENTITY,
          Activation.RELU,
          Activation.RELU6,
          Activation.leakyRelu(0.01),
          Activation.leakyRelu(-1),
          Activation.HARD_SWISH,
          Activation.SQUARE,
          Activation.staircase(128, 6),
          Activation.SIGMOID,
          Activation.TANH,
          Activation.GELU,
          Activation.GELU_TANH,
          Activation.SILU);

  @Test
  void anArrayGetsTheValueInDoubleRoundedOnce() {
    float[] x = Gaussian.ofSigma(3).sample(new Philox(17, 0), 1003);
    float[] special = {0f, -0f, 3f, -3f, 6f, 1e-30f, -1e-30f, 1e30f, -1e30f, 0.0234375f};
    System.arraycopy(special, 0, x, 5, special.length);
    for (Activation u : CATALOGUE) {
      float[] expected = x.clone();
      for (int i = 1; i < 1001; i++) {
        expected[i] = (float) u.value(x[i]);
      }
      float[] out = x.clone();
      u.apply(x, out, 1, 1001);
      assertArrayEquals(expected, out, 0f, u.toString());
      float[] inPlace = x.clone();
      u.apply(inPlace, inPlace, 1, 1001);
      assertArrayEquals(out, inPlace, 0f, u + " in place");
    }
  }

  @Test
  void infinitiesGetTheLimit() {
    float[] x = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
    for (Activation u : CATALOGUE) {
      float[] y = new float[2];
      u.apply(x, y, 0, 2);
      assertEquals((float) u.value(1e30), y[1], y[1] * 1e-6f, u.toString());
    }
  }

  @Test
  void theDerivativeIsTheSlopeOfTheValues() {
    for (Activation u : CATALOGUE) {
      Activation cell = Activation.of(u.toString(), u::value, u.breaks());
      for (int i = 0; i < 200; i++) {
        double x = 8 * new Philox(18, 0).uniform(i) - 4;
        Near.absolute(u.derivative(x), cell.derivative(x), 1e-10, u + " at " + x);
      }
    }
  }

  @Test
  void theNormalDistributionFunctionIsThatOfErfc() {
    for (double x = -37.5; x < 9; x += 0.0137) {
      double expected = 0.5 * Erfc.value(-x / Math.sqrt(2));
      // Erfc rounds its argument: x^2/2 ulps of the tail hang on that.
      Near.relative(
          expected, SmoothActivation.normal(x), 1e-15 + Math.ulp(1.0) * x * x, "Phi(" + x + ")");
    }
  }

  @Test
  void geluByTanhIsOffByLessThanFiveTenThousandths() {
    double worst = 0;
    for (double x = -6; x < 6; x += 1e-3) {
      worst = Math.max(worst, Math.abs(Activation.GELU.value(x) - Activation.GELU_TANH.value(x)));
    }
    assertTrue(worst > 4.7e-4 && worst < 4.8e-4, "off by " + worst);
  }

  @Test
  void aStaircaseRoundsToItsStepsAndClips() {
    Activation a = Activation.staircase(128, 6);
    assertEquals(0, a.value(-1));
    assertEquals(6, a.value(7));
    assertEquals(3 * 6 / 128.0, a.value(3.49 * 6 / 128));
    assertEquals(4 * 6 / 128.0, a.value(3.51 * 6 / 128));
    assertEquals(128, a.breaks().length);
  }

  @Test
  void notANumberIsNamed() {
    Activation root = Activation.of("root", Math::sqrt);
    float[] x = {1, -2};
    var e = assertThrows(ArithmeticException.class, () -> root.apply(x, x, 0, 2));
    assertEquals("root must give a number, got NaN at x = -2.0", e.getMessage());
    float[] y = {1, Float.NaN};
    var f = assertThrows(ArithmeticException.class, () -> Activation.RELU.apply(y, y, 0, 2));
    assertEquals("ReLU must give a number, got NaN at x = NaN", f.getMessage());
    var g = assertThrows(ArithmeticException.class, () -> ActivationReport.of(root, 1));
    assertTrue(g.getMessage().startsWith("root must give a number, got NaN at x = -"));
    assertThrows(ArithmeticException.class, () -> ActivationError.of(root, Gaussian.STANDARD, 0.1));
    assertThrows(ArithmeticException.class, () -> HermiteSeries.of(root, Gaussian.STANDARD, 3));
  }

  @Test
  void argumentsOutOfRangeAreNamed() {
    refused("steps must be in 1..65536, got 0", () -> Activation.staircase(0, 6));
    refused("top must be positive and finite, got -6.0", () -> Activation.staircase(8, -6));
    refused("slope must be finite, got NaN", () -> Activation.leakyRelu(Double.NaN));
    refused(
        "a break must be finite, got Infinity",
        () -> Activation.of("u", x -> x, Double.POSITIVE_INFINITY));
    refused(
        "errorSigma must be positive and finite, got 0.0",
        () -> ActivationError.of(Activation.RELU, Gaussian.STANDARD, 0));
    refused(
        "correlation must be in -1..1, got 1.5",
        () -> ActivationError.of(Activation.RELU, Gaussian.STANDARD, 1, 1.5));
    refused(
        "degree must be in 0..512, got 513",
        () -> HermiteSeries.of(Activation.RELU, Gaussian.STANDARD, 513));
    CorrelationMap map = CorrelationMap.of(Activation.RELU, Gaussian.STANDARD);
    refused("r must be in -1..1, got 2.0", () -> map.at(2));
    refused("d must be in 0..2, got -0.5", () -> map.loss(-0.5));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> Activation.RELU.apply(new float[3], new float[2], 0, 3));
  }

  private static void refused(String message, Runnable call) {
    var e = assertThrows(IllegalArgumentException.class, call::run);
    assertEquals(message, e.getMessage());
  }
}

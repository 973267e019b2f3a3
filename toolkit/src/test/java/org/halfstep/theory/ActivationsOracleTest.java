package org.halfstep.theory;

import java.util.Map;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.law.Gaussian;
import org.junit.jupiter.api.Test;

/** Activations against 45-digit arithmetic (activations.py). */
class ActivationsOracleTest {

  private static final Map<String, Activation> BY_NAME =
      Map.ofEntries(
          Map.entry("identity", Activation.IDENTITY),
          Map.entry("relu", Activation.RELU),
          Map.entry("relu6", Activation.RELU6),
          Map.entry("leaky", Activation.leakyRelu(0.01)),
          Map.entry("abs", Activation.leakyRelu(-1)),
          Map.entry("hard_swish", Activation.HARD_SWISH),
          Map.entry("square", Activation.SQUARE),
          Map.entry("staircase", Activation.staircase(128, 6)),
          Map.entry("coarse", Activation.staircase(4, 6)),
          Map.entry("sigmoid", Activation.SIGMOID),
          Map.entry("tanh", Activation.TANH),
          Map.entry("gelu", Activation.GELU),
          Map.entry("gelu_tanh", Activation.GELU_TANH),
          Map.entry("silu", Activation.SILU));

  private static Activation named(Oracle row) {
    return BY_NAME.get(row.text("activation"));
  }

  private static Gaussian law(Oracle row) {
    return new Gaussian(row.number("mean"), row.number("sigma"));
  }

  /** An odd function's mean is 0 but for rounding: its unit is the size of the values. */
  private static void near(double expected, double actual, double size, double digits, Object row) {
    Near.absolute(expected, actual, digits * Math.max(Math.abs(expected), size), row);
  }

  @Test
  void momentsAreThoseOfFortyFiveDigits() {
    for (Oracle row : Oracle.rows("activations")) {
      ActivationReport r = ActivationReport.of(named(row), law(row));
      double size = Math.sqrt(row.number("second"));
      near(row.number("first"), r.mean(), 1e-3 * size, 1e-13, row);
      near(row.number("second"), r.secondMoment(), 0, 1e-13, row);
      near(row.number("variance"), r.variance(), 0, 1e-13, row);
      near(row.number("slope_square"), r.slopeSquare(), 0, 1e-13, row);
    }
  }

  @Test
  void aFunctionInACellGetsTheSameMomentsAndHonestErrors() {
    for (Oracle row : Oracle.rows("activations")) {
      Activation u = named(row);
      Activation cell = u::value;
      ActivationReport r = ActivationReport.of(cell, law(row));
      honest(row.number("first"), r.mean(), r.meanError(), row);
      honest(row.number("second"), r.secondMoment(), r.secondMomentError(), row);
      honest(row.number("variance"), r.variance(), r.varianceError(), row);
      honest(row.number("slope_square"), r.slopeSquare(), r.slopeSquareError(), row);
      near(row.number("second"), r.secondMoment(), 0, 1e-10, row);
      near(row.number("variance"), r.variance(), 0, 1e-10, row);
      near(row.number("slope_square"), r.slopeSquare(), 1e-12, 1e-10, row);
    }
  }

  private static void honest(double expected, double actual, double error, Object row) {
    Near.absolute(expected, actual, error + Math.ulp(expected), "estimated error, " + row);
  }

  @Test
  void errorsOfFiniteSizeAreThoseOfTwentyFiveDigits() {
    for (Oracle row : Oracle.rows("activation_errors")) {
      for (Activation u : new Activation[] {named(row), named(row)::value}) {
        ActivationError e =
            ActivationError.of(u, law(row), row.number("error_sigma"), row.number("correlation"));
        honest(row.number("bias"), e.bias(), e.biasError() + 1e-25, row);
        honest(row.number("mean_square"), e.meanSquare(), e.meanSquareError(), row);
        near(row.number("mean_square"), e.meanSquare(), 0, 1e-10, row);
        near(row.number("bias"), e.bias(), 1e-3 * Math.sqrt(e.meanSquare()), 1e-10, row);
      }
    }
  }

  @Test
  void hermiteCoefficientsAreThoseOfFortyDigits() {
    HermiteSeries series = null;
    for (Oracle row : Oracle.rows("hermite")) {
      int n = row.integer("n");
      if (n == 0) {
        series = HermiteSeries.of(named(row), law(row), 12);
      }
      Near.absolute(row.number("coefficient"), series.coefficient(n), series.error(n), row);
      Near.absolute(row.number("coefficient"), series.coefficient(n), 1e-13, row);
    }
  }
}

package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.kernel.StochasticLevels;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.numeric.Estimate;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class StochasticRoundingTest {

  private static Grid grid(String name) {
    return switch (name) {
      case "int4" -> Grid.integer(4, Range.SYMMETRIC);
      case "int8" -> Grid.integer(8, Range.SYMMETRIC);
      case "uint4" -> Grid.integer(4, Range.UNSIGNED);
      default -> Grid.of(-6, -4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 6);
    };
  }

  @Test
  void biasAndErrorsAreThoseOfTheOracle() {
    for (Oracle row : Oracle.rows("stochastic")) {
      Grid levels = grid(row.text("grid")).scaled(row.number("step"));
      var got = StochasticRounding.of(OracleLaws.named(row.text("law")), levels);
      double root = Math.sqrt(row.number("power"));
      Near.absolute(row.number("bias"), got.bias(), 1e-14 * root, row);
      Near.relative(row.number("granular"), got.granular(), 1e-11, row);
      Near.absolute(row.number("overload"), got.overload(), 1e-14 * row.number("power"), row);
      Near.relative(row.number("power"), got.signalPower(), 1e-13, row);
    }
  }

  @Test
  void theErrorIsThatOfTheKernel() {
    Distribution law = Laplace.ofSigma(1);
    Grid e2m1 = grid("e2m1").scaled(0.5);
    float[] levels = new float[e2m1.size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (float) e2m1.level(i);
    }
    float[] x = law.sample(new Philox(3, 0), 200_000);
    float[] q = new float[x.length];
    StochasticLevels.of(new Philox(3, 1), levels).apply(0, x, q);
    double[] square = new double[x.length];
    double[] error = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      error[i] = (double) q[i] - x[i];
      square[i] = error[i] * error[i];
    }
    StochasticRounding predicted = StochasticRounding.of(law, e2m1);
    Estimate mse = Estimate.ofMean(square);
    Estimate bias = Estimate.ofMean(error);
    Near.absolute(predicted.mse(), mse.value(), 4 * mse.standardError(), "mse");
    Near.absolute(predicted.bias(), bias.value(), 4 * bias.standardError(), "bias");
  }

  @Test
  void noiseBetweenTheLevelsIsTwiceThatOfTheNearestForSmallSteps() {
    Grid fine = Grid.integer(12, Range.SYMMETRIC).scaled(0.01);
    double nearest = ErrorReport.of(Gaussian.STANDARD, fine).mse();
    Near.relative(2 * nearest, StochasticRounding.of(Gaussian.STANDARD, fine).mse(), 1e-9, "twice");
  }

  @Test
  void numbersOnLevelsThatDoublesOnlyApproachHaveNoNegativeError() {
    for (double s : new double[] {0.1, 0.3, 0.7}) {
      Grid grid = Grid.integer(5, Range.SYMMETRIC).scaled(s);
      StochasticRounding report = StochasticRounding.of(Empirical.of(grid.levels()), grid);
      assertTrue(report.granular() >= 0 && report.granular() < 1e-15, report.toString());
      assertTrue(report.sqnrDb() > 100, report.toString());
    }
  }

  @Test
  void numbersOnTheGridHaveNoErrorAndThresholdsDoNotMatter() {
    Distribution atoms = Empirical.of(-1, 0, 0, 2);
    assertEquals(0, StochasticRounding.of(atoms, Grid.of(-1, 0, 2)).mse(), 1e-15);
    Grid plain = Grid.of(-1, 0, 2);
    Grid other = plain.thresholds(new double[] {-0.9, 0.1}, new boolean[] {true, true});
    assertEquals(
        StochasticRounding.of(Gaussian.STANDARD, plain),
        StochasticRounding.of(Gaussian.STANDARD, other));
    assertTrue(StochasticRounding.of(Gaussian.STANDARD, plain).sqnrDb() > 0);
  }
}

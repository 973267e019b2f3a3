package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.law.StudentT;
import org.halfstep.law.Uniform;
import org.junit.jupiter.api.Test;

class LayerErrorTest {

  private static JointMoments moments(Oracle row, String of) {
    Distribution law = OracleLaws.named(row.text(of + "_law")).shifted(row.number(of + "_mean"));
    Range range = Range.valueOf(row.text(of + "_kind"));
    Grid unit = Grid.integer((int) row.number(of + "_bits"), range);
    return JointMoments.of(law, unit.scaled(row.number(of + "_step")));
  }

  @Test
  void predictionsAgreeWithArbitraryPrecision() {
    List<Oracle> rows = Oracle.rows("layer");
    assertEquals(7, rows.size());
    for (Oracle row : rows) {
      LayerError error =
          LayerError.of(
              (int) row.number("summands"), moments(row, "weight"), moments(row, "input"));
      double scale = row.number("variance");
      double root = Math.sqrt(scale * error.summands());
      Near.absolute(row.number("mean"), error.mean(), 1e-13 * root, row);
      Near.relative(row.number("weight_term"), error.weightTerm(), 1e-12, row);
      Near.relative(row.number("activation_term"), error.activationTerm(), 1e-12, row);
      Near.absolute(row.number("cross_term"), error.crossTerm(), 1e-13 * scale, row);
      Near.relative(scale, error.variance(), 1e-12, row);
      Near.absolute(row.number("between_outputs"), error.betweenOutputs(), 1e-12 * scale, row);
      Near.absolute(row.number("skewness"), error.total().skewness(), 1e-11, row);
      double kurtosis = row.number("excess_kurtosis");
      Near.absolute(kurtosis, error.total().excessKurtosis(), 1e-11 * (1 + kurtosis), row);
      Near.relative(
          row.number("weight_kurtosis"), error.fromWeights().excessKurtosis(), 1e-10, row);
      Near.relative(
          row.number("activation_kurtosis"), error.fromInputs().excessKurtosis(), 1e-10, row);
      Near.relative(row.number("signal_variance"), error.signal().variance(), 1e-12, row);
    }
  }

  @Test
  void theVarianceIsTheSumOfItsThreeParts() {
    for (Oracle row : Oracle.rows("layer")) {
      LayerError error = LayerError.of(16, moments(row, "weight"), moments(row, "input"));
      double sum = error.weightTerm() + error.activationTerm() + error.crossTerm();
      Near.relative(error.variance(), sum, 1e-12, row);
    }
  }

  @Test
  void theCrossTermVanishesAtTheBestScaleOfTheInputsAlone() {
    Grid unit = Grid.integer(4, Range.SYMMETRIC);
    OptimalScale best = OptimalScale.mse(Gaussian.STANDARD, unit);
    JointMoments atBest = JointMoments.of(Gaussian.STANDARD, unit.scaled(best.scale()));
    JointMoments clipped = JointMoments.of(Gaussian.STANDARD, unit.scaled(0.8 * best.scale()));
    LayerError error = LayerError.of(100, clipped, atBest);
    assertTrue(Math.abs(error.crossTerm()) < 1e-9 * error.variance(), error.toString());
    LayerError other = LayerError.of(100, atBest, clipped);
    assertTrue(Math.abs(other.crossTerm()) > 1e-3 * other.variance(), other.toString());
  }

  @Test
  void afterReluTheWeightTermIsTheSecondMomentNotTheVariance() {
    Grid fine = Grid.integer(12, Range.SYMMETRIC).scaled(0.003);
    JointMoments weights = JointMoments.of(Gaussian.STANDARD, fine);
    JointMoments inputs = JointMoments.unquantized(Gaussian.STANDARD.rectified());
    LayerError error = LayerError.of(64, weights, inputs);
    double printed = 64 * weights.errorVariance() * inputs.quantizedVariance();
    Near.relative(Math.PI / (Math.PI - 1), error.weightTerm() / printed, 1e-12, "ratio");
    Near.relative(printed, error.withinOutputs(), 1e-12, "what bias correction leaves");
  }

  @Test
  void excessKurtosisFallsLikeOneOverTheNumberOfSummands() {
    Grid grid = Grid.integer(4, Range.SYMMETRIC).scaled(0.35);
    JointMoments m = JointMoments.of(Gaussian.STANDARD, grid);
    double one = LayerError.of(1, m, m).total().excessKurtosis();
    for (int n : new int[] {9, 64, 1000}) {
      LayerError error = LayerError.of(n, m, m);
      Near.relative(one / n, error.total().excessKurtosis(), 1e-13, n);
      Near.relative(n, error.variance() / LayerError.of(1, m, m).variance(), 1e-13, n);
    }
  }

  @Test
  void infiniteVarianceIsRefusedByName() {
    Grid grid = Grid.integer(8, Range.SYMMETRIC).scaled(0.1);
    JointMoments good = JointMoments.of(Gaussian.STANDARD, grid);
    for (double nu : new double[] {1, 2}) {
      JointMoments heavy = JointMoments.of(StudentT.of(nu), grid);
      var e = assertThrows(IllegalArgumentException.class, () -> LayerError.of(4, heavy, good));
      assertTrue(
          e.getMessage().startsWith("weights must have a finite variance, got " + StudentT.of(nu)),
          e.getMessage());
      e = assertThrows(IllegalArgumentException.class, () -> LayerError.of(4, good, heavy));
      assertTrue(e.getMessage().startsWith("inputs must"), e.getMessage());
    }
  }

  @Test
  void aFiniteVarianceWithoutAFourthMomentHasAnInfiniteKurtosis() {
    Grid grid = Grid.integer(8, Range.SYMMETRIC).scaled(0.1);
    JointMoments good = JointMoments.of(Gaussian.STANDARD, grid);
    LayerError error = LayerError.of(4, JointMoments.of(StudentT.of(3), grid), good);
    assertTrue(Double.isFinite(error.variance()));
    assertEquals(Double.POSITIVE_INFINITY, error.total().excessKurtosis());
    assertEquals(
        "summands must be at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> LayerError.of(0, good, good))
            .getMessage());
  }

  @Test
  void measuredMomentsAreThoseOfTheEmpiricalLaw() {
    double[] x = {0.1, -0.7, 1.3, 0.02, -2.5, 0.4};
    Grid grid = Grid.integer(3, Range.SYMMETRIC).scaled(0.5);
    JointMoments measured = JointMoments.between(x, grid);
    JointMoments law = JointMoments.of(Empirical.of(x), grid);
    for (int i = 0; i <= 4; i++) {
      for (int j = 0; i + j <= 4; j++) {
        Near.absolute(law.quantized(i, j), measured.quantized(i, j), 1e-13, i + "," + j);
        Near.absolute(law.signal(i, j), measured.signal(i, j), 1e-13, i + "," + j);
      }
    }
    double raw = 0;
    for (double v : x) {
      raw += v * v * v * (grid.nearest(v) - v) / x.length;
    }
    Near.relative(raw, measured.signal(3, 1), 1e-13, "E[x^3 e]");
  }

  @Test
  void cumulantsOfSumsAddUp() {
    Cumulants uniform = Cumulants.of(new Uniform(-0.5, 0.5));
    Near.relative(-1.2, uniform.excessKurtosis(), 1e-13, "uniform");
    Near.relative(-0.1, uniform.times(12).excessKurtosis(), 1e-13, "twelve of them");
    Cumulants pair = uniform.scaled(3).plus(Cumulants.of(new Gaussian(1, 2)));
    Near.relative(1, pair.mean(), 1e-13, "mean");
    Near.relative(9 / 12.0 + 4, pair.variance(), 1e-13, "variance");
    Near.relative(81 * uniform.fourth(), pair.fourth(), 1e-12, "only the uniform has one");
    assertEquals(Cumulants.ZERO, uniform.times(0));
    assertThrows(IllegalArgumentException.class, () -> uniform.times(-1));
  }

  @Test
  void badMomentsNameTheRule() {
    JointMoments m = JointMoments.unquantized(Gaussian.STANDARD);
    var e = assertThrows(IllegalArgumentException.class, () -> m.signal(3, 2));
    assertEquals("powers must be at least 0 and at most 4 together, got 3 and 2", e.getMessage());
    double[] two = {1, 2};
    e =
        assertThrows(
            IllegalArgumentException.class, () -> JointMoments.between(two, new double[1]));
    assertTrue(e.getMessage().endsWith("got 2 and 1"), e.getMessage());
    e =
        assertThrows(
            IllegalArgumentException.class,
            () -> JointMoments.between(new double[] {Double.NaN}, Grid.integer(4, Range.FULL)));
    assertTrue(e.getMessage().startsWith("data must be finite, got NaN"), e.getMessage());
  }
}

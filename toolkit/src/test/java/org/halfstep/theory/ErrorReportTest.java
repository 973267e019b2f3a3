package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Arithmetic;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.kernel.FakeQuantize;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.law.StudentT;
import org.halfstep.law.Uniform;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class ErrorReportTest {

  @Test
  void predictionsAgreeWithFortyDigitArithmetic() {
    for (Oracle row : Oracle.rows("integer_mse")) {
      Distribution law = OracleLaws.named(row.text("law"));
      Grid unit = Grid.integer(row.integer("bits"), Range.valueOf(row.text("range")));
      ErrorReport report = ErrorReport.of(law, unit.scaled(row.number("step")));
      agree(row, report);
    }
  }

  private static void agree(Oracle row, ErrorReport report) {
    Near.relative(row.number("mse"), report.mse(), 1e-12, row);
    // Where the support ends at the edge itself, the last bit of the edge decides what is overload.
    // Below 1e-100 the oracle's own 110 digits end.
    double edge = row.text("law").equals("uniform") ? 1e-15 * row.number("mse") : 1e-100;
    double overload = row.number("overload");
    Near.absolute(row.number("granular"), report.granular(), 1e-12 * report.granular() + edge, row);
    Near.absolute(overload, report.overload(), 1e-12 * overload + edge, row);
    Near.relative(row.number("signal_power"), report.signalPower(), 1e-13, row);
    // The cross moment and the bias are sums over cells that cancel: absolute, in units of sigma.
    Near.absolute(row.number("signal_error"), report.signalError(), 1e-14, row);
    Near.absolute(row.number("bias"), report.bias(), 1e-14, row);
    Near.relative(row.number("kurtosis"), report.kurtosis(), 1e-11, row);
    Near.absolute(row.number("skewness"), report.skewness(), 1e-9, row);
    // A code of probability near 1 keeps few digits of its distance from 1.
    Near.absolute(row.number("entropy"), report.entropy(), 1e-12, row);
    // What a report says of its own error is not below the error it has.
    double off = Math.abs(report.mse() - row.number("mse"));
    double rounding = 1e-13 * row.number("mse");
    assertTrue(off <= report.uncertainty() + rounding, "off by " + off + " at " + row);
  }

  @Test
  void aLawByDensityAloneGivesTheSameReport() {
    Grid grid = Grid.integer(8, Range.SYMMETRIC).scaled(0.05);
    Distribution laplace = Laplace.ofSigma(1);
    Distribution byDensity = Distribution.of(laplace::pdf, 0);
    ErrorReport exact = ErrorReport.of(laplace, grid);
    ErrorReport quadrature = ErrorReport.of(byDensity, grid);
    Near.relative(exact.mse(), quadrature.mse(), 1e-13, "mse");
    Near.relative(exact.overload(), quadrature.overload(), 1e-12, "overload");
  }

  @Test
  void aMeasuredSampleAndItsEmpiricalLawAreTheSameReport() {
    float[] x = Gaussian.STANDARD.sample(new Philox(1, 0), 20_000);
    same(x, Grid.integer(8, Range.SYMMETRIC).scaled(0.031));
    same(x, Grid.integer(2, Range.MIDRISE).scaled(0.996));
    same(x, Grid.of(-2.5, -1, -0.25, 0, 0.3, 2));
  }

  @Test
  void theyAreTheSameAlsoWhenEveryValueLiesOnAThreshold() {
    Grid grid = Grid.integer(6, Range.FULL).scaled(0.25);
    float[] x = new float[1000];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i % 80 - 40 + 0.5f) * 0.25f;
    }
    same(x, grid);
  }

  private static void same(float[] x, Grid grid) {
    ErrorReport law = ErrorReport.of(Empirical.of(x), grid);
    ErrorReport data = ErrorReport.between(x, grid);
    Near.relative(data.mse(), law.mse(), 1e-12, grid);
    Near.relative(data.granular(), law.granular(), 1e-12, grid);
    Near.absolute(data.overload(), law.overload(), 1e-12 * data.mse(), grid);
    Near.absolute(data.bias(), law.bias(), 1e-12 * Math.sqrt(data.mse()), grid);
    Near.relative(data.kurtosis(), law.kurtosis(), 1e-10, grid);
    Near.relative(data.entropy(), law.entropy(), 1e-12, grid);
  }

  @Test
  void predictedAndMeasuredAgreeWithinTheStandardError() {
    Grid grid = Grid.integer(4, Range.SYMMETRIC).scaled(0.35);
    float[] x = Gaussian.STANDARD.sample(new Philox(42, 0), 200_000);
    ErrorReport measured = ErrorReport.between(x, grid);
    double off = measured.mse() - ErrorReport.of(Gaussian.STANDARD, grid).mse();
    assertTrue(measured.uncertainty() < 0.01 * measured.mse());
    assertTrue(Math.abs(off) < 4 * measured.uncertainty(), off + " of " + measured.uncertainty());
  }

  @Test
  void theKernelMeasuresWhatTheGridOfItsArithmeticDoes() {
    float[] x = Gaussian.STANDARD.sample(new Philox(12, 0), 10_001);
    FakeQuantize kernel = FakeQuantize.multiplying(0.031f, 0, -127, 127);
    ErrorReport fused = ErrorReport.of(kernel.measure(x));
    Grid grid = Grid.integer(8, Range.SYMMETRIC).computed(0.031f, Arithmetic.RECIPROCAL);
    ErrorReport searched = ErrorReport.between(x, grid);
    Near.relative(searched.mse(), fused.mse(), 1e-12, "mse");
    Near.relative(searched.overload(), fused.overload(), 1e-12, "overload");
    Near.relative(searched.kurtosis(), fused.kurtosis(), 1e-10, "kurtosis");
    Near.relative(searched.uncertainty(), fused.uncertainty(), 1e-10, "standard error");
    assertTrue(Double.isNaN(fused.entropy()));
  }

  @Test
  void atTheOptimumTheErrorIsUncorrelatedWithTheOutput() {
    ErrorReport report =
        OptimalScale.mse(Gaussian.STANDARD, Grid.integer(4, Range.SYMMETRIC)).report();
    Near.absolute(0, report.outputCorrelation(), 1e-12, "corr(Q, e)");
    Near.relative(1 - report.mse(), report.bussgangGain(), 1e-13, "gain");
    Near.relative(-Math.sqrt(report.mse()), report.inputCorrelation(), 1e-12, "corr(x, e)");
  }

  @Test
  void aSignalFarBelowAStepKeepsItsPower() {
    // The levels are 10^8 sigma away: nothing may be expanded about them.
    ErrorReport report = ErrorReport.of(new Gaussian(0, 1e-8), Grid.integer(4, Range.MIDRISE));
    Near.relative(1e-16, report.signalPower(), 1e-13, "power");
    Near.relative(0.25, report.mse(), 1e-7, "half a step, squared");
    Near.relative(10 * Math.log10(1e-16 / 0.25), report.sqnrDb(), 1e-8, "SQNR");
  }

  @Test
  void anErrorThatIsNearlyOneNumberKeepsItsShape() {
    // One cell of the grid holds the whole law, so e is uniform, and its bias 10^3 times its
    // spread.
    Grid grid = Grid.integer(8, Range.UNSIGNED);
    ErrorReport report = ErrorReport.of(new Uniform(100.4, 100.4001), grid);
    Near.relative(1e-8 / 12, report.variance(), 1e-9, "the ends are rounded to 1e-14");
    Near.relative(1.8, report.kurtosis(), 1e-9, "kurtosis");
    ErrorReport one = ErrorReport.of(Empirical.of(0.1, 0.1, 0.1), Grid.integer(4, Range.FULL));
    assertEquals(0, one.variance());
    assertTrue(Double.isNaN(one.kurtosis()) && Double.isNaN(one.skewness()), one.toString());
    float[] x = {0.1f, 0.1f, 0.1f};
    assertEquals(0, ErrorReport.between(x, Grid.integer(4, Range.FULL)).variance());
  }

  @Test
  void anInfiniteFourthMomentIsAnInfiniteKurtosis() {
    for (double nu : new double[] {3, 4}) {
      ErrorReport report = ErrorReport.of(StudentT.of(nu), Grid.integer(4, Range.SYMMETRIC));
      assertEquals(Double.POSITIVE_INFINITY, report.kurtosis(), "nu = " + nu);
    }
  }

  @Test
  void badInputNamesTheRuleAndTheValue() {
    Grid grid = Grid.integer(8, Range.FULL);
    assertEquals(
        "a measurement needs at least 2 values, got 1",
        assertThrows(IllegalArgumentException.class, () -> ErrorReport.between(new float[1], grid))
            .getMessage());
    assertEquals(
        "data must be finite, got NaN at index 1",
        assertThrows(
                IllegalArgumentException.class,
                () -> ErrorReport.between(new double[] {1, Double.NaN}, grid))
            .getMessage());
    Distribution half = x -> Math.abs(x) <= 1 ? 0.25 : 0;
    var e = assertThrows(IllegalArgumentException.class, () -> ErrorReport.of(half, grid));
    assertTrue(e.getMessage().contains("breaks()"), e.getMessage());
  }
}

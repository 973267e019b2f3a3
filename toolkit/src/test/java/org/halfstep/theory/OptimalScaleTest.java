package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class OptimalScaleTest {

  @Test
  void optimalStepsAgreeWithFortyDigitArithmetic() {
    for (Oracle row : Oracle.rows("optimal_step")) {
      Distribution law = OracleLaws.named(row.text("law"));
      Grid unit = Grid.integer(row.integer("bits"), Range.valueOf(row.text("range")));
      OptimalScale found = OptimalScale.mse(law, unit);
      Near.relative(row.number("step"), found.scale(), 1e-12, row);
      Near.relative(row.number("mse"), found.report().mse(), 1e-12, row);
    }
  }

  @Test
  void theOptimumOfASampleBeatsEveryScaleTried() {
    Distribution sample = Empirical.of(Gaussian.STANDARD.sample(new Philox(8, 0), 500));
    Grid unit = Grid.integer(3, Range.SYMMETRIC);
    double least = OptimalScale.mse(sample, unit).report().mse();
    for (double s = 0.2; s < 2; s += 0.001) {
      double mse = ErrorReport.of(sample, unit.scaled(s)).mse();
      assertTrue(least <= mse * (1 + 1e-12), "s = " + s + " gives " + mse + " below " + least);
    }
  }

  @Test
  void withOtherThresholdsTheMseItselfIsMinimized() {
    // Truncation towards zero: thresholds at the levels, not between them.
    Grid unit =
        Grid.of(-2, -1, 0, 1, 2)
            .thresholds(new double[] {-1.5, -1, 1, 1.5}, new boolean[] {false, false, true, true});
    OptimalScale found = OptimalScale.mse(Gaussian.STANDARD, unit);
    for (double factor : new double[] {0.5, 0.99, 1.01, 2}) {
      double other = ErrorReport.of(Gaussian.STANDARD, unit.scaled(found.scale() * factor)).mse();
      assertTrue(found.report().mse() < other, "factor " + factor);
    }
  }

  @Test
  void aLawWithoutSpreadHasNoOptimum() {
    assertThrows(
        IllegalArgumentException.class,
        () -> OptimalScale.mse(Empirical.of(0.0, 0.0), Grid.integer(8, Range.FULL)));
  }
}

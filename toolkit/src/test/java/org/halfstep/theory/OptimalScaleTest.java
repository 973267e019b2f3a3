package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.data.Digits;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;
import org.halfstep.observe.GrowingHistogram;
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

  /**
   * Pixels of the digits are whole numbers up to 16: a grid with enough levels has a scale without
   * error.
   */
  @Test
  void atomsOnALatticeHaveAScaleWithoutError() {
    float[] pixels = Digits.load().image(0).clone();
    for (int i = 1; i < 50; i++) {
      float[] image = Digits.load().image(i);
      pixels = Arrays.copyOf(pixels, pixels.length + image.length);
      System.arraycopy(image, 0, pixels, pixels.length - image.length, image.length);
    }
    Distribution law = Empirical.of(pixels);
    for (int bits = 5; bits <= 10; bits++) {
      for (Range range : new Range[] {Range.SYMMETRIC, Range.UNSIGNED}) {
        Grid unit = Grid.integer(bits, range);
        OptimalScale best = OptimalScale.mse(law, unit);
        int most = (int) unit.level(unit.size() - 1);
        boolean fits = most >= 16;
        assertEquals(fits, best.report().mse() < 1e-28, bits + " bits, " + range);
        double finest = 1.0 / (most / 16);
        assertEquals(fits ? finest : best.scale(), best.scale(), 1e-14, bits + " bits, " + range);
      }
    }
    // A lattice that is none in binary, off the law's largest value.
    Distribution tenths = Empirical.of(-0.7, -0.1, 0, 0.1, 0.3, 0.3, 0.4);
    assertTrue(OptimalScale.mse(tenths, Grid.integer(4, Range.SYMMETRIC)).report().mse() < 1e-30);
  }

  /** With many scales tried; thresholds at midpoints, at levels, and of a floating grid. */
  @Test
  void noScaleIsBetterThanTheOptimumOfAFewAtoms() {
    Grid floor =
        Grid.of(-2, -1, 0, 1, 2)
            .thresholds(new double[] {-1.5, -1, 1, 1.5}, new boolean[] {false, false, true, true});
    for (int n : new int[] {1, 2, 3, 7, 40}) {
      Distribution law = Empirical.of(Gaussian.STANDARD.sample(new Philox(9, n), n));
      for (Grid unit :
          List.of(
              Grid.integer(2, Range.FULL),
              Grid.integer(4, Range.MIDRISE),
              Grid.integer(6, Range.UNSIGNED),
              Grid.of(-1, -0.5, -0.25, -0.125, 0, 0.125, 0.25, 0.5, 1),
              floor)) {
        OptimalScale best = OptimalScale.mse(law, unit);
        double least = best.report().mse();
        for (double s = 0.002; s < 20; s *= 1.002) {
          double mse = ErrorReport.of(law, unit.scaled(s)).mse();
          assertTrue(
              least <= mse * (1 + 1e-12) + 1e-29,
              n + " " + unit + " " + s + " " + mse + " " + least);
        }
      }
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
  void otherLossesAgreeWithThirtyDigitArithmetic() {
    for (Oracle row : Oracle.rows("losses")) {
      String name = row.text("loss");
      Loss loss = name.equals("relative") ? Loss.RELATIVE : Loss.norm(Double.parseDouble(name));
      Distribution law = OracleLaws.named(row.text("law"));
      Grid unit = Grid.integer(row.integer("bits"), Range.SYMMETRIC);
      OptimalScale best = OptimalScale.of(law, unit, loss);
      // A minimum without its slope is known to the root of the precision.
      Near.relative(row.number("scale"), best.scale(), 2e-7, row);
      Near.relative(row.number("value"), total(law, loss, unit.scaled(best.scale())), 1e-12, row);
    }
  }

  @Test
  void aHigherNormClipsLessAndALowerOneMore() {
    Grid unit = Grid.integer(4, Range.SYMMETRIC);
    double[] scale = new double[4];
    double[] p = {1, 2, 4, 8};
    for (int i = 0; i < p.length; i++) {
      Loss loss = Loss.norm(p[i]);
      OptimalScale best = OptimalScale.of(Gaussian.STANDARD, unit, loss);
      scale[i] = best.scale();
      assertTrue(i == 0 || scale[i - 1] < scale[i], "p = " + p[i] + ": " + scale[i]);
      for (double factor : new double[] {0.7, 0.99, 1.01, 1.4}) {
        Grid other = unit.scaled(best.scale() * factor);
        assertTrue(
            total(Gaussian.STANDARD, loss, unit.scaled(best.scale()))
                < total(Gaussian.STANDARD, loss, other),
            "p = " + p[i]);
      }
    }
    Near.relative(OptimalScale.mse(Gaussian.STANDARD, unit).scale(), scale[1], 1e-7, "p = 2");
  }

  private static double total(Distribution law, Loss loss, Grid grid) {
    double sum = 0;
    for (int i = 0; i < grid.size(); i++) {
      sum += loss.over(law, grid.level(i), grid.lower(i), grid.upper(i));
    }
    return sum;
  }

  @Test
  void aRelativeErrorWantsTheLevelsOfAFloatingGridAnywhere() {
    // With a level at 0, numbers that round to 0 have relative error 1: small scales win.
    Grid unit = Grid.integer(4, Range.SYMMETRIC);
    double relative = OptimalScale.of(Gaussian.STANDARD, unit, Loss.RELATIVE).scale();
    assertTrue(relative < OptimalScale.mse(Gaussian.STANDARD, unit).scale(), "scale " + relative);
    Grid best = unit.scaled(relative);
    for (double factor : new double[] {0.8, 0.99, 1.01, 1.25}) {
      Grid other = unit.scaled(relative * factor);
      assertTrue(
          total(Gaussian.STANDARD, Loss.RELATIVE, best)
              < total(Gaussian.STANDARD, Loss.RELATIVE, other),
          "factor " + factor);
    }
  }

  @Test
  void anOffsetCentresAGridThatIsNotSymmetric() {
    Grid unit = Grid.integer(3, Range.FULL);
    OptimalAffine best = OptimalAffine.mse(Gaussian.STANDARD, unit);
    // Half a step up, the eight levels are the midrise grid, the best eight equal steps.
    OptimalScale midrise = OptimalScale.mse(Gaussian.STANDARD, Grid.integer(3, Range.MIDRISE));
    Near.relative(midrise.scale(), best.scale(), 1e-10, "scale");
    Near.relative(0.5 * midrise.scale(), best.offset(), 1e-10, "offset");
    Near.absolute(0, best.report().bias(), 1e-14, "bias");
  }

  @Test
  void anOffsetFollowsTheLaw() {
    Distribution relu = Gaussian.STANDARD.rectified();
    Grid unit = Grid.integer(4, Range.UNSIGNED);
    OptimalAffine best = OptimalAffine.mse(relu.shifted(7), unit);
    OptimalAffine home = OptimalAffine.mse(relu, unit);
    Near.relative(home.scale(), best.scale(), 1e-9, "scale");
    Near.relative(7 + home.offset(), best.offset(), 1e-9, "offset");
    double none = OptimalScale.mse(relu, unit).report().mse();
    assertTrue(home.report().mse() <= none, "an offset of 0 was a choice, too");
  }

  @Test
  void aLawWithoutSpreadHasNoOptimum() {
    assertThrows(
        IllegalArgumentException.class,
        () -> OptimalScale.mse(Empirical.of(0.0, 0.0), Grid.integer(8, Range.FULL)));
  }

  /** A histogram's loss is as rugged as that of the sample in it: a search for one hill is lost. */
  @Test
  void aFineHistogramHasTheScaleOfItsSample() {
    for (int bits : new int[] {4, 8}) {
      float[] x = Gaussian.STANDARD.within(-3, 3).sample(new Philox(1, 1), 20_000);
      GrowingHistogram histogram = new GrowingHistogram(8192);
      histogram.accept(x);
      Grid unit = Grid.integer(bits, Range.SYMMETRIC);
      double ofHistogram = OptimalScale.mse(histogram.summary(), unit).scale();
      double least = OptimalScale.mse(Empirical.of(x), unit).report().mse();
      Near.relative(least, ErrorReport.between(x, unit.scaled(ofHistogram)).mse(), 1e-3, bits);
    }
  }
}

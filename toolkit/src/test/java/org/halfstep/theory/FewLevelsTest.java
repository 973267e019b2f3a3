package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.law.Mixture;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class FewLevelsTest {

  @Test
  void scalesThresholdsAndErrorsAreThoseOfTheOracle() {
    for (Oracle row : Oracle.rows("few_levels")) {
      Distribution law = OracleLaws.named(row.text("law"));
      Binary binary = Binary.optimal(law);
      Near.relative(row.number("binary_scale"), binary.scale(), 1e-13, row);
      Near.relative(row.number("binary_mse"), mse(law, binary.grid()), 1e-12, row);
      compare(row, "twn", Ternary.twn(law), law, 1e-13);
      compare(row, "best", Ternary.optimal(law), law, 1e-11);
    }
  }

  private static void compare(Oracle row, String which, Ternary t, Distribution law, double near) {
    Near.relative(row.number(which + "_threshold"), t.threshold(), near, row + " " + which);
    Near.relative(row.number(which + "_scale"), t.scale(), near, row + " " + which);
    Near.relative(row.number(which + "_mse"), mse(law, t.grid()), 1e-12, row + " " + which);
  }

  private static double mse(Distribution law, Grid grid) {
    return ErrorReport.of(law, grid).mse();
  }

  @Test
  void theBestThreeValuesOfASymmetricLawAreLloydAndMaxs() {
    for (Distribution law : new Distribution[] {Gaussian.STANDARD, Laplace.ofSigma(1)}) {
      Grid three = LloydMax.of(law, 3);
      Ternary best = Ternary.optimal(law);
      Near.relative(three.level(2), best.scale(), 1e-11, law);
      Near.relative(three.upper(1), best.threshold(), 1e-11, law);
    }
  }

  /** Every split of the sizes of a sample into zeros and the others is tried here, one by one. */
  @Test
  void theBestThreeValuesOfASampleAreThoseOfTheBestSplit() {
    for (int n : new int[] {1, 2, 3, 10, 57}) {
      for (int seed = 0; seed < 20; seed++) {
        double[] x = new double[n];
        Philox random = new Philox(seed, n);
        for (int i = 0; i < n; i++) {
          x[i] = Math.rint(4 * Gaussian.STANDARD.draw(random, i)) / 4 + (seed % 2) * 0.3;
        }
        if (Arrays.stream(x).allMatch(v -> v == 0)) {
          continue;
        }
        double least = Double.POSITIVE_INFINITY;
        for (double t : Arrays.stream(x).map(Math::abs).toArray()) {
          double[] others = Arrays.stream(x).map(Math::abs).filter(v -> v >= t).toArray();
          double a = Arrays.stream(others).average().orElse(0);
          double sum = 0;
          for (double v : x) {
            double e = Math.abs(v) - (Math.abs(v) >= t ? a : 0);
            sum += e * e / n;
          }
          least = Math.min(least, sum);
        }
        Empirical sample = Empirical.of(x);
        Ternary best = Ternary.optimal(sample);
        Near.absolute(least, mse(sample, best.grid()), 1e-12, Arrays.toString(x));
      }
    }
  }

  @Test
  void theBestThresholdIsTheBestOfAllForALawWithFourHumps() {
    Distribution law =
        Mixture.of(
            new double[] {0.45, 0.45, 0.05, 0.05},
            new Gaussian(-1, 0.05),
            new Gaussian(1, 0.05),
            new Gaussian(-6, 0.05),
            new Gaussian(6, 0.05));
    double best = mse(law, Ternary.optimal(law).grid());
    for (double t = 0.01; t < 6.5; t += 0.01) {
      if (law.survival(t) > 1e-12) {
        assertTrue(best <= mse(law, Ternary.at(law, t).grid()) + 1e-12, "threshold " + t);
      }
    }
  }

  @Test
  void theScaleIsTheBestForItsThreshold() {
    Distribution law = new Gaussian(0.4, 1.3); // not symmetric about 0
    for (double t : new double[] {0, 0.3, 1, 2.5}) {
      Ternary at = Ternary.at(law, t);
      double least = mse(law, at.grid());
      for (double other : new double[] {0.99, 1.01}) {
        assertTrue(least < mse(law, new Ternary(t, other * at.scale()).grid()));
      }
    }
    double least = mse(law, Binary.optimal(law).grid());
    for (double other : new double[] {0.99, 1.01}) {
      assertTrue(least < mse(law, new Binary(other * Binary.optimal(law).scale()).grid()));
    }
  }

  @Test
  void valuesAtTheThresholdBecomeZeroAndZeroBecomesPositive() {
    Empirical sample = Empirical.of(-2, -1, 1, 2, 3);
    assertEquals(2.5, Ternary.at(sample, 1).scale() + 1.0 / 6, 1e-12); // (2 + 2 + 3)/3
    Grid three = new Ternary(1, 2).grid();
    assertEquals(0, three.nearest(1));
    assertEquals(0, three.nearest(-1));
    assertEquals(2, three.nearest(Math.nextUp(1.0)));
    assertEquals(-2, three.nearest(-Math.nextUp(1.0)));
    assertEquals(3, new Binary(3).grid().nearest(0));
  }

  @Test
  void messagesGiveTheRuleAndTheValue() {
    said("threshold must be at least 0, got -1.0", () -> Ternary.at(Gaussian.STANDARD, -1));
    said("threshold must leave some", () -> Ternary.at(Empirical.of(1, 2), 2));
    said("threshold must leave some", () -> Ternary.optimal(Empirical.of(0, 0)));
    said("E|X| must be positive and finite, got 0.0", () -> Binary.optimal(Empirical.of(0, 0)));
  }

  @Test
  void scalesAndThresholdsThatAreNoneAreRefused() {
    said("scale must be positive and finite, got -1.0", () -> new Binary(-1));
    said("scale must be positive and finite, got 0.0", () -> new Ternary(0.5, 0));
    said("threshold must be at least 0 and finite, got -1.0", () -> new Ternary(-1, 1));
  }

  private static void said(String start, Runnable misuse) {
    String message = assertThrows(IllegalArgumentException.class, misuse::run).getMessage();
    assertTrue(message.startsWith(start), message);
  }
}

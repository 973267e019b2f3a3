package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.law.Mixture;
import org.halfstep.law.Uniform;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

/** Lloyd-Max and k-means: levels that are learned from a law or a sample. */
class CodeBooksTest {

  @Test
  void lloydMaxAgreesWithFiftyDigitNewton() {
    Map<String, Grid> solved = new HashMap<>();
    for (Oracle row : Oracle.rows("lloyd_max")) {
      Distribution law = OracleLaws.named(row.text("law"));
      int n = row.integer("levels");
      Grid grid = solved.computeIfAbsent(row.text("law") + n, key -> LloydMax.of(law, n));
      int i = row.integer("index");
      Near.absolute(row.number("level"), grid.level(i), 1e-11, row);
      double threshold =
          row.text("upper_threshold").equals("inf")
              ? Double.POSITIVE_INFINITY
              : row.number("upper_threshold");
      Near.absolute(threshold, grid.upper(i), 1e-11, row);
      Near.relative(row.number("mse"), ErrorReport.of(law, grid).mse(), 1e-12, row);
    }
  }

  @Test
  void everyLevelIsTheMeanOfItsCell() {
    Grid grid = LloydMax.of(Laplace.ofSigma(1), 13);
    for (int i = 0; i < grid.size(); i++) {
      double[] m = new double[2];
      Laplace.ofSigma(1).moments(grid.level(i), grid.lower(i), grid.upper(i), m);
      Near.absolute(0, m[1], 1e-14, "level " + i);
    }
  }

  @Test
  void ofTwoHumpsOneGetsTwoLevelsOfThree() {
    Distribution humps =
        Mixture.of(new double[] {0.5, 0.5}, new Gaussian(-1, 0.2), new Gaussian(1, 0.2));
    Grid grid = LloydMax.of(humps, 3);
    // One hump as one cell costs 0.5 0.2^2, the other's two levels Max's 0.36338 of it.
    double expected = 0.5 * 0.04 * (1 + 0.36338022763241865692);
    Near.relative(expected, ErrorReport.of(humps, grid).mse(), 1e-4, grid);
  }

  @Test
  void aUniformLawGetsEqualSteps() {
    Grid grid = LloydMax.of(new Uniform(0, 1), 10);
    for (int i = 0; i < 10; i++) {
      Near.absolute((i + 0.5) / 10, grid.level(i), 1e-13, "level " + i);
    }
  }

  @Test
  void manyLevelsTendToPanterAndDite() {
    Near.relative(
        Math.sqrt(3) * Math.PI / 2, HighResolution.panterDite(Gaussian.STANDARD), 1e-12, "");
    Near.relative(4.5, HighResolution.panterDite(Laplace.ofSigma(1)), 1e-12, "Laplace");
    Near.relative(1, HighResolution.panterDite(Uniform.ofSigma(1)), 1e-12, "uniform");
    double at64 = HighResolution.panterDiteError(Gaussian.STANDARD, 64);
    double at256 = HighResolution.panterDiteError(Gaussian.STANDARD, 256);
    assertTrue(at256 > 0 && at256 < at64 / 3 && at256 < 0.01, at64 + " then " + at256);
  }

  @Test
  void kMeansIsNoWorseThanAnyOtherSplit() {
    double[] x = new double[9];
    for (int i = 0; i < x.length; i++) {
      x[i] = new Philox(4, 2).uniform(i);
    }
    Empirical sample = Empirical.of(x);
    double least = ErrorReport.of(sample, KMeans.of(sample, 3)).mse();
    double[] sorted = sample.breaks();
    for (int a = 1; a < 8; a++) {
      for (int b = a + 1; b < 9; b++) {
        Grid other = Grid.of(mean(sorted, 0, a), mean(sorted, a, b), mean(sorted, b, 9));
        assertTrue(least <= ErrorReport.of(sample, other).mse() * (1 + 1e-12), a + ", " + b);
      }
    }
  }

  private static double mean(double[] x, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += x[i];
    }
    return sum / (to - from);
  }

  @Test
  void kMeansOfALargeSampleComesNearLloydMax() {
    Empirical sample = Empirical.of(Gaussian.STANDARD.sample(new Philox(9, 0), 20_000));
    double learned = ErrorReport.of(sample, KMeans.of(sample, 8)).mse();
    double law = ErrorReport.of(sample, LloydMax.of(Gaussian.STANDARD, 8)).mse();
    assertTrue(learned <= law, "k-means is optimal on its own sample");
    Near.relative(law, learned, 0.02, "same code book up to sampling");
  }

  @Test
  void levelsOutOfRangeAreRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> LloydMax.of(Gaussian.STANDARD, 1));
    assertEquals("levels must be in 2..65536, got 1", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> KMeans.of(Empirical.of(1, 1, 2), 3));
  }

  @Test
  void aSampleHasNoDensityForLloydAndMax() {
    Empirical sample = Empirical.of(1, 2, 3);
    String message =
        assertThrows(IllegalArgumentException.class, () -> LloydMax.of(sample, 2)).getMessage();
    assertEquals("the law must have a density, got a sample of 3: KMeans is for those", message);
  }
}

package org.halfstep.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.halfstep.grid.Format;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.numeric.Philox;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.OptimalScale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleSearchTest {

  private static float[] drawn(Distribution law, int n, int stream) {
    return law.sample(new Philox(9, stream), n);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int2-symmetric",
        "int4-symmetric",
        "int8-symmetric",
        "uint8",
        "nf4",
        "pot4-coded",
        "e2m1",
        "e4m3",
        "apot5"
      })
  void findsTheOptimumThatTheoryFindsOnTheSameValues(String format) {
    Grid unit = Format.of(format).grid();
    for (Distribution law : List.of(Gaussian.STANDARD, new Laplace(0.1, 2))) {
      float[] x = drawn(law, 800, 1);
      ScaleSearch search = new ScaleSearch(Sample.of(x), unit);
      double found = search.best();
      double best = OptimalScale.mse(Empirical.of(x), unit).report().mse();
      double exact = ErrorReport.of(Empirical.of(x), unit.scaled(found)).mse();
      assertEquals(exact, search.error(found), 1e-9 * exact, "its own error is right");
      assertTrue(exact <= best * 1.005, format + " " + law + " " + exact / best);
    }
  }

  @Test
  void manyValuesInBinsHaveTheSameOptimum() {
    float[] x = drawn(Gaussian.STANDARD, 1 << 18, 2);
    Grid unit = Grid.integer(8, Range.SYMMETRIC);
    Sample bins = Sample.of(x);
    assertTrue(bins.distinct() < x.length / 2 && bins.size() == x.length);
    double scale = new ScaleSearch(bins, unit).best();
    double exact = ErrorReport.between(x, unit.scaled(scale)).mse();
    assertEquals(exact, new ScaleSearch(bins, unit).error(scale), 1e-3 * exact);
    double best = OptimalScale.mse(Gaussian.STANDARD, unit).scale();
    assertEquals(best, scale, 0.05 * best); // its error is flat: 1 % of scale is 0.1 % of error
  }

  @Test
  void sampleIsTheLawOfItsValues() {
    float[] x = {3, -1, 0, -0f, 3, 3, 7.5f};
    Sample s = Sample.of(x);
    Empirical law = Empirical.of(x);
    assertEquals(4, s.distinct());
    for (double v : new double[] {-2, -1, -0.5, 0, 1, 3, 7.5, 9}) {
      assertEquals(law.cdf(v), s.cdf(v), 1e-15);
      assertEquals(law.mass(v), s.mass(v), 1e-15);
      double[] a = new double[3];
      double[] b = new double[3];
      law.moments(0.5, v - 2, v + 1, a);
      s.moments(0.5, v - 2, v + 1, b);
      assertArrayEquals(a, b, 1e-12);
    }
    for (double p : new double[] {0, 0.1, 1.0 / 7, 0.3, 0.5, 0.9, 1}) {
      assertEquals(law.quantile(p), s.quantile(p), "quantile " + p);
    }
    assertEquals(1, s.beyond(3));
    float[] sorted = x.clone();
    Arrays.sort(sorted);
    assertArrayEquals(new float[] {-1, 0, 0, 3, 3, 3, 7.5f}, s.values());
  }

  @Test
  void aSampleDrawnAgainHasItsSizeAndMean() {
    Sample s = Sample.of(drawn(Gaussian.STANDARD, 2000, 3));
    double sum = 0;
    for (int r = 0; r < 50; r++) {
      Sample again = s.drawn(new Philox(1, r));
      assertEquals(2000, again.size());
      assertEquals(2000, again.values().length);
      assertTrue(again.quantile(1) <= s.quantile(1));
      sum += again.mean();
    }
    // 50 means of 2000 values: standard error 1 / sqrt(1e5)
    assertEquals(s.mean(), sum / 50, 4 / Math.sqrt(1e5));
  }

  /** 95 % nominal; 60 samples know a coverage to 3 %. */
  @Test
  void intervalsCoverTheLawsClip() {
    Grid unit = Grid.integer(3, Range.SYMMETRIC);
    double truth = 3 * OptimalScale.mse(Gaussian.STANDARD, unit).scale();
    int covered = 0;
    int repeats = 60;
    for (int i = 0; i < repeats; i++) {
      Sample sample = Sample.of(drawn(Gaussian.STANDARD, 1000, 100 + i));
      double clip = new Seen(sample.values(), sample).best(3).clip();
      Interval interval =
          Repeats.of(sample, Repeats.REPLICATES, List.of(s -> s.best(3).clip()))
              .interval(0, clip)
              .orElseThrow();
      covered += interval.lower() <= truth && truth <= interval.upper() ? 1 : 0;
    }
    assertTrue(covered >= 0.87 * repeats && covered < repeats, covered + " of " + repeats);
  }
}

package org.halfstep.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.function.ToDoubleFunction;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTest {

  private static final int REPEATS = 200;
  private static final Grid INT8 = Grid.integer(8, Range.SYMMETRIC);
  private static final Grid INT3 = Grid.integer(3, Range.SYMMETRIC);
  private static final Percentile PERCENTILE = new Percentile(95, ScaleRule.ONNX_RUNTIME, true);

  private static Empirical sample(int stream, int n) {
    double[] x = new double[n];
    new Philox(77, stream).fillGaussian(0, x);
    return Empirical.of(x);
  }

  private static int covered(Calibration calibration, Grid codes, int n, int replicates) {
    double truth = calibration.fit(Gaussian.STANDARD, codes).value(codes.level(codes.size() - 1));
    ToDoubleFunction<Empirical> threshold = Bootstrap.highest(calibration, codes);
    int covered = 0;
    for (int i = 0; i < REPEATS; i++) {
      covered += Bootstrap.of(sample(i, n), threshold, 0.95, replicates, i).covers(truth) ? 1 : 0;
    }
    return covered;
  }

  private static void assertNominal(int covered) {
    assertTrue(
        covered >= 0.90 * REPEATS && covered <= 0.98 * REPEATS,
        () -> "covered " + covered + " times of " + REPEATS);
  }

  @Test
  void percentileIsCoveredAsOftenAsTheLevelSays() {
    assertNominal(covered(PERCENTILE, INT8, 400, 79));
  }

  @Test
  void clipOfLeastSquaredErrorIsCoveredAsOftenAsTheLevelSays() {
    assertNominal(covered(LeastLoss.mse(), INT3, 300, 79));
  }

  /**
   * The optimum is that of the law itself, not of the sample. 200 intervals of 95 %: 1.5 % standard
   * error.
   */
  @ParameterizedTest(name = "{0}, {1} bits, {2} values")
  @CsvSource({"GAUSS, 4, 1000", "LAPLACE, 4, 2000", "GAUSS, 8, 2000", "LAPLACE, 8, 2000"})
  void smoothOptimumIsCoveredAsOftenAsTheLevelSays(
      AciqClip.Family family, int bits, int n, TestReporter reporter) {
    Distribution law = family == AciqClip.Family.GAUSS ? Gaussian.STANDARD : new Laplace(0, 1);
    Grid codes = Grid.integer(bits, Range.SYMMETRIC);
    double top = codes.level(codes.size() - 1);
    double truth = LeastLoss.mse().fit(law, codes).value(top);
    ToDoubleFunction<Empirical> threshold = Bootstrap.highest(SmoothOptimum.standard(), codes);
    int covered = 0;
    for (int i = 0; i < REPEATS; i++) {
      Empirical sample = Empirical.of(law.sample(new Philox(77, i), n));
      covered += Bootstrap.of(sample, threshold, 0.95, 59, i).covers(truth) ? 1 : 0;
    }
    reporter.publishEntry("covered of " + REPEATS, Integer.toString(covered));
    assertNominal(covered);
  }

  /** On the law itself nothing is smoothed; a large sample's optimum is the law's. */
  @Test
  void smoothOptimumOfManyValuesIsTheLaws() {
    for (int bits : new int[] {4, 6, 8}) {
      Grid codes = Grid.integer(bits, Range.SYMMETRIC);
      double truth = LeastLoss.mse().fit(Gaussian.STANDARD, codes).scale();
      Calibration smooth = SmoothOptimum.standard();
      assertEquals(truth, smooth.fit(Gaussian.STANDARD, codes).scale());
      assertEquals(truth, smooth.fit(sample(9, 200_000), codes).scale(), 0.02 * truth);
    }
    Grid relu = Grid.integer(8, Range.UNSIGNED);
    double[] x = new double[100_000];
    new Philox(78, 1).fillGaussian(0, x);
    Empirical rectified = Empirical.of(Arrays.stream(x).map(v -> Math.max(v, 0)).toArray());
    double truth = LeastLoss.mse().fit(Gaussian.STANDARD.rectified(), relu).scale();
    assertEquals(truth, new SmoothOptimum(4000).fit(rectified, relu).scale(), 0.04 * truth);
  }

  @Test
  void smoothOptimumNamesWhatItLacks() {
    Grid full = Grid.integer(8, Range.FULL);
    Exception codes =
        assertThrows(
            IllegalArgumentException.class,
            () -> SmoothOptimum.standard().fit(sample(1, 500), full));
    assertTrue(codes.getMessage().endsWith("got -128..127"), codes.getMessage());
    Exception few =
        assertThrows(
            IllegalArgumentException.class,
            () -> SmoothOptimum.standard().fit(sample(1, 150), INT8));
    assertTrue(few.getMessage().endsWith("got 150"), few.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new SmoothOptimum(19));
  }

  /** So the test above can fail: no sample tells where the greatest value of the next one is. */
  @Test
  void greatestValueIsNotCovered() {
    double truth = Gaussian.STANDARD.quantile(Math.pow(0.5, 1.0 / 200)); // the median of 200's
    int covered = 0;
    for (int i = 0; i < REPEATS; i++) {
      covered += Bootstrap.of(sample(i, 200), Empirical::max, 0.95, 39, i).covers(truth) ? 1 : 0;
    }
    int count = covered;
    assertTrue(count < 0.90 * REPEATS, () -> "covered " + count + " times");
  }

  /**
   * A quantile has the deviation {@code sqrt(p (1 - p) / n) / f}, f the density there. One sample
   * of 1000 knows its own width to a fifth, and the size it asks for to two fifths; 20 of them do.
   */
  @Test
  void samplesAskedForMakeTheThresholdStable() {
    ToDoubleFunction<Empirical> threshold = Bootstrap.highest(PERCENTILE, INT8);
    double wanted = 0.03;
    double truth = PERCENTILE.fit(Gaussian.STANDARD, INT8).value(127);
    double density = 2 * Gaussian.STANDARD.pdf(truth);
    double deviation = Math.sqrt(0.95 * 0.05) / density / truth;
    double sum = 0;
    for (int i = 0; i < 20; i++) {
      sum += Bootstrap.of(sample(1000 + i, 1000), threshold, 0.95, 99, i).samplesFor(wanted);
    }
    int n = (int) (sum / 20);
    assertEquals(Math.pow(1.96 * deviation / wanted, 2), n, 0.3 * n);
    int inside = 0;
    for (int i = 0; i < REPEATS; i++) {
      double t = threshold.applyAsDouble(sample(2000 + i, n));
      inside += Math.abs(t / truth - 1) <= wanted ? 1 : 0;
    }
    int count = inside;
    assertTrue(count >= 0.90 * REPEATS && count <= 0.99 * REPEATS, () -> n + ": " + count);
  }

  @Test
  void widthFallsWithTheSquareRootOfTheSize() {
    ToDoubleFunction<Empirical> mean = Empirical::mean;
    double small = width(Bootstrap.of(sample(1, 400), mean, 0.95, 399, 1));
    double large = width(Bootstrap.of(sample(2, 6400), mean, 0.95, 399, 1));
    assertEquals(4, small / large, 0.6); // three deviations: 4 % of 400 samples and of 400 draws
    assertEquals(2 * 1.96 / 20, small, 0.03);
  }

  private static double width(Bootstrap interval) {
    return interval.upper() - interval.lower();
  }

  @Test
  void sameSeedGivesTheSameBitsOnAnyNumberOfThreads() {
    ToDoubleFunction<Empirical> threshold = Bootstrap.highest(PERCENTILE, INT8);
    Bootstrap expected = Bootstrap.of(sample(3, 500), threshold, 0.9, 99, 5);
    for (int threads : new int[] {1, 3}) {
      try (ForkJoinPool pool = new ForkJoinPool(threads)) {
        assertEquals(
            expected,
            pool.submit(() -> Bootstrap.of(sample(3, 500), threshold, 0.9, 99, 5)).join());
      }
    }
  }

  @Test
  void bothEndsOfAnAsymmetricRangeHaveTheirInterval() {
    Calibration both = new Percentile(95, ScaleRule.ONNX_RUNTIME, false);
    Bootstrap low = Bootstrap.of(sample(4, 2000), Bootstrap.lowest(both, INT8), 0.95, 199, 1);
    Bootstrap high = Bootstrap.of(sample(4, 2000), Bootstrap.highest(both, INT8), 0.95, 199, 1);
    assertTrue(low.upper() < 0 && high.lower() > 0);
    assertTrue(low.covers(low.estimate()) && high.covers(high.estimate()));
  }

  @Test
  void argumentsAreChecked() {
    Empirical sample = sample(5, 10);
    assertThrows(
        IllegalArgumentException.class, () -> Bootstrap.of(sample, Empirical::mean, 0.95, 38, 1));
    assertThrows(
        IllegalArgumentException.class, () -> Bootstrap.of(sample, Empirical::mean, 1, 99, 1));
    Bootstrap least = Bootstrap.of(sample, Empirical::mean, 0.95, 39, 1);
    assertThrows(IllegalArgumentException.class, () -> least.samplesFor(0));
  }
}

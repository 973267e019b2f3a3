package org.halfstep.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class NormalityTest {

  private static double[] sample(String name, int size) {
    return Oracle.rows("fit_samples").stream()
        .filter(row -> row.text("sample").equals(name))
        .mapToDouble(row -> row.number("value"))
        .limit(size)
        .toArray();
  }

  @Test
  void statisticsAreThoseOfScipy() {
    for (Oracle row : Oracle.rows("normality")) {
      double[] x = sample(row.text("sample"), (int) row.number("size"));
      Normality test = Normality.of(x);
      Near.absolute(row.number("skewness"), test.skewness().value(), 1e-13, row);
      Near.absolute(row.number("excess_kurtosis"), test.excessKurtosis().value(), 1e-12, row);
      Near.absolute(row.number("skewness_score"), test.skewnessScore(), 1e-12, row);
      Near.absolute(row.number("kurtosis_score"), test.kurtosisScore(), 1e-11, row);
      Near.relative(row.number("anderson_darling"), test.andersonDarling(), 1e-11, row);
    }
  }

  @Test
  void theProbabilityIsThatOfTheSimulatedNullLaw() {
    for (Oracle row : Oracle.rows("anderson_darling")) {
      double statistic = row.number("statistic");
      Normality found = withStatistic(statistic, (int) row.number("size"));
      Near.relative(statistic, found.andersonDarling(), 1e-6, "search");
      double room = 0.004 + 0.05 * row.number("probability");
      Near.absolute(row.number("probability"), found.probability(), room, row);
    }
  }

  /** Bends evenly spaced Gaussian quantiles into log-normal ones until A^2 is right. */
  private static Normality withStatistic(double statistic, int n) {
    double low = 1e-3;
    double high = 3;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (Normality.of(bent(middle, n)).andersonDarling() < statistic) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Normality.of(bent(low, n));
  }

  private static double[] bent(double weight, int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double p = (i + 0.5) / n;
      x[i] = Math.exp(weight * Gaussian.STANDARD.quantile(p));
    }
    return x;
  }

  @Test
  void underNormalityScoresHaveUnitVarianceAndProbabilitiesAreUniform() {
    int runs = 4000;
    int n = 50;
    double[] z = new double[n];
    double skew = 0;
    double kurtosis = 0;
    double below = 0;
    for (int run = 0; run < runs; run++) {
      new Philox(11, 0).fillGaussian((long) n * run, z);
      Normality test = Normality.of(z);
      skew += test.skewnessScore() * test.skewnessScore() / runs;
      kurtosis += test.kurtosisScore() / runs;
      below += test.probability() < 0.1 ? 1.0 / runs : 0;
    }
    Near.absolute(1, skew, 4 * Math.sqrt(3.0 / runs), "E[score^2], 4 standard errors");
    Near.absolute(0, kurtosis, 4 / Math.sqrt(runs), "E[score], 4 standard errors");
    Near.absolute(0.1, below, 4 * Math.sqrt(0.09 / runs), "level, 4 standard errors");
  }

  @Test
  void standardErrorsCoverTheSpreadOfSampleKurtosis() {
    int runs = 2000;
    int n = 500;
    double sum = 0;
    for (int run = 0; run < runs; run++) {
      double[] u = new double[n];
      new Philox(12, run).fillUniform(0, u);
      Normality test = Normality.of(u);
      double score = (test.excessKurtosis().value() + 1.2) / test.excessKurtosis().standardError();
      sum += score * score / runs;
    }
    assertTrue(sum > 0.85 && sum < 1.2, "mean square score " + sum);
  }

  @Test
  void aQuantilePlotOfTheLawItselfIsItsDiagonal() {
    double[] x = new double[10_001];
    new Philox(13, 0).fillGaussian(0, x);
    QuantilePlot plot = QuantilePlot.normal(41, x);
    double[] expected = plot.expected();
    double[] observed = plot.observed();
    double[] errors = plot.standardErrors();
    for (int i = 1; i < expected.length - 1; i++) {
      Near.absolute(expected[i], observed[i], 4.5 * errors[i], i);
      assertTrue(expected[i] > expected[i - 1] && observed[i] >= observed[i - 1], "order");
    }
    double[] u = Arrays.stream(x).map(Gaussian.STANDARD::cdf).toArray();
    double[] tails = QuantilePlot.normal(41, u).observed();
    assertTrue(tails[0] > -1.8 && tails[tails.length - 1] < 1.8, "a uniform law ends at sqrt 3");
  }

  @Test
  void badInputNamesTheRule() {
    var e = assertThrows(IllegalArgumentException.class, () -> Normality.of(1, 2, 3));
    assertEquals("a test of normality needs at least 8 values, got 3", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Normality.of(new double[9]));
    e =
        assertThrows(
            IllegalArgumentException.class, () -> QuantilePlot.of(Gaussian.STANDARD, 1, 1, 2));
    assertEquals("points must be at least 2, got 1", e.getMessage());
  }
}

package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class MeanOfRatiosTest {

  @Test
  void quantilesAreThoseOfTheLevyLaw() {
    for (Oracle row : Oracle.rows("mean_of_ratios")) {
      double r = row.number("noise_to_signal");
      double n = row.number("size");
      double p = row.number("probability");
      MeanOfRatios ratios = MeanOfRatios.gaussian(r);
      Near.relative(row.number("quantile"), ratios.quantile(n, p), 1e-12, row);
      Near.relative(p, ratios.cdf(n, row.number("quantile")), 1e-12, row);
      if (p == 0.5) {
        Near.relative(row.number("quantile"), ratios.median(n), 1e-12, row);
      }
      Near.relative(row.number("tail"), ratios.tail(1000 * r), 4e-4, "leading order " + row);
    }
  }

  @Test
  void simulatedMeansOfRatiosHaveThePredictedMedian() {
    MeanOfRatios ratios = MeanOfRatios.gaussian(0.01);
    Philox random = new Philox(14, 0);
    int n = 1000;
    int runs = 4000;
    int below = 0;
    double[] z = new double[2 * n];
    for (int run = 0; run < runs; run++) {
      random.fillGaussian(2L * n * run, z);
      double mean = 0;
      for (int i = 0; i < n; i++) {
        double ratio = 0.1 * z[2 * i] / z[2 * i + 1];
        mean += ratio * ratio / n;
      }
      below += mean <= ratios.median(n) ? 1 : 0;
    }
    double score = (below - 0.5 * runs) / Math.sqrt(0.25 * runs);
    assertTrue(Math.abs(score) < 4, below + " of " + runs + " below the median");
  }

  @Test
  void theThreeConventionsDifferByTheMeans() {
    SignalToNoise ratio = new SignalToNoise(3, 4, 0.1, 0.04);
    Near.relative(0.05 / 13, ratio.noiseToSignal(), 1e-14, "ratio of means");
    Near.relative(0.01, ratio.centred(), 1e-14, "about the means");
    Near.relative(10 * Math.log10(13 / 0.05), ratio.decibels(), 1e-14, "dB");
    Near.relative(0.05 / 4, ratio.shifted(-3).noiseToSignal(), 1e-14, "without the mean");
    assertEquals(ratio.centred(), ratio.shifted(7).centred());
  }

  @Test
  void badInputNamesTheValue() {
    var e = assertThrows(IllegalArgumentException.class, () -> MeanOfRatios.gaussian(0));
    assertEquals("noise to signal must be above 0 and finite, got 0.0", e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> new MeanOfRatios(Double.NaN, 1));
    assertEquals("density at 0 must be above 0 and finite, got NaN", e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> new SignalToNoise(0, -1, 0, 1));
    assertEquals("variances must be at least 0, got -1.0 and 1.0", e.getMessage());
  }
}

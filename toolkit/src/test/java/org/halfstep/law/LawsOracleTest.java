package org.halfstep.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.halfstep.Near;
import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;

/** Densities, probabilities, quantiles and moments of laws and their images, by another tool. */
class LawsOracleTest {

  private static final double INF = Double.POSITIVE_INFINITY;

  private static Distribution law(String name) {
    if (name.startsWith("student")) {
      return StudentT.of(Double.parseDouble(name.substring(7)));
    }
    if (name.startsWith("gg")) {
      return new GeneralizedGaussian(0, 1, Double.parseDouble(name.substring(2)));
    }
    return switch (name) {
      case "gaussian" -> Gaussian.STANDARD;
      case "gaussian_shifted" -> new Gaussian(1.5, 0.25);
      case "laplace" -> new Laplace(0, 1);
      case "laplace_shifted" -> new Laplace(-0.75, 0.5);
      case "uniform" -> new Uniform(-1.5, 2.5);
      case "logistic" -> new Logistic(0, 1);
      case "truncated" -> Gaussian.STANDARD.within(-1, 2.5);
      case "truncated_tail" -> Gaussian.STANDARD.within(4, INF);
      case "mixture" ->
          Mixture.of(new double[] {0.75, 0.25}, Gaussian.STANDARD, new Gaussian(0.5, 4));
      case "rectified" -> Gaussian.STANDARD.rectified();
      case "folded" -> Gaussian.STANDARD.folded();
      default -> throw new IllegalArgumentException("no law " + name);
    };
  }

  /** A tail e^-u carries u roundings of its exponent: 700 of them before it underflows. */
  private static double tail(double probability) {
    return 1e-14 + 2.5e-16 * -Math.log(Math.max(probability, 1e-300));
  }

  @Test
  void densitiesAndBothTailsAreRightDownTo1e300() {
    for (Oracle row : Oracle.rows("laws")) {
      Distribution law = law(row.text("law"));
      double x = row.number("x");
      near(row.number("pdf"), law.pdf(x), row);
      near(row.number("cdf"), law.cdf(x), row);
      near(row.number("survival"), law.survival(x), row);
    }
  }

  private static void near(double expected, double actual, Oracle row) {
    Near.relative(expected, actual, tail(expected), row);
  }

  @Test
  void quantilesAreRightAsFarAsTheProbabilityTells() {
    for (Oracle row : Oracle.rows("law_quantiles")) {
      Distribution law = law(row.text("law"));
      double p = row.number("p");
      double expected = row.number("quantile");
      // Half an ulp of 1 - p, and a few roundings of p, seen through the slope of the quantile.
      double slope = 1 / Math.max(law.pdf(expected), 1e-290);
      double rounding = 1e-16 * Math.max(Math.abs(expected), law.quantile(0.75)) * 16;
      double allowed = Math.min(p, 1 - p) * tail(Math.min(p, 1 - p)) * slope + 2.3e-16 * slope * p;
      Near.absolute(expected, law.quantile(p), (p > 0.5 ? allowed : 0) + rounding * 4, row);
    }
  }

  @Test
  void momentsOfLawsAndTheirImages() {
    for (Oracle row : Oracle.rows("law_moments")) {
      double[] m = new double[5];
      double lo = row.number("lo");
      double hi = row.number("hi");
      double about = row.number("about");
      Distribution law = law(row.text("law"));
      law.moments(about, lo, hi, m);
      for (int k = 0; k < m.length; k++) {
        double expected = row.number("m" + k);
        if (Double.isFinite(expected)) {
          double allowed = 1e-13 * size(law, about, lo, hi, k) + 1e-250;
          assertTrue(
              Math.abs(m[k] - expected) <= allowed, "order " + k + ": got " + m[k] + " at " + row);
        } else {
          assertEquals(expected, m[k], "order " + k + " at " + row);
        }
      }
    }
  }

  /** E[|X - about|^k] bounded by Cauchy and Schwarz: sqrt of the orders k - 1 and k + 1. */
  private static double size(Distribution law, double about, double lo, double hi, int k) {
    double[] m = new double[7];
    law.moments(about, lo, hi, m);
    return k % 2 == 0 || m[k + 1] == INF
        ? Math.abs(m[k])
        : Math.sqrt(m[k - 1]) * Math.sqrt(m[k + 1]);
  }
}

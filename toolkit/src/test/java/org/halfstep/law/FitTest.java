package org.halfstep.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

/** Estimates against scipy, and parameters recovered from samples of known laws. */
class FitTest {

  private static double[] sample(String name) {
    return Oracle.rows("fit_samples").stream()
        .filter(row -> row.text("sample").equals(name))
        .mapToDouble(row -> row.number("value"))
        .toArray();
  }

  /** Parameters in scipy's order. */
  private static double[] parameters(Distribution law) {
    return switch (law) {
      case Gaussian g -> new double[] {g.mean(), g.sigma()};
      case Laplace l -> new double[] {l.mean(), l.scale()};
      case Logistic l -> new double[] {l.mean(), l.scale()};
      case StudentT t -> new double[] {t.degrees(), t.location(), t.scale()};
      case GeneralizedGaussian g -> new double[] {g.shape(), g.mean(), g.scale()};
      case Rectified r -> parameters(r.of());
      case Folded(Gaussian g) -> new double[] {g.sigma()};
      case Folded(Laplace l) -> new double[] {l.scale()};
      default -> throw new IllegalArgumentException(law.toString());
    };
  }

  @Test
  void maximumLikelihoodIsThatOfScipy() {
    for (Oracle row : Oracle.rows("fits")) {
      Fit fit = Fit.byLikelihood(Family.valueOf(row.text("family")), sample(row.text("sample")));
      // The likelihood is flat at its top: 1e-12 of it is 1e-6 in a parameter.
      double[] p = parameters(fit.law());
      for (int i = 0; i < p.length; i++) {
        Near.absolute(row.number("p" + i), p[i], 2e-5 * Math.abs(p[i]) + 2e-6, row);
      }
      Near.relative(row.number("loglikelihood"), fit.quality().logLikelihood(), 1e-10, row);
    }
  }

  @Test
  void goodnessOfFitIsThatOfScipy() {
    for (Oracle row : Oracle.rows("fits")) {
      double[] x = sample(row.text("sample"));
      Fit fit = Fit.byLikelihood(Family.valueOf(row.text("family")), x);
      if (Double.isNaN(row.number("ad"))) {
        assertTrue(Double.isNaN(fit.quality().andersonDarling()), "atoms have no such statistic");
      } else {
        // Parameters that differ by 2e-6 move the statistics by as much.
        Near.absolute(row.number("ks"), fit.quality().kolmogorovSmirnov(), 2e-5, row);
        Near.relative(row.number("ad"), fit.quality().andersonDarling(), 2e-4, row);
      }
    }
  }

  private static double[] draw(Distribution law, int n, int seed) {
    Philox random = new Philox(seed, 7);
    return IntStream.range(0, n).mapToDouble(i -> law.draw(random, i)).toArray();
  }

  /** Each parameter's mean over samples lies within 4 standard errors of the truth (plus bias). */
  private static void recovers(Family family, Distribution truth, boolean likelihood) {
    int repeats = 16;
    int n = 1500;
    double[] expected = parameters(truth);
    double[][] found = new double[expected.length][repeats];
    for (int r = 0; r < repeats; r++) {
      double[] x = draw(truth, n, r);
      Fit fit = likelihood ? Fit.byLikelihood(family, x) : Fit.byMoments(family, x);
      double[] p = parameters(fit.law());
      for (int i = 0; i < p.length; i++) {
        found[i][r] = p[i];
      }
    }
    for (int i = 0; i < expected.length; i++) {
      double mean = Arrays.stream(found[i]).average().orElseThrow();
      double spread =
          Math.sqrt(
              Arrays.stream(found[i]).map(v -> (v - mean) * (v - mean)).sum() / (repeats - 1));
      double error = spread / Math.sqrt(repeats);
      // An estimate is biased by about spread^2: of order 1/n, a tenth of a standard error here.
      Near.absolute(expected[i], mean, 4.5 * error, family + " parameter " + i);
      assertTrue(spread < 0.2 * (Math.abs(expected[i]) + 1), family + " spread " + spread);
    }
  }

  @Test
  void maximumLikelihoodRecoversTheParameters() {
    recovers(Family.GAUSSIAN, new Gaussian(2, 0.5), true);
    recovers(Family.LAPLACE, new Laplace(-1, 2), true);
    recovers(Family.LOGISTIC, new Logistic(0.5, 0.25), true);
    recovers(Family.STUDENT_T, new StudentT(4, 1, 3), true);
    recovers(Family.GENERALIZED_GAUSSIAN, new GeneralizedGaussian(0.5, 2, 1.3), true);
    recovers(Family.HALF_GAUSSIAN, Gaussian.ofSigma(3).folded(), true);
    recovers(Family.RECTIFIED_GAUSSIAN, new Gaussian(-0.5, 2).rectified(), true);
  }

  @Test
  void momentsRecoverTheParameters() {
    recovers(Family.GAUSSIAN, new Gaussian(2, 0.5), false);
    recovers(Family.LAPLACE, new Laplace(-1, 2), false);
    recovers(Family.LOGISTIC, new Logistic(0.5, 0.25), false);
    recovers(Family.GENERALIZED_GAUSSIAN, new GeneralizedGaussian(0.5, 2, 2.5), false);
    recovers(Family.HALF_LAPLACE, new Laplace(0, 3).folded(), false);
    recovers(Family.RECTIFIED_GAUSSIAN, new Gaussian(0.3, 2).rectified(), false);
  }

  @Test
  void momentsOfTheFitAreThoseOfTheSample() {
    double[] x = sample("laplace");
    Empirical data = Empirical.of(x);
    for (Family family : List.of(Family.UNIFORM, Family.STUDENT_T, Family.GENERALIZED_GAUSSIAN)) {
      Distribution law = Fit.byMoments(family, x).law();
      Near.relative(data.mean(), law.mean(), 1e-12, family);
      Near.relative(data.variance(), law.variance(), 1e-12, family);
    }
    double[] m = new double[5];
    Distribution law = Fit.byMoments(Family.GENERALIZED_GAUSSIAN, x).law();
    law.moments(law.mean(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, m);
    double[] d = new double[5];
    data.moments(data.mean(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, d);
    Near.relative(d[4], m[4], 1e-9, "fourth moment");
  }

  @Test
  void theBestFamilyIsTheOneThatMadeTheSample() {
    assertEquals(Family.UNIFORM, Fit.best(sample("uniform")).family());
    assertEquals(Family.HALF_GAUSSIAN, Fit.best(sample("half")).family());
    assertEquals(Family.RECTIFIED_GAUSSIAN, Fit.best(sample("rectified")).family());
    assertEquals(Family.GAUSSIAN, Fit.best(sample("gaussian")).family());
    assertEquals(Family.STUDENT_T, Fit.best(draw(StudentT.of(3), 4000, 1)).family());
    assertEquals(Family.LAPLACE, Fit.best(draw(new Laplace(0, 1), 4000, 1)).family());
    List<Fit> all = Fit.ranked(sample("gaussian"));
    assertEquals(6, all.size());
    for (int i = 1; i < all.size(); i++) {
      assertTrue(all.get(i - 1).aic() <= all.get(i).aic());
    }
  }

  @Test
  void theUniformLikelihoodTouchesBothEnds() {
    Fit fit = Fit.byLikelihood(Family.UNIFORM, 3, 1, 2, 5);
    assertEquals(new Uniform(1, 5), fit.law());
    Near.relative(-4 * Math.log(4), fit.quality().logLikelihood(), 1e-15, "log likelihood");
    assertEquals(Double.POSITIVE_INFINITY, fit.quality().andersonDarling());
  }

  @Test
  void kolmogorovSmirnovSeesAtomsThatTheDataMiss() {
    double[] x = {0.5, 1, 1.5, 2};
    assertEquals(0.5, GoodnessOfFit.of(Gaussian.STANDARD.rectified(), x).kolmogorovSmirnov(), 0.2);
    Discrete same = Discrete.of(x, new double[] {0.25, 0.25, 0.25, 0.25});
    assertEquals(0, GoodnessOfFit.of(same, x).kolmogorovSmirnov());
    Near.relative(4 * Math.log(0.25), GoodnessOfFit.of(same, x).logLikelihood(), 1e-15, "atoms");
  }

  @Test
  void badDataNameTheRuleAndTheValue() {
    assertMessage("at least 4 values here, got 0");
    assertMessage("must be finite, got NaN at index 2", 1, 2, Double.NaN, 3);
    assertMessage("must not all be equal, got 7.0 4 times", 7, 7, 7, 7);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Fit.byLikelihood(Family.HALF_GAUSSIAN, 1, 2, -3, 4));
    assertTrue(e.getMessage().contains("at least 0, got -3.0"), e.getMessage());
  }

  private static void assertMessage(String text, double... values) {
    for (Family family : Family.values()) {
      var a = assertThrows(IllegalArgumentException.class, () -> Fit.byLikelihood(family, values));
      assertTrue(a.getMessage().contains(text), a.getMessage());
      var b = assertThrows(IllegalArgumentException.class, () -> Fit.byMoments(family, values));
      assertTrue(b.getMessage().contains(text), b.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> Fit.best(values));
  }
}

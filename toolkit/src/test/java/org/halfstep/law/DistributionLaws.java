package org.halfstep.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import org.halfstep.Near;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

/** What holds for every law. A new law supplies itself and a tolerance. */
abstract class DistributionLaws {

  private static final double INF = Double.POSITIVE_INFINITY;

  /** The law under test. */
  abstract Distribution law();

  /** Relative tolerance of probabilities and moments, with its reason at the override. */
  double tolerance() {
    return 1e-13; // a few hundred roundings of quadrature
  }

  private double[] points() {
    Distribution law = law();
    return DoubleStream.of(1e-9, 1e-3, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999, 1 - 1e-9)
        .map(law::quantile)
        .distinct()
        .toArray();
  }

  private double[] moments(double about, double lo, double hi) {
    double[] m = new double[5];
    law().moments(about, lo, hi, m);
    return m;
  }

  @Test
  void totalMassIsOne() {
    Near.relative(1, moments(0, -INF, INF)[0], tolerance(), law());
  }

  @Test
  void cdfAndSurvivalAreTheMassOnBothSides() {
    for (double x : points()) {
      Near.relative(law().cdf(x), moments(0, -INF, x)[0], tolerance(), x);
      Near.relative(law().survival(x), moments(0, x, INF)[0], tolerance(), x);
      Near.relative(1, law().cdf(x) + law().survival(x), tolerance(), x);
    }
  }

  @Test
  void quantileIsTheLeastPointThatReachesTheProbability() {
    for (double p : new double[] {1e-12, 0.01, 0.25, 0.5, 0.75, 0.99}) {
      double x = law().quantile(p);
      double width = 1e-12 * Math.max(Math.abs(x), Math.abs(law().quantile(0.75)));
      assertTrue(law().cdf(x + width) >= p * (1 - 1e-12), "p = " + p + ", x = " + x);
      assertTrue(law().cdf(x - width) <= p * (1 + 1e-9), "p = " + p + ", x = " + x);
    }
    assertThrows(IllegalArgumentException.class, () -> law().quantile(1.5));
    assertThrows(IllegalArgumentException.class, () -> law().quantile(Double.NaN));
  }

  @Test
  void partialMomentsAddUpOverAdjacentIntervals() {
    double[] x = points();
    double about = x[x.length / 2];
    double lo = x[0];
    double hi = x[x.length - 1];
    double[] whole = moments(about, lo, hi);
    double[] parts = new double[5];
    for (int i = 1; i < x.length; i++) {
      law().moments(about, x[i - 1], x[i], parts);
    }
    double range = Math.max(hi - about, about - lo);
    for (int k = 0; k < 5; k++) {
      Near.absolute(whole[k], parts[k], tolerance() * Math.pow(range, k), "order " + k);
    }
  }

  @Test
  void changingTheCentreFollowsTheBinomialTheorem() {
    double[] x = points();
    double a = x[0];
    double b = x[x.length - 1];
    double[] m = moments(a, a, b);
    double d = a - b;
    double size = Math.pow(b - a, 2);
    Near.absolute(
        m[2] + 2 * d * m[1] + d * d * m[0], moments(b, a, b)[2], tolerance() * size, law());
  }

  @Test
  void truncationKeepsShapeAndHasMassOne() {
    double[] x = points();
    int cut = x.length > 3 ? 1 : 0;
    double lo = x[cut];
    double hi = x[x.length - 1 - cut];
    Distribution inner = law().within(lo, hi);
    double[] m = new double[1];
    inner.moments(0, -INF, INF, m);
    Near.relative(1, m[0], tolerance(), law());
    double[] none = new double[1];
    assertEquals(0, inner.moments(0, hi, INF, none));
    assertEquals(0, none[0]);
  }

  @Test
  void emptyIntervalsAddNothingAndReversedOnesAreRefused() {
    double[] m = {1, 2, 3};
    law().moments(0.5, 0.25, 0.25, m);
    assertEquals(3, m[2]);
    assertThrows(IllegalArgumentException.class, () -> law().moments(0, 1, 0, m));
    assertThrows(IllegalArgumentException.class, () -> law().moments(Double.NaN, 0, 1, m));
  }

  @Test
  void samplesFollowTheLaw() {
    int n = 2000;
    float[] sample = law().sample(new Philox(20, 1), n);
    Empirical measured = Empirical.of(sample);
    double distance = 0;
    for (double p = 0.05; p < 1; p += 0.05) {
      double x = law().quantile(p);
      distance = Math.max(distance, Math.abs(measured.cdf(x) - law().cdf(x)));
    }
    // Kolmogorov: sqrt(n) D exceeds 1.95 with probability 1e-3; the seed is fixed.
    assertTrue(distance < 1.95 / Math.sqrt(n), "Kolmogorov distance " + distance);
  }
}

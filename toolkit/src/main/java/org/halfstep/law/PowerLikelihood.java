package org.halfstep.law;

import org.apache.commons.numbers.gamma.LogGamma;
import org.halfstep.numeric.Search;

/** Estimates of the generalized Gaussian law: the profile over its shape. */
final class PowerLikelihood {

  private static final double LEAST = 0.3;

  private static final double MOST = 50;

  /** Between neighbours of the scan the profile has one minimum in all samples that were tried. */
  private static final double RATIO = 1.5;

  private PowerLikelihood() {}

  static GeneralizedGaussian byMoments(Sample s) {
    double k = s.kurtosis();
    double shape =
        k >= kurtosis(LEAST)
            ? LEAST
            : k <= kurtosis(MOST) ? MOST : Search.root(b -> kurtosis(b) - k, LEAST, MOST);
    return GeneralizedGaussian.ofSigma(s.sigma(), shape).shifted(s.mean());
  }

  /** Gamma(5/b) Gamma(1/b) / Gamma(3/b)^2: 25.2 at 0.5, 6 at 1, 3 at 2, towards 1.8. */
  private static double kurtosis(double b) {
    return Math.exp(LogGamma.value(5 / b) + LogGamma.value(1 / b) - 2 * LogGamma.value(3 / b));
  }

  static GeneralizedGaussian fit(Sample s) {
    double best = LEAST;
    double least = Double.POSITIVE_INFINITY;
    for (double b = LEAST; b < MOST * RATIO; b *= RATIO) {
      double value = deficit(s, Math.min(b, MOST));
      if (value < least) {
        least = value;
        best = Math.min(b, MOST);
      }
    }
    double from = Math.log(Math.max(best / RATIO, LEAST));
    double to = Math.log(Math.min(best * RATIO, MOST));
    double shape = Math.exp(Search.minimum(t -> deficit(s, Math.exp(t)), from, to));
    double mean = mean(s, shape);
    return new GeneralizedGaussian(mean, scale(s, mean, shape), shape);
  }

  /** Returns the mean negative log likelihood at the best mean and scale for a shape. */
  private static double deficit(Sample s, double b) {
    return Math.log(2 * scale(s, mean(s, b), b)) + LogGamma.value(1 + 1 / b) + 1 / b;
  }

  private static double scale(Sample s, double mean, double b) {
    double spread = Math.max(s.max() - mean, mean - s.min()); // keeps large powers in range
    double sum = 0;
    for (double x : s.x()) {
      sum += Math.pow(Math.abs(x - mean) / spread, b);
    }
    return spread * Math.pow(b * sum / s.size(), 1 / b);
  }

  /** The minimum of sum |x - mean|^b, which is convex for b >= 1. */
  private static double mean(Sample s, double b) {
    if (b <= 1) {
      return s.median();
    }
    double spread = s.max() - s.min();
    return Search.root(
        mean -> {
          double slope = 0;
          for (double x : s.x()) {
            double d = (x - mean) / spread;
            slope -= Math.copySign(Math.pow(Math.abs(d), b - 1), d);
          }
          return slope;
        },
        s.min(),
        s.max());
  }
}

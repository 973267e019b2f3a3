package org.halfstep.law;

import org.apache.commons.numbers.gamma.LogGamma;
import org.halfstep.numeric.Search;

/**
 * Estimates of Student's law: for given degrees of freedom the EM iteration (Lange, Little and
 * Taylor 1989, with the parameter expansion of Liu, Rubin and Wu 1998); the degrees by a search.
 */
final class StudentLikelihood {

  /** Fewer degrees are not met in data, and their likelihood may be unbounded. */
  private static final double FEWEST = 0.25;

  private static final double MOST = 1000;

  private static final int ITERATIONS = 500;

  private final Sample sample;
  private double location;
  private double scale;

  private StudentLikelihood(Sample sample) {
    this.sample = sample;
    this.location = sample.median();
    this.scale = Math.max(sample.meanPower(location, 1), Double.MIN_NORMAL);
  }

  static StudentT byMoments(Sample s) {
    double excess = s.kurtosis() - 3;
    double nu = excess > 0 ? Math.min(4 + 6 / excess, MOST) : MOST;
    return new StudentT(nu, s.mean(), s.sigma() * Math.sqrt((nu - 2) / nu));
  }

  static StudentT fit(Sample s) {
    StudentLikelihood profile = new StudentLikelihood(s);
    double best = FEWEST;
    double least = Double.POSITIVE_INFINITY;
    for (double nu = FEWEST; nu <= MOST; nu *= 2) {
      double value = profile.deficit(nu);
      if (value < least) {
        least = value;
        best = nu;
      }
    }
    double from = Math.log(Math.max(best / 2, FEWEST));
    double to = Math.log(Math.min(best * 2, MOST));
    double nu = Math.exp(Search.minimum(t -> profile.deficit(Math.exp(t)), from, to));
    profile.deficit(nu);
    return new StudentT(nu, profile.location, profile.scale);
  }

  /** Settles location and scale for nu and returns the mean negative log likelihood. */
  private double deficit(double nu) {
    for (int i = 0; i < ITERATIONS; i++) {
      double weights = 0;
      double first = 0;
      double second = 0;
      for (double x : sample.x()) {
        double d = x - location;
        double w = 1 / (nu + d / scale * (d / scale));
        weights += w;
        first += w * d;
        second += w * d * d;
      }
      double shift = first / weights;
      double next = Math.sqrt(second / weights - shift * shift);
      boolean still = Math.abs(shift) <= 1e-13 * scale && Math.abs(next - scale) <= 1e-13 * scale;
      location += shift;
      scale = next;
      if (still) {
        break;
      }
    }
    double logs = 0;
    for (double x : sample.x()) {
      double z = (x - location) / scale;
      logs += Math.log1p(z * z / nu);
    }
    double constant =
        LogGamma.value(0.5 * nu) - LogGamma.value(0.5 * (nu + 1)) + 0.5 * Math.log(nu * Math.PI);
    return constant + Math.log(scale) + 0.5 * (nu + 1) * logs / sample.size();
  }
}

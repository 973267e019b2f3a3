package org.halfstep.law;

import org.halfstep.numeric.Search;

/**
 * Estimates of max(X, 0), X Gaussian: with a = mean/sigma and t = 1/sigma the likelihood is concave
 * (Olsen 1978), and t is the root of a quadratic for each a.
 */
final class RectifiedLikelihood {

  /** P(X > 0) = 1e-15 and 1 - 1e-15: no sample tells what lies beyond. */
  private static final double FARTHEST = 8;

  private RectifiedLikelihood() {}

  static Distribution byMoments(Sample s) {
    double ratio = s.mean() * s.mean() / s.meanSquare();
    double a =
        ratio <= ratio(-FARTHEST)
            ? -FARTHEST
            : ratio >= ratio(FARTHEST)
                ? FARTHEST
                : Search.root(t -> ratio(t) - ratio, -FARTHEST, FARTHEST);
    double sigma = s.mean() / unitMoments(a)[1];
    return new Gaussian(a * sigma, sigma).rectified();
  }

  /** E[Y]^2/E[Y^2] of Y = max(Z + a, 0), increasing in a. */
  private static double ratio(double a) {
    double[] m = unitMoments(a);
    return m[1] * m[1] / m[2];
  }

  private static double[] unitMoments(double a) {
    double[] m = new double[3];
    Gaussian.STANDARD.moments(-a, -a, Double.POSITIVE_INFINITY, m);
    return m;
  }

  static Distribution fit(Sample s) {
    double positive = s.size() - s.zeros();
    double first = s.mean() * s.size();
    double second = s.meanSquare() * s.size();
    double a;
    if (slope(s, -FARTHEST, positive, first, second) <= 0) {
      a = -FARTHEST;
    } else if (slope(s, FARTHEST, positive, first, second) >= 0) {
      a = s.mean() / s.sigma(); // no zeros to speak of: the plain Gaussian
    } else {
      a = Search.root(x -> slope(s, x, positive, first, second), -FARTHEST, FARTHEST);
    }
    double t = inverseSigma(a, positive, first, second);
    return new Gaussian(a / t, 1 / t).rectified();
  }

  private static double inverseSigma(double a, double positive, double first, double second) {
    double half = 0.5 * a * first;
    return (half + Math.sqrt(half * half + positive * second)) / second;
  }

  /** Derivative of the log likelihood {@code n0 ln Phi(-a) - sum (t x - a)^2/2 + n1 ln t} in a. */
  private static double slope(Sample s, double a, double positive, double first, double second) {
    double t = inverseSigma(a, positive, first, second);
    double hazard = Gaussian.STANDARD.pdf(a) / Gaussian.STANDARD.survival(a);
    return t * first - positive * a - s.zeros() * hazard;
  }
}

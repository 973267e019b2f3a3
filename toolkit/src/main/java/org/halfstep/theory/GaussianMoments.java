package org.halfstep.theory;

import org.halfstep.law.Gaussian;

/**
 * Moments of an activation under a Gaussian that finite width and drifting norms need, to about
 * 1e-6: sums over equidistant points.
 *
 * @param u the activation
 * @param centred whether v = u - E u or v = u
 * @param power E[u^2]
 * @param exponent d log E[u^2] / d log sigma^2
 * @param scatter {@code E[v^4]/E[v^2]^2 - 1}
 * @param lossScatter {@code 3 E[u'^4]/E[u'^2]^2 + E[v^4]/E[v^2]^2 - 2 E[v^2 u'^2]/(E[v^2] E[u'^2])}
 * @param widthConstant {@code E[v^4]/E[v^2]^2 - 2 E[v^2 u'^2]/(E[v^2] E[u'^2])}, 0 if u' is 0
 */
record GaussianMoments(
    Activation u,
    boolean centred,
    double power,
    double exponent,
    double scatter,
    double lossScatter,
    double widthConstant) {

  private static final int POINTS = 1 << 13;
  private static final double REACH = 10;

  /** Moments under N(0, 1). */
  static GaussianMoments of(Activation u, boolean centred) {
    return of(u, centred, 1);
  }

  /** The same under N(0, sigma^2). */
  GaussianMoments at(double sigma) {
    return sigma == 1 ? this : of(u, centred, sigma);
  }

  private static GaussianMoments of(Activation u, boolean centred, double sigma) {
    double mean = 0;
    double power = 0;
    double along = 0;
    double slope = 0;
    double total = 0;
    for (int i = 0; i < POINTS; i++) {
      double z = at(i);
      double p = Gaussian.STANDARD.pdf(z);
      double value = u.value(sigma * z);
      double derivative = u.derivative(sigma * z);
      total += p;
      mean += p * value;
      power += p * value * value;
      along += p * value * derivative * sigma * z;
      slope += p * derivative * derivative;
    }
    mean = centred ? mean / total : 0;
    double second = 0;
    double fourth = 0;
    double mixed = 0;
    double steep = 0;
    for (int i = 0; i < POINTS; i++) {
      double z = at(i);
      double p = Gaussian.STANDARD.pdf(z) / total;
      double square = Math.pow(u.value(sigma * z) - mean, 2);
      double derivative = u.derivative(sigma * z);
      second += p * square;
      fourth += p * square * square;
      mixed += p * square * derivative * derivative;
      steep += p * Math.pow(derivative, 4);
    }
    slope /= total;
    double kurtosis = fourth / (second * second);
    double shared = slope > 0 ? 2 * mixed / (second * slope) : kurtosis;
    double slopes = slope > 0 ? 3 * steep / (slope * slope) : 0;
    return new GaussianMoments(
        u,
        centred,
        power / total,
        along / power,
        kurtosis - 1,
        slopes + kurtosis - shared,
        kurtosis - shared);
  }

  private static double at(int i) {
    return ((2 * i + 1.0) / POINTS - 1) * REACH;
  }
}

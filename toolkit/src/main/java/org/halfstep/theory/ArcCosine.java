package org.halfstep.theory;

/**
 * The kernel of two rectified Gaussians: {@code E[X+ Y+] = sigma_X sigma_Y C0(r)/2}, {@code C0(r) =
 * [sqrt(1 - r^2) + r (pi - arccos r)]/pi} (Cho and Saul 2009, arc-cosine kernel of order 1).
 *
 * <p>For u(x) = x above 0 and a x below, {@code E[u(X) u(Y)] = sigma_X sigma_Y [(1 - a)^2 C0(r) + 2
 * a r]/2}: the identity (a = 1), ReLU (0), LeakyReLU and the absolute value (-1) at once.
 */
final class ArcCosine {

  private ArcCosine() {}

  /** Returns 1 - C0(1 - d), relatively exact for d in 0..2. */
  static double loss(double d) {
    double angle = 2 * Math.asin(Math.sqrt(0.5 * d));
    return d - difference(angle) / Math.PI;
  }

  /** Returns sin t - t cos t. */
  private static double difference(double t) {
    if (t > 1) {
      return Math.sin(t) - t * Math.cos(t);
    }
    double sum = 0;
    double power = t; // t^(2k+1)/(2k+1)!, with its sign
    for (int k = 1; Math.abs(power) > 1e-18 * sum; k++) {
      power *= -t * t / (2 * k * (2 * k + 1.0));
      sum -= 2 * k * power;
    }
    return sum;
  }

  /** Returns E[(u(X) - u(Y))^2] / sigma^2 for one sigma and r = 1 - d. */
  static double distance(double slope, double d) {
    return (1 - slope) * (1 - slope) * loss(d) + 2 * slope * d;
  }
}

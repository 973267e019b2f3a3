package org.halfstep.theory;

/**
 * Means over a log-normal number of mean 1, by Gauss-Hermite quadrature of 7 points: {@code sum
 * weight(i) f(at(i, variance))}.
 */
final class LogNormal {

  /** How many points there are; the middle one is {@code exp(-variance/2)}. */
  static final int POINTS = 7;

  private static final double[] NODES = {
    -3.750439717725742,
    -2.366759410734541,
    -1.154405394739968,
    0,
    1.154405394739968,
    2.366759410734541,
    3.750439717725742
  };

  private static final double[] WEIGHTS = {
    5.48268855972219e-4,
    0.0307571239675865,
    0.240123178605013,
    0.457142857142857,
    0.240123178605013,
    0.0307571239675865,
    5.48268855972219e-4
  };

  private LogNormal() {}

  /** The number at a point, for a variance of its log. */
  static double at(int i, double variance) {
    return Math.exp(Math.sqrt(variance) * NODES[i] - variance / 2);
  }

  /** The weight of a point; one point has it all if nothing varies. */
  static double weight(int i, double variance) {
    return variance > 0 ? WEIGHTS[i] : i == POINTS / 2 ? 1 : 0;
  }
}

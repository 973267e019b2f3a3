package org.halfstep.calibrate;

import org.halfstep.numeric.Search;

/**
 * The law of sizes beyond u, from those that were seen there: hazard {@code h(x) = a (x/u)^theta}.
 *
 * <p>{@code theta = 0} is an exponential tail, exact for Laplace; -1 a power, exact for Pareto and
 * in the limit for Student-t; a Gaussian's hazard, {@code x + 1/x - ...}, is within 3 % of a power
 * from 1.6 to 4 sigma (a generalized Pareto tail is off by 40 % there). Fitted by maximum
 * likelihood; {@code S(x) = exp(-A ((x/u)^(theta+1) - 1) / (theta+1))}, {@code A = a u}.
 *
 * @param share the probability of being beyond u
 * @param u where the tail begins, positive
 * @param theta the power
 * @param rate A
 */
record HazardTail(double share, double u, double theta, double rate) {

  /** A power tail; a smaller theta would leave mass at infinity. */
  private static final double HEAVIEST = -1;

  /** Steeper than any law without an end. */
  private static final double LIGHTEST = 12;

  /** Below, two terms of the series are right to 1e-10, and the difference is not. */
  private static final double SMALL = 1e-5;

  private static final int NODES = 16;
  private static final double[][] LAGUERRE = laguerre();

  /** Fits the tail to the greatest of sorted sizes, none of which is below u. */
  static HazardTail of(double[] sorted, int beyond, double u) {
    double[] logs = new double[beyond];
    double sum = 0;
    for (int i = 0; i < beyond; i++) {
      logs[i] = StrictMath.log(sorted[sorted.length - beyond + i] / u);
      sum += logs[i];
    }
    double mean = sum / beyond;
    double share = (double) beyond / sorted.length;
    double theta = HEAVIEST;
    if (score(logs, mean, HEAVIEST) > 0) {
      boolean inside = score(logs, mean, LIGHTEST) < 0;
      theta = inside ? Search.root(t -> score(logs, mean, t), HEAVIEST, LIGHTEST) : LIGHTEST;
    }
    return new HazardTail(share, u, theta, beyond / growth(logs, theta)[0]);
  }

  /** The slope of the logarithmic likelihood over theta, per value, at the best rate. */
  private static double score(double[] logs, double mean, double theta) {
    double[] g = growth(logs, theta);
    return mean - g[1] / g[0];
  }

  /** The sum of {@code ((x/u)^(theta+1) - 1) / (theta+1)}, and its derivative. */
  private static double[] growth(double[] logs, double theta) {
    double power = theta + 1;
    double sum = 0;
    double slope = 0;
    for (double log : logs) {
      boolean small = Math.abs(power * log) < SMALL;
      double less = StrictMath.expm1(power * log);
      double g = small ? log * (1 + power * log / 2) : less / power;
      sum += g;
      slope += small ? log * log * (0.5 + power * log / 3) : (log * (less + 1) - g) / power;
    }
    return new double[] {sum, slope};
  }

  /** {@code -ln S(x)}. */
  private double cumulated(double x) {
    double power = theta + 1;
    double log = StrictMath.log(x / u);
    return rate * (Math.abs(power) < 1e-9 ? log : StrictMath.expm1(power * log) / power);
  }

  double survival(double x) {
    return share * StrictMath.exp(-cumulated(x));
  }

  /**
   * {@code E[(X - c)^2; X > e]}: with {@code w = -ln(S(x) / S(e))} it is {@code S(e)} times the
   * integral of {@code (x(w) - c)^2 exp(-w)}, which 16 nodes of Gauss-Laguerre give to 1e-6 for
   * tails with four moments.
   */
  double squareBeyond(double c, double e) {
    double power = theta + 1;
    double start = cumulated(e);
    double sum = 0;
    for (int i = 0; i < NODES; i++) {
      double w = (start + LAGUERRE[0][i]) / rate;
      double x =
          u * StrictMath.exp(Math.abs(power) < 1e-9 ? w : StrictMath.log1p(power * w) / power);
      sum += LAGUERRE[1][i] * (x - c) * (x - c);
    }
    return share * StrictMath.exp(-start) * sum;
  }

  /** Nodes and weights by Newton's method on the three-term recurrence. */
  private static double[][] laguerre() {
    double[] x = new double[NODES];
    double[] weight = new double[NODES];
    for (int i = 0; i < NODES; i++) {
      double z = i == 0 ? 3.0 / (1 + 2.4 * NODES) : x[i - 1];
      for (int step = 0; step < 200; step++) { // from the left, zeros found before divided out
        double[] p = polynomial(z);
        double found = 0;
        for (int j = 0; j < i; j++) {
          found += 1 / (z - x[j] + 1e-300);
        }
        double next = z - 1 / (p[1] / p[0] - (step == 0 && i > 0 ? 0 : found));
        if (step == 0 && i > 0) {
          next = x[i - 1] + 0.5 * (i > 1 ? x[i - 1] - x[i - 2] : x[0]);
        }
        if (Math.abs(next - z) < 1e-14 * z) {
          break;
        }
        z = next;
      }
      x[i] = z;
      double[] p = polynomial(z);
      weight[i] = 1 / (z * p[1] * p[1]);
    }
    return new double[][] {x, weight};
  }

  /** L_n and its derivative. */
  private static double[] polynomial(double z) {
    double before = 1;
    double now = 1 - z;
    for (int k = 1; k < NODES; k++) {
      double next = ((2 * k + 1 - z) * now - k * before) / (k + 1);
      before = now;
      now = next;
    }
    return new double[] {now, NODES * (now - before) / z};
  }
}

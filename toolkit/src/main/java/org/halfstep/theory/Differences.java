package org.halfstep.theory;

import java.util.Arrays;

/**
 * Derivatives and jumps from values alone: the slope of a polynomial through nine values between
 * the breaks beside x, its window chosen by trial.
 */
final class Differences {

  /** Values taken: at the Chebyshev nodes of the window, so never at its ends. */
  private static final int VALUES = 9;

  /** Half of the first window tried; each further one is a quarter of it. */
  private static final double FIRST = 1.0 / 16;

  private static final int TRIALS = 8;

  /** A slope that is in doubt by no more than this is taken at once. */
  private static final double GOOD = 1e-13;

  /** Values are right to 1e-16; their polynomial's slope at an end is off by n^2 times as much. */
  private static final double ROUNDING = VALUES * VALUES * Math.ulp(1.0);

  /** Beside a break, beyond the doubt about where it is. */
  private static final double NEAR = 1e-10;

  /** Beside a kink: the function is straight to 1e-16 of its values there. */
  private static final double LINES = 1e-8;

  /** A difference this small beside the values is no jump. */
  private static final double CONTINUOUS = 1e-8;

  /** COSINE[k][j] = cos(k theta_j), the transform from values to coefficients. */
  private static final double[][] COSINE = new double[VALUES][VALUES];

  static {
    for (int k = 0; k < VALUES; k++) {
      for (int j = 0; j < VALUES; j++) {
        COSINE[k][j] = Math.cos(k * Math.PI * (2 * j + 1) / (2 * VALUES));
      }
    }
  }

  private Differences() {}

  /** Returns u'(x), from points between the breaks beside x only. */
  static double derivative(Activation u, double[] breaks, double x) {
    double best = Double.NaN;
    double least = Double.POSITIVE_INFINITY;
    double reach = FIRST * Math.max(1, Math.abs(x));
    for (int i = 0; i < TRIALS && least > 0; i++, reach /= 4) {
      double lo = below(breaks, x, reach);
      double hi = above(breaks, x, reach);
      double[] c = coefficients(u, lo, hi);
      double half = 0.5 * (hi - lo);
      double slope = slope(c, (x - 0.5 * (lo + hi)) / half) / half;
      double last = Math.abs(c[VALUES - 1]) + Math.abs(c[VALUES - 2]);
      double rounding = ROUNDING * largest(c);
      double doubt = VALUES * VALUES * last / half + rounding / half;
      if (doubt < least) {
        least = doubt <= GOOD * Math.abs(slope) + 2 * rounding / half ? 0 : doubt;
        best = slope;
      }
    }
    return best;
  }

  private static double[] coefficients(Activation u, double lo, double hi) {
    double[] c = new double[VALUES];
    for (int j = 0; j < VALUES; j++) {
      double y = u.value(0.5 * (lo + hi) + 0.5 * (hi - lo) * COSINE[1][j]);
      for (int k = 0; k < VALUES; k++) {
        c[k] += (k == 0 ? 1.0 : 2.0) / VALUES * y * COSINE[k][j];
      }
    }
    return c;
  }

  /** Returns sum k c_k U_(k-1)(t), the slope of the Chebyshev series. */
  private static double slope(double[] c, double t) {
    double before = 0;
    double now = 1;
    double sum = 0;
    for (int k = 1; k < VALUES; k++) {
      sum += k * c[k] * now;
      double next = 2 * t * now - before;
      before = now;
      now = next;
    }
    return sum;
  }

  private static double largest(double[] c) {
    double largest = 0;
    for (double v : c) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  private static double below(double[] breaks, double x, double reach) {
    int i = Arrays.binarySearch(breaks, x);
    int next = i < 0 ? -i - 1 : i;
    return next == 0 ? x - reach : Math.max(x - reach, breaks[next - 1]);
  }

  private static double above(double[] breaks, double x, double reach) {
    int i = Arrays.binarySearch(breaks, x);
    int next = i < 0 ? -i - 1 : i + 1;
    return next == breaks.length ? x + reach : Math.min(x + reach, breaks[next]);
  }

  /** Returns how far {@link #derivative} may be off. */
  static double noise(double[] breaks, double x, double value, double slope) {
    double reach = FIRST * Math.max(1, Math.abs(x));
    double window = above(breaks, x, reach) - below(breaks, x, reach);
    return 4 * GOOD * Math.abs(slope) + 4 * ROUNDING * Math.abs(value) / window;
  }

  /**
   * Returns the jump u(b+) - u(b-), 0 for a kink: what is left of a difference when its step
   * shrinks to nothing.
   */
  static double jump(Activation u, double b) {
    double h = NEAR * Math.max(Math.abs(b), 1);
    double near = u.value(b + h) - u.value(b - h);
    double far = u.value(b + 2 * h) - u.value(b - 2 * h);
    double size = Math.abs(u.value(b + h)) + Math.abs(u.value(b - h));
    double jump = 2 * near - far;
    return Math.abs(jump) > CONTINUOUS * size ? jump : 0;
  }

  /**
   * Returns where the lines through two values on either side of a kink meet, or b where they don't
   * meet nearby: values tell no more about a kink than to their rounding over its change of slope.
   */
  static double kink(Activation u, double b) {
    double h = LINES * Math.max(Math.abs(b), 1);
    double left = (u.value(b - h) - u.value(b - 2 * h)) / h;
    double right = (u.value(b + 2 * h) - u.value(b + h)) / h;
    double gap = (u.value(b + h) - right * h) - (u.value(b - h) + left * h);
    double shift = gap / (left - right);
    return Math.abs(shift) < h / 4 ? b + shift : b;
  }

  /** Returns how far a kink at b may be misplaced times what that does to the squared slope. */
  static double misplaced(Activation u, double b) {
    double h = LINES * Math.max(Math.abs(b), 1);
    double left = (u.value(b - h) - u.value(b - 2 * h)) / h;
    double right = (u.value(b + 2 * h) - u.value(b + h)) / h;
    double values = Math.ulp(Math.abs(u.value(b - 2 * h)) + Math.abs(u.value(b + 2 * h)));
    double change = Math.abs(left) + Math.abs(right);
    return 16 * change * (values + Math.ulp(b) * change);
  }
}

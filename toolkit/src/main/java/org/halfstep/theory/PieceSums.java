package org.halfstep.theory;

import org.halfstep.law.Distribution;

/** Sums over pieces of E[a + b d + c d^2], of its square and of the square of its slope. */
final class PieceSums {

  /** The partial moments of a law are right to a few ulp where they say nothing else. */
  private static final double ULPS = 8 * Math.ulp(1.0);

  double first;
  double second;
  double slope;
  double firstError;
  double secondError;
  double slopeError;

  /** Adds the piece lo < X <= hi, d = X - about. */
  void add(Distribution law, double about, double lo, double hi, double a, double b, double c) {
    if (!(lo < hi) || a == 0 && b == 0 && c == 0) {
      return;
    }
    double[] m = new double[c != 0 ? 5 : b != 0 ? 3 : 1];
    double r = law.moments(about, lo, hi, m) + ULPS;
    double[] size = sizes(m);
    double[] p = {a, b, c};
    double[] square = {a * a, 2 * a * b, b * b + 2 * a * c, 2 * b * c, c * c};
    double[] slopes = {b * b, 4 * b * c, 4 * c * c};
    first += dot(p, m, 1);
    second += dot(square, m, 1);
    slope += dot(slopes, m, 1);
    firstError += r * dot(p, size, -1);
    secondError += r * dot(square, size, -1);
    slopeError += r * dot(slopes, size, -1);
  }

  /** Bounds E|d|^k by Cauchy's inequality from the even orders beside k. */
  private static double[] sizes(double[] m) {
    double[] size = m.clone();
    for (int k = 1; k < m.length; k += 2) {
      size[k] = Math.sqrt(m[k - 1] * m[k + 1]);
    }
    return size;
  }

  /** The sum of coefficients times moments; of their sizes if the sign is -1. */
  private static double dot(double[] coefficients, double[] m, int sign) {
    double sum = 0;
    for (int k = 0; k < coefficients.length; k++) {
      if (coefficients[k] != 0) { // a moment that is not needed may be infinite
        sum += (sign < 0 ? Math.abs(coefficients[k]) : coefficients[k]) * m[k];
      }
    }
    return sum;
  }
}

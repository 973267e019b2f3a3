package org.halfstep.theory;

/**
 * Seventeen values of a function on a panel: its integral, and how much of it the panel does not
 * resolve.
 *
 * <p>The nodes are cos(pi j/16), ends included: a kink or jump that lies closer to an end than any
 * inner node still shows in the value at that end. What the last coefficients of the Chebyshev
 * series hold measures what is missing beyond them; four of them cannot vanish together by chance.
 */
final class Chebyshev {

  /** The degree of the interpolating polynomial. */
  static final int DEGREE = 16;

  /** How many of the last coefficients are looked at. */
  private static final int LAST = 4;

  /** An end is taken this part of the panel further in: one side of a jump, never between. */
  private static final double INSIDE = 0x1p-51;

  private static final double[] NODE = new double[DEGREE + 1];

  private static final double[] WEIGHT = new double[DEGREE + 1];

  /** The rows of the cosine transform that give the last coefficients. */
  private static final double[][] TAIL = new double[LAST][DEGREE + 1];

  static {
    for (int j = 0; j <= DEGREE; j++) {
      boolean end = j == 0 || j == DEGREE;
      NODE[j] = 2 * j == DEGREE ? 0 : Math.cos(Math.PI * j / DEGREE);
      double sum = 1;
      for (int k = 2; k <= DEGREE; k += 2) {
        sum -= cosine(k * j) * (k == DEGREE ? 1 : 2) / ((double) k * k - 1);
      }
      WEIGHT[j] = sum * (end ? 1 : 2) / DEGREE;
      for (int k = 0; k < LAST; k++) {
        int n = DEGREE - k;
        TAIL[k][j] = cosine(n * j) * (end ? 1 : 2) / DEGREE * (n == DEGREE ? 0.5 : 1);
      }
    }
  }

  private Chebyshev() {}

  private static double cosine(int k) {
    return Math.cos(Math.PI * (k % (2 * DEGREE)) / DEGREE);
  }

  /** Returns node j of the panel [a, b]; the two ends lie just inside. */
  static double node(double a, double b, int j) {
    double half = 0.5 * (b - a);
    if (j == 0) {
      return Math.min(Math.nextDown(b), b - half * INSIDE);
    }
    return j == DEGREE
        ? Math.max(Math.nextUp(a), a + half * INSIDE)
        : NODE[j] < 0 ? a + half * (1 + NODE[j]) : b - half * (1 - NODE[j]);
  }

  /** Returns the integral over [-1, 1] (Clenshaw and Curtis 1960). */
  static double integral(double[] f) {
    double sum = 0;
    for (int j = 0; j <= DEGREE; j++) {
      sum += WEIGHT[j] * f[j];
    }
    return sum;
  }

  /** Returns the sum of the sizes of the last coefficients. */
  static double unresolved(double[] f) {
    double sum = 0;
    for (double[] row : TAIL) {
      double c = 0;
      for (int j = 0; j <= DEGREE; j++) {
        c += row[j] * f[j];
      }
      sum += Math.abs(c);
    }
    return sum;
  }
}

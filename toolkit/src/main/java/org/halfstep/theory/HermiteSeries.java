package org.halfstep.theory;

import org.halfstep.law.Gaussian;

/**
 * The Hermite expansion of an activation under a Gaussian: {@code u(mean + sigma z) = sum c_n
 * h_n(z)} with {@code c_n = E[u(mean + sigma Z) h_n(Z)]}, h_n = He_n/sqrt(n!) orthonormal under
 * N(0, 1).
 *
 * <p>All a Gaussian does to u is in the c_n: {@code E[u] = c_0}, {@code Var u = sum_{n>=1} c_n^2},
 * {@code sigma^2 E[u'^2] = sum n c_n^2} (so their ratio, the gain of the centred noise-to-signal
 * ratio, is the mean degree, at least 1), and {@code E[u(X) u(Y)] = sum c_n^2 r^n} for correlation
 * r (Mehler 1866). For a kink c_n^2 falls like n^-5/2, for a jump like n^-3/2: sums converge slowly
 * there, and {@link ActivationReport} and {@link CorrelationMap} don't use them.
 */
public final class HermiteSeries {

  /** Beyond this order h_n(z) phi(z) has more oscillations than the quadrature has panels for. */
  private static final int MOST = 512;

  private final double[] c;
  private final double[] error;

  private HermiteSeries(double[] c, double[] error) {
    this.c = c;
    this.error = error;
  }

  /**
   * Returns the first terms of the expansion.
   *
   * @param u the activation
   * @param law the law of X
   * @param degree the highest n, 0..512
   * @return the coefficients c_0 .. c_degree
   * @throws IllegalArgumentException if the degree is out of range
   * @throws ArithmeticException if u gives NaN, at the number that the message names, or E[u(X)^2]
   *     is infinite
   */
  public static HermiteSeries of(Activation u, Gaussian law, int degree) {
    if (degree < 0 || degree > MOST) {
      throw new IllegalArgumentException("degree must be in 0.." + MOST + ", got " + degree);
    }
    Activation known = NamedActivation.resolved(u, law, 0);
    int n = degree + 2;
    Expectation e =
        Expectation.of(
            (x, value, noise) -> terms(known, law, x, value),
            n,
            n,
            Expectation.FINEST,
            law,
            known.breaks());
    if (e.value(0) == Double.POSITIVE_INFINITY) {
      throw new ArithmeticException("E[u(X)^2] must be finite, got infinity for " + u);
    }
    double[] c = new double[degree + 1];
    double[] error = new double[degree + 1];
    for (int k = 0; k <= degree; k++) {
      c[k] = e.value(k + 1);
      error[k] = e.error(k + 1);
    }
    return new HermiteSeries(c, error);
  }

  /** The square of u, then u h_n for n = 0, 1, ... by their recurrence. */
  private static void terms(Activation u, Gaussian law, double x, double[] value) {
    double y = u.value(x);
    if (Double.isNaN(y)) {
      throw FloatLoop.notANumber(u, x);
    }
    double z = (x - law.mean()) / law.sigma();
    double before = 0;
    double h = 1;
    value[0] = y * y;
    for (int n = 0; n + 1 < value.length; n++) {
      value[n + 1] = y * h;
      double next = (z * h - Math.sqrt(n) * before) / Math.sqrt(n + 1);
      before = h;
      h = next;
    }
  }

  /**
   * Returns the highest degree.
   *
   * @return n of the last coefficient
   */
  public int degree() {
    return c.length - 1;
  }

  /**
   * Returns a coefficient.
   *
   * @param n the degree, 0..{@link #degree}
   * @return c_n = E[u(X) He_n(Z)]/sqrt(n!)
   */
  public double coefficient(int n) {
    return c[n];
  }

  /**
   * Returns a bound for the error of a coefficient.
   *
   * @param n the degree, 0..{@link #degree}
   * @return the error, as estimated by the quadrature
   */
  public double error(int n) {
    return error[n];
  }

  /**
   * Returns the variance of u(X) in the terms at hand.
   *
   * @return sum of c_n^2 over n from 1; what is missing of Var u(X) lies in higher terms
   */
  public double variance() {
    return sum(1, 1, 0);
  }

  /**
   * Returns the mean degree of the terms at hand, at least 1.
   *
   * @return sum n c_n^2 / sum c_n^2 over n from 1
   */
  public double meanDegree() {
    return sum(1, 1, 1) / sum(1, 1, 0);
  }

  /**
   * Returns E[u(X) u(Y)] in the terms at hand.
   *
   * @param r the correlation of X and Y, -1..1
   * @return sum of c_n^2 r^n over n from 0
   * @throws IllegalArgumentException if r is not in -1..1
   */
  public double product(double r) {
    if (!(Math.abs(r) <= 1)) {
      throw new IllegalArgumentException("r must be in -1..1, got " + r);
    }
    return sum(0, r, 0);
  }

  /** Returns E[(u(X) - u(Y))^2] for r = 1 - d: twice the sum of c_n^2 (1 - r^n), all positive. */
  double distance(double d) {
    double r = 1 - d;
    double sum = 0;
    for (int n = c.length - 1; n > 0; n--) {
      double power = r > 0 ? -Math.expm1(n * Math.log1p(-d)) : 1 - Math.pow(r, n);
      sum += c[n] * c[n] * power;
    }
    return 2 * sum;
  }

  /** The sum of n^power c_n^2 r^n from the smallest terms on. */
  private double sum(int from, double r, int power) {
    double sum = 0;
    for (int n = c.length - 1; n >= from; n--) {
      sum = sum * r + c[n] * c[n] * (power == 0 ? 1 : n);
    }
    return from == 0 ? sum : sum * r;
  }
}

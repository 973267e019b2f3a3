package org.halfstep.theory;

import org.halfstep.law.Gaussian;

/**
 * What an activation does to the correlation r of two Gaussian signals of one law: {@code C(r) =
 * E[u(X) u(Y)] / E[u(X)^2]}, and centred {@code Cov(u(X), u(Y)) / Var u(X)}.
 *
 * <p>With Hermite coefficients c_n of u (see {@link HermiteSeries}) these are {@code sum c_n^2 r^n
 * / sum c_n^2}, over n from 0 or from 1 (Poole et al. 2016; Daniely et al. 2016). For ReLU under
 * N(0, sigma^2) the first is {@code [sqrt(1 - r^2) + r (pi - arccos r)]/pi} (Cho and Saul 2009,
 * order 1), in closed form here as for LeakyReLU. Analytic activations take the series, others one
 * quadrature for each r.
 */
public final class CorrelationMap {

  /** The degrees tried; tanh under N(0, 1) needs about 70. */
  private static final int[] DEGREES = {48, 144, 400};

  /** What a series may miss of sum n c_n^2, and so of a loss: a third of what is promised. */
  private static final double CONVERGED = 3e-11;

  /** A variance this small beside the mean square is the rounding of a constant. */
  private static final double CONSTANT = 1e-28;

  private final Activation u;
  private final Gaussian law;
  private final ActivationReport report;

  /** The Hermite expansion, where it converges; else null. */
  private final HermiteSeries series;

  private CorrelationMap(Activation u, Gaussian law) {
    this.u = u;
    this.law = law;
    this.report = ActivationReport.of(u, law);
    this.series = converged(u, law, report);
  }

  /** Returns as many terms as hold all of sigma^2 E[u'^2] = sum n c_n^2, or null. */
  private static HermiteSeries converged(Activation u, Gaussian law, ActivationReport report) {
    double whole = law.variance() * report.errorGain();
    if (!(whole < Double.POSITIVE_INFINITY)
        || u instanceof PiecewiseActivation p && p.breaks().length > 0) {
      return null;
    }
    for (int degree : DEGREES) {
      HermiteSeries series = HermiteSeries.of(u, law, degree);
      double found = series.meanDegree() * series.variance();
      if (Math.abs(found - whole) <= CONVERGED * whole) {
        return series;
      }
    }
    return null;
  }

  /**
   * Returns the map of an activation.
   *
   * @param u the activation, not constant
   * @param law the law of both signals
   * @return the map
   * @throws ArithmeticException if u gives NaN, at the number that the message names, or E[u(X)^2]
   *     is infinite or Var u(X) is 0
   */
  public static CorrelationMap of(Activation u, Gaussian law) {
    CorrelationMap map = new CorrelationMap(u, law);
    double variance = map.report.variance();
    double least = CONSTANT * map.report.secondMoment();
    if (!(variance > least && variance < Double.POSITIVE_INFINITY)) {
      throw new ArithmeticException(
          "Var u(X) must be positive and finite, got " + variance + " for " + u + " under " + law);
    }
    return map;
  }

  /**
   * Returns C(r) = E[u(X) u(Y)] / E[u(X)^2].
   *
   * @param r the correlation of X and Y, -1..1
   * @return the correlation after the activation, as cosine
   * @throws IllegalArgumentException if r is not in -1..1
   */
  public double at(double r) {
    return 1 - loss(1 - checked(r));
  }

  /**
   * Returns Cov(u(X), u(Y)) / Var u(X).
   *
   * @param r the correlation of X and Y, -1..1
   * @return the correlation after the activation
   * @throws IllegalArgumentException if r is not in -1..1
   */
  public double centredAt(double r) {
    return 1 - centredLoss(1 - checked(r));
  }

  private static double checked(double r) {
    if (!(Math.abs(r) <= 1)) {
      throw new IllegalArgumentException("r must be in -1..1, got " + r);
    }
    return r;
  }

  /**
   * Returns 1 - C(1 - d), with all digits for small d.
   *
   * @param d one minus the correlation of X and Y, 0..2
   * @return one minus the cosine after the activation, {@code E[(u(X) - u(Y))^2] / (2 E[u(X)^2])}
   * @throws IllegalArgumentException if d is not in 0..2
   */
  public double loss(double d) {
    return 0.5 * distance(d) / report.secondMoment();
  }

  /**
   * Returns one minus the centred correlation after the activation, with all digits for small d.
   *
   * @param d one minus the correlation of X and Y, 0..2
   * @return {@code E[(u(X) - u(Y))^2] / (2 Var u(X))}
   * @throws IllegalArgumentException if d is not in 0..2
   */
  public double centredLoss(double d) {
    return 0.5 * distance(d) / report.variance();
  }

  /** Returns E[(u(X) - u(Y))^2]: the error e = Y - X has the variance 2 d sigma^2. */
  private double distance(double d) {
    if (!(d >= 0 && d <= 2)) {
      throw new IllegalArgumentException("d must be in 0..2, got " + d);
    }
    if (d == 0) {
      return 0;
    }
    if (series != null) {
      return series.distance(d);
    }
    double errorSigma = law.sigma() * Math.sqrt(2 * d);
    return ActivationError.of(u, law, errorSigma, -Math.sqrt(0.5 * d)).meanSquare();
  }

  /**
   * Returns the slope of C at r = 1, {@code sigma^2 E[u'^2] / E[u^2]}: above 1 two signals lose
   * each other, below 1 they fall together.
   *
   * @return the slope; infinite where u jumps
   */
  public double slope() {
    return law.variance() * report.errorGain() / report.secondMoment();
  }

  /**
   * Returns the slope of the centred map at r = 1: the mean degree, at least 1.
   *
   * @return {@code sigma^2 E[u'^2] / Var u}; infinite where u jumps
   */
  public double centredSlope() {
    return report.meanDegree();
  }
}

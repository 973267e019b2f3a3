package org.halfstep.theory;

import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;

/**
 * What an activation u does to a law: moments of the signal u(X), and what a small error comes to.
 *
 * <p>Signal and error follow different maps. The signal's is {@code v(sigma) = Var u(X)}; a small
 * error e that is independent of X becomes {@code u(X + e) - u(X)} with the mean square {@code
 * E[u'(X)^2] E[e^2]}. For ReLU under N(0, 1) these are 1/2 - 1/(2 pi) and 1/2.
 *
 * @param mean E[u(X)]
 * @param secondMoment E[u(X)^2]
 * @param variance Var u(X), summed about the mean
 * @param slopeSquare E[u'(X)^2], u' almost everywhere: 0 for a staircase
 * @param jumpPower sum of J^2 p(b) over the jumps J of u at b, p the density of X: an error much
 *     finer than the steps comes to {@code jumpPower E|e|} there; 0 for a continuous u
 * @param inputVariance Var X
 * @param meanError a bound for the error of the mean, as estimated by the quadrature
 * @param secondMomentError the same of the second moment
 * @param varianceError the same of the variance
 * @param slopeSquareError the same of slopeSquare
 */
public record ActivationReport(
    double mean,
    double secondMoment,
    double variance,
    double slopeSquare,
    double jumpPower,
    double inputVariance,
    double meanError,
    double secondMomentError,
    double varianceError,
    double slopeSquareError) {

  /**
   * Reports what an activation does to a law.
   *
   * @param u the activation
   * @param law the law of X; an atom on a jump of u counts with the value that u has there
   * @return the moments of u(X): 1e-13 or better for piecewise polynomials under the Gaussian,
   *     about 1e-12 where breaks are known or there are none; else as good as the errors say
   * @throws ArithmeticException if u gives NaN, at the number that the message names, or if E[u(X)]
   *     does not exist; a second moment or slope that is infinite is reported as infinity
   */
  public static ActivationReport of(Activation u, Distribution law) {
    return u.under(law);
  }

  /**
   * Reports what an activation does to N(0, sigma^2).
   *
   * @param u the activation
   * @param sigma the standard deviation of X, positive
   * @return the moments of u(X)
   */
  public static ActivationReport of(Activation u, double sigma) {
    return u.under(Gaussian.ofSigma(sigma));
  }

  static ActivationReport byQuadrature(Activation any, Distribution law) {
    Activation u = NamedActivation.resolved(any, law, 0);
    double[] breaks = u.breaks();
    Expectation raw =
        Expectation.of(integrand(u, breaks, 0), 3, 3, Expectation.FINEST, law, breaks);
    double mean = raw.value(0);
    if (!Double.isFinite(mean)) {
      throw nonexistent(u, law, mean);
    }
    Expectation central =
        Expectation.of(integrand(u, breaks, mean), 2, 2, Expectation.FINEST, law, breaks);
    return new ActivationReport(
        mean,
        raw.value(1),
        central.value(1),
        raw.value(2),
        jumpPower(u, law),
        law.variance(),
        raw.error(0),
        raw.error(1),
        central.error(1) + 2 * raw.error(0) * Math.abs(central.value(0)),
        raw.error(2) + misplaced(u, law));
  }

  /** Returns what the slopes owe to breaks that are known to a few ulp only. */
  private static double misplaced(Activation u, Distribution law) {
    double sum = 0;
    for (double b : u.breaks()) {
      sum += Differences.misplaced(u, b) * law.pdf(b);
    }
    return sum;
  }

  static ArithmeticException nonexistent(Activation u, Distribution law, double mean) {
    return new ArithmeticException(
        "the mean of u(X) must exist, got " + mean + " for " + u + " under " + law);
  }

  /** Returns u - offset, its square, and the square of the slope where three are asked for. */
  private static Expectation.Integrand integrand(Activation u, double[] breaks, double offset) {
    boolean exact = u instanceof SmoothActivation;
    boolean cell = u instanceof NamedActivation;
    return (x, value, noise) -> {
      double y = u.value(x);
      if (Double.isNaN(y)) {
        throw FloatLoop.notANumber(u, x);
      }
      value[0] = y - offset;
      value[1] = value[0] * value[0];
      if (value.length > 2) {
        double slope = cell ? Differences.derivative(u, breaks, x) : u.derivative(x);
        value[2] = slope * slope;
        double doubt = exact ? 0 : Differences.noise(breaks, x, y, slope);
        noise[2] = doubt * (2 * Math.abs(slope) + doubt);
      }
    };
  }

  private static double jumpPower(Activation u, Distribution law) {
    double power = 0;
    for (double b : u.breaks()) {
      double jump = Differences.jump(u, b);
      power += jump == 0 ? 0 : jump * jump * law.pdf(b);
    }
    return power;
  }

  /**
   * Returns the gain of a vanishing error, {@code lim E[(u(X + e) - u(X))^2] / E[e^2]} for an
   * independent e.
   *
   * @return E[u'(X)^2], or infinity where u jumps
   */
  public double errorGain() {
    return jumpPower > 0 ? Double.POSITIVE_INFINITY : slopeSquare;
  }

  /**
   * Returns the gain of a small Gaussian error to first order in its size, jumps included.
   *
   * @param errorSigma the standard deviation of e, positive and small beside the scale of u
   * @return {@code E[u'(X)^2] + jumpPower sqrt(2/pi) / errorSigma}
   */
  public double errorGain(double errorSigma) {
    return slopeSquare + jumpPower * Math.sqrt(2 / Math.PI) / errorSigma;
  }

  /**
   * Returns by how much a vanishing error grows against the centred signal: {@code Var X E[u'^2] /
   * Var u(X)}.
   *
   * <p>Under a Gaussian it is the mean degree {@code sum n c_n^2 / sum_{n>=1} c_n^2} of the Hermite
   * expansion, hence at least 1, and 1 only for affine u (the Gaussian Poincare inequality,
   * Chernoff 1981): no pointwise activation lowers the centred noise-to-signal ratio.
   *
   * @return the gain of the centred noise-to-signal ratio; infinite where u jumps
   */
  public double meanDegree() {
    return inputVariance * errorGain() / variance;
  }

  /**
   * Returns by how much a vanishing error grows against the signal's mean square, when the input's
   * mean is 0: {@code Var X E[u'^2] / E[u(X)^2]}.
   *
   * @return the gain of the uncentred ratio; it may be below 1, for the mean of u(X) carries no
   *     information
   */
  public double uncentredGain() {
    return inputVariance * errorGain() / secondMoment;
  }
}

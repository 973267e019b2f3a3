package org.halfstep.theory;

import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;

/** The analytic activations of the catalogue, with exact derivatives. */
sealed interface SmoothActivation extends Activation {

  /** 1/sqrt(2 pi). */
  double INVERSE_SQRT_2PI = 0.398942280401432677939946059934381868;

  /** sqrt(2/pi). */
  double SQRT_2_OVER_PI = 0.797884560802865355879892119868763737;

  /** 1/(1 + exp(-x)). */
  record Sigmoid() implements SmoothActivation {
    @Override
    public double value(double x) {
      return logistic(x);
    }

    @Override
    public double derivative(double x) {
      return logistic(x) * logistic(-x);
    }

    @Override
    public String toString() {
      return "sigmoid";
    }
  }

  /** The hyperbolic tangent. */
  record Tanh() implements SmoothActivation {
    @Override
    public double value(double x) {
      return StrictMath.tanh(x);
    }

    @Override
    public double derivative(double x) {
      return 4 * logistic(2 * x) * logistic(-2 * x);
    }

    @Override
    public String toString() {
      return "tanh";
    }
  }

  /** x/(1 + exp(-x)). */
  record Silu() implements SmoothActivation {
    @Override
    public double value(double x) {
      return x == Double.NEGATIVE_INFINITY ? 0 : x * logistic(x);
    }

    @Override
    public double derivative(double x) {
      double s = logistic(x);
      return s + value(x) * logistic(-x);
    }

    @Override
    public String toString() {
      return "SiLU";
    }
  }

  /** x/2 (1 + tanh a), which is x times the logistic function of 2a. */
  record GeluTanh() implements SmoothActivation {
    private static final double CUBIC = 0.044715;

    private static double twice(double x) {
      return 2 * SQRT_2_OVER_PI * x * (1 + CUBIC * x * x);
    }

    @Override
    public double value(double x) {
      return x == Double.NEGATIVE_INFINITY ? 0 : x * logistic(twice(x));
    }

    @Override
    public double derivative(double x) {
      double slope = 2 * SQRT_2_OVER_PI * (1 + 3 * CUBIC * x * x);
      double s = logistic(twice(x));
      double rest = s * logistic(-twice(x));
      return s + (rest == 0 ? 0 : x * rest * slope);
    }

    @Override
    public String toString() {
      return "GELU (tanh)";
    }
  }

  /**
   * x Phi(x). Under N(0, sigma^2), with A = arcsin(sigma^2/(1 + sigma^2)) and q = 1 + 2 sigma^2:
   *
   * <ul>
   *   <li>E[u] = sigma^2 / sqrt(2 pi (1 + sigma^2))
   *   <li>E[u^2] = sigma^2 (1/4 + A/(2 pi) + sigma^2/(pi (1 + sigma^2) sqrt q))
   *   <li>E[u'^2] = 1/4 + A/(2 pi) + sigma^2/(pi (1 + sigma^2) sqrt q) + sigma^2/(2 pi q^(3/2))
   * </ul>
   *
   * The first two are in Tsuchida, Pearce, van der Heide, Roosta and Gallagher (2021), Avoiding
   * kernel fixed points; the third follows by Stein's lemma.
   */
  record Gelu() implements SmoothActivation {
    @Override
    public double value(double x) {
      return x == Double.NEGATIVE_INFINITY ? 0 : x * normal(x);
    }

    @Override
    public double derivative(double x) {
      double density = density(x);
      return normal(x) + (density == 0 ? 0 : x * density);
    }

    @Override
    public ActivationReport under(Distribution law) {
      if (!(law instanceof Gaussian g) || g.mean() != 0) {
        return SmoothActivation.super.under(law);
      }
      double s = g.variance();
      double q = 1 + 2 * s;
      double mean = s / Math.sqrt(2 * Math.PI * (1 + s));
      double common =
          0.25 + Math.asin(s / (1 + s)) / (2 * Math.PI) + s / (Math.PI * (1 + s) * Math.sqrt(q));
      double slope = common + s / (2 * Math.PI * q * Math.sqrt(q));
      double second = s * common;
      // s common and s^2/(2 pi (1 + s)) never come nearer than a factor of 3: no digits are lost.
      double variance = second - mean * mean;
      double ulps = 8 * Math.ulp(1.0);
      return new ActivationReport(
          mean,
          second,
          variance,
          slope,
          0,
          s,
          ulps * mean,
          ulps * second,
          2 * ulps * second,
          ulps * slope);
    }

    @Override
    public String toString() {
      return "GELU";
    }
  }

  /** Returns 1/(1 + exp(-x)), relatively exact at both ends. */
  static double logistic(double x) {
    if (x < 0) {
      double e = StrictMath.exp(x);
      return e / (1 + e);
    }
    return 1 / (1 + StrictMath.exp(-x));
  }

  /** Returns the normal density; x^2 is carried to twice the digits. */
  static double density(double x) {
    double square = x * x;
    double rest = Math.fma(x, x, -square);
    double density = INVERSE_SQRT_2PI * StrictMath.exp(-0.5 * square);
    return density == 0 ? 0 : density - density * 0.5 * rest;
  }

  /**
   * Returns the normal distribution function, about 1e-15 relative down to 1e-300.
   *
   * <p>Phi(-a) = phi(a) g(a); (a + 4) g(a) as a Chebyshev series in (a - 4)/(a + 4), computed with
   * 50 digits.
   */
  static double normal(double x) {
    double a = Math.abs(x);
    if (a > 40) {
      return x > 0 ? 1 : x < 0 ? 0 : Double.NaN;
    }
    if (Double.isNaN(x)) {
      return x;
    }
    double t = (a - 4) / (a + 4);
    double next = 0;
    double now = 0;
    for (int i = MILLS.length - 1; i > 0; i--) {
      double before = Math.fma(2 * t, now, MILLS[i] - next);
      next = now;
      now = before;
    }
    double series = Math.fma(t, now, MILLS[0] - next);
    double tail = density(a) / INVERSE_SQRT_2PI * series / (a + 4);
    return x > 0 ? 1 - tail : tail;
  }

  /** The series of {@link #normal}, for Phi(-a) exp(a^2/2) (a + 4). */
  double[] MILLS = {
    0.970451204566076544846,
    -0.7517088168395705313945,
    0.2221935556752510340199,
    -0.04851775326044608611863,
    0.006925920496242480392403,
    -0.000320598474398149953509,
    -0.0001005473916321067839341,
    0.00001890336901970696361197,
    0.000001010356885474631055076,
    -6.145334749397823906367e-7,
    -3.381020120069175640812e-9,
    2.068650806174283407774e-8,
    -1.128260363246950639491e-10,
    -7.77401522838869426052e-10,
    -9.941424191404707483947e-12,
    3.174482949858302784082e-11,
    1.842480684470494022151e-12,
    -1.31286164667109654062e-12,
    -1.741536265265481357428e-13,
    4.907274031704424103819e-14,
    1.293138432616557620831e-14,
    -1.218066352172634133174e-15,
    -8.052147372620933008418e-16,
    -2.860494144261621139596e-17,
    4.057064424335354146447e-17
  };
}

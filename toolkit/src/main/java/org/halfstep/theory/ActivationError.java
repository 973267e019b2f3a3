package org.halfstep.theory;

import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;

/**
 * What an activation makes of an error of finite size: moments of {@code u(X + e) - u(X)}, e
 * Gaussian with mean 0.
 *
 * <p>In closed form for {@code y = x above 0, slope x below} under a Gaussian of mean 0 (the
 * identity, ReLU, LeakyReLU): with sigma_Y^2 = Var(X + e) and r the correlation of X and X + e,
 * {@code (1 + slope^2)/2 (sigma_Y - sigma_X)^2 + sigma_X sigma_Y [(1 - slope)^2 (1 - C0(r)) + 2
 * slope (1 - r)]}, C0 the arc-cosine kernel of order 1 (Cho and Saul 2009). Elsewhere by quadrature
 * over X of the conditional moments given X, which piecewise polynomials have in closed form again.
 *
 * @param inputPower E[e^2]
 * @param bias E[u(X + e) - u(X)]
 * @param meanSquare E[(u(X + e) - u(X))^2]
 * @param biasError a bound for the error of the bias, as estimated by the quadrature
 * @param meanSquareError the same of the mean square
 */
public record ActivationError(
    double inputPower, double bias, double meanSquare, double biasError, double meanSquareError) {

  private static final double ULPS = 16 * Math.ulp(1.0);

  /**
   * Reports what an error comes to that is independent of X.
   *
   * @param u the activation
   * @param law the law of X
   * @param errorSigma the standard deviation of e, positive and finite
   * @return the moments of u(X + e) - u(X)
   * @throws IllegalArgumentException if errorSigma is not positive and finite
   * @throws ArithmeticException if u gives NaN, at the number that the message names, or a moment
   *     is infinite
   */
  public static ActivationError of(Activation u, Distribution law, double errorSigma) {
    return law instanceof Gaussian g
        ? of(u, g, errorSigma, 0)
        : ConditionalError.over(law, u, checked(errorSigma), 0, errorSigma, 0);
  }

  /**
   * Reports what an error comes to that is jointly Gaussian with X.
   *
   * @param u the activation
   * @param law the law of X
   * @param errorSigma the standard deviation of e, positive and finite
   * @param correlation the correlation of X and e, -1..1
   * @return the moments of u(X + e) - u(X)
   * @throws IllegalArgumentException if an argument is out of range
   * @throws ArithmeticException if u gives NaN, at the number that the message names, or a moment
   *     is infinite
   */
  public static ActivationError of(
      Activation u, Gaussian law, double errorSigma, double correlation) {
    checked(errorSigma);
    if (!(Math.abs(correlation) <= 1)) {
      throw new IllegalArgumentException("correlation must be in -1..1, got " + correlation);
    }
    double slope = u instanceof PiecewiseActivation p ? p.homogeneous() : Double.NaN;
    if (slope == 1 || law.mean() == 0 && !Double.isNaN(slope)) {
      return homogeneous(slope, law.sigma(), errorSigma, correlation);
    }
    double pull = correlation * errorSigma / law.sigma();
    double rest = errorSigma * Math.sqrt((1 - correlation) * (1 + correlation));
    return ConditionalError.over(law, u, errorSigma, pull, rest, law.mean());
  }

  private static double checked(double errorSigma) {
    if (!(errorSigma > 0 && errorSigma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "errorSigma must be positive and finite, got " + errorSigma);
    }
    return errorSigma;
  }

  private static ActivationError homogeneous(double slope, double sigma, double s, double r) {
    double power = s * s;
    if (slope == 1) {
      return new ActivationError(power, 0, power, 0, 0);
    }
    double sine = s * Math.sqrt((1 - r) * (1 + r));
    double y = Math.hypot(sigma + r * s, sine); // the standard deviation of X + e
    double growth = s * (2 * r * sigma + s) / (y + sigma);
    // X and X + e enclose the angle whose tangent is sine over sigma + r s.
    double half = Math.sin(0.5 * Math.atan2(sine, sigma + r * s));
    double distance = sigma * y * ArcCosine.distance(slope, 2 * half * half);
    double meanSquare = 0.5 * (1 + slope * slope) * growth * growth + distance;
    double bias = (1 - slope) * SmoothActivation.INVERSE_SQRT_2PI * growth;
    return new ActivationError(power, bias, meanSquare, ULPS * Math.abs(bias), ULPS * meanSquare);
  }

  /**
   * Returns the error gain.
   *
   * @return {@code E[(u(X + e) - u(X))^2] / E[e^2]}
   */
  public double gain() {
    return meanSquare / inputPower;
  }
}

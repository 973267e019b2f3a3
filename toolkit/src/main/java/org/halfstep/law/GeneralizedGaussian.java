package org.halfstep.law;

import org.apache.commons.numbers.gamma.GammaRatio;

/**
 * The generalized Gaussian (exponential power) law with density {@code shape / (2 scale
 * Gamma(1/shape)) exp(-|z|^shape)}, {@code z = (x - mean)/scale}.
 *
 * <p>Shape 1 is the Laplace law of the same scale, 2 the normal law with sigma = scale/sqrt(2), and
 * large shapes tend to the uniform law on mean -/+ scale. The standard deviation is {@code scale
 * sqrt(Gamma(3/shape)/Gamma(1/shape))} (Johnson, Kotz and Balakrishnan 1995, section 24.6).
 * Survival is {@code Q(1/shape, z^shape)/2}, a regularized incomplete gamma function (DLMF 8.2);
 * relative error of either tail below 1e-14 + 2.5e-16 |ln P|.
 */
public final class GeneralizedGaussian implements Distribution {

  private final double mean;
  private final double scale;
  private final double shape;
  private final StandardPower unit;

  /**
   * Creates a law.
   *
   * @param mean the mean, finite
   * @param scale the scale (often alpha), positive; not the standard deviation
   * @param shape the exponent (often beta), in 0.1..100
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public GeneralizedGaussian(double mean, double scale, double shape) {
    this.mean = Intervals.checkFinite("mean", mean);
    this.scale = Intervals.checkPositive("scale", scale);
    if (!(shape >= 0.1 && shape <= 100)) {
      throw new IllegalArgumentException("shape must be in 0.1..100, got " + shape);
    }
    this.shape = shape;
    this.unit = new StandardPower(shape);
  }

  /**
   * Returns the law with mean 0 and a given standard deviation.
   *
   * @param sigma the standard deviation, positive
   * @param shape the exponent, in 0.1..100
   * @return the law with scale {@code sigma sqrt(Gamma(1/shape)/Gamma(3/shape))}
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public static GeneralizedGaussian ofSigma(double sigma, double shape) {
    Intervals.checkPositive("sigma", sigma);
    new GeneralizedGaussian(0, 1, shape);
    return new GeneralizedGaussian(0, sigma / Math.sqrt(unitVariance(shape)), shape);
  }

  private static double unitVariance(double shape) {
    return 1 / GammaRatio.value(1 / shape, 3 / shape);
  }

  /**
   * Returns the scale.
   *
   * @return alpha, not the standard deviation
   */
  public double scale() {
    return scale;
  }

  /**
   * Returns the exponent.
   *
   * @return beta
   */
  public double shape() {
    return shape;
  }

  @Override
  public double pdf(double x) {
    return unit.applyAsDouble((x - mean) / scale) / scale;
  }

  /** Returns the middle, where the density is smooth for even whole shapes only. */
  @Override
  public double[] breaks() {
    return new double[] {mean};
  }

  @Override
  public double moments(double about, double lo, double hi, double[] m) {
    return unit.image(mean, scale, about, lo, hi, m);
  }

  @Override
  public double cdf(double x) {
    return unit.tail(-(x - mean) / scale);
  }

  @Override
  public double survival(double x) {
    return unit.tail((x - mean) / scale);
  }

  @Override
  public double mean() {
    return mean;
  }

  @Override
  public double variance() {
    return scale * scale * unitVariance(shape);
  }

  @Override
  public GeneralizedGaussian scaled(double a) {
    return new GeneralizedGaussian(Intervals.checkFactor(a) * mean, Math.abs(a) * scale, shape);
  }

  @Override
  public GeneralizedGaussian shifted(double b) {
    return new GeneralizedGaussian(mean + b, scale, shape);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GeneralizedGaussian g
        && g.mean == mean
        && g.scale == scale
        && g.shape == shape;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(mean) + 31 * (Double.hashCode(scale) + 31 * Double.hashCode(shape));
  }

  @Override
  public String toString() {
    return "GeneralizedGaussian[mean=" + mean + ", scale=" + scale + ", shape=" + shape + "]";
  }
}

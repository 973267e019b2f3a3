package org.halfstep.law;

/**
 * The double exponential law with density {@code exp(-|x - mean|/scale) / (2 scale)}; its standard
 * deviation is {@code sqrt(2) scale} (Johnson, Kotz and Balakrishnan 1995, chapter 24).
 *
 * @param mean the mean, finite
 * @param scale the mean distance from the mean (often b), positive
 */
public record Laplace(double mean, double scale) implements Distribution {

  static final Standard UNIT = new Unit();

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if the mean is not finite or the scale is not positive
   */
  public Laplace {
    mean = Intervals.checkFinite("mean", mean);
    Intervals.checkPositive("scale", scale);
  }

  /**
   * Returns the law with mean 0 and a given standard deviation.
   *
   * @param sigma the standard deviation, positive
   * @return the law with scale sigma/sqrt(2)
   */
  public static Laplace ofSigma(double sigma) {
    return new Laplace(0, Intervals.checkPositive("sigma", sigma) * Math.sqrt(0.5));
  }

  private static final class Unit implements Standard {

    @Override
    public double applyAsDouble(double z) {
      return 0.5 * Math.exp(-Math.abs(z));
    }

    /** (e h/24)^12, on one side of the kink. */
    @Override
    public boolean narrow(double centre, double half) {
      return half < 0.3 && half <= Math.abs(centre);
    }
  }

  @Override
  public double pdf(double x) {
    return 0.5 * Math.exp(-Math.abs(x - mean) / scale) / scale;
  }

  /** Returns the kink. */
  @Override
  public double[] breaks() {
    return new double[] {mean};
  }

  @Override
  public double moments(double about, double lo, double hi, double[] m) {
    return UNIT.image(mean, scale, about, lo, hi, m);
  }

  @Override
  public double cdf(double x) {
    return x < mean ? half(mean - x) : 1 - half(x - mean);
  }

  @Override
  public double survival(double x) {
    return x > mean ? half(x - mean) : 1 - half(mean - x);
  }

  private double half(double distance) {
    return 0.5 * Math.exp(-distance / scale);
  }

  @Override
  public double quantile(double p) {
    Intervals.checkProbability(p);
    return p <= 0.5 ? mean + scale * Math.log(2 * p) : mean - scale * Math.log(2 * (1 - p));
  }

  @Override
  public double mean() {
    return mean;
  }

  @Override
  public double variance() {
    return 2 * scale * scale;
  }

  @Override
  public Laplace scaled(double a) {
    return new Laplace(Intervals.checkFactor(a) * mean, Math.abs(a) * scale);
  }

  @Override
  public Laplace shifted(double b) {
    return new Laplace(mean + b, scale);
  }
}

package org.halfstep.law;

/**
 * The logistic law with density {@code e^-z / (scale (1 + e^-z)^2)}, {@code z = (x - mean)/scale};
 * its standard deviation is {@code pi/sqrt(3) scale} (Johnson, Kotz and Balakrishnan 1995, chapter
 * 23).
 *
 * <p>Survival is {@code e^-z/(1 + e^-z)}: relative error below 1e-15 (1 + z/10) down to 1e-300.
 *
 * @param mean the mean, finite
 * @param scale the scale s, positive
 */
public record Logistic(double mean, double scale) implements Distribution {

  static final Standard UNIT = new Unit();

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if the mean is not finite or the scale is not positive
   */
  public Logistic {
    mean = Intervals.checkFinite("mean", mean);
    Intervals.checkPositive("scale", scale);
  }

  /**
   * Returns the law with mean 0 and a given standard deviation.
   *
   * @param sigma the standard deviation, positive
   * @return the law with scale sqrt(3)/pi sigma
   */
  public static Logistic ofSigma(double sigma) {
    return new Logistic(0, Intervals.checkPositive("sigma", sigma) * Math.sqrt(3) / Math.PI);
  }

  private static double density(double z) {
    double e = Math.exp(-Math.abs(z));
    return e / ((1 + e) * (1 + e));
  }

  private static final class Unit implements Standard {

    @Override
    public double applyAsDouble(double z) {
      return density(z);
    }

    /** Poles at +-i pi: 60 (h/4)^12. */
    @Override
    public boolean narrow(double centre, double half) {
      return half < 0.1;
    }
  }

  @Override
  public double pdf(double x) {
    return density((x - mean) / scale) / scale;
  }

  /** Returns the mode, from which the tails are integrated. */
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
    return tail(-(x - mean) / scale);
  }

  @Override
  public double survival(double x) {
    return tail((x - mean) / scale);
  }

  private static double tail(double z) {
    if (z < 0) {
      return 1 / (1 + Math.exp(z));
    }
    double e = Math.exp(-z);
    return e / (1 + e);
  }

  @Override
  public double quantile(double p) {
    Intervals.checkProbability(p);
    return mean + scale * (Math.log(p) - Math.log1p(-p));
  }

  @Override
  public double mean() {
    return mean;
  }

  @Override
  public double variance() {
    return Math.PI * Math.PI / 3 * scale * scale;
  }

  @Override
  public Logistic scaled(double a) {
    return new Logistic(Intervals.checkFactor(a) * mean, Math.abs(a) * scale);
  }

  @Override
  public Logistic shifted(double b) {
    return new Logistic(mean + b, scale);
  }
}

package org.halfstep.law;

/**
 * The uniform law on [lo, hi], with density {@code 1/(hi - lo)}.
 *
 * @param lo the lower end of the support, finite
 * @param hi the upper end of the support, above lo
 */
public record Uniform(double lo, double hi) implements Distribution {

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if lo is not below hi
   */
  public Uniform {
    lo = Intervals.checkFinite("lo", lo);
    hi = Intervals.checkFinite("hi", hi);
    if (!(lo < hi)) {
      throw new IllegalArgumentException("lo must be below hi, got " + lo + " and " + hi);
    }
  }

  /**
   * Returns the law with mean 0 and a given standard deviation.
   *
   * @param sigma the standard deviation, positive
   * @return the uniform law on [-sqrt(3) sigma, sqrt(3) sigma]
   */
  public static Uniform ofSigma(double sigma) {
    double half = Intervals.checkPositive("sigma", sigma) * Math.sqrt(3);
    return new Uniform(-half, half);
  }

  @Override
  public double pdf(double x) {
    return x >= lo && x <= hi ? 1 / (hi - lo) : 0;
  }

  /** Returns the ends of the support. */
  @Override
  public double[] breaks() {
    return new double[] {lo, hi};
  }

  /** Adds the partial moments in closed form. */
  @Override
  public double moments(double about, double from, double to, double[] m) {
    Intervals.check(about, from, to);
    double a = Math.max(from, lo);
    double b = Math.min(to, hi);
    if (!(a < b)) {
      return 0;
    }
    Intervals.addUniform(1 / (hi - lo), a, b, about, m);
    return Math.ulp(1.0);
  }

  @Override
  public double cdf(double x) {
    return Math.clamp((x - lo) / (hi - lo), 0.0, 1.0);
  }

  @Override
  public double survival(double x) {
    return Math.clamp((hi - x) / (hi - lo), 0.0, 1.0);
  }

  @Override
  public double quantile(double p) {
    Intervals.checkProbability(p);
    return p <= 0.5 ? lo + p * (hi - lo) : hi - (1 - p) * (hi - lo);
  }

  @Override
  public double mean() {
    return lo + 0.5 * (hi - lo);
  }

  @Override
  public double variance() {
    return (hi - lo) * (hi - lo) / 12;
  }

  @Override
  public Uniform scaled(double a) {
    double u = Intervals.checkFactor(a) * lo;
    double v = a * hi;
    return new Uniform(Math.min(u, v), Math.max(u, v));
  }

  @Override
  public Uniform shifted(double b) {
    return new Uniform(lo + b, hi + b);
  }
}

package org.halfstep.law;

/**
 * Student's law with any number of degrees of freedom, shifted and scaled: density {@code c/(scale)
 * (1 + z^2/nu)^(-(nu + 1)/2)}, {@code z = (x - location)/scale}, {@code c = Gamma((nu + 1)/2) /
 * (sqrt(nu pi) Gamma(nu/2))} (Johnson, Kotz and Balakrishnan 1995, chapter 28).
 *
 * <p>The standard deviation is {@code scale sqrt(nu/(nu - 2))} and exists for nu above 2 only. In
 * general the moment of order k exists for k below nu; a partial moment over an interval that is
 * infinite is infinite when k is at least nu, and finite over any bounded interval. Survival is
 * {@code I_y(nu/2, 1/2)/2} with {@code y = nu/(nu + z^2)} (DLMF 8.17), by its continued fraction
 * with z f(z) as the factor: relative error below 1e-14 in both tails for 3 to 30 degrees (an
 * incomplete beta function whose factor is formed from logarithms was off by 1e-12 at 30).
 */
public final class StudentT implements Distribution {

  private final double degrees;
  private final double location;
  private final double scale;
  private final StandardStudent unit;

  /**
   * Creates a law.
   *
   * @param degrees the degrees of freedom nu, positive, not necessarily whole
   * @param location the middle, finite; the mean if nu is above 1
   * @param scale the scale, positive; not the standard deviation
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public StudentT(double degrees, double location, double scale) {
    this.degrees = Intervals.checkPositive("degrees of freedom", degrees);
    this.location = Intervals.checkFinite("location", location);
    this.scale = Intervals.checkPositive("scale", scale);
    this.unit = new StandardStudent(degrees);
  }

  /**
   * Returns the standard law: location 0, scale 1.
   *
   * @param degrees the degrees of freedom, positive
   * @return the law
   */
  public static StudentT of(double degrees) {
    return new StudentT(degrees, 0, 1);
  }

  /**
   * Returns the law with mean 0 and a given standard deviation.
   *
   * @param degrees the degrees of freedom, above 2: below, no standard deviation exists
   * @param sigma the standard deviation, positive
   * @return the law with scale {@code sigma sqrt((nu - 2)/nu)}
   * @throws IllegalArgumentException if degrees is not above 2 or sigma not positive
   */
  public static StudentT ofSigma(double degrees, double sigma) {
    if (!(degrees > 2)) {
      throw new IllegalArgumentException(
          "degrees of freedom must be above 2 for a standard deviation, got " + degrees);
    }
    double scale = Intervals.checkPositive("sigma", sigma) * Math.sqrt((degrees - 2) / degrees);
    return new StudentT(degrees, 0, scale);
  }

  /**
   * Returns the degrees of freedom.
   *
   * @return nu
   */
  public double degrees() {
    return degrees;
  }

  /**
   * Returns the middle.
   *
   * @return the location
   */
  public double location() {
    return location;
  }

  /**
   * Returns the scale.
   *
   * @return the scale, not the standard deviation
   */
  public double scale() {
    return scale;
  }

  @Override
  public double pdf(double x) {
    return unit.applyAsDouble((x - location) / scale) / scale;
  }

  /** Returns the mode, from which the tails are integrated. */
  @Override
  public double[] breaks() {
    return new double[] {location};
  }

  @Override
  public double moments(double about, double lo, double hi, double[] m) {
    return unit.image(location, scale, about, lo, hi, m);
  }

  @Override
  public double cdf(double x) {
    return unit.tail(-(x - location) / scale);
  }

  @Override
  public double survival(double x) {
    return unit.tail((x - location) / scale);
  }

  @Override
  public double mean() {
    return degrees > 1 ? location : Double.NaN;
  }

  @Override
  public double variance() {
    if (degrees > 2) {
      return scale * scale * degrees / (degrees - 2);
    }
    return degrees > 1 ? Double.POSITIVE_INFINITY : Double.NaN;
  }

  @Override
  public StudentT scaled(double a) {
    return new StudentT(degrees, Intervals.checkFactor(a) * location, Math.abs(a) * scale);
  }

  @Override
  public StudentT shifted(double b) {
    return new StudentT(degrees, location + b, scale);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StudentT t
        && t.degrees == degrees
        && t.location == location
        && t.scale == scale;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(degrees)
        + 31 * (Double.hashCode(location) + 31 * Double.hashCode(scale));
  }

  @Override
  public String toString() {
    return "StudentT[degrees=" + degrees + ", location=" + location + ", scale=" + scale + "]";
  }
}

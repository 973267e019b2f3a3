package org.halfstep.notebook;

import java.util.Objects;
import org.apache.commons.numbers.gamma.Erfc;

/**
 * How far a measured number may lie from the predicted one: an amount, its unit and the reason for
 * it.
 *
 * <p>Write p for the predicted value, m for the measured one and u for their standard error (both
 * errors in quadrature where both have one). The deviation, in the tolerance's own unit, is
 *
 * <ul>
 *   <li>standard errors: {@code |m - p| / u}
 *   <li>relative: {@code |m - p| / |p|}
 *   <li>ulps: {@code |m - p| / ulp(p)}
 *   <li>absolute: {@code |m - p|}
 *   <li>decibels: {@code |10 log10(m / p)|}, for powers; of numbers that are decibels already the
 *       difference is absolute
 * </ul>
 *
 * and a claim holds if that is at most the amount. NaN and infinities never are.
 */
public final class Tolerance {
  private enum Measure {
    STANDARD_ERRORS,
    RELATIVE,
    ULPS,
    ABSOLUTE,
    DECIBELS
  }

  /** A standard error above this part of the value needs a reason. */
  static final double LARGEST_STANDARD_ERROR = 0.01;

  private final Measure measure;
  private final double amount;
  private final String unit;
  private final String reason;
  private final boolean excused;

  private Tolerance(Measure measure, double amount, String unit, String reason, boolean excused) {
    this.measure = measure;
    this.amount = amount;
    this.unit = stated("unit", unit);
    this.reason = stated("reason", reason);
    this.excused = excused;
  }

  /**
   * Allows a deviation of k standard errors.
   *
   * <p>A claim refuses it for a standard error of 0, or above 1 % of the measured value; the second
   * is lifted by {@link #because}.
   *
   * @param k the number of standard errors, above 0, at most 10
   * @return the tolerance
   * @throws IllegalArgumentException if k is out of range
   */
  public static Tolerance standardErrors(double k) {
    check("standard errors", k > 0 && k <= 10, "above 0 and at most 10", k);
    double chance = Erfc.value(k / Math.sqrt(2));
    String reason =
        "chance alone goes beyond it once in " + Significant.digits(1 / chance, 2) + " times";
    return new Tolerance(
        Measure.STANDARD_ERRORS, k, k == 1 ? "standard error" : "standard errors", reason, false);
  }

  /**
   * Allows a part of the predicted value.
   *
   * @param r the part, above 0, below 1
   * @param reason why it cannot be smaller
   * @return the tolerance
   * @throws IllegalArgumentException if r is out of range or the reason is blank
   */
  public static Tolerance relative(double r, String reason) {
    check("relative tolerance", r > 0 && r < 1, "above 0 and below 1", r);
    return new Tolerance(Measure.RELATIVE, r, "relative", reason, true);
  }

  /**
   * Allows so many units in the last place of the predicted value; 0 asks for the same number.
   *
   * @param n the number of units, 0 to 1000000
   * @return the tolerance
   * @throws IllegalArgumentException if n is out of range
   */
  public static Tolerance ulps(int n) {
    check("ulps", n >= 0 && n <= 1_000_000, "in 0..1000000", n);
    String reason = n == 0 ? "both are the same number" : "rounding of doubles";
    return new Tolerance(Measure.ULPS, n, n == 1 ? "ulp" : "ulps", reason, false);
  }

  /**
   * Allows a difference in the unit of the values.
   *
   * @param a the difference, at least 0, finite
   * @param unit the unit of the values, such as "dB", "bits" or "sigma^2"
   * @param reason why it cannot be smaller
   * @return the tolerance
   * @throws IllegalArgumentException if a is out of range, or the unit or the reason is blank
   */
  public static Tolerance absolute(double a, String unit, String reason) {
    check("absolute tolerance", a >= 0 && a < Double.POSITIVE_INFINITY, "at least 0, finite", a);
    return new Tolerance(Measure.ABSOLUTE, a, unit, reason, true);
  }

  /**
   * Allows a ratio of powers of d decibels, up or down.
   *
   * @param d the decibels, above 0, at most 10
   * @param reason why it cannot be smaller
   * @return the tolerance
   * @throws IllegalArgumentException if d is out of range or the reason is blank
   */
  public static Tolerance decibels(double d, String reason) {
    check("decibels", d > 0 && d <= 10, "above 0 and at most 10", d);
    return new Tolerance(Measure.DECIBELS, d, "dB", reason, true);
  }

  /**
   * Returns this tolerance with a reason of its own; standard errors above 1 % of the value are
   * then accepted.
   *
   * @param reason why the tolerance is what it is
   * @return the same tolerance with the reason
   * @throws IllegalArgumentException if the reason is blank
   */
  public Tolerance because(String reason) {
    return new Tolerance(measure, amount, unit, reason, true);
  }

  /**
   * Returns the largest deviation allowed.
   *
   * @return the amount, in {@link #unit}
   */
  public double amount() {
    return amount;
  }

  /**
   * Returns the unit of the deviation.
   *
   * @return the unit, never blank
   */
  public String unit() {
    return unit;
  }

  /**
   * Returns why the tolerance is what it is.
   *
   * @return the reason, never blank
   */
  public String reason() {
    return reason;
  }

  @Override
  public String toString() {
    return Significant.digits(amount, 6) + " " + unit + " (" + reason + ")";
  }

  /** Tells whether somebody gave the reason. */
  boolean hasOwnReason() {
    return excused;
  }

  /** Throws where this tolerance says nothing about such numbers. */
  void refuse(String claim, double predicted, double measured, double standardError) {
    if (measure == Measure.STANDARD_ERRORS) {
      refuse(
          claim,
          standardError > 0 && standardError < Double.POSITIVE_INFINITY,
          "a tolerance in standard errors needs a standard error above 0 and finite, got "
              + standardError
              + " (numbers without sampling error take relative, ulps or absolute)");
      double part = standardError / Math.abs(measured);
      refuse(
          claim,
          excused || part <= LARGEST_STANDARD_ERROR || Double.isNaN(part),
          "the standard error must be at most 1 % of the measured value, got "
              + Significant.digits(standardError, 3)
              + " of "
              + Significant.digits(measured, 3)
              + " ("
              + Significant.digits(100 * part, 2)
              + " %); take more samples, or say why not with because(\"...\")");
      return;
    }
    refuse(
        claim,
        measure != Measure.RELATIVE && measure != Measure.DECIBELS || predicted != 0,
        "a tolerance relative to the predicted value needs one other than 0, got " + predicted);
    refuse(
        claim,
        !(standardError > 0) || standardError <= detectable(predicted, standardError),
        "the tolerance must not be narrower than the standard error: "
            + Significant.digits(amount, 3)
            + " "
            + unit
            + " is "
            + Significant.digits(detectable(predicted, standardError), 3)
            + ", got a standard error of "
            + Significant.digits(standardError, 3));
  }

  /** Returns the deviation in this tolerance's unit; NaN where a value is NaN or infinite. */
  double deviation(double predicted, double measured, double standardError) {
    double difference = Math.abs(measured - predicted);
    if (!Double.isFinite(difference)) {
      return Double.NaN;
    }
    if (difference == 0) {
      return 0;
    }
    return switch (measure) {
      case STANDARD_ERRORS -> difference / standardError;
      case RELATIVE -> difference / Math.abs(predicted);
      case ULPS -> difference / Math.ulp(predicted);
      case ABSOLUTE -> difference;
      case DECIBELS ->
          measured / predicted > 0
              ? Math.abs(10 * Math.log10(measured / predicted))
              : Double.POSITIVE_INFINITY;
    };
  }

  /** Returns the smallest difference of measured and predicted value that is not allowed. */
  double detectable(double predicted, double standardError) {
    double p = Math.abs(predicted);
    return switch (measure) {
      case STANDARD_ERRORS -> amount * standardError;
      case RELATIVE -> amount * p;
      case ULPS -> Math.max(1, amount) * Math.ulp(p);
      case ABSOLUTE -> amount;
      case DECIBELS -> p * -Math.expm1(-amount * Math.log(10) / 10);
    };
  }

  /** Returns a deviation in this tolerance's unit, as text. */
  String text(double deviation) {
    String number = Significant.digits(deviation, 2);
    for (int digits = 3; deviation > amount && digits < 18; digits++) {
      if (Double.parseDouble(number) > amount) {
        break;
      }
      number = Significant.digits(deviation, digits);
    }
    String plural = measure == Measure.STANDARD_ERRORS ? "standard errors" : unit;
    return number + " " + (measure == Measure.ULPS ? "ulps" : plural);
  }

  private static void refuse(String claim, boolean accepted, String rule) {
    if (!accepted) {
      throw new IllegalArgumentException("claim \"" + claim + "\": " + rule);
    }
  }

  private static void check(String name, boolean accepted, String rule, double value) {
    if (!accepted) {
      throw new IllegalArgumentException(
          name + " must be " + rule + ", got " + Significant.digits(value, 6));
    }
  }

  private static String stated(String name, String text) {
    if (Objects.requireNonNull(text, name).isBlank()) {
      throw new IllegalArgumentException("a tolerance must state its " + name + ", got \"\"");
    }
    return text.strip();
  }
}

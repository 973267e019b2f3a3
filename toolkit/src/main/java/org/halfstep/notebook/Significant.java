package org.halfstep.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers written with the digits that mean something, and no more.
 *
 * <p>A number is plain from 1e-4 to below 1e7 and in the form 1.5e-9 outside; NaN and the
 * infinities keep their Java names. Rounding is half to even on the exact binary value. No locale
 * is used.
 */
final class Significant {
  /** The digits of a number without a standard error, in tables: what a float holds, less one. */
  static final int TABLE = 6;

  private static final int SMALLEST_PLAIN = -4;
  private static final int LARGEST_PLAIN = 6;

  private Significant() {}

  /** Returns x with at most so many significant digits, without trailing zeros. */
  static String digits(double x, int digits) {
    if (!Double.isFinite(x)) {
      return Double.toString(x);
    }
    return write(new BigDecimal(x).round(half(digits)).stripTrailingZeros());
  }

  /**
   * Returns x rounded to a multiple of 10^place, keeping the zeros that say how well it is known.
   */
  static String to(double x, int place) {
    if (!Double.isFinite(x)) {
      return Double.toString(x);
    }
    return write(new BigDecimal(x).setScale(-place, RoundingMode.HALF_EVEN));
  }

  /** Returns the power of ten of the second significant digit of a resolution above 0. */
  static int place(double resolution) {
    return exponent(new BigDecimal(resolution).round(half(2)).doubleValue()) - 1;
  }

  /** Returns a measured number: "1.230 +- 0.012"; without a standard error, as by {@link #to}. */
  static String measured(double value, double standardError, double resolution) {
    if (!(standardError > 0) || !Double.isFinite(standardError)) {
      return resolved(value, resolution);
    }
    int place = place(standardError);
    return to(value, place) + " +- " + to(standardError, place);
  }

  /**
   * Returns an exact number with the digits that a resolution can tell apart, at least three, and
   * without trailing zeros; all its digits if the resolution is 0.
   */
  static String resolved(double value, double resolution) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (!(resolution > 0) || !Double.isFinite(resolution)) {
      return write(new BigDecimal(Double.toString(value)).stripTrailingZeros());
    }
    int digits = exponent(value) - exponent(resolution) + 1;
    return digits(value, Math.clamp(digits, 3, 17));
  }

  /** Returns a part of one: "0.8 %", or "3e-13 relative" where a percentage would be all zeros. */
  static String part(double ratio) {
    return ratio >= 1e-5 ? digits(100 * ratio, 2) + " %" : digits(ratio, 2) + " relative";
  }

  /**
   * Returns a column of numbers alike: with common decimals where they are of like magnitude, so
   * that the points stand under each other, and else each with its own digits. NaN is "NaN".
   */
  static String[] column(double[] x, int digits) {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (double v : x) {
      if (Double.isFinite(v) && v != 0) {
        largest = Math.max(largest, Math.abs(v));
        smallest = Math.min(smallest, Math.abs(v));
      }
    }
    boolean alike =
        largest > 0
            && exponent(largest) <= LARGEST_PLAIN
            && exponent(smallest) >= SMALLEST_PLAIN
            && exponent(largest) - exponent(smallest) < digits - 1;
    int decimals = 0;
    if (alike) {
      int place = exponent(largest) - digits + 1;
      for (double v : x) {
        if (Double.isFinite(v)) {
          BigDecimal rounded =
              new BigDecimal(v).setScale(Math.max(0, -place), RoundingMode.HALF_EVEN);
          decimals = Math.max(decimals, rounded.stripTrailingZeros().scale());
        }
      }
    }
    String[] out = new String[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = alike ? to(x[i], -decimals) : digits(x[i], digits);
    }
    return out;
  }

  private static MathContext half(int digits) {
    return new MathContext(digits, RoundingMode.HALF_EVEN);
  }

  /** Returns floor(log10 |x|), exactly; 0 for 0. */
  private static int exponent(double x) {
    BigDecimal d = new BigDecimal(x);
    return d.signum() == 0 ? 0 : d.precision() - d.scale() - 1;
  }

  private static String write(BigDecimal d) {
    if (d.signum() == 0) {
      return d.scale() > 0 && d.scale() <= 20 ? d.toPlainString() : "0";
    }
    int exponent = d.precision() - d.scale() - 1;
    if (exponent >= SMALLEST_PLAIN && exponent <= LARGEST_PLAIN) {
      return d.toPlainString();
    }
    return d.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }
}

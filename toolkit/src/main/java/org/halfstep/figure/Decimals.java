package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes numbers for drawing: as few decimal digits as the eye can use.
 *
 * <p>An array keeps seven significant digits (the precision of a float), and more where its values
 * lie so close together that seven would merge them: digits = 7 + log10(largest magnitude / twice
 * the span).
 */
final class Decimals {
  static final int DIGITS = 7;

  private static final double[] POWERS = new double[23];

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private Decimals() {}

  /** Returns the values as JSON numbers rounded for drawing; NaN and infinities become null. */
  static ArrayNode array(double[] values) {
    ArrayNode out = JsonNodeFactory.instance.arrayNode(values.length);
    int digits = digits(values);
    for (double v : values) {
      out.add(node(v, digits));
    }
    return out;
  }

  /** Returns how many significant digits keep the values of an array apart on a picture. */
  static int digits(double[] values) {
    double lo = Double.POSITIVE_INFINITY;
    double hi = Double.NEGATIVE_INFINITY;
    for (double v : values) {
      if (Double.isFinite(v)) {
        lo = Math.min(lo, v);
        hi = Math.max(hi, v);
      }
    }
    double magnitude = Math.max(Math.abs(lo), Math.abs(hi));
    if (!(hi > lo) || magnitude == 0) {
      return DIGITS;
    }
    int extra = (int) Math.ceil(StrictMath.log10(magnitude / (2 * (hi - lo))));
    return Math.min(17, DIGITS + Math.max(0, extra));
  }

  /** Returns one number rounded to so many significant digits; null for what JSON has no word. */
  static JsonNode node(double value, int digits) {
    if (!Double.isFinite(value)) {
      return NullNode.getInstance();
    }
    double rounded = rounded(value, digits);
    if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15) {
      return LongNode.valueOf((long) rounded);
    }
    return DoubleNode.valueOf(rounded);
  }

  /** Rounds a finite number to so many significant decimal digits. */
  static double rounded(double value, int digits) {
    if (digits >= 17 || value == 0) {
      return value;
    }
    int places = digits - 1 - (int) Math.floor(StrictMath.log10(Math.abs(value)));
    // Up to 10^22 powers of ten are doubles, so that only the last operation rounds.
    if (digits <= 15 && Math.abs(places) < POWERS.length) {
      double power = POWERS[Math.abs(places)];
      return places >= 0 ? Math.rint(value * power) / power : Math.rint(value / power) * power;
    }
    return new BigDecimal(value)
        .round(new MathContext(digits, RoundingMode.HALF_EVEN))
        .doubleValue();
  }

  /** Returns a number for people: so many significant digits, no trailing zeros. */
  static String text(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal d = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    if (d.signum() == 0) {
      return "0";
    }
    int exponent = d.precision() - d.scale() - 1;
    if (exponent >= -4 && exponent < 7) {
      return d.toPlainString();
    }
    return d.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }
}

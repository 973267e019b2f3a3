package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules that data must keep to be drawn, and the small conversions a chart needs. */
final class ChartData {
  private static final Map<String, String> GREEK =
      Map.of(
          "sigma", "\u03c3", "mu", "\u03bc", "lambda", "\u03bb", "alpha", "\u03b1", "beta",
          "\u03b2", "gamma", "\u03b3", "delta", "\u03b4", "Delta", "\u0394", "epsilon", "\u03b5",
          "theta", "\u03b8");
  private static final Pattern WORD = Pattern.compile("\\b(" + String.join("|", sorted()) + ")\\b");
  private static final Pattern POWER = Pattern.compile("\\^(-?\\d+)");
  private static final String SUPERSCRIPTS =
      "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

  private ChartData() {}

  private static String[] sorted() {
    String[] names = GREEK.keySet().toArray(String[]::new);
    Arrays.sort(names);
    return names;
  }

  /** Checks one array of a trace: 1 to the largest number of values, finite or NaN, not all NaN. */
  static double[] values(String what, double[] v) {
    size(v.length);
    boolean some = false;
    for (int i = 0; i < v.length; i++) {
      if (Double.isInfinite(v[i])) {
        throw new IllegalArgumentException(
            what + " must be finite, or NaN for a gap, got " + v[i] + " at index " + i);
      }
      some |= !Double.isNaN(v[i]);
    }
    if (!some) {
      throw new IllegalArgumentException(
          what + " must hold at least one number, got " + v.length + " times NaN");
    }
    return v;
  }

  /** Checks the number of points of a trace. */
  static void size(int n) {
    if (n == 0) {
      throw new IllegalArgumentException("a trace must have at least one point, got 0");
    }
    if (n > Chart.MAX_POINTS) {
      throw new IllegalArgumentException(
          "a trace must have at most "
              + Chart.MAX_POINTS
              + " points, got "
              + n
              + ": draw a histogram of them, or fewer points");
    }
  }

  /** Checks that two arrays belong together. */
  static void sameLength(String a, int lengthOfA, String b, int lengthOfB) {
    if (lengthOfA != lengthOfB) {
      throw new IllegalArgumentException(
          a + " and " + b + " must have the same length, got " + lengthOfA + " and " + lengthOfB);
    }
  }

  /** Checks standard errors: finite and not negative, or NaN where none is known. */
  static void standardErrors(double[] errors) {
    for (int i = 0; i < errors.length; i++) {
      if (errors[i] < 0 || Double.isInfinite(errors[i])) {
        throw new IllegalArgumentException(
            "a standard error must be finite and >= 0, got " + errors[i] + " at index " + i);
      }
    }
  }

  /** Checks that a trace can stand on a logarithmic axis; an empty bar may, it is not seen. */
  static void positive(String axis, JsonNode trace) {
    if (!trace.path(axis + "axis").asText(axis).equals(axis)) {
      return;
    }
    boolean bars = trace.path("type").asText().equals("bar");
    JsonNode values = trace.path(axis);
    for (int i = 0; i < values.size(); i++) {
      double v = values.get(i).asDouble();
      if (values.get(i).isNumber() && !(bars && v == 0)) {
        positive(axis, v, " at index " + i);
      }
    }
  }

  /** Checks one position on a logarithmic axis. */
  static void positive(String axis, double value, String where) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          axis + " must be > 0 on a logarithmic axis, got " + value + where);
    }
  }

  /** Checks a position given by a caller. */
  static double finite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(what + " must be finite, got " + value);
    }
    return value;
  }

  static double[] widen(float[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }

  /** Returns an axis title with its unit in parentheses; Greek names and powers are typeset. */
  static String title(String title, String unit) {
    if (unit.isBlank()) {
      return title;
    }
    String greek = WORD.matcher(unit).replaceAll(m -> GREEK.get(m.group()));
    Matcher power = POWER.matcher(greek);
    return title + " (" + power.replaceAll(m -> superscript(m.group(1))) + ")";
  }

  static String superscript(String integer) {
    StringBuilder out = new StringBuilder();
    for (char c : integer.toCharArray()) {
      out.append(c == '-' ? '\u207b' : SUPERSCRIPTS.charAt(c - '0'));
    }
    return out.toString();
  }
}

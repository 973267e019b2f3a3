package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;

/** Colours, dashes and marker shapes of plotly as SVG wants them. */
final class Paint {
  private Paint() {}

  /** Returns a colour without its opacity. */
  static String solid(String colour) {
    int[] c = Palette.rgb(colour);
    return c != null && colour.strip().startsWith("rgba")
        ? "rgb(" + c[0] + "," + c[1] + "," + c[2] + ")"
        : colour;
  }

  /** Returns the opacity as an attribute: null when opaque. */
  static Double opacity(double trace, String colour) {
    double a = trace * Palette.alpha(colour);
    return a >= 1 ? null : a;
  }

  /** Returns the dash array of a line, null when solid. */
  static String dash(JsonNode line) {
    return switch (line.path("dash").asText("solid")) {
      case "solid", "" -> null;
      case "dot" -> "2 4";
      case "dash" -> "8 5";
      case "longdash" -> "13 6";
      case "dashdot" -> "8 4 2 4";
      case "longdashdot" -> "13 5 2 5";
      default -> line.path("dash").asText().replaceAll("[^0-9. ]+", " ").strip();
    };
  }

  /** Returns a closed path of a marker about a point; unknown symbols are circles. */
  static String symbol(String symbol, double x, double y, double size) {
    double r = size / 2;
    return switch (symbol.replace("-open", "")) {
      case "square" -> polygon(x, y, r * 0.9, -1, -1, 1, -1, 1, 1, -1, 1);
      case "diamond" -> polygon(x, y, r * 1.25, 0, -1, 1, 0, 0, 1, -1, 0);
      case "triangle-up" -> polygon(x, y, r * 1.2, 0, -1, 0.9, 0.7, -0.9, 0.7);
      case "triangle-down" -> polygon(x, y, r * 1.2, 0, 1, 0.9, -0.7, -0.9, -0.7);
      case "cross" ->
          polygon(
              x, y, r * 1.15, -0.35, -1, 0.35, -1, 0.35, -0.35, 1, -0.35, 1, 0.35, 0.35, 0.35, 0.35,
              1, -0.35, 1, -0.35, 0.35, -1, 0.35, -1, -0.35, -0.35, -0.35);
      case "x" ->
          polygon(
              x, y, r * 1.05, 0, -0.5, 0.5, -1, 1, -0.5, 0.5, 0, 1, 0.5, 0.5, 1, 0, 0.5, -0.5, 1,
              -1, 0.5, -0.5, 0, -1, -0.5, -0.5, -1);
      default -> circle(x, y, r);
    };
  }

  private static String circle(double x, double y, double r) {
    String d = Svg.n(2 * r);
    String arc = "a" + Svg.n(r) + " " + Svg.n(r) + " 0 1 0 ";
    return "M" + Svg.n(x - r) + " " + Svg.n(y) + arc + d + " 0" + arc + "-" + d + " 0z";
  }

  private static String polygon(double x, double y, double scale, double... corners) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < corners.length; i += 2) {
      out.append(i == 0 ? "M" : "L").append(Svg.n(x + scale * corners[i]));
      out.append(' ').append(Svg.n(y + scale * corners[i + 1]));
    }
    return out.append('z').toString();
  }
}

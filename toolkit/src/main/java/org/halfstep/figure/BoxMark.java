package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Box plots: median, quartiles, whiskers to the last value within 1.5 interquartile ranges of the
 * box, and single points beyond (J. W. Tukey, 1977).
 */
final class BoxMark implements Mark {
  private final ObjectNode trace;
  private final PlotAxis along;
  private final PlotAxis value;
  private final boolean across;
  private final Map<Double, List<Double>> groups = new TreeMap<>();

  BoxMark(ObjectNode trace, PlotAxis x, PlotAxis y) {
    this.trace = trace;
    across = isAcross(trace);
    along = across ? y : x;
    value = across ? x : y;
    JsonNode places = trace.path(across ? "y" : "x");
    JsonNode values = trace.path(across ? "x" : "y");
    for (int i = 0; i < values.size(); i++) {
      double at = places.isArray() ? along.of(places.path(i)) : along.of(place(trace));
      double v = values.get(i).asDouble(Double.NaN);
      if (values.get(i).isNumber() && Double.isFinite(at)) {
        groups.computeIfAbsent(at, k -> new ArrayList<>()).add(v);
      }
    }
    groups.values().forEach(list -> list.sort(null));
  }

  static boolean isAcross(ObjectNode trace) {
    return trace.path("orientation").asText().equals("h") || !trace.has("y");
  }

  /** Returns the category of a box that names none: its trace's name. */
  static JsonNode place(ObjectNode trace) {
    return PlotlyJson.MAPPER.getNodeFactory().textNode(trace.path("name").asText(" "));
  }

  @Override
  public ObjectNode trace() {
    return trace;
  }

  @Override
  public void extend() {
    groups.forEach((at, list) -> {
      along.include(at - 0.5, false);
      along.include(at + 0.5, false);
      value.include(value.of(list.getFirst()), true);
      value.include(value.of(list.getLast()), true);
    });
  }

  /** Returns a quantile of sorted values: linear between the middles of their steps. */
  static double quantile(List<Double> sorted, double p) {
    double at = Math.clamp(p * sorted.size() - 0.5, 0.0, sorted.size() - 1.0);
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (at - below) * (sorted.get(above) - sorted.get(below));
  }

  @Override
  public void draw(Svg out) {
    String colour = trace.path("marker").path("color").asText("#777777");
    groups.forEach((at, list) -> box(out, at, list, colour));
  }

  private void box(Svg out, double at, List<Double> list, String colour) {
    double q1 = quantile(list, 0.25);
    double q3 = quantile(list, 0.75);
    double fence = 1.5 * (q3 - q1);
    double low = list.stream().filter(v -> v >= q1 - fence).findFirst().orElse(q1);
    double high = list.reversed().stream().filter(v -> v <= q3 + fence).findFirst().orElse(q3);
    double a = along.pixel(at - 0.25);
    double b = along.pixel(at + 0.25);
    double m = (a + b) / 2;
    String stroke = Paint.solid(colour);
    String body =
        segment(a, q1, b, q1)
            + segment(b, q3).replace('M', 'L')
            + segment(a, q3).replace('M', 'L')
            + "z";
    out.element(
        "path",
        "d",
        body,
        "fill",
        stroke,
        "fill-opacity",
        0.35,
        "stroke",
        stroke,
        "stroke-width",
        1.6);
    double median = quantile(list, 0.5);
    double cap = (b - a) / 4;
    String lines =
        segment(a, median, b, median)
            + segment(m, q1, m, low)
            + segment(m, q3, m, high)
            + segment(m - cap, low, m + cap, low)
            + segment(m - cap, high, m + cap, high);
    out.element("path", "d", lines, "stroke", stroke, "stroke-width", 1.6, "fill", "none");
    StringBuilder outliers = new StringBuilder();
    for (double v : list) {
      if (v < low || v > high) {
        double p = value.pixel(value.of(v));
        outliers.append(across ? Paint.symbol("circle", p, m, 5) : Paint.symbol("circle", m, p, 5));
      }
    }
    if (!outliers.isEmpty()) {
      out.element("path", "d", outliers, "fill", stroke);
    }
  }

  /** Returns a line between two places given by pixel along and value across. */
  private String segment(double pixel, double v, double toPixel, double toValue) {
    return segment(pixel, v) + segment(toPixel, toValue).replace('M', 'L');
  }

  private String segment(double pixel, double v) {
    String p = Svg.n(pixel);
    String q = Svg.n(value.pixel(value.of(v)));
    return across ? "M" + q + " " + p : "M" + p + " " + q;
  }

  @Override
  public void swatch(Svg out, double x, double y) {
    String colour = Paint.solid(trace.path("marker").path("color").asText("#777777"));
    out.element(
        "path",
        "d",
        "M" + Svg.n(x + 5) + " " + Svg.n(y - 6) + "h16v12h-16z",
        "fill",
        colour,
        "fill-opacity",
        0.35,
        "stroke",
        colour,
        "stroke-width",
        1.6);
  }
}

package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bars, side by side, stacked or overlaid, and histograms. */
final class BarMark implements Mark {
  private final ObjectNode trace;
  private final PlotAxis along;
  private final PlotAxis value;
  private final boolean across;
  private double[] at;
  private double[] bottom;
  private double[] top;
  private double width;
  private double offset;

  BarMark(ObjectNode trace, PlotAxis x, PlotAxis y) {
    this.trace = trace;
    across = isAcross(trace);
    along = across ? y : x;
    value = across ? x : y;
    if (trace.path("type").asText().equals("histogram")) {
      count();
    } else {
      read();
    }
  }

  private static boolean isAcross(ObjectNode trace) {
    boolean onlyY = trace.path("type").asText().equals("histogram") && !trace.has("x");
    return onlyY || trace.path("orientation").asText().equals("h");
  }

  private void read() {
    JsonNode places = trace.path(across ? "y" : "x");
    JsonNode heights = trace.path(across ? "x" : "y");
    int n = heights.size();
    at = new double[n];
    bottom = new double[n];
    top = new double[n];
    for (int i = 0; i < n; i++) {
      at[i] = places.isArray() ? along.of(places.path(i)) : i;
      top[i] = heights.get(i).asDouble(Double.NaN);
    }
  }

  /** Counts the values of a histogram trace in its bins. */
  private void count() {
    String key = across ? "y" : "x";
    JsonNode bins = trace.path(key + "bins");
    double start = bins.path("start").asDouble();
    width = bins.path("size").asDouble();
    int n = Math.max(1, (int) Math.round((bins.path("end").asDouble() - start) / width));
    at = new double[n];
    bottom = new double[n];
    top = new double[n];
    double total = 0;
    for (JsonNode v : trace.path(key)) {
      int k = (int) Math.floor((v.asDouble(Double.NaN) - start) / width);
      if (v.isNumber() && k >= 0 && k <= n) {
        top[Math.min(k, n - 1)]++;
        total++;
      }
    }
    double norm =
        switch (trace.path("histnorm").asText()) {
          case "percent" -> 100 / total;
          case "probability" -> 1 / total;
          case "density" -> 1 / width;
          case "probability density" -> 1 / (total * width);
          default -> 1;
        };
    for (int i = 0; i < n; i++) {
      at[i] = start + (i + 0.5) * width;
      top[i] *= norm;
    }
    offset = -width / 2;
  }

  /** Gives all bars of a figure their widths and, when stacked, their feet. */
  static void arrange(List<BarMark> bars, JsonNode layout) {
    String mode = layout.path("barmode").asText("group");
    double spacing = spacing(bars);
    double room = spacing * (1 - layout.path("bargap").asDouble(0.2));
    List<BarMark> sideBySide = new ArrayList<>();
    for (BarMark bar : bars) {
      if (bar.width > 0) {
        continue;
      }
      bar.width = bar.trace.path("width").asDouble(room);
      bar.offset = bar.trace.path("offset").asDouble(-bar.width / 2);
      if (!bar.trace.has("offset") && mode.equals("group")) {
        sideBySide.add(bar);
      }
    }
    for (int k = 0; k < sideBySide.size(); k++) {
      BarMark bar = sideBySide.get(k);
      bar.width = bar.trace.path("width").asDouble(room / sideBySide.size());
      bar.offset = (k - sideBySide.size() / 2.0) * bar.width;
    }
    if (mode.equals("stack") || mode.equals("relative")) {
      Map<Double, Double> feet = new HashMap<>();
      bars.forEach(bar -> bar.stack(feet));
    }
  }

  private void stack(Map<Double, Double> feet) {
    for (int i = 0; i < at.length; i++) {
      // Positive and negative bars grow apart: each sign has its own foot.
      double key = top[i] < 0 ? -1e9 - at[i] : at[i];
      bottom[i] = feet.getOrDefault(key, 0.0);
      top[i] += bottom[i];
      if (!Double.isNaN(top[i])) {
        feet.put(key, top[i]);
      }
    }
  }

  private static double spacing(List<BarMark> bars) {
    double[] all =
        bars.stream()
            .flatMapToDouble(b -> java.util.Arrays.stream(b.at))
            .filter(Double::isFinite)
            .sorted()
            .distinct()
            .toArray();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i < all.length; i++) {
      least = Math.min(least, all[i] - all[i - 1]);
    }
    return Double.isFinite(least) ? least : 1;
  }

  @Override
  public ObjectNode trace() {
    return trace;
  }

  @Override
  public void extend() {
    for (int i = 0; i < at.length; i++) {
      along.include(at[i] + offset, false);
      along.include(at[i] + offset + width, false);
      value.include(value.of(bottom[i]), false);
      if (bottom[i] == 0 && value.type() == PlotAxis.Type.LINEAR) {
        value.includeFoot(0);
      }
      value.include(value.of(top[i]), true);
      for (int side = -1; side <= 1; side += 2) {
        value.include(value.of(top[i] + side * error(i)), true);
      }
    }
  }

  private double error(int i) {
    return trace.path(across ? "error_x" : "error_y").path("array").path(i).asDouble(Double.NaN);
  }

  @Override
  public void draw(Svg out) {
    StringBuilder d = new StringBuilder();
    StringBuilder whiskers = new StringBuilder();
    for (int i = 0; i < at.length; i++) {
      double foot = value.of(bottom[i]);
      double a = along.pixel(at[i] + offset);
      double b = along.pixel(at[i] + offset + width);
      double c = value.pixel(Double.isFinite(foot) ? foot : value.lo());
      double e = value.pixel(value.of(top[i]));
      if (Double.isFinite(e) && Double.isFinite(a)) {
        d.append(across ? box(c, a, e, b) : box(a, c, b, e));
        whiskers.append(whisker(i, (a + b) / 2));
      }
    }
    paint(out, d.toString());
    if (!whiskers.isEmpty()) {
      out.element("path", "d", whiskers, "stroke", "#333333", "stroke-width", 1.4, "fill", "none");
    }
  }

  private String whisker(int i, double middle) {
    double from = value.pixel(value.of(top[i] - error(i)));
    double to = value.pixel(value.of(top[i] + error(i)));
    if (!Double.isFinite(from) || !Double.isFinite(to)) {
      return "";
    }
    String m = Svg.n(middle);
    return across
        ? "M" + Svg.n(from) + " " + m + "H" + Svg.n(to)
        : "M" + m + " " + Svg.n(from) + "V" + Svg.n(to);
  }

  private void paint(Svg out, String d) {
    String colour = trace.path("marker").path("color").asText("#777777");
    double opacity =
        trace.path("opacity").asDouble(1) * trace.path("marker").path("opacity").asDouble(1);
    out.element(
        "path",
        "d",
        d,
        "fill",
        Paint.solid(colour),
        "fill-opacity",
        Paint.opacity(opacity, colour),
        "stroke",
        "#ffffff",
        "stroke-width",
        0.6);
  }

  private static String box(double x0, double y0, double x1, double y1) {
    return "M" + Svg.n(x0) + " " + Svg.n(y0) + "H" + Svg.n(x1) + "V" + Svg.n(y1) + "H" + Svg.n(x0)
        + "z";
  }

  @Override
  public void swatch(Svg out, double x, double y) {
    paint(out, box(x + 5, y - 6, x + 21, y + 6));
  }
}

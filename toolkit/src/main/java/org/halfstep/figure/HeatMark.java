package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** A heat map; its colours are drawn in 128 levels. */
final class HeatMark implements Mark {
  private static final int LEVELS = 128;

  private final ObjectNode trace;
  private final PlotAxis x;
  private final PlotAxis y;
  private final double[] columns;
  private final double[] rows;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  HeatMark(ObjectNode trace, PlotAxis x, PlotAxis y) {
    this.trace = trace;
    this.x = x;
    this.y = y;
    JsonNode z = trace.path("z");
    columns = edges(trace.path("x"), x, z.path(0).size());
    rows = edges(trace.path("y"), y, z.size());
    for (JsonNode row : z) {
      for (JsonNode v : row) {
        if (v.isNumber()) {
          least = Math.min(least, v.doubleValue());
          most = Math.max(most, v.doubleValue());
        }
      }
    }
    least = trace.path("zmin").asDouble(least);
    most = trace.path("zmax").asDouble(most);
  }

  /** Returns the n + 1 edges of n cells: halfway between middles, or as given. */
  private static double[] edges(JsonNode values, PlotAxis axis, int n) {
    double[] at = new double[values.isArray() ? values.size() : n];
    for (int i = 0; i < at.length; i++) {
      at[i] = values.isArray() ? axis.of(values.get(i)) : i;
    }
    if (at.length == n + 1) {
      return at;
    }
    double[] out = new double[n + 1];
    for (int i = 1; i < n; i++) {
      out[i] = (at[i - 1] + at[i]) / 2;
    }
    out[0] = n > 1 ? at[0] - (out[1] - at[0]) : at[0] - 0.5;
    out[n] = n > 1 ? at[n - 1] + (at[n - 1] - out[n - 1]) : at[0] + 0.5;
    return out;
  }

  @Override
  public ObjectNode trace() {
    return trace;
  }

  @Override
  public void extend() {
    for (double edge : columns) {
      x.include(edge, false);
    }
    for (double edge : rows) {
      y.include(edge, false);
    }
  }

  @Override
  public void draw(Svg out) {
    Map<Integer, StringBuilder> byLevel = new TreeMap<>();
    JsonNode z = trace.path("z");
    for (int i = 0; i < z.size(); i++) {
      String top = Svg.n(y.pixel(rows[i]));
      String bottom = Svg.n(y.pixel(rows[i + 1]));
      for (int j = 0; j < z.get(i).size(); j++) {
        if (z.get(i).get(j).isNumber()) {
          String left = Svg.n(x.pixel(columns[j]));
          String right = Svg.n(x.pixel(columns[j + 1]));
          byLevel
              .computeIfAbsent(level(z.get(i).get(j).doubleValue()), k -> new StringBuilder())
              .append("M" + left + " " + top + "H" + right + "V" + bottom + "H" + left + "z");
        }
      }
    }
    out.open("g", "shape-rendering", "crispEdges");
    byLevel.forEach((level, d) -> out.element("path", "d", d, "fill", colour(level)));
    out.close("g");
  }

  private int level(double value) {
    double p = most > least ? (value - least) / (most - least) : 0.5;
    return Math.clamp(Math.round(p * (LEVELS - 1)), 0, LEVELS - 1);
  }

  private String colour(int level) {
    double p = level / (LEVELS - 1.0);
    boolean reversed = trace.path("reversescale").asBoolean(false);
    return Palette.at(trace.path("colorscale"), reversed ? 1 - p : p);
  }

  boolean hasBar() {
    return trace.path("showscale").asBoolean(true) && least <= most;
  }

  Label barTitle() {
    return Label.of(trace.path("colorbar").path("title").path("text").asText());
  }

  /** Returns an axis for the bar that explains the colours, not yet placed. */
  PlotAxis barAxis() {
    PlotAxis axis = new PlotAxis(PlotlyJson.MAPPER.createObjectNode(), false);
    axis.settleType();
    axis.include(least, false);
    axis.include(most, false);
    axis.settleRange();
    return axis;
  }

  /** Draws the bar that explains the colours between two heights. */
  void drawBar(Svg out, double left, double top, double height) {
    out.open("g", "shape-rendering", "crispEdges");
    for (int k = 0; k < LEVELS; k++) {
      double from = top + height * (1 - (k + 1.0) / LEVELS);
      out.element(
          "path",
          "d",
          "M" + Svg.n(left) + " " + Svg.n(from) + "h14v" + Svg.n(height / LEVELS + 0.5) + "h-14z",
          "fill",
          colour(k));
    }
    out.close("g");
  }

  @Override
  public void swatch(Svg out, double left, double middle) {
    out.element(
        "path",
        "d",
        "M" + Svg.n(left + 5) + " " + Svg.n(middle - 6) + "h16v12h-16z",
        "fill",
        colour(LEVELS / 2));
  }
}

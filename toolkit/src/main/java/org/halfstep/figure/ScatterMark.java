package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Lines, points, staircases, error bars, bands and text at points. */
final class ScatterMark implements Mark {
  /** With more points than this, circles are drawn as round dots of a pen, which is shorter. */
  private static final int MANY = 300;

  private final ObjectNode trace;
  private final PlotAxis x;
  private final PlotAxis y;
  private final ScatterMark before;
  private final double[] px;
  private final double[] py;
  private final String mode;

  /** {@code before} is the scatter trace drawn before this one, or null. */
  ScatterMark(ObjectNode trace, PlotAxis x, PlotAxis y, ScatterMark before) {
    this.trace = trace;
    this.x = x;
    this.y = y;
    this.before = before;
    int n = Math.max(trace.path("x").size(), trace.path("y").size());
    px = coordinates(trace.path("x"), x, n);
    py = coordinates(trace.path("y"), y, n);
    mode = trace.path("mode").asText(n < 20 ? "lines+markers" : "lines");
  }

  private static double[] coordinates(JsonNode values, PlotAxis axis, int n) {
    double[] out = new double[n];
    for (int i = 0; i < n; i++) {
      out[i] = values.isArray() ? axis.of(values.path(i)) : i;
    }
    return out;
  }

  @Override
  public ObjectNode trace() {
    return trace;
  }

  @Override
  public void extend() {
    boolean points = mode.contains("markers") || mode.contains("text");
    for (int i = 0; i < px.length; i++) {
      if (Double.isFinite(px[i]) && Double.isFinite(py[i])) {
        x.include(px[i], points);
        y.include(py[i], true);
        for (int side = -1; side <= 1; side += 2) {
          y.include(errorEnd("y", y, i, side), true);
          x.include(errorEnd("x", x, i, side), true);
        }
      }
    }
    if (trace.path("fill").asText().equals("tozeroy")) {
      y.include(y.of(0), false);
    }
  }

  /** Returns where an error bar ends, in axis coordinates; NaN when there is none. */
  private double errorEnd(String key, PlotAxis axis, int i, int side) {
    JsonNode error = trace.path("error_" + key);
    if (!error.isObject() || !error.path("visible").asBoolean(true)) {
      return Double.NaN;
    }
    double value = trace.path(key).path(i).asDouble(Double.NaN);
    boolean minus = side < 0 && !error.path("symmetric").asBoolean(!error.has("arrayminus"));
    double size =
        switch (error.path("type").asText("data")) {
          case "data" -> error.path(minus ? "arrayminus" : "array").path(i).asDouble(Double.NaN);
          case "percent" -> Math.abs(value) * error.path("value").asDouble(10) / 100;
          case "sqrt" -> Math.sqrt(Math.abs(value));
          default -> error.path(minus ? "valueminus" : "value").asDouble(10);
        };
    return axis.of(value + side * size);
  }

  @Override
  public void draw(Svg out) {
    double opacity = trace.path("opacity").asDouble(1);
    out.open("g", "opacity", opacity < 1 ? (Object) opacity : null);
    String line = path(px, py, trace.path("line").path("shape").asText("linear"));
    fill(out, line);
    if (mode.contains("lines") && trace.path("line").path("width").asDouble(2) > 0) {
      stroke(out, line);
    }
    errorBars(out, "y", y);
    errorBars(out, "x", x);
    if (mode.contains("markers")) {
      markers(out);
    }
    if (mode.contains("text")) {
      texts(out);
    }
    out.close("g");
  }

  private String lineColour() {
    return trace.path("line").path("color").asText(ChartLayout.colourOf(trace));
  }

  private void stroke(Svg out, String path) {
    String colour = lineColour();
    out.element(
        "path",
        "d",
        path,
        "fill",
        "none",
        "stroke",
        Paint.solid(colour),
        "stroke-opacity",
        Paint.opacity(1, colour),
        "stroke-width",
        trace.path("line").path("width").asDouble(2),
        "stroke-dasharray",
        Paint.dash(trace.path("line")),
        "stroke-linejoin",
        "round");
  }

  /** Joins the points by straight lines or steps; a gap starts anew. */
  private String path(double[] across, double[] up, String shape) {
    StringBuilder d = new StringBuilder();
    boolean pen = false;
    double lastX = 0;
    double lastY = 0;
    String last = "";
    for (int i = 0; i < across.length; i++) {
      if (!Double.isFinite(across[i]) || !Double.isFinite(up[i])) {
        pen = false;
        continue;
      }
      double h = x.pixel(across[i]);
      double v = y.pixel(up[i]);
      String to = Svg.n(h) + " " + Svg.n(v);
      if (!pen) {
        d.append('M').append(to);
      } else if (!to.equals(last)) {
        d.append(corner(shape, lastX, lastY, h, v)).append('L').append(to);
      }
      pen = true;
      last = to;
      lastX = h;
      lastY = v;
    }
    return d.toString();
  }

  private static String corner(String shape, double x0, double y0, double x1, double y1) {
    return switch (shape) {
      case "hv" -> "L" + Svg.n(x1) + " " + Svg.n(y0);
      case "vh" -> "L" + Svg.n(x0) + " " + Svg.n(y1);
      case "hvh" -> {
        String middle = Svg.n((x0 + x1) / 2);
        yield "L" + middle + " " + Svg.n(y0) + "L" + middle + " " + Svg.n(y1);
      }
      case "vhv" -> {
        String middle = Svg.n((y0 + y1) / 2);
        yield "L" + Svg.n(x0) + " " + middle + "L" + Svg.n(x1) + " " + middle;
      }
      default -> "";
    };
  }

  private void fill(Svg out, String line) {
    String kind = trace.path("fill").asText("none");
    if (kind.equals("none") || line.isEmpty()) {
      return;
    }
    String colour = trace.path("fillcolor").asText(Palette.fade(lineColour(), 0.5));
    String area = line + "z";
    if (kind.equals("tonexty") && before != null) {
      double[] backX = reversed(before.px);
      double[] backY = reversed(before.py);
      area = line + before.path(backX, backY, "linear").replaceFirst("M", "L") + "z";
    } else if (kind.startsWith("to") && !kind.equals("toself")) {
      double ground = y.pixel(y.type() == PlotAxis.Type.LOG ? y.lo() : 0);
      double[] ends = ends();
      area = line + "L" + Svg.n(ends[1]) + " " + Svg.n(ground);
      area += "L" + Svg.n(ends[0]) + " " + Svg.n(ground) + "z";
    }
    out.element(
        "path",
        "d",
        area,
        "fill",
        Paint.solid(colour),
        "fill-opacity",
        Paint.opacity(1, colour),
        "stroke",
        "none");
  }

  /** Returns the pixels of the first and the last point that can be drawn. */
  private double[] ends() {
    double[] out = {Double.NaN, Double.NaN};
    for (int i = 0; i < px.length; i++) {
      if (Double.isFinite(px[i]) && Double.isFinite(py[i])) {
        out[1] = x.pixel(px[i]);
        out[0] = Double.isNaN(out[0]) ? out[1] : out[0];
      }
    }
    return out;
  }

  private static double[] reversed(double[] values) {
    double[] out = new double[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[out.length - 1 - i];
    }
    return out;
  }

  private void errorBars(Svg out, String key, PlotAxis axis) {
    StringBuilder d = new StringBuilder();
    JsonNode error = trace.path("error_" + key);
    double cap = error.path("width").asDouble(4);
    for (int i = 0; i < px.length; i++) {
      double a = errorEnd(key, axis, i, -1);
      double b = errorEnd(key, axis, i, 1);
      if (Double.isFinite(b) && Double.isFinite(px[i]) && Double.isFinite(py[i])) {
        // Below zero on a logarithmic axis: the bar runs out of the picture.
        double low = Double.isFinite(a) ? axis.pixel(a) : axis.pixel(axis.lo() - 1);
        d.append(bar(key, i, low, axis.pixel(b), cap));
      }
    }
    if (!d.isEmpty()) {
      String colour = error.path("color").asText(ChartLayout.colourOf(trace));
      out.element(
          "path",
          "d",
          d,
          "fill",
          "none",
          "stroke",
          Paint.solid(colour),
          "stroke-width",
          error.path("thickness").asDouble(2));
    }
  }

  private String bar(String key, int i, double from, double to, double cap) {
    double h = x.pixel(px[i]);
    double v = y.pixel(py[i]);
    if (key.equals("y")) {
      String cross = "h" + Svg.n(2 * cap);
      return "M"
          + Svg.n(h)
          + " "
          + Svg.n(from)
          + "V"
          + Svg.n(to)
          + "M"
          + Svg.n(h - cap)
          + " "
          + Svg.n(from)
          + cross
          + "M"
          + Svg.n(h - cap)
          + " "
          + Svg.n(to)
          + cross;
    }
    String cross = "v" + Svg.n(2 * cap);
    return "M"
        + Svg.n(from)
        + " "
        + Svg.n(v)
        + "H"
        + Svg.n(to)
        + "M"
        + Svg.n(from)
        + " "
        + Svg.n(v - cap)
        + cross
        + "M"
        + Svg.n(to)
        + " "
        + Svg.n(v - cap)
        + cross;
  }

  private void markers(Svg out) {
    JsonNode marker = trace.path("marker");
    if (marker.path("color").isArray() || marker.path("size").isArray()) {
      eachItsOwn(out, marker);
      return;
    }
    String symbol = marker.path("symbol").asText("circle");
    double size = marker.path("size").asDouble(6);
    boolean dots = px.length > MANY && symbol.equals("circle");
    StringBuilder d = new StringBuilder();
    for (int i = 0; i < px.length; i++) {
      if (Double.isFinite(px[i]) && Double.isFinite(py[i])) {
        double h = x.pixel(px[i]);
        double v = y.pixel(py[i]);
        d.append(
            dots ? "M" + Svg.n(h) + " " + Svg.n(v) + "h.01" : Paint.symbol(symbol, h, v, size));
      }
    }
    String colour = marker.path("color").asText(lineColour());
    Double opacity = Paint.opacity(marker.path("opacity").asDouble(1), colour);
    if (dots) {
      out.element(
          "path",
          "d",
          d,
          "fill",
          "none",
          "stroke",
          Paint.solid(colour),
          "stroke-width",
          size,
          "stroke-linecap",
          "round",
          "opacity",
          opacity);
    } else {
      paint(out, d.toString(), symbol, colour, opacity);
    }
  }

  private static void paint(Svg out, String d, String symbol, String colour, Double opacity) {
    boolean open = symbol.endsWith("-open");
    String solid = Paint.solid(colour);
    out.element(
        "path",
        "d",
        d,
        "fill",
        open ? "none" : solid,
        "stroke",
        open ? solid : null,
        "opacity",
        opacity);
  }

  private void eachItsOwn(Svg out, JsonNode marker) {
    double most = 0;
    double least = Double.POSITIVE_INFINITY;
    for (JsonNode c : marker.path("color")) {
      if (c.isNumber()) {
        most = Double.isInfinite(least) ? c.asDouble() : Math.max(most, c.asDouble());
        least = Math.min(least, c.asDouble());
      }
    }
    least = marker.path("cmin").asDouble(least);
    most = marker.path("cmax").asDouble(most);
    String symbol = marker.path("symbol").asText("circle");
    for (int i = 0; i < px.length; i++) {
      if (Double.isFinite(px[i]) && Double.isFinite(py[i])) {
        JsonNode c =
            marker.path("color").isArray() ? marker.path("color").path(i) : marker.path("color");
        JsonNode s =
            marker.path("size").isArray() ? marker.path("size").path(i) : marker.path("size");
        String colour =
            c.isNumber()
                ? Palette.at(marker.path("colorscale"), (c.asDouble() - least) / (most - least))
                : c.asText(lineColour());
        String d = Paint.symbol(symbol, x.pixel(px[i]), y.pixel(py[i]), s.asDouble(6));
        paint(out, d, symbol, colour, Paint.opacity(marker.path("opacity").asDouble(1), colour));
      }
    }
  }

  private void texts(Svg out) {
    for (int i = 0; i < px.length; i++) {
      if (Double.isFinite(px[i]) && Double.isFinite(py[i])) {
        JsonNode text = trace.path("text");
        Label label = Label.of(text.isArray() ? text.path(i).asText() : text.asText());
        double lift = mode.contains("markers") ? -8 : 4;
        out.text(label, x.pixel(px[i]), y.pixel(py[i]) + lift, 12, "middle", 0, "#444444");
      }
    }
  }

  @Override
  public void swatch(Svg out, double left, double middle) {
    boolean filled = !trace.path("fill").asText("none").equals("none");
    if (filled) {
      String colour = trace.path("fillcolor").asText(Palette.fade(lineColour(), 0.5));
      out.element(
          "path",
          "d",
          "M" + Svg.n(left) + " " + Svg.n(middle - 5) + "h26v10h-26z",
          "fill",
          Paint.solid(colour),
          "fill-opacity",
          Paint.opacity(1, colour));
    }
    double width = trace.path("line").path("width").asDouble(2);
    if (mode.contains("lines") && width > 0) {
      stroke(out, "M" + Svg.n(left) + " " + Svg.n(middle) + "h26");
    }
    if (mode.contains("markers")) {
      JsonNode marker = trace.path("marker");
      String symbol = marker.path("symbol").asText("circle");
      double size = Math.min(10, marker.path("size").asDouble(6));
      String colour = marker.path("color").asText(lineColour());
      if (trace.path("error_y").isObject()) {
        out.line(left + 13, middle - 7, left + 13, middle + 7, Paint.solid(colour), 1.4);
      }
      paint(out, Paint.symbol(symbol, left + 13, middle, size), symbol, colour, null);
    }
  }
}

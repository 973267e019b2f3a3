package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;

/** Draws one annotation: text, its background, and the arrow to its point. */
final class SvgNote {
  private static final double SIZE = 13;

  private SvgNote() {}

  static void draw(
      Svg out, JsonNode note, Panel panel, double left, double top, double right, double bottom) {
    double x = at(note, "x", panel, left, right);
    double y = at(note, "y", panel, bottom, top);
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      return;
    }
    Label label = Label.of(note.path("text").asText());
    double size = note.path("font").path("size").asDouble(SIZE);
    String colour = note.path("font").path("color").asText("#333333");
    boolean arrow = note.path("showarrow").asBoolean(true);
    double tipX = x;
    double tipY = y;
    if (arrow) {
      x += note.path("ax").asDouble(-10);
      y += note.path("ay").asDouble(-30);
    } else {
      x += note.path("xshift").asDouble(0);
      y -= note.path("yshift").asDouble(0);
    }
    double w = label.width(size) + 4;
    double h = label.lines().size() * size * 1.25 + 2;
    String across = note.path("xanchor").asText("auto");
    String up = note.path("yanchor").asText("auto");
    double boxX = across.equals("left") ? x : across.equals("right") ? x - w : x - w / 2;
    double boxY = up.equals("top") ? y : up.equals("bottom") ? y - h : y - h / 2;
    if (arrow) {
      arrow(out, note, x, y, tipX, tipY);
    }
    boxX = Math.clamp(boxX, 2, Math.max(2, right + 18 - w));
    String back = note.path("bgcolor").asText("");
    if (!back.isEmpty()) {
      out.element(
          "rect",
          "x",
          boxX,
          "y",
          boxY,
          "width",
          w,
          "height",
          h,
          "fill",
          Paint.solid(back),
          "fill-opacity",
          Paint.opacity(1, back));
    }
    out.text(label, boxX + 2, boxY + size * 0.98, size, "start", 0, colour);
  }

  private static double at(JsonNode note, String key, Panel panel, double start, double end) {
    PlotAxis axis = panel.axis(note.path(key + "ref").asText(key));
    JsonNode value = note.path(key);
    if (axis == null) {
      return start + value.asDouble() * (end - start);
    }
    return axis.pixel(value.isNumber() ? value.doubleValue() : axis.of(value));
  }

  /** Draws a line with a head that stops a little before the point. */
  private static void arrow(Svg out, JsonNode note, double x, double y, double tipX, double tipY) {
    double dx = tipX - x;
    double dy = tipY - y;
    double length = Math.hypot(dx, dy);
    if (length < 1) {
      return;
    }
    double ux = dx / length;
    double uy = dy / length;
    double endX = tipX - 4 * ux;
    double endY = tipY - 4 * uy;
    String colour = note.path("arrowcolor").asText("#444444");
    out.line(x, y, endX, endY, Paint.solid(colour), note.path("arrowwidth").asDouble(1.2));
    String head =
        "M"
            + Svg.n(endX)
            + " "
            + Svg.n(endY)
            + "L"
            + Svg.n(endX - 8 * ux - 3.5 * uy)
            + " "
            + Svg.n(endY - 8 * uy + 3.5 * ux)
            + "L"
            + Svg.n(endX - 8 * ux + 3.5 * uy)
            + " "
            + Svg.n(endY - 8 * uy - 3.5 * ux)
            + "z";
    out.element("path", "d", head, "fill", Paint.solid(colour));
  }
}

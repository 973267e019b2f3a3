package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Draws a plotly figure as SVG: frame, axes, legend, traces, lines and notes. */
final class SvgFigure {
  private static final double SIZE = 13;
  private static final double TITLE_SIZE = 17;
  private static final double TICK = 5;
  private static final double LINE = 19;
  private static final String INK = "#333333";
  private static final String GRID = "#e6e6e6";

  private final ObjectNode model;
  private final JsonNode layout;
  private final Panel panel;
  private final SvgLegend legend;
  private final Svg out = new Svg();
  private final double width;
  private final double height;
  private double left;
  private double right;
  private double top;
  private double bottom;
  private boolean slanted;

  private SvgFigure(ObjectNode model) {
    this.model = model;
    layout = model.path("layout");
    panel = new Panel(model);
    width = layout.path("width").asDouble(ChartLayout.WIDTH);
    height = layout.path("height").asDouble(ChartLayout.HEIGHT);
    legend = new SvgLegend(panel.marks(), layout, width - 110);
  }

  static String draw(ObjectNode model) {
    return new SvgFigure(model).draw();
  }

  private String draw() {
    place();
    String clip = "plot" + Integer.toHexString(model.hashCode());
    out.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "width",
        width,
        "height",
        height,
        "viewBox",
        "0 0 " + Svg.n(width) + " " + Svg.n(height),
        "font-family",
        "Arial, Helvetica, 'Liberation Sans', sans-serif",
        "role",
        "img");
    out.words("title", title().plain());
    out.words("desc", ChartText.of(model));
    rectangle(0, 0, width, height, layout.path("paper_bgcolor").asText("#ffffff"));
    rectangle(left, top, right, bottom, layout.path("plot_bgcolor").asText("#ffffff"));
    out.open("clipPath", "id", clip);
    rectangle(left, top, right, bottom, "#000000");
    out.close("clipPath");
    if (panel.marks().isEmpty() && !panel.undrawn().isEmpty()) {
      out.text(title(), 16, 14 + TITLE_SIZE * 0.8, TITLE_SIZE, "start", 0, "#111111");
      return undrawn(44 + 15.0 * panel.undrawn().size()).close("svg").toString();
    }
    panel.axes().values().forEach(this::grid);
    out.open("g", "clip-path", "url(#" + clip + ")");
    panel.marks().forEach(m -> m.draw(out));
    layout.path("shapes").forEach(this::shape);
    out.close("g");
    panel.axes().forEach(this::axis);
    titles();
    double column = right + 16 + secondY() + colourBars();
    legend.draw(out, left, legend.above() ? top - legendLift() : top, column);
    layout.path("annotations").forEach(n -> SvgNote.draw(out, n, panel, left, top, right, bottom));
    return out.close("svg").toString();
  }

  private Label title() {
    return Label.of(layout.path("title").path("text").asText());
  }

  /** Chooses the margins so that everything around the plot has room, and places the axes. */
  private void place() {
    double lines = title().isBlank() ? 0 : title().lines().size();
    top = 14 + lines * TITLE_SIZE * 1.25 + (lines > 0 ? 6 : 0) + legendLift();
    top += legend.above() ? legend.height() : 0;
    bottom = height - 14 - TICK - SIZE - panel.undrawn().size() * 15;
    bottom -= panel.axis("x").title().isBlank() ? 0 : LINE * panel.axis("x").title().lines().size();
    place("y", bottom, top);
    left = 16 + TICK + widest(panel.axis("y")) + (panel.axis("y").title().isBlank() ? 0 : LINE + 6);
    right = width - 20 - colourBars();
    right -= legend.above() ? 0 : legend.width();
    right -= secondY();
    place("x", left, right);
    if (panel.axis("x").type() == PlotAxis.Type.CATEGORY && crowded()) {
      slanted = true;
      List<Ticks.Tick> ticks = Ticks.of(panel.axis("x"));
      double reach = 0.82 * ticks.getFirst().label().width(SIZE);
      left = Math.max(left, reach - (right - left) / ticks.size() / 2 + 12);
      place("x", left, right);
      bottom -= Math.min(110, 0.6 * widest(panel.axis("x")));
      place("y", bottom, top);
    }
  }

  private void place(String prefix, double start, double end) {
    panel
        .axes()
        .forEach((name, axis) -> {
          if (name.startsWith(prefix)) {
            axis.place(start, end);
          }
        });
  }

  /** The room that a second x axis takes between the plot and the legend. */
  private double legendLift() {
    PlotAxis upper = panel.axis("x2");
    return upper == null ? 0 : TICK + SIZE + 6 + (upper.title().isBlank() ? 0 : LINE);
  }

  /** The room that a second y axis takes between the plot and the legend. */
  private double secondY() {
    PlotAxis second = panel.axis("y2");
    return second == null ? 0 : TICK + widest(second) + (second.title().isBlank() ? 8 : LINE + 12);
  }

  private boolean crowded() {
    double room = (right - left) / Math.max(1, panel.axis("x").categories().size());
    return widest(panel.axis("x")) + 6 > room;
  }

  private static double widest(PlotAxis axis) {
    return Ticks.of(axis).stream().mapToDouble(t -> t.label().width(SIZE)).max().orElse(0);
  }

  private double colourBars() {
    double room = 0;
    for (Mark mark : panel.marks()) {
      if (mark instanceof HeatMark heat && heat.hasBar()) {
        PlotAxis axis = heat.barAxis();
        axis.place(bottom, top);
        room += 14 + 12 + TICK + widest(axis) + (heat.barTitle().isBlank() ? 8 : LINE + 6);
      }
    }
    return room;
  }

  private void rectangle(double x0, double y0, double x1, double y1, String colour) {
    out.element(
        "rect",
        "x",
        x0,
        "y",
        y0,
        "width",
        x1 - x0,
        "height",
        y1 - y0,
        "fill",
        Paint.solid(colour),
        "fill-opacity",
        Paint.opacity(1, colour));
  }

  private void grid(PlotAxis axis) {
    double zero = axis.fraction(axis.of(0));
    boolean zeroLine = axis.layout().path("zeroline").asBoolean(false) && zero > 0 && zero < 1;
    boolean overlay = axis.layout().has("overlaying");
    if (!axis.layout().path("showgrid").asBoolean(!overlay)
        || axis.type() == PlotAxis.Type.CATEGORY) {
      return;
    }
    for (Ticks.Tick tick : Ticks.of(axis)) {
      if (!tick.minor() && !tick.label().isBlank()) {
        double p = axis.pixel(tick.at());
        String colour = zeroLine && tick.at() == 0 ? INK : GRID;
        if (axis.horizontal()) {
          out.line(p, top, p, bottom, colour, 1);
        } else {
          out.line(left, p, right, p, colour, 1);
        }
      }
    }
  }

  private void shape(JsonNode shape) {
    double x0 = at(shape, "x0", "xref");
    double x1 = at(shape, "x1", "xref");
    double y0 = at(shape, "y0", "yref");
    double y1 = at(shape, "y1", "yref");
    String from = "M" + Svg.n(x0) + " " + Svg.n(y0);
    String path =
        shape.path("type").asText().equals("rect")
            ? from + "H" + Svg.n(x1) + "V" + Svg.n(y1) + "H" + Svg.n(x0) + "z"
            : from + "L" + Svg.n(x1) + " " + Svg.n(y1);
    String fill = shape.path("fillcolor").asText("none");
    String stroke = shape.path("line").path("color").asText(INK);
    out.element(
        "path",
        "d",
        path,
        "fill",
        Paint.solid(fill),
        "fill-opacity",
        Paint.opacity(shape.path("opacity").asDouble(1), fill),
        "stroke",
        Paint.solid(stroke),
        "stroke-width",
        shape.path("line").path("width").asDouble(2),
        "stroke-dasharray",
        Paint.dash(shape.path("line")));
  }

  /** Returns the pixel of an end of a shape, given in data or as a part of the plot. */
  private double at(JsonNode shape, String key, String reference) {
    boolean across = key.startsWith("x");
    PlotAxis axis = panel.axis(shape.path(reference).asText(key.substring(0, 1)));
    if (axis != null) {
      return axis.pixel(axis.of(shape.path(key)));
    }
    double part = shape.path(key).asDouble();
    return across ? left + part * (right - left) : bottom + part * (top - bottom);
  }

  private void axis(String name, PlotAxis axis) {
    boolean opposite = axis.layout().path("side").asText().matches("top|right");
    double base = axis.horizontal() ? (opposite ? top : bottom) : (opposite ? right : left);
    double out1 = opposite == axis.horizontal() ? -1 : 1;
    double step = axis.horizontal() ? out1 : opposite ? 1 : -1;
    for (Ticks.Tick tick : Ticks.of(axis)) {
      double p = axis.pixel(tick.at());
      double end = base + step * (tick.minor() ? TICK / 2 : TICK);
      if (axis.horizontal()) {
        out.line(p, base, p, end, INK, 1);
        below(tick.label(), p, opposite ? end - 4 : end + SIZE);
      } else {
        out.line(base, p, end, p, INK, 1);
        String anchor = opposite ? "start" : "end";
        out.text(tick.label(), end + 3 * step, p + SIZE * 0.35, SIZE, anchor, 0, INK);
      }
    }
    if (!name.equals("x") && !name.equals("y")) {
      return;
    }
    out.line(
        left, bottom, axis.horizontal() ? right : left, axis.horizontal() ? bottom : top, INK, 1);
    if (axis.layout().path("mirror").asBoolean(false)) {
      out.line(
          right, top, axis.horizontal() ? left : right, axis.horizontal() ? top : bottom, INK, 1);
    }
  }

  private void below(Label label, double x, double y) {
    if (slanted) {
      out.text(label, x + 3, y - 3, SIZE, "end", -35, INK);
    } else {
      out.text(label, x, y, SIZE, "middle", 0, INK);
    }
  }

  private void titles() {
    out.text(title(), 16, 14 + TITLE_SIZE * 0.8, TITLE_SIZE, "start", 0, "#111111");
    double low = height - 10 - panel.undrawn().size() * 15;
    Label x = panel.axis("x").title();
    low -= (x.lines().size() - 1) * SIZE * 1.25;
    out.text(x, (left + right) / 2, low, SIZE + 1, "middle", 0, INK);
    double middle = (top + bottom) / 2;
    out.text(panel.axis("y").title(), 18, middle, SIZE + 1, "middle", -90, INK);
    if (panel.axis("x2") != null) {
      double y = top - TICK - SIZE - 10;
      out.text(panel.axis("x2").title(), (left + right) / 2, y, SIZE + 1, "middle", 0, INK);
    }
    if (panel.axis("y2") != null) {
      double x2 = right + TICK + widest(panel.axis("y2")) + LINE + 4;
      out.text(panel.axis("y2").title(), x2, middle, SIZE + 1, "middle", -90, INK);
    }
    drawColourBars();
    undrawn(height);
  }

  /** Says in words, in lines down to {@code foot}, what is not drawn. */
  private Svg undrawn(double foot) {
    for (int i = 0; i < panel.undrawn().size(); i++) {
      double y = foot - 6 - 15 * (panel.undrawn().size() - 1 - i);
      Label note = Label.of("<i>" + Label.protect(panel.undrawn().get(i)) + "</i>");
      out.text(note, 16, y, 12, "start", 0, "#a02020");
    }
    return out;
  }

  private void drawColourBars() {
    double x = right + 14;
    List<HeatMark> heats = new ArrayList<>();
    panel
        .marks()
        .forEach(m -> {
          if (m instanceof HeatMark h && h.hasBar()) heats.add(h);
        });
    for (HeatMark heat : heats) {
      PlotAxis axis = heat.barAxis();
      axis.place(bottom, top);
      heat.drawBar(out, x, top, bottom - top);
      for (Ticks.Tick tick : Ticks.of(axis)) {
        double p = axis.pixel(tick.at());
        out.line(x + 14, p, x + 14 + TICK, p, INK, 1);
        out.text(tick.label(), x + 17 + TICK, p + SIZE * 0.35, SIZE, "start", 0, INK);
      }
      x += 14 + TICK + widest(axis) + LINE;
      out.text(heat.barTitle(), x, (top + bottom) / 2, SIZE, "middle", -90, INK);
      x += 12;
    }
  }
}

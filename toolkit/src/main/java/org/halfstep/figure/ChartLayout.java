package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The house style of figures, and what jsplot lacks, as edits of plotly's JSON. */
final class ChartLayout {
  /** The width of a figure whose layout gives none. */
  static final int WIDTH = 720;

  /** The height of a figure whose layout gives none. */
  static final int HEIGHT = 440;

  /** Sizes that jsplot gives a figure unasked. */
  private static final List<String> SIZES_OF_JSPLOT = List.of("800x600", "900x700", "1000x800");

  /** Digits of a place marked by a line or a note: no rounding that a zoomed figure would show. */
  private static final int PLACE_DIGITS = 12;

  private static final String INK = "#444444";
  private static final String GRID = "#e6e6e6";

  private ChartLayout() {}

  static ObjectNode config() {
    return PlotlyJson.MAPPER.createObjectNode().put("displaylogo", false).put("responsive", true);
  }

  /** The layout of a chart of our own: framed axes, ticks outside, legend above the plot. */
  static ObjectNode house(String title) {
    ObjectNode out = PlotlyJson.MAPPER.createObjectNode();
    if (!title.isBlank()) {
      ObjectNode t = out.putObject("title").put("text", Label.protect(title));
      t.put("x", 0.02).put("xanchor", "left").put("yref", "container").put("automargin", true);
      t.putObject("font").put("size", 17);
    }
    axis(out.putObject("xaxis")).putObject("title").put("standoff", 10);
    axis(out.putObject("yaxis")).putObject("title").put("standoff", 10);
    ObjectNode legend = out.putObject("legend").put("orientation", "h");
    legend.put("x", 0).put("xanchor", "left").put("y", 1.02).put("yanchor", "bottom");
    out.putObject("margin").put("l", 70).put("r", 30).put("t", title.isBlank() ? 30 : 60);
    out.put("height", HEIGHT);
    return common(out);
  }

  /** An adopted layout keeps what it says, but for the size nobody chose; the rest is ours. */
  static ObjectNode adopted(ObjectNode layout) {
    ObjectNode out = PlotlyJson.MAPPER.createObjectNode();
    out.setAll(layout);
    if (SIZES_OF_JSPLOT.contains(out.path("width").asInt() + "x" + out.path("height").asInt())) {
      out.remove(List.of("width", "height"));
      out.put("height", HEIGHT);
    }
    for (String axis : List.of("xaxis", "yaxis")) {
      ObjectNode own = PlotlyJson.MAPPER.createObjectNode();
      axis(own);
      if (out.path(axis).isObject()) {
        own.setAll((ObjectNode) out.path(axis));
      }
      out.set(axis, own);
    }
    return common(out);
  }

  private static ObjectNode common(ObjectNode out) {
    putIfAbsent(out, "paper_bgcolor", "#ffffff");
    putIfAbsent(out, "plot_bgcolor", "#ffffff");
    putIfAbsent(out, "hovermode", "closest");
    out.put("autotypenumbers", "strict");
    if (!out.has("font")) {
      out.putObject("font").put("family", "Arial, Helvetica, sans-serif").put("size", 13);
    }
    ArrayNode colours = out.putArray("colorway");
    Palette.COLORS.forEach(colours::add);
    return out;
  }

  private static ObjectNode axis(ObjectNode axis) {
    axis.put("showline", true).put("linecolor", INK).put("mirror", true);
    axis.put("ticks", "outside").put("tickcolor", INK).put("gridcolor", GRID);
    axis.put("zeroline", false).put("zerolinecolor", INK).put("zerolinewidth", 1);
    return axis.put("automargin", true).put("exponentformat", "power");
  }

  private static void putIfAbsent(ObjectNode node, String key, String value) {
    if (!node.has(key)) {
      node.put(key, value);
    }
  }

  /** Refuses a trace that is empty or so large that it would swell a notebook. */
  static void checkSize(ObjectNode trace) {
    int cells = 0;
    for (JsonNode row : trace.path("z")) {
      cells += row.isArray() ? row.size() : 1;
    }
    int n = Math.max(cells, Math.max(trace.path("x").size(), trace.path("y").size()));
    ChartData.size(Math.max(n, trace.path("values").size()));
  }

  /** Gives a trace without a colour the next one, and a heat map a perceptually uniform scale. */
  static void colour(ObjectNode trace, int index) {
    String type = trace.path("type").asText("scatter");
    if (type.equals("heatmap") || type.equals("contour") || type.equals("histogram2d")) {
      if (!trace.has("colorscale")) {
        trace.set("colorscale", Palette.viridis());
      }
      return;
    }
    if (type.equals("pie")) {
      return;
    }
    String colour = colourOf(trace).isEmpty() ? Palette.color(index) : colourOf(trace);
    ObjectNode marker = child(trace, "marker");
    if (!marker.has("color")) {
      marker.put("color", colour);
    }
    if (!type.equals("scatter")) {
      return;
    }
    ObjectNode line = child(trace, "line");
    if (!line.has("color")) {
      line.put("color", colour);
    }
    if (trace.path("mode").asText().contains("markers") && !marker.has("symbol")) {
      marker.put("symbol", Palette.symbol(Math.max(0, Palette.COLORS.indexOf(colour))));
    }
  }

  /** Returns the one colour of a trace, or "" if it has none or many. */
  static String colourOf(ObjectNode trace) {
    JsonNode marker = trace.path("marker").path("color");
    JsonNode line = trace.path("line").path("color");
    return marker.isTextual() ? marker.asText() : line.isTextual() ? line.asText() : "";
  }

  static ObjectNode recoloured(ObjectNode trace, String colour) {
    ObjectNode out = trace.deepCopy();
    child(out, "marker").put("color", colour);
    if (out.has("line")) {
      child(out, "line").put("color", colour);
    }
    if (out.path("fillcolor").isTextual()) {
      out.put("fillcolor", Palette.fade(colour, Palette.alpha(out.path("fillcolor").asText())));
    }
    return out;
  }

  /** Fixes the bins of a histogram trace, so that every drawing of it has the same ones. */
  static void bins(ObjectNode trace) {
    if (!trace.path("type").asText().equals("histogram")) {
      return;
    }
    boolean across = trace.path("orientation").asText().equals("h") || !trace.has("x");
    String key = across ? "y" : "x";
    JsonNode data = trace.path(key);
    double[] values = new double[data.size()];
    for (int i = 0; i < values.length; i++) {
      if (data.get(i).isTextual()) {
        return;
      }
      values[i] = data.get(i).asDouble(Double.NaN);
    }
    int wanted = trace.path("nbins" + key).asInt(0);
    trace.remove("nbins" + key);
    if (!trace.has(key + "bins")) {
      Bins bins = wanted > 0 ? Bins.of(values, wanted) : Bins.of(values);
      double end = bins.lo() + bins.counts().length * bins.width();
      // plotly leaves out a value on the outer edge: the last bin reaches a hair further.
      trace
          .putObject(key + "bins")
          .put("start", bins.lo())
          .put("size", bins.width())
          .put("end", end + 1e-9 * bins.width());
    }
  }

  private static ObjectNode child(ObjectNode node, String key) {
    return node.path(key).isObject() ? (ObjectNode) node.path(key) : node.putObject(key);
  }

  /** Makes an axis logarithmic: its range and the notes on it turn to log10. */
  static ObjectNode logarithmic(ObjectNode layout, String axis) {
    ObjectNode out = layout.deepCopy();
    ObjectNode node = child(out, axis + "axis").put("type", "log").put("nticks", 6);
    if (node.has("range")) {
      ArrayNode range = (ArrayNode) node.path("range");
      for (int i = 0; i < 2; i++) {
        ChartData.positive(axis, range.get(i).asDouble(), " in its range");
        range.set(i, Decimals.node(StrictMath.log10(range.get(i).asDouble()), 12));
      }
    }
    for (JsonNode shape : out.path("shapes")) {
      if (shape.path(axis + "ref").asText().equals(axis)) {
        ChartData.positive(axis, shape.path(axis + "0").asDouble(), " of a reference line");
      }
    }
    for (JsonNode note : out.path("annotations")) {
      if (note.path(axis + "ref").asText().equals(axis)) {
        double at = note.path(axis).asDouble();
        ChartData.positive(axis, at, " of a note");
        ((ObjectNode) note).set(axis, Decimals.node(StrictMath.log10(at), PLACE_DIGITS));
      }
    }
    return out;
  }

  static ObjectNode topAxis(
      ObjectNode layout, String title, double[] at, List<String> labels, boolean log) {
    ObjectNode out = layout.deepCopy();
    ObjectNode axis = out.putObject("xaxis2");
    axis.putObject("title").put("text", title);
    axis.put("overlaying", "x").put("matches", "x").put("side", "top");
    axis.put("type", log ? "log" : "linear").put("tickmode", "array");
    axis.set("tickvals", Decimals.array(at));
    ArrayNode text = axis.putArray("ticktext");
    labels.forEach(text::add);
    axis.put("ticks", "outside").put("tickcolor", INK).put("showgrid", false);
    axis.put("zeroline", false).put("automargin", true);
    if (out.path("legend").path("orientation").asText().equals("h")) {
      ((ObjectNode) out.path("legend")).put("y", 1.16);
    }
    return out;
  }

  /** Adds a dashed line across the plot; {@code at} is the place in annotation coordinates. */
  static ObjectNode referenceLine(
      ObjectNode layout, String axis, double value, double at, String label) {
    String other = axis.equals("x") ? "y" : "x";
    ObjectNode out = layout.deepCopy();
    ObjectNode shape = array(out, "shapes").addObject().put("type", "line");
    shape.put(axis + "ref", axis).put(other + "ref", "paper");
    shape.set(axis + "0", Decimals.node(value, PLACE_DIGITS));
    shape.set(axis + "1", Decimals.node(value, PLACE_DIGITS));
    shape.put(other + "0", 0).put(other + "1", 1);
    shape.putObject("line").put("color", "#555555").put("width", 1.4).put("dash", "dash");
    if (!label.isBlank()) {
      ObjectNode note = array(out, "annotations").addObject();
      note.put("name", axis.equals("x") ? "vline" : "hline").put("text", Label.protect(label));
      note.put(axis + "ref", axis).put(other + "ref", "paper").put(other, 1);
      note.set(axis, Decimals.node(at, PLACE_DIGITS));
      note.put("showarrow", false).put("bgcolor", "rgba(255,255,255,0.8)");
    }
    return out;
  }

  static ObjectNode note(ObjectNode layout, double x, double y, String text) {
    ObjectNode out = layout.deepCopy();
    ObjectNode note = array(out, "annotations").addObject().put("name", "note");
    note.put("text", Label.protect(text)).put("xref", "x").put("yref", "y");
    note.set("x", Decimals.node(x, PLACE_DIGITS));
    note.set("y", Decimals.node(y, PLACE_DIGITS));
    note.put("showarrow", true).put("arrowhead", 2);
    note.put("arrowcolor", INK).put("arrowwidth", 1.2).put("bgcolor", "rgba(255,255,255,0.8)");
    return out;
  }

  private static ArrayNode array(ObjectNode node, String key) {
    return node.path(key).isArray() ? (ArrayNode) node.path(key) : node.putArray(key);
  }

  /** Puts the labels of reference lines and notes where they stay inside the plot and apart. */
  static ObjectNode placeLabels(ObjectNode model) {
    JsonNode annotations = model.path("layout").path("annotations");
    if (annotations.isEmpty()) {
      return model;
    }
    Panel panel = new Panel(model);
    ArrayNode placed = annotations.deepCopy();
    double width = 0.8 * model.path("layout").path("width").asDouble(WIDTH);
    List<double[]> taken = new ArrayList<>();
    List<ObjectNode> notes = new ArrayList<>();
    placed.forEach(n -> notes.add((ObjectNode) n));
    notes.sort(Comparator.comparingDouble(n -> n.path("x").asDouble()));
    for (ObjectNode note : notes) {
      double fx = panel.axis("x").fraction(note.path("x").asDouble());
      double fy = panel.axis("y").fraction(note.path("y").asDouble());
      switch (note.path("name").asText()) {
        case "vline" -> vertical(note, fx, width, taken);
        case "hline" -> {
          note.put("xanchor", "right").put("xshift", -4);
          note.put("yanchor", fy > 0.9 ? "top" : "bottom");
        }
        case "note" -> {
          note.put("ax", fx > 0.65 ? -40 : 40).put("ay", fy > 0.7 ? 36 : -36);
        }
        default -> {}
      }
    }
    ObjectNode out = PlotlyJson.MAPPER.createObjectNode();
    out.setAll(model);
    return PlotlyPath.set(out, "layout.annotations", placed);
  }

  private static void vertical(ObjectNode note, double at, double width, List<double[]> taken) {
    double reach = (Label.of(note.path("text").asText()).width(13) + 12) / width;
    boolean left = at + reach > 1 && at - reach > 0;
    double from = left ? at - reach : at;
    int row = 0;
    boolean free = false;
    while (!free) {
      int r = row;
      free = taken.stream().noneMatch(t -> t[2] == r && t[0] < from + reach && t[1] > from);
      row += free ? 0 : 1;
    }
    taken.add(new double[] {from, from + reach, row});
    note.put("xanchor", left ? "right" : "left").put("xshift", left ? -4 : 4);
    note.put("yanchor", "top").put("yshift", -2 - 19 * row);
  }
}

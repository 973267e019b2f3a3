package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is drawn between the axes: the visible traces, the axes with their types and ranges. */
final class Panel {
  private final Map<String, PlotAxis> axes = new LinkedHashMap<>();
  private final List<Mark> marks = new ArrayList<>();
  private final List<String> undrawn = new ArrayList<>();

  /** Reads a plotly figure; afterwards every axis has a range but no place. */
  Panel(ObjectNode model) {
    JsonNode layout = model.path("layout");
    List<ObjectNode> traces = new ArrayList<>();
    axes.put("x", new PlotAxis(layout.path("xaxis"), true));
    axes.put("y", new PlotAxis(layout.path("yaxis"), false));
    for (JsonNode trace : model.path("data")) {
      String visible = trace.path("visible").asText("true");
      if (!visible.equals("false") && !visible.equals("legendonly")) {
        traces.add((ObjectNode) trace);
        axis(layout, trace.path("xaxis").asText("x"));
        axis(layout, trace.path("yaxis").asText("y"));
      }
    }
    traces.forEach(this::see);
    axes.values().forEach(PlotAxis::settleType);
    ScatterMark before = null;
    for (ObjectNode trace : traces) {
      Mark mark = mark(trace, before);
      if (mark != null) {
        marks.add(mark);
      }
      before = mark instanceof ScatterMark scatter ? scatter : before;
    }
    BarMark.arrange(
        marks.stream().filter(m -> m instanceof BarMark).map(m -> (BarMark) m).toList(), layout);
    marks.forEach(Mark::extend);
    extendByShapes(layout);
    axes.values().forEach(PlotAxis::settleRange);
    for (Map.Entry<String, PlotAxis> entry : axes.entrySet()) {
      PlotAxis axis = entry.getValue();
      if (entry.getKey().length() > 1 && !axis.layout().has("overlaying")) {
        undrawn.add("axis " + entry.getKey() + " has a frame of its own, here it shares one");
      }
      String other = axis.layout().path("matches").asText();
      if (axes.containsKey(other)) {
        axis.match(axes.get(other));
      }
    }
  }

  private void axis(JsonNode layout, String name) {
    String key = name.charAt(0) + "axis" + name.substring(1);
    axes.computeIfAbsent(name, n -> new PlotAxis(layout.path(key), n.startsWith("x")));
  }

  private void see(ObjectNode trace) {
    PlotAxis x = axis(trace.path("xaxis").asText("x"));
    PlotAxis y = axis(trace.path("yaxis").asText("y"));
    x.see(trace.path("x"));
    y.see(trace.path("y"));
    if (trace.path("type").asText().equals("box")) {
      boolean across = BoxMark.isAcross(trace);
      if (!trace.has(across ? "y" : "x")) {
        (across ? y : x).see(PlotlyJson.MAPPER.createArrayNode().add(BoxMark.place(trace)));
      }
    }
  }

  /** Returns the drawing of a trace; null, with a word to the reader, if there is none. */
  private Mark mark(ObjectNode trace, ScatterMark before) {
    PlotAxis x = axis(trace.path("xaxis").asText("x"));
    PlotAxis y = axis(trace.path("yaxis").asText("y"));
    String type = trace.path("type").asText("scatter");
    boolean binned = trace.has("xbins") || trace.has("ybins");
    boolean aggregated = !trace.path("histfunc").asText("count").equals("count");
    return switch (type) {
      case "scatter", "scattergl" -> {
        if (trace.path("line").path("shape").asText().equals("spline")) {
          undrawn.add("smoothed line" + named(trace) + " drawn straight from point to point");
        }
        yield new ScatterMark(trace, x, y, before);
      }
      case "bar" -> new BarMark(trace, x, y);
      case "histogram" -> binned && !aggregated ? new BarMark(trace, x, y) : word(trace, type);
      case "heatmap" -> {
        if (!Palette.knows(trace.path("colorscale"))) {
          undrawn.add("colour scale " + trace.path("colorscale").asText() + " drawn as viridis");
        }
        yield new HeatMark(trace, x, y);
      }
      case "box" -> trace.has("q1") ? word(trace, type) : new BoxMark(trace, x, y);
      default -> word(trace, type);
    };
  }

  private Mark word(ObjectNode trace, String type) {
    undrawn.add(type + named(trace) + " is not drawn here; the live figure shows it");
    return null;
  }

  private static String named(ObjectNode trace) {
    String name = Label.of(trace.path("name").asText()).plain();
    return name.isEmpty() ? "" : " \"" + name + "\"";
  }

  private void extendByShapes(JsonNode layout) {
    for (JsonNode shape : layout.path("shapes")) {
      for (String key : List.of("x0", "x1", "y0", "y1")) {
        PlotAxis axis = axes.get(shape.path(key.charAt(0) + "ref").asText(key.substring(0, 1)));
        if (axis != null) {
          axis.include(axis.of(shape.path(key)), true);
        }
      }
    }
    for (JsonNode note : layout.path("annotations")) {
      for (String key : List.of("x", "y")) {
        PlotAxis axis = axes.get(note.path(key + "ref").asText(key));
        if (axis != null && note.path(key).isNumber()) {
          axis.include(note.path(key).doubleValue(), true);
        }
      }
    }
  }

  /** Returns an axis by plotly's name: x, y, x2 and so on; null if nothing is on it. */
  PlotAxis axis(String name) {
    return axes.get(name);
  }

  Map<String, PlotAxis> axes() {
    return axes;
  }

  List<Mark> marks() {
    return marks;
  }

  /** What the picture cannot show, in words. */
  List<String> undrawn() {
    return undrawn;
  }
}

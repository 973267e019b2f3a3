package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.StringJoiner;

/** A figure in words: its title, its axes, and each trace with its length and ranges. */
final class ChartText {
  private ChartText() {}

  static String of(ObjectNode model) {
    JsonNode layout = model.path("layout");
    StringJoiner out = new StringJoiner("\n");
    String title = plain(layout.path("title").path("text"));
    out.add(title.isEmpty() ? "Figure" : title);
    StringJoiner axes = new StringJoiner("; ", "  ", "");
    for (String key : new String[] {"x", "y"}) {
      JsonNode axis = layout.path(key + "axis");
      String name = plain(axis.path("title").path("text"));
      String log = axis.path("type").asText().equals("log") ? " (logarithmic)" : "";
      axes.add(key + ": " + (name.isEmpty() ? "no title" : name) + log);
    }
    out.add(axes.toString());
    for (JsonNode trace : model.path("data")) {
      if (!trace.path("hoverinfo").asText().equals("skip") || trace.has("fill")) {
        out.add("  " + trace(trace));
      }
    }
    for (JsonNode note : layout.path("annotations")) {
      out.add("  note: " + plain(note.path("text")));
    }
    return out.toString();
  }

  private static String trace(JsonNode trace) {
    String name = plain(trace.path("name"));
    StringBuilder out = new StringBuilder(kind(trace));
    if (!name.isEmpty()) {
      out.append(" \"").append(name).append('"');
    }
    JsonNode z = trace.path("z");
    if (z.isArray() && z.path(0).isArray()) {
      out.append(": ").append(z.size()).append(" x ").append(z.path(0).size()).append(" cells");
    } else {
      int n = Math.max(trace.path("x").size(), trace.path("y").size());
      n = Math.max(n, trace.path("values").size());
      out.append(": ").append(n).append(n == 1 ? " point" : " points");
    }
    for (String key : new String[] {"x", "y", "z"}) {
      String range = range(trace.path(key));
      out.append(range.isEmpty() ? "" : ", " + key + " " + range);
    }
    JsonNode errors = trace.path("error_y").path("array");
    if (errors.isArray()) {
      out.append(", error bars ").append(range(errors));
    }
    return out.toString();
  }

  private static String kind(JsonNode trace) {
    String type = trace.path("type").asText("scatter");
    if (!type.equals("scatter")) {
      return type;
    }
    String shape = trace.path("line").path("shape").asText();
    String mode = trace.path("mode").asText("lines");
    if (trace.has("fill")) {
      return "band";
    }
    if (mode.equals("markers")) {
      return "points";
    }
    return shape.equals("hv") || shape.equals("vh")
        ? "steps"
        : mode.equals("lines") ? "line" : mode;
  }

  private static String range(JsonNode values) {
    double lo = Double.POSITIVE_INFINITY;
    double hi = Double.NEGATIVE_INFINITY;
    String first = null;
    String last = null;
    for (JsonNode v : values) {
      for (JsonNode w : v.isArray() ? v : java.util.List.of(v)) {
        if (w.isNumber()) {
          lo = Math.min(lo, w.doubleValue());
          hi = Math.max(hi, w.doubleValue());
        } else if (w.isTextual()) {
          first = first == null ? w.asText() : first;
          last = w.asText();
        }
      }
    }
    if (first != null) {
      return first.equals(last) ? first : first + " .. " + last;
    }
    if (lo > hi) {
      return "";
    }
    return lo == hi ? Decimals.text(lo, 4) : Decimals.text(lo, 4) + " .. " + Decimals.text(hi, 4);
  }

  private static String plain(JsonNode text) {
    return Label.of(text.asText()).plain();
  }
}

package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sets one property deep inside a JSON object by copying only what lies on the way to it. */
final class PlotlyPath {
  private static final Pattern STEP = Pattern.compile("([A-Za-z_][A-Za-z_0-9]*)(?:\\[(\\d+)])?");

  private PlotlyPath() {}

  /** Returns a copy of the object that shares all but the changed branch with it. */
  static ObjectNode set(ObjectNode node, String path, JsonNode value) {
    int dot = path.indexOf('.');
    String head = dot < 0 ? path : path.substring(0, dot);
    Matcher step = STEP.matcher(head);
    if (!step.matches()) {
      throw new IllegalArgumentException(
          "a path must be names joined by dots, as in layout.xaxis.dtick, got " + path);
    }
    ObjectNode out = PlotlyJson.MAPPER.createObjectNode();
    out.setAll(node);
    String key = step.group(1);
    if (step.group(2) != null) {
      out.set(key, element(node.path(key), step.group(2), path, dot, value));
    } else if (dot < 0) {
      out.set(key, value);
    } else {
      JsonNode inner = node.path(key);
      ObjectNode base =
          inner.isObject() ? (ObjectNode) inner : PlotlyJson.MAPPER.createObjectNode();
      out.set(key, set(base, path.substring(dot + 1), value));
    }
    return out;
  }

  private static ArrayNode element(
      JsonNode array, String index, String path, int dot, JsonNode value) {
    int i = Integer.parseInt(index);
    if (i >= array.size()) {
      throw new IllegalArgumentException(
          "an index must be in 0.." + (array.size() - 1) + ", got " + path);
    }
    ArrayNode out = PlotlyJson.MAPPER.createArrayNode();
    array.forEach(out::add);
    if (dot < 0) {
      out.set(i, value);
    } else if (array.get(i).isObject()) {
      out.set(i, set((ObjectNode) array.get(i), path.substring(dot + 1), value));
    } else {
      throw new IllegalArgumentException("a path must lead through objects, got " + path);
    }
    return out;
  }

  /** Returns the index in text such as {@code data[3]}, or -1 if it has another form. */
  static int index(String name, String text) {
    Matcher step = STEP.matcher(text);
    boolean found = step.matches() && step.group(1).equals(name) && step.group(2) != null;
    return found ? Integer.parseInt(step.group(2)) : -1;
  }
}

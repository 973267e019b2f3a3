package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the states of a slider share, and in what their layouts differ. */
final class SliderRanges {
  private SliderRanges() {}

  /** Gives x and y of all states the union of their ranges, unless a state fixes its own. */
  static List<ObjectNode> common(List<ObjectNode> states) {
    List<ObjectNode> out = new ArrayList<>(states);
    for (String name : new String[] {"x", "y"}) {
      String path = "layout." + name + "axis.range";
      double lo = Double.POSITIVE_INFINITY;
      double hi = Double.NEGATIVE_INFINITY;
      boolean given = false;
      PlotAxis.Type type = null;
      for (ObjectNode state : states) {
        PlotAxis axis = new Panel(state).axis(name);
        given |= axis.layout().has("range") || axis.layout().has("autorange");
        given |= type != null && type != axis.type();
        type = axis.type();
        lo = Math.min(lo, axis.lo());
        hi = Math.max(hi, axis.hi());
      }
      if (!given && type != PlotAxis.Type.CATEGORY && type != PlotAxis.Type.DATE) {
        ArrayNode range = Decimals.array(new double[] {lo, hi});
        out.replaceAll(state -> PlotlyPath.set(state, path, range));
      }
    }
    return out;
  }

  /** Returns for each state the properties of the layout in which the states differ. */
  static List<Map<String, JsonNode>> changes(List<ObjectNode> states) {
    List<Map<String, JsonNode>> flat = new ArrayList<>();
    Set<String> keys = new LinkedHashSet<>();
    for (ObjectNode state : states) {
      Map<String, JsonNode> leaves = new LinkedHashMap<>();
      flatten("", state.path("layout"), leaves);
      flat.add(leaves);
      keys.addAll(leaves.keySet());
    }
    keys.removeIf(key -> flat.stream().map(m -> m.get(key)).distinct().count() == 1);
    List<Map<String, JsonNode>> out = new ArrayList<>();
    for (Map<String, JsonNode> leaves : flat) {
      Map<String, JsonNode> change = new LinkedHashMap<>();
      keys.forEach(key -> change.put(key, leaves.getOrDefault(key, absent(key))));
      out.add(change);
    }
    return out;
  }

  /** Returns what tells plotly that a property which other states have is not there. */
  private static JsonNode absent(String key) {
    if (key.equals("shapes") || key.equals("annotations")) {
      return PlotlyJson.MAPPER.createArrayNode();
    }
    return key.endsWith(".text")
        ? PlotlyJson.MAPPER.getNodeFactory().textNode("")
        : PlotlyJson.MAPPER.nullNode();
  }

  private static void flatten(String prefix, JsonNode node, Map<String, JsonNode> out) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = prefix + field.getKey();
      if (field.getValue().isObject()) {
        flatten(key + ".", field.getValue(), out);
      } else {
        out.put(key, field.getValue());
      }
    }
  }

  /** Adds words below the title of the x axis. */
  static ObjectNode captioned(ObjectNode state, String words) {
    String title = state.path("layout").path("xaxis").path("title").path("text").asText();
    String text = (title.isEmpty() ? "" : title + "<br>") + "<i>" + Label.protect(words) + "</i>";
    return PlotlyPath.set(
        state, "layout.xaxis.title.text", PlotlyJson.MAPPER.getNodeFactory().textNode(text));
  }
}

package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Colours that a colour-blind reader can tell apart, and colour scales.
 *
 * <p>Traces take the set of M. Okabe and K. Ito (Color Universal Design, 2008) in an order that
 * puts the strongest contrasts first; its yellow is left out, being too faint on paper. Colour
 * scales are the perceptually uniform viridis (S. van der Walt and N. Smith, 2015) and greys.
 */
final class Palette {
  /** The colours of traces, in order. */
  static final List<String> COLORS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");

  /** Marker symbols, so that points differ by shape as well as by colour. */
  static final List<String> SYMBOLS =
      List.of("circle", "square", "diamond", "triangle-up", "cross", "x", "triangle-down");

  private static final List<String> VIRIDIS =
      List.of(
          "#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30",
          "#fde725");

  private static final Map<String, List<String>> SCALES =
      Map.of(
          "viridis", VIRIDIS,
          "greys", List.of("#000000", "#ffffff"),
          "gray", List.of("#000000", "#ffffff"));

  private Palette() {}

  static String color(int index) {
    return COLORS.get(Math.floorMod(index, COLORS.size()));
  }

  static String symbol(int index) {
    return SYMBOLS.get(Math.floorMod(index, SYMBOLS.size()));
  }

  /** Returns plotly's form of viridis: pairs of position in 0..1 and colour. */
  static ArrayNode viridis() {
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < VIRIDIS.size(); i++) {
      out.addArray().add(i / (VIRIDIS.size() - 1.0)).add(VIRIDIS.get(i));
    }
    return out;
  }

  /** Tells whether {@link #at} can draw this colour scale. */
  static boolean knows(JsonNode scale) {
    if (scale.isTextual()) {
      return SCALES.containsKey(scale.asText().toLowerCase(Locale.ROOT));
    }
    if (!scale.isArray() || scale.size() < 2) {
      return false;
    }
    for (JsonNode stop : scale) {
      if (rgb(stop.path(1).asText()) == null) {
        return false;
      }
    }
    return true;
  }

  /** Returns the colour of a scale at a position in 0..1; viridis where the scale is not known. */
  static String at(JsonNode scale, double position) {
    double p = Math.clamp(position, 0.0, 1.0);
    JsonNode stops = scale;
    if (!knows(scale)) {
      stops = viridis();
    } else if (scale.isTextual()) {
      List<String> colors = SCALES.get(scale.asText().toLowerCase(Locale.ROOT));
      ArrayNode even = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < colors.size(); i++) {
        even.addArray().add(i / (colors.size() - 1.0)).add(colors.get(i));
      }
      stops = even;
    }
    int k = 1;
    while (k < stops.size() - 1 && stops.get(k).get(0).asDouble() < p) {
      k++;
    }
    double a = stops.get(k - 1).get(0).asDouble();
    double b = stops.get(k).get(0).asDouble();
    double w = b > a ? Math.clamp((p - a) / (b - a), 0.0, 1.0) : 0;
    return mix(rgb(stops.get(k - 1).get(1).asText()), rgb(stops.get(k).get(1).asText()), w);
  }

  /** Returns the colour with an opacity, as plotly writes it; a named colour is left as it is. */
  static String fade(String color, double opacity) {
    int[] c = rgb(color);
    return c == null
        ? color
        : "rgba(" + c[0] + "," + c[1] + "," + c[2] + "," + Decimals.text(opacity, 3) + ")";
  }

  private static String mix(int[] a, int[] b, double w) {
    StringBuilder out = new StringBuilder("#");
    for (int i = 0; i < 3; i++) {
      int v = (int) Math.round(a[i] + w * (b[i] - a[i]));
      out.append(String.format(Locale.ROOT, "%02x", v));
    }
    return out.toString();
  }

  /** Reads #rrggbb, #rgb, rgb(r,g,b) and rgba(r,g,b,a) to 0..255; null for any other text. */
  static int[] rgb(String color) {
    String c = color.strip().toLowerCase(Locale.ROOT);
    if (c.matches("#[0-9a-f]{6}")) {
      int v = Integer.parseInt(c.substring(1), 16);
      return new int[] {v >> 16, (v >> 8) & 255, v & 255};
    }
    if (c.matches("#[0-9a-f]{3}")) {
      int v = Integer.parseInt(c.substring(1), 16);
      return new int[] {(v >> 8) * 17, ((v >> 4) & 15) * 17, (v & 15) * 17};
    }
    if (c.matches("rgba?\\([0-9., ]+\\)")) {
      String[] parts = c.substring(c.indexOf('(') + 1, c.length() - 1).split(",");
      int[] out = new int[3];
      for (int i = 0; i < 3 && i < parts.length; i++) {
        out[i] = (int) Math.round(Double.parseDouble(parts[i].strip()));
      }
      return out;
    }
    return null;
  }

  /** Returns the opacity that rgba(r,g,b,a) carries; 1 for every other colour. */
  static double alpha(String color) {
    String c = color.strip().toLowerCase(Locale.ROOT);
    if (!c.startsWith("rgba(") || !c.endsWith(")")) {
      return 1;
    }
    String[] parts = c.substring(5, c.length() - 1).split(",");
    return parts.length == 4 ? Double.parseDouble(parts[3].strip()) : 1;
  }
}

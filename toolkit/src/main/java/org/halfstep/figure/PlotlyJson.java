package org.halfstep.figure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;

/**
 * Reads what Tablesaw's jsplot writes, which is JavaScript, into plotly's JSON.
 *
 * <p>The text between the first and the last brace reads as lenient JSON. Four things are mended:
 *
 * <ul>
 *   <li>numbers that jsplot quotes become numbers. In data they do so only in traces whose text
 *       cannot be a category label, and only when the whole array is numeric; bars, boxes, violins,
 *       heat maps and pies keep their labels as text (their numbers come unquoted);
 *   <li>text that its templates escaped for HTML is plain again (data are not escaped there);
 *   <li>a title that is a string becomes {@code {text: ...}}, with {@code titlefont} inside it;
 *   <li>keys it misspells, and values that stand for "not set", are put right or removed.
 * </ul>
 */
final class PlotlyJson {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
              JsonReadFeature.ALLOW_SINGLE_QUOTES,
              JsonReadFeature.ALLOW_TRAILING_COMMA,
              JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
              JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
              JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  /** Arrays of data, in which text may be a label. */
  private static final Set<String> DATA =
      Set.of("x", "y", "z", "open", "high", "low", "close", "values", "labels", "text", "ticktext");

  /** Trace types whose text is a category label even when it looks like a number. */
  private static final Set<String> LABELLED =
      Set.of("bar", "box", "violin", "heatmap", "contour", "pie");

  private static final Set<String> NUMERIC =
      Set.of(
          "opacity",
          "size",
          "width",
          "height",
          "nbinsx",
          "nbinsy",
          "nticks",
          "tick0",
          "dtick",
          "range",
          "domain",
          "tickvals",
          "scaleratio",
          "smoothing",
          "cmin",
          "cmax");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?Infinity");

  private static final Map<String, String> RENAMED =
      Map.of("showExponent", "showexponent", "showspike", "showspikes");

  private PlotlyJson() {}

  /** Reads one trace of jsplot; throws if the text is not an object. */
  static ObjectNode trace(Trace trace) {
    ObjectNode node = read(trace.asJavascript(0));
    boolean labelled = LABELLED.contains(node.path("type").asText());
    ObjectNode out = mend(node, !labelled);
    removeUnset(out, "nbinsx", "nbinsy");
    out.remove(List.of("autobinx", "autobiny"));
    return out;
  }

  /** Reads a layout of jsplot. */
  static ObjectNode layout(Layout layout) {
    return mend(read(layout.asJavascript()), false);
  }

  /** Reads the JavaScript object that a text assigns to a variable, or that it is. */
  static ObjectNode read(String javascript) {
    int from = javascript.indexOf('{');
    int to = javascript.lastIndexOf('}');
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "a figure must hold an object {...}, got " + shortened(javascript));
    }
    try {
      JsonNode node = LENIENT.readTree(literalBackslashes(javascript.substring(from, to + 1)));
      return (ObjectNode) node;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "a figure must read as an object, got "
              + shortened(javascript)
              + ": "
              + e.getOriginalMessage(),
          e);
    }
  }

  /**
   * Doubles each backslash between single quotes. jsplot's templates put text there as it is (a
   * quote in it arrives as an entity), so that a backslash means itself, as in a formula.
   */
  private static String literalBackslashes(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c);
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else if (c == '\\' && quote == '\'') {
        out.append('\\');
      } else if (c == '\\' && quote == '"' && i + 1 < text.length()) {
        out.append(text.charAt(++i));
      }
    }
    return out.toString();
  }

  private static ObjectNode mend(ObjectNode in, boolean numbersQuoted) {
    ObjectNode out = MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> field : in.properties()) {
      String key = RENAMED.getOrDefault(field.getKey(), field.getKey());
      JsonNode value = field.getValue();
      if (key.equals("titlefont")) {
        continue;
      }
      if (key.equals("title") && value.isTextual()) {
        title(out, plain(value.asText()), in.get("titlefont"));
      } else if (value.isObject()) {
        out.set(key, mend((ObjectNode) value, numbersQuoted));
      } else if (value.isArray()) {
        boolean convert = NUMERIC.contains(key) || (DATA.contains(key) && numbersQuoted);
        out.set(key, array((ArrayNode) value, convert && !key.endsWith("text")));
      } else if (value.isTextual() && !value.asText().isEmpty()) {
        out.set(key, scalar(key, plain(value.asText())));
      } else if (value.isNumber()) {
        out.set(key, Decimals.node(value.doubleValue(), Decimals.DIGITS));
      } else if (!value.isTextual()) {
        out.set(key, value);
      }
    }
    if (out.has("range") && out.path("autorange").isBoolean()) {
      out.remove("autorange");
    }
    return out;
  }

  private static void title(ObjectNode out, String text, JsonNode font) {
    if (text.isBlank()) {
      return;
    }
    ObjectNode title = out.putObject("title").put("text", Label.protect(text));
    if (font != null && font.isObject()) {
      title.set("font", font);
    }
  }

  private static JsonNode scalar(String key, String text) {
    if (NUMERIC.contains(key) && isNumber(text)) {
      return Decimals.node(Double.parseDouble(text), Decimals.DIGITS);
    }
    boolean free = key.equals("name") || key.equals("text");
    if (!free && (text.equals("true") || text.equals("false"))) {
      return BooleanNode.valueOf(text.equals("true"));
    }
    return TextNode.valueOf(free ? Label.protect(text) : text);
  }

  /** Mends an array: nested arrays one by one, numbers rounded, quoted numbers as asked. */
  private static ArrayNode array(ArrayNode in, boolean convert) {
    if (in.size() > 0 && (in.get(0).isArray() || in.get(0).isObject())) {
      ArrayNode out = MAPPER.createArrayNode();
      for (JsonNode inner : in) {
        out.add(inner.isArray() ? array((ArrayNode) inner, convert) : inner);
      }
      return out;
    }
    double[] numbers = numbers(in, convert);
    return numbers == null ? in : Decimals.array(numbers);
  }

  /** Returns the numbers of an array, NaN where one is missing; null if it holds other text. */
  private static double[] numbers(ArrayNode in, boolean convert) {
    double[] out = new double[in.size()];
    int found = 0;
    for (int i = 0; i < out.length; i++) {
      JsonNode v = in.get(i);
      if (v.isNumber()) {
        out[i] = v.doubleValue();
        found++;
      } else if (v.isNull() || (convert && isMissing(v.asText()))) {
        out[i] = Double.NaN;
      } else if (convert && isNumber(v.asText())) {
        out[i] = Double.parseDouble(v.asText());
        found++;
      } else {
        return null;
      }
    }
    return found > 0 ? out : null;
  }

  private static boolean isMissing(String text) {
    return text.isEmpty() || text.equals("null") || text.equals("NaN");
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  private static void removeUnset(ObjectNode node, String... keys) {
    for (String key : keys) {
      if (node.path(key).asInt(1) == 0) {
        node.remove(key);
      }
    }
  }

  /** Undoes the escaping of jsplot's templates. */
  private static String plain(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return '"' + (line.length() > 60 ? line.substring(0, 57) + "..." : line) + '"';
  }

  /** Returns a Java value as JSON; numbers of arrays are rounded for drawing. */
  static JsonNode tree(Object value) {
    return switch (value) {
      case String text -> TextNode.valueOf(text);
      case Boolean truth -> BooleanNode.valueOf(truth);
      case Number number -> Decimals.node(number.doubleValue(), 17);
      case double[] numbers -> Decimals.array(numbers);
      default -> MAPPER.valueToTree(value);
    };
  }

  /** Returns the tree as plain Java maps, lists, numbers, text and booleans. */
  static Object plainJava(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> out = new java.util.LinkedHashMap<>();
      node.properties().forEach(e -> out.put(e.getKey(), plainJava(e.getValue())));
      return out;
    }
    if (node.isArray()) {
      List<Object> out = new ArrayList<>(node.size());
      node.forEach(e -> out.add(plainJava(e)));
      return out;
    }
    if (node.isNumber()) {
      return node.isIntegralNumber() ? (Object) node.longValue() : (Object) node.doubleValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNull() ? null : node.asText();
  }
}

package org.halfstep.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text as plotly writes it: a small part of HTML (bold, italic, sub, sup, line breaks, entities).
 *
 * <p>It is read once into lines of runs, which can be measured, drawn as SVG or written as plain
 * text. Widths are those of Helvetica, whose metrics Arial and Liberation Sans share.
 */
final class Label {
  /** A piece of text in one style; shift is +1 for a superscript, -1 for a subscript. */
  record Run(String text, boolean bold, boolean italic, int shift) {}

  /** Superscripts and subscripts are drawn at this part of the size. */
  static final double SMALL = 0.72;

  private static final Pattern TAG =
      Pattern.compile("<(/?)(b|strong|i|em|sub|sup|br|span|a|u|s)(\\s[^<>]*)?/?>");
  private static final Pattern ENTITY = Pattern.compile("&(#\\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-z]+);");
  private static final Map<String, String> ENTITIES =
      Map.of(
          "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0", "mu",
          "\u03bc", "times", "\u00d7", "plusmn", "\u00b1", "deg", "\u00b0");

  /** Widths of the characters 32..126 in thousandths of the size. */
  private static final int[] WIDTHS = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584
  };

  private final List<List<Run>> lines = new ArrayList<>();

  private Label(String text) {
    lines.add(new ArrayList<>());
    int bold = 0;
    int italic = 0;
    int shift = 0;
    int at = 0;
    Matcher m = TAG.matcher(text);
    while (m.find()) {
      add(text.substring(at, m.start()), bold > 0, italic > 0, shift);
      at = m.end();
      int step = m.group(1).isEmpty() ? 1 : -1;
      switch (m.group(2)) {
        case "b", "strong" -> bold += step;
        case "i", "em" -> italic += step;
        case "sup" -> shift += step;
        case "sub" -> shift -= step;
        case "br" -> lines.add(new ArrayList<>());
        default -> {}
      }
    }
    add(text.substring(at), bold > 0, italic > 0, shift);
  }

  static Label of(String text) {
    return new Label(text);
  }

  /**
   * Returns the text with each {@code <} and {@code &} that is not part of plotly's small HTML
   * written as an entity, so that x &lt; y and a &amp; b are drawn as they read.
   */
  static String protect(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '<' && !TAG.matcher(text).region(i, text.length()).lookingAt()) {
        out.append("&lt;");
      } else if (c == '&' && !ENTITY.matcher(text).region(i, text.length()).lookingAt()) {
        out.append("&amp;");
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Returns the lines, each a list of runs. */
  List<List<Run>> lines() {
    return lines;
  }

  /** Returns the width of the widest line in pixels for a font size in pixels. */
  double width(double size) {
    double widest = 0;
    for (List<Run> line : lines) {
      double w = 0;
      for (Run run : line) {
        w += width(run.text) * (run.shift == 0 ? 1 : SMALL) * (run.bold ? 1.07 : 1);
      }
      widest = Math.max(widest, w);
    }
    return widest * size;
  }

  /** Returns one line of plain text: superscripts after ^, subscripts after _. */
  String plain() {
    StringBuilder out = new StringBuilder();
    for (List<Run> line : lines) {
      out.append(out.isEmpty() ? "" : " ");
      for (Run run : line) {
        out.append(run.shift > 0 ? "^" : run.shift < 0 ? "_" : "").append(run.text);
      }
    }
    return out.toString();
  }

  boolean isBlank() {
    return plain().isBlank();
  }

  private void add(String text, boolean bold, boolean italic, int shift) {
    if (!text.isEmpty()) {
      lines.getLast().add(new Run(decode(text), bold, italic, Integer.signum(shift)));
    }
  }

  private static String decode(String text) {
    Matcher m = ENTITY.matcher(text);
    return m.replaceAll(r -> Matcher.quoteReplacement(entity(r.group(1), r.group())));
  }

  private static String entity(String name, String whole) {
    if (name.startsWith("#")) {
      int code = name.startsWith("#x") ? hex(name) : Integer.parseInt(name.substring(1));
      return Character.isValidCodePoint(code) ? Character.toString(code) : whole;
    }
    return ENTITIES.getOrDefault(name, whole);
  }

  private static int hex(String name) {
    return Integer.parseInt(name.substring(2), 16);
  }

  private static double width(String text) {
    double sum = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 32 && c < 127) {
        sum += WIDTHS[c - 32];
      } else {
        sum += c >= 0x2e80 ? 1000 : 580;
      }
    }
    return sum / 1000;
  }
}

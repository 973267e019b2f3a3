package org.halfstep.figure;

import java.util.List;
import java.util.Locale;

/** Writes SVG: elements, escaped text, numbers with two decimals. */
final class Svg {
  private final StringBuilder out = new StringBuilder();

  /** Opens an element; attributes are pairs of name and value, null values are left out. */
  Svg open(String tag, Object... attributes) {
    start(tag, attributes);
    out.append(">\n");
    return this;
  }

  Svg close(String tag) {
    out.append("</").append(tag).append(">\n");
    return this;
  }

  /** Writes an element without content. */
  Svg element(String tag, Object... attributes) {
    start(tag, attributes);
    out.append("/>\n");
    return this;
  }

  /** Writes an element that holds only text. */
  Svg words(String tag, String text) {
    out.append('<').append(tag).append('>').append(escape(text));
    return close(tag);
  }

  /** Writes a straight line. */
  Svg line(double x1, double y1, double x2, double y2, String stroke, double width) {
    return element(
        "path",
        "d",
        "M" + n(x1) + " " + n(y1) + "L" + n(x2) + " " + n(y2),
        "stroke",
        stroke,
        "stroke-width",
        width,
        "fill",
        "none");
  }

  /**
   * Writes a label; several lines grow downwards from the baseline given.
   *
   * @param anchor start, middle or end
   * @param turn rotation about (x, y) in degrees, 0 for none
   */
  Svg text(
      Label label, double x, double y, double size, String anchor, double turn, String colour) {
    if (label.isBlank()) {
      return this;
    }
    String transform = turn == 0 ? null : "rotate(" + n(turn) + " " + n(x) + " " + n(y) + ")";
    double at = y;
    for (List<Label.Run> runs : label.lines()) {
      start(
          "text",
          "x",
          x,
          "y",
          at,
          "font-size",
          size,
          "text-anchor",
          anchor,
          "fill",
          colour,
          "transform",
          transform);
      out.append('>');
      double shift = 0;
      for (Label.Run run : runs) {
        shift = run(run, size, shift);
      }
      out.append("</text>\n");
      at += 1.25 * size;
    }
    return this;
  }

  /** Writes one run and returns how far its baseline stands above that of the line. */
  private double run(Label.Run run, double size, double before) {
    double lift = run.shift() > 0 ? 0.4 * size : run.shift() < 0 ? -0.22 * size : 0;
    boolean plain = lift == before && lift == 0 && !run.bold() && !run.italic();
    if (plain) {
      out.append(escape(run.text()));
      return 0;
    }
    start(
        "tspan",
        "dy",
        lift == before ? null : (Object) (before - lift),
        "font-size",
        lift == 0 ? null : (Object) (size * Label.SMALL),
        "font-weight",
        run.bold() ? "bold" : null,
        "font-style",
        run.italic() ? "italic" : null);
    out.append('>').append(escape(run.text())).append("</tspan>");
    return lift;
  }

  private void start(String tag, Object... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      if (value != null) {
        String text = value instanceof Number v ? n(v.doubleValue()) : escape(value.toString());
        out.append(' ').append(attributes[i]).append("=\"").append(text).append('"');
      }
    }
  }

  /** Returns a number with at most two decimals, far values cut to what every viewer can read. */
  static String n(double value) {
    double v = Math.clamp(value, -99999, 99999);
    long hundredths = Math.round(v * 100);
    if (hundredths % 100 == 0) {
      return Long.toString(hundredths / 100);
    }
    String text = String.format(Locale.ROOT, "%.2f", hundredths / 100.0);
    return text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
  }

  /** Escapes text for XML; characters that XML forbids become a question mark. */
  static String escape(String text) {
    StringBuilder s = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> s.append("&amp;");
            case '<' -> s.append("&lt;");
            case '>' -> s.append("&gt;");
            case '"' -> s.append("&quot;");
            default -> s.appendCodePoint(allowed(c) ? c : '?');
          }
        });
    return s.toString();
  }

  private static boolean allowed(int c) {
    boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    return !control && !(c >= 0xd800 && c <= 0xdfff) && c != 0xfffe && c != 0xffff;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}

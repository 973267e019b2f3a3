package org.halfstep.notebook;

/**
 * Small pieces of HTML that look right on a light page and on a dark one: they inherit the colours
 * of the page and style only themselves.
 */
final class Html {
  private Html() {}

  /** Returns text with the characters that mean something to HTML as entities. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        // Front ends typeset TeX between dollars in any HTML; our text has none.
        case '$' -> out.append("<span>$</span>");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** Returns the sign of something that holds, or of something that does not yet. */
  static String mark(boolean good) {
    // Mid-tones: at least 3:1 against white and against JupyterLab's dark grey.
    return good
        ? "<span style=\"color:#2da44e;font-weight:700\">\u2713</span> "
        : "<span style=\"color:#d4772c;font-weight:700\">\u25cb</span> ";
  }
}

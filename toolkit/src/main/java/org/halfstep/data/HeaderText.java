package org.halfstep.data;

import java.util.ArrayList;
import java.util.List;

/**
 * A cursor over the Python dictionary in front of an .npy array: it knows the few literals that
 * such a header can have, and evaluates nothing.
 */
final class HeaderText {

  /** Longer than any dtype, key or number that is legal here. */
  private static final int SHOWN = 40;

  private final String text;
  private final boolean longs;
  private int at;

  /**
   * @param longs whether whole numbers may end in L, as Python 2 wrote them on some machines
   */
  HeaderText(String text, boolean longs) {
    this.text = text;
    this.longs = longs;
  }

  /** Steps over a character if it is the next one. */
  boolean skip(char c) {
    blanks();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  /** Steps over a character that must come next. */
  void expect(char c) throws NpyException {
    if (!skip(c)) {
      throw wrong("'" + c + "'");
    }
  }

  /** A string in single or double quotes, without escapes: none is legal in a plain header. */
  String string() throws NpyException {
    blanks();
    char quote = at < text.length() ? text.charAt(at) : ' ';
    if (quote != '\'' && quote != '"') {
      throw wrong("a string");
    }
    int end = text.indexOf(quote, at + 1);
    if (end < 0 || end - at > SHOWN || text.substring(at, end).indexOf('\\') >= 0) {
      throw wrong("a short string without escapes");
    }
    String s = text.substring(at + 1, end);
    at = end + 1;
    return s;
  }

  /** True or False. */
  boolean truth() throws NpyException {
    blanks();
    for (String word : List.of("True", "False")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw wrong("True or False");
  }

  /** A tuple of dimensions: (), (3,), (3, 4), (3, 4,). */
  int[] shape() throws NpyException {
    expect('(');
    List<Integer> n = new ArrayList<>();
    boolean comma = true;
    while (!skip(')')) {
      if (!comma) {
        throw wrong("',' or ')'");
      }
      n.add(dimension());
      comma = skip(',');
    }
    if (n.size() == 1 && !comma) {
      throw new NpyException(
          "shape must be a tuple: (" + n.getFirst() + ",), got (" + n.getFirst() + ")");
    }
    if (n.size() > NumericArray.MAX_RANK) {
      throw new NpyException(
          "shape must have at most " + NumericArray.MAX_RANK + " dimensions, got " + n.size());
    }
    return n.stream().mapToInt(i -> i).toArray();
  }

  private int dimension() throws NpyException {
    blanks();
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    String digits = text.substring(from, at);
    if (digits.isEmpty() || digits.length() > 1 && digits.charAt(0) == '0') {
      at = from;
      throw wrong("a whole number of at least 0");
    }
    if (longs && at < text.length() && text.charAt(at) == 'L') {
      at++;
    }
    if (digits.length() > 10 || Long.parseLong(digits) > Integer.MAX_VALUE) {
      throw new NpyException(
          "a dimension must be in 0.." + Integer.MAX_VALUE + ", got " + shown(digits));
    }
    return Integer.parseInt(digits);
  }

  /** Only blanks may follow. */
  void end() throws NpyException {
    blanks();
    if (at < text.length()) {
      throw wrong("the end of the header");
    }
  }

  /** Says what should have come next, and what did. */
  NpyException wrong(String wanted) {
    return new NpyException(
        "header must have "
            + wanted
            + " at character "
            + at
            + ", got "
            + (at < text.length() ? shown(text.substring(at)) : "its end"));
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n\f".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** The start of a text, in quotes, with nothing in it that a terminal would obey. */
  static String shown(String s) {
    StringBuilder out = new StringBuilder("\"");
    s.chars()
        .limit(SHOWN)
        .forEach(c -> {
          if (c >= ' ' && c < 127) {
            out.append((char) c);
          } else {
            out.append(String.format("\\u%04x", c));
          }
        });
    return out.append(s.length() > SHOWN ? "...\"" : "\"").toString();
  }
}

package org.halfstep.cli;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Numbers as text: a table or a list, separated by commas, semicolons, blanks or lines.
 *
 * <p>One comma, or blanks, stand between two numbers of a line; every line holds as many as the
 * first; blank lines count for nothing. In a text with semicolons, they separate, and a comma is
 * the decimal mark, as spreadsheets write where 1,5 is one and a half. A number may stand in double
 * quotes. The first line may be a header: it is one if it begins with # or holds no number. Numbers
 * are decimal; nan and inf count as numbers here, so that they can be counted.
 */
public final class NumberText {

  /** So much of a word that is no number is quoted. */
  private static final int QUOTED = 30;

  private final byte[] text;

  /** What separates: a comma, or a semicolon if there is one anywhere. */
  private byte separator = ',';

  private int at;
  private int line = 1;
  private int lineStart;
  private float[] values = new float[1024];
  private int size;
  private int perLine;
  private int lines;

  private NumberText(byte[] text) {
    this.text = text;
  }

  /**
   * Reads a text.
   *
   * @param text its bytes in ASCII or UTF-8, with or without a byte order mark
   * @return the numbers, each the nearest float
   * @throws InputException if a word is no number, a line has too many or too few; the message
   *     gives line and column, both from 1 on
   */
  public static float[] read(byte[] text) throws InputException {
    return parsed(text).numbers();
  }

  /** Returns the parsed text, which knows its shape. */
  static NumberText parsed(byte[] text) throws InputException {
    NumberText reading = new NumberText(text);
    reading.skipMark();
    for (byte b : text) {
      if (b == 0) {
        throw new InputException("text must be ASCII or UTF-8, got a byte 0 (UTF-16? binary?)");
      }
      reading.separator = b == ';' ? (byte) ';' : reading.separator;
    }
    boolean first = true;
    while (reading.at < text.length) {
      if (first && reading.header()) {
        first = false;
        continue;
      }
      first &= reading.line() == 0;
    }
    return reading;
  }

  float[] numbers() {
    return Arrays.copyOf(values, size);
  }

  int lines() {
    return lines;
  }

  int perLine() {
    return perLine;
  }

  private void skipMark() {
    if (text.length >= 3
        && text[0] == (byte) 0xEF
        && text[1] == (byte) 0xBB
        && text[2] == (byte) 0xBF) {
      at = 3;
      lineStart = 3;
    }
  }

  /** Skips a line that begins with # or holds words but no number. */
  private boolean header() {
    int end = at;
    while (end < text.length && !newline(text[end])) {
      end++;
    }
    String all = new String(text, at, end - at, StandardCharsets.ISO_8859_1).strip();
    boolean number = all.isEmpty();
    if (!all.startsWith("#")) {
      for (String word : all.split(separator == ';' ? "[;\\s]+" : "[,\\s]+")) {
        number |= isNumber(plain(word));
      }
      number |= all.chars().noneMatch(Character::isLetter);
    }
    if (!number) {
      at = end;
      endLine();
    }
    return !number;
  }

  /** Reads a line; returns how many numbers it held. */
  private int line() throws InputException {
    int count = 0;
    boolean wanted = false; // a separator was read, and no number after it
    while (true) {
      skipBlanks();
      if (at == text.length || newline(text[at])) {
        break;
      }
      if (text[at] == separator) {
        if (wanted || count == 0) {
          throw wrong("a number must stand before each " + mark());
        }
        wanted = true;
        at++;
      } else {
        add(number());
        count++;
        wanted = false;
        skipBlanks();
      }
    }
    if (wanted) {
      throw wrong("a number must stand after each " + mark());
    }
    checkCount(count);
    endLine();
    return count;
  }

  private void skipBlanks() {
    while (at < text.length && blank(text[at])) {
      at++;
    }
  }

  private void checkCount(int count) throws InputException {
    if (count == 0) {
      return;
    }
    if (lines > 0 && count != perLine) {
      throw wrong(
          "every line must hold as many numbers as the first, " + perLine + ", got " + count);
    }
    perLine = count;
    lines++;
  }

  private void endLine() {
    if (at < text.length) {
      boolean pair = text[at] == '\r' && at + 1 < text.length && text[at + 1] == '\n';
      at += pair ? 2 : 1;
    }
    line++;
    lineStart = at;
  }

  private float number() throws InputException {
    int end = at;
    while (end < text.length
        && text[end] != separator
        && !blank(text[end])
        && !newline(text[end])) {
      end++;
    }
    int length = end - at;
    String written = new String(text, at, length, StandardCharsets.ISO_8859_1);
    String word = plain(written);
    if (!isNumber(word)) {
      throw wrong("a number must be decimal such as -1.5e-3, got " + quoted(written));
    }
    at = end;
    return value(word);
  }

  private String mark() {
    return separator == ';' ? "semicolon" : "comma";
  }

  /** A word without its quotes, and with a point for the decimal mark. */
  private String plain(String word) {
    int n = word.length();
    boolean quotes = n > 2 && word.charAt(0) == '"' && word.charAt(n - 1) == '"';
    String inner = quotes ? word.substring(1, n - 1) : word;
    boolean decimalComma = separator == ';' && inner.indexOf('.') < 0;
    return decimalComma ? inner.replace(',', '.') : inner;
  }

  private static float value(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.endsWith("nan")) {
      return Float.NaN;
    }
    if (lower.contains("inf")) {
      return lower.startsWith("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    }
    return Float.parseFloat(word);
  }

  /** A decimal number with an optional sign, fraction and exponent, or nan, inf, infinity. */
  private static boolean isNumber(String word) {
    int i = !word.isEmpty() && (word.charAt(0) == '-' || word.charAt(0) == '+') ? 1 : 0;
    String rest = word.substring(i).toLowerCase(Locale.ROOT);
    if (rest.equals("nan") || rest.equals("inf") || rest.equals("infinity")) {
      return true;
    }
    int whole = digits(word, i);
    int end = whole;
    int count = whole - i;
    if (end < word.length() && word.charAt(end) == '.') {
      int fraction = digits(word, end + 1);
      count += fraction - end - 1;
      end = fraction;
    }
    if (count == 0) {
      return false;
    }
    if (end < word.length() && (word.charAt(end) | 32) == 'e') {
      int from = end + 1;
      if (from < word.length() && (word.charAt(from) == '-' || word.charAt(from) == '+')) {
        from++;
      }
      end = digits(word, from);
      return end > from && end == word.length();
    }
    return end == word.length();
  }

  private static int digits(String word, int from) {
    int i = from;
    while (i < word.length() && word.charAt(i) >= '0' && word.charAt(i) <= '9') {
      i++;
    }
    return i;
  }

  private static String quoted(String word) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < Math.min(word.length(), QUOTED); i++) {
      char c = word.charAt(i);
      out.append(c >= 32 && c < 127 ? "" + c : String.format(Locale.ROOT, "\\x%02x", (int) c));
    }
    return out.append(word.length() > QUOTED ? "...\"" : "\"").toString();
  }

  private void add(float value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.addExact(size, size / 2));
    }
    values[size++] = value;
  }

  private InputException wrong(String rule) {
    return new InputException("line " + line + ", column " + (at - lineStart + 1) + ": " + rule);
  }

  private static boolean blank(byte c) {
    return c == ' ' || c == '\t';
  }

  private static boolean newline(byte c) {
    return c == '\n' || c == '\r';
  }
}

package org.halfstep.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A table ready to be shown: a title, headers, and cells of text, with what was left out said.
 *
 * @param title what it is and its size
 * @param headers one text a column
 * @param numeric which columns are right-aligned
 * @param rows the cells, by row
 */
record Sheet(String title, List<String> headers, List<Boolean> numeric, List<List<String>> rows) {
  private static final int HEAD_ROWS = 10;
  private static final int TAIL_ROWS = 5;
  private static final int HEAD_COLUMNS = 8;
  private static final int TAIL_COLUMNS = 4;

  /** The digits of a matrix entry: enough to compare, few enough for twelve columns. */
  private static final int DIGITS = 5;

  private static final String ELLIPSIS = "\u2026";

  /**
   * A column of a table too long to show.
   *
   * @param header the name
   * @param numeric whether its cells are numbers
   * @param cells the cells at the given rows, formatted together
   */
  record Column(String header, boolean numeric, Function<int[], String[]> cells) {}

  /** The numbers of a matrix by row and column. */
  @FunctionalInterface
  interface Entries {
    double at(int row, int column);
  }

  /** Lays out columns of so many rows; of long ones and of many, the middle is left out. */
  static Sheet of(String title, int rows, int columns, IntFunction<Column> column) {
    int[] shownRows = shown(rows, HEAD_ROWS, TAIL_ROWS);
    int[] shownColumns = shown(columns, HEAD_COLUMNS, TAIL_COLUMNS);
    List<String> headers = new ArrayList<>();
    List<Boolean> numeric = new ArrayList<>();
    List<List<String>> cells = new ArrayList<>();
    int lines = shownRows.length + (shownRows.length < rows ? 1 : 0);
    for (int i = 0; i < lines; i++) {
      cells.add(new ArrayList<>());
    }
    for (int c = 0; c < shownColumns.length; c++) {
      if (shownColumns.length < columns && c == HEAD_COLUMNS) {
        headers.add(ELLIPSIS);
        numeric.add(false);
        cells.forEach(row -> row.add(ELLIPSIS));
      }
      Column shown = column.apply(shownColumns[c]);
      headers.add(shown.header);
      numeric.add(shown.numeric);
      String[] texts = shown.cells.apply(shownRows);
      for (int i = 0; i < lines; i++) {
        boolean gap = lines > shownRows.length && i == HEAD_ROWS;
        int k = lines > shownRows.length && i > HEAD_ROWS ? i - 1 : i;
        cells.get(i).add(gap ? ELLIPSIS : texts[k]);
      }
    }
    return new Sheet(title, headers, numeric, cells);
  }

  /** Lays out a matrix of numbers with its row and column numbers as headers. */
  static Sheet matrix(String name, int rows, int columns, Entries entries) {
    String title = name + " " + rows + " \u00d7 " + columns;
    return of(
        title,
        rows,
        columns + 1,
        c ->
            c == 0
                ? new Column("", true, shown -> texts(shown, i -> Integer.toString(i)))
                : new Column(
                    Integer.toString(c - 1),
                    true,
                    shown -> {
                      double[] values = new double[shown.length];
                      for (int i = 0; i < shown.length; i++) {
                        values[i] = entries.at(shown[i], c - 1);
                      }
                      return Significant.column(values, DIGITS);
                    }));
  }

  /** Returns texts for the rows shown. */
  static String[] texts(int[] rows, IntFunction<String> text) {
    String[] out = new String[rows.length];
    for (int i = 0; i < rows.length; i++) {
      out[i] = text.apply(rows[i]);
    }
    return out;
  }

  /** Returns the table as HTML that inherits the colours of its page. */
  String html() {
    StringBuilder out = new StringBuilder();
    out.append("<div style=\"overflow-x:auto\">");
    if (!title.isEmpty()) {
      out.append("<div style=\"opacity:.75;font-size:.9em\">")
          .append(Html.escape(title))
          .append("</div>");
    }
    out.append(
            "<table"
                + " style=\"border-collapse:collapse;font-variant-numeric:tabular-nums;color:inherit;")
        .append("font-size:inherit;width:auto;margin:.3em 0\">");
    if (headers.stream().anyMatch(h -> !h.isEmpty())) {
      out.append("<thead><tr style=\"border-bottom:1px solid currentColor\">");
      for (int c = 0; c < headers.size(); c++) {
        cell(out, "th", c, headers.get(c));
      }
      out.append("</tr></thead>");
    }
    out.append("<tbody>");
    for (List<String> row : rows) {
      out.append("<tr>");
      for (int c = 0; c < row.size(); c++) {
        cell(out, "td", c, row.get(c));
      }
      out.append("</tr>");
    }
    return out.append("</tbody></table></div>").toString();
  }

  private void cell(StringBuilder out, String tag, int column, String text) {
    out.append('<')
        .append(tag)
        .append(" style=\"text-align:")
        .append(numeric.get(column) ? "right" : "left")
        .append(";padding:.15em .6em;white-space:nowrap\">")
        .append(Html.escape(text))
        .append("</")
        .append(tag)
        .append('>');
  }

  /** Returns the table as lines of text with aligned columns. */
  String text() {
    List<List<String>> lines = new ArrayList<>();
    if (headers.stream().anyMatch(h -> !h.isEmpty())) {
      lines.add(headers);
    }
    lines.addAll(rows);
    IntUnaryOperator width =
        c ->
            lines.stream()
                .mapToInt(l -> l.get(c).codePointCount(0, l.get(c).length()))
                .max()
                .orElse(0);
    StringBuilder out = new StringBuilder(title);
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int c = 0; c < line.size(); c++) {
        String cell = line.get(c);
        String space = " ".repeat(width.applyAsInt(c) - cell.codePointCount(0, cell.length()));
        text.append(c == 0 ? "" : "  ").append(numeric.get(c) ? space + cell : cell + space);
      }
      out.append(out.isEmpty() ? "" : "\n").append(text.toString().stripTrailing());
    }
    return out.toString();
  }

  /** Returns which of n are shown: all, or the first and the last. */
  private static int[] shown(int n, int head, int tail) {
    if (n <= head + tail + 1) {
      return IntStream.range(0, n).toArray();
    }
    int[] out = new int[head + tail];
    for (int i = 0; i < out.length; i++) {
      out[i] = i < head ? i : n - (head + tail) + i;
    }
    return out;
  }
}

package org.halfstep;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of an oracle file: numbers that another tool made. Lines that begin with # name the tool,
 * its version and the command; the first other line names the columns.
 */
public record Oracle(Map<String, String> cells) {

  /** Returns the rows of {@code /oracle/name.csv}. */
  public static List<Oracle> rows(String name) {
    String path = "/oracle/" + name + ".csv";
    try (InputStream in = Oracle.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no oracle file " + path);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = text.lines().filter(s -> !s.startsWith("#") && !s.isBlank()).toList();
      String[] header = lines.getFirst().split(",");
      List<Oracle> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] values = line.split(",", -1);
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < header.length; i++) {
          cells.put(header[i], values[i]);
        }
        rows.add(new Oracle(cells));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a cell as text. */
  public String text(String column) {
    String cell = cells.get(column);
    if (cell == null) {
      throw new IllegalArgumentException("no column " + column + " among " + cells.keySet());
    }
    return cell;
  }

  /** Returns a cell as a number, rounded from all its digits; inf, -inf and nan as Python's. */
  public double number(String column) {
    String cell = text(column);
    return switch (cell) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(cell);
    };
  }

  /** Returns a cell as an integer. */
  public int integer(String column) {
    return Integer.parseInt(text(column));
  }

  @Override
  public String toString() {
    return cells.toString();
  }
}

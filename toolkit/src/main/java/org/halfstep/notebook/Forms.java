package org.halfstep.notebook;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.ejml.data.DMatrix;
import org.ejml.data.FMatrix;
import org.ejml.data.Matrix;
import org.ejml.simple.SimpleBase;
import org.halfstep.figure.Displayable;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.OptimalScale;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** The forms in which a notebook shows a value, by media type; text/plain is always among them. */
final class Forms {
  private static final String PLAIN = "text/plain";
  private static final String HTML = "text/html";

  /** An array is written out up to here, and beyond by its first and last elements. */
  private static final int SHORT = 12;

  private static final int HEAD = 6;
  private static final int TAIL = 3;

  private Forms() {}

  /** Returns the forms of a value; a value nobody knows has its toString. */
  static Map<String, Object> of(Object value) {
    return switch (value) {
      case null -> plain("null");
      case Displayable d -> d.bundle();
      case ErrorReport r -> sheet(report("error report", r));
      case OptimalScale o ->
          sheet(report("scale " + Significant.digits(o.scale(), Significant.TABLE), o.report()));
      case Table t -> sheet(table(t));
      case Column<?> c -> sheet(column(c));
      case SimpleBase<?> s when isReal(s.getMatrix()) -> sheet(matrix("matrix", s.getMatrix()));
      case Matrix m when isReal(m) -> sheet(matrix("matrix", m));
      case Collection<?> c when areDisplayable(c) -> stacked(c);
      case Object[] a when areDisplayable(List.of(present(a))) -> stacked(List.of(a));
      case double[][] a when isRectangular(a) ->
          sheet(Sheet.matrix("double", a.length, a[0].length, (i, j) -> a[i][j]));
      case float[][] a when isRectangular(a) ->
          sheet(Sheet.matrix("float", a.length, a[0].length, (i, j) -> a[i][j]));
      case int[][] a when isRectangular(a) ->
          sheet(Sheet.matrix("int", a.length, a[0].length, (i, j) -> a[i][j]));
      default -> plain(value.getClass().isArray() ? array(value) : value.toString());
    };
  }

  /** Returns the text of a value. */
  static String text(Object value) {
    return String.valueOf(of(value).get(PLAIN));
  }

  private static Map<String, Object> plain(String text) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put(PLAIN, String.valueOf(text));
    return out;
  }

  private static Map<String, Object> sheet(Sheet sheet) {
    Map<String, Object> out = plain(sheet.text());
    out.put(HTML, sheet.html());
    return out;
  }

  private static Sheet table(Table table) {
    String name = table.name() == null ? "" : table.name() + ": ";
    String size = table.rowCount() + " rows \u00d7 " + table.columnCount() + " columns";
    return Sheet.of(
        name + size, table.rowCount(), table.columnCount(), i -> shown(table.column(i)));
  }

  private static Sheet column(Column<?> column) {
    return Sheet.of("column of " + column.size(), column.size(), 1, i -> shown(column));
  }

  private static Sheet.Column shown(Column<?> column) {
    boolean numeric = column instanceof NumericColumn<?>;
    return new Sheet.Column(
        column.name(),
        numeric,
        rows -> {
          if (!(column instanceof NumericColumn<?> numbers)) {
            return Sheet.texts(rows, column::getString);
          }
          double[] values = new double[rows.length];
          for (int i = 0; i < rows.length; i++) {
            values[i] = numbers.getDouble(rows[i]);
          }
          String[] out = Significant.column(values, Significant.TABLE);
          for (int i = 0; i < rows.length; i++) {
            out[i] = column.isMissing(rows[i]) ? "" : out[i];
          }
          return out;
        });
  }

  private static boolean isReal(Matrix matrix) {
    return matrix instanceof DMatrix || matrix instanceof FMatrix;
  }

  private static Sheet matrix(String name, Matrix matrix) {
    return Sheet.matrix(
        name,
        matrix.getNumRows(),
        matrix.getNumCols(),
        (i, j) -> matrix instanceof DMatrix d ? d.get(i, j) : ((FMatrix) matrix).get(i, j));
  }

  private static Sheet report(String title, ErrorReport r) {
    List<List<String>> rows = new ArrayList<>();
    row(rows, "MSE", "E[e\u00b2]", Significant.digits(r.mse(), Significant.TABLE));
    row(rows, "its uncertainty", "", Significant.digits(r.uncertainty(), 2));
    row(rows, "granular part", "", Significant.digits(r.granular(), Significant.TABLE));
    row(rows, "overload part", "", Significant.digits(r.overload(), Significant.TABLE));
    row(rows, "SQNR", "10 lg(E[X\u00b2]/E[e\u00b2])", Significant.digits(r.sqnrDb(), 6) + " dB");
    row(rows, "bias", "E[e]", clearOfRounding(r.bias(), Math.sqrt(r.mse())));
    row(rows, "signal power", "E[X\u00b2]", Significant.digits(r.signalPower(), 6));
    row(rows, "Bussgang gain", "E[XQ]/E[X\u00b2]", Significant.digits(r.bussgangGain(), 6));
    row(rows, "skewness of e", "", clearOfRounding(r.skewness(), 1));
    row(rows, "kurtosis of e", "", Significant.digits(r.kurtosis(), Significant.TABLE));
    row(rows, "entropy of the codes", "", Significant.digits(r.entropy(), 6) + " bits");
    return new Sheet(
        title, List.of("quantity", "", "value"), List.of(false, false, true), List.copyOf(rows));
  }

  /** Returns a number that symmetry makes 0 in theory without the rounding of its computation. */
  private static String clearOfRounding(double value, double scale) {
    return Math.abs(value) < 1e-12 * scale ? "0" : Significant.digits(value, Significant.TABLE);
  }

  private static void row(List<List<String>> rows, String name, String symbol, String value) {
    rows.add(List.of(name, symbol, value));
  }

  private static boolean areDisplayable(Collection<?> values) {
    return !values.isEmpty()
        && values.stream().allMatch(v -> v instanceof Claim || v instanceof Verdict);
  }

  private static Object[] present(Object[] values) {
    for (Object v : values) {
      if (v == null) {
        return new Object[0];
      }
    }
    return values;
  }

  /** Returns several claims or verdicts as one output. */
  private static Map<String, Object> stacked(Collection<?> values) {
    StringJoiner text = new StringJoiner("\n");
    StringBuilder html = new StringBuilder();
    List<Object> claims = new ArrayList<>();
    for (Object value : values) {
      Map<String, Object> forms = of(value);
      text.add(forms.get(PLAIN).toString());
      html.append(forms.get(HTML));
      if (value instanceof Claim claim) {
        claims.add(claim.record());
      }
    }
    Map<String, Object> out = plain(text.toString());
    out.put(HTML, html.toString());
    if (!claims.isEmpty()) {
      out.put("application/vnd.halfstep.claims+json", Map.of("claims", claims));
    }
    return out;
  }

  private static boolean isRectangular(Object[] rows) {
    int columns = rows.length == 0 || rows[0] == null ? 0 : Array.getLength(rows[0]);
    for (Object row : rows) {
      if (row == null || Array.getLength(row) != columns) {
        return false;
      }
    }
    return columns > 0;
  }

  /** Returns "double[1000] {0.1, 0.2, …, 0.9}". */
  private static String array(Object array) {
    int n = Array.getLength(array);
    StringJoiner out = new StringJoiner(", ", name(array.getClass(), n) + " {", "}");
    boolean all = n <= SHORT;
    for (int i = 0; i < n; i++) {
      if (!all && i == HEAD) {
        out.add("\u2026");
        i = n - TAIL;
      }
      out.add(element(Array.get(array, i)));
    }
    return out.toString();
  }

  private static String name(Class<?> type, int length) {
    Class<?> element = type.getComponentType();
    String more = "";
    while (element.isArray()) {
      element = element.getComponentType();
      more += "[]";
    }
    return element.getSimpleName() + "[" + length + "]" + more;
  }

  private static String element(Object value) {
    return switch (value) {
      case null -> "null";
      case Double d -> Significant.digits(d, Significant.TABLE);
      case Float f -> Significant.digits(f, Significant.TABLE);
      case String s -> '"' + s + '"';
      case Object o when o.getClass().isArray() -> array(o);
      default -> text(value).lines().findFirst().orElse("");
    };
  }
}

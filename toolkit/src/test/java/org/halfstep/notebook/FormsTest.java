package org.halfstep.notebook;

import static org.halfstep.notebook.Tolerance.ulps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.data.ZMatrixRMaj;
import org.ejml.simple.SimpleMatrix;
import org.halfstep.figure.Displayable;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.OptimalScale;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class FormsTest {
  private static final String PLAIN = "text/plain";
  private static final String HTML = "text/html";

  @Test
  void arraysAreShortTextWithTheirLength() {
    assertEquals("double[3] {1, 2.5, 0.333333}", text(new double[] {1, 2.5, 1 / 3.0}));
    assertEquals("float[2] {0.1, NaN}", text(new float[] {0.1f, Float.NaN}));
    assertEquals("int[2] {-1, 2147483647}", text(new int[] {-1, Integer.MAX_VALUE}));
    assertEquals("long[1] {9007199254740993}", text(new long[] {9007199254740993L}));
    assertEquals("byte[2] {-128, 127}", text(new byte[] {-128, 127}));
    assertEquals("boolean[2] {true, false}", text(new boolean[] {true, false}));
    assertEquals("String[2] {\"a\", null}", text(new String[] {"a", null}));
    assertEquals("double[0] {}", text(new double[0]));
    assertEquals("int[2][] {int[1] {1}, int[0] {}}", text(new int[][] {{1}, {}}));
    int[] longer = new int[1000];
    Arrays.setAll(longer, i -> i);
    assertEquals("int[1000] {0, 1, 2, 3, 4, 5, \u2026, 997, 998, 999}", text(longer));
    assertEquals(Set.of(PLAIN), Forms.of(longer).keySet());
  }

  @Test
  void rectangularArrayIsATable() {
    assertEquals(
        "double 2 \u00d7 2\n     0   1\n0  1.5   2\n1  3.0  40",
        text(new double[][] {{1.5, 2}, {3, 40}}));
    assertEquals(text(new float[][] {{1}}).replace("float", "int"), text(new int[][] {{1}}));
  }

  @Test
  void tableIsAlignedRoundedAndEscaped() {
    Table table =
        Table.create(
            "laws & grids",
            StringColumn.create("law", "a <b>", "c"),
            DoubleColumn.create("mse", 0.123456789, Double.NaN),
            IntColumn.create("bits", 8, 16),
            BooleanColumn.create("flat", true, false));
    Map<String, Object> forms = Forms.of(table);
    assertEquals(
        """
        laws & grids: 2 rows \u00d7 4 columns
        law         mse  bits  flat
        a <b>  0.123457     8  true
        c                  16  false\
        """,
        forms.get(PLAIN));
    String html = forms.get(HTML).toString();
    assertTrue(html.contains("laws &amp; grids: 2 rows"), html);
    assertTrue(html.contains(">a &lt;b&gt;</td>") && !html.contains("<b>"), html);
    assertTrue(html.contains("text-align:right;padding:.15em .6em;white-space:nowrap\">0.123457<"));
    assertTrue(html.contains("text-align:left;padding:.15em .6em;white-space:nowrap\">law<"));
    assertFalse(html.contains("<style") || html.contains("class="), "no style but inline");
  }

  @Test
  void longTableIsElidedAndSaysItsSize() {
    Table table = Table.create("t");
    for (int c = 0; c < 30; c++) {
      double[] values = new double[1000];
      int column = c;
      Arrays.setAll(values, i -> i + 1000 * column);
      table.addColumns(DoubleColumn.create("c" + c, values));
    }
    String text = text(table);
    assertTrue(text.startsWith("t: 1000 rows \u00d7 30 columns\n"), text);
    List<String> lines = text.lines().toList();
    assertEquals(1 + 1 + 10 + 1 + 5, lines.size());
    assertTrue(lines.get(1).matches(" *c0 .* c7 +\u2026 +c26 .* c29"), text);
    assertTrue(lines.get(11).strip().startsWith("9 "), text);
    assertTrue(lines.get(12).strip().startsWith("\u2026"), text);
    assertTrue(lines.get(13).strip().startsWith("995 "), text);
    assertTrue(Forms.of(table).get(HTML).toString().length() < 30_000);
    assertEquals(1 + 1 + 16, text(table.first(16).selectColumns("c0")).lines().count());
    assertEquals(1 + 1 + 16, text(table.first(17).selectColumns("c0")).lines().count());
    assertFalse(text(table.first(16)).contains("\u2026\n"), "16 rows fit");
  }

  @Test
  void columnIsATableOfOne() {
    assertEquals(
        "column of 2\n  x\n1.5\n2.0", text(DoubleColumn.create("x", new double[] {1.5, 2})));
  }

  @Test
  void matricesOfDoublesAndFloatsAreTables() {
    String wanted = "matrix 2 \u00d7 2\n   0    1\n0  1  0.5\n1  0  2.0";
    double[][] rows = {{1, 0.5}, {0, 2}};
    assertEquals(wanted, text(new SimpleMatrix(rows)));
    assertEquals(wanted, text(new DMatrixRMaj(rows)));
    assertEquals(wanted, text(new FMatrixRMaj(2, 2, true, 1f, 0.5f, 0f, 2f)));
    assertTrue(Forms.of(new SimpleMatrix(rows)).containsKey(HTML));
    assertTrue(text(new SimpleMatrix(500, 500)).startsWith("matrix 500 \u00d7 500\n"));
    assertTrue(text(new SimpleMatrix(500, 500)).length() < 3000);
    assertEquals("matrix 0 \u00d7 3", text(new SimpleMatrix(0, 3)).lines().findFirst().orElse(""));
  }

  @Test
  void complexMatrixHasItsOwnText() {
    ZMatrixRMaj complex = new ZMatrixRMaj(1, 1);
    assertEquals(complex.toString(), text(complex));
  }

  @Test
  void errorReportIsATableOfNamedQuantities() {
    ErrorReport report = ErrorReport.between(new double[] {0.2, -0.7, 1.4}, grid());
    String text = text(report);
    assertTrue(text.matches("(?s).*MSE +E\\[e\u00b2\\] +" + number(report.mse()) + "\n.*"), text);
    String sqnr = number(report.sqnrDb());
    assertTrue(text.matches("(?s).*SQNR .* " + sqnr + " dB\n.*"), text);
    for (String name : List.of("bias", "granular", "overload", "kurtosis", "entropy", "gain")) {
      assertTrue(text.contains(name), name);
    }
    OptimalScale optimal = new OptimalScale(0.25, report);
    assertTrue(text(optimal).startsWith("scale 0.25\n"));
    assertTrue(Forms.of(optimal).get(HTML).toString().contains("<table"));
  }

  @Test
  void claimsAndVerdictsTogetherAreStacked() {
    Claim claim = Claim.that("one").predicted(1).measured(1).within(ulps(0));
    Map<String, Object> forms = Forms.of(List.of(claim, claim));
    assertEquals(claim + "\n" + claim, forms.get(PLAIN));
    assertEquals(claim.html() + claim.html(), forms.get(HTML));
    assertEquals(
        Map.of("claims", List.of(claim.record(), claim.record())),
        forms.get("application/vnd.halfstep.claims+json"));
    assertEquals(forms, Forms.of(new Claim[] {claim, claim}));
    Verdict verdict = new Verdict("1", true, "solved");
    assertEquals(verdict + "\n" + claim, text(List.of(verdict, claim)));
    assertEquals("[]", text(List.of()));
    assertNull(Forms.of(List.of(claim, 1)).get(HTML));
  }

  @Test
  void anythingElseHasItsToString() {
    assertEquals("null", text(null));
    assertEquals("1", text(1));
    assertEquals("Optional[3]", text(java.util.Optional.of(3)));
    assertEquals("null", text(new Nameless()));
  }

  @Test
  void whatIsDisplayableShowsItsBundle() {
    Displayable d = () -> Map.of(PLAIN, "text", "image/svg+xml", "<svg/>");
    assertEquals(d.bundle(), Forms.of(d));
  }

  private static final class Nameless {
    @Override
    public String toString() {
      return null;
    }
  }

  private static org.halfstep.grid.Grid grid() {
    return org.halfstep.grid.Grid.of(-1, 0, 1);
  }

  private static String number(double x) {
    return java.util.regex.Pattern.quote(Significant.digits(x, 6));
  }

  private static String text(Object value) {
    return Forms.of(value).get(PLAIN).toString();
  }
}

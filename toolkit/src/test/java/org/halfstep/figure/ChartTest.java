package org.halfstep.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.ScatterTrace;

class ChartTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double[] X = {1, 2, 3};
  private static final double[] Y = {0.5, 4, 2};

  private static JsonNode json(Chart chart) {
    try {
      return JSON.readTree(chart.json());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String message(Supplier<?> action) {
    return assertThrows(IllegalArgumentException.class, action::get).getMessage();
  }

  private static void assertNumbers(JsonNode values) {
    assertTrue(values.isArray() && !values.isEmpty(), () -> "no array: " + values);
    for (JsonNode v : values) {
      assertTrue(v.isNumber() || v.isNull(), () -> v + " is no number");
    }
  }

  private static void assertText(JsonNode values) {
    assertTrue(values.isArray() && !values.isEmpty(), () -> "no array: " + values);
    for (JsonNode v : values) {
      assertTrue(v.isTextual(), () -> v + " is no text");
    }
  }

  private static void assertNoStringTitles(JsonNode node) {
    JsonNode title = node.get("title");
    assertTrue(title == null || title.isObject(), () -> "title " + title);
    assertFalse(node.has("titlefont"));
    node.forEach(ChartTest::assertNoStringTitles);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scatter", "line", "time", "area", "bubble", "histogram"})
  void numbersThatJsplotQuotesBecomeNumbers(String kind) {
    JsonNode figure = json(Chart.of(TablesawFigures.of(kind)));
    for (JsonNode trace : figure.path("data")) {
      if (kind.equals("time")) {
        assertText(trace.path("x"));
      } else {
        assertNumbers(trace.path("x"));
      }
      if (!kind.equals("histogram")) {
        assertNumbers(trace.path("y"));
      }
    }
    assertNoStringTitles(figure.path("layout"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"box", "bar", "heat", "pie"})
  void categoryLabelsStayTextEvenWhenTheyLookLikeNumbers(String kind) {
    JsonNode figure = json(Chart.of(TablesawFigures.of(kind)));
    JsonNode trace = figure.path("data").get(0);
    assertText(trace.path(kind.equals("pie") ? "labels" : "x"));
    switch (kind) {
      case "heat" -> trace.path("z").forEach(ChartTest::assertNumbers);
      case "pie" -> assertNumbers(trace.path("values"));
      default -> assertNumbers(trace.path("y"));
    }
    assertEquals("strict", figure.path("layout").path("autotypenumbers").asText());
  }

  @Test
  void valuesOfAnAdoptedFigureAreThoseOfTheTable() {
    Table t = Table.create(DoubleColumn.create("x", X), DoubleColumn.create("y", Y));
    JsonNode trace =
        json(Chart.of(tech.tablesaw.plotly.api.LinePlot.create("t", t, "x", "y")))
            .path("data")
            .get(0);
    for (int i = 0; i < X.length; i++) {
      assertEquals(X[i], trace.path("x").get(i).doubleValue());
      assertEquals(Y[i], trace.path("y").get(i).doubleValue());
    }
  }

  @Test
  void textThatJsplotEscapesIsPlainAgainAndSafeForPlotly() {
    String title = "P(x < y) & \"it's\" 50\\% x<sup>2</sup>";
    Layout layout = Layout.builder(title).xAxis(Axis.builder().title("a & b").build()).build();
    Figure figure =
        new Figure(layout, ScatterTrace.builder(X, Y).name("a \\sigma 'q' & <c>").build());
    JsonNode json = json(Chart.of(figure));
    assertEquals(
        "P(x &lt; y) &amp; \"it's\" 50\\% x<sup>2</sup>",
        json.path("layout").path("title").path("text").asText());
    assertEquals(
        "a &amp; b", json.path("layout").path("xaxis").path("title").path("text").asText());
    assertEquals("a \\sigma 'q' &amp; &lt;c>", json.path("data").get(0).path("name").asText());
  }

  @Test
  void dataLabelsAreNotUnescaped() {
    JsonNode trace =
        json(Chart.titled("t")
                .bars("b", new String[] {"a &amp; \"b\"", "it's \\d"}, new double[] {1, 2}))
            .path("data")
            .get(0);
    assertEquals("a &amp; \"b\"", trace.path("x").get(0).asText());
    assertEquals("it's \\d", trace.path("x").get(1).asText());
  }

  @Test
  void rangesAndSwitchesOfAnAdoptedLayoutHaveTheirTypes() {
    Layout layout =
        Layout.builder("t")
            .showLegend(true)
            .xAxis(Axis.builder().type(Axis.Type.LOG).range(1, 2).build())
            .build();
    JsonNode axis =
        json(Chart.of(new Figure(layout, ScatterTrace.builder(X, Y).build())))
            .path("layout")
            .path("xaxis");
    assertNumbers(axis.path("range"));
    assertFalse(axis.has("autorange"));
    assertEquals("log", axis.path("type").asText());
  }

  @Test
  void missingNumbersAreGaps() {
    double[] gap = {1, Double.NaN, 3};
    JsonNode trace = json(Chart.titled("t").line("l", X, gap)).path("data").get(0);
    assertTrue(trace.path("y").get(1).isNull());
    assertEquals(3, trace.path("y").get(2).intValue());
  }

  @Test
  void aChartNeverChanges() {
    Chart base = Chart.titled("t").x("x", "").line("l", X, Y);
    String before = base.json();
    base.points("p", X, Y, Y).like("l").logX().logY().vline(2, "v").note(1, 1, "n").dashed();
    base.with("trace.line.width", 9).with("layout.xaxis.dtick", 1).size(300, 300).xRange(1, 2);
    assertEquals(before, base.json());
  }

  @Test
  void columnsFloatsAndArraysDrawTheSame() {
    DoubleColumn x = DoubleColumn.create("x", X);
    FloatColumn y = FloatColumn.create("y", new float[] {0.5f, 4, 2});
    Table table = Table.create(x, DoubleColumn.create("y", Y));
    String expected = Chart.titled("t").x("x").y("y").line("y", X, Y).json();
    assertEquals(expected, Chart.titled("t").x("x").y("y").line("y", x, y).json());
    assertEquals(expected, Chart.titled("t").line(table, "x", "y").json());
    float[] fx = {1, 2, 3};
    assertEquals(expected, Chart.titled("t").x("x").y("y").line("y", fx, y.asFloatArray()).json());
  }

  @Test
  void groupsOfATableBecomeTraces() {
    Table table =
        Table.create(
            DoubleColumn.create("x", 1, 2, 3, 4),
            DoubleColumn.create("y", 5, 6, 7, 8),
            StringColumn.create("g", "b", "a", "b", "a"));
    JsonNode data = json(Chart.titled("t").points(table, "x", "y", "g")).path("data");
    assertEquals(2, data.size());
    assertEquals("b", data.get(0).path("name").asText());
    assertEquals("[5,7]", data.get(0).path("y").toString());
    assertEquals("[6,8]", data.get(1).path("y").toString());
  }

  @Test
  void coloursDifferUntilThePaletteEndsAndLikeRepeatsOne() {
    Chart chart = Chart.titled("t");
    for (int i = 0; i < Palette.COLORS.size(); i++) {
      chart = i % 2 == 0 ? chart.line("l" + i, X, Y) : chart.points("l" + i, X, Y);
    }
    Set<String> colours = new HashSet<>();
    for (JsonNode trace : json(chart).path("data")) {
      colours.add(trace.path("marker").path("color").asText());
    }
    assertEquals(Palette.COLORS.size(), colours.size());
    JsonNode data =
        json(Chart.titled("t").line("a", X, Y).line("b", X, Y).points("c", X, Y).like("a"))
            .path("data");
    assertEquals(data.get(0).path("line").path("color"), data.get(2).path("marker").path("color"));
    assertTrue(message(() -> Chart.titled("t").points("c", X, Y).like("z")).contains("got z"));
  }

  @Test
  void coloursKeepApartForTheColourBlind() {
    for (int i = 0; i < Palette.COLORS.size(); i++) {
      for (int j = 0; j < i; j++) {
        int[] a = Palette.rgb(Palette.color(i));
        int[] b = Palette.rgb(Palette.color(j));
        // Red-green blindness leaves blue and brightness: the two must tell every pair apart.
        double blue = Math.abs(a[2] - b[2]);
        double light = Math.abs(luminance(a) - luminance(b));
        assertTrue(blue + light > 40, Palette.color(i) + " and " + Palette.color(j));
      }
    }
  }

  private static double luminance(int[] c) {
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
  }

  @Test
  void numbersKeepSevenDigitsAndMoreWhereValuesLieClose() {
    double[] x = {1.0 / 3, 123456.789012, 1e-30};
    JsonNode far = json(Chart.titled("t").line("l", x, Y)).path("data").get(0).path("x");
    assertEquals("[0.3333333,123456.8,1.0E-30]", far.toString());
    double[] close = {1e6 + 0.001, 1e6 + 0.002, 1e6 + 0.003};
    JsonNode near = json(Chart.titled("t").line("l", close, Y)).path("data").get(0).path("x");
    for (int i = 0; i < 3; i++) {
      assertEquals(close[i], near.get(i).doubleValue(), 1e-6 * 0.002);
    }
  }

  @Test
  void unitsAreTypesetInParentheses() {
    Chart chart = Chart.titled("t").x("scale s", "sigma").y("MSE", "sigma^-2").line("l", X, Y);
    JsonNode layout = json(chart).path("layout");
    assertEquals("scale s (\u03c3)", layout.path("xaxis").path("title").path("text").asText());
    assertEquals(
        "MSE (\u03c3\u207b\u00b2)", layout.path("yaxis").path("title").path("text").asText());
    assertEquals(
        "bits",
        json(Chart.titled("t").x("bits"))
            .path("layout")
            .path("xaxis")
            .path("title")
            .path("text")
            .asText());
  }

  @Test
  void errorBarsAreTheStandardErrors() {
    double[] e = {0.1, Double.NaN, 0.3};
    JsonNode bars =
        json(Chart.titled("t").points("p", X, Y, e)).path("data").get(0).path("error_y");
    assertEquals("data", bars.path("type").asText());
    assertEquals("[0.1,null,0.3]", bars.path("array").toString());
  }

  @Test
  void curvesAreSampledEvenlyOnTheAxisTheyAreDrawnOn() {
    JsonNode x =
        json(Chart.titled("t").logX().curve("c", 0.01, 100, v -> v)).path("data").get(0).path("x");
    assertEquals(0.01, x.get(0).doubleValue());
    assertEquals(1, x.get(200).doubleValue(), 1e-7);
    assertEquals(100, x.get(400).doubleValue());
    JsonNode linear =
        json(Chart.titled("t").curve("c", -1, 1, v -> v)).path("data").get(0).path("x");
    assertEquals(0, linear.get(200).doubleValue(), 1e-12);
  }

  @Test
  void areaOfAHistogramIsOne() {
    Random random = new Random(1);
    double[] sample = random.doubles(100_000).map(u -> -Math.log(u)).toArray();
    for (Chart chart :
        List.of(
            Chart.titled("t").histogram("h", sample),
            Chart.titled("t").histogram("h", sample, 37))) {
      JsonNode trace = json(chart).path("data").get(0);
      double area = 0;
      for (JsonNode y : trace.path("y")) {
        area += y.doubleValue() * trace.path("width").doubleValue();
      }
      // Heights are written with seven digits.
      assertEquals(1, area, 1e-6);
      assertTrue(trace.path("y").size() <= 101);
    }
  }

  @Test
  void binsCountEachValueOnceInItsBin() {
    double[] values = {0, 0.5, 1, 1, 2, 3, 4, Double.NaN};
    Bins bins = Bins.of(values, 4);
    assertEquals("[2, 2, 1, 2]", java.util.Arrays.toString(bins.counts()));
    assertEquals(1, bins.width());
    assertEquals(7, java.util.Arrays.stream(Bins.of(values).counts()).sum());
  }

  @Test
  void aConstantSampleHasOneBinAroundIt() {
    for (double v : new double[] {0, 1, -3e-7, 5e9}) {
      Bins bins = Bins.of(new double[] {v, v, v});
      assertEquals(3, bins.counts()[0]);
      assertTrue(bins.lo() < v && v < bins.lo() + bins.width());
    }
  }

  @Test
  void logAxesRefuseWhatTheyCannotShow() {
    double[] zero = {1, 0, 3};
    String expected = "y must be > 0 on a logarithmic axis, got 0.0 at index 1";
    assertEquals(expected, message(() -> Chart.titled("t").line("l", X, zero).logY()));
    assertEquals(expected, message(() -> Chart.titled("t").logY().line("l", X, zero)));
    assertTrue(message(() -> Chart.titled("t").logX().vline(-2, "v")).contains("got -2.0"));
    assertTrue(message(() -> Chart.titled("t").vline(-2, "v").logX()).contains("got -2.0"));
    assertTrue(message(() -> Chart.titled("t").note(1, 0, "n").logY()).contains("got 0.0"));
    assertTrue(message(() -> Chart.titled("t").logX().xRange(0, 1)).contains("got 0.0"));
    // A bar of height zero is not seen on any axis.
    Chart.titled("t").logY().bars("b", X, zero);
  }

  @Test
  void logarithmsOfRangesAndNotesDoNotDependOnTheOrder() {
    Chart before =
        Chart.titled("t").logX().xRange(0.1, 100).note(10, 1, "n").vline(5, "v").line("l", X, Y);
    Chart after =
        Chart.titled("t").xRange(0.1, 100).note(10, 1, "n").vline(5, "v").line("l", X, Y).logX();
    JsonNode layout = json(after).path("layout");
    assertEquals(json(before).path("layout").path("annotations"), layout.path("annotations"));
    assertEquals("[-1,2]", layout.path("xaxis").path("range").toString());
    assertEquals(1, layout.path("annotations").get(0).path("x").doubleValue());
    assertEquals(5, layout.path("shapes").get(0).path("x0").doubleValue());
  }

  @Test
  void badDataIsRefusedWithRuleAndValue() {
    double[] two = {1, 2};
    double[] none = {};
    double[] nan = {Double.NaN, Double.NaN};
    double[] infinite = {1, Double.POSITIVE_INFINITY};
    Chart t = Chart.titled("t");
    assertEquals(
        "x and y must have the same length, got 3 and 2", message(() -> t.line("l", X, two)));
    assertEquals(
        "a trace must have at least one point, got 0", message(() -> t.line("l", none, none)));
    assertEquals(
        "y must hold at least one number, got 2 times NaN", message(() -> t.points("p", two, nan)));
    assertEquals(
        "y must be finite, or NaN for a gap, got Infinity at index 1",
        message(() -> t.points("p", two, infinite)));
    assertEquals(
        "a standard error must be finite and >= 0, got -1.0 at index 1",
        message(() -> t.points("p", two, two, new double[] {1, -1})));
    assertEquals(
        "y and standard errors must have the same length, got 2 and 3",
        message(() -> t.points("p", two, two, X)));
    assertEquals(
        "x and z[1] must have the same length, got 2 and 1",
        message(() -> t.heat("h", two, two, new double[][] {{1, 2}, {3}})));
    assertEquals(
        "a range must be finite and increasing, got 2.0 to 1.0", message(() -> t.xRange(2, 1)));
    assertEquals("bins must be in 1..1000, got 0", message(() -> t.histogram("h", X, 0)));
    assertTrue(message(() -> t.size(10, 300)).endsWith("got 10 by 300"));
  }

  @Test
  void tooManyPointsAreRefusedButWelcomeInAHistogram() {
    double[] many = new double[Chart.MAX_POINTS + 1];
    for (int i = 0; i < many.length; i++) {
      many[i] = i;
    }
    String expected =
        "a trace must have at most 20000 points, got 20001: draw a histogram of them, or fewer"
            + " points";
    assertEquals(expected, message(() -> Chart.titled("t").line("l", many, many)));
    Figure figure = new Figure(ScatterTrace.builder(many, many).build());
    assertEquals(expected, message(() -> Chart.of(figure)));
    assertTrue(Chart.titled("t").histogram("h", many).json().length() < 5000);
  }

  @Test
  void anyPropertyCanBeSetByItsPath() {
    Chart chart = Chart.titled("t").line("a", X, Y).line("b", X, Y).vline(2, "v");
    JsonNode json =
        json(
            chart
                .with("layout.xaxis.dtick", 0.5)
                .with("trace.line.width", 7)
                .with("data[0].line.dash", "dot")
                .with("layout.shapes[0].line.color", "red")
                .with("config.staticPlot", true)
                .with("layout.legend.traceorder", List.of("a", "b")));
    assertEquals(0.5, json.path("layout").path("xaxis").path("dtick").doubleValue());
    assertEquals(7, json.path("data").get(1).path("line").path("width").intValue());
    assertEquals("dot", json.path("data").get(0).path("line").path("dash").asText());
    assertEquals("linear", json.path("data").get(0).path("line").path("shape").asText());
    assertEquals(
        "red", json.path("layout").path("shapes").get(0).path("line").path("color").asText());
    assertTrue(json.path("config").path("staticPlot").booleanValue());
    assertTrue(message(() -> chart.with("layouts.x", 1)).contains("got layouts.x"));
    assertTrue(message(() -> chart.with("data[2].x", 1)).contains("got data[2].x"));
    assertTrue(message(() -> chart.with("layout.shapes[1].x0", 1)).contains("0..0"));
  }

  @Test
  void labelsOfNeighbouringLinesDoNotOverlap() {
    Chart chart = Chart.titled("t").line("l", X, Y);
    for (double x : new double[] {2, 2.01, 2.02, 2.9}) {
      chart = chart.vline(x, "a label at " + x);
    }
    List<String> rows = new ArrayList<>();
    for (JsonNode note : json(chart).path("layout").path("annotations")) {
      rows.add(note.path("yshift").asText());
    }
    assertEquals(3, new HashSet<>(rows.subList(0, 3)).size());
    JsonNode last = json(chart).path("layout").path("annotations").get(3);
    assertEquals("right", last.path("xanchor").asText());
  }

  @Test
  void aBundleHasTheLiveFigureThePictureAndWords() {
    Chart chart =
        Chart.titled("MSE of <b>x</b>").x("s", "sigma").y("MSE").logY().line("exact", X, Y);
    Map<String, Object> bundle = chart.points("sim", X, Y, new double[] {0.1, 0.2, 0.3}).bundle();
    assertEquals(
        Set.of("application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"), bundle.keySet());
    assertPlain(bundle.get("application/vnd.plotly.v1+json"));
    assertTrue(bundle.get("image/svg+xml").toString().startsWith("<svg "));
    assertEquals(
        """
        MSE of x
          x: s (\u03c3); y: MSE (logarithmic)
          line "exact": 3 points, x 1 .. 3, y 0.5 .. 4
          points "sim": 3 points, x 1 .. 3, y 0.5 .. 4, error bars 0.1 .. 0.3\
        """,
        bundle.get("text/plain"));
    assertNotEquals("", chart.toString());
  }

  private static void assertPlain(Object value) {
    switch (value) {
      case null -> {}
      case Map<?, ?> map -> map.values().forEach(ChartTest::assertPlain);
      case List<?> list -> list.forEach(ChartTest::assertPlain);
      default ->
          assertTrue(
              value instanceof String || value instanceof Number || value instanceof Boolean,
              () -> value.getClass().getName());
    }
  }
}

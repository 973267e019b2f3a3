package org.halfstep.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class SvgFigureTest {
  /** Coordinates are written with two decimals, and a circle adds the rounding of its radius. */
  private static final double HUNDREDTHS = 0.011;

  private static final double[] X = {1, 2, 3};

  private static Document parse(String svg) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(svg)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError("not well-formed: " + e.getMessage(), e);
    }
  }

  private static double[] plot(Document svg) {
    Element rect =
        (Element)
            ((Element) svg.getElementsByTagName("clipPath").item(0))
                .getElementsByTagName("rect")
                .item(0);
    double x = Double.parseDouble(rect.getAttribute("x"));
    double y = Double.parseDouble(rect.getAttribute("y"));
    return new double[] {
      x,
      y,
      x + Double.parseDouble(rect.getAttribute("width")),
      y + Double.parseDouble(rect.getAttribute("height"))
    };
  }

  /** Returns the d of each path inside the clipped group whose attribute has the value. */
  private static List<String> paths(Document svg, String attribute, String value) {
    List<String> out = new ArrayList<>();
    NodeList groups = svg.getElementsByTagName("g");
    for (int i = 0; i < groups.getLength(); i++) {
      Element group = (Element) groups.item(i);
      if (group.hasAttribute("clip-path")) {
        NodeList paths = group.getElementsByTagName("path");
        for (int j = 0; j < paths.getLength(); j++) {
          Element path = (Element) paths.item(j);
          if (path.getAttribute(attribute).equals(value)) {
            out.add(path.getAttribute("d"));
          }
        }
      }
    }
    return out;
  }

  /** Returns the absolute points after M and L of a path. */
  private static List<double[]> points(String d) {
    List<double[]> out = new ArrayList<>();
    Matcher m = Pattern.compile("[ML](-?[0-9.]+) (-?[0-9.]+)").matcher(d);
    while (m.find()) {
      out.add(new double[] {Double.parseDouble(m.group(1)), Double.parseDouble(m.group(2))});
    }
    return out;
  }

  private static final String BLUE = Palette.color(0);

  private static Chart everything() {
    double[][] z = {{1, 2, Double.NaN}, {4, 5, 6}, {7, 8, 9}};
    return Chart.titled("All <b>of</b> it & \"more\" <")
        .x("x < y", "sigma^2")
        .y("y & z")
        .line("line <&>", X, new double[] {1, Double.NaN, 2})
        .points("points", X, X, X)
        .steps("steps", X, X)
        .bars("bars", X, X)
        .histogram("histogram", X, 2)
        .band("band", X, X, new double[] {2, 3, 4})
        .heat("heat", X, X, z)
        .vline(2, "v & w")
        .hline(2, "h < i")
        .note(1, 1, "n<sub>1</sub> \"q\" 'r'")
        .topX("top", "dB", X, v -> v);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scatter",
        "line",
        "time",
        "area",
        "bubble",
        "histogram",
        "box",
        "bar",
        "heat",
        "pie"
      })
  void everyTablesawFigureIsAWellFormedPicture(String kind) {
    Chart chart = Chart.of(TablesawFigures.of(kind));
    Document svg = parse(chart.svg());
    assertEquals("svg", svg.getDocumentElement().getTagName());
    if (kind.equals("pie")) {
      assertTrue(chart.svg().contains("pie is not drawn here; the live figure shows it"));
    } else {
      assertFalse(chart.svg().contains("is not drawn here"));
      NodeList all = svg.getElementsByTagName("path");
      assertTrue(all.getLength() > 10, "a frame, ticks and data");
      double[] box = plot(svg);
      assertTrue(box[2] - box[0] > 300 && box[3] - box[1] > 200, "the plot has most of the room");
    }
  }

  @Test
  void everythingTogetherIsWellFormedAndSaysWhatWasWritten() {
    String svg = everything().svg();
    Document document = parse(svg);
    String text = document.getDocumentElement().getTextContent();
    for (String words :
        List.of("x < y (\u03c3\u00b2)", "y & z", "line <&>", "v & w", "h < i", "top (dB)")) {
      assertTrue(text.contains(words), words);
    }
  }

  @Test
  void theSameChartHasTheSameBytes() {
    assertEquals(everything().svg(), everything().svg());
    assertEquals(everything().json(), everything().json());
  }

  @Test
  void charactersThatXmlForbidsDoNotBreakThePicture() {
    parse(Chart.titled("a\u0000b\u000bc\ud800").line("n\u0007", X, X).svg());
  }

  @Test
  void aKnownPointHasItsPixel() {
    Document svg =
        parse(
            Chart.titled("t")
                .xRange(0, 10)
                .yRange(-1, 3)
                .line("l", new double[] {2.5, 10}, new double[] {0, 2})
                .svg());
    double[] box = plot(svg);
    List<double[]> line = points(paths(svg, "stroke", BLUE).getFirst());
    assertEquals(box[0] + 0.25 * (box[2] - box[0]), line.get(0)[0], HUNDREDTHS);
    assertEquals(box[3] - 0.25 * (box[3] - box[1]), line.get(0)[1], HUNDREDTHS);
    assertEquals(box[2], line.get(1)[0], HUNDREDTHS);
    assertEquals(box[3] - 0.75 * (box[3] - box[1]), line.get(1)[1], HUNDREDTHS);
  }

  @Test
  void aLogarithmicAxisMapsDecadesEvenly() {
    double[] v = {1e-3, 1, 1e3, 1e6};
    Document svg = parse(Chart.titled("t").logX().logY().line("l", v, v).svg());
    List<double[]> line = points(paths(svg, "stroke", BLUE).getFirst());
    for (int k = 0; k < 2; k++) {
      double first = line.get(1)[k] - line.get(0)[k];
      assertTrue(Math.abs(first) > 50);
      assertEquals(first, line.get(2)[k] - line.get(1)[k], 2 * HUNDREDTHS);
      assertEquals(first, line.get(3)[k] - line.get(2)[k], 2 * HUNDREDTHS);
    }
  }

  @Test
  void anErrorBarEndsOneStandardErrorFromItsPoint() {
    Document svg =
        parse(
            Chart.titled("t")
                .yRange(0, 10)
                .points("p", new double[] {1}, new double[] {6}, new double[] {2})
                .svg());
    double[] box = plot(svg);
    String bar = paths(svg, "stroke", BLUE).getFirst();
    Matcher m = Pattern.compile("M[0-9.]+ ([0-9.]+)V([0-9.]+)").matcher(bar);
    assertTrue(m.find());
    double height = box[3] - box[1];
    assertEquals(box[3] - 0.4 * height, Double.parseDouble(m.group(1)), HUNDREDTHS);
    assertEquals(box[3] - 0.8 * height, Double.parseDouble(m.group(2)), HUNDREDTHS);
  }

  @Test
  void anErrorBarThatReachesZeroRunsOutOfALogarithmicPicture() {
    Document svg =
        parse(
            Chart.titled("t")
                .logY()
                .points("p", X, new double[] {1, 10, 100}, new double[] {2, 1, 1})
                .svg());
    double[] box = plot(svg);
    Matcher m =
        Pattern.compile("M[0-9.]+ ([0-9.]+)V").matcher(paths(svg, "stroke", BLUE).getFirst());
    assertTrue(m.find());
    assertTrue(Double.parseDouble(m.group(1)) > box[3]);
  }

  @Test
  void aStaircaseKeepsItsValueUntilTheNextPosition() {
    Document svg = parse(Chart.titled("t").steps("s", X, new double[] {5, 6, 8}).svg());
    List<double[]> p = points(paths(svg, "stroke", BLUE).getFirst());
    assertEquals(5, p.size());
    assertEquals(p.get(0)[1], p.get(1)[1]);
    assertEquals(p.get(1)[0], p.get(2)[0]);
    assertEquals(p.get(2)[1], p.get(3)[1]);
    assertEquals(p.get(3)[0], p.get(4)[0]);
    assertEquals(2, (p.get(4)[1] - p.get(3)[1]) / (p.get(2)[1] - p.get(1)[1]), 1e-3);
  }

  @Test
  void aGapBreaksTheLine() {
    double[] x = {1, 2, 3, 4, 5};
    double[] y = {1, 2, Double.NaN, 2, 1};
    String d = paths(parse(Chart.titled("t").line("l", x, y).svg()), "stroke", BLUE).getFirst();
    assertEquals(2, d.chars().filter(c -> c == 'M').count());
    assertEquals(4, points(d).size());
  }

  @Test
  void barsStandOnZeroAndShareTheirPlace() {
    double[] one = {1, 2};
    String[] labels = {"a", "b"};
    Document svg =
        parse(
            Chart.titled("t").bars("p", labels, one).bars("q", labels, new double[] {2, -1}).svg());
    List<double[]> p = corners(paths(svg, "fill", BLUE).getFirst());
    List<double[]> q = corners(paths(svg, "fill", Palette.color(1)).getFirst());
    assertEquals(p.get(0)[1], q.get(0)[1], "one ground");
    assertEquals(p.get(0)[2], q.get(0)[0], HUNDREDTHS, "side by side");
    assertEquals(2, (q.get(0)[3] - q.get(0)[1]) / (p.get(0)[3] - p.get(0)[1]), 1e-3);
    assertTrue(q.get(1)[3] > q.get(1)[1], "a negative bar hangs down");
  }

  /** Returns x0, y0, x1, y1 of each box of a path. */
  private static List<double[]> corners(String d) {
    List<double[]> out = new ArrayList<>();
    Matcher m = Pattern.compile("M([0-9.]+) ([0-9.]+)H([0-9.]+)V([0-9.]+)H").matcher(d);
    while (m.find()) {
      double[] box = new double[4];
      for (int i = 0; i < 4; i++) {
        box[i] = Double.parseDouble(m.group(i + 1));
      }
      out.add(box);
    }
    return out;
  }

  @Test
  void heatMapCellsCoverThePlotInTheirOrder() {
    double[][] z = {{0, 1}, {2, 3}};
    Document svg =
        parse(Chart.titled("t").heat("h", new double[] {0, 1}, new double[] {0, 1}, z).svg());
    double[] box = plot(svg);
    List<double[]> low = corners(paths(svg, "fill", "#440154").getFirst());
    assertEquals(box[0], low.getFirst()[0], HUNDREDTHS);
    assertEquals(box[3], low.getFirst()[1], HUNDREDTHS);
    List<double[]> high = corners(paths(svg, "fill", "#fde725").getFirst());
    assertEquals(box[2], high.getFirst()[2], HUNDREDTHS);
    assertEquals(box[1], high.getFirst()[3], HUNDREDTHS);
  }

  @Test
  void quartilesOfABoxAreThoseOfItsValues() {
    List<Double> values = List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0);
    assertEquals(4.5, BoxMark.quantile(values, 0.5));
    assertEquals(2.5, BoxMark.quantile(values, 0.25));
    assertEquals(6.5, BoxMark.quantile(values, 0.75));
    assertEquals(3, BoxMark.quantile(List.of(3.0), 0.25));
  }

  @Test
  void aReferenceLineStandsAtItsValueOnALogarithmicAxisToo() {
    Document svg =
        parse(Chart.titled("t").logX().xRange(1, 100).line("l", X, X).vline(10, "ten").svg());
    double[] box = plot(svg);
    double[] foot = points(paths(svg, "stroke", "#555555").getFirst()).getFirst();
    assertEquals((box[0] + box[2]) / 2, foot[0], HUNDREDTHS);
  }

  @Test
  void theLegendIsNotOnThePlot() {
    for (Chart chart : List.of(everything(), Chart.of(TablesawFigures.of("scatter")))) {
      Document svg = parse(chart.svg());
      double[] box = plot(svg);
      NodeList texts = svg.getElementsByTagName("text");
      int found = 0;
      for (int i = 0; i < texts.getLength(); i++) {
        Element text = (Element) texts.item(i);
        if (List.of("points", "steps", "2", "3").contains(text.getTextContent())
            && text.getAttribute("fill").equals("#222222")) {
          double y = Double.parseDouble(text.getAttribute("y"));
          double x = Double.parseDouble(text.getAttribute("x"));
          assertTrue(y < box[1] || x > box[2], text.getTextContent());
          found++;
        }
      }
      assertTrue(found >= 2);
    }
  }

  @Test
  void thousandsOfPointsStaySmall() {
    double[] x = new double[Chart.MAX_POINTS];
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.sin(i);
    }
    Chart chart = Chart.titled("t").points("p", x, x);
    assertTrue(chart.svg().length() < 500_000, chart.svg().length() + " characters");
    assertTrue(chart.json().length() < 500_000, chart.json().length() + " characters");
  }

  @Test
  void aFigureSavesToSvgOnly(@TempDir Path directory) throws IOException {
    Chart chart = everything();
    Path file = chart.save(directory.resolve("a/b/figure.svg"));
    assertEquals(chart.svg(), Files.readString(file));
    String message =
        assertThrows(IllegalArgumentException.class, () -> chart.save(directory.resolve("f.png")))
            .getMessage();
    assertTrue(message.contains("must end in .svg") && message.contains("f.png"), message);
  }
}

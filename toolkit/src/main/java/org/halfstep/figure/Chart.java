package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.HeatmapTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/**
 * A figure: predictions as lines, measurements as points with error bars.
 *
 * <p>A chart is a plotly figure (data, layout, config) built on Tablesaw's jsplot, with what jsplot
 * lacks added here: error bars, reference lines, notes, logarithmic axes, units, histogram bins, a
 * second x axis, and colours that a colour-blind reader can tell apart (M. Okabe and K. Ito, Color
 * Universal Design, 2008). A notebook shows it live; {@link #svg()} and {@link #save} draw the same
 * model without a browser, with the same bytes each time.
 *
 * <p>Charts are immutable: every method returns a new chart.
 *
 * {@snippet :
 * Chart.titled("MSE over the scale").x("scale s", "sigma").y("MSE", "sigma^2").logX().logY()
 *     .line("exact", s, exact).points("simulated", s, mean, standardErrors).vline(0.1, "optimum")
 * }
 *
 * <p>Text may hold plotly's small HTML: {@code <b> <i> <sub> <sup> <br>}. Data may hold NaN, which
 * is a gap. Numbers are written with seven significant digits (more where values lie closer
 * together than that), which is enough for drawing and keeps notebooks small; a trace has at most
 * {@value #MAX_POINTS} points.
 */
public final class Chart implements Displayable {
  /** The largest number of points (or cells) of one trace. */
  public static final int MAX_POINTS = 20_000;

  private static final int CURVE_POINTS = 401;
  private static final double[] NONE = {};

  private final List<ObjectNode> traces;
  private final ObjectNode layout;
  private final ObjectNode config;

  private Chart(List<ObjectNode> traces, ObjectNode layout, ObjectNode config) {
    this.traces = traces;
    this.layout = layout;
    this.config = config;
  }

  /**
   * Starts an empty chart.
   *
   * @param title the title; "" for none
   * @return a chart without traces
   */
  public static Chart titled(String title) {
    return new Chart(List.of(), ChartLayout.house(title), ChartLayout.config());
  }

  /**
   * Adopts a figure of Tablesaw's jsplot, such as {@code ScatterPlot.create(...)} returns.
   *
   * <p>Text in bars, boxes, heat maps and pies stays text (a category), elsewhere an array of
   * numeric text becomes numbers, because jsplot quotes numbers there.
   *
   * @param figure any jsplot figure
   * @return the same figure as a chart, to which more can be added
   * @throws IllegalArgumentException if a trace has no or too many points
   */
  public static Chart of(Figure figure) {
    ObjectNode layout =
        figure.getLayout() == null
            ? PlotlyJson.MAPPER.createObjectNode()
            : PlotlyJson.layout(figure.getLayout());
    Chart chart = new Chart(List.of(), ChartLayout.adopted(layout), ChartLayout.config());
    for (Trace trace : figure.getTraces()) {
      chart = chart.add(trace);
    }
    return chart;
  }

  /**
   * Adds a trace of Tablesaw's jsplot.
   *
   * @param trace any jsplot trace; a colour is chosen if it has none
   * @return the chart with the trace
   */
  public Chart add(Trace trace) {
    return add(PlotlyJson.trace(trace));
  }

  private Chart add(ObjectNode trace) {
    ChartLayout.checkSize(trace);
    ChartLayout.colour(trace, nextColour());
    ChartLayout.bins(trace);
    for (String axis : List.of("x", "y")) {
      if (isLog(axis + "axis")) {
        ChartData.positive(axis, trace);
      }
    }
    List<ObjectNode> all = new ArrayList<>(traces);
    all.add(trace);
    return new Chart(List.copyOf(all), layout, config);
  }

  /** Returns the index of the first colour no trace has yet. */
  private int nextColour() {
    List<String> used = traces.stream().map(ChartLayout::colourOf).toList();
    for (int i = 0; i < Palette.COLORS.size(); i++) {
      if (!used.contains(Palette.color(i))) {
        return i;
      }
    }
    return traces.size();
  }

  /**
   * Names the x axis.
   *
   * @param title what is on it
   * @param unit its unit, drawn in parentheses, where sigma and ^2 are typeset; "" for none
   * @return the chart with this title
   */
  public Chart x(String title, String unit) {
    return set("layout.xaxis.title.text", Label.protect(ChartData.title(title, unit)));
  }

  /**
   * Names the x axis of a quantity without a unit.
   *
   * @param title what is on it
   * @return the chart with this title
   */
  public Chart x(String title) {
    return x(title, "");
  }

  /**
   * Names the y axis.
   *
   * @param title what is on it
   * @param unit its unit, drawn in parentheses, where sigma and ^2 are typeset; "" for none
   * @return the chart with this title
   */
  public Chart y(String title, String unit) {
    return set("layout.yaxis.title.text", Label.protect(ChartData.title(title, unit)));
  }

  /**
   * Names the y axis of a quantity without a unit.
   *
   * @param title what is on it
   * @return the chart with this title
   */
  public Chart y(String title) {
    return y(title, "");
  }

  /**
   * Makes the x axis logarithmic.
   *
   * @return the chart with this axis
   * @throws IllegalArgumentException if something stands at x &lt;= 0
   */
  public Chart logX() {
    return log("x");
  }

  /**
   * Makes the y axis logarithmic.
   *
   * @return the chart with this axis
   * @throws IllegalArgumentException if something stands at y &lt;= 0
   */
  public Chart logY() {
    return log("y");
  }

  private Chart log(String axis) {
    if (isLog(axis + "axis")) {
      return this;
    }
    for (ObjectNode trace : traces) {
      ChartData.positive(axis, trace);
    }
    return new Chart(traces, ChartLayout.logarithmic(layout, axis), config);
  }

  private boolean isLog(String axis) {
    return layout.path(axis).path("type").asText().equals("log");
  }

  /**
   * Fixes the range of the x axis.
   *
   * @param lo left end, in the units of the data (also on a logarithmic axis)
   * @param hi right end, larger than {@code lo}
   * @return the chart with this range
   */
  public Chart xRange(double lo, double hi) {
    return range("x", lo, hi);
  }

  /**
   * Fixes the range of the y axis.
   *
   * @param lo lower end, in the units of the data (also on a logarithmic axis)
   * @param hi upper end, larger than {@code lo}
   * @return the chart with this range
   */
  public Chart yRange(double lo, double hi) {
    return range("y", lo, hi);
  }

  private Chart range(String axis, double lo, double hi) {
    if (!(lo < hi) || Double.isInfinite(lo) || Double.isInfinite(hi)) {
      throw new IllegalArgumentException(
          "a range must be finite and increasing, got " + lo + " to " + hi);
    }
    double a = onAxis(axis, lo);
    double b = onAxis(axis, hi);
    return set("layout." + axis + "axis.range", new double[] {a, b});
  }

  /** Returns a position as plotly wants it in ranges and annotations: log10 on a log axis. */
  private double onAxis(String axis, double value) {
    ChartData.finite(axis, value);
    if (!isLog(axis + "axis")) {
      return value;
    }
    ChartData.positive(axis, value, "");
    return StrictMath.log10(value);
  }

  /**
   * Adds a second scale for x above the plot, as marks at chosen values of another quantity.
   *
   * @param title what is on it
   * @param unit its unit; "" for none
   * @param values the values to mark, in units of the upper scale
   * @param toX gives for each of them its place on the x axis
   * @return the chart with a second x axis; add it after {@link #logX()}
   */
  public Chart topX(String title, String unit, double[] values, DoubleUnaryOperator toX) {
    double[] at = new double[ChartData.values("values", values).length];
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < at.length; i++) {
      at[i] = ChartData.finite("x of the upper scale", toX.applyAsDouble(values[i]));
      onAxis("x", at[i]);
      labels.add(Decimals.text(values[i], 4).replace('-', '\u2212'));
    }
    String text = Label.protect(ChartData.title(title, unit));
    ObjectNode anchor = PlotlyJson.MAPPER.createObjectNode();
    anchor.put("type", "scatter").put("mode", "markers").put("xaxis", "x2").put("yaxis", "y");
    anchor.put("showlegend", false).put("hoverinfo", "skip");
    anchor.putArray("x").addNull();
    anchor.putArray("y").addNull();
    List<ObjectNode> all = new ArrayList<>(traces);
    all.add(anchor);
    return new Chart(
        List.copyOf(all), ChartLayout.topAxis(layout, text, at, labels, isLog("xaxis")), config);
  }

  /**
   * Adds a line: a prediction.
   *
   * @param name its name in the legend
   * @param x positions; NaN is a gap
   * @param y values, as many
   * @return the chart with the line
   */
  public Chart line(String name, double[] x, double[] y) {
    return add(scatter(name, x, y, ScatterTrace.Mode.LINE, Line.Shape.LINEAR));
  }

  /**
   * Adds a line: a prediction.
   *
   * @param name its name in the legend
   * @param x positions; NaN is a gap
   * @param y values, as many
   * @return the chart with the line
   */
  public Chart line(String name, float[] x, float[] y) {
    return line(name, ChartData.widen(x), ChartData.widen(y));
  }

  /**
   * Adds a line: a prediction.
   *
   * @param name its name in the legend
   * @param x column of positions
   * @param y column of values, as many
   * @return the chart with the line
   */
  public Chart line(String name, NumericColumn<?> x, NumericColumn<?> y) {
    return line(name, x.asDoubleArray(), y.asDoubleArray());
  }

  /**
   * Adds a line through two columns of a table, named like the y column.
   *
   * @param table the data
   * @param x name of the numeric column of positions
   * @param y name of the numeric column of values
   * @return the chart with the line; axes without a title take the columns' names
   */
  public Chart line(Table table, String x, String y) {
    return columns(x, y).line(y, table.nCol(x), table.nCol(y));
  }

  /**
   * Adds one line for each category of a table.
   *
   * @param table the data
   * @param x name of the numeric column of positions
   * @param y name of the numeric column of values
   * @param group name of the column of categories, which name the lines
   * @return the chart with the lines, in order of first appearance
   */
  public Chart line(Table table, String x, String y, String group) {
    Chart chart = columns(x, y);
    for (Map.Entry<String, Table> part : groups(table, group).entrySet()) {
      chart = chart.line(part.getKey(), part.getValue().nCol(x), part.getValue().nCol(y));
    }
    return chart;
  }

  /**
   * Adds the graph of a function, sampled at 401 points, evenly on the x axis as it is now.
   *
   * @param name its name in the legend
   * @param lo left end
   * @param hi right end, larger than {@code lo}
   * @param f the function; NaN is a gap
   * @return the chart with the curve
   */
  public Chart curve(String name, double lo, double hi, DoubleUnaryOperator f) {
    if (!(lo < hi)) {
      throw new IllegalArgumentException("a curve needs lo < hi, got " + lo + " and " + hi);
    }
    double a = onAxis("x", lo);
    double b = onAxis("x", hi);
    double[] x = new double[CURVE_POINTS];
    double[] y = new double[CURVE_POINTS];
    for (int i = 0; i < x.length; i++) {
      double t = a + (b - a) * i / (x.length - 1);
      x[i] = i == 0 ? lo : i == x.length - 1 ? hi : isLog("xaxis") ? StrictMath.pow(10, t) : t;
      y[i] = f.applyAsDouble(x[i]);
    }
    return line(name, x, y);
  }

  /**
   * Adds points: measurements.
   *
   * @param name their name in the legend
   * @param x positions
   * @param y values, as many
   * @return the chart with the points
   */
  public Chart points(String name, double[] x, double[] y) {
    return add(scatter(name, x, y, ScatterTrace.Mode.MARKERS, Line.Shape.LINEAR));
  }

  /**
   * Adds points with error bars: measurements.
   *
   * @param name their name in the legend
   * @param x positions
   * @param y values, as many
   * @param standardErrors half lengths of the bars, as many, &gt;= 0; NaN for no bar
   * @return the chart with the points
   */
  public Chart points(String name, double[] x, double[] y, double[] standardErrors) {
    return points(name, x, y).errorBars(y.length, standardErrors);
  }

  private Chart errorBars(int n, double[] standardErrors) {
    ChartData.sameLength("y", n, "standard errors", standardErrors.length);
    ChartData.standardErrors(standardErrors);
    return set("trace.error_y.type", "data")
        .set("trace.error_y.array", standardErrors)
        .set("trace.error_y.thickness", 1.4)
        .set("trace.error_y.width", 4);
  }

  /**
   * Adds points: measurements.
   *
   * @param name their name in the legend
   * @param x positions
   * @param y values, as many
   * @return the chart with the points
   */
  public Chart points(String name, float[] x, float[] y) {
    return points(name, ChartData.widen(x), ChartData.widen(y));
  }

  /**
   * Adds points: measurements.
   *
   * @param name their name in the legend
   * @param x column of positions
   * @param y column of values, as many
   * @return the chart with the points
   */
  public Chart points(String name, NumericColumn<?> x, NumericColumn<?> y) {
    return points(name, x.asDoubleArray(), y.asDoubleArray());
  }

  /**
   * Adds points with error bars: measurements.
   *
   * @param name their name in the legend
   * @param x column of positions
   * @param y column of values, as many
   * @param standardErrors column of half lengths of the bars, as many
   * @return the chart with the points
   */
  public Chart points(
      String name, NumericColumn<?> x, NumericColumn<?> y, NumericColumn<?> standardErrors) {
    return points(name, x.asDoubleArray(), y.asDoubleArray(), standardErrors.asDoubleArray());
  }

  /**
   * Adds points from two columns of a table, named like the y column.
   *
   * @param table the data
   * @param x name of the numeric column of positions
   * @param y name of the numeric column of values
   * @return the chart with the points; axes without a title take the columns' names
   */
  public Chart points(Table table, String x, String y) {
    return columns(x, y).points(y, table.nCol(x), table.nCol(y));
  }

  /**
   * Adds points of their own colour for each category of a table.
   *
   * @param table the data
   * @param x name of the numeric column of positions
   * @param y name of the numeric column of values
   * @param group name of the column of categories, which name the traces
   * @return the chart with the points, categories in order of first appearance
   */
  public Chart points(Table table, String x, String y, String group) {
    Chart chart = columns(x, y);
    for (Map.Entry<String, Table> part : groups(table, group).entrySet()) {
      chart = chart.points(part.getKey(), part.getValue().nCol(x), part.getValue().nCol(y));
    }
    return chart;
  }

  /**
   * Adds a staircase, which keeps each value until the next position.
   *
   * @param name its name in the legend
   * @param x positions of the steps
   * @param y values from each position on, as many
   * @return the chart with the staircase
   */
  public Chart steps(String name, double[] x, double[] y) {
    return add(scatter(name, x, y, ScatterTrace.Mode.LINE, Line.Shape.HV));
  }

  /**
   * Adds a staircase, which keeps each value until the next position.
   *
   * @param name its name in the legend
   * @param x column of positions of the steps
   * @param y column of values from each position on, as many
   * @return the chart with the staircase
   */
  public Chart steps(String name, NumericColumn<?> x, NumericColumn<?> y) {
    return steps(name, x.asDoubleArray(), y.asDoubleArray());
  }

  /**
   * Adds a band between two curves: an interval of confidence, or what a bound allows.
   *
   * @param name its name in the legend
   * @param x positions, without NaN
   * @param lo lower values, as many
   * @param hi upper values, as many
   * @return the chart with the band
   */
  public Chart band(String name, double[] x, double[] lo, double[] hi) {
    ChartData.sameLength("x", x.length, "lo", lo.length);
    ChartData.sameLength("x", x.length, "hi", hi.length);
    double[] around = new double[2 * x.length];
    double[] edge = new double[2 * x.length];
    for (int i = 0; i < x.length; i++) {
      around[i] = around[2 * x.length - 1 - i] = ChartData.finite("x of a band", x[i]);
      edge[i] = ChartData.finite("lo of a band", lo[i]);
      edge[2 * x.length - 1 - i] = ChartData.finite("hi of a band", hi[i]);
    }
    String colour = Palette.color(nextColour());
    ChartData.size(x.length);
    Trace trace =
        ScatterTrace.builder(NONE, NONE)
            .mode(ScatterTrace.Mode.LINE)
            .name(name)
            .line(Line.builder().width(0).color(colour).build())
            .fillColor(Palette.fade(colour, 0.25))
            .build();
    return add(data(trace, around, edge).put("fill", "toself").put("hoverinfo", "skip"));
  }

  /**
   * Adds bars over categories; several calls stand side by side.
   *
   * @param name their name in the legend
   * @param labels categories
   * @param values heights, as many
   * @return the chart with the bars
   */
  public Chart bars(String name, String[] labels, double[] values) {
    ChartData.sameLength("labels", labels.length, "values", values.length);
    ChartData.values("values", values);
    return add(BarTrace.builder((Object[]) labels, values).name(name).build())
        .set("layout.yaxis.zeroline", true);
  }

  /**
   * Adds bars over numbers; several calls stand side by side.
   *
   * @param name their name in the legend
   * @param x middles of the bars
   * @param y heights, as many
   * @return the chart with the bars
   */
  public Chart bars(String name, double[] x, double[] y) {
    ChartData.sameLength("x", x.length, "y", y.length);
    ChartData.values("x", x);
    ChartData.values("y", y);
    ObjectNode trace = data(BarTrace.builder(new Object[0], NONE).name(name).build(), x, y);
    return add(trace).set("layout.yaxis.zeroline", true);
  }

  /**
   * Adds a histogram as a density: the area of its bars is 1, as that of a pdf.
   *
   * <p>Only the bars are kept, so any number of values is welcome. Bins have the width 2 IQR /
   * n^(1/3) (D. Freedman and P. Diaconis, 1981) rounded to 1, 2 or 5 times a power of ten.
   *
   * @param name its name in the legend
   * @param values a sample; NaN is left out
   * @return the chart with the histogram
   */
  public Chart histogram(String name, double[] values) {
    return histogram(name, Bins.of(values));
  }

  /**
   * Adds a histogram as a density: the area of its bars is 1, as that of a pdf.
   *
   * @param name its name in the legend
   * @param values a sample; NaN is left out
   * @param bins the number of bins of equal width between the extremes, 1..1000
   * @return the chart with the histogram
   */
  public Chart histogram(String name, double[] values, int bins) {
    return histogram(name, Bins.of(values, bins));
  }

  /**
   * Adds a histogram as a density: the area of its bars is 1, as that of a pdf.
   *
   * @param name its name in the legend
   * @param values a sample; NaN is left out
   * @return the chart with the histogram
   */
  public Chart histogram(String name, float[] values) {
    return histogram(name, ChartData.widen(values));
  }

  /**
   * Adds a histogram as a density: the area of its bars is 1, as that of a pdf.
   *
   * @param name its name in the legend
   * @param values a sample; missing values are left out
   * @return the chart with the histogram
   */
  public Chart histogram(String name, NumericColumn<?> values) {
    return histogram(name, values.asDoubleArray());
  }

  private Chart histogram(String name, Bins bins) {
    Chart chart = bars(name, bins.middles(), bins.densities());
    return chart
        .set("trace.width", bins.width())
        .set("trace.offset", -bins.width() / 2)
        .set("trace.opacity", 0.6);
  }

  /**
   * Adds a heat map on numeric axes, with a bar that explains its colours.
   *
   * @param name the quantity, drawn at the bar
   * @param x middles of the columns
   * @param y middles of the rows
   * @param z values, z[i][j] at y[i] and x[j]; NaN is left white
   * @return the chart with the heat map
   */
  public Chart heat(String name, double[] x, double[] y, double[][] z) {
    ObjectNode trace = heat(name, boxed(x), boxed(y), z);
    trace.set("x", Decimals.array(ChartData.values("x", x)));
    trace.set("y", Decimals.array(ChartData.values("y", y)));
    return add(trace);
  }

  /**
   * Adds a heat map on numeric axes, without words at its colour bar.
   *
   * @param x middles of the columns
   * @param y middles of the rows
   * @param z values, z[i][j] at y[i] and x[j]; NaN is left white
   * @return the chart with the heat map
   */
  public Chart heat(double[] x, double[] y, double[][] z) {
    return heat("", x, y, z);
  }

  /**
   * Adds a heat map over categories, with a bar that explains its colours.
   *
   * @param name the quantity, drawn at the bar
   * @param x labels of the columns
   * @param y labels of the rows
   * @param z values, z[i][j] at y[i] and x[j]; NaN is left white
   * @return the chart with the heat map
   */
  public Chart heat(String name, String[] x, String[] y, double[][] z) {
    return add(heat(name, (Object[]) x, (Object[]) y, z));
  }

  private static ObjectNode heat(String name, Object[] x, Object[] y, double[][] z) {
    ChartData.sameLength("y", y.length, "z", z.length);
    for (int i = 0; i < z.length; i++) {
      ChartData.sameLength("x", x.length, "z[" + i + "]", z[i].length);
    }
    ObjectNode trace = PlotlyJson.trace(HeatmapTrace.builder(x, y, z).build());
    trace.put("name", Label.protect(name));
    trace.putObject("colorbar").putObject("title").put("text", Label.protect(name));
    return trace;
  }

  /**
   * Marks a position on the x axis by a vertical dashed line.
   *
   * @param x where
   * @param label its text, drawn at the top; "" for none
   * @return the chart with the line
   */
  public Chart vline(double x, String label) {
    ObjectNode changed = ChartLayout.referenceLine(layout, "x", x, onAxis("x", x), label);
    return new Chart(traces, changed, config);
  }

  /**
   * Marks a value on the y axis by a horizontal dashed line.
   *
   * @param y where
   * @param label its text, drawn at the right end; "" for none
   * @return the chart with the line
   */
  public Chart hline(double y, String label) {
    ObjectNode changed = ChartLayout.referenceLine(layout, "y", y, onAxis("y", y), label);
    return new Chart(traces, changed, config);
  }

  /**
   * Adds a text with an arrow to a point.
   *
   * @param x where the arrow points
   * @param y where the arrow points
   * @param text what to say
   * @return the chart with the note
   */
  public Chart note(double x, double y, String text) {
    ObjectNode changed = ChartLayout.note(layout, onAxis("x", x), onAxis("y", y), text);
    return new Chart(traces, changed, config);
  }

  /**
   * Draws the last trace with a dashed line.
   *
   * @return the chart with this line
   */
  public Chart dashed() {
    return set("trace.line.dash", "dash");
  }

  /**
   * Draws the last trace with a dotted line.
   *
   * @return the chart with this line
   */
  public Chart dotted() {
    return set("trace.line.dash", "dot");
  }

  /**
   * Gives the last trace the colour of an earlier one: a measurement that of its prediction.
   *
   * @param name the name of the earlier trace
   * @return the chart with this colour
   * @throws IllegalArgumentException if no trace has this name
   */
  public Chart like(String name) {
    String wanted = Label.protect(name);
    for (ObjectNode trace : traces.subList(0, Math.max(0, traces.size() - 1))) {
      if (trace.path("name").asText().equals(wanted)) {
        return replaceLast(ChartLayout.recoloured(traces.getLast(), ChartLayout.colourOf(trace)));
      }
    }
    throw new IllegalArgumentException(
        "like(name) must name an earlier trace "
            + traces.stream().map(t -> t.path("name").asText()).toList()
            + ", got "
            + name);
  }

  /**
   * Sets the size of the figure.
   *
   * @param width in pixels, 200..4000
   * @param height in pixels, 150..4000
   * @return the chart with this size
   */
  public Chart size(int width, int height) {
    if (width < 200 || width > 4000 || height < 150 || height > 4000) {
      throw new IllegalArgumentException(
          "size must be in 200..4000 by 150..4000 pixels, got " + width + " by " + height);
    }
    return set("layout.width", width).set("layout.height", height);
  }

  /**
   * Sets any property of plotly's figure.
   *
   * <p>The path starts with {@code layout}, {@code config}, {@code trace} (the trace added last) or
   * {@code data[0]} and so on, as in {@code with("layout.xaxis.dtick", 1)}. Names and meanings are
   * those of plotly.js; the picture drawn without a browser follows the usual ones.
   *
   * @param path names joined by dots, with {@code [index]} for elements of arrays
   * @param value a number, text, boolean, array, list or map
   * @return the chart with this property
   * @throws IllegalArgumentException if the path leads nowhere
   */
  public Chart with(String path, Object value) {
    return set(path, value);
  }

  private Chart set(String path, Object value) {
    Objects.requireNonNull(value, path);
    JsonNode node = PlotlyJson.tree(value);
    String rest = path.substring(path.indexOf('.') + 1);
    String root = path.contains(".") ? path.substring(0, path.indexOf('.')) : "";
    if (root.equals("layout")) {
      return new Chart(traces, PlotlyPath.set(layout, rest, node), config);
    }
    if (root.equals("config")) {
      return new Chart(traces, layout, PlotlyPath.set(config, rest, node));
    }
    int index = root.equals("trace") ? traces.size() - 1 : PlotlyPath.index("data", root);
    if (index < 0 || index >= traces.size()) {
      throw new IllegalArgumentException(
          "a path must start with layout., config., trace. or data[0].."
              + (traces.size() - 1)
              + "., got "
              + path);
    }
    return replace(index, PlotlyPath.set(traces.get(index), rest, node));
  }

  private Chart replaceLast(ObjectNode trace) {
    return replace(traces.size() - 1, trace);
  }

  private Chart replace(int index, ObjectNode trace) {
    List<ObjectNode> all = new ArrayList<>(traces);
    all.set(index, trace);
    return new Chart(List.copyOf(all), layout, config);
  }

  private static ObjectNode scatter(
      String name, double[] x, double[] y, ScatterTrace.Mode mode, Line.Shape shape) {
    ChartData.sameLength("x", x.length, "y", y.length);
    ChartData.values("x", x);
    ChartData.values("y", y);
    ScatterTrace.ScatterBuilder builder = ScatterTrace.builder(NONE, NONE).mode(mode).name(name);
    if (mode == ScatterTrace.Mode.LINE) {
      builder.line(Line.builder().width(2).shape(shape).build());
    } else {
      builder.marker(Marker.builder().size(7).build());
    }
    return data(builder.build(), x, y);
  }

  /** Returns a trace of jsplot with data of our own: jsplot would write numbers as text. */
  private static ObjectNode data(Trace trace, double[] x, double[] y) {
    ObjectNode out = PlotlyJson.trace(trace);
    out.set("x", Decimals.array(x));
    out.set("y", Decimals.array(y));
    return out;
  }

  private Chart columns(String x, String y) {
    Chart named = layout.path("xaxis").path("title").path("text").asText().isEmpty() ? x(x) : this;
    return layout.path("yaxis").path("title").path("text").asText().isEmpty() ? named.y(y) : named;
  }

  private static Map<String, Table> groups(Table table, String group) {
    Map<String, Table> out = new LinkedHashMap<>();
    for (String name :
        new java.util.LinkedHashSet<>(table.column(group).asStringColumn().asList())) {
      out.put(name, table.where(table.column(group).asStringColumn().isEqualTo(name)));
    }
    return out;
  }

  private static Object[] boxed(double[] values) {
    Object[] out = new Object[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i];
    }
    return out;
  }

  /** Returns plotly's figure, complete: data, layout, config. */
  ObjectNode model() {
    ObjectNode out = PlotlyJson.MAPPER.createObjectNode();
    ArrayNode data = out.putArray("data");
    traces.forEach(data::add);
    out.set("layout", layout);
    out.set("config", config);
    return ChartLayout.placeLabels(out);
  }

  /**
   * Returns plotly's figure as JSON text with the keys data, layout and config.
   *
   * @return one line of JSON
   */
  public String json() {
    return model().toString();
  }

  /**
   * Draws the chart as SVG, without a browser.
   *
   * @return a complete document; the same chart gives the same text
   */
  public String svg() {
    return SvgFigure.draw(model());
  }

  /**
   * Writes the chart as an SVG file, and the directories above it where they are missing.
   *
   * @param file a path that ends in .svg
   * @return the path
   * @throws IllegalArgumentException if the name ends otherwise
   * @throws UncheckedIOException if the file cannot be written
   */
  public Path save(Path file) {
    if (!file.getFileName().toString().endsWith(".svg")) {
      throw new IllegalArgumentException("a figure's file must end in .svg, got " + file);
    }
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      return Files.writeString(file, svg());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the chart as an SVG file.
   *
   * @param file a path that ends in .svg, absolute or from the working directory
   * @return the path
   */
  public Path save(String file) {
    return save(Path.of(file));
  }

  /** Returns the chart live (plotly), drawn (SVG) and in words. */
  @Override
  public Map<String, Object> bundle() {
    ObjectNode model = model();
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("application/vnd.plotly.v1+json", PlotlyJson.plainJava(model));
    out.put("image/svg+xml", SvgFigure.draw(model));
    out.put("text/plain", ChartText.of(model));
    return out;
  }

  /** Returns the chart in words: title, axes, and each trace with its length and ranges. */
  @Override
  public String toString() {
    return ChartText.of(model());
  }
}

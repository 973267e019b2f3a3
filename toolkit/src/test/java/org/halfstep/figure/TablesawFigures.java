package org.halfstep.figure;

import java.time.LocalDate;
import java.util.Random;
import java.util.stream.IntStream;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.api.AreaPlot;
import tech.tablesaw.plotly.api.BoxPlot;
import tech.tablesaw.plotly.api.BubblePlot;
import tech.tablesaw.plotly.api.Heatmap;
import tech.tablesaw.plotly.api.Histogram;
import tech.tablesaw.plotly.api.LinePlot;
import tech.tablesaw.plotly.api.PiePlot;
import tech.tablesaw.plotly.api.ScatterPlot;
import tech.tablesaw.plotly.api.TimeSeriesPlot;
import tech.tablesaw.plotly.api.VerticalBarPlot;
import tech.tablesaw.plotly.components.Figure;

/** Figures as users of Tablesaw make them, over one small table. */
final class TablesawFigures {
  private TablesawFigures() {}

  private static Table table() {
    Random random = new Random(7);
    int n = 40;
    double[] x = IntStream.range(0, n).mapToDouble(i -> i / 4.0).toArray();
    double[] y = IntStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
    y[5] = Double.NaN;
    return Table.create(
        "t",
        DoubleColumn.create("x", x),
        DoubleColumn.create("y", y),
        IntColumn.create("size", IntStream.range(1, n + 1).toArray()),
        StringColumn.create("bits", IntStream.range(0, n).mapToObj(i -> "" + (2 + i % 3))),
        DateColumn.create(
            "day", IntStream.range(0, n).mapToObj(i -> LocalDate.of(2024, 1, 1).plusDays(i))));
  }

  static Figure of(String kind) {
    Table t = table();
    return switch (kind) {
      case "scatter" -> ScatterPlot.create("scatter", t, "x", "y", "bits");
      case "line" -> LinePlot.create("line", t, "x", "y");
      case "time" -> TimeSeriesPlot.create("time", t, "day", "y");
      case "area" -> AreaPlot.create("area", t, "x", "y");
      case "bubble" -> BubblePlot.create("bubble", t, "x", "y", "size");
      case "histogram" -> Histogram.create("histogram", t, "y");
      case "box" -> BoxPlot.create("box", t, "bits", "y");
      case "bar" -> VerticalBarPlot.create("bar", t, "bits", "size");
      case "heat" -> Heatmap.create("heat", t, "bits", "bits");
      case "pie" -> PiePlot.create("pie", t, "bits", "size");
      default -> throw new IllegalArgumentException("no figure of kind " + kind);
    };
  }
}

package org.halfstep.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.halfstep.propagate.DeepNetwork;
import org.halfstep.propagate.DepthCurve;
import org.halfstep.propagate.DepthRun;
import org.halfstep.propagate.Spread;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** Runs of deep networks as tables, ready for a {@link org.halfstep.figure.Chart}. */
public final class DepthTables {

  private DepthTables() {}

  /**
   * Returns a curve as a table.
   *
   * @param curve what a run measured
   * @return a row for every layer: layer, nsr_mean, nsr_se, nsr_median, log_nsr_mean,
   *     excess_kurtosis, predicted_nsr
   */
  public static Table of(DepthCurve curve) {
    Table table = empty("layer");
    double[] predicted = curve.network().predictedNsr();
    for (int n = 1; n <= curve.depth(); n++) {
      append(table, n, curve, n, predicted[n - 1]);
    }
    return table;
  }

  /**
   * Runs a network for each of some widths, bits, or whatever else is counted, and keeps one layer.
   *
   * @param counted the name of the first column, for instance "width"
   * @param values what is swept
   * @param layer the layer that is kept, from 1 on
   * @param network makes a network of a value, for instance {@code k -> DeepNetwork.reference(k,
   *     16, Activation.RELU, Normalization.SAMPLE_RMS, 8)}
   * @param setting how each is run
   * @return a row for every value, with the columns of {@link #of} behind the first
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalArgumentException if a network has no such layer
   */
  public static Table sweep(
      String counted,
      int[] values,
      int layer,
      IntFunction<DeepNetwork> network,
      DepthRun.Setting setting)
      throws InterruptedException {
    Table table = empty(counted);
    for (int value : values) {
      DepthCurve curve = new DepthRun(network.apply(value), setting).finish();
      curve.nsr(layer); // checks the layer before the table is written
      append(table, value, curve, layer, curve.network().predictedNsr()[layer - 1]);
    }
    return table;
  }

  private static Table empty(String first) {
    List<DoubleColumn> columns = new ArrayList<>();
    for (String name : NAMES) {
      columns.add(DoubleColumn.create(name));
    }
    return Table.create(IntColumn.create(first)).addColumns(columns.toArray(DoubleColumn[]::new));
  }

  private static final List<String> NAMES =
      List.of(
          "nsr_mean", "nsr_se", "nsr_median", "log_nsr_mean", "excess_kurtosis", "predicted_nsr");

  private static void append(
      Table table, int first, DepthCurve curve, int layer, double predicted) {
    Spread nsr = curve.nsr(layer);
    double[] values = {
      nsr.mean(),
      nsr.standardError(),
      nsr.median(),
      curve.logNsr(layer).mean(),
      curve.kurtosis(layer).mean(),
      predicted
    };
    Row row = table.appendRow();
    row.setInt(0, first);
    for (int i = 0; i < values.length; i++) {
      row.setDouble(NAMES.get(i), values[i]);
    }
  }
}

package org.halfstep.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.halfstep.propagate.DeepNetwork;
import org.halfstep.propagate.DepthCurve;
import org.halfstep.propagate.DepthRun;
import org.halfstep.propagate.LayerNoise;
import org.halfstep.theory.NoiseRecursion;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Runs of deep networks as tables, ready for a {@link org.halfstep.figure.Chart}. */
public final class DepthTables {

  private DepthTables() {}

  /**
   * Returns a curve as a table.
   *
   * @param curve what a run measured
   * @return a row for every layer: layer, nsr_mean, nsr_se, nsr_median, log_nsr_mean,
   *     excess_kurtosis, correlation_mean, predicted_nsr, and predicted_valid: whether the layer is
   *     one that the prediction is meant for, {@link NoiseRecursion#validDepth}
   */
  public static Table of(DepthCurve curve) {
    Table table = empty("layer");
    NoiseRecursion recursion = curve.network().recursion();
    double[] predicted = recursion.nsr(curve.depth());
    for (int n = 1; n <= curve.depth(); n++) {
      append(table, n, curve, n, predicted[n - 1], n <= recursion.validDepth());
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
    return sweep(counted, values, value -> layer, network, setting);
  }

  /**
   * Runs a network for each of some depths, or whatever else is counted, and keeps of each a layer
   * of its own: {@code n -> n} keeps the last layer in a sweep over depths.
   *
   * @param counted the name of the first column, for instance "depth"
   * @param values what is swept
   * @param layer makes the layer that is kept, from 1 on, of a value
   * @param network makes a network of a value
   * @param setting how each is run
   * @return a row for every value, with the columns of {@link #of} behind the first
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalArgumentException if a network has no such layer
   */
  public static Table sweep(
      String counted,
      int[] values,
      IntUnaryOperator layer,
      IntFunction<DeepNetwork> network,
      DepthRun.Setting setting)
      throws InterruptedException {
    Table table = empty(counted);
    for (int value : values) {
      DeepNetwork net = network.apply(value);
      int n = layer.applyAsInt(value);
      if (n < 1 || n > net.depth()) {
        throw new IllegalArgumentException(
            "layer must be in 1.." + net.depth() + ", got " + n + " for " + counted + " " + value);
      }
      DepthCurve curve = new DepthRun(net, setting).finish();
      NoiseRecursion recursion = net.recursion();
      append(table, value, curve, n, recursion.nsr(n)[n - 1], n <= recursion.validDepth());
    }
    return table;
  }

  /**
   * Returns a curve as text, for other programs.
   *
   * @param curve what a run measured
   * @return comma-separated values, a line for every layer below one of names: the columns of
   *     {@link #of} up to predicted_nsr, but for the correlation
   */
  public static String csv(DepthCurve curve) {
    double[] predicted = curve.network().predictedNsr();
    StringBuilder text = new StringBuilder("layer");
    PRINTED.forEach(q -> text.append(',').append(q.name));
    for (int n = 1; n <= curve.depth(); n++) {
      text.append('\n').append(n);
      for (Quantity q : PRINTED) {
        double value = q.reading.of(curve, n, predicted[n - 1]);
        text.append(',').append(String.format(Locale.ROOT, q.format, value));
      }
    }
    return text.append('\n').toString();
  }

  /** A column: its name, the digits that it is worth, and how it is read off a layer. */
  private record Quantity(String name, String format, Reading reading) {}

  private interface Reading {
    double of(DepthCurve curve, int layer, double predicted);
  }

  private static final Quantity CORRELATION =
      new Quantity(
          "correlation_mean", "%.9g", (c, n, p) -> c.of(n, LayerNoise::correlation).mean());

  private static final List<Quantity> QUANTITIES =
      List.of(
          new Quantity("nsr_mean", "%.9g", (c, n, p) -> c.nsr(n).mean()),
          new Quantity("nsr_se", "%.4g", (c, n, p) -> c.nsr(n).standardError()),
          new Quantity("nsr_median", "%.9g", (c, n, p) -> c.nsr(n).median()),
          new Quantity("log_nsr_mean", "%.9g", (c, n, p) -> c.logNsr(n).mean()),
          new Quantity("excess_kurtosis", "%.6g", (c, n, p) -> c.kurtosis(n).mean()),
          CORRELATION,
          new Quantity("predicted_nsr", "%.9g", (c, n, p) -> p));

  private static final List<Quantity> PRINTED =
      QUANTITIES.stream().filter(q -> q != CORRELATION).toList();

  private static final String VALID = "predicted_valid";

  private static Table empty(String first) {
    List<Column<?>> columns = new ArrayList<>();
    QUANTITIES.forEach(q -> columns.add(DoubleColumn.create(q.name)));
    columns.add(BooleanColumn.create(VALID));
    return Table.create(IntColumn.create(first)).addColumns(columns.toArray(Column<?>[]::new));
  }

  private static void append(
      Table table, int first, DepthCurve curve, int layer, double predicted, boolean valid) {
    Row row = table.appendRow();
    row.setInt(0, first);
    QUANTITIES.forEach(q -> row.setDouble(q.name, q.reading.of(curve, layer, predicted)));
    row.setBoolean(VALID, valid);
  }
}

package org.halfstep.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.halfstep.Near;
import org.halfstep.propagate.DeepNetwork;
import org.halfstep.propagate.DepthCurve;
import org.halfstep.propagate.DepthRun;
import org.halfstep.propagate.DepthRun.Setting;
import org.halfstep.propagate.LayerNoise;
import org.halfstep.theory.Activation;
import org.halfstep.theory.Normalization;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class DepthTablesTest {

  private static final Setting SETTING = Setting.of(8, 3, 1);

  private static DeepNetwork net(int width, int depth, int bits) {
    return DeepNetwork.reference(width, depth, Activation.RELU, Normalization.SAMPLE_RMS, bits);
  }

  @Test
  void aCurveHasARowForEveryLayer() throws InterruptedException {
    DepthCurve curve = new DepthRun(net(16, 4, 8), SETTING).finish();
    Table table = DepthTables.of(curve);
    assertEquals(4, table.rowCount());
    assertEquals(3, table.intColumn("layer").get(2));
    assertEquals(curve.nsr(3).mean(), table.doubleColumn("nsr_mean").get(2));
    assertEquals(curve.nsr(3).standardError(), table.doubleColumn("nsr_se").get(2));
    double correlation = curve.of(3, LayerNoise::correlation).mean();
    assertEquals(correlation, table.doubleColumn("correlation_mean").get(2));
    assertTrue(table.booleanColumn("predicted_valid").get(1), "layer 2 is 16/8");
    assertFalse(table.booleanColumn("predicted_valid").get(2), "layer 3 is beyond");
    assertEquals(curve.network().predictedNsr()[2], table.doubleColumn("predicted_nsr").get(2));
  }

  @Test
  void textHasTheNumbersOfTheTable() throws InterruptedException {
    DepthCurve curve = new DepthRun(net(16, 2, 8), SETTING).finish();
    Table table = DepthTables.of(curve);
    List<String> lines = DepthTables.csv(curve).lines().toList();
    assertEquals(3, lines.size());
    String[] names = lines.get(0).split(",");
    String[] second = lines.get(2).split(",");
    assertEquals("layer", names[0]);
    assertEquals("2", second[0]);
    for (int i = 1; i < names.length; i++) {
      double value = table.doubleColumn(names[i]).get(1);
      Near.relative(value, Double.parseDouble(second[i]), 1e-3, names[i]);
    }
  }

  @Test
  void aSweepOverDepthKeepsTheLastLayerOfEach() throws InterruptedException {
    Table last =
        DepthTables.sweep("depth", new int[] {1, 2, 4}, n -> n, n -> net(32, n, 8), SETTING);
    Table whole = DepthTables.of(new DepthRun(net(32, 4, 8), SETTING).finish());
    for (int i = 0; i < 3; i++) {
      for (String column : List.of("nsr_mean", "correlation_mean", "predicted_nsr")) {
        double expected = whole.doubleColumn(column).get((1 << i) - 1);
        assertEquals(expected, last.doubleColumn(column).get(i), column + " of depth " + (1 << i));
      }
    }
  }

  @Test
  void aSweepHasARowForEveryValue() throws InterruptedException {
    Table widths = DepthTables.sweep("width", new int[] {8, 16}, 2, k -> net(k, 3, 8), SETTING);
    assertEquals(
        "[width, nsr_mean, nsr_se, nsr_median, log_nsr_mean, excess_kurtosis,"
            + " correlation_mean, predicted_nsr, predicted_valid]",
        widths.columnNames().toString());
    assertEquals(16, widths.intColumn("width").get(1));
    Table bits = DepthTables.sweep("bits", new int[] {4, 8}, 2, b -> net(16, 2, b), SETTING);
    assertEquals(
        widths.doubleColumn("nsr_mean").get(1),
        bits.doubleColumn("nsr_mean").get(1),
        "layer 2 does not know how deep the network is");
    assertThrows(
        IllegalArgumentException.class,
        () -> DepthTables.sweep("bits", new int[] {4}, 3, b -> net(16, 2, b), SETTING));
  }
}

package org.halfstep.propagate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.ToDoubleFunction;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.theory.Activation;
import org.halfstep.theory.NoiseParts;
import org.halfstep.theory.NoiseRecursion;
import org.halfstep.theory.Normalization;
import org.junit.jupiter.api.Test;

/** Parts, kurtosis and scatter of the noise against a simulation in Python, at 6 bits. */
class DepthPartsTest {

  private static DeepNetwork network(Oracle row) {
    boolean relu = row.text("activation").equals("relu");
    boolean rms = row.text("norm").equals("sample-rms");
    return DeepNetwork.reference(
        row.integer("width"),
        row.integer("layer"),
        relu ? Activation.RELU : Activation.IDENTITY,
        rms ? Normalization.SAMPLE_RMS : Normalization.SAMPLE_MEAN_STD,
        6);
  }

  private static String where(Oracle row) {
    return row.text("activation") + " " + row.text("norm") + " layer " + row.integer("layer");
  }

  /** Within four standard errors of the simulation, and what the recursion promises. */
  private static void near(Oracle row, String name, double predicted, double stated) {
    double value = row.number(name);
    double tolerance = 4 * row.number(name + "_se") + stated * value;
    Near.absolute(value, predicted, tolerance, name + " " + where(row));
  }

  /** Whether twins are close enough for what is promised to small losses. */
  private static boolean close(Oracle row) {
    return row.number("correlation") > 0.95;
  }

  @Test
  void thePartsArePredicted() {
    int compared = 0;
    for (Oracle row : Oracle.rows("depth_parts")) {
      int n = row.integer("layer");
      NoiseParts parts = network(row).recursion().parts(n).get(n - 1);
      near(row, "immediate", parts.immediate(), 0.01);
      near(row, "accumulated", parts.accumulated(), 0.02);
      near(row, "cross", parts.cross(), close(row) ? 0.03 : 0.15);
      compared++;
    }
    assertEquals(15, compared);
  }

  @Test
  void theKurtosisIsPredicted() {
    for (Oracle row : Oracle.rows("depth_parts")) {
      int n = row.integer("layer");
      double excess = network(row).recursion().excessKurtosis(n)[n - 1];
      near(row, "kurtosis", excess, close(row) ? 0.1 : 0.25);
    }
  }

  @Test
  void correlationAndScatterArePredicted() {
    for (Oracle row : Oracle.rows("depth_parts")) {
      int n = row.integer("layer");
      NoiseRecursion recursion = network(row).recursion();
      double loss = 1 - row.number("correlation");
      double tolerance = 4 * row.number("correlation_se") + 0.02 * loss;
      Near.absolute(loss, 1 - recursion.correlation(n)[n - 1], tolerance, where(row));
      if (n >= 8 && close(row)) { // before, rounding errors themselves scatter
        near(row, "log_variance", recursion.logVariance(n)[n - 1], 0.12);
      }
    }
  }

  @Test
  void theSimulatorMeasuresTheSameParts() throws InterruptedException {
    for (Oracle row : Oracle.rows("depth_parts")) {
      if (row.integer("layer") == 8) {
        DepthRun.Setting setting = DepthRun.Setting.of(128, 12, 5).withParts();
        DepthCurve curve = new DepthRun(network(row), setting).finish();
        agree(row, "immediate", curve, LayerNoise::immediate);
        agree(row, "accumulated", curve, LayerNoise::accumulated);
        agree(row, "cross", curve, LayerNoise::cross);
        agree(row, "kurtosis", curve, LayerNoise::kurtosis);
      }
    }
  }

  private static void agree(
      Oracle row, String name, DepthCurve curve, ToDoubleFunction<LayerNoise> what) {
    Spread spread = curve.of(row.integer("layer"), what);
    double error = Math.hypot(spread.standardError(), row.number(name + "_se"));
    double z = (spread.mean() - row.number(name)) / error;
    assertTrue(Math.abs(z) < 4, name + " " + where(row) + ": " + z + " standard errors");
  }
}

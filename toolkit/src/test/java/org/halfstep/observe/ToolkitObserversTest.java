package org.halfstep.observe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.calibrate.Percentile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Observers beside the packages of ONNX Runtime and PyTorch, and beside definitions, on the same
 * batches.
 */
class ToolkitObserversTest {

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  /** The generator of the script, step by step. */
  private static List<float[]> batches(Oracle row) {
    long state = row.integer("seed");
    double[] scales = numbers(row.text("scales"));
    List<float[]> batches = new ArrayList<>();
    int k = 0;
    for (double size : numbers(row.text("sizes"))) {
      float[] x = new float[(int) size];
      for (int i = 0; i < x.length; i++) {
        double sum = 0;
        for (int j = 0; j < 4; j++) {
          state = state * 6364136223846793005L + 1442695040888963407L;
          sum += (state >>> 40) * 0x1p-24;
        }
        double v = (sum - 2) * scales[k];
        x[i] =
            (float)
                switch (row.text("kind")) {
                  case "relu" -> v < 0 ? 0 : v;
                  case "ticks" -> Math.floor(v * 16) / 16;
                  case "offset" -> v + 3;
                  default -> v;
                };
      }
      k++;
      batches.add(x);
    }
    return batches;
  }

  private static <T extends Observer> T seen(T observer, Oracle row) {
    batches(row).forEach(observer::accept);
    return observer;
  }

  private static double[] values(Oracle row) {
    return numbers(row.text("values"));
  }

  private static long checksum(float[] x) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * x.length);
    bytes.asFloatBuffer().put(x);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }

  @TestFactory
  List<DynamicTest> everyRow() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Oracle row : Oracle.rows("observers")) {
      String name =
          row.text("observer")
              + " "
              + row.text("kind")
              + " "
              + row.text("scales")
              + " "
              + row.text("bins");
      tests.add(DynamicTest.dynamicTest(name, () -> check(row)));
    }
    assertTrue(tests.size() > 200);
    return tests;
  }

  private static void check(Oracle row) {
    switch (row.text("observer")) {
      case "ort_signed" -> checkOrt(OrtHistogram.signed(row.integer("bins")), row, false);
      case "ort_absolute" -> checkOrt(OrtHistogram.absolute(row.integer("bins")), row, true);
      case "torch" -> checkTorch(row);
      case "growing" -> checkGrowing(row);
      case "moments" -> checkMoments(row);
      case "samples" -> checkSamples(row);
      case "ort_minmax" -> {
        RunningMinMax ends = seen(new RunningMinMax(), row);
        assertEquals(row.number("lo") + 0.0, ends.min() + 0.0);
        assertEquals(row.number("hi") + 0.0, ends.max() + 0.0);
      }
      case "torch_moving" ->
          checkMoving(MovingAverageMinMax.ofPyTorch(row.number("argument")), row);
      case "ort_moving" ->
          checkMoving(
              MovingAverageMinMax.ofOnnxRuntime(row.integer("bins"), row.integer("argument") == 1),
              row);
      case "mqbench" -> checkMoving(MovingAverageMinMax.ofMqBench(), row);
      case "mnn" -> checkMoving(MovingAverageMinMax.ofMnn(), row);
      default -> throw new IllegalStateException(row.text("observer"));
    }
  }

  private static void checkOrt(OrtHistogram fresh, Oracle row, boolean symmetric) {
    OrtHistogram h = seen(fresh, row);
    assertArrayEquals(values(row), Arrays.stream(h.counts()).asDoubleStream().toArray());
    assertEquals(Long.parseLong(row.text("edges")), checksum(h.edges()), "bits of the edges");
    float[] edges = h.edges();
    double share = row.number("argument") / 100;
    double cut = (100 - row.number("argument")) / 200;
    float hi = edges[Percentile.edge(h.counts(), symmetric ? share : 1 - cut)];
    float lo = symmetric ? -hi : edges[Percentile.edge(h.counts(), cut)];
    assertEquals(row.number("lo"), lo < h.min() ? h.min() : lo); // keeps -0, as there
    assertEquals(row.number("hi"), hi > h.max() ? h.max() : hi);
  }

  private static void checkTorch(Oracle row) {
    TorchHistogram h = seen(new TorchHistogram(row.integer("bins")), row);
    assertEquals(row.number("lo") + 0.0, h.min() + 0.0); // the sign of 0 is the order's there
    assertEquals(row.number("hi") + 0.0, h.max() + 0.0);
    double[] counts = new double[h.counts().length];
    Arrays.setAll(counts, i -> h.counts()[i]);
    assertArrayEquals(values(row), counts);
  }

  private static void checkGrowing(Oracle row) {
    GrowingHistogram h = seen(new GrowingHistogram(row.integer("bins")), row);
    assertArrayEquals(values(row), Arrays.stream(h.counts()).asDoubleStream().toArray());
    assertEquals(row.number("lo"), h.width());
    assertEquals(row.number("hi"), h.edges()[0]);
  }

  private static void checkMoments(Oracle row) {
    ExactMoments m = seen(new ExactMoments(), row);
    double[] expected = values(row);
    assertEquals(expected[0], m.mean());
    assertEquals(expected[1], m.variance());
    Near.ulps(expected[2], m.skewness(), 1, row); // a root of what is rounded
    assertEquals(expected[3], m.kurtosis());
  }

  private static void checkSamples(Oracle row) {
    SampleRanges s = seen(new SampleRanges(row.integer("bins")), row);
    double[] expected = values(row);
    var sigmas = s.sigmas(row.number("argument"));
    double[] actual = {s.averageMin(), s.averageMax(), sigmas.quantile(0), sigmas.quantile(1)};
    assertArrayEquals(expected, actual, 1e-13 * (expected[1] - expected[0])); // sums of doubles
  }

  private static void checkMoving(MovingAverageMinMax moving, Oracle row) {
    seen(moving, row);
    assertEquals(row.number("lo"), moving.min());
    assertEquals(row.number("hi"), moving.max());
  }

  @Test
  void oracleHasEveryToolkit() {
    List<String> names =
        Oracle.rows("observers").stream().map(r -> r.text("observer")).distinct().sorted().toList();
    assertEquals(
        List.of(
            "growing",
            "mnn",
            "moments",
            "mqbench",
            "ort_absolute",
            "ort_minmax",
            "ort_moving",
            "ort_signed",
            "samples",
            "torch",
            "torch_moving"),
        names);
  }
}

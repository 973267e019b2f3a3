package org.halfstep.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.halfstep.Oracle;
import org.halfstep.observe.AimetHistogram;
import org.halfstep.observe.BatchQuantiles;
import org.halfstep.observe.NvidiaHistogram;
import org.halfstep.observe.Observer;
import org.halfstep.observe.OrtHistogram;
import org.halfstep.observe.SizeHistogram;
import org.halfstep.observe.TorchHistogram;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * From data to range or scale as toolkits do it: beside the packages where there are some, beside
 * definitions for the others. ONNX Runtime's numbers are met bit by bit.
 */
class ToolkitsTest {

  /** Roundings of a float in the toolkit that are in double here. */
  private static final double FLOATS = 3e-7;

  @TestFactory
  List<DynamicTest> everyRow() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Oracle row : Oracle.rows("toolkits")) {
      String name = row.text("choice") + " " + row.text("argument") + " of " + row.text("kind");
      tests.add(
          DynamicTest.dynamicTest(name + " " + row.text("seed"), () -> new Case(row).check()));
    }
    assertTrue(tests.size() > 1000);
    return tests;
  }

  /** One row of the oracle, with its data. */
  private static final class Case {
    private final Oracle row;
    private final List<float[]> data;
    private final String[] argument;

    Case(Oracle row) {
      this.row = row;
      this.data = batches(row);
      this.argument = row.text("argument").split(" ");
    }

    private static double[] numbers(String text) {
      return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    /** The generator of the script, step by step. */
    private static List<float[]> batches(Oracle row) {
      long state = row.integer("seed");
      double[] scales = numbers(row.text("scales"));
      List<float[]> batches = new ArrayList<>();
      for (double size : numbers(row.text("sizes"))) {
        double scale = scales[batches.size()];
        float[] x = new float[(int) size];
        for (int i = 0; i < x.length; i++) {
          double sum = 0;
          for (int j = 0; j < 4; j++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            sum += (state >>> 40) * 0x1p-24;
          }
          double v = sum - 2;
          v = row.text("kind").equals("tail") ? v * v * v : v;
          v *= scale;
          x[i] =
              (float)
                  switch (row.text("kind")) {
                    case "relu" -> v < 0 ? 0 : v;
                    case "offset" -> v + 3 * scale;
                    case "below" -> v - 5 * scale;
                    case "constant" -> 0.75 * scale;
                    default -> v;
                  };
        }
        batches.add(x);
      }
      return batches;
    }

    private <T extends Observer> T seen(T observer) {
      data.forEach(observer::accept);
      return observer;
    }

    private float[] all() {
      int n = data.stream().mapToInt(x -> x.length).sum();
      float[] all = new float[n];
      int at = 0;
      for (float[] x : data) {
        System.arraycopy(x, 0, all, at, x.length);
        at += x.length;
      }
      return all;
    }

    private Clip ends() {
      float[] sorted = all();
      Arrays.sort(sorted);
      return new Clip(sorted[0], sorted[sorted.length - 1]);
    }

    private double real(int i) {
      return Double.parseDouble(argument[i]);
    }

    private int whole(int i) {
      return (int) real(i);
    }

    private boolean flag(int i) {
      return whole(i) == 1;
    }

    private CodeRange codes(int i) {
      return new CodeRange(whole(i), whole(i + 1));
    }

    private void assertClip(Clip clip, double tolerance) {
      double reach = tolerance * clip.size();
      assertEquals(row.number("first"), clip.lo(), reach, row::toString);
      assertEquals(row.number("second"), clip.hi(), reach, row::toString);
    }

    private void assertMap(Affine map, double tolerance) {
      double scale = row.number("first");
      assertEquals(scale, map.scale(), tolerance * scale, row::toString);
      assertEquals(row.number("second"), map.zero(), row::toString);
    }

    private void assertSize(double size, double tolerance) {
      assertEquals(row.number("first"), size, tolerance * Math.abs(size), row::toString);
    }

    private void check() {
      String choice = row.text("choice");
      switch (choice.substring(0, choice.indexOf('_'))) {
        case "ort" -> checkOnnxRuntime(choice);
        case "torch" -> checkPyTorch(choice);
        case "nvidia" -> checkNvidia(choice);
        case "aimet" -> checkAimet(choice);
        case "brevitas" -> checkBrevitas(choice);
        case "ppq" -> checkPpq(choice);
        case "mnn", "ncnn" -> checkMobile(choice);
        default -> checkOthers(choice);
      }
    }

    private void checkOnnxRuntime(String choice) {
      switch (choice) {
        case "ort_entropy" ->
            assertClip(OnnxRuntime.entropy(seen(OrtHistogram.signed(whole(0))), whole(1)), 0);
        case "ort_percentile" ->
            assertClip(OnnxRuntime.percentile(seen(OrtHistogram.signed(2048)), real(0), false), 0);
        case "ort_percentile_symmetric" ->
            assertClip(OnnxRuntime.percentile(seen(OrtHistogram.absolute(2048)), real(0), true), 0);
        case "ort_params" -> {
          boolean signed = argument[0].startsWith("I");
          int bits = Integer.parseInt(argument[0].replaceAll("\\D", ""));
          CodeRange codes = CodeRange.onnxRuntime(bits, signed, flag(1), flag(2));
          Clip range = OnnxRuntime.withMinimumRealRange(ends(), (float) real(3));
          assertMap(range.affine(ScaleRule.ONNX_RUNTIME, codes, flag(1)), 0);
        }
        case "ort_restricted" -> assertMap(OnnxRuntime.restrictedAsymmetric(ends()), 0);
        default -> throw new IllegalStateException(choice);
      }
    }

    private void checkPyTorch(String choice) {
      if (choice.equals("torch_histogram")) {
        assertClip(PyTorch.leastSquares(seen(new TorchHistogram(2048))), 0);
        return;
      }
      boolean custom = argument[3].equals("custom");
      float eps = argument[3].equals("eps") ? 0.01f : PyTorch.EPS;
      assertMap(PyTorch.affine(ends(), codes(0), flag(2), custom, eps), 0);
      if (argument[3].equals("default") || argument[3].equals("reduced")) {
        assertMap(ends().affine(ScaleRule.PYTORCH, codes(0), flag(2)), 0);
      }
    }

    private void checkNvidia(String choice) {
      NvidiaHistogram seen = seen(new NvidiaHistogram(whole(0)));
      switch (choice) {
        case "nvidia_histogram" -> {
          double[] counts = Arrays.stream(seen.counts()).asDoubleStream().toArray();
          assertEquals(row.text("second"), words(counts));
          float[] edges = seen.edges();
          assertSize(edges[edges.length - 1], 0);
        }
        case "nvidia_percentile" -> assertSize(ModelOptimizer.percentile(seen, real(1)), 0);
        case "nvidia_entropy" -> assertSize(ModelOptimizer.entropy(seen, whole(1), flag(2)), 0);
        default -> assertSize(ModelOptimizer.mse(seen, whole(1), flag(2)), FLOATS);
      }
    }

    private static String words(double[] counts) {
      StringBuilder text = new StringBuilder();
      for (double n : counts) {
        text.append(text.isEmpty() ? "" : " ").append((long) n);
      }
      return text.toString();
    }

    private void checkAimet(String choice) {
      switch (choice) {
        case "aimet_histogram" -> {
          AimetHistogram seen = seen(AimetHistogram.of(whole(0)));
          double[] counts = new double[whole(0)];
          Arrays.setAll(counts, i -> seen.counts()[i]);
          assertEquals(row.text("second"), words(counts));
          assertSize(seen.edges()[0], 0);
        }
        case "aimet_minmax" ->
            assertMap(ends().affine(ScaleRule.AIMET, new CodeRange(0, whole(0)), flag(1)), FLOATS);
        case "aimet_sqnr" ->
            assertMap(Aimet.sqnr(seen(AimetHistogram.of(2048)), whole(0), flag(1)), FLOATS);
        case "aimet_tf_enhanced" ->
            assertMap(Aimet.sqnr(seen(AimetHistogram.tfEnhanced()), whole(0), flag(1)), FLOATS);
        case "aimet_percentile" ->
            assertMap(
                Aimet.percentile(seen(AimetHistogram.of(2048)), real(2), whole(0), flag(1)),
                FLOATS);
        default -> {
          AimetHistogram one = AimetHistogram.of(512);
          one.accept(data.getFirst());
          assertClip(Aimet.entropy(one, flag(0)), FLOATS);
        }
      }
    }

    private void checkBrevitas(String choice) {
      switch (choice) {
        case "brevitas_percentile" -> assertSize(Brevitas.percentile(all(), real(0)), 0);
        case "brevitas_entropy" -> assertSize(Brevitas.entropy(all(), whole(0)), FLOATS);
        case "brevitas_grid" -> assertSize(Brevitas.grid(all(), codes(0), whole(2)), FLOATS);
        default -> assertSize(Brevitas.fibonacci(all(), codes(0), whole(2)), FLOATS);
      }
    }

    private void checkPpq(String choice) {
      boolean power = argument[1].equals("1");
      boolean symmetric = argument[0].equals("1");
      CodeRange codes = CodeRange.full(8, symmetric);
      float top = ends().size();
      switch (choice) {
        case "ppq_minmax" -> assertMap(ppq(ends(), codes, symmetric, power), FLOATS);
        case "ppq_percentile" -> {
          BatchQuantiles q = seen(BatchQuantiles.ofPpq(0.9999));
          Clip clip = new Clip((float) q.min(), (float) q.max());
          assertMap(ppq(clip, codes, symmetric, power), FLOATS);
        }
        case "ppq_isotone" -> {
          int width = whole(1);
          float[] x = all();
          float[][] rows = new float[x.length / width][];
          Arrays.setAll(rows, i -> Arrays.copyOfRange(x, i * width, (i + 1) * width));
          assertMap(new Affine(Isotone.of(rows, whole(0)).scale(), 0), FLOATS);
        }
        case "ppq_entropy" -> {
          SizeHistogram seen = seen(SizeHistogram.ofPpq(top));
          int bits = whole(0);
          assertMap(power ? Ppq.powerOfTwoEntropy(seen, bits) : Ppq.entropy(seen, bits), FLOATS);
        }
        default -> assertMap(Ppq.mse(seen(SizeHistogram.ofPpq(top, 2048)), codes(0)), FLOATS);
      }
    }

    private static Affine ppq(Clip clip, CodeRange codes, boolean symmetric, boolean power) {
      return power
          ? Ppq.powerOfTwo(clip, codes, symmetric)
          : clip.affine(ScaleRule.PPQ, codes, symmetric);
    }

    private void checkMobile(String choice) {
      float top = ends().size();
      int n = all().length;
      switch (choice) {
        case "mnn_entropy" -> assertMap(Mnn.entropy(seen(SizeHistogram.ofMnn(top))), FLOATS);
        case "ncnn_entropy" -> assertMap(Ncnn.entropy(seen(SizeHistogram.ofNcnn(top))), FLOATS);
        case "ncnn_weights" -> assertMap(Ncnn.weights(top, flag(0)), FLOATS);
        default -> assertMap(Ncnn.aciq(top, n, whole(0)), FLOATS);
      }
    }

    private void checkOthers(String choice) {
      switch (choice) {
        case "torchao_mse" ->
            assertClip(TorchAo.leastSquares(all(), codes(0), flag(2), 100), FLOATS);
        case "mqbench_mse" ->
            assertClip(MqBench.leastNorm(all(), codes(0), flag(2), 95, real(3)), FLOATS);
        case "mqbench_quantile" -> {
          BatchQuantiles q = seen(BatchQuantiles.ofMqBench());
          assertClip(new Clip((float) q.min(), (float) q.max()), FLOATS);
        }
        case "nncf_quantile" -> {
          BatchQuantiles q = seen(BatchQuantiles.ofNncf(real(0)));
          assertClip(new Clip((float) q.min(), (float) q.max()), FLOATS);
        }
        default -> {
          Distiller.Stats stats = new Distiller.Stats(real(4), real(5), real(6), real(7));
          AciqClip.Family family = AciqClip.Family.valueOf(argument[0]);
          assertClip(Distiller.aciq(stats, family, whole(1), flag(2), flag(3)), FLOATS);
        }
      }
    }
  }
}

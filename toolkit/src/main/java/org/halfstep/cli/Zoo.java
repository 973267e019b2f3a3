package org.halfstep.cli;

import java.util.ArrayList;
import java.util.List;
import org.halfstep.calibrate.AciqClip;
import org.halfstep.calibrate.Affine;
import org.halfstep.calibrate.Aimet;
import org.halfstep.calibrate.AlternatingLeastSquares;
import org.halfstep.calibrate.Calibration;
import org.halfstep.calibrate.Clip;
import org.halfstep.calibrate.CodeRange;
import org.halfstep.calibrate.MinMax;
import org.halfstep.calibrate.Mnn;
import org.halfstep.calibrate.ModelOptimizer;
import org.halfstep.calibrate.MqBench;
import org.halfstep.calibrate.Ncnn;
import org.halfstep.calibrate.OnnxRuntime;
import org.halfstep.calibrate.Percentile;
import org.halfstep.calibrate.Ppq;
import org.halfstep.calibrate.PyTorch;
import org.halfstep.calibrate.ScaleRule;
import org.halfstep.calibrate.TorchAo;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.observe.AimetHistogram;
import org.halfstep.observe.NvidiaHistogram;
import org.halfstep.observe.OrtHistogram;
import org.halfstep.observe.SizeHistogram;
import org.halfstep.observe.TorchHistogram;

/** The calibrators of toolkits for 8 bits, all in one list: {@link #calibrators}. */
final class Zoo {

  private static final Grid RESTRICTED = Grid.integer(8, Range.SYMMETRIC);
  private static final Grid FULL = Grid.integer(8, Range.FULL);
  private static final Grid UNSIGNED = Grid.integer(8, Range.UNSIGNED);

  private static final CodeRange INT8 = CodeRange.full(8, true);
  private static final CodeRange UINT8 = CodeRange.full(8, false);

  private static final int BINS = 2048;
  private static final int AIMET_BINS = 512;
  private static final int CELLS = 128;

  /** The zero point of numbers of both signs. */
  private static final int MIDDLE = 128;

  /** After so many zero points that gain nothing the search for a better one ends. */
  private static final int MISSES = 2;

  static final String OPTIMUM = "optimum";
  static final String MIN_MAX = "min-max";
  static final String TENSORRT = "TensorRT";
  private static final String PERCENTILE = "percentile";
  private static final String ENTROPY = "entropy";
  private static final String MSE = "mse";
  static final String ACIQ = "aciq";
  static final String SYMMETRIC = "symmetric";

  private Zoo() {}

  /** All of them, in the order of the CSV. */
  static List<Calibrator> calibrators() {
    List<Calibrator> all = new ArrayList<>();
    all.add(row(OPTIMUM, SYMMETRIC, RESTRICTED, s -> new Affine(s.best(8).clip() / 127, 0)));
    all.add(row(OPTIMUM, "affine", UNSIGNED, Zoo::affineOptimum));
    ranges(all);
    percentiles(all);
    entropies(all);
    leastSquares(all);
    for (AciqClip.Family family : AciqClip.Family.values()) {
      String name = family == AciqClip.Family.GAUSS ? "Gauss" : "Laplace";
      all.add(fitted(ACIQ, name, RESTRICTED, new AciqClip(family)));
    }
    all.add(row("aciq range", "ncnn", RESTRICTED, s -> Ncnn.aciq(s.absMax(), s.count(), 8)));
    all.add(fitted("admm", "MNN weights", RESTRICTED, AlternatingLeastSquares.mnnWeights()));
    all.add(fitted("admm", "MNN features", RESTRICTED, AlternatingLeastSquares.mnnActivations()));
    all.add(
        row(
            "power of two",
            "PPQ min-max",
            FULL,
            s -> Ppq.powerOfTwo(new Clip(s.min(), s.max()), INT8, true)));
    all.add(row("power of two", "PPQ entropy", FULL, s -> Ppq.powerOfTwoEntropy(ppq(s), 8)));
    return List.copyOf(all);
  }

  private static void ranges(List<Calibrator> all) {
    all.add(range("ONNX Runtime int8", RESTRICTED, ScaleRule.ONNX_RUNTIME, true));
    all.add(range("ONNX Runtime uint8", UNSIGNED, ScaleRule.ONNX_RUNTIME, false));
    all.add(range("PyTorch qint8", FULL, ScaleRule.PYTORCH, true));
    all.add(range("PyTorch quint8", UNSIGNED, ScaleRule.PYTORCH, false));
    all.add(range(TENSORRT, RESTRICTED, ScaleRule.DISTILLER_RESTRICTED, true));
    all.add(range("PPQ symmetric", FULL, ScaleRule.PPQ, true));
    all.add(range("PPQ affine", UNSIGNED, ScaleRule.PPQ, false));
    all.add(range("Distiller symmetric", FULL, ScaleRule.DISTILLER, true));
    all.add(range("Distiller restricted", RESTRICTED, ScaleRule.DISTILLER_RESTRICTED, true));
    all.add(range("Distiller affine", UNSIGNED, ScaleRule.DISTILLER, false));
    all.add(range("AIMET symmetric", FULL, ScaleRule.AIMET, true));
    all.add(range("AIMET affine", UNSIGNED, ScaleRule.AIMET, false));
    all.add(range("MNN symmetric", RESTRICTED, ScaleRule.MNN, true));
    all.add(range("MNN affine", RESTRICTED, ScaleRule.MNN, false));
  }

  private static void percentiles(List<Calibrator> all) {
    for (double percent : new double[] {99.9, 99.99}) {
      Calibration exact = new Percentile(percent, ScaleRule.ONNX_RUNTIME, true);
      all.add(fitted(PERCENTILE, percent + " exact", RESTRICTED, exact));
    }
    for (double percent : new double[] {99.99, 99.999}) {
      all.add(
          row(
              PERCENTILE,
              percent + " ONNX Runtime",
              RESTRICTED,
              s -> ort(OnnxRuntime.percentile(absolute(s), percent, true))));
      all.add(
          row(
              PERCENTILE,
              percent + " NVIDIA",
              RESTRICTED,
              s -> ModelOptimizer.affine(ModelOptimizer.percentile(nvidia(s), percent), 8, false)));
      all.add(
          row(
              PERCENTILE,
              percent + " AIMET",
              UNSIGNED,
              s -> Aimet.percentile(aimet(s, BINS), percent, 255, true)));
    }
  }

  private static void entropies(List<Calibrator> all) {
    for (int bins : new int[] {CELLS, BINS}) { // 128 is the default
      all.add(
          row(
              ENTROPY,
              "ONNX Runtime " + bins,
              RESTRICTED,
              s -> ort(OnnxRuntime.entropy(signed(s, bins), CELLS))));
    }
    all.add(
        row(
            ENTROPY,
            "NVIDIA",
            RESTRICTED,
            s -> ModelOptimizer.affine(ModelOptimizer.entropy(nvidia(s), 8, false), 8, false)));
    all.add(row(ENTROPY, "PPQ", FULL, s -> Ppq.entropy(ppq(s), 8)));
    all.add(row(ENTROPY, "MNN", RESTRICTED, s -> Mnn.entropy(mnn(s))));
    all.add(row(ENTROPY, "ncnn", RESTRICTED, s -> Ncnn.entropy(ncnn(s))));
    all.add(
        row(
            ENTROPY,
            "AIMET",
            UNSIGNED,
            s -> Aimet.entropy(aimet(s, AIMET_BINS), true).affine(ScaleRule.AIMET, UINT8, true)));
  }

  /** Searches by squared error; those that try every candidate on each value have no interval. */
  private static void leastSquares(List<Calibrator> all) {
    all.add(
        row(
            MSE,
            "NVIDIA",
            RESTRICTED,
            s -> ModelOptimizer.affine(ModelOptimizer.mse(nvidia(s), 8, false), 8, false)));
    all.add(row(MSE, "PPQ", FULL, s -> Ppq.mse(ppqMse(s), INT8)));
    all.add(
        row(
            MSE,
            "PyTorch histogram",
            UNSIGNED,
            s -> PyTorch.leastSquares(torch(s)).affine(ScaleRule.PYTORCH, UINT8, false)));
    all.add(row(MSE, "AIMET TF-enhanced", UNSIGNED, s -> Aimet.sqnr(tfEnhanced(s), 255, true)));
    all.add(
        slow(
            "MQBench",
            s ->
                MqBench.leastNorm(s.few(), INT8, true, MqBench.TENSOR, 2)
                    .affine(ScaleRule.PYTORCH, INT8, true)));
    all.add(
        slow(
            "torchao",
            s ->
                TorchAo.leastSquares(s.few(), INT8, true, 100)
                    .affine(ScaleRule.PYTORCH, INT8, true)));
  }

  private static Calibrator row(
      String method, String dialect, Grid codes, Calibrator.Choice choice) {
    return new Calibrator(method, dialect, codes, choice);
  }

  private static Calibrator slow(String dialect, Calibrator.Choice choice) {
    return new Calibrator(MSE, dialect, FULL, choice, false);
  }

  private static OrtHistogram signed(Seen s, int bins) {
    return s.by("ORT x " + bins, OrtHistogram.class, () -> OrtHistogram.signed(bins));
  }

  private static OrtHistogram absolute(Seen s) {
    return s.by("ORT |x|", OrtHistogram.class, () -> OrtHistogram.absolute(BINS));
  }

  private static NvidiaHistogram nvidia(Seen s) {
    return s.by("NVIDIA", NvidiaHistogram.class, () -> new NvidiaHistogram(BINS));
  }

  private static SizeHistogram ppq(Seen s) {
    return s.by("PPQ", SizeHistogram.class, () -> SizeHistogram.ofPpq(s.absMax()));
  }

  private static SizeHistogram ppqMse(Seen s) {
    return s.by("PPQ MSE", SizeHistogram.class, () -> SizeHistogram.ofPpq(s.absMax(), BINS));
  }

  private static SizeHistogram mnn(Seen s) {
    return s.by("MNN", SizeHistogram.class, () -> SizeHistogram.ofMnn(s.absMax()));
  }

  private static SizeHistogram ncnn(Seen s) {
    return s.by("ncnn", SizeHistogram.class, () -> SizeHistogram.ofNcnn(s.absMax()));
  }

  private static TorchHistogram torch(Seen s) {
    return s.by("PyTorch", TorchHistogram.class, () -> new TorchHistogram(BINS));
  }

  private static AimetHistogram aimet(Seen s, int bins) {
    return s.by("AIMET " + bins, AimetHistogram.class, () -> AimetHistogram.of(bins));
  }

  private static AimetHistogram tfEnhanced(Seen s) {
    return s.by("AIMET TF-enhanced", AimetHistogram.class, AimetHistogram::tfEnhanced);
  }

  private static Affine ort(Clip range) {
    return range.affine(ScaleRule.ONNX_RUNTIME, CodeRange.narrow(8), true);
  }

  /** Min-max with the rules of a toolkit. */
  private static Calibrator range(String dialect, Grid codes, ScaleRule rule, boolean symmetric) {
    Calibration minMax = new MinMax(rule, symmetric);
    return new Calibrator(MIN_MAX, dialect, codes, s -> minMax.fit(s.ends(), codes));
  }

  /** A calibration by the law. */
  private static Calibrator fitted(
      String method, String dialect, Grid codes, Calibration calibration) {
    return new Calibrator(method, dialect, codes, s -> calibration.fit(s.law(), codes));
  }

  /** The best scale and zero point: from that of min-max and from the middle, while it gains. */
  private static Affine affineOptimum(Seen s) {
    int start = (int) new MinMax(ScaleRule.PPQ, false).fit(s.ends(), UNSIGNED).zero();
    Affine best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int from : new int[] {start, MIDDLE}) {
      double scale = new ScaleSearch(s.law(), UNSIGNED.shifted(-from)).best();
      for (int direction : new int[] {1, -1}) {
        int missed = 0;
        double near = scale;
        for (int zero = from; missed < MISSES && zero >= 0 && zero <= 255; zero += direction) {
          ScaleSearch search = new ScaleSearch(s.law(), UNSIGNED.shifted(-zero));
          near = search.near(near);
          double error = search.error(near);
          missed = error < least ? 0 : missed + 1;
          if (error < least) {
            least = error;
            best = new Affine(near, zero);
          }
        }
      }
    }
    return best;
  }
}

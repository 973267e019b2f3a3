package org.halfstep.propagate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.halfstep.grid.NormalFloat;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.law.StudentT;
import org.halfstep.law.Uniform;
import org.halfstep.numeric.Philox;
import org.halfstep.propagate.DepthRun.Setting;
import org.halfstep.theory.Activation;
import org.halfstep.theory.Normalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DepthRunTest {

  private static final double M = 8.830803071792009e-5; // int8 under N(0, 1), optimal_step.csv

  private static DepthCurve run(DeepNetwork net, Setting setting) throws InterruptedException {
    return new DepthRun(net, setting).finish();
  }

  private static DeepNetwork net(int k, int depth, Activation u, Normalization norm) {
    return DeepNetwork.reference(k, depth, u, norm, 8);
  }

  private static void near(double expected, Spread measured, double errors, String where) {
    double z = (measured.mean() - expected) / measured.standardError();
    assertTrue(
        Math.abs(z) < errors, where + ": " + measured + " is " + z + " s.e. off " + expected);
  }

  @Test
  void theFirstLayerHasTwiceTheErrorOfAQuantizer() throws InterruptedException {
    DeepNetwork net = net(64, 1, Activation.IDENTITY, Normalization.NONE);
    near(2 * M, run(net, Setting.of(64, 64, 1)).nsr(1), 4, "NSR of layer 1");
  }

  @Test
  void noiseGrowsByTwoErrorsALayer() throws InterruptedException {
    DeepNetwork net = net(256, 16, Activation.IDENTITY, Normalization.SAMPLE_RMS);
    DepthCurve curve = run(net, Setting.of(32, 16, 2));
    for (int n : new int[] {2, 4, 8, 16}) {
      double law = 2 * M * 254 * Math.expm1(n * Math.log1p(1.0 / 254));
      near(law, curve.nsr(n), 4, "layer " + n);
      double printed = law / 2;
      double off = (curve.nsr(n).mean() - printed) / curve.nsr(n).standardError();
      assertTrue(off > 10, "the slope m must be rejected in layer " + n + ", off by " + off);
    }
  }

  @Test
  void curvesAreThoseOfAnIndependentSimulation() throws InterruptedException {
    DepthCurve curve = null;
    String last = "";
    int compared = 0;
    for (Oracle row : Oracle.rows("depth")) {
      String name = name(row);
      if (!name.equals(last)) {
        last = name;
        int seeds = Math.max(6, row.integer("seeds") / (row.integer("width") == 64 ? 2 : 3));
        curve = run(stored(row, deepest(row)), Setting.of(row.integer("batch"), seeds, 3));
      }
      int n = row.integer("layer");
      if (n <= curve.depth()) {
        String where = name + " layer " + n;
        agree(curve.nsr(n), row.number("nsr"), row.number("nsr_se"), where);
        agree(curve.logNsr(n), row.number("log_nsr"), row.number("log_nsr_se"), "log " + where);
        agree(curve.kurtosis(n), row.number("kurtosis"), row.number("kurtosis_se"), "k " + where);
        compared++;
      }
    }
    assertEquals(6 * 8 + 5 * 4, compared, "six networks whole, the first 8 layers of five");
  }

  /** Whole curves of the wider networks take minutes. */
  private static int deepest(Oracle row) {
    int k = row.integer("width");
    return k == 64 || (k == 256 && row.text("norm").equals("sample-rms")) ? 128 : 8;
  }

  private static String name(Oracle row) {
    return row.integer("width") + " " + row.text("activation") + " " + row.text("norm");
  }

  private static DeepNetwork stored(Oracle row, int depth) {
    Activation u = row.text("activation").equals("relu") ? Activation.RELU : Activation.IDENTITY;
    Normalization norm =
        switch (row.text("norm")) {
          case "tensor" -> Normalization.TENSOR;
          case "sample-rms" -> Normalization.SAMPLE_RMS;
          default -> Normalization.SAMPLE_MEAN_STD;
        };
    return net(row.integer("width"), depth, u, norm);
  }

  /** Two measurements, each with its standard error. */
  private static void agree(Spread a, double mean, double error, String where) {
    double z = (a.mean() - mean) / Math.hypot(a.standardError(), error);
    assertTrue(Math.abs(z) < 4, where + ": " + a.mean() + " and " + mean + ", " + z + " s.e.");
  }

  @Test
  void anIndependentSimulationIsPredictedWhereTheoryHolds() {
    int compared = 0;
    double[] predicted = null;
    String last = "";
    for (Oracle row : Oracle.rows("depth")) {
      if (!name(row).equals(last)) {
        last = name(row);
        predicted = stored(row, row.integer("width") / 8).predictedNsr();
      }
      int n = row.integer("layer");
      if (n <= row.integer("width") / 8) {
        double stated = row.text("norm").equals("tensor") ? 0.25 : 0.03; // see NoiseRecursion
        double tolerance = 4 * row.number("nsr_se") + stated * row.number("nsr");
        Near.absolute(row.number("nsr"), predicted[n - 1], tolerance, last + " layer " + n);
        compared++;
      }
    }
    assertEquals(4 * 4 + 4 * 6 + 3 * 8, compared);
  }

  @Test
  void beyondAnEighthOfTheWidthThePredictionIsOffAsStated() {
    int compared = 0;
    for (Oracle row : Oracle.rows("depth")) {
      int n = row.integer("layer");
      if (n > row.integer("width") / 8 && !row.text("norm").equals("tensor")) {
        double stated = row.text("activation").equals("identity") ? 0.05 : 0.2; // NoiseRecursion
        double value = row.number("nsr");
        double predicted = stored(row, n).predictedNsr()[n - 1];
        double tolerance = 4 * row.number("nsr_se") + stated * value;
        Near.absolute(value, predicted, tolerance, name(row) + " layer " + n);
        compared++;
      }
    }
    assertEquals(3 * 4 + 3 * 2, compared);
  }

  @Test
  void bitsDoNotDependOnThreads() throws InterruptedException {
    for (Normalization norm : Normalization.values()) {
      DeepNetwork net = net(40, 6, Activation.RELU, norm).gain(Math.sqrt(2));
      Setting setting = Setting.of(9, 3, 4).withParts().withHistograms(20);
      DepthCurve one = run(net, setting.threads(1));
      for (int threads : new int[] {2, 5}) {
        DepthCurve other = run(net, setting.threads(threads));
        assertEquals(one.runs(), other.runs(), norm + " with " + threads + " threads");
        for (int n = 0; n < 6; n++) {
          assertEquals(
              Arrays.toString(one.histograms().get(n).counts()),
              Arrays.toString(other.histograms().get(n).counts()));
        }
      }
    }
  }

  @Test
  void anInterruptedRunGoesOnToTheSameBits() throws InterruptedException {
    DeepNetwork net = net(32, 12, Activation.RELU, Normalization.SAMPLE_MEAN_STD);
    Setting setting = Setting.of(8, 3, 5).threads(2);
    DepthCurve whole = run(net, setting);
    DepthRun run = new DepthRun(net, setting);
    Thread caller = Thread.currentThread();
    for (long when : new long[] {5, 17, 23}) {
      assertThrows(
          InterruptedException.class,
          () ->
              run.finish((layers, of) -> {
                if (layers == when) {
                  caller.interrupt();
                  holdUntilTaken(caller);
                }
              }));
    }
    assertEquals(whole.runs(), run.finish().runs());
    assertEquals(whole.runs(), run.finish().runs(), "nothing is left to do");
  }

  /** Lets the caller see its interruption, stop the run and wait, before another layer is done. */
  private static void holdUntilTaken(Thread caller) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!waitsWithoutInterruption(caller) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** The flag is read first: once it is taken, the next wait is that for the lanes. */
  private static boolean waitsWithoutInterruption(Thread thread) {
    return !thread.isInterrupted()
        && switch (thread.getState()) {
          case WAITING, TIMED_WAITING -> true;
          default -> false;
        };
  }

  @Test
  void progressCountsEveryLayer() throws InterruptedException {
    long[] last = new long[2];
    new DepthRun(net(8, 5, Activation.IDENTITY, Normalization.NONE), Setting.of(2, 4, 1))
        .finish((layers, of) -> {
          assertEquals(last[0] + 1, layers);
          last[0] = layers;
          last[1] = of;
        });
    assertEquals(20, last[0]);
    assertEquals(20, last[1]);
  }

  @Test
  void thePartsOfTheErrorAreThoseOfTheirDefinitions() throws InterruptedException {
    DeepNetwork net = net(64, 8, Activation.RELU, Normalization.SAMPLE_RMS);
    DepthCurve curve = run(net, Setting.of(32, 16, 6).withParts());
    for (int n = 2; n <= 8; n++) {
      Spread immediate = curve.of(n, LayerNoise::immediate);
      Spread accumulated = curve.of(n, LayerNoise::accumulated);
      // Every layer adds the same, a weight's error and that of a rectified activation.
      near(1.15e-4, immediate, 8, "immediate error of layer " + n);
      double both = immediate.mean() + accumulated.mean();
      Near.relative(both, curve.nsr(n).mean(), 0.02, "parts are uncorrelated in layer " + n);
      // Rounding errors of x' and of x are other numbers, though both rounded alike.
      assertTrue(curve.of(n, LayerNoise::cross).mean() < 0.6 * immediate.mean());
    }
    Near.absolute(0, curve.of(1, LayerNoise::accumulated).mean(), 0, "nothing before layer 1");
    Near.relative(curve.nsr(1).mean(), curve.of(1, LayerNoise::immediate).mean(), 1e-12, "1");
  }

  @Test
  void rectifiedInputsCollapseAndNoiseSaturates() throws InterruptedException {
    DepthCurve curve =
        run(
            net(256, 64, Activation.RELU, Normalization.SAMPLE_RMS),
            Setting.of(16, 6, 7).withParts());
    assertTrue(curve.nsr(64).mean() < 0.7 * 64 * curve.nsr(2).mean() / 2, "a plateau");
    double[] distinct = curve.means(LayerNoise::distinct);
    assertTrue(distinct[63] < 0.1 && distinct[0] > 0.9, "inputs become alike: " + distinct[63]);
  }

  @Test
  void theGainDoesNotMatterBehindANormalization() throws InterruptedException {
    DeepNetwork net = net(64, 8, Activation.RELU, Normalization.SAMPLE_RMS);
    DepthCurve one = run(net, Setting.of(16, 2, 8));
    DepthCurve four = run(net.gain(4), Setting.of(16, 2, 8));
    assertEquals(
        one.runs().stream().map(r -> r.get(7).nsr()).toList(),
        four.runs().stream().map(r -> r.get(7).nsr()).toList(),
        "a power of two changes no bit");
    Near.relative(
        16 * one.of(8, LayerNoise::power).mean(),
        four.of(8, LayerNoise::power).mean(),
        1e-12,
        "power");
  }

  @Test
  void gridsOfAnyKindAndWeightsOfAnyLawAreTaken() throws InterruptedException {
    DeepNetwork net = net(64, 4, Activation.IDENTITY, Normalization.SAMPLE_RMS);
    Grid nf4 = NormalFloat.nf4().scaled(2.5);
    for (DeepNetwork any :
        List.of(
            net.grids(nf4, nf4, nf4),
            net.weights(Laplace.ofSigma(3)),
            net.weights(Uniform.ofSigma(0.2)),
            net.weights(StudentT.of(5)))) {
      DepthCurve curve = run(any, Setting.of(32, 24, 9));
      double predicted = any.predictedNsr()[3];
      near(predicted, curve.nsr(4), 5, any.weights() + " " + any.weightGrid().size());
    }
  }

  @Test
  void everyActivationIsPredictedWhereTheoryHolds() throws InterruptedException {
    for (Activation u :
        List.of(
            Activation.TANH,
            Activation.SIGMOID,
            Activation.GELU,
            Activation.leakyRelu(0.2),
            Activation.of("softsign", x -> x / (1 + Math.abs(x)), 0))) {
      DeepNetwork net = net(128, 8, u, Normalization.SAMPLE_RMS);
      DepthCurve curve = run(net, Setting.of(32, 12, 10));
      double[] predicted = net.predictedNsr();
      for (int n : new int[] {2, 4, 8}) {
        double tolerance = 4 * curve.nsr(n).standardError() + 0.05 * predicted[n - 1];
        Near.absolute(predicted[n - 1], curve.nsr(n).mean(), tolerance, u + " layer " + n);
      }
    }
  }

  @Test
  void histogramsCountAllNoise() throws InterruptedException {
    DeepNetwork net = net(64, 3, Activation.IDENTITY, Normalization.SAMPLE_RMS);
    DepthCurve curve = run(net, Setting.of(16, 2, 11).withHistograms(64));
    NoiseHistogram third = curve.histograms().get(2);
    assertEquals(3, third.layer());
    assertEquals(2 * 16 * 64, third.total());
    double mass = 0;
    for (double p : third.density()) {
      mass += p * 16 / 64;
    }
    Near.relative(1, mass, 1e-12, "density");
  }

  @Test
  void givenWeightsAndInputsAreUsed() throws InterruptedException {
    DeepNetwork net = net(16, 3, Activation.RELU, Normalization.SAMPLE_RMS);
    float[][] w = new float[4][];
    for (int n = 1; n <= 3; n++) {
      w[n] = Gaussian.ofSigma(0.25).sample(new Philox(1, n), 256);
    }
    float[] x = Gaussian.STANDARD.sample(new Philox(1, 0), 128);
    Weights given =
        new Weights() {
          @Override
          public void input(int run, float[] to) {
            System.arraycopy(x, 0, to, 0, to.length);
          }

          @Override
          public void layer(int run, int layer, float[] to) {
            System.arraycopy(w[layer], 0, to, 0, to.length);
          }
        };
    DepthCurve curve = new DepthRun(net, Setting.of(8, 1, 0).withParts(), given).finish();
    GivenLayer first = GivenLayer.of(net, 1, x, w[1]);
    Near.relative(first.immediateNsr(), curve.nsr(1).mean(), 1e-12, "layer 1");
    assertEquals(
        (int) Math.rint(x[5] / net.inputGrid().step().getAsDouble()), first.inputCodes()[5]);
    double step = net.weightGrid().step().getAsDouble() / 4;
    assertEquals((int) Math.rint(w[1][7] / step), first.weightCodes()[7]);
  }

  @Test
  void misuseIsExplained() {
    Activation relu = Activation.RELU;
    Normalization rms = Normalization.SAMPLE_RMS;
    said("width must be in 1..46340, got 0", () -> net(0, 1, relu, rms));
    said("depth must be at least 1, got 0", () -> net(1, 0, relu, rms));
    said("bits must be in 2..16, got 1", () -> DeepNetwork.reference(1, 1, relu, rms, 1));
    said(
        "weights must have a positive, finite variance, got Infinity for " + StudentT.of(2),
        () -> net(8, 1, relu, rms).weights(StudentT.of(2)));
    said(
        "weights must have the mean 0, got 1.0",
        () -> net(8, 1, relu, rms).weights(new Gaussian(1, 1)));
    said("batch must be at least 1, got 0", () -> Setting.of(0, 1, 1));
    said("seeds must be at least 1, got 0", () -> Setting.of(1, 0, 1));
    String memory =
        assertThrows(
                IllegalArgumentException.class,
                () -> new DepthRun(net(46340, 1, relu, rms), Setting.of(40000, 1, 1)))
            .getMessage();
    assertTrue(
        memory.matches("a run must fit into memory: it needs at least \\d+ MB, and \\d+ MB .*"));
  }

  private static void said(String start, Executable misuse) {
    String message = assertThrows(IllegalArgumentException.class, misuse).getMessage();
    assertTrue(message.startsWith(start), message);
  }

  @Test
  void anActivationThatGivesNanIsNamedWithLayerAndValue() {
    Activation u = Activation.of("broken", x -> x > 2.5 ? Double.NaN : x, 2.5);
    Grid grid = net(8, 1, Activation.IDENTITY, Normalization.NONE).inputGrid();
    DeepNetwork net =
        new DeepNetwork(32, 4, u, Normalization.SAMPLE_RMS, Gaussian.STANDARD, 1, grid, grid, grid);
    DepthRun run = new DepthRun(net, Setting.of(64, 2, 1));
    String message = assertThrows(ArithmeticException.class, run::finish).getMessage();
    assertTrue(message.matches("in layer [123]: .*NaN.* [2-9]\\.\\d+.*"), message);
    assertThrows(ArithmeticException.class, run::finish, "the run cannot go on");
  }

  @Test
  void anActivationThatGivesInfinityIsNamedWithItsOwnLayer() {
    Activation u = Activation.of("pole", x -> x > 2.5 ? Double.POSITIVE_INFINITY : x, 2.5);
    Grid grid = net(8, 1, Activation.IDENTITY, Normalization.NONE).inputGrid();
    for (Normalization norm : Normalization.values()) {
      DeepNetwork net = new DeepNetwork(32, 2, u, norm, Gaussian.STANDARD, 1, grid, grid, grid);
      for (int threads : new int[] {1, 4}) {
        DepthRun run = new DepthRun(net, Setting.of(64, 1, 1).threads(threads));
        String message = assertThrows(ArithmeticException.class, run::finish).getMessage();
        assertTrue(
            message.matches("in layer 1: pole must .* got Infinity for [2-9]\\.\\d+"), message);
      }
    }
  }

  @Test
  void garbageDoesNotCountAsUsedMemory() {
    byte[][] old = new byte[1024][1 << 16];
    System.gc(); // what survives is not found by small collections later
    assertEquals(0, old[7][7]);
    Runtime runtime = Runtime.getRuntime();
    long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    old = null;
    long values = (free + (16L << 20)) / Float.BYTES; // 64 MB more will be free
    int k = (int) Math.min(DeepNetwork.WIDEST, Math.sqrt(values / 4.0));
    int batch = (int) Math.min((values - 2L * k * k) / (4L * k), (1L << 31) / k - 1);
    new DepthRun(net(k, 1, Activation.RELU, Normalization.SAMPLE_RMS), Setting.of(batch, 1, 1));
  }

  @Test
  void aSignalThatOverflowsIsNamed() {
    DeepNetwork net = net(16, 40, Activation.IDENTITY, Normalization.NONE).gain(1e3);
    String message =
        assertThrows(ArithmeticException.class, new DepthRun(net, Setting.of(4, 1, 1))::finish)
            .getMessage();
    assertTrue(message.matches("the signal must stay finite, got .* in layer \\d+"), message);
  }

  @Test
  void aSampleThatDiesStaysZero() throws InterruptedException {
    DepthCurve curve =
        run(net(1, 12, Activation.RELU, Normalization.SAMPLE_RMS), Setting.of(4, 8, 1));
    assertTrue(Double.isNaN(curve.nsr(12).mean()), "0/0, for the width 1 lets no sample live");
  }
}

package org.halfstep.propagate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.halfstep.kernel.Crew;
import org.halfstep.kernel.MatrixProduct;
import org.halfstep.kernel.RandomFill;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;
import org.halfstep.theory.Normalization;

/**
 * The network and its twin in one run, between two layers: the state that a run can be stopped with
 * and continued from.
 *
 * <p>Samples are rows, so that all of normalization, rounding and error sums is done a row at a
 * time, in parallel, and sums over rows are taken in their order.
 */
final class Twins {

  /** Values measured at a time: the same for any number of threads. */
  private static final int BLOCK = 1 << 14;

  /** Weights made at a time: they stay in a near cache while they are rounded. */
  private static final int CHUNK = 1 << 14;

  private final DeepNetwork net;
  private final DepthRun.Setting setting;
  private final int run;
  private final Weights given;
  private final int batch;
  private final int k;
  private final Buffers at;
  private final double[] sums;
  private final GridRule weightRule;
  private final GridRule inputRule;
  private final GridRule activationRule;
  private final List<LayerNoise> layers = new ArrayList<>();
  private final List<long[]> histograms = new ArrayList<>();
  private int parts = 1;

  /** All arrays of one run; runs that follow each other share them. */
  static final class Buffers {
    final float[] w;
    final float[] wq;

    /** What enters the next layer: the network's, and the twin's after rounding. */
    float[] x;

    float[] xq;

    /** Pre-activations. */
    float[] y;

    float[] z;

    /** With parts: the network's input rounded, the twin's before rounding, and their products. */
    float[] rounded;

    float[] exact;
    float[] immediate;
    float[] accumulated;

    Buffers(int k, int batch, boolean parts) {
      w = new float[k * k];
      wq = new float[k * k];
      x = new float[batch * k];
      xq = new float[batch * k];
      y = new float[batch * k];
      z = new float[batch * k];
      int extra = parts ? batch * k : 0;
      rounded = new float[extra];
      exact = new float[extra];
      immediate = new float[extra];
      accumulated = new float[extra];
    }

    static long bytes(long k, long batch, boolean parts) {
      return Float.BYTES * (2 * k * k + (parts ? 8 : 4) * batch * k);
    }
  }

  Twins(DeepNetwork net, DepthRun.Setting setting, int run, Weights given, Buffers at) {
    this.net = net;
    this.setting = setting;
    this.run = run;
    this.given = given;
    this.batch = setting.batch();
    this.k = net.width();
    this.at = at;
    this.sums = new double[batch];
    this.weightRule = GridRule.of(net.weightGrid().scaled(weightScale()));
    this.inputRule = GridRule.of(net.inputGrid());
    this.activationRule = GridRule.of(net.activationGrid());
    input();
  }

  private double weightScale() {
    return net.gain() / Math.sqrt(k);
  }

  int run() {
    return run;
  }

  Buffers buffers() {
    return at;
  }

  List<LayerNoise> layers() {
    return layers;
  }

  List<long[]> histograms() {
    return histograms;
  }

  boolean finished() {
    return layers.size() == net.depth();
  }

  private Philox stream(int layer) {
    return new Philox(setting.seed() + run, layer);
  }

  private void input() {
    if (given != null) {
      given.input(run, at.x);
    } else {
      RandomFill.gaussian(stream(0), 0, at.x);
    }
    System.arraycopy(at.x, 0, at.xq, 0, at.x.length);
    inputRule.apply(at.xq, 0, at.xq.length);
    if (setting.parts()) {
      System.arraycopy(at.xq, 0, at.rounded, 0, at.x.length);
      System.arraycopy(at.x, 0, at.exact, 0, at.x.length);
    }
  }

  /** Goes through one more layer, with so many parts at once. */
  void layer(int threads) {
    parts = threads;
    int layer = layers.size() + 1;
    weights(layer);
    MatrixProduct product = MatrixProduct.of(batch, k, k).threads(threads);
    product.apply(at.x, at.w, at.y);
    product.apply(at.xq, at.wq, at.z);
    if (setting.parts()) {
      product.apply(at.rounded, at.wq, at.immediate);
      product.apply(at.exact, at.w, at.accumulated);
    }
    measure(layer);
    if (layer < net.depth()) {
      try {
        next(at.y, false);
        next(at.z, true);
      } catch (ArithmeticException e) {
        throw new ArithmeticException("in layer " + layer + ": " + e.getMessage());
      }
      swap();
    }
  }

  private void swap() {
    float[] x = at.x;
    float[] xq = at.xq;
    at.x = at.y;
    at.xq = at.z;
    at.y = x;
    at.z = xq;
  }

  // ------------------------------------------------------------------ weights

  private void weights(int layer) {
    if (given != null) {
      given.layer(run, layer, at.w);
    }
    int chunks = Math.ceilDiv(k * k, CHUNK);
    Distribution law = net.weights();
    double sigma = Math.sqrt(law.variance());
    split(
        chunks,
        chunk -> {
          int from = chunk * CHUNK;
          int n = Math.min(CHUNK, k * k - from);
          if (given == null) {
            draw(law, sigma, stream(layer), from, n);
          }
          weightRule.apply(at.w, from, at.wq, n);
        });
  }

  private void draw(Distribution law, double sigma, Philox random, int from, int n) {
    if (law instanceof Gaussian) {
      float[] some = new float[n];
      RandomFill.gaussian(random, from, some);
      float factor = (float) weightScale();
      for (int i = 0; i < n; i++) {
        at.w[from + i] = factor * some[i];
      }
    } else {
      double factor = weightScale() / sigma;
      for (int i = 0; i < n; i++) {
        at.w[from + i] = (float) (factor * law.draw(random, from + i));
      }
    }
  }

  // ------------------------------------------------------------------ measurement

  private void measure(int layer) {
    double[] total = noiseSums();
    if (!Double.isFinite(total[LayerNoise.YY]) || !Double.isFinite(total[LayerNoise.EE])) {
      throw new ArithmeticException(
          "the signal must stay finite, got a mean square of "
              + total[LayerNoise.YY] / ((double) batch * k)
              + " in layer "
              + layer);
    }
    layers.add(LayerNoise.of(total, (long) batch * k));
    if (setting.bins() > 0) {
      histograms.add(NoiseHistogram.count(at.y, at.z, total[LayerNoise.EE], setting.bins()));
    }
  }

  private double[] noiseSums() {
    int size = at.y.length;
    double[] some = new double[LayerNoise.SUMS * Math.ceilDiv(size, BLOCK)];
    split(
        some.length / LayerNoise.SUMS,
        block -> {
          int from = block * BLOCK;
          LayerNoise.add(
              at.y, at.z, from, Math.min(BLOCK, size - from), some, block * LayerNoise.SUMS);
        });
    double[] total = new double[LayerNoise.SUMS + (setting.parts() ? LayerNoise.PARTS : 0)];
    for (int i = 0; i < some.length; i++) {
      total[i % LayerNoise.SUMS] += some[i];
    }
    if (setting.parts()) {
      double[] each = new double[LayerNoise.PARTS * batch];
      rows(b -> partSums(b, each, LayerNoise.PARTS * b));
      for (int i = 0; i < each.length; i++) {
        total[LayerNoise.SUMS + i % LayerNoise.PARTS] += each[i];
      }
    }
    return total;
  }

  private void partSums(int b, double[] out, int to) {
    Rows.parts(at.y, at.z, at.immediate, at.accumulated, b * k, k, out, to);
    int next = (b + 1) % batch * k;
    out[to + LayerNoise.DD - LayerNoise.II] = Rows.apart(at.y, b * k, next, k);
  }

  // ------------------------------------------------------------------ between layers

  /**
   * Turns pre-activations into what enters the next layer, in place; with parts, also into what
   * would enter it with (network) or without (twin) rounding.
   */
  private void next(float[] y, boolean twin) {
    rows(b -> Rows.activate(net.activation(), y, b * k, k));
    divide(y);
    if (setting.parts()) {
      float[] other = twin ? at.exact : at.rounded;
      System.arraycopy(y, 0, other, 0, y.length);
      round(other, !twin);
    }
    round(y, twin);
  }

  private void divide(float[] y) {
    if (net.normalization() == Normalization.TENSOR) {
      float factor = Rows.reciprocalRoot(total(b -> Rows.sumOfSquares(y, b * k, k)) / y.length);
      rows(b -> Rows.scale(factor, y, b * k, k));
    } else if (net.normalization().perSample()) {
      rows(b -> {
        double power = Rows.sumOfSquares(y, b * k, k) / k;
        Rows.scale(Rows.reciprocalRoot(power), y, b * k, k);
      });
    }
  }

  private void round(float[] y, boolean quantized) {
    if (quantized) {
      rows(b -> activationRule.apply(y, b * k, k));
    }
    if (net.normalization() == Normalization.TENSOR) {
      double mean = total(b -> Rows.sum(y, b * k, k)) / y.length;
      double power = total(b -> Rows.sumOfSquaresAbout(mean, y, b * k, k)) / y.length;
      rows(b -> Rows.centre((float) mean, Rows.reciprocalRoot(power), y, b * k, k));
    } else if (net.normalization() == Normalization.SAMPLE_MEAN_STD) {
      rows(b -> {
        double mean = Rows.sum(y, b * k, k) / k;
        double power = Rows.sumOfSquaresAbout(mean, y, b * k, k) / k;
        Rows.centre((float) mean, Rows.reciprocalRoot(power), y, b * k, k);
      });
    }
  }

  /** A number of each row. */
  private interface RowSum {
    double of(int row);
  }

  private double total(RowSum sum) {
    rows(b -> sums[b] = sum.of(b));
    double total = 0;
    for (int b = 0; b < batch; b++) {
      total += sums[b];
    }
    return total;
  }

  private void rows(IntConsumer row) {
    split(batch, row);
  }

  /** Runs items 0 to count - 1, in as many parts at once as the run may have. */
  private void split(int count, IntConsumer item) {
    if (parts == 1) {
      for (int i = 0; i < count; i++) {
        item.accept(i);
      }
      return;
    }
    Crew.run(
        parts,
        parts,
        p -> {
          int end = (int) ((long) count * (p + 1) / parts);
          for (int i = (int) ((long) count * p / parts); i < end; i++) {
            item.accept(i);
          }
        });
  }
}

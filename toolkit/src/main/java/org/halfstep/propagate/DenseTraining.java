package org.halfstep.propagate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.halfstep.numeric.Philox;

/**
 * Teaches a {@link DenseNetwork} to classify: gradient descent with momentum on the cross entropy
 * of the softmax of its scores.
 *
 * <p>With the gradient g of a batch's mean loss plus {@code decay |W|^2 / 2}: {@code v = momentum v
 * - rate g}, {@code W = W + v}; the rate falls linearly to 0 over the epochs. Weights begin as
 * {@code N(0, 2 / inputs)} (K. He and others, Delving Deep into Rectifiers, ICCV 2015), biases as
 * 0. A batch left over at the end of an epoch is dropped. The same seed gives the same bits.
 *
 * @param hidden widths of the hidden layers, at least one; copied
 * @param epochs passes over the samples, at least 1
 * @param batch samples a step, at least 1
 * @param rate the rate at the start, above 0
 * @param momentum in [0, 1)
 * @param decay at least 0
 * @param seed of first weights (stream l for layer l) and of the order of samples (stream 1000 +
 *     epoch)
 */
public record DenseTraining(
    List<Integer> hidden,
    int epochs,
    int batch,
    double rate,
    double momentum,
    double decay,
    long seed) {

  private static final long ORDER = 1000;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public DenseTraining {
    hidden = List.copyOf(hidden);
    if (hidden.isEmpty() || hidden.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException("hidden widths must be at least 1 each, got " + hidden);
    }
    if (epochs < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "epochs and batch must be at least 1, got " + epochs + " and " + batch);
    }
    if (!(rate > 0) || !(momentum >= 0 && momentum < 1) || !(decay >= 0)) {
      throw new IllegalArgumentException(
          "rate must be above 0, momentum in [0, 1), decay at least 0, got "
              + rate
              + ", "
              + momentum
              + ", "
              + decay);
    }
  }

  /**
   * Trains a network.
   *
   * @param x the samples, [inputs, samples], at least a batch of them; not modified
   * @param labels the classes, from 0; not modified
   * @return the network, with as many scores as the greatest label says
   * @throws IllegalArgumentException if labels and samples are not equally many, a label is
   *     negative, or they do not fill a batch
   */
  public DenseNetwork fit(DMatrixRMaj x, int[] labels) {
    if (labels.length != x.numCols || labels.length < batch) {
      throw new IllegalArgumentException(
          "there must be a label for each sample and at least "
              + batch
              + " of them, got "
              + labels.length
              + " for "
              + x.numCols);
    }
    if (Arrays.stream(labels).min().getAsInt() < 0) {
      throw new IllegalArgumentException("a label must be at least 0, got a negative one");
    }
    Descent descent = new Descent(x.numRows, Arrays.stream(labels).max().getAsInt() + 1);
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = order(labels.length, new Philox(seed, ORDER + epoch));
      double r = rate * (1 - (double) epoch / epochs);
      for (int from = 0; from + batch <= order.length; from += batch) {
        descent.step(x, labels, Arrays.copyOfRange(order, from, from + batch), r);
      }
    }
    return DenseNetwork.of(descent.weights, descent.biases);
  }

  /** A random order: Fisher and Yates' shuffle. */
  private static int[] order(int n, Philox random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = (int) (random.uniform(i) * (i + 1));
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** Weights on their way. */
  private final class Descent {
    final List<DMatrixRMaj> weights = new ArrayList<>();
    final List<double[]> biases = new ArrayList<>();
    private final List<DMatrixRMaj> speeds = new ArrayList<>();
    private final List<double[]> biasSpeeds = new ArrayList<>();

    Descent(int inputs, int classes) {
      List<Integer> widths = new ArrayList<>(hidden);
      widths.add(classes);
      int n = inputs;
      for (int outputs : widths) {
        DMatrixRMaj w = new DMatrixRMaj(outputs, n);
        new Philox(seed, weights.size()).fillGaussian(0, w.data);
        CommonOps_DDRM.scale(Math.sqrt(2.0 / n), w);
        weights.add(w);
        biases.add(new double[outputs]);
        speeds.add(new DMatrixRMaj(outputs, n));
        biasSpeeds.add(new double[outputs]);
        n = outputs;
      }
    }

    void step(DMatrixRMaj x, int[] labels, int[] chosen, double r) {
      DenseNetwork now = DenseNetwork.of(weights, biases);
      DMatrixRMaj part = columns(x, chosen);
      List<DMatrixRMaj> z = now.outputs(part);
      DMatrixRMaj g = z.getLast();
      scoreGradient(g, labels, chosen);
      for (int l = weights.size() - 1; l >= 0; l--) {
        DMatrixRMaj in = l == 0 ? part : DenseNetwork.rectified(z.get(l - 1));
        DMatrixRMaj back = new DMatrixRMaj(in.numRows, in.numCols);
        CommonOps_DDRM.multTransA(weights.get(l), g, back);
        move(l, g, in, r);
        for (int i = 0; i < back.getNumElements(); i++) {
          back.data[i] = in.data[i] > 0 ? back.data[i] : 0;
        }
        g = back;
      }
    }

    private void move(int l, DMatrixRMaj g, DMatrixRMaj in, double r) {
      DMatrixRMaj w = weights.get(l);
      DMatrixRMaj v = speeds.get(l);
      DMatrixRMaj gradient = new DMatrixRMaj(w.numRows, w.numCols);
      CommonOps_DDRM.multTransB(g, in, gradient);
      for (int i = 0; i < w.getNumElements(); i++) {
        v.data[i] = momentum * v.data[i] - r * (gradient.data[i] + decay * w.data[i]);
        w.data[i] += v.data[i];
      }
      double[] b = biases.get(l);
      double[] vb = biasSpeeds.get(l);
      for (int i = 0; i < b.length; i++) {
        double sum = 0;
        for (int s = 0; s < g.numCols; s++) {
          sum += g.get(i, s);
        }
        vb[i] = momentum * vb[i] - r * sum;
        b[i] += vb[i];
      }
    }
  }

  private static DMatrixRMaj columns(DMatrixRMaj x, int[] chosen) {
    DMatrixRMaj out = new DMatrixRMaj(x.numRows, chosen.length);
    for (int i = 0; i < x.numRows; i++) {
      for (int s = 0; s < chosen.length; s++) {
        out.data[i * chosen.length + s] = x.data[i * x.numCols + chosen[s]];
      }
    }
    return out;
  }

  /**
   * Turns scores into the gradient of the mean loss: softmax less 1 at the label, over the batch.
   */
  private static void scoreGradient(DMatrixRMaj z, int[] labels, int[] chosen) {
    for (int s = 0; s < z.numCols; s++) {
      double top = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < z.numRows; c++) {
        top = Math.max(top, z.get(c, s));
      }
      double sum = 0;
      for (int c = 0; c < z.numRows; c++) {
        double e = StrictMath.exp(z.get(c, s) - top);
        z.set(c, s, e);
        sum += e;
      }
      for (int c = 0; c < z.numRows; c++) {
        double p = z.get(c, s) / sum - (c == labels[chosen[s]] ? 1 : 0);
        z.set(c, s, p / z.numCols);
      }
    }
  }
}

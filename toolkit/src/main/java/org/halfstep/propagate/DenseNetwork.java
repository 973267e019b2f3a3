package org.halfstep.propagate;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * A small fully connected network: {@code z_l = W_l x_l + b_l}, {@code x_(l+1) = max(z_l, 0)}; the
 * last z are the scores of the classes.
 *
 * <p>Samples are columns: x_l is [inputs of layer l, samples]. All in double, without random order
 * of sums: the same bits in every run. Immutable.
 */
public final class DenseNetwork {
  private final List<DMatrixRMaj> weights;
  private final List<double[]> biases;

  private DenseNetwork(List<DMatrixRMaj> weights, List<double[]> biases) {
    this.weights = weights;
    this.biases = biases;
  }

  /**
   * Makes a network of its weights.
   *
   * @param weights W_l, [outputs, inputs], at least one; copied
   * @param biases b_l, [outputs]; copied
   * @return the network
   * @throws IllegalArgumentException if there is no layer or shapes do not match
   */
  public static DenseNetwork of(List<DMatrixRMaj> weights, List<double[]> biases) {
    if (weights.isEmpty() || weights.size() != biases.size()) {
      throw new IllegalArgumentException(
          "a network must have at least one layer, and a bias for each, got "
              + weights.size()
              + " and "
              + biases.size());
    }
    List<DMatrixRMaj> w = new ArrayList<>();
    List<double[]> b = new ArrayList<>();
    for (int l = 0; l < weights.size(); l++) {
      w.add(weights.get(l).copy());
      b.add(biases.get(l).clone());
      int inputs = w.get(l).numCols;
      int before = l == 0 ? inputs : w.get(l - 1).numRows;
      if (inputs != before || b.get(l).length != w.get(l).numRows) {
        throw new IllegalArgumentException(
            "layer "
                + l
                + " must have "
                + before
                + " inputs and as many biases as outputs, got W "
                + MeasuredLayer.shape(w.get(l))
                + " and "
                + b.get(l).length
                + " biases");
      }
    }
    return new DenseNetwork(List.copyOf(w), List.copyOf(b));
  }

  /**
   * Returns the number of layers.
   *
   * @return how many matrices of weights there are
   */
  public int layers() {
    return weights.size();
  }

  /**
   * Returns the weights of a layer.
   *
   * @param layer from 0
   * @return W_l, [outputs, inputs]; a copy
   * @throws IndexOutOfBoundsException if there is no such layer
   */
  public DMatrixRMaj weights(int layer) {
    return weights.get(layer).copy();
  }

  /**
   * Returns the constants of a layer.
   *
   * @param layer from 0
   * @return b_l, [outputs]; a copy
   * @throws IndexOutOfBoundsException if there is no such layer
   */
  public double[] bias(int layer) {
    return biases.get(layer).clone();
  }

  /**
   * Returns z_l of every layer.
   *
   * @param x what enters the network, [inputs, samples]; not modified
   * @return [outputs of the layer, samples] for each layer
   * @throws IllegalArgumentException if x does not have as many rows as the network has inputs
   */
  public List<DMatrixRMaj> outputs(DMatrixRMaj x) {
    List<DMatrixRMaj> z = new ArrayList<>();
    for (int l = 0; l < layers(); l++) {
      z.add(apply(l, weights.get(l), l == 0 ? x : rectified(z.get(l - 1))));
    }
    return z;
  }

  /**
   * Returns x_l of every layer.
   *
   * @param x what enters the network, [inputs, samples]; not modified
   * @return [inputs of the layer, samples] for each layer, the first a copy of x
   * @throws IllegalArgumentException if x does not have as many rows as the network has inputs
   */
  public List<DMatrixRMaj> inputs(DMatrixRMaj x) {
    List<DMatrixRMaj> z = outputs(x);
    List<DMatrixRMaj> inputs = new ArrayList<>();
    inputs.add(x.copy());
    for (int l = 0; l + 1 < layers(); l++) {
      inputs.add(rectified(z.get(l)));
    }
    return inputs;
  }

  /** W x + b of a layer, with other weights in the place of its own. */
  DMatrixRMaj apply(int layer, DMatrixRMaj w, DMatrixRMaj x) {
    if (x.numRows != w.numCols) {
      throw new IllegalArgumentException(
          "X must have " + w.numCols + " rows, one an input, got X " + MeasuredLayer.shape(x));
    }
    DMatrixRMaj z = new DMatrixRMaj(w.numRows, x.numCols);
    CommonOps_DDRM.mult(w, x, z);
    double[] b = biases.get(layer);
    for (int i = 0; i < z.getNumElements(); i++) {
      z.data[i] += b[i / z.numCols];
    }
    return z;
  }

  static DMatrixRMaj rectified(DMatrixRMaj z) {
    DMatrixRMaj x = new DMatrixRMaj(z.numRows, z.numCols);
    for (int i = 0; i < x.getNumElements(); i++) {
      x.data[i] = Math.max(z.data[i], 0);
    }
    return x;
  }

  /**
   * Returns the share of samples whose greatest score is that of their class.
   *
   * @param scores the outputs of the last layer, [classes, samples]; not modified
   * @param labels the classes, from 0, [samples]; not modified
   * @return 0 to 1; the first of equal scores counts
   * @throws IllegalArgumentException if there are not as many labels as samples
   */
  public static double accuracy(DMatrixRMaj scores, int[] labels) {
    if (scores.numCols != labels.length || labels.length == 0) {
      throw new IllegalArgumentException(
          "there must be a label for each of at least one sample, got "
              + labels.length
              + " for "
              + scores.numCols);
    }
    int right = 0;
    for (int s = 0; s < labels.length; s++) {
      int best = 0;
      for (int c = 1; c < scores.numRows; c++) {
        best = scores.get(c, s) > scores.get(best, s) ? c : best;
      }
      right += best == labels[s] ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  @Override
  public String toString() {
    StringBuilder widths = new StringBuilder().append(weights.getFirst().numCols);
    weights.forEach(w -> widths.append("-").append(w.numRows));
    return "fully connected network " + widths;
  }
}

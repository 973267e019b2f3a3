package org.halfstep.propagate;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.halfstep.grid.Grid;
import org.halfstep.law.Empirical;
import org.halfstep.numeric.Philox;
import org.halfstep.theory.OptimalScale;

/**
 * A {@link DenseNetwork} with quantized weights and layer inputs: {@code z'_l = Q(W_l) Q(x'_l) +
 * b_l}, {@code x'_(l+1) = max(z'_l, 0)}. Biases stay as they are, as is usual: they are added in 32
 * bits.
 *
 * <p>The <em>local</em> error of a layer is what it adds when its inputs come from the float
 * network; the <em>cumulative</em> one is z' - z, with everything before it quantized too. Samples
 * are columns. Immutable.
 */
public final class QuantizedDense {
  private final DenseNetwork network;
  private final List<DMatrixRMaj> weights;
  private final List<Grid> grids;

  private QuantizedDense(DenseNetwork network, List<DMatrixRMaj> weights, List<Grid> grids) {
    this.network = network;
    this.weights = weights;
    this.grids = grids;
  }

  /**
   * Quantizes a network with the scales of least mean squared error, one a tensor.
   *
   * @param network the network
   * @param weightUnit the levels of weights at scale 1, such as symmetric integers
   * @param inputUnit the levels of layer inputs at scale 1, such as unsigned integers
   * @param calibration what enters the network, [inputs, samples]: scales of layer inputs are
   *     optimal on the float network's; not modified
   * @return the quantized network
   * @throws IllegalArgumentException if the calibration does not have as many rows as the network
   *     has inputs, or a tensor is 0 everywhere
   */
  public static QuantizedDense of(
      DenseNetwork network, Grid weightUnit, Grid inputUnit, DMatrixRMaj calibration) {
    List<DMatrixRMaj> inputs = network.inputs(calibration);
    List<DMatrixRMaj> weights = new ArrayList<>();
    List<Grid> grids = new ArrayList<>();
    for (int l = 0; l < network.layers(); l++) {
      DMatrixRMaj w = network.weights(l);
      weights.add(MeasuredLayer.quantized(w, best("weights of layer " + l, w, weightUnit)));
      grids.add(best("inputs of layer " + l, inputs.get(l), inputUnit));
    }
    return new QuantizedDense(network, List.copyOf(weights), List.copyOf(grids));
  }

  private static Grid best(String what, DMatrixRMaj values, Grid unit) {
    Empirical law = Empirical.of(values.data);
    if (law.min() == 0 && law.max() == 0) {
      throw new IllegalArgumentException("a tensor must not be 0 everywhere, got " + what);
    }
    return unit.scaled(OptimalScale.mse(law, unit).scale());
  }

  /**
   * Returns the quantized weights of a layer.
   *
   * @param layer from 0
   * @return Q(W_l), [outputs, inputs]; a copy
   */
  public DMatrixRMaj weights(int layer) {
    return weights.get(layer).copy();
  }

  /**
   * Returns the quantizer of a layer's inputs.
   *
   * @param layer from 0
   * @return the grid at its scale
   */
  public Grid grid(int layer) {
    return grids.get(layer);
  }

  /**
   * Returns z'_l of every layer: the quantized network runs.
   *
   * @param x what enters the network, [inputs, samples]; not modified
   * @return [outputs of the layer, samples] for each layer
   */
  public List<DMatrixRMaj> outputs(DMatrixRMaj x) {
    List<DMatrixRMaj> z = new ArrayList<>();
    for (int l = 0; l < network.layers(); l++) {
      DMatrixRMaj in = l == 0 ? x : DenseNetwork.rectified(z.get(l - 1));
      z.add(network.apply(l, weights.get(l), MeasuredLayer.quantized(in, grids.get(l))));
    }
    return z;
  }

  /**
   * Returns z'_l of every layer with random noise in the place of rounding: a prediction of {@link
   * #outputs}.
   *
   * <p>Noise is uniform on the cell of the nearest level about the input. What is known is not
   * random: the weights' errors, clipping, the dead zone (inputs that round to 0 lose their value,
   * 0 itself loses nothing), and the rounding of what enters the network, which is data.
   *
   * @param x what enters the network, [inputs, samples]; not modified
   * @param noise the stream of random numbers: one a layer is opened with its seed
   * @return [outputs of the layer, samples] for each layer
   */
  public List<DMatrixRMaj> injected(DMatrixRMaj x, Philox noise) {
    List<DMatrixRMaj> z = new ArrayList<>();
    for (int l = 0; l < network.layers(); l++) {
      DMatrixRMaj in =
          l == 0
              ? MeasuredLayer.quantized(x, grids.get(0))
              : noisy(
                  DenseNetwork.rectified(z.get(l - 1)),
                  grids.get(l),
                  new Philox(noise.seed(), noise.stream() * network.layers() + l));
      z.add(network.apply(l, weights.get(l), in));
    }
    return z;
  }

  private static DMatrixRMaj noisy(DMatrixRMaj x, Grid grid, Philox noise) {
    double[] u = new double[x.getNumElements()];
    noise.fillUniform(0, u);
    DMatrixRMaj out = new DMatrixRMaj(x.numRows, x.numCols);
    for (int i = 0; i < u.length; i++) {
      int k = grid.encode(x.data[i]);
      boolean inner = k > 0 && k + 1 < grid.size() && grid.level(k) != 0;
      out.data[i] =
          inner ? x.data[i] + (u[i] - 0.5) * (grid.upper(k) - grid.lower(k)) : grid.level(k);
    }
    return out;
  }

  /**
   * Measures a layer quantized on float inputs: the local error.
   *
   * @param layer from 0
   * @param x what enters the network, [inputs, samples]; not modified
   * @return the layer, its inputs those of the float network
   */
  public MeasuredLayer local(int layer, DMatrixRMaj x) {
    DMatrixRMaj in = network.inputs(x).get(layer);
    return MeasuredLayer.of(
        network.weights(layer),
        weights.get(layer),
        in,
        MeasuredLayer.quantized(in, grids.get(layer)));
  }

  /**
   * Measures the moments of a layer's inputs and their rounding errors on float inputs.
   *
   * @param layer from 0
   * @param x what enters the network, [inputs, samples]; not modified
   * @return the moments
   */
  public SecondMoments moments(int layer, DMatrixRMaj x) {
    DMatrixRMaj in = network.inputs(x).get(layer);
    return SecondMoments.of(in, MeasuredLayer.quantized(in, grids.get(layer)));
  }

  @Override
  public String toString() {
    return network + ", layer inputs on " + grids.getFirst().size() + " levels";
  }
}

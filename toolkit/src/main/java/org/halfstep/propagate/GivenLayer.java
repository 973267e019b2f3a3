package org.halfstep.propagate;

import org.halfstep.kernel.MatrixProduct;

/**
 * One layer of a network with given weights and inputs: the error of quantizing this layer alone,
 * and its codes, to be compared with another program that was given the same numbers.
 *
 * @param immediateNsr {@code sum (Q(W) q(x) - W x)^2 / sum (W x)^2}
 * @param weightCodes the integer code of each weight, [in, out]
 * @param inputCodes the integer code of each input, [batch, in]
 */
public record GivenLayer(double immediateNsr, int[] weightCodes, int[] inputCodes) {

  /** Copies the arrays. */
  public GivenLayer {
    weightCodes = weightCodes.clone();
    inputCodes = inputCodes.clone();
  }

  /**
   * Returns the codes of the weights.
   *
   * @return a new array, [in, out]
   */
  @Override
  public int[] weightCodes() {
    return weightCodes.clone();
  }

  /**
   * Returns the codes of the inputs.
   *
   * @return a new array, [batch, in]
   */
  @Override
  public int[] inputCodes() {
    return inputCodes.clone();
  }

  /**
   * Quantizes a layer on float inputs.
   *
   * @param network whose grids count, with a normalization that does not centre
   * @param layer 1 for the grid of the input, above 1 for that of activations
   * @param x what enters the layer, before rounding, [batch, width]; not modified
   * @param w the weights, at their size in the network, [in, out]: {@code y = x w}; not modified
   * @return the error and the codes
   * @throws IllegalArgumentException if the arrays do not fit the width, or the network centres
   */
  public static GivenLayer of(DeepNetwork network, int layer, float[] x, float[] w) {
    int k = network.width();
    if (x.length == 0 || x.length % k != 0 || w.length != k * k) {
      throw new IllegalArgumentException(
          "x and w must have batch x "
              + k
              + " and "
              + k
              + " x "
              + k
              + " values, got "
              + x.length
              + " and "
              + w.length);
    }
    if (layer < 1) {
      throw new IllegalArgumentException("layer must be at least 1, got " + layer);
    }
    if (network.normalization().centred()) {
      throw new IllegalArgumentException(
          "the normalization must not centre behind the quantizer, got " + network.normalization());
    }
    GridRule weights = GridRule.of(network.weightGrid().scaled(network.gain() / Math.sqrt(k)));
    GridRule inputs = GridRule.of(layer == 1 ? network.inputGrid() : network.activationGrid());
    float[] y = product(k, x, w);
    float[] z = product(k, rounded(inputs, x), rounded(weights, w));
    double[] sums = new double[LayerNoise.SUMS];
    LayerNoise.add(y, z, 0, y.length, sums, 0);
    double nsr = sums[LayerNoise.EE] / sums[LayerNoise.YY];
    return new GivenLayer(nsr, codes(weights, w), codes(inputs, x));
  }

  private static float[] product(int k, float[] x, float[] w) {
    float[] y = new float[x.length];
    MatrixProduct.of(x.length / k, k, k).apply(x, w, y);
    return y;
  }

  private static float[] rounded(GridRule rule, float[] x) {
    float[] q = new float[x.length];
    rule.apply(x, 0, q, x.length);
    return q;
  }

  private static int[] codes(GridRule rule, float[] x) {
    int[] codes = new int[x.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = rule.code(x[i]);
    }
    return codes;
  }
}

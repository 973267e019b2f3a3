package org.halfstep.propagate;

import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.theory.Activation;
import org.halfstep.theory.ActivationLaw;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.NoiseRecursion;
import org.halfstep.theory.Normalization;
import org.halfstep.theory.OptimalScale;

/**
 * A network of equal random layers and its quantized twin: what a {@link DepthRun} simulates.
 *
 * <p>The order of operations, for the layers n = 1 .. depth, with k = width:
 *
 * <ol>
 *   <li>The input x_1 is N(0, 1), independent entries, not normalized; the twin's is Q_in(x_1).
 *   <li>Weights W_n have independent entries of mean 0 and variance gain^2/k; the twin's are
 *       Q_w(W_n), one scale for all.
 *   <li>Pre-activations are y_n = W_n x_n, and y'_n = Q_w(W_n) x'_n in the twin. All noise is
 *       measured here: e_n = y'_n - y_n, before the activation of layer n.
 *   <li>Activation: u(y_n), u(y'_n).
 *   <li>Division by the root mean square of u, each path by its own: of a sample, of the whole
 *       tensor, or none ({@link Normalization}).
 *   <li>In the twin, rounding to the grid of activations.
 *   <li>If the normalization is centred, the mean is subtracted and the result divided by the
 *       standard deviation, each path with its own (in the twin those of the rounded tensor). This
 *       is x_(n+1), and x'_(n+1).
 * </ol>
 *
 * <p>All in floats, but for sums, roots and quotients of a sample, which are in double. A sample
 * that has become 0 everywhere stays 0.
 *
 * @param width k, the number of neurons of every layer, at least 1
 * @param depth the number of layers, at least 1
 * @param activation u
 * @param normalization what follows the activation
 * @param weights the law of a weight, of mean 0 and finite variance; only its shape counts
 * @param gain the root of k times the variance of a weight, positive; 1 gives W ~ N(0, 1/k)
 * @param weightGrid Q_w, for weights divided by gain/sqrt(k): for the law at variance 1
 * @param inputGrid Q_in, for N(0, 1)
 * @param activationGrid the grid of activations, for u(Z) divided by its root mean square, Z ~ N(0,
 *     1); for u(Z) itself without normalization
 */
public record DeepNetwork(
    int width,
    int depth,
    Activation activation,
    Normalization normalization,
    Distribution weights,
    double gain,
    Grid weightGrid,
    Grid inputGrid,
    Grid activationGrid) {

  /** A larger matrix does not fit into an array. */
  static final int WIDEST = 46340;

  /** Checks the numbers and the law. */
  public DeepNetwork {
    if (width < 1 || width > WIDEST) {
      throw new IllegalArgumentException("width must be in 1..46340, got " + width);
    }
    if (depth < 1) {
      throw new IllegalArgumentException("depth must be at least 1, got " + depth);
    }
    if (!(gain > 0 && gain < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("gain must be positive and finite, got " + gain);
    }
    double variance = variance(weights);
    double mean = weights.mean();
    if (Math.abs(mean) > 1e-9 * Math.sqrt(variance)) {
      throw new IllegalArgumentException(
          "weights must have the mean 0, got " + mean + " for " + weights);
    }
  }

  private static double variance(Distribution law) {
    double[] m = new double[3];
    law.moments(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, m);
    if (!(m[2] > 0 && m[2] < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weights must have a positive, finite variance, got " + m[2] + " for " + law);
    }
    return m[2];
  }

  /**
   * Returns the reference network: Gaussian weights, gain 1, every quantizer with the scale of
   * least squared error for the law it meets; signed symmetric codes, unsigned ones behind an
   * activation without negative values.
   *
   * @param width k, at least 1
   * @param depth the number of layers, at least 1
   * @param activation u
   * @param normalization what follows the activation
   * @param bits the width of all codes, 2..16
   * @return the network
   * @throws IllegalArgumentException if a number is out of range
   */
  public static DeepNetwork reference(
      int width, int depth, Activation activation, Normalization normalization, int bits) {
    if (bits < 2 || bits > 16) {
      throw new IllegalArgumentException("bits must be in 2..16, got " + bits);
    }
    Grid signed = Grid.integer(bits, Range.SYMMETRIC);
    Grid gaussian = best(Gaussian.STANDARD, signed);
    boolean unsigned = ActivationLaw.nonNegative(activation);
    Grid codes = unsigned ? Grid.integer(bits, Range.UNSIGNED) : signed;
    Grid behind =
        activation == Activation.IDENTITY
            ? gaussian
            : best(behind(activation, normalization), codes);
    return new DeepNetwork(
        width, depth, activation, normalization, Gaussian.STANDARD, 1, gaussian, gaussian, behind);
  }

  /** What the quantizer of activations meets in an infinitely wide network. */
  private static Distribution behind(Activation u, Normalization norm) {
    Distribution law = ActivationLaw.of(u, 1);
    if (norm == Normalization.NONE) {
      return law;
    }
    double[] m = new double[3];
    law.moments(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, m);
    return law.scaled(1 / Math.sqrt(m[2]));
  }

  private static Grid best(Distribution law, Grid unit) {
    return unit.scaled(OptimalScale.mse(law, unit).scale());
  }

  /**
   * Returns the network with another law of weights, and the best grid of the same codes for it.
   *
   * @param law the law; only its shape counts
   * @return the network
   * @throws IllegalArgumentException if its variance is not finite or its mean not 0
   */
  public DeepNetwork weights(Distribution law) {
    Distribution unit = law.scaled(1 / Math.sqrt(variance(law)));
    Grid codes = weightGrid.scaled(1 / weightGrid.step().orElse(1));
    return new DeepNetwork(
        width,
        depth,
        activation,
        normalization,
        law,
        gain,
        best(unit, codes),
        inputGrid,
        activationGrid);
  }

  /**
   * Returns the network with weights of another size: their grid follows them.
   *
   * @param g the root of k times the variance of a weight, positive
   * @return the network
   */
  public DeepNetwork gain(double g) {
    return new DeepNetwork(
        width, depth, activation, normalization, weights, g, weightGrid, inputGrid, activationGrid);
  }

  /**
   * Returns the network with other grids.
   *
   * @param ofWeights for weights of variance 1
   * @param ofInput for N(0, 1)
   * @param ofActivations for what follows the activation
   * @return the network
   */
  public DeepNetwork grids(Grid ofWeights, Grid ofInput, Grid ofActivations) {
    return new DeepNetwork(
        width, depth, activation, normalization, weights, gain, ofWeights, ofInput, ofActivations);
  }

  /**
   * Returns what its grid does to a weight, at variance 1.
   *
   * @return the exact report
   */
  public ErrorReport weightError() {
    return ErrorReport.of(weights.scaled(1 / Math.sqrt(variance(weights))), weightGrid);
  }

  /**
   * Returns what its grid does to an entry of the input.
   *
   * @return the exact report
   */
  public ErrorReport inputError() {
    return ErrorReport.of(Gaussian.STANDARD, inputGrid);
  }

  /**
   * Returns the recursion that predicts the noise.
   *
   * @return the recursion; see there for its range of validity
   */
  public NoiseRecursion recursion() {
    return new NoiseRecursion(
        activation, normalization, width, gain, inputError(), weightError(), activationGrid);
  }

  /**
   * Returns the predicted ratio of noise to signal in every layer.
   *
   * @return NSR of layers 1 to depth
   */
  public double[] predictedNsr() {
    return recursion().nsr(depth);
  }
}

package org.halfstep.train;

import org.halfstep.grid.Grid;

/**
 * A quantizer that can learn: what it computes on the way forward, and what stands in for its
 * derivatives on the way back.
 *
 * <p>The derivative of a staircase is 0 almost everywhere, so training replaces it. Each published
 * quantizer is one choice of {@link #value}, {@link #slope} and {@link #slopes}; whether the slopes
 * are those of the value is a property of the choice (true of {@link SigmoidSum}, by design not of
 * a straight-through estimator). A quantizer is immutable: {@link #with} moves its parameters. One
 * with nothing to learn needs only a value and a slope.
 */
public interface Surrogate {

  /**
   * Returns what the forward pass computes.
   *
   * @param x the input, finite
   * @return the quantized, or softly quantized, value
   */
  double value(double x);

  /**
   * Returns what the backward pass multiplies an incoming gradient with, to pass it on to x.
   *
   * @param x the input, finite
   * @return the stand-in for d value / d x
   */
  double slope(double x);

  /**
   * Returns what the backward pass multiplies an incoming gradient with, for each parameter.
   *
   * @param x the input, finite
   * @return the stand-in for d value / d parameter, in the order of {@link #parameters}; a new
   *     array
   */
  default double[] slopes(double x) {
    return new double[0];
  }

  /**
   * Returns the parameters that learn.
   *
   * @return the values, in the order that the class states; a new array
   */
  default double[] parameters() {
    return new double[0];
  }

  /**
   * Returns this quantizer with other parameters.
   *
   * @param parameters as many as {@link #parameters} returns; not modified
   * @return a quantizer of the same class
   * @throws IllegalArgumentException if the number is wrong or a value out of its range
   */
  default Surrogate with(double... parameters) {
    checked(0, parameters);
    return this;
  }

  /**
   * Returns the places where the value or a slope jumps or bends sharply: quadrature needs them.
   *
   * @return finite, in any order; a new array
   */
  default double[] breaks() {
    return new double[0];
  }

  /**
   * Returns the staircase that is left at inference: levels, thresholds and ties.
   *
   * @return the grid
   * @throws UnsupportedOperationException if the quantizer does not say
   */
  default Grid grid() {
    throw new UnsupportedOperationException("this quantizer does not say what its grid is");
  }

  /**
   * Checks the number of parameters, for those who implement {@link #with}.
   *
   * @param rule how many there must be
   * @param parameters the parameters
   * @return the same array
   * @throws IllegalArgumentException if the number is not the rule's
   */
  static double[] checked(int rule, double[] parameters) {
    if (parameters.length != rule) {
      throw new IllegalArgumentException(
          "the quantizer has " + rule + " parameters, got " + parameters.length);
    }
    return parameters;
  }
}

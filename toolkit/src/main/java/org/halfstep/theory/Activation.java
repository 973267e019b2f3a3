package org.halfstep.theory;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.halfstep.law.Distribution;

/**
 * An activation u: what a network applies to each number between its layers.
 *
 * <p>A reader writes one in a cell, from its value alone: {@code Activation swish2 = x -> x / (1 +
 * exp(-2 * x))}. What it does to a signal is its {@link ActivationReport}, what it does to an error
 * an {@link ActivationError}, what it does to the correlation of two signals a {@link
 * CorrelationMap}. All of them find kinks and jumps by themselves, at a price; {@link #breaks}
 * names them.
 *
 * <p>The catalogue uses StrictMath and polynomials only: the same argument gives the same bits on
 * every platform.
 */
@FunctionalInterface
public interface Activation {

  /** y = x. */
  Activation IDENTITY = PiecewiseActivation.identity();

  /** y = max(x, 0). */
  Activation RELU = PiecewiseActivation.relu();

  /** y = min(max(x, 0), 6) (Howard et al. 2017, MobileNet). */
  Activation RELU6 = PiecewiseActivation.relu6();

  /** y = 1/(1 + exp(-x)). */
  Activation SIGMOID = new SmoothActivation.Sigmoid();

  /** y = tanh x. */
  Activation TANH = new SmoothActivation.Tanh();

  /** y = x Phi(x), Phi the normal distribution function (Hendrycks and Gimpel 2016): exact. */
  Activation GELU = new SmoothActivation.Gelu();

  /**
   * y = x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))): the approximation of {@link #GELU} that BERT
   * and GPT-2 were trained with; PyTorch's {@code approximate="tanh"}. It is off by up to 4.8e-4.
   */
  Activation GELU_TANH = new SmoothActivation.GeluTanh();

  /** y = x/(1 + exp(-x)), also called swish. */
  Activation SILU = new SmoothActivation.Silu();

  /** y = x min(max(x + 3, 0), 6)/6 (Howard et al. 2019, MobileNetV3). */
  Activation HARD_SWISH = PiecewiseActivation.hardSwish();

  /** y = x^2. */
  Activation SQUARE = PiecewiseActivation.square();

  /**
   * Returns u(x).
   *
   * @param x any number
   * @return the value; at a jump, of either side
   */
  double value(double x);

  /**
   * Returns u'(x), which exists almost everywhere; from values nearby where a class knows no
   * better, good to about 1e-12 of them.
   *
   * @param x any number
   * @return the derivative; at a kink or jump, of either side
   */
  default double derivative(double x) {
    return Differences.derivative(this, breaks(), x);
  }

  /**
   * Returns the places where u is not smooth: kinks and jumps.
   *
   * @return increasing, finite; a new array; empty if there are none or they are not known
   */
  default double[] breaks() {
    return new double[0];
  }

  /**
   * Returns u(x) in float, as a network computes it: the value in double, rounded once.
   *
   * @param x any number
   * @return the value; the same bits on every platform for the catalogue
   */
  default float single(float x) {
    return (float) value(x);
  }

  /**
   * Applies u to a part of an array.
   *
   * @param in the arguments; not modified unless it is also {@code out}
   * @param out receives {@code single(in[i])} at the same places
   * @param from the first place
   * @param to the place after the last
   * @throws ArithmeticException if u gives NaN for a number, which is named
   * @throws IndexOutOfBoundsException if a place is outside the arrays
   */
  default void apply(float[] in, float[] out, int from, int to) {
    FloatLoop.check(in, out, from, to);
    for (int i = from; i < to; i++) {
      out[i] = FloatLoop.number(this, in[i], single(in[i]));
    }
  }

  /**
   * Returns what u does to a law; {@link ActivationReport#of} is the door.
   *
   * @param law the law of X
   * @return the moments of u(X) and of u'(X): in closed form where the activation has one, else by
   *     quadrature
   */
  default ActivationReport under(Distribution law) {
    return ActivationReport.byQuadrature(this, law);
  }

  /**
   * Returns a ReLU that lets a part of the negative numbers through: y = x for x at least 0, slope
   * x below.
   *
   * @param slope the slope below 0, finite; 0 gives ReLU, 1 the identity, -1 the absolute value
   * @return the activation
   * @throws IllegalArgumentException if the slope is not finite
   */
  static Activation leakyRelu(double slope) {
    return PiecewiseActivation.leakyRelu(slope);
  }

  /**
   * Returns a staircase, a ReLU that is clipped and rounded: {@code y = clip([x n/c] c/n, 0, c)}, [
   * ] to the nearest. The Sensetime slides on quantization error ask about n = 128, c = 6.
   *
   * @param steps the number n of steps between 0 and the top, 1..65536
   * @param top the highest value c, positive and finite
   * @return the activation, with jumps of c/n at (k + 1/2) c/n, k = 0 .. n - 1
   * @throws IllegalArgumentException if an argument is out of range
   */
  static Activation staircase(int steps, double top) {
    return PiecewiseActivation.staircase(steps, top);
  }

  /**
   * Returns an activation with a name and known breaks.
   *
   * @param name how it prints itself
   * @param u its value
   * @param breaks the kinks and jumps, finite, in any order; none if there are none or they are not
   *     known
   * @return the activation
   * @throws IllegalArgumentException if a break is not finite
   */
  static Activation of(String name, DoubleUnaryOperator u, double... breaks) {
    double[] sorted = breaks.clone();
    Arrays.sort(sorted);
    return new NamedActivation(name, u, sorted);
  }
}

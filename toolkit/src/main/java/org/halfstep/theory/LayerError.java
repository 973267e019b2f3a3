package org.halfstep.theory;

import java.util.Locale;

/**
 * The error of one output of a quantized layer, predicted from the laws of its weights and inputs.
 *
 * <p>Of {@code Y = W X + b} a quantized layer computes {@code Y' = (W + E_W)(X + E_X) + b}, so that
 * {@code E_Y = Y' - Y = E_W X' + W E_X} with X' = X + E_X. One output is a sum of n products,
 * {@code sum (e_w x' + w e_x)}, each of independent weights and inputs, all drawn from one law
 * each. Then
 *
 * <pre>
 * Var E_Y = n Var(e_w x') + n Var(w e_x) + 2 n Cov(e_w x', w e_x)
 * </pre>
 *
 * which for weights and weight errors of mean 0 is {@code n s_EW^2 E[X'^2] + n E[E_X^2] s_W^2 + 2 n
 * E[e_w w] E[x' e_x]}: second moments of the inputs, whose mean need not be 0. The last term is 0
 * at the scale that minimizes the mean squared error of the inputs, for there {@code E[x' e_x] =
 * 0}.
 *
 * <p>Weights and inputs are both random here. Of one output at given weights, {@link
 * #betweenOutputs} is a constant, its bias, and {@link #withinOutputs} the variance over inputs.
 *
 * @param summands n, the inputs that one output sums over
 * @param fromWeights the cumulants of E_W X', one output
 * @param fromInputs the cumulants of W E_X
 * @param total the cumulants of E_Y
 * @param crossTerm 2 n Cov(e_w x', w e_x)
 * @param betweenOutputs the variance over weights of E[E_Y | W], the bias of an output: {@code n
 *     Var(e_w E[x'] + w E[e_x])}
 * @param signal the cumulants of W X, without b
 */
public record LayerError(
    int summands,
    Cumulants fromWeights,
    Cumulants fromInputs,
    Cumulants total,
    double crossTerm,
    double betweenOutputs,
    Cumulants signal) {

  private static final double[][] BINOMIAL = {
    {1}, {1, 1}, {1, 2, 1}, {1, 3, 3, 1}, {1, 4, 6, 4, 1}
  };

  /**
   * Predicts the error of a layer's output.
   *
   * @param summands n, at least 1: the inputs of a dense layer, kernel area times input channels of
   *     a convolution, 9 of a depthwise one of 3 x 3
   * @param weights the moments of a weight and its error
   * @param inputs the moments of an input and its error
   * @return the error's cumulants and the parts of its variance; the third and fourth cumulants are
   *     infinite or NaN where a law has no such moments
   * @throws IllegalArgumentException if summands is below 1 or a variance is not finite
   */
  public static LayerError of(int summands, JointMoments weights, JointMoments inputs) {
    if (summands < 1) {
      throw new IllegalArgumentException("summands must be at least 1, got " + summands);
    }
    checkVariance("weights", weights);
    checkVariance("inputs", inputs);
    double mean = weights.quantized(0, 1) * inputs.quantized(1, 0);
    double other = weights.signal(1, 0) * inputs.quantized(0, 1);
    double covariance = weights.signal(1, 1) * inputs.quantized(1, 1) - mean * other;
    return new LayerError(
        summands,
        term(weights, inputs, true, false).times(summands),
        term(weights, inputs, false, true).times(summands),
        term(weights, inputs, true, true).times(summands),
        2 * summands * covariance,
        summands * biasVariance(weights, inputs.quantized(1, 0), inputs.quantized(0, 1)),
        product(weights, inputs).times(summands));
  }

  private static void checkVariance(String what, JointMoments moments) {
    double power = moments.signal(2, 0);
    if (!(power < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must have a finite variance, got " + moments);
    }
  }

  /** Var(e_w E[x'] + w E[e_x]). */
  private static double biasVariance(JointMoments w, double input, double error) {
    double varianceOfWeight = w.signal(2, 0) - w.signal(1, 0) * w.signal(1, 0);
    double covariance = w.signal(1, 1) - w.signal(1, 0) * w.quantized(0, 1);
    return w.errorVariance() * input * input
        + varianceOfWeight * error * error
        + 2 * covariance * input * error;
  }

  /** The cumulants of e_w x' and w e_x, one of them or both added. */
  private static Cumulants term(
      JointMoments w, JointMoments x, boolean weightError, boolean inputError) {
    double[] raw = new double[5];
    for (int k = 1; k <= 4; k++) {
      int from = inputError ? 0 : k;
      int to = weightError ? k : 0;
      for (int j = from; j <= to; j++) {
        raw[k] += BINOMIAL[k][j] * times(w.signal(k - j, j), x.quantized(j, k - j));
      }
    }
    boolean infinite = !(w.signal(4, 0) < Double.POSITIVE_INFINITY);
    infinite |= !(x.signal(4, 0) < Double.POSITIVE_INFINITY);
    return infinite ? heavy(raw) : Cumulants.ofMoments(raw[1], raw[2], raw[3], raw[4]);
  }

  /** A heavy tail makes signs of infinities cancel to NaN; the fourth moment is infinite. */
  private static Cumulants heavy(double[] raw) {
    Cumulants finite = Cumulants.ofMoments(raw[1], raw[2], raw[3], 0);
    return new Cumulants(
        finite.mean(), finite.variance(), finite.third(), Double.POSITIVE_INFINITY);
  }

  /** A product in which 0 for certain wins over an infinite moment. */
  private static double times(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;
  }

  private static Cumulants product(JointMoments w, JointMoments x) {
    double[] raw = new double[5];
    for (int k = 1; k <= 4; k++) {
      raw[k] = times(w.signal(k, 0), x.signal(k, 0));
    }
    return Cumulants.ofMoments(raw[1], raw[2], raw[3], raw[4]);
  }

  /**
   * Returns Var(E_W X').
   *
   * @return the weight term, {@code n s_EW^2 E[X'^2]} for weight errors of mean 0
   */
  public double weightTerm() {
    return fromWeights.variance();
  }

  /**
   * Returns Var(W E_X).
   *
   * @return the activation term, {@code n s_W^2 E[E_X^2]} for weights of mean 0
   */
  public double activationTerm() {
    return fromInputs.variance();
  }

  /**
   * Returns E[E_Y].
   *
   * @return the mean over weights and inputs, {@code n (E[e_w] E[x'] + E[w] E[e_x])}
   */
  public double mean() {
    return total.mean();
  }

  /**
   * Returns Var(E_Y) over weights and inputs.
   *
   * @return weight term plus activation term plus cross term
   */
  public double variance() {
    return total.variance();
  }

  /**
   * Returns E[E_Y^2], the noise power of the output.
   *
   * @return the variance plus the square of the mean
   */
  public double power() {
    return total.power();
  }

  /**
   * Returns the variance over inputs of one output, averaged over weights: what is left of the
   * power when each output's bias is corrected.
   *
   * @return variance minus {@link #betweenOutputs}
   */
  public double withinOutputs() {
    return variance() - betweenOutputs;
  }

  /**
   * Returns signal and noise of the output, for its ratios.
   *
   * @return means and variances, for b = 0
   */
  public SignalToNoise signalToNoise() {
    return new SignalToNoise(signal.mean(), signal.variance(), mean(), variance());
  }

  /** Returns the parts as one readable line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "error of %d products: mean %.4g, variance %.6g = weights %.6g + inputs %.6g + cross %.4g,"
            + " excess kurtosis %.4g",
        summands,
        mean(),
        variance(),
        weightTerm(),
        activationTerm(),
        crossTerm,
        total.excessKurtosis());
  }
}

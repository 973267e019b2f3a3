package org.halfstep.propagate;

import java.util.function.DoubleBinaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.halfstep.grid.Grid;
import org.halfstep.numeric.Estimate;
import org.halfstep.theory.JointMoments;
import org.halfstep.theory.SignalToNoise;

/**
 * The error of a quantized layer {@code Y = W X + b}, measured and split into its sources.
 *
 * <p>W is [outputs, inputs] and X is [inputs, samples]. With {@code E_W = W' - W} and {@code E_X =
 * X' - X} the error is {@code E_Y = E_W X' + W E_X}, an identity; b cancels. All products are in
 * double, so that no rounding of float sums is part of what is measured.
 *
 * <p>Entries of one column share an input, entries of one row share weights. Pooled standard errors
 * take the rows of W as independent draws and the columns of X as independent draws ({@link
 * CrossedMean}); those of one output only the columns.
 */
public final class MeasuredLayer {
  private final DMatrixRMaj weights;
  private final DMatrixRMaj weightErrors;
  private final DMatrixRMaj inputs;
  private final DMatrixRMaj quantizedInputs;
  private final DMatrixRMaj signal;
  private final DMatrixRMaj fromWeights;
  private final DMatrixRMaj fromInputs;
  private final DMatrixRMaj error;

  private MeasuredLayer(DMatrixRMaj w, DMatrixRMaj wq, DMatrixRMaj x, DMatrixRMaj xq) {
    this.weights = w;
    this.inputs = x;
    this.quantizedInputs = xq;
    this.weightErrors = minus(wq, w);
    this.signal = product(w, x);
    this.fromWeights = product(weightErrors, xq);
    this.fromInputs = product(w, minus(xq, x));
    this.error = new DMatrixRMaj(w.numRows, x.numCols);
    CommonOps_DDRM.add(fromWeights, fromInputs, error);
  }

  /**
   * Quantizes a layer and measures what happens.
   *
   * @param weights W, [outputs, inputs]; not modified
   * @param weightGrid the quantizer of the weights
   * @param inputs X, [inputs, samples]; not modified
   * @param inputGrid the quantizer of the inputs
   * @return the measurement
   * @throws IllegalArgumentException if the shapes do not match
   */
  public static MeasuredLayer of(
      DMatrixRMaj weights, Grid weightGrid, DMatrixRMaj inputs, Grid inputGrid) {
    checkProduct(weights, inputs);
    return of(weights, quantized(weights, weightGrid), inputs, quantized(inputs, inputGrid));
  }

  /**
   * Measures a layer that was quantized in any way.
   *
   * @param weights W, [outputs, inputs]; not modified
   * @param quantizedWeights W', the same shape; not modified
   * @param inputs X, [inputs, samples]; not modified
   * @param quantizedInputs X', the same shape as X; not modified
   * @return the measurement
   * @throws IllegalArgumentException if the shapes do not match
   */
  public static MeasuredLayer of(
      DMatrixRMaj weights,
      DMatrixRMaj quantizedWeights,
      DMatrixRMaj inputs,
      DMatrixRMaj quantizedInputs) {
    checkProduct(weights, inputs);
    checkSame("W", weights, "its quantized twin", quantizedWeights);
    checkSame("X", inputs, "its quantized twin", quantizedInputs);
    return new MeasuredLayer(weights, quantizedWeights, inputs, quantizedInputs);
  }

  /**
   * Returns a matrix with every entry quantized.
   *
   * @param values the matrix; not modified
   * @param grid the quantizer
   * @return a new matrix
   */
  public static DMatrixRMaj quantized(DMatrixRMaj values, Grid grid) {
    DMatrixRMaj out = new DMatrixRMaj(values.numRows, values.numCols);
    for (int i = 0; i < values.getNumElements(); i++) {
      out.data[i] = grid.nearest(values.data[i]);
    }
    return out;
  }

  static String shape(DMatrixRMaj m) {
    return m.numRows + " x " + m.numCols;
  }

  private static void checkProduct(DMatrixRMaj w, DMatrixRMaj x) {
    if (w.numCols != x.numRows) {
      throw new IllegalArgumentException(
          "W must have as many columns as X has rows, got W " + shape(w) + " and X " + shape(x));
    }
  }

  static void checkSame(String a, DMatrixRMaj first, String b, DMatrixRMaj second) {
    if (first.numRows != second.numRows || first.numCols != second.numCols) {
      throw new IllegalArgumentException(
          a + " and " + b + " must have one shape, got " + shape(first) + " and " + shape(second));
    }
  }

  private static DMatrixRMaj minus(DMatrixRMaj a, DMatrixRMaj b) {
    return CommonOps_DDRM.subtract(a, b, new DMatrixRMaj(a.numRows, a.numCols));
  }

  private static DMatrixRMaj product(DMatrixRMaj a, DMatrixRMaj b) {
    return CommonOps_DDRM.mult(a, b, new DMatrixRMaj(a.numRows, b.numCols));
  }

  /**
   * Returns W X, the output without b and without quantization.
   *
   * @return [outputs, samples]; a copy
   */
  public DMatrixRMaj signal() {
    return signal.copy();
  }

  /**
   * Returns E_W X', the error that comes from the weights.
   *
   * @return [outputs, samples]; a copy
   */
  public DMatrixRMaj fromWeights() {
    return fromWeights.copy();
  }

  /**
   * Returns W E_X, the error that comes from the inputs.
   *
   * @return [outputs, samples]; a copy
   */
  public DMatrixRMaj fromInputs() {
    return fromInputs.copy();
  }

  /**
   * Returns E_Y = E_W X' + W E_X.
   *
   * @return [outputs, samples]; a copy
   */
  public DMatrixRMaj error() {
    return error.copy();
  }

  /**
   * Returns the moments of the weights and their errors, to predict from them.
   *
   * @return measured over all entries of W
   */
  public JointMoments weightMoments() {
    DMatrixRMaj quantized = new DMatrixRMaj(weights.numRows, weights.numCols);
    CommonOps_DDRM.add(weights, weightErrors, quantized);
    return JointMoments.between(weights.data, quantized.data);
  }

  /**
   * Returns the moments of the inputs and their errors, to predict from them.
   *
   * @return measured over all entries of X
   */
  public JointMoments inputMoments() {
    return JointMoments.between(inputs.data, quantizedInputs.data);
  }

  /**
   * Returns the mean of E_Y over outputs and samples.
   *
   * @return the mean with its crossed standard error
   */
  public Estimate mean() {
    return CrossedMean.of(error);
  }

  /**
   * Returns the variance of E_W X' over outputs and samples.
   *
   * @return the weight term with its crossed standard error
   */
  public Estimate weightTerm() {
    return covariance(fromWeights, fromWeights);
  }

  /**
   * Returns the variance of W E_X over outputs and samples.
   *
   * @return the activation term with its crossed standard error
   */
  public Estimate activationTerm() {
    return covariance(fromInputs, fromInputs);
  }

  /**
   * Returns twice the covariance of E_W X' and W E_X over outputs and samples.
   *
   * @return the cross term with its crossed standard error
   */
  public Estimate crossTerm() {
    Estimate half = covariance(fromWeights, fromInputs);
    return new Estimate(2 * half.value(), 2 * half.standardError());
  }

  /**
   * Returns the variance of E_Y over outputs and samples.
   *
   * @return weight term plus activation term plus cross term, with its crossed standard error
   */
  public Estimate variance() {
    return covariance(error, error);
  }

  /**
   * Returns the mean of E_Y^2 over outputs and samples.
   *
   * @return the noise power with its crossed standard error
   */
  public Estimate power() {
    return CrossedMean.of(entries(error, error, (a, b) -> a * b));
  }

  /** The mean of (a - mean a)(b - mean b), about the means of the whole matrices. */
  private static Estimate covariance(DMatrixRMaj a, DMatrixRMaj b) {
    double meanA = CommonOps_DDRM.elementSum(a) / a.getNumElements();
    double meanB = CommonOps_DDRM.elementSum(b) / b.getNumElements();
    return CrossedMean.of(entries(a, b, (x, y) -> (x - meanA) * (y - meanB)));
  }

  static DMatrixRMaj entries(DMatrixRMaj a, DMatrixRMaj b, DoubleBinaryOperator f) {
    DMatrixRMaj out = new DMatrixRMaj(a.numRows, a.numCols);
    for (int i = 0; i < out.getNumElements(); i++) {
      out.data[i] = f.applyAsDouble(a.data[i], b.data[i]);
    }
    return out;
  }

  /**
   * Returns the noise-to-signal ratio as a ratio of means, {@code mean E_Y^2 / mean Y^2}.
   *
   * @param b the constant that the layer adds to every output
   * @return the ratio; its standard error is that of the mean of {@code (E^2 - ratio Y^2) / mean
   *     Y^2}
   */
  public Estimate noiseToSignal(double b) {
    double ratio = signalToNoise(b).noiseToSignal();
    double square = 0;
    for (int i = 0; i < signal.getNumElements(); i++) {
      square += (signal.data[i] + b) * (signal.data[i] + b) / signal.getNumElements();
    }
    double power = square;
    DMatrixRMaj rest =
        entries(error, signal, (e, y) -> (e * e - ratio * (y + b) * (y + b)) / power);
    return new Estimate(ratio, CrossedMean.of(rest).standardError());
  }

  /**
   * Returns means and variances of the output and its error, for any ratio of them.
   *
   * @param b the constant that the layer adds to every output
   * @return signal and noise over outputs and samples
   */
  public SignalToNoise signalToNoise(double b) {
    double n = signal.getNumElements();
    double y = CommonOps_DDRM.elementSum(signal) / n;
    double e = CommonOps_DDRM.elementSum(error) / n;
    double yy = 0;
    double ee = 0;
    for (int i = 0; i < n; i++) {
      yy += (signal.data[i] - y) * (signal.data[i] - y);
      ee += (error.data[i] - e) * (error.data[i] - e);
    }
    return new SignalToNoise(y + b, yy / n, e, ee / n);
  }

  /**
   * Returns the error of one output at its given weights.
   *
   * @param output the row of W, from 0
   * @return means and variances over samples
   * @throws IllegalArgumentException if there is no such output or only one sample
   */
  public OutputError output(int output) {
    if (output < 0 || output >= weights.numRows) {
      throw new IllegalArgumentException(
          "output must be in 0.." + (weights.numRows - 1) + ", got " + output);
    }
    return OutputError.of(row(fromWeights, output), row(fromInputs, output));
  }

  private static double[] row(DMatrixRMaj m, int r) {
    double[] out = new double[m.numCols];
    System.arraycopy(m.data, r * m.numCols, out, 0, m.numCols);
    return out;
  }
}

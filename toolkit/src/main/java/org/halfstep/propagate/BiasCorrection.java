package org.halfstep.propagate;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.halfstep.numeric.Estimate;
import org.halfstep.theory.JointMoments;

/**
 * What to subtract from each output of a quantized layer, so that its error has mean 0.
 *
 * <p>At given weights the error of output r has the mean {@code E[E_Y]_r = sum_i E_W,ri E[X'_i] +
 * W_ri E[E_X,i]}. The empirical form estimates it from data, the analytic one computes it from what
 * is known of the inputs (Nagel et al. 2019, Data-Free Quantization, section 4.2, who know their
 * mean from batch normalization). Adding the correction to b costs nothing at run time.
 */
public final class BiasCorrection {
  private final Estimate[] means;

  private BiasCorrection(Estimate[] means) {
    this.means = means;
  }

  /**
   * Estimates the means from the error of a layer on data.
   *
   * <p>On new data the power that is left is that of a perfect correction times {@code 1 + 1/N}.
   *
   * @param error E_Y, [outputs, samples] with N at least 2 independent samples; not modified
   * @return the mean of each row
   * @throws IllegalArgumentException if there are fewer than two samples
   */
  public static BiasCorrection empirical(DMatrixRMaj error) {
    Estimate[] means = new Estimate[error.numRows];
    for (int r = 0; r < means.length; r++) {
      double[] row = new double[error.numCols];
      System.arraycopy(error.data, r * error.numCols, row, 0, error.numCols);
      means[r] = Estimate.ofMean(row);
    }
    return new BiasCorrection(means);
  }

  /**
   * Computes the means for inputs that all have one law.
   *
   * @param weights W, [outputs, inputs]; not modified
   * @param quantizedWeights W', the same shape; not modified
   * @param inputs the moments of an input and its error
   * @return {@code E_W E[X'] + W E[E_X]}
   * @throws IllegalArgumentException if the shapes differ
   */
  public static BiasCorrection analytic(
      DMatrixRMaj weights, DMatrixRMaj quantizedWeights, JointMoments inputs) {
    double[] quantizedMean = new double[weights.numCols];
    double[] errorMean = new double[weights.numCols];
    Arrays.fill(quantizedMean, inputs.quantized(1, 0));
    Arrays.fill(errorMean, inputs.quantized(0, 1));
    return analytic(weights, quantizedWeights, quantizedMean, errorMean);
  }

  /**
   * Computes the means for inputs of different laws.
   *
   * @param weights W, [outputs, inputs]; not modified
   * @param quantizedWeights W', the same shape; not modified
   * @param quantizedMean E[X'] of each input; not modified
   * @param errorMean E[E_X] of each input; not modified
   * @return {@code E_W E[X'] + W E[E_X]}
   * @throws IllegalArgumentException if the shapes differ
   */
  public static BiasCorrection analytic(
      DMatrixRMaj weights,
      DMatrixRMaj quantizedWeights,
      double[] quantizedMean,
      double[] errorMean) {
    MeasuredLayer.checkSame("W", weights, "its quantized twin", quantizedWeights);
    checkInputs(weights, "means of X'", quantizedMean.length);
    checkInputs(weights, "means of E_X", errorMean.length);
    Estimate[] means = new Estimate[weights.numRows];
    for (int r = 0; r < means.length; r++) {
      double sum = 0;
      for (int i = 0; i < weights.numCols; i++) {
        double w = weights.data[r * weights.numCols + i];
        double e = quantizedWeights.data[r * weights.numCols + i] - w;
        sum += e * quantizedMean[i] + w * errorMean[i];
      }
      means[r] = Estimate.exact(sum);
    }
    return new BiasCorrection(means);
  }

  private static void checkInputs(DMatrixRMaj w, String what, int count) {
    if (w.numCols != count) {
      throw new IllegalArgumentException(
          "W must have one column for each input, got W "
              + MeasuredLayer.shape(w)
              + " and "
              + count
              + " "
              + what);
    }
  }

  /**
   * Returns the number of outputs.
   *
   * @return the rows of W
   */
  public int outputs() {
    return means.length;
  }

  /**
   * Returns the mean error of an output, which is to be subtracted.
   *
   * @param output the row of W, from 0
   * @return the mean; its standard error is 0 in the analytic form
   */
  public Estimate mean(int output) {
    return means[output];
  }

  /**
   * Returns what a layer adds to its outputs from now on.
   *
   * @param b one constant for each output; not modified
   * @return b minus the mean errors; a new array
   * @throws IllegalArgumentException if there are not as many constants as outputs
   */
  public double[] corrected(double[] b) {
    if (b.length != means.length) {
      throw new IllegalArgumentException(
          "b must have one entry for each of " + means.length + " outputs, got " + b.length);
    }
    double[] out = b.clone();
    for (int r = 0; r < out.length; r++) {
      out[r] -= means[r].value();
    }
    return out;
  }

  /**
   * Returns the error that is left after the correction.
   *
   * @param error E_Y, [outputs, samples]; not modified
   * @return E_Y minus the mean of each output; a new matrix
   * @throws IllegalArgumentException if there are not as many rows as outputs
   */
  public DMatrixRMaj residual(DMatrixRMaj error) {
    if (error.numRows != means.length) {
      throw new IllegalArgumentException(
          "the error must have one row for each of "
              + means.length
              + " outputs, got "
              + MeasuredLayer.shape(error));
    }
    DMatrixRMaj out = error.copy();
    for (int i = 0; i < out.getNumElements(); i++) {
      out.data[i] -= means[i / out.numCols].value();
    }
    return out;
  }
}

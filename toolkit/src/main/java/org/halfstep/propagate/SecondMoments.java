package org.halfstep.propagate;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Means and second-moment matrices of a layer's inputs x and of their rounding errors e = Q(x) - x,
 * over samples: what predicts the noise of a layer whose weights are known.
 *
 * <p>With the known {@code E_W = Wq - W} the error of the outputs is {@code E_W x + Wq e}, and its
 * power, a mean over samples and outputs, is
 *
 * <pre>
 * tr(E_W E[x x'] E_W')/m + tr(Wq E[e e'] Wq')/m + 2 tr(E_W E[x e'] Wq')/m
 * </pre>
 *
 * for m outputs. {@link #power} is just this: exact on the samples that were measured, a prediction
 * for others. {@link #powerOfUncorrelatedErrors} lets the errors of different inputs be
 * uncorrelated with each other and with other inputs, so that of the last two matrices only
 * variances, covariances of an input with its own error, and means remain. {@link
 * #powerOfUniformErrors} does not look at the errors at all: {@code s^2/12} where x is not 0.
 */
public final class SecondMoments {
  private final DMatrixRMaj xx;
  private final DMatrixRMaj ee;
  private final DMatrixRMaj xe;
  private final double[] meanX;
  private final double[] meanE;
  private final double[] nonzero;

  private SecondMoments(DMatrixRMaj x, DMatrixRMaj e) {
    this.xx = products(x, x);
    this.ee = products(e, e);
    this.xe = products(x, e);
    this.meanX = new double[x.numRows];
    this.meanE = new double[x.numRows];
    this.nonzero = new double[x.numRows];
    for (int i = 0; i < x.getNumElements(); i++) {
      int row = i / x.numCols;
      meanX[row] += x.data[i] / x.numCols;
      meanE[row] += e.data[i] / x.numCols;
      nonzero[row] += x.data[i] != 0 ? 1.0 / x.numCols : 0;
    }
  }

  /**
   * Measures the moments.
   *
   * @param x the inputs, [inputs, samples], at least one sample; not modified
   * @param quantized Q(x), the same shape; not modified
   * @return the moments
   * @throws IllegalArgumentException if the shapes differ or there is no sample
   */
  public static SecondMoments of(DMatrixRMaj x, DMatrixRMaj quantized) {
    MeasuredLayer.checkSame("X", x, "its quantized twin", quantized);
    if (x.numCols == 0) {
      throw new IllegalArgumentException("moments need at least one sample, got none");
    }
    DMatrixRMaj e = new DMatrixRMaj(x.numRows, x.numCols);
    return new SecondMoments(x, CommonOps_DDRM.subtract(quantized, x, e));
  }

  /** The mean of a b' over samples. */
  private static DMatrixRMaj products(DMatrixRMaj a, DMatrixRMaj b) {
    DMatrixRMaj out = new DMatrixRMaj(a.numRows, b.numRows);
    CommonOps_DDRM.multTransB(1.0 / a.numCols, a, b, out);
    return out;
  }

  /**
   * Returns the second moments of the inputs.
   *
   * @return E[x x'], [inputs, inputs]; a copy
   */
  public DMatrixRMaj signal() {
    return xx.copy();
  }

  /**
   * Returns the second moments of the errors.
   *
   * @return E[e e'], [inputs, inputs]; a copy
   */
  public DMatrixRMaj errors() {
    return ee.copy();
  }

  /**
   * Returns the power of the layer's error from the full matrices.
   *
   * @param weights W, [outputs, inputs]; not modified
   * @param quantized Wq, the same shape; not modified
   * @return the mean square over outputs and samples; exact on the measured samples
   * @throws IllegalArgumentException if the shapes do not match
   */
  public double power(DMatrixRMaj weights, DMatrixRMaj quantized) {
    DMatrixRMaj ew = weightErrors(weights, quantized);
    return form(ew, xx, ew) + form(quantized, ee, quantized) + 2 * form(ew, xe, quantized);
  }

  /**
   * Returns the power of the layer's error if the errors of different inputs were uncorrelated:
   * {@code mean (E_W x)^2 + mean (Wq mu_e)^2 + mean Wq^2 v + 2 mean (E_W mu_x)(Wq mu_e) + 2 mean
   * (E_W Wq) c}, v = Var e, c = Cov(x, e) of each input.
   *
   * @param weights W, [outputs, inputs]; not modified
   * @param quantized Wq, the same shape; not modified
   * @return the mean square over outputs and samples
   * @throws IllegalArgumentException if the shapes do not match
   */
  public double powerOfUncorrelatedErrors(DMatrixRMaj weights, DMatrixRMaj quantized) {
    DMatrixRMaj ew = weightErrors(weights, quantized);
    double sum = form(ew, xx, ew);
    for (int r = 0; r < ew.numRows; r++) {
      double fromW = 0;
      double fromE = 0;
      double spread = 0;
      for (int i = 0; i < ew.numCols; i++) {
        double a = ew.get(r, i);
        double b = quantized.get(r, i);
        fromW += a * meanX[i];
        fromE += b * meanE[i];
        double v = ee.get(i, i) - meanE[i] * meanE[i];
        double c = xe.get(i, i) - meanX[i] * meanE[i];
        spread += b * b * v + 2 * a * b * c;
      }
      sum += (fromE * fromE + 2 * fromW * fromE + spread) / ew.numRows;
    }
    return sum;
  }

  /**
   * Returns the power of the layer's error if rounding errors were uniform on a step wherever x is
   * not 0, and uncorrelated with everything: {@code mean (E_W x)^2 + mean Wq^2 v}, {@code v = P(x
   * != 0) s^2/12}. Zeros, of a ReLU or of padding, are levels of the grid and carry no error.
   *
   * @param weights W, [outputs, inputs]; not modified
   * @param quantized Wq, the same shape; not modified
   * @param step s, above 0, in the unit of the inputs
   * @return the mean square over outputs and samples
   * @throws IllegalArgumentException if the shapes do not match or the step is not above 0
   */
  public double powerOfUniformErrors(DMatrixRMaj weights, DMatrixRMaj quantized, double step) {
    if (!(step > 0)) {
      throw new IllegalArgumentException("step must be above 0, got " + step);
    }
    DMatrixRMaj ew = weightErrors(weights, quantized);
    double sum = form(ew, xx, ew);
    for (int k = 0; k < quantized.getNumElements(); k++) {
      double b = quantized.data[k];
      sum += b * b * nonzero[k % quantized.numCols] * step * step / 12 / quantized.numRows;
    }
    return sum;
  }

  private DMatrixRMaj weightErrors(DMatrixRMaj weights, DMatrixRMaj quantized) {
    MeasuredLayer.checkSame("W", weights, "its quantized twin", quantized);
    if (weights.numCols != xx.numRows) {
      throw new IllegalArgumentException(
          "W must have "
              + xx.numRows
              + " columns, one an input, got W "
              + MeasuredLayer.shape(weights));
    }
    DMatrixRMaj ew = new DMatrixRMaj(weights.numRows, weights.numCols);
    return CommonOps_DDRM.subtract(quantized, weights, ew);
  }

  /** tr(A S B') / m: the mean over outputs of a row of A times S times that row of B. */
  private static double form(DMatrixRMaj a, DMatrixRMaj s, DMatrixRMaj b) {
    DMatrixRMaj as = new DMatrixRMaj(a.numRows, s.numCols);
    CommonOps_DDRM.mult(a, s, as);
    return CommonOps_DDRM.elementSum(MeasuredLayer.entries(as, b, (u, v) -> u * v)) / a.numRows;
  }

  /** Returns what the moments are of. */
  @Override
  public String toString() {
    return "second moments of " + meanX.length + " inputs and their errors";
  }
}

package org.halfstep.theory;

import java.util.Locale;
import org.halfstep.grid.Grid;
import org.halfstep.kernel.MeasuredError;
import org.halfstep.law.Distribution;
import org.halfstep.numeric.Estimate;

/**
 * What a grid does to a law or to data: the error {@code e = Q(X) - X} and its moments.
 *
 * <p>{@link #of} predicts: each cell's {@code E[(X - level)^k]} is integrated about its level, so
 * nothing cancels. {@link #between} measures the same quantities on data.
 *
 * @param bias E[e], in units of x
 * @param variance Var(e) = E[(e - E e)^2]
 * @param granular the part of E[e^2] from inside the granular region, up to the outermost levels
 *     plus their inner half cells
 * @param overload the part of E[e^2] from beyond it
 * @param signalMean E[X]
 * @param signalPower E[X^2]
 * @param signalError E[X e]
 * @param skewness E[(e - E e)^3] / Var(e)^(3/2)
 * @param kurtosis E[(e - E e)^4] / Var(e)^2: 1.8 for an even spread over a step, 3 for a Gaussian;
 *     NaN, as the skewness, where the error is one number
 * @param entropy the entropy of the codes, {@code -sum p log2 p}, in bits
 * @param uncertainty predicted: an estimate of the absolute error of {@link #mse}; measured: its
 *     standard error over samples, which means nothing if E[e^4] is infinite
 */
public record ErrorReport(
    double bias,
    double variance,
    double granular,
    double overload,
    double signalMean,
    double signalPower,
    double signalError,
    double skewness,
    double kurtosis,
    double entropy,
    double uncertainty) {

  /**
   * Predicts what a grid does to a law.
   *
   * <p>Relative error of the MSE: below 1e-13 for the laws of this toolkit; for a law by density as
   * {@link #uncertainty} says, if its breaks are declared.
   *
   * @param law the law of X
   * @param grid the quantizer
   * @return the exact report
   * @throws IllegalArgumentException if the law's mass over the cells is not 1
   */
  public static ErrorReport of(Distribution law, Grid grid) {
    return ErrorSums.of(law, grid).report();
  }

  /**
   * Measures what a grid does to data.
   *
   * @param x the data, at least two values, no NaN; not modified
   * @param grid the quantizer
   * @return the measured report; its uncertainty is {@code sqrt((mean e^4 - mse^2)/n)}
   * @throws IllegalArgumentException if there are fewer than two values or one is not finite
   */
  public static ErrorReport between(float[] x, Grid grid) {
    return ErrorSums.between(x.length, i -> x[i], grid);
  }

  /**
   * Measures what a grid does to data in doubles; as {@link #between(float[], Grid)}.
   *
   * @param x the data, at least two values, all finite; not modified
   * @param grid the quantizer
   * @return the measured report
   * @throws IllegalArgumentException if there are fewer than two values or one is not finite
   */
  public static ErrorReport between(double[] x, Grid grid) {
    return ErrorSums.between(x.length, i -> x[i], grid);
  }

  /**
   * Reports what a kernel measured in one pass.
   *
   * @param measured the sums of at least two pairs, none of them NaN
   * @return the measured report; its entropy is NaN, for the kernel counts no codes
   * @throws IllegalArgumentException if there are fewer than two pairs, or a NaN among them
   */
  public static ErrorReport of(MeasuredError measured) {
    return ErrorSums.of(measured).report();
  }

  /**
   * Returns E[e^2].
   *
   * @return the mean squared error: granular plus overload
   */
  public double mse() {
    return granular + overload;
  }

  /**
   * Returns the MSE with its uncertainty, as a claim takes it.
   *
   * @return the MSE and its standard error (measured) or error estimate (predicted)
   */
  public Estimate mseEstimate() {
    return new Estimate(mse(), uncertainty);
  }

  /**
   * Returns the signal-to-quantization-noise ratio {@code 10 log10(E[X^2] / E[e^2])}.
   *
   * @return decibels; infinite where the error is 0
   */
  public double sqnrDb() {
    return 10 * Math.log10(signalPower / mse());
  }

  /**
   * Returns the Bussgang gain {@code E[X Q(X)] / E[X^2]}: the slope of the best straight line
   * through the quantizer.
   *
   * @return the gain; 1 - mse/E[X^2] at the MSE-optimal scale
   */
  public double bussgangGain() {
    return 1 + signalError / signalPower;
  }

  /**
   * Returns the correlation of the error with the input.
   *
   * @return {@code Cov(X, e) / sqrt(Var(X) Var(e))}
   */
  public double inputCorrelation() {
    double signalVariance = signalPower - signalMean * signalMean;
    return (signalError - signalMean * bias) / Math.sqrt(signalVariance * variance);
  }

  /**
   * Returns the correlation of the error with the output.
   *
   * @return {@code Cov(Q, e) / sqrt(Var(Q) Var(e))}; 0 at the MSE-optimal scale of a symmetric law
   */
  public double outputCorrelation() {
    double covariance = signalError - signalMean * bias + variance;
    double signalVariance = signalPower - signalMean * signalMean;
    double outputVariance = signalVariance + 2 * (signalError - signalMean * bias) + variance;
    return covariance / Math.sqrt(outputVariance * variance);
  }

  /** Returns the report as one readable line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "MSE %.6g +- %.2g (granular %.6g, overload %.6g), SQNR %.4f dB, bias %.3g, kurtosis %.4g",
        mse(),
        uncertainty,
        granular,
        overload,
        sqnrDb(),
        bias,
        kurtosis);
  }
}

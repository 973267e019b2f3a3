package org.halfstep.propagate;

import java.util.function.IntToDoubleFunction;

/**
 * Batch normalization at inference: {@code gamma (y - mean) / sqrt(variance + epsilon) + beta} in
 * each channel, a straight line that folds into the layer before it.
 */
public final class BatchNorm {

  /** What keeps the root from 0: PyTorch's default. */
  private static final double EPSILON = 1e-5;

  private final double[] factor;
  private final double[] constant;

  private BatchNorm(double[] factor, double[] constant) {
    this.factor = factor;
    this.constant = constant;
  }

  /**
   * Returns a normalization given channel by channel.
   *
   * @param channels how many, at least 0
   * @param gamma the scale of a channel
   * @param beta the shift of a channel
   * @param mean the running mean of a channel
   * @param variance the running variance of a channel
   * @return the normalization, with epsilon 1e-5
   * @throws IllegalArgumentException if a variance is negative or NaN
   */
  public static BatchNorm of(
      int channels,
      IntToDoubleFunction gamma,
      IntToDoubleFunction beta,
      IntToDoubleFunction mean,
      IntToDoubleFunction variance) {
    double[] factor = new double[channels];
    double[] constant = new double[channels];
    for (int c = 0; c < channels; c++) {
      double square = variance.applyAsDouble(c);
      if (!(square >= 0)) {
        throw new IllegalArgumentException(
            "a running variance must be at least 0, got " + square + " in channel " + c);
      }
      factor[c] = gamma.applyAsDouble(c) / Math.sqrt(square + EPSILON);
      constant[c] = beta.applyAsDouble(c) - factor[c] * mean.applyAsDouble(c);
    }
    return new BatchNorm(factor, constant);
  }

  /**
   * Returns the number of channels.
   *
   * @return the length of gamma, beta, mean and variance
   */
  public int channels() {
    return factor.length;
  }

  /**
   * Returns the factor of a channel.
   *
   * @param channel the channel, from 0
   * @return {@code gamma / sqrt(variance + epsilon)}
   */
  public double factor(int channel) {
    return factor[channel];
  }

  /**
   * Returns the constant of a channel.
   *
   * @param channel the channel, from 0
   * @return {@code beta - factor mean}
   */
  public double constant(int channel) {
    return constant[channel];
  }
}

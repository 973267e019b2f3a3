package org.halfstep.theory;

/**
 * What brings the signal back to unit power between two layers of a deep network.
 *
 * <p>Every kind but {@link #NONE} first divides by a root mean square; that is the tensor which the
 * next layer quantizes. The centred kinds then, after the quantizer, subtract the mean and divide
 * by the standard deviation, so that a rectified tensor meets the quantizer with its zeros still
 * exact: centred before it, half of all its entries would share one deterministic error.
 */
public enum Normalization {
  /** Nothing: the signal's power is what weights and activation make of it. */
  NONE,
  /** Mean and standard deviation of the whole tensor, all samples together. */
  TENSOR,
  /** Mean and standard deviation of each sample, as layer normalization has them. */
  SAMPLE_MEAN_STD,
  /** Root mean square of each sample (Zhang and Sennrich 2019, RMSNorm). */
  SAMPLE_RMS;

  /**
   * Says whether the mean is subtracted.
   *
   * @return true for {@link #TENSOR} and {@link #SAMPLE_MEAN_STD}
   */
  public boolean centred() {
    return this == TENSOR || this == SAMPLE_MEAN_STD;
  }

  /**
   * Says whether every sample is normalized by its own statistics.
   *
   * @return true for {@link #SAMPLE_MEAN_STD} and {@link #SAMPLE_RMS}
   */
  public boolean perSample() {
    return this == SAMPLE_MEAN_STD || this == SAMPLE_RMS;
  }
}

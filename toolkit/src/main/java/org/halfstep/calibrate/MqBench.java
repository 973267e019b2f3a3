package org.halfstep.calibrate;

import org.halfstep.kernel.Extremes;

/**
 * What MQBench chooses ({@code mqbench/observer.py}). Moving averages are {@link
 * org.halfstep.observe.MovingAverageMinMax#ofMqBench}, percentiles {@link
 * org.halfstep.observe.BatchQuantiles#ofMqBench}, scale and zero point {@link ScaleRule#PYTORCH}.
 */
public final class MqBench {

  /** {@code MSEObserver}'s candidates for a tensor. */
  public static final int TENSOR = 95;

  /** {@code MSEObserver}'s candidates for a channel. */
  public static final int CHANNEL = 80;

  private MqBench() {}

  /**
   * Returns {@code MSEObserver}'s range: both ends shrunk by {@code 1 - i / 100}, i = 0.., for
   * least mean {@code |error|^p}, the first of several. Of several batches MQBench keeps the least
   * and the greatest end.
   *
   * @param x the values, all finite; not modified
   * @param codes the codes
   * @param symmetric whether the codes are symmetric
   * @param candidates how many, in 1..100: {@link #TENSOR} or {@link #CHANNEL}
   * @param p the power, positive; 2 by default there
   * @return the range
   * @throws IllegalArgumentException if a value is not finite or candidates or p out of range
   */
  public static Clip leastNorm(
      float[] x, CodeRange codes, boolean symmetric, int candidates, double p) {
    if (candidates < 1 || candidates > 100 || !(p > 0 && p < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "candidates must be in 1..100 and p positive, got " + candidates + " and " + p);
    }
    Extremes ends = Extremes.of(Tensors.finite(x));
    Clip best = new Clip(ends.min(), ends.max());
    double least = 1e10;
    for (int i = 0; i < candidates; i++) {
      float part = (float) (1.0 - i * 0.01);
      Clip clip = new Clip(ends.min() * part, ends.max() * part);
      Affine map = clip.affine(ScaleRule.PYTORCH, codes, symmetric);
      double loss = Tensors.norm(x, map, codes, p);
      if (loss < least) {
        least = loss;
        best = clip;
      }
    }
    return best;
  }
}

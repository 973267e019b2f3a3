package org.halfstep.calibrate;

import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * Calibration that clips a given share of the numbers.
 *
 * <p>Symmetric: the least T with {@code P(|X| <= T) >= percent/100}; else half of the share is
 * clipped on each side, {@code [quantile((1-p)/2), quantile((1+p)/2)]}. On a histogram toolkits
 * take the edge of a bin instead: {@link #edge}. ONNX Runtime and NVIDIA use 99.99 to 99.999 by
 * default.
 *
 * @param percent the share that is kept, above 50 and at most 100
 * @param rule how the range becomes scale and zero point
 * @param symmetric whether |x| is what counts
 */
public record Percentile(double percent, ScaleRule rule, boolean symmetric) implements Calibration {

  /** Checks the share. */
  public Percentile {
    if (!(percent > 50 && percent <= 100)) {
      throw new IllegalArgumentException(
          "percent must be above 50 and at most 100, got " + percent);
    }
  }

  @Override
  public Affine fit(Distribution law, Grid codes) {
    double p = percent / 100;
    double lo = symmetric ? -law.folded().quantile(p) : law.quantile((1 - p) / 2);
    double hi = symmetric ? -lo : law.quantile(1 - (1 - p) / 2);
    if (Double.isInfinite(lo) || Double.isInfinite(hi)) {
      throw new IllegalArgumentException(
          "the percentile must be finite, got " + lo + " to " + hi + " at " + percent + " %");
    }
    return Codes.of(codes).affine(rule, lo, hi, symmetric);
  }

  /**
   * Returns the bin whose lower edge toolkits take as the percentile of a histogram: the first bin
   * i with {@code sum of counts[0..i] / total >= share}, the counts divided before they are added.
   *
   * <p>So do ONNX Runtime ({@code compute_percentile}; it clips the edge to the observed range) and
   * NVIDIA's Model Optimizer: the threshold lies below the quantile, by up to a bin.
   *
   * @param counts how many values each bin has, not all 0; not modified
   * @param share the share in [0, 1]
   * @return the bin; the number of bins if rounding leaves the sum below the share
   * @throws IllegalArgumentException if the share is out of range or nothing was counted
   */
  public static int edge(long[] counts, double share) {
    long total = 0;
    for (long n : counts) {
      total += n;
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be in [0, 1], got " + share);
    }
    if (total <= 0) {
      throw new IllegalArgumentException("a percentile needs counts, got " + total + " in all");
    }
    double below = 0;
    for (int i = 0; i < counts.length; i++) {
      below += (double) counts[i] / total;
      if (below >= share) {
        return i;
      }
    }
    return counts.length;
  }
}

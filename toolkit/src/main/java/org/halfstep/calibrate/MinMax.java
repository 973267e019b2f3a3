package org.halfstep.calibrate;

import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * Calibration by the least and the greatest number: nothing is clipped.
 *
 * <p>What all toolkits do with weights, and most by default with activations. One outlier sets the
 * step of all others.
 *
 * @param rule how the range becomes scale and zero point
 * @param symmetric whether the range is widened to {@code [-absmax, absmax]}
 */
public record MinMax(ScaleRule rule, boolean symmetric) implements Calibration {

  @Override
  public Affine fit(Distribution law, Grid codes) {
    double lo = law.quantile(0);
    double hi = law.quantile(1);
    if (Double.isInfinite(lo) || Double.isInfinite(hi)) {
      throw new IllegalArgumentException(
          "min-max needs numbers between two finite ends, got a law from "
              + lo
              + " to "
              + hi
              + "; take a sample, or law.within(lo, hi)");
    }
    return Codes.of(codes).affine(rule, lo, hi, symmetric);
  }
}

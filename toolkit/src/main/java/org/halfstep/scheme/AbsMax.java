package org.halfstep.scheme;

import org.halfstep.calibrate.Affine;
import org.halfstep.calibrate.Calibration;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * Calibration by the largest magnitude, which becomes the largest level: {@code s = absmax / top},
 * zero point 0.
 *
 * <p>For every grid, whole numbers or not: blocks of MX formats, NVFP4 and NF4, symmetric codes
 * with a sign, and codes without one for numbers that have none. A law that is 0 has the scale 1.
 */
public record AbsMax() implements Calibration {

  @Override
  public Affine fit(Distribution law, Grid codes) {
    double most = Math.max(Math.abs(law.quantile(0)), Math.abs(law.quantile(1)));
    if (!Double.isFinite(most)) {
      throw new IllegalArgumentException(
          "absmax needs numbers between two finite ends, got a law from "
              + law.quantile(0)
              + " to "
              + law.quantile(1));
    }
    return new Affine(most == 0 ? 1 : most / top(codes), 0);
  }

  /** The largest magnitude of a level. */
  static double top(Grid codes) {
    return Math.max(Math.abs(codes.level(0)), Math.abs(codes.level(codes.size() - 1)));
  }

  @Override
  public String toString() {
    return "absmax";
  }
}

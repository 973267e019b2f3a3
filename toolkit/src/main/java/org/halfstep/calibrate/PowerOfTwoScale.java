package org.halfstep.calibrate;

import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * Another calibration's scale, moved to a power of two, so that rescaling is a shift.
 *
 * <p>UP, {@code 2^ceil(log2 s)}, clips nothing that was not clipped (PPQ after min-max and
 * percentile); NEAREST, {@code 2^floor(log2 s + 1/2)}, halves or doubles the clip at worst by
 * {@code sqrt 2} (PPQ after KL). Both exact: the exponent comes from the bits of s, not from a
 * logarithm. A zero point that is not 0 is moved with the scale and rounded, so that the middle of
 * the range stays.
 *
 * @param of the calibration whose scale is rounded
 * @param to which power
 */
public record PowerOfTwoScale(Calibration of, To to) implements Calibration {

  /** Which power of two. */
  public enum To {
    /** The least that is not below the scale. */
    UP,
    /** The nearest in the logarithm, the greater of two. */
    NEAREST
  }

  @Override
  public Affine fit(Distribution law, Grid codes) {
    Affine exact = of.fit(law, codes);
    double scale = round(exact.scale(), to);
    double middle = (codes.level(0) + codes.level(codes.size() - 1)) / 2;
    double zero =
        exact.zero() == 0 ? 0 : Math.rint(middle - (middle - exact.zero()) * exact.scale() / scale);
    return new Affine(scale, zero);
  }

  /**
   * Returns a power of two next to a scale.
   *
   * @param scale positive and finite
   * @param to which power
   * @return the power
   * @throws IllegalArgumentException if the scale is not positive and finite
   */
  public static double round(double scale, To to) {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("scale must be positive and finite, got " + scale);
    }
    int exponent = Math.getExponent(scale * (scale < Double.MIN_NORMAL ? 0x1p54 : 1));
    exponent -= scale < Double.MIN_NORMAL ? 54 : 0;
    double power = Math.scalb(1.0, exponent);
    // NEAREST goes up from 2^(e + 1/2): scale^2 >= 2 power^2, compared without a square root.
    double ratio = scale / power;
    boolean up = to == To.UP ? ratio > 1 : ratio * ratio >= 2;
    return up ? 2 * power : power;
  }
}

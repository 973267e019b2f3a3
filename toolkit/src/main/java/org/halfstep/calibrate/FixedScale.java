package org.halfstep.calibrate;

import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * A scale that is known beforehand, because the range of the numbers is: coordinates, softmax,
 * images.
 *
 * @param map the scale and zero point
 */
public record FixedScale(Affine map) implements Calibration {

  /** The greatest shift that {@link #coordinates} allows. */
  private static final int MOST_SHIFT = 8;

  /**
   * Returns the scale for coordinates up to a size: a power of two that leaves all of them in
   * range, {@code 2^-shift}, {@code shift = clamp((bits - 1) - ceil(log2(largest + 1)), 0, 8)}.
   *
   * <p>The rule of a road-perception pipeline (the collection of QAT advice among the course's
   * sources): 16 bits and coordinates up to 400 give 2^-6. At shift 0 larger coordinates are
   * clipped.
   *
   * @param largest the largest coordinate, at least 0
   * @param bits the width of the codes with sign, 2..32
   * @return the calibration
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static FixedScale coordinates(int largest, int bits) {
    if (largest < 0) {
      throw new IllegalArgumentException("the largest coordinate must be >= 0, got " + largest);
    }
    if (bits < 2 || bits > 32) {
      throw new IllegalArgumentException("bits must be in 2..32, got " + bits);
    }
    int needed = 32 - Integer.numberOfLeadingZeros(largest); // ceil(log2(largest + 1))
    int shift = Math.clamp(bits - 1 - needed, 0, MOST_SHIFT);
    return new FixedScale(new Affine(Math.scalb(1.0, -shift), 0));
  }

  @Override
  public Affine fit(Distribution law, Grid codes) {
    return map;
  }
}

package org.halfstep.calibrate;

import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * A way of choosing scale and zero point: from what is known of the numbers, a law (measured or in
 * theory), and the grid of codes.
 *
 * <p>An observer's summary is a {@link Distribution}, so a calibration does not care whether its
 * law is a formula, a sample or a histogram. Open: a reader writes one in a cell.
 */
@FunctionalInterface
public interface Calibration {

  /**
   * Chooses scale and zero point.
   *
   * @param law the law of the numbers
   * @param codes the grid at scale 1: its levels are the codes
   * @return the map between numbers and codes
   * @throws IllegalArgumentException if the law does not suffice: the message names what lacks
   */
  Affine fit(Distribution law, Grid codes);

  /**
   * Returns the grid that was chosen.
   *
   * @param law the law of the numbers
   * @param codes the grid at scale 1
   * @return the codes' grid, shifted and scaled
   */
  default Grid on(Distribution law, Grid codes) {
    return fit(law, codes).on(codes);
  }
}

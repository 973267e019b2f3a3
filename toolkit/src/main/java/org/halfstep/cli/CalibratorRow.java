package org.halfstep.cli;

import java.util.Optional;
import org.halfstep.calibrate.Affine;
import org.halfstep.calibrate.Bootstrap;
import org.halfstep.grid.Grid;

/**
 * What a toolkit's calibrator chooses for 8 bits, and what is left of the signal.
 *
 * @param calibrator its method
 * @param dialect whose rules, and for which codes
 * @param lo the number of the lowest code
 * @param hi the number of the highest code: the threshold
 * @param map scale and zero point
 * @param sqnr the SQNR of all values in dB
 * @param interval the confidence interval of hi, where there is one
 */
record CalibratorRow(
    String calibrator,
    String dialect,
    double lo,
    double hi,
    Affine map,
    double sqnr,
    Optional<Bootstrap> interval) {

  static CalibratorRow of(
      String calibrator,
      String dialect,
      float[] x,
      Affine map,
      Grid codes,
      Optional<Bootstrap> interval) {
    return new CalibratorRow(
        calibrator,
        dialect,
        map.value(codes.level(0)),
        map.value(codes.level(codes.size() - 1)),
        map,
        Facts.sqnr(x, map.on(codes)),
        interval);
  }
}

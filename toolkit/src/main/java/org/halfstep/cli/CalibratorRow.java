package org.halfstep.cli;

import java.util.Optional;
import org.halfstep.calibrate.Affine;

/**
 * What a toolkit's calibrator chooses for 8 bits, and what is left of the signal.
 *
 * @param calibrator method, dialect and codes
 * @param map scale and zero point
 * @param measured what was measured of all values
 * @param interval the confidence interval of hi, where there is one
 */
record CalibratorRow(
    Calibrator calibrator, Affine map, Noise measured, Optional<Interval> interval) {

  /** The number of the lowest code. */
  double lo() {
    return map.value(calibrator.codes().level(0));
  }

  /** The number of the highest code: the threshold. */
  double hi() {
    return calibrator.threshold(map);
  }

  double sqnr() {
    return measured.sqnr();
  }
}

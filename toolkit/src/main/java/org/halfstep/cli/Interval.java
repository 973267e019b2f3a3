package org.halfstep.cli;

import java.util.Optional;
import org.halfstep.calibrate.Bootstrap;
import org.halfstep.calibrate.Calibration;
import org.halfstep.grid.Grid;
import org.halfstep.law.Empirical;

/**
 * Confidence intervals of clips, where the bootstrap has one.
 *
 * <p>A clip with fewer than {@value #LEAST_BEYOND} values beyond hangs on single values, and
 * drawing the same values again does not say what the next sample's would be: {@link Bootstrap}.
 */
final class Interval {

  static final int LEAST_BEYOND = 10;
  static final double LEVEL = 0.95;
  static final int REPLICATES = 99;

  /** The interval is that of a sample of so many values: 99 searches of a larger take too long. */
  static final int MOST = 4000;

  private static final long SEED = 1;

  private Interval() {}

  /** The interval of a clip that values beyond it decide; empty if they are too few. */
  static Optional<Bootstrap> ofClip(float[] part, Calibration calibration, Grid codes) {
    Empirical sample = Empirical.of(part);
    double clip = Bootstrap.highest(calibration, codes).applyAsDouble(sample);
    return Facts.beyond(part, Math.abs(clip)) < LEAST_BEYOND
        ? Optional.empty()
        : Optional.of(of(sample, calibration, codes));
  }

  /** The interval of a clip that all values decide, as a moment's. */
  static Bootstrap of(Empirical sample, Calibration calibration, Grid codes) {
    return Bootstrap.of(sample, Bootstrap.highest(calibration, codes), LEVEL, REPLICATES, SEED);
  }
}

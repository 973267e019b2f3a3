package org.halfstep.cli;

import org.halfstep.calibrate.Affine;
import org.halfstep.grid.Grid;

/**
 * A line of the table: a method, whose rules, and how it chooses.
 *
 * @param method the method
 * @param dialect whose rules
 * @param codes the codes that it chooses for
 * @param choice how it chooses
 * @param quick whether it can be repeated on other samples while a user waits
 */
record Calibrator(String method, String dialect, Grid codes, Choice choice, boolean quick) {

  Calibrator(String method, String dialect, Grid codes, Choice choice) {
    this(method, dialect, codes, choice, true);
  }

  /** How scale and zero point are chosen. */
  @FunctionalInterface
  interface Choice {
    Affine of(Seen seen);
  }

  /** Whether all values decide, as they do on a moment, and not only those beyond the threshold. */
  boolean byMoments() {
    return method.equals(Zoo.ACIQ);
  }

  /** The number of the highest code, for which intervals are given. */
  double threshold(Seen seen) {
    return threshold(choice.of(seen));
  }

  double threshold(Affine map) {
    return map.value(codes.level(codes.size() - 1));
  }
}

package org.halfstep.calibrate;

import org.halfstep.grid.Grid;

/** The ends of a grid of codes. */
record Codes(int lowest, int highest) {

  static Codes of(Grid grid) {
    double lowest = grid.level(0);
    double highest = grid.level(grid.size() - 1);
    boolean whole = lowest == Math.rint(lowest) && highest == Math.rint(highest);
    if (grid.step().orElse(0) != 1 || !whole || highest - lowest > (1L << 24)) {
      throw new IllegalArgumentException(
          "codes must be whole numbers in a row, at most 2^24 of them, got "
              + grid.size()
              + " levels from "
              + lowest
              + " to "
              + highest);
    }
    return new Codes((int) lowest, (int) highest);
  }

  /** Ends in float, as toolkits have them; a range that one double ulp widens is not narrowed. */
  Affine affine(ScaleRule rule, double lo, double hi, boolean symmetric) {
    return rule.of((float) lo, (float) hi, lowest, highest, symmetric);
  }
}

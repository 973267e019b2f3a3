package org.halfstep.scheme;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.halfstep.grid.Format;
import org.halfstep.grid.Grid;

/** What a person calls a grid: the name of a format that has its levels, or what it is made of. */
final class GridName {

  /** Of a format that Minifloat knows. */
  private static final int MOST_MANTISSA = 10;

  private static final Map<Grid, String> NAMES = new HashMap<>();

  static {
    for (Format format : Format.catalogue()) {
      NAMES.putIfAbsent(format.grid(), format.name());
    }
    for (String wide : new String[] {"int16", "uint16", "int16-symmetric"}) {
      NAMES.put(Format.of(wide).grid(), wide);
    }
  }

  private GridName() {}

  static String of(Grid grid) {
    String name = NAMES.get(grid);
    if (name != null) {
      return name;
    }
    boolean powers =
        Arrays.stream(grid.levels()).allMatch(v -> v > 0 && v == Math.scalb(1.0, exponent(v)));
    return powers
        ? "2^" + exponent(grid.level(0)) + " to 2^" + exponent(grid.level(grid.size() - 1))
        : grid.toString();
  }

  /**
   * The name of a grid of scales for values up to {@code top}: with the rule, if it is one of MX.
   */
  static String ofScales(Grid scales, double top) {
    for (BlockScale rule : BlockScale.values()) {
      int most = rule == BlockScale.EVEN ? MOST_MANTISSA : 0; // the others do not look at it
      for (int bits = 0; bits <= most; bits++) {
        if (rule.grid(top, bits).equals(scales)) {
          return of(scales) + " by " + rule;
        }
      }
    }
    return of(scales);
  }

  private static int exponent(double v) {
    return Math.getExponent(v);
  }
}

package org.halfstep.grid;

/**
 * The nine deterministic ways to choose between two neighbouring levels.
 *
 * <p>The names follow PPQ's; ONNX, PyTorch and IEEE 754 round {@link #HALF_EVEN}, C's {@code
 * roundf} (MNN, microxcaling's "nearest") {@link #HALF_FAR_FROM_ZERO}, Java's {@code Math.round}
 * {@link #HALF_UP}. The first five round to nearest and differ at midpoints alone.
 */
public enum Rounding {
  /** To nearest, a tie to the even code: {@code rint(x)}. */
  HALF_EVEN,
  /** To nearest, a tie upwards: {@code floor(x + 1/2)}. */
  HALF_UP,
  /** To nearest, a tie downwards: {@code ceil(x - 1/2)}. */
  HALF_DOWN,
  /** To nearest, a tie towards zero: {@code sign(x) ceil(|x| - 1/2)}. */
  HALF_TOWARDS_ZERO,
  /** To nearest, a tie away from zero: {@code sign(x) floor(|x| + 1/2)}. */
  HALF_FAR_FROM_ZERO,
  /** To the level above: {@code ceil(x)}. */
  UP,
  /** To the level below: {@code floor(x)}. */
  DOWN,
  /** To the neighbour nearer to zero: {@code trunc(x)}. */
  TOWARDS_ZERO,
  /** To the neighbour farther from zero: {@code sign(x) ceil(|x|)}. */
  AWAY_FROM_ZERO;

  /** Whether thresholds are midpoints. */
  boolean half() {
    return switch (this) {
      case HALF_EVEN, HALF_UP, HALF_DOWN, HALF_TOWARDS_ZERO, HALF_FAR_FROM_ZERO -> true;
      case UP, DOWN, TOWARDS_ZERO, AWAY_FROM_ZERO -> false;
    };
  }

  /** Refuses neighbours between which this rounding cannot choose. */
  void check(double lo, double hi) {
    boolean speaksOfZero =
        switch (this) {
          case HALF_TOWARDS_ZERO, HALF_FAR_FROM_ZERO -> Grid.middle(lo, hi) == 0;
          case TOWARDS_ZERO, AWAY_FROM_ZERO -> lo < 0 && hi > 0;
          default -> false;
        };
    if (speaksOfZero) {
      throw new IllegalArgumentException(
          "rounding " + this + " needs a level 0, got neighbours " + lo + " and " + hi);
    }
  }

  /** The threshold between two neighbours. */
  double threshold(double lo, double hi) {
    return switch (this) {
      case UP -> lo;
      case DOWN -> hi;
      case TOWARDS_ZERO -> lo >= 0 ? hi : lo;
      case AWAY_FROM_ZERO -> lo >= 0 ? lo : hi;
      default -> Grid.middle(lo, hi);
    };
  }

  /** Whether a value at the threshold goes up; a level stays where it is. */
  boolean up(double threshold, double lo, boolean upperIsEven) {
    return switch (this) {
      case HALF_EVEN -> upperIsEven;
      case HALF_UP -> true;
      case HALF_DOWN -> false;
      case HALF_TOWARDS_ZERO -> threshold < 0;
      case HALF_FAR_FROM_ZERO -> threshold > 0;
      case UP, DOWN, TOWARDS_ZERO, AWAY_FROM_ZERO -> threshold != lo;
    };
  }
}

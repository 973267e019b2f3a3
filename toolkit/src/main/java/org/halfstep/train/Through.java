package org.halfstep.train;

import org.halfstep.grid.Grid;

/**
 * Where a straight-through estimator lets a gradient through: its slope is 1 there and 0 elsewhere.
 *
 * <p>Bounds are in units of the grid's own levels.
 */
public enum Through {
  /** Nowhere: the true derivative of a staircase, almost everywhere. */
  NOWHERE {
    @Override
    public boolean passes(Grid unit, double v) {
      return false;
    }

    @Override
    double[] bounds(Grid unit) {
      return new double[0];
    }
  },
  /** Everywhere, beyond the clip too: the estimator without a mask (PPQ's plain quantization). */
  EVERYWHERE {
    @Override
    public boolean passes(Grid unit, double v) {
      return true;
    }

    @Override
    double[] bounds(Grid unit) {
      return new double[0];
    }
  },
  /** Strictly between the outermost levels: the derivative of the clip (LSQ's paper, PACT). */
  LEVELS {
    @Override
    public boolean passes(Grid unit, double v) {
      return v > unit.level(0) && v < unit.level(unit.size() - 1);
    }

    @Override
    double[] bounds(Grid unit) {
      return new double[] {unit.level(0), unit.level(unit.size() - 1)};
    }
  },
  /**
   * Up to half a step beyond the outermost levels, where the rounded code is still in range
   * (PyTorch's fake quantization). At the very edge the tie to the even code decides.
   */
  CELLS {
    @Override
    public boolean passes(Grid unit, double v) {
      double low = unit.overloadLow();
      double high = unit.overloadHigh();
      return v > low && v < high
          || v == low && isEven(unit.firstCode())
          || v == high && isEven(unit.firstCode() + unit.size() - 1);
    }

    @Override
    double[] bounds(Grid unit) {
      return new double[] {unit.overloadLow(), unit.overloadHigh()};
    }
  };

  /**
   * Says whether a gradient passes.
   *
   * @param unit the grid
   * @param v the input, in units of the grid
   * @return true where the slope is 1
   */
  public abstract boolean passes(Grid unit, double v);

  /** Where the answer changes. */
  abstract double[] bounds(Grid unit);

  private static boolean isEven(int code) {
    return (code & 1) == 0;
  }
}

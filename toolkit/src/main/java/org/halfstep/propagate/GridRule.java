package org.halfstep.propagate;

import java.util.Arrays;
import org.halfstep.grid.Grid;
import org.halfstep.kernel.Codebook;
import org.halfstep.kernel.FakeQuantize;

/** A grid as a loop over floats: the fastest that makes the grid's own decisions. */
final class GridRule {

  private static final int CODEBOOK = 256;

  private final Grid grid;
  private final FakeQuantize uniform;
  private final Codebook codebook;

  private GridRule(Grid grid, FakeQuantize uniform, Codebook codebook) {
    this.grid = grid;
    this.uniform = uniform;
    this.codebook = codebook;
  }

  static GridRule of(Grid grid) {
    FakeQuantize uniform = uniform(grid);
    boolean few = uniform == null && grid.size() >= 2 && grid.size() <= CODEBOOK;
    return new GridRule(grid, uniform, few ? codebook(grid) : null);
  }

  /** Multiples of a step with ties to the even code are what kernels round to by division. */
  private static FakeQuantize uniform(Grid grid) {
    if (grid.step().isEmpty()) {
      return null;
    }
    double step = grid.step().getAsDouble();
    double first = Math.rint(grid.level(0) / step);
    boolean multiples = Math.abs(grid.level(0) - first * step) < 1e-9 * step;
    if (!multiples || Math.abs(first) > 1 << 20) {
      return null;
    }
    int lowest = (int) first;
    for (int i = 0; i + 1 < grid.size(); i++) {
      if (grid.up(i) != ((lowest + i + 1) % 2 == 0)) {
        return null;
      }
    }
    return FakeQuantize.dividing((float) step, 0, lowest, lowest + grid.size() - 1);
  }

  private static Codebook codebook(Grid grid) {
    float[] levels = new float[grid.size()];
    float[] thresholds = new float[grid.size() - 1];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (float) grid.level(i);
    }
    for (int i = 0; i < thresholds.length; i++) {
      thresholds[i] = leastAbove(grid.upper(i), grid.up(i));
    }
    return Codebook.of(thresholds, levels);
  }

  /** The least float above t, or at t if a tie goes up. */
  private static float leastAbove(double t, boolean up) {
    float f = (float) t;
    if (f < t || (f == t && !up)) {
      f = Math.nextUp(f);
    }
    return f;
  }

  /** Rounds n values in place. */
  void apply(float[] x, int from, int n) {
    apply(x, from, x, n);
  }

  /** Rounds n values into the same places of another array, or in place. */
  void apply(float[] x, int from, float[] out, int n) {
    if (uniform != null) {
      uniform.apply(x, from, out, from, n);
      return;
    }
    float[] row = Arrays.copyOfRange(x, from, from + n);
    float[] rounded = new float[n];
    if (codebook != null) {
      codebook.nearest(row, rounded);
    } else {
      grid.nearest(row, rounded);
    }
    System.arraycopy(rounded, 0, out, from, n);
  }

  /** The code of a value: the index of its level, plus the grid's first code. */
  int code(float x) {
    if (uniform != null) {
      double step = grid.step().getAsDouble();
      return (int) Math.rint(uniform.of(x) / step);
    }
    return grid.firstCode() + (codebook != null ? codebook.code(x) : grid.encode(x));
  }
}

package org.halfstep.theory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;
import org.halfstep.numeric.Search;

/**
 * The scale and offset of a unit grid that lose least on a law: {@code x ~ scale g + offset}, g on
 * the unit grid.
 *
 * <p>For thresholds at midpoints both derivatives of the MSE are plain: with respect to the offset
 * it is {@code 2 E[Q(X) - X]}, so the optimum has no bias; with respect to the scale it is the root
 * that {@link OptimalScale} finds. One search runs inside the other. The offset is real: a zero
 * point that must be an integer code is a constraint of the format, not of the law.
 *
 * @param scale the optimal scale
 * @param offset the optimal offset, in units of x
 * @param report what {@code unit.scaled(scale).shifted(offset)} does to the law
 */
public record OptimalAffine(double scale, double offset, ErrorReport report) {

  /** More atoms than this are a sample. */
  private static final int FEW_ATOMS = 8;

  /** With more levels only the outermost are tried on an atom, as a ReLU wants it. */
  private static final int FEW_LEVELS = 16;

  /** Offsets of the scan, over four standard deviations on each side of the middle. */
  private static final int OFFSETS = 16;

  /**
   * Returns the scale and offset of least mean squared error.
   *
   * @param law the law of X, with a finite second moment and some spread
   * @param unit the grid at scale 1, thresholds at midpoints
   * @return the optimum: the best of the minima that a scan of 17 offsets finds, and of grids with
   *     a level on an atom of the law
   * @throws IllegalArgumentException if the law's variance is 0 or infinite
   */
  public static OptimalAffine mse(Distribution law, Grid unit) {
    double variance = law.variance();
    if (!(variance > 0 && variance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the law must have a positive, finite variance, got " + variance);
    }
    double sigma = Math.sqrt(variance);
    double middle = law.mean();
    double reach = 4 * sigma;
    double[] offset = new double[OFFSETS + 1];
    double[] value = new double[OFFSETS + 1];
    for (int i = 0; i <= OFFSETS; i++) {
      offset[i] = middle - reach + 2 * reach * i / OFFSETS;
      value[i] = scaleAt(law, unit, offset[i]).report().mse();
    }
    List<OptimalAffine> found = new ArrayList<>();
    for (int i = 0; i <= OFFSETS; i++) {
      int before = Math.max(i - 1, 0);
      int after = Math.min(i + 1, OFFSETS);
      if (value[i] <= value[before] && value[i] <= value[after]) {
        found.add(at(law, unit, refined(law, unit, offset[before], offset[after])));
      }
    }
    addLevelsOnAtoms(law, unit, found);
    return found.stream().min(Comparator.comparingDouble(o -> o.report().mse())).orElseThrow();
  }

  private static OptimalAffine at(Distribution law, Grid unit, double offset) {
    double scale = scaleAt(law, unit, offset).scale();
    Grid grid = unit.scaled(scale).shifted(offset);
    return new OptimalAffine(scale, offset, ErrorReport.of(law, grid));
  }

  /**
   * Tries grids with a level on an atom, which then has no error: a dip too sharp for any scan.
   * With {@code x - a = s (g - l)} it is a search for the scale alone.
   */
  private static void addLevelsOnAtoms(Distribution law, Grid unit, List<OptimalAffine> found) {
    double[] atoms = DoubleStream.of(law.breaks()).filter(b -> law.mass(b) > 0).toArray();
    if (atoms.length > FEW_ATOMS) {
      return; // a sample: no atom matters
    }
    int stride = unit.size() <= FEW_LEVELS ? 1 : unit.size() - 1;
    for (double atom : atoms) {
      for (int i = 0; i < unit.size(); i += stride) {
        double level = unit.level(i);
        double scale = OptimalScale.mse(law.shifted(-atom), unit.shifted(-level)).scale();
        double offset = atom - scale * level;
        Grid grid = unit.shifted(-level).scaled(scale).shifted(atom);
        found.add(new OptimalAffine(scale, offset, ErrorReport.of(law, grid)));
      }
    }
  }

  private static OptimalScale scaleAt(Distribution law, Grid unit, double offset) {
    return OptimalScale.mse(law.shifted(-offset), unit);
  }

  private static double refined(Distribution law, Grid unit, double a, double b) {
    if (bias(law, unit, a) < 0 && bias(law, unit, b) > 0) {
      return Search.root(c -> bias(law, unit, c), a, b);
    }
    return Search.minimum(c -> scaleAt(law, unit, c).report().mse(), a, b);
  }

  private static double bias(Distribution law, Grid unit, double offset) {
    return scaleAt(law, unit, offset).report().bias();
  }
}

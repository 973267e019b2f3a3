package org.halfstep.theory;

import org.apache.commons.numbers.core.Sum;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;

/**
 * The grid of N levels with the least mean squared error under a law.
 *
 * <p>Thresholds are midpoints and levels are the means of their cells (Lloyd 1957, published 1982;
 * Max 1960). Newton's method on {@code g_i = E[l_i - X; cell i] = 0}: its Jacobian is symmetric and
 * tridiagonal, so a step costs no more than one of Lloyd's and the digits double. The start is
 * Panter and Dite's: levels at the quantiles of {@code p^(1/3)}. For a log-concave density the
 * solution is the only one (Fleischer 1964); for others the best from three starts is returned,
 * which need not be the best of all.
 */
public final class LloydMax {

  /** Steps after which Newton's method has long stood still: the start is a few digits right. */
  private static final int STEPS = 200;

  /** Lloyd's steps from a leaning start, to come near one of several solutions. */
  private static final int WARM_UP = 50;

  /** Panels of the companding start: its levels need only be in the right order and place. */
  private static final int PANELS = 4096;

  private LloydMax() {}

  /**
   * Returns the optimal grid.
   *
   * @param law a law with a density (for a sample see {@link KMeans}) and a finite second moment
   * @param n the number of levels, 2..65536
   * @return the grid with thresholds at midpoints; its levels are right to about 1e-12 of sigma
   * @throws IllegalArgumentException if n is out of range, or the law is a sample
   * @throws ArithmeticException if the iteration does not come to rest
   */
  public static Grid of(Distribution law, int n) {
    if (n < 2 || n > 65536) {
      throw new IllegalArgumentException("levels must be in 2..65536, got " + n);
    }
    if (law instanceof Empirical sample) {
      throw new IllegalArgumentException(
          "the law must have a density, got a sample of "
              + sample.size()
              + ": KMeans is for those");
    }
    Companding start = Companding.of(law, n);
    double[] middle = start.levels(n, 0.5);
    double centre = law.mean();
    boolean symmetric = isSymmetric(law, centre, middle);
    Grid best = settle(law, middle, symmetric ? centre : Double.NaN);
    return start.isLogConcave() ? best : lessOf(law, best, start, n);
  }

  /**
   * Looks for a better solution from starts that lean to either side: with several humps a
   * symmetric solution may be a saddle, where leaning is better.
   */
  private static Grid lessOf(Distribution law, Grid best, Companding start, int n) {
    Grid least = best;
    double mse = ErrorReport.of(law, best).mse();
    for (double lean : new double[] {0.2, 0.8}) {
      double[] levels = start.levels(n, lean);
      for (int i = 0; i < WARM_UP; i++) {
        lloyd(Cells.of(law, levels), levels);
      }
      try {
        Grid other = settle(law, levels, Double.NaN);
        double otherMse = ErrorReport.of(law, other).mse();
        if (otherMse < mse * (1 - 1e-9)) {
          least = other;
          mse = otherMse;
        }
      } catch (ArithmeticException e) {
        continue; // this start does not come to rest; the first one did
      }
    }
    return least;
  }

  /**
   * Moves levels until they are the means of their cells, mirrored about a centre unless it is NaN.
   */
  private static Grid settle(Distribution law, double[] levels, double centre) {
    int n = levels.length;
    double[] step = new double[n];
    double before = Double.POSITIVE_INFINITY;
    for (int i = 0; i < STEPS; i++) {
      if (!Double.isNaN(centre)) {
        balance(levels, centre);
      }
      Cells cells = Cells.of(law, levels);
      double size = cells.newtonStep(levels, step);
      double reach = levels[n - 1] - levels[0];
      // Levels are means to their last digits, or a step no longer shrinks: only rounding is left.
      boolean settled = Math.sqrt(cells.residual() / n) <= 4e-16 * reach;
      if (settled || size <= 1e-12 * reach && size >= 0.5 * before) {
        return Grid.of(levels);
      }
      before = size;
      advance(law, cells, levels, step);
    }
    throw new ArithmeticException(
        "Lloyd-Max did not come to rest for " + n + " levels under " + law);
  }

  private static boolean isSymmetric(Distribution law, double centre, double[] places) {
    for (double x : places) {
      double here = law.pdf(x);
      if (!(Math.abs(law.pdf(2 * centre - x) - here) <= 1e-12 * here)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Makes levels mirror images about the centre, as those of a symmetric law are. Under a Laplace
   * law with even n a common shift costs nothing to first order, and rounding would choose it.
   */
  private static void balance(double[] levels, double centre) {
    int n = levels.length;
    for (int i = 0; i < (n + 1) / 2; i++) {
      double distance = 0.5 * (levels[n - 1 - i] - levels[i]);
      levels[i] = centre - distance;
      levels[n - 1 - i] = centre + distance;
    }
  }

  /** Cell masses and centred first moments: mass[i] and gap[i] = E[l_i - X; cell i]. */
  private record Cells(double[] mass, double[] gap, double[] density) {

    static Cells of(Distribution law, double[] levels) {
      int n = levels.length;
      double[] mass = new double[n];
      double[] gap = new double[n];
      double[] density = new double[n - 1];
      double from = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < n; i++) {
        double to = i == n - 1 ? Double.POSITIVE_INFINITY : 0.5 * (levels[i] + levels[i + 1]);
        double[] m = new double[2];
        law.moments(levels[i], from, to, m);
        mass[i] = m[0];
        gap[i] = -m[1];
        if (i < n - 1) {
          density[i] = law.pdf(to);
        }
        from = to;
      }
      return new Cells(mass, gap, density);
    }

    /** Sum of squared distances of levels from means: not weighted, or tails could run away. */
    double residual() {
      Sum sum = Sum.create();
      for (int i = 0; i < gap.length; i++) {
        double distance = mass[i] > 0 ? gap[i] / mass[i] : Double.POSITIVE_INFINITY;
        sum.addProduct(distance, distance);
      }
      return sum.getAsDouble();
    }

    /** Solves J step = -gap (Thomas's algorithm) and returns the largest component. */
    double newtonStep(double[] levels, double[] step) {
      int n = levels.length;
      double[] upper = new double[n];
      double[] right = new double[n];
      double largest = 0;
      for (int i = 0; i < n; i++) {
        double below = i == 0 ? 0 : 0.25 * (levels[i] - levels[i - 1]) * density[i - 1];
        double above = i == n - 1 ? 0 : 0.25 * (levels[i + 1] - levels[i]) * density[i];
        double pivot = mass[i] - below - above;
        double value = -gap[i];
        if (i > 0) {
          pivot += below * upper[i - 1];
          value += below * right[i - 1];
        }
        upper[i] = -above / pivot;
        right[i] = value / pivot;
      }
      for (int i = n - 1; i >= 0; i--) {
        step[i] = right[i] - (i == n - 1 ? 0 : upper[i] * step[i + 1]);
        largest = Math.max(largest, Math.abs(step[i]));
      }
      return largest;
    }
  }

  /**
   * Moves by Newton's step, halved until levels stay in order and the residual falls, else Lloyd's.
   */
  private static void advance(Distribution law, Cells cells, double[] levels, double[] step) {
    double residual = cells.residual();
    for (double factor = 1; factor > 0.05; factor *= 0.5) {
      double[] moved = levels.clone();
      for (int i = 0; i < levels.length; i++) {
        moved[i] += factor * step[i];
      }
      // At the very end the residual is rounding: a step that small is taken as it is.
      if (increases(moved)
          && (Cells.of(law, moved).residual() <= residual || small(step, levels))) {
        System.arraycopy(moved, 0, levels, 0, levels.length);
        return;
      }
    }
    lloyd(cells, levels);
  }

  /** Lloyd's own step: each level moves to the mean of its cell. */
  private static void lloyd(Cells cells, double[] levels) {
    for (int i = 0; i < levels.length; i++) {
      levels[i] -= cells.mass[i] > 0 ? cells.gap[i] / cells.mass[i] : 0;
    }
  }

  private static boolean small(double[] step, double[] levels) {
    double reach = levels[levels.length - 1] - levels[0];
    for (double s : step) {
      if (Math.abs(s) > 1e-9 * reach) {
        return false;
      }
    }
    return true;
  }

  private static boolean increases(double[] x) {
    for (int i = 1; i < x.length; i++) {
      if (!(x[i - 1] < x[i])) {
        return false;
      }
    }
    return true;
  }

  /** The point density p^(1/3) between far quantiles, tabled. */
  private record Companding(double[] x, double[] cumulative, boolean isLogConcave) {

    static Companding of(Distribution law, int n) {
      // The cube root of a density reaches three times as far: its tails matter at this depth.
      double far = 0.01 / ((double) n * n * n);
      double lo = law.quantile(far);
      double hi = law.quantile(1 - Math.max(far, 1e-15));
      double[] x = new double[PANELS + 1];
      double[] cumulative = new double[PANELS + 1];
      double[] logarithm = new double[PANELS];
      boolean concave = true;
      x[0] = lo;
      for (int i = 0; i < PANELS; i++) {
        x[i + 1] = lo + (hi - lo) * (i + 1) / PANELS;
        double density = law.pdf(0.5 * (x[i] + x[i + 1]));
        cumulative[i + 1] = cumulative[i] + Math.cbrt(density);
        logarithm[i] = Math.log(density);
        if (i > 1) {
          double bend = logarithm[i] - 2 * logarithm[i - 1] + logarithm[i - 2];
          concave &= !(bend > 1e-12 * Math.abs(logarithm[i]) + 1e-13);
        }
      }
      return new Companding(x, cumulative, concave);
    }

    /** Levels at the (i + lean)/n quantiles of the point density. */
    double[] levels(int n, double lean) {
      double[] levels = new double[n];
      int at = 1;
      for (int i = 0; i < n; i++) {
        double target = cumulative[PANELS] * (i + lean) / n;
        while (cumulative[at] < target) {
          at++;
        }
        double part = (target - cumulative[at - 1]) / (cumulative[at] - cumulative[at - 1]);
        levels[i] = x[at - 1] + part * (x[at] - x[at - 1]);
      }
      return levels;
    }
  }
}

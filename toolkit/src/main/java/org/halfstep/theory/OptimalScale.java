package org.halfstep.theory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.apache.commons.numbers.core.Sum;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;
import org.halfstep.numeric.Search;

/**
 * The scale of a unit grid that loses least on a law, with what it loses.
 *
 * <p>With thresholds at midpoints the boundary terms of the derivative drop out (a tie costs the
 * same on both sides), so the MSE-optimal scale is a root of {@code dMSE/ds = -2 sum l_k E[X - l_k
 * s; cell k]}, found to 1e-12. With other thresholds, or another loss, the loss itself is
 * minimized, which fixes the scale to about 1e-8 and the loss to 1e-15. A scan comes first: the
 * loss of a floating grid, or of a sample, has many local minima, often one an octave that differ
 * in the tenth digit. Between scales that lose the same in doubles, the smallest is chosen. For a
 * law of few atoms (times levels: 65536) the MSE-optimal scale is the least of all; of a larger
 * sample it is the least of the minima that a scan of 128 points around every promising one can
 * tell apart.
 *
 * @param scale the optimal scale, in units of x per unit of the grid
 * @param report what {@code unit.scaled(scale)} does to the law
 */
public record OptimalScale(double scale, ErrorReport report) {

  /** The scan begins where the outermost level is an eighth of the law's root mean square. */
  private static final double LOWEST_CLIP = 0.125;

  /** It ends where the narrowest gap between levels is four times the root mean square. */
  private static final double WIDEST_GAP = 4;

  /** Local minima of the scan that are worth refining: the scan sees a minimum at most so high. */
  private static final double WORTH = 1.5;

  /** The second scan is finer: what remains is the depth of a minimum between two of its points. */
  private static final double FINE_WORTH = 1.02;

  /** A law with more atoms than this is a sample: its minima are many and shallow. */
  private static final int FEW_ATOMS = 8;

  /** A density with more kinks or jumps than this is a histogram's. */
  private static final int FEW_BREAKS = 64;

  /** Atoms times levels up to which every scale that matters is looked at, in milliseconds. */
  private static final long WALK = 1 << 16;

  /** Of the law's power: what is left of no error at all when levels are rounded to doubles. */
  private static final double ROUNDING = 1e-28;

  /** What is beyond this probability adds less than 1e-15 to an error that is not clipping. */
  private static final double BEYOND = 1e-25;

  /** In a cell narrower than this part of the root mean square, three nodes are right to 1e-5. */
  private static final double NARROW = 0.25;

  /** From so many equal steps on Widrow's formula is near enough to tell where to look. */
  private static final int MANY_LEVELS = 16;

  /** The outer nodes of three-point Gauss-Legendre, in half widths. */
  private static final double OUTER = 0.774596669241483377;

  /**
   * Returns the scale of least mean squared error.
   *
   * @param law the law of X, with a finite second moment that is not 0
   * @param unit the grid at scale 1
   * @return the optimum
   * @throws IllegalArgumentException if the law's second moment is 0 or infinite
   */
  public static OptimalScale mse(Distribution law, Grid unit) {
    return of(law, unit, Loss.SQUARED);
  }

  /**
   * Returns the scale of least loss.
   *
   * @param law the law of X, with a finite second moment that is not 0
   * @param unit the grid at scale 1
   * @param loss what an error costs
   * @return the optimum
   * @throws IllegalArgumentException if the law's second moment is 0 or infinite
   */
  public static OptimalScale of(Distribution law, Grid unit, Loss loss) {
    double[] m = new double[3];
    law.moments(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, m);
    if (!(m[2] > 0 && m[2] < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the law must have a positive, finite second moment, got " + m[2]);
    }
    double scale = new Searching(law, unit, loss, Math.sqrt(m[2])).least();
    return new OptimalScale(scale, ErrorReport.of(law, unit.scaled(scale)));
  }

  /** An interval of scales with a local minimum inside, and the loss that the scan saw there. */
  private record Bracket(double lo, double hi, double seen) {}

  /** One search: what does not change while the scale does. */
  private static final class Searching {
    private final Distribution law;
    private final Grid unit;
    private final Loss loss;
    private final double rms;
    private final double[] breaks;
    private final double[] atoms;

    /** Between these ends is all of the law but {@link #BEYOND} on each side. */
    private final double bottom;

    private final double top;

    Searching(Distribution law, Grid unit, Loss loss, double rms) {
      this.law = law;
      this.unit = unit;
      this.loss = loss;
      this.rms = rms;
      this.breaks = law.breaks();
      this.atoms = DoubleStream.of(breaks).filter(b -> law.mass(b) > 0).toArray();
      double above = rms;
      while (law.survival(above) > BEYOND) {
        above *= 2;
      }
      double below = rms;
      while (law.cdf(-below) > BEYOND) {
        below *= 2;
      }
      this.top = above;
      this.bottom = -below;
    }

    /** Says whether a cell is so far out that the error inside it counts for nothing. */
    private boolean nothing(double from, double to) {
      boolean inner = from > Double.NEGATIVE_INFINITY && to < Double.POSITIVE_INFINITY;
      return inner && (from > top || to < bottom);
    }

    double least() {
      double lo = LOWEST_CLIP * rms / outermost(unit);
      return areCountable() ? leastOfAtoms(lo) : leastOfScan(lo);
    }

    /** Says whether the law is made of atoms alone, few enough to walk through all scales. */
    private boolean areCountable() {
      boolean few = (long) atoms.length * unit.size() <= WALK && loss == Loss.SQUARED;
      return few && DoubleStream.of(atoms).map(law::mass).sum() > 1 - 1e-12;
    }

    private double leastOfAtoms(double lo) {
      double[] mass = DoubleStream.of(atoms).map(law::mass).toArray();
      boolean midpoints = hasMidpoints(unit);
      double best = Double.NaN;
      double least = Double.POSITIVE_INFINITY;
      for (double s : AtomScales.least(atoms, mass, unit, midpoints, lo)) {
        Bracket near = new Bracket(s * (1 - 1e-9), s * (1 + 1e-9), least);
        double candidate = midpoints ? newton(near) : s;
        double value = Math.max(exact(candidate), ROUNDING * rms * rms);
        if (value < least * (1 - 1e-13)) {
          least = value;
          best = candidate;
        }
      }
      return best;
    }

    private double leastOfScan(double lo) {
      double hi = Math.max(WIDEST_GAP * rms / narrowestGap(unit), 4 * lo);
      boolean plain = unit.step().isPresent() && loss == Loss.SQUARED;
      boolean smooth = plain && atoms.length == 0 && !isRugged();
      DoubleUnaryOperator quick = looking(smooth);
      if (smooth && unit.size() >= MANY_LEVELS) {
        hi = whereRoundingIsTooMuch(lo, hi);
      }
      int octaves = (int) Math.ceil(Math.log(hi / lo) / Math.log(2));
      List<Bracket> brackets = scan(quick, lo, hi, (smooth ? 2 : 8) * octaves);
      keep(brackets, WORTH);
      if (!smooth) {
        List<Bracket> fine = new ArrayList<>();
        brackets.forEach(b ->
            fine.addAll(scan(quick, b.lo, b.hi, isRugged() ? 128 : breaks.length > 1 ? 32 : 8)));
        brackets = fine;
        keep(brackets, FINE_WORTH);
      }
      double best = Double.NaN;
      double least = Double.POSITIVE_INFINITY;
      for (Bracket bracket : brackets) {
        double candidate = refined(bracket);
        double value = exact(candidate);
        if (value < least * (1 - 1e-13) || Double.isNaN(best)) {
          least = value;
          best = candidate;
        }
      }
      return best;
    }

    /**
     * A scale above which rounding alone costs more than the best seen below it: s^2/12 P grows.
     */
    private double whereRoundingIsTooMuch(double lo, double hi) {
      double least = Double.POSITIVE_INFINITY;
      double step = unit.step().orElseThrow();
      double highest = unit.level(unit.size() - 1);
      for (double s = lo; s < hi; s *= 2) {
        least = Math.min(least, widrow(s));
        double inside = law.cdf(highest * s) - law.cdf(unit.level(0) * s);
        if (step * step * s * s / 12 * inside > WORTH * least) {
          return s;
        }
      }
      return hi;
    }

    /** The cheapest look at the loss that tells where its minima are. */
    private DoubleUnaryOperator looking(boolean smooth) {
      if (smooth && unit.size() >= MANY_LEVELS) {
        return this::widrow;
      }
      return isRugged() || loss != Loss.SQUARED ? this::exact : s -> quick(unit.scaled(s));
    }

    /** Says whether the loss has many local minima, as that of a sample or a histogram. */
    private boolean isRugged() {
      return atoms.length > FEW_ATOMS || breaks.length > FEW_BREAKS;
    }

    private double refined(Bracket bracket) {
      if (loss == Loss.SQUARED && hasMidpoints(unit)) {
        double found = newton(bracket);
        if (found > bracket.lo && found < bracket.hi) {
          return found;
        }
      }
      return Search.minimum(this::exact, bracket.lo, bracket.hi);
    }

    /**
     * Newton's method on the slope, kept inside the bracket by bisection; an end if there is no
     * root.
     */
    private double newton(Bracket bracket) {
      double lo = bracket.lo;
      double hi = bracket.hi;
      double s = Math.sqrt(lo * hi);
      double[] derivatives = new double[2];
      for (int i = 0; i < 60; i++) {
        slope(s, derivatives);
        double g = derivatives[0];
        if (g == 0) {
          return s;
        }
        if (g > 0) {
          hi = s;
        } else {
          lo = s;
        }
        double next = s - g / derivatives[1];
        boolean inside = next > lo && next < hi && derivatives[1] > 0;
        next = inside ? next : 0.5 * (lo + hi);
        if (Math.abs(next - s) <= 4e-16 * s) {
          return next;
        }
        s = next;
      }
      return s;
    }

    private double exact(double scale) {
      Grid grid = unit.scaled(scale);
      Sum sum = Sum.create();
      double from = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < grid.size(); i++) {
        double to = ErrorSums.top(grid, i);
        if (from < to) {
          if (!nothing(from, to)) {
            sum.add(loss.over(law, grid.level(i), from, to));
          }
          from = to;
        }
      }
      return sum.getAsDouble();
    }

    private double widrow(double scale) {
      double highest = unit.level(unit.size() - 1) * scale;
      return Widrow.mse(law, unit.step().orElseThrow() * scale, unit.level(0) * scale, highest);
    }

    /** The MSE with three nodes in a narrow cell instead of nine to look at many scales. */
    private double quick(Grid grid) {
      double sum = 0;
      double from = Double.NEGATIVE_INFINITY;
      double[] m = new double[3];
      for (int i = 0; i < grid.size(); i++) {
        double to = grid.upper(i);
        double level = grid.level(i);
        if (nothing(from, to)) {
          from = to;
          continue;
        }
        if (to - from < NARROW * rms && !holdsBreak(from, to)) {
          double half = 0.5 * (to - from);
          double x = from + half;
          double d = half * OUTER;
          double ends = square(x - d, level) + square(x + d, level);
          sum += half * (5 * ends + 8 * square(x, level)) / 9;
        } else {
          m[2] = 0;
          law.moments(level, from, to, m);
          sum += m[2];
        }
        from = to;
      }
      return sum;
    }

    /** Kinks, jumps and atoms want a cell's moments whole. */
    private boolean holdsBreak(double from, double to) {
      for (double b : breaks) {
        if (b >= from && b <= to) {
          return true;
        }
      }
      return false;
    }

    private double square(double x, double level) {
      return law.pdf(x) * (x - level) * (x - level);
    }

    /**
     * Half of dMSE/ds for midpoint thresholds, {@code - sum l_k E[X - l_k s; cell k]}, freed of
     * what rounding the levels l_k s and the thresholds to doubles adds (at 12 bits that is the
     * last digit that counts), and its derivative {@code sum l_k^2 P_k - s/4 sum (l_k + l_k+1)^2
     * (l_k+1 - l_k) p(threshold)}.
     */
    private void slope(double scale, double[] derivatives) {
      Grid grid = unit.scaled(scale);
      Sum sum = Sum.create();
      double curvature = 0;
      double from = Double.NEGATIVE_INFINITY;
      double[] m = new double[2];
      for (int i = 0; i < grid.size(); i++) {
        double to = grid.upper(i);
        double l = unit.level(i);
        if (nothing(from, to)) {
          from = to;
          continue;
        }
        m[0] = 0;
        m[1] = 0;
        law.moments(grid.level(i), from, to, m);
        double levelRest = Math.fma(l, scale, -grid.level(i));
        sum.addProduct(-l, m[1] - levelRest * m[0]);
        curvature += l * l * m[0];
        if (i < grid.size() - 1) {
          double next = unit.level(i + 1);
          double rest = Math.fma(0.5 * (l + next), scale, -to);
          double flow = 0.5 * law.pdf(to) * scale * (next - l) * (l + next);
          sum.add(-flow * rest);
          curvature -= 0.5 * flow * (l + next);
        }
        from = to;
      }
      derivatives[0] = sum.getAsDouble();
      derivatives[1] = curvature;
    }
  }

  private static double outermost(Grid grid) {
    return Math.max(Math.abs(grid.level(0)), Math.abs(grid.level(grid.size() - 1)));
  }

  private static double narrowestGap(Grid grid) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i < grid.size(); i++) {
      least = Math.min(least, grid.level(i) - grid.level(i - 1));
    }
    return least;
  }

  private static boolean hasMidpoints(Grid grid) {
    for (int i = 0; i < grid.size() - 1; i++) {
      double middle = 0.5 * (grid.level(i) + grid.level(i + 1));
      if (Math.abs(grid.upper(i) - middle) > 4 * Math.ulp(outermost(grid))) {
        return false;
      }
    }
    return true;
  }

  /** Returns brackets around the local minima of a geometric scan. */
  private static List<Bracket> scan(DoubleUnaryOperator f, double lo, double hi, int points) {
    double[] s = new double[points + 1];
    double[] value = new double[points + 1];
    for (int i = 0; i <= points; i++) {
      s[i] = lo * Math.pow(hi / lo, (double) i / points);
      value[i] = f.applyAsDouble(s[i]);
    }
    List<Bracket> brackets = new ArrayList<>();
    for (int i = 0; i <= points; i++) {
      int before = Math.max(i - 1, 0);
      int after = Math.min(i + 1, points);
      if (value[i] <= value[before] && value[i] <= value[after]) {
        brackets.add(new Bracket(s[before], s[after], value[i]));
      }
    }
    return brackets;
  }

  /** Drops brackets that saw more than a multiple of the least. */
  private static void keep(List<Bracket> brackets, double worth) {
    double least =
        brackets.stream().min(Comparator.comparingDouble(Bracket::seen)).orElseThrow().seen;
    brackets.removeIf(b -> b.seen > least * worth);
  }
}

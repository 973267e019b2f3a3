package org.halfstep.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.apache.commons.numbers.core.Sum;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;

/**
 * Expectations of several functions under a law, with bounds for their errors: panels between
 * breaks, the worst halved until all are exact, noisy or too many.
 *
 * <p>{@link org.halfstep.numeric.Quadrature} wants integrands that are exact to the last digit. An
 * activation known by its values has derivatives with noise, and so has the difference of two
 * nearly equal values: here an integrand says how noisy it is, and no panel is halved for noise.
 */
final class Expectation {

  /** Functions of x. */
  @FunctionalInterface
  interface Integrand {
    /**
     * Evaluates all functions at x.
     *
     * @param x the point
     * @param value receives the values
     * @param noise receives bounds for their errors beyond a few ulp; 0 where nothing is written
     */
    void at(double x, double[] value, double[] noise);
  }

  /**
   * Where panels end, from the median, in half distances of the quartiles: 12 sigma of a Gaussian.
   */
  private static final double[] SPREAD = {-18, -6, -2, 0, 2, 6, 18};

  /** An error to aim at, of the integral of the sizes: what doubles can do. */
  static final double FINEST = 1e-14;

  /** Halving a panel with a jump halves its error; noise keeps it. */
  private static final double STUBBORN = 0.75;

  /** An error above this part of the panel is no rounding. */
  private static final double FINE = 1e-12;

  /** Coefficients of 17 values are right to this part of the largest. */
  private static final double ROUNDING = 16 * Math.ulp(1.0);

  /** What lies beyond the coefficients that are looked at, against these. */
  private static final double BEYOND = 2;

  private static final int BUDGET = 30_000;

  /** Nodes are rounded to doubles: within a panel a function changes by a few of its own size. */
  private static final double STEEP = 2;

  /** Where the worst panel adds this part, all of them together are below the goal. */
  private static final double NEGLIGIBLE = 1e-19;

  /** A tail is followed out to 1e48 times the scale of the law. */
  private static final double OUTERMOST = 0x1p-160;

  /** A moment whose tail holds this part beyond 1e48 is infinite. */
  private static final double DIVERGES = 1e-8;

  /** A density this small is about to underflow: what counts there has no end. */
  private static final double FAINT = 1e-290;

  /** An integral this small may lie where the density underflows, and be finite. */
  private static final double NOTHING = 1e-200;

  private static final double ULP = Math.ulp(1.0);

  /** The upper quartile of N(0, 1). */
  private static final double QUARTILE = 0.6744897501960817;

  /** A panel: finite (sign 0), or a tail from b as b + sign s (1 - w)/w for w in lo..hi. */
  private final class Panel {
    final double lo;
    final double hi;
    final int sign;
    final double from;
    final double[] integral = new double[n];
    final double[] error = new double[n];
    final double[] noise = new double[n];
    final double[] size = new double[n];
    boolean done;

    Panel(double lo, double hi, int sign, double from) {
      this.lo = lo;
      this.hi = hi;
      this.sign = sign;
      this.from = from;
      evaluate();
    }

    private void evaluate() {
      double[][] f = new double[n][Chebyshev.DEGREE + 1];
      double[][] doubt = new double[n][Chebyshev.DEGREE + 1];
      for (int j = 0; j <= Chebyshev.DEGREE; j++) {
        double w = Chebyshev.node(lo, hi, j);
        double x = sign == 0 ? w : from + sign * scale * (1 - w) / w;
        double p = law.pdf(x) * (sign == 0 ? 1 : scale / (w * w));
        if (p > 0 && p < Double.POSITIVE_INFINITY) {
          take(x, p, j, f, doubt);
        }
      }
      double half = 0.5 * (hi - lo);
      done = true;
      for (int k = 0; k < n; k++) {
        integral[k] = half * Chebyshev.integral(f[k]);
        error[k] = BEYOND * 2 * half * Chebyshev.unresolved(f[k]);
        noise[k] = half * Chebyshev.integral(doubt[k]);
        double largest = 0;
        for (int j = 0; j < f[k].length; j++) {
          f[k][j] = Math.abs(f[k][j]);
          largest = Math.max(largest, f[k][j]);
        }
        size[k] = half * Chebyshev.integral(f[k]);
        noise[k] +=
            sign == 0 ? STEEP * Math.ulp(Math.max(Math.abs(lo), Math.abs(hi))) * largest : 0;
        error[k] += ULP * size[k];
        done &= k >= leading || error[k] <= Math.max(ROUNDING * half * largest, 2 * noise[k]);
      }
    }

    private void take(double x, double p, int j, double[][] f, double[][] doubt) {
      Arrays.fill(uncertainty, 0);
      g.at(x, value, uncertainty);
      for (int k = 0; k < n; k++) {
        f[k][j] = value[k] * p;
        faint[k] = p < FAINT ? Math.max(faint[k], Math.abs(f[k][j]) * (hi - lo)) : faint[k];
        doubt[k][j] = uncertainty[k] * p;
      }
    }

    boolean divisible() {
      double middle = middle();
      boolean wide = hi - lo > 8 * Math.ulp(Math.max(Math.abs(lo), Math.abs(hi)));
      return !done && wide && lo < middle && middle < hi && !(sign != 0 && hi < OUTERMOST);
    }

    double middle() {
      return lo + 0.5 * (hi - lo);
    }

    double urgency() {
      double worst = 0;
      for (int k = 0; k < leading; k++) {
        double part = (error[k] - 2 * noise[k]) / total[k];
        worst = Math.max(worst, Double.isNaN(part) ? Double.POSITIVE_INFINITY : part);
      }
      return worst;
    }
  }

  private final Integrand g;
  private final int n;
  private final int leading;
  private final Distribution law;
  private final double scale;
  private final double goal;
  private final double[] value;
  private final double[] uncertainty;
  private final double[] sum;
  private final double[] error;
  private final double[] total;

  /** The most that a panel held where the density is about to underflow. */
  private final double[] faint;

  private final double[] noise;
  private final List<Panel> all = new ArrayList<>();

  private Expectation(
      Integrand g, int n, int leading, double goal, Distribution law, double scale) {
    this.g = g;
    this.n = n;
    this.leading = leading;
    this.law = law;
    this.scale = scale;
    this.goal = goal;
    value = new double[n];
    uncertainty = new double[n];
    sum = new double[n];
    error = new double[n];
    total = new double[n];
    faint = new double[n];
    noise = new double[n];
  }

  /**
   * Integrates under a law.
   *
   * @param g the functions, smooth between the breaks
   * @param n how many
   * @param leading how many of them, from the first, have to become exact
   * @param goal the error to aim at, of the integral of the sizes
   * @param law the law of X
   * @param breaks where the functions are not smooth; those of the law are known
   */
  static Expectation of(
      Integrand g, int n, int leading, double goal, Distribution law, double... breaks) {
    double middle = law.quantile(0.5);
    double spread = spread(law);
    Expectation e = new Expectation(g, n, leading, goal, law, spread > 0 ? spread : 1);
    TreeSet<Double> ends = new TreeSet<>();
    for (double s : SPREAD) {
      ends.add(middle + s * e.scale);
    }
    for (double b : breaks) {
      ends.add(b);
    }
    for (double b : law.breaks()) {
      ends.add(b);
      e.addAtom(b, law.mass(b));
    }
    e.start(ends);
    e.refine();
    e.finish();
    return e;
  }

  /** Returns half the distance of the quartiles: 0.67 sigma of a Gaussian. */
  static double spread(Distribution law) {
    return law instanceof Gaussian g
        ? QUARTILE * g.sigma()
        : 0.5 * (law.quantile(0.75) - law.quantile(0.25));
  }

  private void addAtom(double x, double mass) {
    if (mass > 0) {
      Arrays.fill(uncertainty, 0);
      g.at(x, value, uncertainty);
      for (int k = 0; k < n; k++) {
        sum[k] += mass * value[k];
        total[k] += mass * Math.abs(value[k]);
        error[k] += mass * (uncertainty[k] + ULP * Math.abs(value[k]));
      }
    }
  }

  private void start(TreeSet<Double> ends) {
    all.add(new Panel(0, 1, -1, ends.first()));
    all.add(new Panel(0, 1, 1, ends.last()));
    double from = ends.first();
    for (double to : ends.tailSet(from, false)) {
      all.add(new Panel(from, to, 0, from));
      from = to;
    }
    for (Panel p : all) {
      count(p, 1);
    }
  }

  private void count(Panel p, int sign) {
    for (int k = 0; k < n; k++) {
      total[k] += sign * p.size[k];
      error[k] += sign * p.error[k];
      noise[k] += sign * p.noise[k];
    }
  }

  private void refine() {
    record Entry(double urgency, Panel panel) {}
    PriorityQueue<Entry> open = new PriorityQueue<>(Comparator.comparingDouble(e -> -e.urgency()));
    all.removeIf(p -> p.divisible() && open.add(new Entry(p.urgency(), p)));
    int panels = all.size() + open.size();
    while (!open.isEmpty() && panels < BUDGET && !reached()) {
      Panel p = open.remove().panel();
      if (p.urgency() < NEGLIGIBLE) {
        all.add(p);
        break;
      }
      count(p, -1);
      Panel left = new Panel(p.lo, p.middle(), p.sign, p.from);
      Panel right = new Panel(p.middle(), p.hi, p.sign, p.from);
      boolean noisy = isNoise(p, left, right);
      for (Panel half : List.of(left, right)) {
        count(half, 1);
        if (!noisy && half.divisible()) {
          open.add(new Entry(half.urgency(), half));
        } else {
          all.add(half);
        }
      }
      panels++;
    }
    open.forEach(e -> all.add(e.panel()));
  }

  /** Says whether halving a panel left its small error as it was: the rounding of x, say. */
  private boolean isNoise(Panel p, Panel left, Panel right) {
    for (int k = 0; k < leading; k++) {
      double halved = left.error[k] + right.error[k];
      if (halved < STUBBORN * p.error[k] || halved > FINE * p.size[k]) {
        return false;
      }
    }
    return true;
  }

  private boolean reached() {
    for (int k = 0; k < leading; k++) {
      if (total[k] < Double.POSITIVE_INFINITY && !(error[k] <= goal * total[k] + 2 * noise[k])) {
        return false;
      }
    }
    return true;
  }

  /** Sums up all panels afresh: what was added and taken away has left its roundings. */
  private void finish() {
    Sum[] values = new Sum[n];
    double[] atoms = sum.clone();
    Arrays.fill(error, 0);
    for (int k = 0; k < n; k++) {
      values[k] = Sum.of(atoms[k]);
      error[k] = ULP * Math.abs(atoms[k]);
    }
    for (Panel p : all) {
      for (int k = 0; k < n; k++) {
        values[k].add(p.integral[k]);
        error[k] += p.error[k] + p.noise[k];
      }
    }
    for (int k = 0; k < n; k++) {
      sum[k] = diverges(k) ? Double.POSITIVE_INFINITY : values[k].getAsDouble();
    }
  }

  private boolean diverges(int k) {
    double outside = 0;
    for (Panel p : all) {
      outside += p.sign != 0 && p.lo == 0 && p.hi < OUTERMOST ? p.size[k] : 0;
    }
    return outside > DIVERGES * total[k]
        || faint[k] > Math.max(DIVERGES * total[k], NOTHING)
        || Double.isInfinite(total[k])
        || Double.isNaN(total[k]);
  }

  /** Returns the expectation of function k; infinite, of unknown sign, where it does not exist. */
  double value(int k) {
    return sum[k];
  }

  /** Returns a bound for the error of {@link #value}. */
  double error(int k) {
    return sum[k] == Double.POSITIVE_INFINITY ? 0 : error[k];
  }
}

package org.halfstep.cli;

import org.halfstep.grid.Grid;

/**
 * The scale of least squared error of a grid on a sample: a scan, then Lloyd's steps from its
 * valleys.
 *
 * <p>While no value changes its level the error is a parabola in the scale, with its least at
 * {@code sum x l / sum l^2}: a step goes there, never to a larger error, and ends where no value
 * moves any more.
 */
final class ScaleSearch {

  /** The scan begins where the outermost level is an eighth of the root mean square. */
  private static final double LOWEST_CLIP = 0.125;

  /** It ends where the outermost level is so many times the largest |x|. */
  private static final double WIDEST_CLIP = 4;

  private static final int COARSE = 12;
  private static final int FINE = 24;

  /** Valleys of a scan that are looked at closely, the deepest first. */
  private static final int BEST = 4;

  /** Valleys of the fine scan within this factor of the least are refined. */
  private static final double WORTH = 1.02;

  private static final int STEPS = 30;

  /** Part of the power that is the rounding of running sums: an error so small is none. */
  private static final double NOTHING = 1e-12;

  private final Sample sample;
  private final double[] levels;
  private final double[] thresholds;
  private final double outermost;

  ScaleSearch(Sample sample, Grid unit) {
    this.sample = sample;
    this.levels = unit.levels();
    this.thresholds = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      thresholds[i] = unit.upper(i);
    }
    this.outermost = Math.max(-levels[0], levels[levels.length - 1]);
  }

  /** The best scale of all. */
  double best() {
    double largest = Math.max(-sample.quantile(0), sample.quantile(1));
    double lo = LOWEST_CLIP * Math.sqrt(sample.power()) / outermost;
    double hi = WIDEST_CLIP * largest / outermost;
    double ratio = Math.pow(2, 1.0 / COARSE);
    int points = (int) Math.ceil(Math.log(hi / lo) / Math.log(ratio)) + 1;
    double[] error = new double[points];
    for (int i = 0; i < points; i++) {
      error[i] = error(lo * Math.pow(ratio, i));
    }
    double best = onLattice();
    double least = best > 0 ? error(best) : Double.POSITIVE_INFINITY;
    for (int k = 0; k < BEST && least > NOTHING * sample.power(); k++) {
      int at = lowest(error);
      if (at < 0) {
        break;
      }
      error[at] = Double.NaN;
      double near = lo * Math.pow(ratio, at);
      double found = between(near / ratio, near * ratio);
      double e = error(found);
      if (e < least) {
        least = e;
        best = found;
      }
    }
    return best;
  }

  /** The best scale for which a whole number of steps is that of the values' lattice; 0 if none. */
  private double onLattice() {
    double step = sample.lattice();
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 1; step > 0 && k <= outermost; k++) {
      double e = error(step / k);
      if (e < least) {
        least = e;
        best = step / k;
      }
      if (e <= NOTHING * sample.power()) {
        break; // the greatest scale without an error
      }
    }
    return best;
  }

  /** The best scale within 6 % of one that is nearly the best. */
  double near(double scale) {
    return between(scale * 0.94, scale * 1.06);
  }

  private static int lowest(double[] error) {
    int at = -1;
    for (int i = 0; i < error.length; i++) {
      boolean valley =
          (i == 0 || !(error[i - 1] < error[i]))
              && (i == error.length - 1 || !(error[i + 1] < error[i]));
      if (valley && !Double.isNaN(error[i]) && (at < 0 || error[i] < error[at])) {
        at = i;
      }
    }
    return at;
  }

  private double between(double lo, double hi) {
    double[] error = new double[FINE + 1];
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= FINE; i++) {
      error[i] = error(lo + (hi - lo) * i / FINE);
      least = Math.min(least, error[i]);
    }
    double best = lo;
    double bound = least * WORTH;
    least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < BEST; k++) {
      int at = lowest(error);
      if (at < 0 || error[at] > bound) {
        break;
      }
      error[at] = Double.NaN;
      double s = settled(lo + (hi - lo) * at / FINE);
      double e = error(s);
      if (e < least) {
        least = e;
        best = s;
      }
    }
    return best;
  }

  private double settled(double scale) {
    double s = scale;
    for (int i = 0; i < STEPS; i++) {
      double next = step(s);
      if (Math.abs(next - s) <= 1e-9 * s) {
        return next;
      }
      s = next;
    }
    return s;
  }

  private double step(double s) {
    double product = 0;
    double power = 0;
    int from = 0;
    for (int i = 0; i < levels.length && from < sample.distinct(); i++) {
      int to = end(i, s, from);
      product += levels[i] * sample.sum(1, from, to);
      power += levels[i] * levels[i] * sample.sum(0, from, to);
      from = to;
    }
    return product > 0 ? product / power : s;
  }

  /** The mean squared error at a scale. */
  double error(double s) {
    double gain = 0;
    int from = 0;
    for (int i = 0; i < levels.length && from < sample.distinct(); i++) {
      int to = end(i, s, from);
      double level = levels[i] * s;
      gain += level * (2 * sample.sum(1, from, to) - level * sample.sum(0, from, to));
      from = to;
    }
    return Math.max(sample.power() - gain / sample.size(), 0);
  }

  private int end(int i, double s, int from) {
    return i == levels.length - 1 ? sample.distinct() : sample.upTo(thresholds[i] * s, from);
  }
}

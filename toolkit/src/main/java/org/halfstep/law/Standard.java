package org.halfstep.law;

import java.util.function.DoubleUnaryOperator;
import org.halfstep.numeric.Quadrature;

/**
 * The standard member of a family of laws {@code x = location + scale z}: symmetric about 0, with a
 * density that is analytic on either side of 0 and falls off with distances of order 1.
 */
interface Standard extends DoubleUnaryOperator {

  /** What eight-point cells are good for, relative to E[|Z - about|^k]. */
  double CELL_ERROR = 16 * 0x1p-53;

  /** The first panel of a wide interval is this long, each further one three times as far. */
  double PANEL = 4;

  /** Returns the density at z. */
  @Override
  double applyAsDouble(double z);

  /** Says whether eight points integrate the interval centre -/+ half to the last digits. */
  boolean narrow(double centre, double half);

  /** Adds partial moments as {@link Distribution#moments} does; the ends are checked already. */
  default double moments(double about, double lo, double hi, double[] m) {
    double half = 0.5 * (hi - lo);
    if (half < PANEL && narrow(lo + half, half)) {
      Cell.moments(this, lo + half, half, Cell.offset(about, lo, hi), m);
      return CELL_ERROR;
    }
    if (lo < 0 && hi > 0) {
      return Math.max(moments(about, lo, 0, m), moments(about, 0, hi, m));
    }
    if (hi > 0) {
      return positive(about, lo, hi, m);
    }
    double[] mirrored = new double[m.length];
    double error = positive(-about, -hi, -lo, mirrored);
    for (int k = 0; k < m.length; k++) {
      m[k] += k % 2 == 0 ? mirrored[k] : -mirrored[k];
    }
    return error;
  }

  /** Adds partial moments of an interval with 0 <= lo. */
  default double positive(double about, double lo, double hi, double[] m) {
    if (hi == Double.POSITIVE_INFINITY) {
      return Quadrature.moments(this, about, lo, hi, m);
    }
    return panels(about, lo, hi, m);
  }

  /** Adds partial moments over 0 <= lo < hi < infinity by panels that grow with the distance. */
  default double panels(double about, double lo, double hi, double[] m) {
    double error = 0;
    double from = lo;
    double length = PANEL;
    while (hi - from > 1.5 * length) {
      error = Math.max(error, Quadrature.moments(this, about, from, from + length, m));
      from += length;
      length *= 3;
    }
    return Math.max(error, Quadrature.moments(this, about, from, hi, m));
  }

  /** Adds the partial moments of {@code location + scale Z}. */
  default double image(
      double location, double scale, double about, double lo, double hi, double[] m) {
    Intervals.check(about, lo, hi);
    if (location == 0 && scale == 1) {
      return moments(about, lo, hi, m);
    }
    double[] z = new double[m.length];
    double error = inUnits(location, scale, about, lo, hi, z);
    double power = 1;
    for (int k = 0; k < m.length; k++) {
      m[k] += power * z[k];
      power *= scale;
    }
    return error;
  }

  /** Adds the partial moments of Z: lengths of a cell are divided, not its rounded ends. */
  private double inUnits(
      double location, double scale, double about, double lo, double hi, double[] z) {
    double reach = 0.5 * (hi - lo);
    double middle = lo + reach;
    double centre = (middle - location) / scale;
    double half = reach / scale;
    if (half < PANEL && narrow(centre, half)) {
      Cell.moments(this, centre, half, Cell.offset(about, lo, hi) / scale, z);
      return CELL_ERROR;
    }
    return moments((about - location) / scale, (lo - location) / scale, (hi - location) / scale, z);
  }
}

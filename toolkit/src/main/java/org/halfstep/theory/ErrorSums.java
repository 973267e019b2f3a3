package org.halfstep.theory;

import java.util.function.IntToDoubleFunction;
import org.apache.commons.numbers.core.Sum;
import org.halfstep.grid.Grid;
import org.halfstep.kernel.MeasuredError;
import org.halfstep.law.Distribution;

/** The sums behind an {@link ErrorReport}, gathered cell by cell or value by value. */
final class ErrorSums {

  /** Mass a law may miss: beyond it a break was forgotten, not a digit lost. */
  private static final double MASS_TOLERANCE = 1e-7;

  /** A variance this small beside the mean square is the rounding of a constant error. */
  private static final double CONSTANT = 1e-28;

  private final Sum mass = Sum.create();
  private final Sum signal = Sum.create();
  private final Sum signalSquare = Sum.create();
  private final Sum signalError = Sum.create();
  private final Sum error = Sum.create();
  private final Sum granular = Sum.create();
  private final Sum overload = Sum.create();
  private final Sum cube = Sum.create();
  private final Sum fourth = Sum.create();
  private final double[] code;
  private double uncertainty;

  /** E[(e - E e)^k], k = 2..4, where they were summed about the mean itself; else null. */
  private Sum[] central;

  /** Starts empty, for a grid of so many levels. */
  ErrorSums(int levels) {
    code = new double[levels];
  }

  static ErrorSums of(Distribution law, Grid grid) {
    ErrorSums sums = new ErrorSums(grid.size());
    sums.add(law, grid, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1);
    sums.checkMass();
    double bias = sums.error.getAsDouble();
    if (sums.needsCentre(bias)) {
      sums.startCentre();
      double from = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < grid.size(); i++) {
        double to = top(grid, i);
        double[] d = new double[5];
        if (from < to) {
          law.moments(grid.level(i) - bias, from, to, d);
          from = to;
        }
        sums.central[0].add(d[2]);
        sums.central[1].add(-d[3]);
        sums.central[2].add(d[4]);
      }
    }
    return sums;
  }

  /** Says whether the bias is so large that central moments by expansion would lose digits. */
  private boolean needsCentre(double bias) {
    double total = mass.getAsDouble();
    double mse = (granular.getAsDouble() + overload.getAsDouble()) / total;
    return bias * bias > 1e-3 * mse;
  }

  private void startCentre() {
    central = new Sum[] {Sum.create(), Sum.create(), Sum.create()};
  }

  /** Adds weight times the sums over lo < X <= hi. */
  void add(Distribution law, Grid grid, double lo, double hi, double weight) {
    int last = grid.size() - 1;
    double low = Math.max(lo, Math.min(hi, grid.overloadLow()));
    double high = Math.max(low, Math.min(hi, grid.overloadHigh()));
    addCell(law, grid, 0, lo, Math.min(low, top(grid, 0)), overload, weight);
    double from = low;
    for (int i = 0; i <= last; i++) {
      double to = Math.min(top(grid, i), high);
      addCell(law, grid, i, from, to, granular, weight);
      from = Math.max(from, to);
    }
    addCell(law, grid, last, from, hi, overload, weight);
    double[] s = new double[3];
    law.moments(0, lo, hi, s);
    signal.addProduct(weight, s[1]);
    signalSquare.addProduct(weight, s[2]);
  }

  static ErrorSums of(MeasuredError measured) {
    if (measured.count() < 2 || measured.nans() > 0) {
      throw new IllegalArgumentException(
          "a measurement needs at least 2 values and no NaN, got "
              + measured.count()
              + " and "
              + measured.nans()
              + " NaN");
    }
    ErrorSums sums = new ErrorSums(1);
    sums.mass.add(measured.count());
    sums.signal.add(measured.x());
    sums.signalSquare.add(measured.xx());
    sums.signalError.add(measured.xe());
    sums.error.add(measured.e());
    sums.granular.add(measured.granular());
    sums.overload.add(measured.overload());
    sums.cube.add(measured.eee());
    sums.fourth.add(measured.eeee());
    sums.code[0] = Double.NaN;
    sums.uncertainty = measured.mseStandardError();
    return sums;
  }

  /** The end of cell i as a closed end: a value that goes up at the threshold is not inside. */
  static double top(Grid grid, int i) {
    if (i == grid.size() - 1) {
      return Double.POSITIVE_INFINITY;
    }
    return grid.up(i) ? Math.nextDown(grid.upper(i)) : grid.upper(i);
  }

  /** Adds weight times the moments of (from, to] about level i. */
  private void addCell(
      Distribution law, Grid grid, int i, double from, double to, Sum square, double weight) {
    if (!(from < to)) {
      return;
    }
    double level = grid.level(i);
    double[] d = new double[5];
    double relative = law.moments(level, from, to, d);
    for (int k = 0; k < d.length; k++) {
      d[k] *= weight;
    }
    code[i] += d[0];
    mass.add(d[0]);
    signalError.addProduct(-level, d[1]).add(-d[2]);
    error.add(-d[1]);
    square.add(d[2]);
    cube.add(-d[3]);
    fourth.add(d[4]);
    uncertainty += relative * Math.abs(d[2]);
  }

  /** Reports values that were added one by one: the uncertainty is that of a sample. */
  ErrorReport measured() {
    double n = mass.getAsDouble();
    double mse = (granular.getAsDouble() + overload.getAsDouble()) / n;
    uncertainty = Math.sqrt(Math.max(0, fourth.getAsDouble() / n - mse * mse) / n);
    return report();
  }

  /** Adds one value with a weight. */
  void addPoint(double x, Grid grid, double weight) {
    int i = grid.encode(x);
    addValue(x, grid.level(i) - x, x <= grid.overloadLow() || x > grid.overloadHigh(), weight);
    code[i] += weight;
  }

  /** How many of the sums in {@link #toArray} are of one sign, so that they fix an accuracy. */
  static final int LEADING = 5;

  private Sum[] sums() {
    return new Sum[] {
      granular, overload, mass, signalSquare, fourth, signal, signalError, error, cube
    };
  }

  /** Returns all sums, to be integrated component by component; the first {@link #LEADING} lead. */
  double[] toArray() {
    Sum[] sums = sums();
    double[] all = new double[sums.length + code.length + 1];
    for (int i = 0; i < sums.length; i++) {
      all[i] = sums[i].getAsDouble();
    }
    System.arraycopy(code, 0, all, sums.length, code.length);
    all[all.length - 1] = uncertainty;
    return all;
  }

  /** Adds sums in the order of {@link #toArray}. */
  void fromArray(double[] all) {
    Sum[] sums = sums();
    for (int i = 0; i < sums.length; i++) {
      sums[i].add(all[i]);
    }
    for (int i = 0; i < code.length; i++) {
      code[i] += all[sums.length + i];
    }
    uncertainty += all[all.length - 1];
  }

  private void checkMass() {
    double total = mass.getAsDouble();
    if (!(Math.abs(total - 1) <= MASS_TOLERANCE)) {
      throw new IllegalArgumentException(
          "a law must have mass 1, got " + total + " over the cells: declare its breaks()");
    }
  }

  static ErrorReport between(int n, IntToDoubleFunction x, Grid grid) {
    if (n < 2) {
      throw new IllegalArgumentException("a measurement needs at least 2 values, got " + n);
    }
    ErrorSums sums = new ErrorSums(grid.size());
    for (int j = 0; j < n; j++) {
      double value = x.applyAsDouble(j);
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("data must be finite, got " + value + " at index " + j);
      }
      sums.addPoint(value, grid, 1);
    }
    double bias = sums.error.getAsDouble() / n;
    if (sums.needsCentre(bias)) {
      sums.startCentre();
      for (int j = 0; j < n; j++) {
        double value = x.applyAsDouble(j);
        double d = (grid.nearest(value) - value) - bias;
        sums.central[0].addProduct(d, d);
        sums.central[1].add(d * d * d);
        sums.central[2].add(d * d * d * d);
      }
    }
    return sums.measured();
  }

  private void addValue(double x, double e, boolean outside, double weight) {
    double square = weight * e * e;
    mass.add(weight);
    signal.addProduct(weight, x);
    signalSquare.addProduct(weight * x, x);
    signalError.addProduct(weight * x, e);
    error.addProduct(weight, e);
    (outside ? overload : granular).add(square);
    cube.add(square * e);
    fourth.add(square * e * e);
  }

  ErrorReport report() {
    double n = mass.getAsDouble();
    // A law's mass is 1 up to rounding; dividing by what was found would only add to the error.
    double total = Math.abs(n - 1) <= MASS_TOLERANCE ? 1 : n;
    double bias = error.getAsDouble() / total;
    double inner = granular.getAsDouble() / total;
    double outer = overload.getAsDouble() / total;
    double second = inner + outer;
    double third = cube.getAsDouble() / total;
    double variance = second - bias * bias;
    double centralThird = third - 3 * bias * second + 2 * bias * bias * bias;
    double raw = fourth.getAsDouble() / total;
    double centralFourth =
        raw == Double.POSITIVE_INFINITY
            ? raw
            : raw - 4 * bias * third + 6 * bias * bias * second - 3 * bias * bias * bias * bias;
    if (central != null) {
      variance = central[0].getAsDouble() / total;
      centralThird = central[1].getAsDouble() / total;
      centralFourth = central[2].getAsDouble() / total;
    }
    if (!(variance > CONSTANT * second)) {
      // The error is one number: it has no shape.
      variance = 0;
      centralThird = Double.NaN;
      centralFourth = Double.NaN;
    }
    return new ErrorReport(
        bias,
        variance,
        inner,
        outer,
        signal.getAsDouble() / total,
        signalSquare.getAsDouble() / total,
        signalError.getAsDouble() / total,
        centralThird / Math.pow(variance, 1.5),
        centralFourth / (variance * variance),
        entropy(total),
        uncertainty);
  }

  private double entropy(double total) {
    double bits = 0;
    for (double c : code) {
      double p = c / total;
      bits -= p == 0 ? 0 : p * Math.log(p) / Math.log(2);
    }
    return bits;
  }
}

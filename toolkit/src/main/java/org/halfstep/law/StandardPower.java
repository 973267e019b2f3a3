package org.halfstep.law;

import org.apache.commons.numbers.gamma.Gamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.halfstep.numeric.Quadrature;

/** The generalized Gaussian law at mean 0 and scale 1: density proportional to exp(-|z|^shape). */
final class StandardPower implements Standard {

  /** Beyond 1 the series would cancel; up to 1 its terms fall like 1/j!. */
  private static final double SERIES = 1;

  private static final int TERMS = 22;

  /** The binomial theorem about the middle of a cell costs two digits at order 4. */
  private static final double SERIES_ERROR = 128 * 0x1p-53;

  private final double shape;
  private final double constant;
  private final boolean whole;
  private final int halves;

  StandardPower(double shape) {
    this.shape = shape;
    this.constant = 0.5 / Gamma.value(1 + 1 / shape);
    this.whole = shape == Math.rint(shape);
    this.halves = 2 * shape == Math.rint(2 * shape) ? (int) (2 * shape) : 0;
  }

  @Override
  public double applyAsDouble(double z) {
    return constant * Math.exp(-power(Math.abs(z)));
  }

  /** z^shape; shapes that are halves up to 4 need no logarithm. */
  private double power(double z) {
    return switch (halves) {
      case 1 -> Math.sqrt(z);
      case 2 -> z;
      case 3 -> z * Math.sqrt(z);
      case 4 -> z * z;
      case 5 -> z * z * Math.sqrt(z);
      case 6 -> z * z * z;
      case 8 -> z * z * (z * z);
      default -> Math.pow(z, shape);
    };
  }

  /** A branch point at 0 and a slope of shape z^(shape-1): (h/|z|)^12 and (e h slope/24)^12. */
  @Override
  public boolean narrow(double centre, double half) {
    double z = Math.abs(centre);
    return half * 40 < z && half * (1 + shape) * (1 + shape * power(z) / z) < 0.3;
  }

  @Override
  public double positive(double about, double lo, double hi, double[] m) {
    double from = lo;
    double top = Math.min(hi, SERIES);
    if (!whole && lo < 0.25 * top) {
      addSeries(about, lo, top, m);
      from = top;
    }
    if (from == hi) {
      return SERIES_ERROR;
    }
    if (hi < Double.POSITIVE_INFINITY) {
      return Math.max(SERIES_ERROR, panels(about, from, hi, m));
    }
    return Math.max(SERIES_ERROR, Quadrature.moments(this, about, from, hi, m));
  }

  /** Integrates {@code exp(-z^shape) = sum_j (-1)^j z^(j shape) / j!} term by term up to 1. */
  private void addSeries(double about, double lo, double hi, double[] m) {
    double[] raw = new double[m.length];
    addRaw(constant, hi, raw);
    addRaw(-constant, lo, raw);
    for (int k = 0; k < m.length; k++) {
      double binomial = 1;
      double power = 1;
      for (int i = k; i >= 0; i--) {
        m[k] += binomial * power * raw[i];
        binomial = binomial * i / (k - i + 1);
        power *= -about;
      }
    }
  }

  private void addRaw(double factor, double z, double[] raw) {
    if (z == 0) {
      return;
    }
    double u = power(z);
    double outer = factor * z;
    for (int i = 0; i < raw.length; i++) {
      double term = 1;
      double sum = 0;
      for (int j = 0; j < TERMS; j++) {
        sum += term / (j * shape + i + 1);
        term *= -u / (j + 1);
      }
      raw[i] += outer * sum;
      outer *= z;
    }
  }

  /** Returns P(Z > z). */
  double tail(double z) {
    if (Double.isNaN(z)) {
      return Double.NaN;
    }
    double u = power(Math.abs(z));
    if (z < 0) {
      return 0.5 + 0.5 * RegularizedGamma.P.value(1 / shape, u);
    }
    return u == Double.POSITIVE_INFINITY ? 0 : 0.5 * RegularizedGamma.Q.value(1 / shape, u);
  }
}

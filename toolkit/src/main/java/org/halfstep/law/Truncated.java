package org.halfstep.law;

import java.util.stream.DoubleStream;

/** A law given that lo < X <= hi. */
final class Truncated implements Distribution {
  private final Distribution whole;
  private final double lo;
  private final double hi;
  private final double probability;

  Truncated(Distribution whole, double lo, double hi) {
    Intervals.check(0, lo, hi);
    double[] m = new double[1];
    whole.moments(0, lo, hi, m);
    if (!(m[0] > 0)) {
      throw new IllegalArgumentException(
          "an interval must have probability above 0, got "
              + m[0]
              + " in ("
              + lo
              + ", "
              + hi
              + "]");
    }
    this.whole = whole;
    this.lo = lo;
    this.hi = hi;
    this.probability = m[0];
  }

  @Override
  public double pdf(double x) {
    return x > lo && x <= hi ? whole.pdf(x) / probability : 0;
  }

  @Override
  public double[] breaks() {
    DoubleStream inner = DoubleStream.of(whole.breaks()).filter(b -> b > lo && b < hi);
    DoubleStream ends = DoubleStream.of(lo, hi).filter(Double::isFinite);
    return DoubleStream.concat(inner, ends).sorted().distinct().toArray();
  }

  @Override
  public double mass(double x) {
    return x > lo && x <= hi ? whole.mass(x) / probability : 0;
  }

  @Override
  public double moments(double about, double from, double to, double[] m) {
    Intervals.check(about, from, to);
    double a = Math.max(from, lo);
    double b = Math.min(to, hi);
    if (!(a < b)) {
      return 0;
    }
    double[] inside = new double[m.length];
    double error = whole.moments(about, a, b, inside);
    for (int k = 0; k < m.length; k++) {
      m[k] += inside[k] / probability;
    }
    return error;
  }

  /**
   * Returns the quantile of the whole law at the probability that lies below it there, counted from
   * the nearer end of the interval.
   */
  @Override
  public double quantile(double p) {
    Intervals.checkProbability(p);
    double x =
        p <= 0.5
            ? whole.quantile(Math.min(1, whole.cdf(lo) + p * probability))
            : fromAbove(whole.survival(hi) + (1 - p) * probability);
    return Math.clamp(x, lo, hi);
  }

  /** The least x with P(X > x) <= q: a far upper tail has no digits left in 1 - q. */
  private double fromAbove(double q) {
    return q > 1e-3
        ? whole.quantile(1 - q)
        : Quantiles.solve(this, 1 - (q - whole.survival(hi)) / probability);
  }

  @Override
  public String toString() {
    return whole + " within (" + lo + ", " + hi + "]";
  }
}

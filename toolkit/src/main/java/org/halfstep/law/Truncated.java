package org.halfstep.law;

import java.util.stream.DoubleStream;

/** A law given that lo < X <= hi. */
final class Truncated implements Distribution {
  /** A sum that is this much larger than a part keeps the part's digits but three bits. */
  private static final double DIGITS = 8;

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
   * Returns the quantile of the whole law at the probability that lies below it there, if that sum
   * keeps its digits; else (an interval far out, or its very ends) solves for it.
   */
  @Override
  public double quantile(double p) {
    Intervals.checkProbability(p);
    double below = whole.cdf(lo);
    double more = p * probability;
    boolean keepsItsDigits = below <= DIGITS * more && below + more <= 0.5;
    double above = whole.survival(hi);
    double less = (1 - p) * probability;
    boolean keepsThemFromAbove = above <= DIGITS * less && above + less >= 1 / DIGITS;
    if (keepsItsDigits) {
      return Math.clamp(whole.quantile(below + more), lo, hi);
    }
    return keepsThemFromAbove && below + more > 0.5
        ? Math.clamp(whole.quantile(1 - (above + less)), lo, hi)
        : Quantiles.solve(this, p);
  }

  @Override
  public String toString() {
    return whole + " within (" + lo + ", " + hi + "]";
  }
}

package org.halfstep.law;

import java.util.stream.DoubleStream;

/**
 * The law of {@code max(X, 0)}: what ReLU makes of a law. An atom of mass P(X &lt;= 0) at 0, and
 * the density of X above.
 *
 * @param of the law of X
 */
public record Rectified(Distribution of) implements Distribution {

  @Override
  public double pdf(double x) {
    return x > 0 ? of.pdf(x) : 0;
  }

  /** Returns 0 and the positive breaks of X. */
  @Override
  public double[] breaks() {
    DoubleStream above = DoubleStream.of(of.breaks()).filter(b -> b > 0);
    return DoubleStream.concat(DoubleStream.of(0), above).toArray();
  }

  @Override
  public double mass(double x) {
    return x > 0 ? of.mass(x) : x == 0 ? of.cdf(0) : 0;
  }

  @Override
  public double moments(double about, double lo, double hi, double[] m) {
    Intervals.check(about, lo, hi);
    if (hi < 0) {
      return 0;
    }
    if (lo < 0) {
      Intervals.addAtom(of.cdf(0), -about, m);
    }
    return of.moments(about, Math.max(lo, 0), hi, m);
  }

  @Override
  public double cdf(double x) {
    return x < 0 ? 0 : of.cdf(x);
  }

  @Override
  public double survival(double x) {
    return x < 0 ? 1 : of.survival(x);
  }

  @Override
  public double quantile(double p) {
    return Math.max(of.quantile(p), 0) + 0.0;
  }

  @Override
  public Distribution scaled(double a) {
    return a > 0 ? new Rectified(of.scaled(a)) : Distribution.super.scaled(a);
  }

  /** Returns this law: rectifying twice is rectifying once. */
  @Override
  public Rectified rectified() {
    return this;
  }

  /** Returns this law, which has no negative values. */
  @Override
  public Rectified folded() {
    return this;
  }
}

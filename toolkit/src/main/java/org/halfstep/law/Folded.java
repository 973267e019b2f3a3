package org.halfstep.law;

import java.util.stream.DoubleStream;

/**
 * The law of {@code |X|}: density {@code f(x) + f(-x)} for x at least 0. The folded N(0, 1) is the
 * half-normal law.
 *
 * @param of the law of X
 */
public record Folded(Distribution of) implements Distribution {

  @Override
  public double pdf(double x) {
    return x >= 0 ? of.pdf(x) + of.pdf(-x) : 0;
  }

  /** Returns 0 and the distances of X's breaks from it. */
  @Override
  public double[] breaks() {
    DoubleStream distances = DoubleStream.of(of.breaks()).map(Math::abs);
    return DoubleStream.concat(DoubleStream.of(0), distances).sorted().distinct().toArray();
  }

  @Override
  public double mass(double x) {
    return x > 0 ? of.mass(x) + of.mass(-x) : x == 0 ? of.mass(0) : 0;
  }

  /** Adds the moments of X over (lo, hi] and, mirrored, over [-hi, -lo). */
  @Override
  public double moments(double about, double lo, double hi, double[] m) {
    Intervals.check(about, lo, hi);
    if (hi < 0 || lo == hi) {
      return 0;
    }
    double from = lo < 0 ? Intervals.without(of, 0) : lo; // 0 itself is inside
    double right = of.moments(about, from, hi, m);
    double[] mirrored = new double[m.length];
    double a = Intervals.without(of, -hi);
    double b = Intervals.without(of, -Math.max(lo, 0));
    double left = of.moments(-about, a, b, mirrored);
    for (int k = 0; k < m.length; k++) {
      m[k] += k % 2 == 0 ? mirrored[k] : -mirrored[k];
    }
    return Math.max(left, right);
  }

  /** Small probabilities come from the interval itself, large ones from the tails. */
  @Override
  public double cdf(double x) {
    double tails = survival(x);
    return tails <= 0.5 ? 1 - tails : Distribution.super.cdf(x);
  }

  @Override
  public double survival(double x) {
    return x < 0 ? 1 : of.survival(x) + of.cdf(Intervals.without(of, -x));
  }

  @Override
  public Distribution scaled(double a) {
    return a > 0 ? new Folded(of.scaled(a)) : Distribution.super.scaled(a);
  }

  /** Returns this law, which has no negative values. */
  @Override
  public Folded folded() {
    return this;
  }
}

package org.halfstep.law;

import java.util.Arrays;

/**
 * The law of {@code X = a Z + b} for a law that has no kind of its own for it.
 *
 * <p>An interval of X is mapped back such that an atom of Z falls on the same side as its image
 * does: {@code a z + b} rounds, and {@code (x - b)/a} would not find it again.
 */
final class AffineImage implements Distribution {
  private final Distribution of;
  private final double a;
  private final double b;

  /** Breaks of Z, in the order in which their images increase. */
  private final double[] origins;

  private final double[] images;

  AffineImage(Distribution of, double a, double b) {
    this.of = of;
    this.a = Intervals.checkFactor(a);
    this.b = Intervals.checkFinite("shift", b);
    this.origins = of.breaks();
    if (a < 0) {
      Intervals.reverse(origins);
    }
    this.images = Arrays.stream(origins).map(z -> a * z + b).toArray();
  }

  @Override
  public double pdf(double x) {
    return of.pdf((x - b) / a) / Math.abs(a);
  }

  @Override
  public double[] breaks() {
    return Arrays.stream(images).distinct().toArray();
  }

  @Override
  public double mass(double x) {
    double sum = 0;
    for (int i = last(x); i >= 0 && images[i] == x; i--) {
      sum += of.mass(origins[i]);
    }
    return sum;
  }

  /** Returns the last place whose image is at most x, or -1. */
  private int last(double x) {
    int from = 0;
    int to = images.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (images[middle] <= x) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from - 1;
  }

  /** Returns the z farthest in the direction of a whose image is at most x. */
  private double origin(double x) {
    int i = last(x);
    if (i >= 0 && images[i] == x) {
      return origins[i];
    }
    double z = (x - b) / a;
    double side = a > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    if (i >= 0 && (a > 0 ? z <= origins[i] : z >= origins[i])) {
      z = Math.nextAfter(origins[i], side);
    }
    if (i + 1 < origins.length && (a > 0 ? z >= origins[i + 1] : z <= origins[i + 1])) {
      z = Math.nextAfter(origins[i + 1], -side);
    }
    return z;
  }

  @Override
  public double moments(double about, double lo, double hi, double[] m) {
    Intervals.check(about, lo, hi);
    if (lo == hi) {
      return 0;
    }
    double[] z = new double[m.length];
    double from = a > 0 ? origin(lo) : Intervals.without(of, origin(hi));
    double to = a > 0 ? origin(hi) : Intervals.without(of, origin(lo));
    double error = from < to ? of.moments((about - b) / a, from, to, z) : 0;
    double power = 1;
    for (int k = 0; k < m.length; k++) {
      m[k] += power * z[k];
      power *= a;
    }
    return error;
  }

  @Override
  public double cdf(double x) {
    return a > 0 ? of.cdf(origin(x)) : of.survival(Intervals.without(of, origin(x)));
  }

  @Override
  public double survival(double x) {
    return a > 0 ? of.survival(origin(x)) : of.cdf(Intervals.without(of, origin(x)));
  }

  @Override
  public double quantile(double p) {
    return a > 0 ? a * of.quantile(p) + b : Quantiles.solve(this, p);
  }

  @Override
  public Distribution scaled(double factor) {
    return new AffineImage(of, factor * a, factor * b);
  }

  @Override
  public Distribution shifted(double shift) {
    return new AffineImage(of, a, b + shift);
  }

  @Override
  public String toString() {
    return a + " * (" + of + ") + " + b;
  }
}

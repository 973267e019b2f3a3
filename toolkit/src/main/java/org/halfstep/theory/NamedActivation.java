package org.halfstep.theory;

import java.util.function.DoubleUnaryOperator;
import org.halfstep.law.Distribution;

/** An activation that is known by its values and its breaks. */
record NamedActivation(String name, DoubleUnaryOperator u, double[] places) implements Activation {

  NamedActivation {
    for (double b : places) {
      if (!Double.isFinite(b)) {
        throw new IllegalArgumentException("a break must be finite, got " + b);
      }
    }
  }

  /** The extreme quantiles beyond which nothing of a law counts. */
  private static final double RARE = 1e-20;

  /** A density exp(-z^2/2) is 0 beyond 39 sigma, 58 half distances of the quartiles. */
  private static final double VANISHES = 58;

  /** The values that count lie within 12 sigma of a Gaussian. */
  private static final double CORE = 18;

  /**
   * Returns u itself if its breaks are known, else u with those that a search finds.
   *
   * @param law the law of X
   * @param more how far arguments may lie beyond the law's, an error's reach
   */
  static Activation resolved(Activation u, Distribution law, double more) {
    if (u.breaks().length > 0 || u instanceof SmoothActivation) {
      return u;
    }
    double middle = law.quantile(0.5);
    double s = Expectation.spread(law);
    double lo = Math.min(middle - VANISHES * s, law.quantile(RARE)) - more;
    double hi = Math.max(middle + VANISHES * s, -law.scaled(-1).quantile(RARE)) + more;
    double size = BreakSearch.largest(u, middle - CORE * s, middle + CORE * s);
    double[] found = BreakSearch.of(u, lo, hi, size);
    return found.length == 0 ? u : new NamedActivation(u.toString(), u::value, found);
  }

  @Override
  public double value(double x) {
    return u.applyAsDouble(x);
  }

  @Override
  public double[] breaks() {
    return places.clone();
  }

  @Override
  public String toString() {
    return name;
  }
}

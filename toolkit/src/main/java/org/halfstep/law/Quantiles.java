package org.halfstep.law;

/** The generalized inverse of a distribution function, for laws that have no closed form. */
final class Quantiles {

  /** Newton takes 5 to 10 steps; bisection in the order of the doubles never more than 64. */
  private static final int STEPS = 200;

  /** Closer than this a distribution function by quadrature only tells its own rounding. */
  private static final double ROUNDING = 0x1p-50;

  private Quantiles() {}

  /**
   * Returns the least x with P(X <= x) >= p: exactly at an atom, else to the digits that the
   * distribution function has.
   */
  static double solve(Distribution law, double p) {
    Intervals.checkProbability(p);
    if (p == 0 || p == 1) {
      return end(law, p);
    }
    double[] breaks = law.breaks();
    int i = firstReached(law, breaks, p);
    double lo = i == 0 ? Double.NEGATIVE_INFINITY : breaks[i - 1];
    if (i == breaks.length) {
      return between(law, p, lo, Double.POSITIVE_INFINITY);
    }
    boolean jump = !reached(law, Math.nextDown(breaks[i]), p);
    return jump ? breaks[i] : between(law, p, lo, breaks[i]);
  }

  private static int firstReached(Distribution law, double[] breaks, double p) {
    int lo = 0;
    int hi = breaks.length;
    while (lo < hi) {
      int middle = (lo + hi) >>> 1;
      if (reached(law, breaks[middle], p)) {
        hi = middle;
      } else {
        lo = middle + 1;
      }
    }
    return lo;
  }

  private static boolean reached(Distribution law, double x, double p) {
    return excess(law, x, p) >= 0;
  }

  /** Returns ln(P(X <= x)/p), or in the upper half the same of the other tail with its sign. */
  private static double excess(Distribution law, double x, double p) {
    if (p <= 0.5) {
      double c = law.cdf(x);
      return c >= p ? Math.log(c / p) : Math.min(Math.log(c / p), -Double.MIN_VALUE);
    }
    double s = law.survival(x);
    return s <= 1 - p
        ? -Math.log(s / (1 - p))
        : Math.min(-Math.log(s / (1 - p)), -Double.MIN_VALUE);
  }

  /** Newton on the logarithm of the nearer tail, which is nearly straight, inside a bracket. */
  private static double between(Distribution law, double p, double below, double above) {
    double lo = below; // not reached
    double hi = above; // reached
    double x = middle(lo, hi);
    int slow = 0;
    for (int i = 0; i < STEPS && lo < x && x < hi; i++) {
      double excess = excess(law, x, p);
      double before = hi - lo;
      if (excess >= 0) {
        hi = x;
      } else {
        lo = x;
      }
      double tail = p <= 0.5 ? p * Math.exp(excess) : (1 - p) * Math.exp(-excess);
      double next = x - excess * tail / law.pdf(x);
      if (Math.abs(next - x) <= Math.ulp(x) || Math.abs(excess) <= ROUNDING) {
        return x;
      }
      slow = hi - lo < 0.5 * before ? 0 : slow + 1;
      boolean newton = next > lo && next < hi && slow < 4;
      x = newton ? next : middle(lo, hi);
      slow = newton ? slow : 0;
    }
    return hi;
  }

  /** The ends of the support: where the tail is 0 in doubles. */
  private static double end(Distribution law, double p) {
    double lo = Double.NEGATIVE_INFINITY;
    double hi = Double.POSITIVE_INFINITY;
    for (double x = 0; lo < x && x < hi; x = middle(lo, hi)) {
      if (p == 0 ? law.cdf(x) > 0 : law.survival(x) <= 0) {
        hi = x;
      } else {
        lo = x;
      }
    }
    return p == 0 ? lo : hi;
  }

  /** Returns the middle in the order of the doubles, which suits any scale. */
  private static double middle(double lo, double hi) {
    long a = order(lo);
    long b = order(hi);
    return fromOrder((a >> 1) + (b >> 1) + (a & b & 1));
  }

  private static long order(double x) {
    long bits = Double.doubleToLongBits(x);
    return bits >= 0 ? bits : Long.MIN_VALUE - bits;
  }

  private static double fromOrder(long order) {
    return Double.longBitsToDouble(order >= 0 ? order : Long.MIN_VALUE - order);
  }
}

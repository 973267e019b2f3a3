package org.halfstep.numeric;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.rootfinder.BrentSolver;

/** Roots and minima of functions of one variable. */
public final class Search {

  /** 1 - 1/golden ratio: the split of an interval whose parts repeat when it shrinks. */
  private static final double GOLDEN = 0.5 * (3 - Math.sqrt(5));

  private Search() {}

  /**
   * Returns a root of f in [a, b] by Brent's method.
   *
   * @param f a continuous function whose values at a and b have opposite signs or are 0
   * @param a one end
   * @param b the other end, above a
   * @return x with f(x) = 0 to within 2 ulp of x, or where f is lost in its own rounding
   * @throws IllegalArgumentException if f has the same sign at both ends
   */
  public static double root(DoubleUnaryOperator f, double a, double b) {
    double fa = f.applyAsDouble(a);
    double fb = f.applyAsDouble(b);
    if (fa == 0) {
      return a;
    }
    if (fb == 0) {
      return b;
    }
    if (!(fa < 0 ^ fb < 0)) {
      throw new IllegalArgumentException(
          "f must change its sign between a and b, got f("
              + a
              + ") = "
              + fa
              + " and f("
              + b
              + ") = "
              + fb);
    }
    return new BrentSolver(2e-16, Double.MIN_NORMAL, 0).findRoot(f, a, b);
  }

  /**
   * Returns where f is least in [a, b], by Brent's parabolic steps safeguarded by golden sections
   * (Brent 1973, chapter 5).
   *
   * @param f a function with one local minimum in [a, b]; with several, one of them is found
   * @param a one end
   * @param b the other end, above a
   * @return x within about 1e-8 of the minimum, relative: values of f tell no closer, and the value
   *     at x is the least to about 1e-16
   */
  public static double minimum(DoubleUnaryOperator f, double a, double b) {
    double lo = a;
    double hi = b;
    double x = lo + GOLDEN * (hi - lo);
    double w = x;
    double v = x;
    double fx = f.applyAsDouble(x);
    double fw = fx;
    double fv = fx;
    double step = 0;
    double before = 0;
    for (int i = 0; i < 200; i++) {
      double middle = 0.5 * (lo + hi);
      double tolerance = 1e-9 * Math.abs(x) + Double.MIN_NORMAL;
      if (Math.abs(x - middle) <= 2 * tolerance - 0.5 * (hi - lo)) {
        break;
      }
      double r = (x - w) * (fx - fv);
      double q = (x - v) * (fx - fw);
      double p = (x - v) * q - (x - w) * r;
      q = 2 * (q - r);
      if (q > 0) {
        p = -p;
      }
      q = Math.abs(q);
      boolean parabola =
          Math.abs(before) > tolerance
              && Math.abs(p) < Math.abs(0.5 * q * before)
              && p > q * (lo - x)
              && p < q * (hi - x);
      if (parabola) {
        before = step;
        step = p / q;
      } else {
        before = x < middle ? hi - x : lo - x;
        step = GOLDEN * before;
      }
      double u = x + (Math.abs(step) >= tolerance ? step : Math.copySign(tolerance, step));
      double fu = f.applyAsDouble(u);
      if (fu <= fx) {
        if (u < x) {
          hi = x;
        } else {
          lo = x;
        }
        v = w;
        fv = fw;
        w = x;
        fw = fx;
        x = u;
        fx = fu;
      } else {
        if (u < x) {
          lo = u;
        } else {
          hi = u;
        }
        if (fu <= fw || w == x) {
          v = w;
          fv = fw;
          w = u;
          fw = fu;
        } else if (fu <= fv || v == x || v == w) {
          v = u;
          fv = fu;
        }
      }
    }
    return x;
  }
}

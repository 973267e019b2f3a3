package org.halfstep.law;

import org.apache.commons.numbers.gamma.GammaRatio;
import org.halfstep.numeric.Quadrature;

/** Student's law at location 0 and scale 1. */
final class StandardStudent implements Standard {

  /** Up to here a moment of order 4 may be close to not existing, and the tail is a power law. */
  private static final double HEAVY = 30;

  /** Whole degrees up to here have a density without exp and log. */
  private static final double WHOLE = 15;

  /** z^2 would overflow beyond. */
  private static final double HUGE = 1e150;

  /** Beyond 64 times all lengths of the problem ten terms of the tail's series are exact. */
  private static final double FAR = 64;

  private final double nu;
  private final double p;
  private final double constant;
  private final int twice;

  StandardStudent(double nu) {
    this.nu = nu;
    this.p = 0.5 * (nu + 1);
    this.constant = 1 / (GammaRatio.delta(0.5 * nu, 0.5) * Math.sqrt(nu) * Math.sqrt(Math.PI));
    this.twice = nu <= WHOLE && nu == Math.rint(nu) ? (int) nu + 1 : 0;
  }

  @Override
  public double applyAsDouble(double z) {
    double y = z * (z / nu);
    if (twice > 0) {
      double inverse = 1 / (1 + y);
      double power = (twice & 1) == 1 ? Math.sqrt(inverse) : 1;
      for (int i = twice >> 1; i > 0; i--) {
        power *= inverse;
      }
      return constant * power;
    }
    if (Math.abs(z) > HUGE) {
      return constant * Math.exp(-(nu + 1) * (Math.log(Math.abs(z)) - 0.5 * Math.log(nu)));
    }
    // 1 + y drops half an ulp, times p; log1p keeps it but is slower.
    boolean small = y < 1 && nu > WHOLE;
    return constant * (small ? Math.exp(-p * Math.log1p(y)) : Math.pow(1 + y, -p));
  }

  /** Poles at +-i sqrt(nu): 2^(nu + 1) (h/d)^12 for few degrees; as a Gaussian for many. */
  @Override
  public boolean narrow(double centre, double half) {
    double square = centre * centre + nu;
    double slope = (nu + 1) * Math.abs(centre) / square;
    return half * half * 1600 < square && half * (slope + Math.sqrt((nu + 1) / square)) < 0.2;
  }

  @Override
  public double positive(double about, double lo, double hi, double[] m) {
    if (hi < Double.POSITIVE_INFINITY) {
      return panels(about, lo, hi, m);
    }
    if (nu > HEAVY) {
      return Quadrature.moments(this, about, lo, hi, m);
    }
    double far = FAR * Math.max(Math.sqrt(nu), Math.max(Math.abs(about), lo));
    double error = panels(about, lo, far, m);
    powerTail(about, far, m);
    return error;
  }

  /**
   * Adds the moments of (a, infinity): {@code c nu^p z^-(nu+1) sum_j (-p choose j) (nu/z^2)^j} term
   * by term. Each order that does not exist becomes infinite.
   */
  private void powerTail(double about, double a, double[] m) {
    double[] raw = new double[m.length]; // int_a^inf z^i f(z) dz / a^i
    double front = constant * Math.sqrt(nu) * Math.exp(nu * Math.log(Math.sqrt(nu) / a));
    for (int i = 0; i < m.length; i++) {
      double term = front;
      for (int j = 0; j < 10; j++) {
        double exponent = nu + 2 * j - i;
        raw[i] += exponent > 0 ? term / exponent : Double.POSITIVE_INFINITY;
        term *= -(p + j) / (j + 1) * (nu / (a * a));
        if (exponent <= 0) {
          break;
        }
      }
    }
    double scale = 1;
    for (int k = 0; k < m.length; k++) {
      double sum = raw[k];
      double binomial = 1;
      double power = 1;
      for (int i = k - 1; i >= 0 && sum < Double.POSITIVE_INFINITY; i--) {
        binomial = binomial * (i + 1) / (k - i);
        power *= -about / a;
        sum += binomial * power * raw[i];
      }
      m[k] += scale * sum;
      scale *= a;
    }
  }

  /**
   * Returns P(Z > z): {@code I_y(nu/2, 1/2)/2}, {@code y = nu/(nu + z^2)}, or {@code 1/2 -
   * I_{1-y}(1/2, nu/2)/2} near 0. The factor {@code y^a (1 - y)^b / B(a, b)} of either is z f(z).
   */
  double tail(double z) {
    if (Double.isNaN(z)) {
      return Double.NaN;
    }
    double t = Math.abs(z);
    double ratio = t * (t / nu);
    if (ratio < 3 / (nu + 2)) {
      double inside = t * applyAsDouble(t) * fraction(0.5, 0.5 * nu, ratio / (1 + ratio));
      return z > 0 ? 0.5 - inside : 0.5 + inside;
    }
    double outside = t == Double.POSITIVE_INFINITY ? 0 : t * applyAsDouble(t) / nu;
    outside *= fraction(0.5 * nu, 0.5, 1 / (1 + ratio));
    return z > 0 ? outside : 1 - outside;
  }

  /** The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method. */
  private static double fraction(double a, double b, double x) {
    double value = 1;
    double c = 1;
    double d = 0;
    for (int i = 1; i < 2000; i++) {
      int j = i >> 1;
      double term =
          (i & 1) == 0
              ? j * (b - j) * x / ((a + 2 * j - 1) * (a + 2 * j))
              : -(a + j) * (a + b + j) * x / ((a + 2 * j) * (a + 2 * j + 1));
      d = 1 / (1 + term * d);
      c = 1 + term / c;
      value *= c * d;
      if (Math.abs(c * d - 1) < 0x1p-53) {
        break;
      }
    }
    return 1 / value;
  }
}

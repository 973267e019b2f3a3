package org.halfstep.law;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.halfstep.numeric.Philox;
import org.halfstep.numeric.Quadrature;

/**
 * A probability law on the real line: a density plus, where {@link #mass} is positive, atoms.
 *
 * <p>A law may be written from its density alone, in one line; {@link #breaks} then has to name the
 * places where the density is not smooth. All else has a default by quadrature, and a law with
 * closed forms overrides what it can do better. Intervals are open at the left and closed at the
 * right, {@code (lo, hi]}: an atom at {@code hi} is inside, one at {@code lo} is not.
 */
@FunctionalInterface
public interface Distribution {

  /**
   * Returns the density at x, without atoms.
   *
   * @param x any number
   * @return the density, at least 0 and finite; at a break that is 0 it may be infinite
   */
  double pdf(double x);

  /**
   * Returns the places that quadrature must know: kinks, jumps, ends of the support, atoms, and the
   * modes of a law whose mass is far from 0 or narrow.
   *
   * @return increasing, finite; a new array
   */
  default double[] breaks() {
    return new double[0];
  }

  /**
   * Returns the probability that X equals x exactly.
   *
   * @param x any number; an atom must be among the {@link #breaks}
   * @return the mass of the atom at x, 0 where there is none
   */
  default double mass(double x) {
    return 0;
  }

  /**
   * Adds the centred partial moments {@code E[(X - about)^k; lo < X <= hi]} to {@code m[k]}.
   *
   * @param about the centre
   * @param lo the lower end, excluded; may be -infinity
   * @param hi the upper end, included; may be infinity
   * @param m the moments of order 0 to m.length - 1 that are added to; one that does not exist
   *     becomes infinite
   * @return r such that the error of each order is estimated as at most {@code r E[|X - about|^k;
   *     lo < X <= hi]}
   * @throws IllegalArgumentException if lo is above hi or an argument is NaN
   */
  default double moments(double about, double lo, double hi, double[] m) {
    Intervals.check(about, lo, hi);
    Pieces pieces = new Pieces(about, m);
    double from = lo;
    for (double b : breaks()) {
      if (b > lo && b <= hi) {
        pieces.take(Quadrature.moments(this::pdf, about, from, b, pieces.next()), from, b);
        Intervals.addAtom(mass(b), b - about, pieces.next());
        pieces.take(0, b, b);
        from = b;
      }
    }
    pieces.take(Quadrature.moments(this::pdf, about, from, hi, pieces.next()), from, hi);
    return pieces.relativeError();
  }

  /**
   * Returns {@code E[g(X); lo < X <= hi]}.
   *
   * @param g a function, smooth inside the interval but for the {@link #breaks} of the law
   * @param lo the lower end, excluded; may be -infinity
   * @param hi the upper end, included; may be infinity
   * @return the integral of g over the law's part in the interval
   */
  default double expectation(DoubleUnaryOperator g, double lo, double hi) {
    DoubleUnaryOperator integrand =
        x -> {
          double p = pdf(x);
          return p == 0 ? 0 : g.applyAsDouble(x) * p;
        };
    double sum = 0;
    double from = lo;
    for (double b : breaks()) {
      if (b > lo && b <= hi) {
        double atom = mass(b);
        sum += Quadrature.integral(integrand, from, b);
        sum += atom == 0 ? 0 : atom * g.applyAsDouble(b);
        from = b;
      }
    }
    return sum + Quadrature.integral(integrand, from, hi);
  }

  /**
   * Returns P(X &lt;= x).
   *
   * @param x any number or infinity
   * @return the probability, with relative accuracy in the lower tail
   */
  default double cdf(double x) {
    double[] m = new double[1];
    moments(0, Double.NEGATIVE_INFINITY, x, m);
    return Math.min(1, m[0]);
  }

  /**
   * Returns P(X &gt; x).
   *
   * @param x any number or infinity
   * @return the probability, with relative accuracy in the upper tail: not 1 - cdf
   */
  default double survival(double x) {
    double[] m = new double[1];
    moments(0, x, Double.POSITIVE_INFINITY, m);
    return Math.min(1, m[0]);
  }

  /**
   * Returns the least x with {@code P(X <= x) >= p}.
   *
   * @param p a probability in [0, 1]
   * @return the quantile; the ends of the support (or an infinity) at 0 and 1
   * @throws IllegalArgumentException if p is not in [0, 1]
   */
  default double quantile(double p) {
    return Quantiles.solve(this, p);
  }

  /**
   * Returns E[X].
   *
   * @return the mean; infinite or NaN where it does not exist
   */
  default double mean() {
    double[] m = new double[2];
    moments(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, m);
    return m[1];
  }

  /**
   * Returns E[(X - E X)^2].
   *
   * @return the variance; infinite where it does not exist
   */
  default double variance() {
    double[] m = new double[3];
    moments(mean(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, m);
    return m[2];
  }

  /**
   * Returns this law given that {@code lo < X <= hi}.
   *
   * @param lo the lower end, excluded
   * @param hi the upper end, included
   * @return the truncated law, of mass 1
   * @throws IllegalArgumentException if the interval has no probability
   */
  default Distribution within(double lo, double hi) {
    return new Truncated(this, lo, hi);
  }

  /**
   * Returns the law of a X.
   *
   * @param a the factor, finite and not 0; a negative one mirrors
   * @return the scaled law, of the same kind where the kind allows it
   * @throws IllegalArgumentException if a is 0 or not finite
   */
  default Distribution scaled(double a) {
    return new AffineImage(this, a, 0);
  }

  /**
   * Returns the law of X + b.
   *
   * @param b the shift, finite
   * @return the shifted law, of the same kind where the kind allows it
   * @throws IllegalArgumentException if b is not finite
   */
  default Distribution shifted(double b) {
    return new AffineImage(this, 1, b);
  }

  /**
   * Returns the law of max(X, 0).
   *
   * @return this law after ReLU, with an atom at 0
   */
  default Distribution rectified() {
    return new Rectified(this);
  }

  /**
   * Returns the law of |X|.
   *
   * @return this law folded at 0
   */
  default Distribution folded() {
    return new Folded(this);
  }

  /**
   * Returns the law of the greatest of n independent numbers of this law.
   *
   * @param n how many, at least 1
   * @return the law of the maximum
   * @throws IllegalArgumentException if n is below 1
   */
  default Distribution maximum(long n) {
    return new Maximum(this, n);
  }

  /**
   * Returns the value at one address of a random stream, by inversion of the distribution function.
   *
   * @param random the stream
   * @param position the address in the stream
   * @return {@code quantile(u)}, u uniform on (0, 1)
   */
  default double draw(Philox random, long position) {
    return quantile(random.uniform(position));
  }

  /**
   * Returns the first n values of a random stream, rounded to float.
   *
   * @param random the stream
   * @param n how many, at least 0
   * @return the values at the positions 0 to n - 1
   */
  default float[] sample(Philox random, int n) {
    if (n < 0) {
      throw new IllegalArgumentException("n must be at least 0, got " + n);
    }
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) draw(random, i);
    }
    return x;
  }

  /**
   * Returns the law with a given density, after checking that its mass is 1.
   *
   * @param pdf the density, at least 0
   * @param breaks the places where the density is not smooth, in any order
   * @return the law
   * @throws IllegalArgumentException if the mass that quadrature finds is not 1 within 1e-9, or not
   *     known to 1e-7: the density is not normalized, a kink, jump or far mode is missing among the
   *     breaks, or it is infinite at a place other than 0 (put that place at 0, then {@link
   *     #shifted})
   */
  static Distribution of(DoubleUnaryOperator pdf, double... breaks) {
    double[] sorted = breaks.clone();
    Arrays.sort(sorted);
    return Density.checked(pdf, sorted);
  }
}

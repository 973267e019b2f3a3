package org.halfstep.theory;

import java.util.Arrays;
import java.util.TreeSet;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;

/**
 * The error u(X + e) - u(X) by conditioning: given X = x, X + e is N(x + pull (x - mean), rest^2).
 */
final class ConditionalError {

  /** How far the law of X + e given X is followed, in its own sigma: 1e-44 lies beyond. */
  private static final double REACH = 14;

  /** Beside a break of u the conditional moments change within the size of e. */
  private static final double[] NEAR = {1, 3, 9};

  /** The error aimed at: a quadrature within a quadrature has to stop somewhere. */
  private static final double GOAL = 1e-12;

  /** Between a break and x lies a number of rest's that is right to this many ulps of x. */
  private static final double ROUNDED = 4;

  private static final double ULP = Math.ulp(1.0);

  private final Activation u;
  private final double[] breaks;
  private final double pull;
  private final double rest;
  private final double mean;

  private ConditionalError(Activation u, double pull, double rest, double mean) {
    this.u = u;
    this.breaks = u.breaks();
    this.pull = pull;
    this.rest = rest;
    this.mean = mean;
  }

  static ActivationError over(
      Distribution law, Activation any, double errorSigma, double pull, double rest, double mean) {
    Activation u = NamedActivation.resolved(any, law, REACH * errorSigma);
    ConditionalError given = new ConditionalError(u, pull, rest, mean);
    Expectation e = Expectation.of(given::at, 2, 1, GOAL, law, given.places());
    if (!Double.isFinite(e.value(0)) || !Double.isFinite(e.value(1))) {
      throw new ArithmeticException(
          "E[(u(X + e) - u(X))^2] must be finite, got infinity for " + any + " under " + law);
    }
    return new ActivationError(
        errorSigma * errorSigma, e.value(1), e.value(0), e.error(1), e.error(0));
  }

  /** The breaks, the x whose X + e is centred on a break, and what lies beside both. */
  private double[] places() {
    TreeSet<Double> centres = new TreeSet<>();
    for (double b : breaks) {
      centres.add(b);
      if (pull != 0 && pull != -1) {
        centres.add((b + pull * mean) / (1 + pull));
      }
    }
    TreeSet<Double> all = new TreeSet<>(centres);
    double width = pull == -1 ? 0 : rest / Math.min(1, Math.abs(1 + pull));
    for (double c : centres) {
      Double before = centres.lower(c);
      Double after = centres.higher(c);
      for (double k : NEAR) {
        if (before == null || c - k * width > before) {
          all.add(c - k * width);
        }
        if (after == null || c + k * width < after) {
          all.add(c + k * width);
        }
      }
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The conditional mean square, then the mean, given x. */
  private void at(double x, double[] value, double[] noise) {
    double y = number(x);
    double centre = x + pull * (x - mean);
    if (rest == 0) {
      double difference = number(centre) - y;
      double doubt = ULP * (Math.abs(y) + Math.abs(number(centre)));
      set(
          difference * difference,
          difference,
          2 * Math.abs(difference) * doubt,
          doubt,
          value,
          noise);
    } else if (u instanceof PiecewiseActivation pieces) {
      double window = REACH * rest;
      PieceSums s = pieces.sums(new Gaussian(centre, rest), y, x, centre - window, centre + window);
      set(s.second, s.first, s.secondError, s.firstError, value, noise);
      blur(x, value, noise);
    } else {
      Expectation e =
          Expectation.of(
              (z, v, doubt) -> difference(x, y, z, v, doubt),
              2,
              1,
              GOAL,
              new Gaussian(centre, rest),
              between(centre - REACH * rest, centre + REACH * rest));
      set(e.value(0), e.value(1), e.error(0), e.error(1), value, noise);
      blur(x, value, noise);
    }
  }

  /** Near a break the moments change within rest: x is rounded, so they are. */
  private void blur(double x, double[] value, double[] noise) {
    double part = ROUNDED * Math.ulp(x) / rest;
    noise[0] += part * value[0];
    noise[1] += part * Math.abs(value[1]);
  }

  private static void set(
      double square, double mean, double squareError, double meanError, double[] v, double[] d) {
    v[0] = square;
    v[1] = mean;
    d[0] = squareError;
    d[1] = meanError;
  }

  private void difference(double x, double y, double z, double[] value, double[] noise) {
    double other = number(z);
    double d = other - y;
    double doubt = ULP * (Math.abs(other) + Math.abs(y));
    double shift = Math.abs(z - x);
    doubt += shift == 0 ? 0 : ULP * Math.abs(z) * Math.abs(d) / shift;
    set(d * d, d, 2 * Math.abs(d) * doubt + doubt * doubt, doubt, value, noise);
  }

  private double[] between(double lo, double hi) {
    return Arrays.stream(breaks).filter(b -> b > lo && b < hi).toArray();
  }

  private double number(double x) {
    double y = u.value(x);
    if (Double.isNaN(y)) {
      throw FloatLoop.notANumber(u, x);
    }
    return y;
  }
}

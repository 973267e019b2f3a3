package org.halfstep.law;

import java.util.stream.DoubleStream;

/**
 * The law of the greatest of n independent numbers of one law: {@code P(M <= x) = F(x)^n}.
 *
 * <p>Where min-max calibration clips: {@code law.folded().maximum(n)} is the law of the largest
 * absolute value in a sample of n. For the Laplace law with scale b its mean is {@code b (1 + 1/2 +
 * ... + 1/n)}; for N(0, 1) it grows like {@code sqrt(2 ln n)}, which is above it by some per cent
 * even at a million (David and Nagaraja 2003, Order Statistics, chapters 2 and 10).
 *
 * <p>Both tails are computed from the nearer tail of F, so they are right where they are small. The
 * density is that of the continuous part.
 *
 * @param of the law of one number
 * @param count n, at least 1
 */
public record Maximum(Distribution of, long count) implements Distribution {

  /** Probabilities of M that say where its mass lies; narrow beside the law itself. */
  private static final double[] MARKS = {1e-9, 0.01, 0.5, 0.99, 1 - 1e-9};

  /** Checks the count. */
  public Maximum {
    if (count < 1) {
      throw new IllegalArgumentException("a maximum must be of at least 1 number, got " + count);
    }
  }

  @Override
  public double pdf(double x) {
    double density = of.pdf(x);
    return density == 0 ? 0 : count * density * power(x, count - 1);
  }

  /** P(X <= x)^k, from the tail that is the smaller one. */
  private double power(double x, long k) {
    double above = of.survival(x);
    return above < 0.5 ? Math.exp(k * Math.log1p(-above)) : Math.pow(of.cdf(x), k);
  }

  /** Returns the breaks of the law, and where the maximum probably is. */
  @Override
  public double[] breaks() {
    DoubleStream marks =
        DoubleStream.of(MARKS).map(p -> of.quantile(1 + Math.expm1(Math.log(p) / count)));
    return DoubleStream.concat(DoubleStream.of(of.breaks()), marks.filter(Double::isFinite))
        .sorted()
        .distinct()
        .toArray();
  }

  @Override
  public double mass(double x) {
    double atom = of.mass(x);
    return atom == 0 ? 0 : power(x, count) * -Math.expm1(count * Math.log1p(-atom / of.cdf(x)));
  }

  @Override
  public double cdf(double x) {
    return power(x, count);
  }

  @Override
  public double survival(double x) {
    double above = of.survival(x);
    return above < 0.5 ? -Math.expm1(count * Math.log1p(-above)) : 1 - power(x, count);
  }
}

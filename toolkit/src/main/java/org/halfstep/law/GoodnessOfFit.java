package org.halfstep.law;

import java.util.Arrays;
import org.apache.commons.numbers.core.Sum;

/**
 * How well a law describes a sample.
 *
 * <p>The statistics compare the law with the sample as they are. Critical values from tables hold
 * for a law that was fixed beforehand; where its parameters were fitted to the same sample, the
 * statistics come out smaller.
 *
 * @param size the number of values n
 * @param kolmogorovSmirnov {@code sup |F_n(x) - F(x)|}, in 0..1
 * @param andersonDarling {@code -n - sum (2 i - 1) (ln F(x_i) + ln (1 - F(x_(n+1-i)))) / n} over
 *     the sorted values (Anderson and Darling 1954); infinite if a value has no probability on one
 *     side, NaN for a law with atoms
 * @param logLikelihood the sum of ln pdf(x_i), or of ln mass(x_i) where x_i is an atom of the law;
 *     -infinity if a value is impossible
 */
public record GoodnessOfFit(
    int size, double kolmogorovSmirnov, double andersonDarling, double logLikelihood) {

  /**
   * Compares a law with a sample.
   *
   * @param law the law
   * @param values at least one value, all finite, in any order; not modified
   * @return the statistics
   * @throws IllegalArgumentException if the sample is empty or holds a NaN or infinity
   */
  public static GoodnessOfFit of(Distribution law, double... values) {
    return ofSorted(law, Sample.sorted(values, 1));
  }

  static GoodnessOfFit ofSorted(Distribution law, double[] x) {
    return new GoodnessOfFit(
        x.length, kolmogorovSmirnov(law, x), andersonDarling(law, x), logLikelihood(law, x));
  }

  private static double kolmogorovSmirnov(Distribution law, double[] x) {
    double n = x.length;
    double worst = 0;
    for (int i = 0; i < x.length; ) {
      int next = i + 1;
      while (next < x.length && x[next] == x[i]) {
        next++;
      }
      worst = Math.max(worst, Math.abs(next / n - law.cdf(x[i])));
      worst = Math.max(worst, Math.abs(i / n - law.cdf(Intervals.without(law, x[i]))));
      i = next;
    }
    for (double b : law.breaks()) {
      if (law.mass(b) > 0) {
        double below = Intervals.upTo(x, Math.nextDown(b)) / n;
        worst = Math.max(worst, Math.abs(Intervals.upTo(x, b) / n - law.cdf(b)));
        worst = Math.max(worst, Math.abs(below - law.cdf(Math.nextDown(b))));
      }
    }
    return worst;
  }

  private static double andersonDarling(Distribution law, double[] x) {
    if (Arrays.stream(law.breaks()).anyMatch(b -> law.mass(b) > 0)) {
      return Double.NaN;
    }
    int n = x.length;
    Sum sum = Sum.create();
    for (int i = 0; i < n; i++) {
      double logs = Math.log(law.cdf(x[i])) + Math.log(law.survival(x[n - 1 - i]));
      sum.add((2 * i + 1) * logs);
    }
    return -n - sum.getAsDouble() / n;
  }

  private static double logLikelihood(Distribution law, double[] x) {
    Sum sum = Sum.create();
    for (double v : x) {
      double mass = law.mass(v);
      sum.add(Math.log(mass > 0 ? mass : law.pdf(v)));
    }
    return sum.getAsDouble();
  }
}

package org.halfstep.theory;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.numeric.Search;

/**
 * Three values -a, 0, a: x becomes a sign(x) where |x| is above a threshold t, and 0 elsewhere.
 *
 * <p>For a given threshold the least {@code E[(X - Q(X))^2]} is that of {@code a = E[|X| given |X|
 * > t]}, and it is {@code E[X^2] - E[|X|; |X| > t]^2 / P(|X| > t)} (Li, Zhang and Liu 2016,
 * arXiv:1605.04711, equations 4 and 5). What is subtracted is largest where {@code t = a/2}: the
 * optimal ternary grid rounds to the nearest level, and for a symmetric law it is the Lloyd-Max
 * grid of three levels. A value at the threshold becomes 0.
 *
 * @param threshold t, in units of x
 * @param scale a, in units of x
 */
public record Ternary(double threshold, double scale) {

  /** t over E|X| in TWN: the paper's compromise between a uniform law (2/3) and a Gaussian. */
  public static final double TWN = 0.7;

  /** Places at which a law's thresholds are tried before the best is refined. */
  private static final int PLACES = 512;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the threshold is negative or one is not finite, or the
   *     scale not positive
   */
  public Ternary {
    if (!(threshold >= 0 && threshold < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "threshold must be at least 0 and finite, got " + threshold);
    }
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("scale must be positive and finite, got " + scale);
    }
  }

  /**
   * Returns the best scale for a threshold.
   *
   * @param law the law of x
   * @param threshold t, at least 0
   * @return the threshold and {@code E[|X| given |X| > t]}
   * @throws IllegalArgumentException if the threshold is negative or NaN, or nothing is above it
   */
  public static Ternary at(Distribution law, double threshold) {
    if (!(threshold >= 0)) {
      throw new IllegalArgumentException("threshold must be at least 0, got " + threshold);
    }
    double[] m = beyond(law, threshold);
    if (!(m[0] > 0)) {
      throw new IllegalArgumentException(
          "threshold must leave some probability beyond it, got " + threshold + " for " + law);
    }
    return new Ternary(threshold, m[1] / m[0]);
  }

  /**
   * Returns the thresholds and scale of TWN: {@code t = 0.7 E|X|}, in the paper's equation 6 with
   * the mean over the weights of a layer.
   *
   * @param law the law of x, or a sample as an {@link Empirical}
   * @return threshold and scale
   * @throws IllegalArgumentException if X is 0 always
   */
  public static Ternary twn(Distribution law) {
    return at(law, TWN * beyond(law, 0)[1]);
  }

  /**
   * Returns the threshold and scale of the least mean squared error.
   *
   * <p>The threshold is looked for among the sizes of a sample, all of them, or among {@value
   * #PLACES} quantiles of |X|, where the best is then refined to {@code 2t = E[|X| given |X| > t]}.
   * For a sample the threshold is the midpoint a/2, which separates the same values.
   *
   * @param law the law of x, or a sample as an {@link Empirical}
   * @return threshold and scale, right to about 1e-12 for a law with a smooth density
   * @throws IllegalArgumentException if X is 0 always
   */
  public static Ternary optimal(Distribution law) {
    if (law instanceof Empirical sample) {
      double[] sizes = sizes(law, sample.size());
      double scale = at(law, sizes[best(law, sizes)]).scale();
      return new Ternary(0.5 * scale, scale);
    }
    double[] sizes = sizes(law, PLACES);
    int best = best(law, sizes);
    double from =
        sizes[Math.max(best - 2, 0)]; // a symmetric law has each size twice, but for rounding
    double to = sizes[Math.min(best + 2, sizes.length - 1)];
    DoubleUnaryOperator slope =
        t -> {
          double[] m = beyond(law, t);
          return 2 * t * m[0] - m[1];
        };
    boolean bracketed = slope.applyAsDouble(from) < 0 && slope.applyAsDouble(to) > 0;
    return at(law, bracketed ? Search.root(slope, from, to) : sizes[best]);
  }

  private static int best(Distribution law, double[] thresholds) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < thresholds.length; i++) {
      double gained = gain(law, thresholds[i]);
      if (gained > most) {
        most = gained;
        best = i;
      }
    }
    return best;
  }

  /** 0 and the sizes |x| at n quantiles, increasing. */
  private static double[] sizes(Distribution law, int n) {
    DoubleStream quantiles =
        IntStream.range(0, n).mapToDouble(i -> Math.abs(law.quantile((i + 0.5) / n)));
    return DoubleStream.concat(DoubleStream.of(0), quantiles).distinct().sorted().toArray();
  }

  /** What the best scale takes off E[X^2]. */
  private static double gain(Distribution law, double t) {
    double[] m = beyond(law, t);
    return m[0] > 0 ? m[1] * m[1] / m[0] : 0;
  }

  /** P(|X| > t) and E[|X|; |X| > t]; a value of -t exactly is not beyond it. */
  private static double[] beyond(Distribution law, double t) {
    double[] above = new double[2];
    law.moments(0, t, Double.POSITIVE_INFINITY, above);
    double[] below = new double[2];
    law.moments(0, Double.NEGATIVE_INFINITY, -t, below);
    double atom = law.mass(-t);
    return new double[] {above[0] + below[0] - atom, above[1] - below[1] - t * atom};
  }

  /**
   * Returns the three levels and two thresholds.
   *
   * @return the grid; ties at the thresholds become 0
   */
  public Grid grid() {
    return Grid.of(-scale, 0, scale)
        .thresholds(new double[] {-threshold, threshold}, new boolean[] {true, false});
  }
}

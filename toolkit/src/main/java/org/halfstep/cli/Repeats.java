package org.halfstep.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.halfstep.kernel.Crew;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;

/**
 * Numbers chosen from a sample, chosen again on many samples of the same size.
 *
 * <p>Samples are drawn from the values with replacement (the bootstrap), which is right for a
 * number that many values decide; or from a fitted law (the parametric bootstrap), which alone says
 * anything of a number that hangs on the few greatest values, such as min-max. Intervals are those
 * of {@link org.halfstep.calibrate.Bootstrap}: bias-corrected percentiles for the first kind (Efron
 * and Tibshirani 1993, section 14.3 with a = 0); plain ones for the second, for the law's own
 * number is not that of the sample.
 */
final class Repeats {

  /** The fewest that have a percentile at each end of the interval. */
  static final int REPLICATES = 39;

  static final double LEVEL = 0.95;

  private static final long SEED = 1;

  /** Quantiles that are interpolated between: only the outermost are computed each time. */
  private static final int KNOTS = 2048;

  /** again[j]: number j on all samples that did not refuse it, in order. */
  private final double[][] again;

  private final int times;
  private final boolean assumed;

  private Repeats(double[][] again, int times, boolean assumed) {
    this.again = again;
    this.times = times;
    this.assumed = assumed;
  }

  private interface Source {
    Sample of(Philox random);
  }

  /** Draws the values again, so many times. */
  static Repeats of(Sample sample, int times, List<ToDoubleFunction<Seen>> numbers) {
    return new Repeats(all(sample::drawn, times, numbers), times, false);
  }

  /** Draws samples of a law. */
  static Repeats of(Distribution law, int size, int times, List<ToDoubleFunction<Seen>> numbers) {
    double[] knots = new double[KNOTS + 1];
    for (int i = 1; i < KNOTS; i++) {
      knots[i] = law.quantile((double) i / KNOTS);
    }
    return new Repeats(all(random -> drawn(law, knots, size, random), times, numbers), times, true);
  }

  private static Sample drawn(Distribution law, double[] knots, int size, Philox random) {
    double[] u = new double[size];
    random.fillUniform(0, u);
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      double at = u[i] * KNOTS;
      int k = (int) at;
      boolean inner = k > 0 && k < KNOTS - 1;
      x[i] = (float) (inner ? knots[k] + (at - k) * (knots[k + 1] - knots[k]) : law.quantile(u[i]));
    }
    return Sample.of(x);
  }

  private static double[][] all(Source source, int times, List<ToDoubleFunction<Seen>> numbers) {
    double[][] again = new double[numbers.size()][times];
    Crew.run(
        Crew.ALL,
        times,
        r -> {
          Sample sample = source.of(new Philox(SEED, r));
          Seen seen = new Seen(sample.values(), sample);
          for (int j = 0; j < again.length; j++) {
            again[j][r] = chosen(numbers.get(j), seen);
          }
        });
    for (int j = 0; j < again.length; j++) {
      again[j] = Arrays.stream(again[j]).filter(Double::isFinite).sorted().toArray();
    }
    return again;
  }

  private static double chosen(ToDoubleFunction<Seen> number, Seen seen) {
    try {
      return number.applyAsDouble(seen);
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Double.NaN; // a sample of one value, for instance
    }
  }

  /**
   * The interval of number j, which is `estimate` on the sample; empty if samples are few or
   * refused it.
   */
  Optional<Interval> interval(int j, double estimate) {
    double[] t = again[j];
    if (t.length < times || times < REPLICATES) {
      return Optional.empty();
    }
    double shift = assumed ? 0 : 2 * bias(t, estimate);
    double z = Gaussian.STANDARD.quantile((1 + LEVEL) / 2);
    double low = Math.floor((t.length + 1) * Gaussian.STANDARD.cdf(shift - z) + 1e-9);
    double high = Math.ceil((t.length + 1) * Gaussian.STANDARD.cdf(shift + z) - 1e-9);
    return Optional.of(
        new Interval(
            t[Math.clamp((long) low, 1, t.length) - 1],
            t[Math.clamp((long) high, 1, t.length) - 1],
            assumed));
  }

  /** z0: a tie is half below; at the ends half of a number is thought beyond. */
  private static double bias(double[] t, double estimate) {
    double below = 0;
    for (double v : t) {
      below += v < estimate ? 1 : v == estimate ? 0.5 : 0;
    }
    double r = t.length;
    return Gaussian.STANDARD.quantile(Math.clamp(below / r, 0.5 / r, 1 - 0.5 / r));
  }

  /** The median of number j over the samples; NaN if all refused it. */
  double median(int j) {
    return again[j].length == 0 ? Double.NaN : again[j][again[j].length / 2];
  }

  /** Half of the width of the middle 68 % of number j: its standard deviation, but robust. */
  double deviation(int j) {
    double[] t = again[j];
    return t.length < 3
        ? Double.NaN
        : (t[(int) (0.8413 * t.length)] - t[(int) (0.1587 * t.length)]) / 2;
  }
}

package org.halfstep.calibrate;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.halfstep.grid.Grid;
import org.halfstep.kernel.Crew;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;

/**
 * How sure a threshold is that was chosen from a sample: its bootstrap confidence interval.
 *
 * <p>The choice is repeated on R samples of the same size, drawn with replacement from the sample.
 * The interval is the bias-corrected percentile interval (Efron and Tibshirani 1993, An
 * Introduction to the Bootstrap, section 14.3 with a = 0): of the R thresholds in order those of
 * rank {@code (R + 1) Phi(2 z0 -+ z)}, with z the normal quantile of the level and z0 that of the
 * share of thresholds below the sample's own. A clip drawn again is more often too low than too
 * high, for it misses a third of the greatest values; z0 is the correction for that.
 *
 * <p>It needs a threshold that many values decide, smoothly. That of min-max, or a percentile with
 * fewer than ten values beyond, hangs on single values; such an interval covers far too seldom,
 * whatever its level. The scale of least squared error of a sample is one of many local minima from
 * 4 bits on, and at 8 bits its clip, 3.9 sigma, is beyond nearly all of some thousand Gaussian
 * values: take {@link SmoothOptimum} instead of {@link LeastLoss} there, and up to 3 bits {@link
 * LeastLoss}.
 *
 * <p>The same seed gives the same bits for any number of threads.
 *
 * @param estimate the threshold of the sample itself
 * @param lower the lower end of the interval
 * @param upper the upper end
 * @param level the nominal coverage, 0.95 for instance
 * @param size how many values the sample has
 */
public record Bootstrap(double estimate, double lower, double upper, double level, int size) {

  /**
   * Returns the interval of a threshold.
   *
   * @param sample the sample
   * @param threshold how the threshold is chosen: {@link #highest}, {@link #lowest}, or any number
   *     of a sample; called from several threads
   * @param level the nominal coverage, above 0 and below 1
   * @param replicates R, how many times the sample is drawn again; at least {@code 2 / (1 - level)
   *     - 1}, which is 39 at 0.95; 199 and more are usual
   * @param seed the seed of the draws
   * @return the interval
   * @throws IllegalArgumentException if level or replicates is out of range
   */
  public static Bootstrap of(
      Empirical sample,
      ToDoubleFunction<Empirical> threshold,
      double level,
      int replicates,
      long seed) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level must be above 0 and below 1, got " + level);
    }
    // 1e-9: 40 (1 - 0.95) / 2 is not quite 1 in doubles
    if (!((replicates + 1.0) * (1 - level) / 2 + 1e-9 >= 1)) {
      throw new IllegalArgumentException(
          "replicates must be at least 2 / (1 - level) - 1, got " + replicates + " at " + level);
    }
    int n = sample.size();
    double[] sorted = new double[n];
    Arrays.setAll(sorted, i -> sample.quantile((i + 0.5) / n));
    double[] again = new double[replicates];
    Crew.run(
        Crew.ALL,
        replicates,
        r -> again[r] = threshold.applyAsDouble(drawn(sorted, new Philox(seed, r))));
    Arrays.sort(again);
    double estimate = threshold.applyAsDouble(sample);
    double shift = 2 * bias(again, estimate);
    double z = Gaussian.STANDARD.quantile((1 + level) / 2);
    double low = Math.floor((replicates + 1.0) * Gaussian.STANDARD.cdf(shift - z) + 1e-9);
    double high = Math.ceil((replicates + 1.0) * Gaussian.STANDARD.cdf(shift + z) - 1e-9);
    return new Bootstrap(
        estimate,
        again[Math.clamp((long) low, 1, replicates) - 1],
        again[Math.clamp((long) high, 1, replicates) - 1],
        level,
        n);
  }

  /** z0: a tie is half below; at the ends half of a threshold is thought beyond. */
  private static double bias(double[] again, double estimate) {
    double below = 0;
    for (double t : again) {
      below += t < estimate ? 1 : t == estimate ? 0.5 : 0;
    }
    double r = again.length;
    return Gaussian.STANDARD.quantile(Math.clamp(below / r, 0.5 / r, 1 - 0.5 / r));
  }

  private static Empirical drawn(double[] sorted, Philox random) {
    int n = sorted.length;
    double[] u = new double[n];
    random.fillUniform(0, u);
    int[] times = new int[n];
    for (double v : u) {
      times[Math.min((int) (v * n), n - 1)]++;
    }
    double[] x = new double[n]; // in order already
    int k = 0;
    for (int i = 0; i < n; i++) {
      Arrays.fill(x, k, k + times[i], sorted[i]);
      k += times[i];
    }
    return Empirical.of(x);
  }

  /**
   * Returns the threshold above which a calibration clips.
   *
   * @param calibration the calibration
   * @param codes the grid at scale 1
   * @return the number of the highest code, chosen from a sample
   */
  public static ToDoubleFunction<Empirical> highest(Calibration calibration, Grid codes) {
    double top = codes.level(codes.size() - 1);
    return sample -> calibration.fit(sample, codes).value(top);
  }

  /**
   * Returns the threshold below which a calibration clips.
   *
   * @param calibration the calibration
   * @param codes the grid at scale 1
   * @return the number of the lowest code, chosen from a sample
   */
  public static ToDoubleFunction<Empirical> lowest(Calibration calibration, Grid codes) {
    return sample -> calibration.fit(sample, codes).value(codes.level(0));
  }

  /**
   * Returns whether a number is in the interval.
   *
   * @param threshold the number
   * @return whether it lies between the ends or on one
   */
  public boolean covers(double threshold) {
    return lower <= threshold && threshold <= upper;
  }

  /**
   * Returns half of the interval's width, as a part of the threshold.
   *
   * @return {@code (upper - lower) / (2 |estimate|)}: 0.02 if the threshold is known to 2 %
   */
  public double relativeError() {
    return (upper - lower) / (2 * Math.abs(estimate));
  }

  /**
   * Returns how many values make the threshold stable, by the law of the square root: {@code size
   * (relativeError() / wanted)^2}.
   *
   * <p>An estimate, too: of a sample with 50 values beyond the threshold, good to some 40 %. A
   * threshold that sinks into the tail as the sample grows, as that of min-max does, is never
   * stable, whatever this says.
   *
   * @param wanted the relative error that is wanted, positive
   * @return about how many values a sample needs for an interval of that half width
   * @throws IllegalArgumentException if wanted is not positive
   */
  public double samplesFor(double wanted) {
    if (!(wanted > 0)) {
      throw new IllegalArgumentException("the wanted error must be positive, got " + wanted);
    }
    double ratio = relativeError() / wanted;
    return Math.ceil(size * ratio * ratio);
  }
}

package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.halfstep.law.Distribution;

/**
 * Two quantiles of each batch, averaged over the batches: what PPQ, NNCF and MQBench mean by
 * percentile. Sequential.
 *
 * <p>A mean of quantiles is not the quantile of all: of a batch of n values no quantile beyond 1 -
 * 1/n is seen but the greatest value. The summary is uniform between the two averages, an atom if
 * they are equal.
 */
public final class BatchQuantiles extends Accumulator {

  private static final int MQBENCH_BINS = 2048;

  private enum Rule {
    /** The values of rank int(n (1 - p)) + 1 and min(int(n p), n - 1) + 1. */
    PPQ,
    /** The sorted values at rint(n (1 - p)) and rint(n p), the product in floats. */
    PPQ_CUDA,
    /** Between two values, at (n - 1) (1 - p) and (n - 1) p. */
    NNCF,
    /** The centre of the bin of |x| where p n is reached; a moving average of 0.9 and 0.1. */
    MQBENCH
  }

  private final Rule rule;
  private final double share;
  private long batches;
  private double min;
  private double max;

  private BatchQuantiles(Rule rule, double share) {
    if (!(share > 0.5 && share <= 1)) {
      throw new IllegalArgumentException("share must be above 0.5 and at most 1, got " + share);
    }
    this.rule = rule;
    this.share = share;
  }

  BatchQuantiles(Reading in) throws IOException {
    census.read(in);
    this.rule = Rule.values()[in.integer("rule", 0, Rule.values().length - 1)];
    this.share = in.real();
    this.batches = in.count("batches");
    this.min = in.real();
    this.max = in.real();
    Reading.check(share > 0.5 && share <= 1, "share must be above 0.5, at most 1, got " + share);
    Reading.check(
        batches <= count() && batches > 0 == count() > 0,
        "batches must have the values counted, got " + batches);
    Reading.check(
        Double.isFinite(max - min) && min <= max && (batches > 0 || min == 0 && max == 0),
        "averages must be ordered, got " + min + " and " + max);
  }

  /**
   * Opens PPQ's {@code TorchPercentileObserver} on a CPU.
   *
   * @param share p, 0.9999 by default there
   * @return an observer that has seen nothing
   * @throws IllegalArgumentException if share is not above 0.5 and at most 1
   */
  public static BatchQuantiles ofPpq(double share) {
    return new BatchQuantiles(Rule.PPQ, share);
  }

  /**
   * Opens PPQ's {@code TorchPercentileObserver} with its CUDA kernel, which rounds the place.
   *
   * @param share p, 0.9999 by default there
   * @return an observer that has seen nothing
   * @throws IllegalArgumentException if share is not above 0.5 and at most 1
   */
  public static BatchQuantiles ofPpqCuda(double share) {
    return new BatchQuantiles(Rule.PPQ_CUDA, share);
  }

  /**
   * Opens NNCF's {@code MEAN_QUANTILE}: linear interpolation between two values.
   *
   * @param outliers the share that is cut on each side, 1e-4 by default there
   * @return an observer that has seen nothing
   * @throws IllegalArgumentException if outliers is negative or not below 0.5
   */
  public static BatchQuantiles ofNncf(double outliers) {
    return new BatchQuantiles(Rule.NNCF, 1 - outliers);
  }

  /**
   * Opens MQBench's {@code EMAQuantileObserver} at its default, 0.99999 of 2048 bins and {@code 0.9
   * v + 0.1 x}.
   *
   * @return an observer that has seen nothing
   */
  public static BatchQuantiles ofMqBench() {
    return new BatchQuantiles(Rule.MQBENCH, 0.99999);
  }

  @Override
  public void accept(float[] x, int from, int n) {
    Census.Slice s = census.finite(x, from, n);
    if (s.n() == 0) {
      return;
    }
    double[] now = rule == Rule.MQBENCH ? clipped(s) : ranked(s);
    if (rule == Rule.MQBENCH) {
      min = batches == 0 ? now[0] : (float) min * 0.9f + (float) now[0] * (float) (1 - 0.9);
      max = batches == 0 ? now[1] : (float) max * 0.9f + (float) now[1] * (float) (1 - 0.9);
    } else {
      min += (now[0] - min) / (batches + 1);
      max += (now[1] - max) / (batches + 1);
    }
    batches++;
  }

  private double[] ranked(Census.Slice s) {
    float[] sorted = Arrays.copyOfRange(s.x(), s.from(), s.from() + s.n());
    Arrays.sort(sorted);
    int n = sorted.length;
    double low = 1 - share;
    return switch (rule) {
      case PPQ ->
          new double[] {sorted[(int) (n * low)], sorted[(int) Math.min(n * share, n - 1.0)]};
      case PPQ_CUDA -> {
        float p = (float) share;
        int to = (int) Math.clamp(Math.rint(n * p), 0, n - 1.0);
        int at = (int) Math.clamp(Math.rint(n * (1 - p)), 0, n - 1.0);
        yield new double[] {sorted[at], sorted[to]};
      }
      default -> new double[] {between(sorted, low), between(sorted, share)};
    };
  }

  private static double between(float[] sorted, double share) {
    double place = (sorted.length - 1) * share;
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * ((double) sorted[above] - sorted[below]);
  }

  private double[] clipped(Census.Slice s) {
    float top = Math.max(-s.min(), s.max());
    if (top == 0) {
      return new double[] {0, 0};
    }
    long[] counts = new long[MQBENCH_BINS];
    for (int i = s.from(); i < s.from() + s.n(); i++) {
      float place = Math.abs(s.x()[i]) / top * MQBENCH_BINS;
      counts[Math.min((int) place, MQBENCH_BINS - 1)]++;
    }
    long seen = 0;
    int bin = 0;
    while (seen + counts[bin] < share * s.n()) {
      seen += counts[bin++];
    }
    float clip = (bin + 0.5f) * (top / MQBENCH_BINS);
    return new double[] {Math.max(s.min(), -clip), Math.min(s.max(), clip)};
  }

  /**
   * Returns the average of the lower quantiles.
   *
   * @return the lower end
   * @throws IllegalStateException if no finite value was seen
   */
  public double min() {
    checkSeen();
    return min;
  }

  /**
   * Returns the average of the upper quantiles.
   *
   * @return the upper end
   * @throws IllegalStateException if no finite value was seen
   */
  public double max() {
    checkSeen();
    return max;
  }

  @Override
  public Distribution summary() {
    checkSeen();
    return between(min, max);
  }

  @Override
  void writeState(DataOutput out) throws IOException {
    out.writeInt(rule.ordinal());
    out.writeDouble(share);
    out.writeLong(batches);
    out.writeDouble(min);
    out.writeDouble(max);
  }
}

package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.halfstep.law.Distribution;

/**
 * What Distiller's clips of activations need: the extremes of each sample of a batch, averaged, and
 * mean and standard deviation of all values.
 *
 * <p>{@code AVG} clips at the mean over a batch's samples of the sample's least and greatest value,
 * averaged over the batches, each with the same weight: an outlier in one of 1000 samples moves the
 * clip by a thousandth. {@code N_STD} clips at {@code mean -+ k sigma}, not beyond the extremes.
 * Sequential: the averages are rounded in the order of the batches, in double. The summary is
 * uniform between the ends of {@code AVG}.
 */
public final class SampleRanges extends Accumulator {

  private final int size;
  private final ExactMoments moments;
  private final RunningMinMax ends;
  private long batches;
  private double averageMin;
  private double averageMax;

  /**
   * Opens an observer that has seen nothing.
   *
   * @param size how many values a sample has, at least 1; a batch has whole samples
   * @throws IllegalArgumentException if size is below 1
   */
  public SampleRanges(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, got " + size);
    }
    this.size = size;
    this.moments = new ExactMoments();
    this.ends = new RunningMinMax();
  }

  SampleRanges(Reading in) throws IOException {
    census.read(in);
    this.size = in.integer("size", 1, Integer.MAX_VALUE);
    this.batches = in.count("batches");
    this.averageMin = in.real();
    this.averageMax = in.real();
    this.moments = in.part(ExactMoments.class);
    this.ends = in.part(RunningMinMax.class);
    Reading.check(
        moments.count() == count() && ends.count() == count() && count() >= batches,
        "all parts must have " + count() + " values");
    Reading.check(
        averageMin <= averageMax && Double.isFinite(averageMax - averageMin),
        "averages must be ordered, got " + averageMin + " and " + averageMax);
  }

  /** Takes a batch of whole samples; samples without a finite value are left out. */
  @Override
  public void accept(float[] x, int from, int n) {
    if (n % size != 0) {
      throw new IllegalArgumentException(
          "a batch must hold whole samples of " + size + " values, got " + n);
    }
    Objects.checkFromIndexSize(from, n, x.length);
    double lows = 0;
    double highs = 0;
    int samples = 0;
    for (int at = from; at < from + n; at += size) {
      Census.Slice s = census.finite(x, at, size);
      if (s.n() > 0) {
        lows += s.min();
        highs += s.max();
        samples++;
        moments.accept(s.x(), s.from(), s.n());
        ends.accept(s.x(), s.from(), s.n());
      }
    }
    if (samples > 0) {
      averageMin = (batches * averageMin + lows / samples) / (batches + 1);
      averageMax = (batches * averageMax + highs / samples) / (batches + 1);
      batches++;
    }
  }

  /**
   * Returns the average of the samples' least values.
   *
   * @return the lower end of Distiller's {@code AVG}
   * @throws IllegalStateException if no finite value was seen
   */
  public double averageMin() {
    checkSeen();
    return averageMin;
  }

  /**
   * Returns the average of the samples' greatest values.
   *
   * @return the upper end of Distiller's {@code AVG}
   * @throws IllegalStateException if no finite value was seen
   */
  public double averageMax() {
    checkSeen();
    return averageMax;
  }

  /**
   * Returns the range of Distiller's {@code N_STD}: {@code max(min, mean - k sigma)} to {@code
   * min(max, mean + k sigma)}, sigma with divisor n - 1, 0 for a single value.
   *
   * @param k how many standard deviations, positive
   * @return uniform between the two ends
   * @throws IllegalArgumentException if k is not positive
   * @throws IllegalStateException if no finite value was seen
   */
  public Distribution sigmas(double k) {
    if (!(k > 0)) {
      throw new IllegalArgumentException("k must be positive, got " + k);
    }
    checkSeen();
    double reach = count() == 1 ? 0 : k * Math.sqrt(moments.sampleVariance());
    double mean = moments.mean();
    return between(Math.max(ends.min(), mean - reach), Math.min(ends.max(), mean + reach));
  }

  @Override
  public Distribution summary() {
    checkSeen();
    return between(averageMin, averageMax);
  }

  @Override
  void writeState(DataOutput out) throws IOException {
    out.writeInt(size);
    out.writeLong(batches);
    out.writeDouble(averageMin);
    out.writeDouble(averageMax);
    moments.write(out);
    ends.write(out);
  }
}

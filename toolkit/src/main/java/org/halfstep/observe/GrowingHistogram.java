package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.halfstep.law.PiecewiseUniform;

/**
 * A histogram that grows with its range and loses no count, exact: the same bits for every order
 * and split.
 *
 * <p>Bin i is {@code [i w, (i + 1) w)}, and the width w a power of two: {@code i = floor(x / w)}
 * has no rounding, and bins of width 2w are pairs of bins of width w, {@code floor(x / 2w) =
 * floor(i / 2)}. The width is the least at which all values seen fit into the given number of bins,
 * and no value has more than 2^24 bins between itself and 0. So it depends on the least and the
 * greatest value alone, not on when they came. The range spans more than half of the bins, unless
 * the rule of 2^24 or the least float ends the refinement.
 *
 * <p>The summary spreads the count of each bin evenly over the bin.
 */
public final class GrowingHistogram extends Accumulator {

  private static final int MOST = 1 << 20;
  private static final int FINEST = -149;

  /** Floats have 24 bits: finer bins would only count zeros of their own making. */
  private static final double FARTHEST = 1 << 24;

  private final int bins;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private int exponent = FINEST;

  /** The index of the first bin of {@link #counts}; the last holds max. */
  private int first;

  private long[] counts = new long[0];

  /**
   * Opens an observer that has seen nothing.
   *
   * @param bins the most bins it may use, 2..1048576
   * @throws IllegalArgumentException if bins is out of range
   */
  public GrowingHistogram(int bins) {
    if (bins < 2 || bins > MOST) { // one bin cannot hold numbers on both sides of 0
      throw new IllegalArgumentException("bins must be in 2..1048576, got " + bins);
    }
    this.bins = bins;
  }

  GrowingHistogram(Reading in) throws IOException {
    census.read(in);
    this.bins = in.integer("bins", 2, MOST);
    this.min = in.single();
    this.max = in.single();
    boolean seen = count() > 0;
    in.checkEnds(min, max, seen);
    if (seen) {
      this.exponent = least(min, max);
      this.first = index(min, exponent);
      this.counts = in.counts(index(max, exponent) - first + 1);
    }
    long sum = 0;
    for (long n : counts) {
      sum = Math.addExact(sum, n);
    }
    Reading.check(sum == count(), "counts must have the sum " + count() + ", got " + sum);
  }

  /** floor(x / 2^exponent); the quotient is exact in double. */
  private static double place(float x, int exponent) {
    return Math.floor(x * Math.scalb(1.0, -exponent));
  }

  private static int index(float x, int exponent) {
    return (int) place(x, exponent);
  }

  /** The least exponent, from the present one on, at which the range fits. */
  private int least(float lo, float hi) {
    int e = exponent;
    while (true) {
      double from = place(lo, e);
      double to = place(hi, e);
      if (to - from < bins && Math.max(Math.abs(from), Math.abs(to)) <= FARTHEST) {
        return e;
      }
      e++;
    }
  }

  @Override
  public void accept(float[] x, int from, int n) {
    Census.Slice s = census.finite(x, from, n);
    if (s.n() == 0) {
      return;
    }
    grow(s.min(), s.max());
    double factor = Math.scalb(1.0, -exponent);
    for (int i = s.from(); i < s.from() + s.n(); i++) {
      counts[(int) Math.floor(s.x()[i] * factor) - first]++;
    }
  }

  /** Makes room for a range. */
  private void grow(float lo, float hi) {
    min = Math.min(min, lo);
    max = Math.max(max, hi);
    int e = least(min, max);
    int begin = index(min, e);
    int end = index(max, e);
    if (e != exponent || begin != first || end - begin + 1 != counts.length) {
      long[] wide = new long[end - begin + 1];
      addTo(wide, begin, e);
      counts = wide;
      first = begin;
      exponent = e;
    }
  }

  /** Adds the counts to bins as wide or wider. */
  private void addTo(long[] wide, int begin, int e) {
    int halvings = Math.min(e - exponent, 31); // no index has more bits
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        wide[(first + i >> halvings) - begin] += counts[i];
      }
    }
  }

  /**
   * Adds what another observer has seen.
   *
   * @param other the other, of as many bins; not modified; may be this one
   * @throws IllegalArgumentException if the other has another number of bins
   */
  public void combine(GrowingHistogram other) {
    if (other.bins != bins) {
      throw new IllegalArgumentException(
          "combined histograms must have equally many bins, got " + bins + " and " + other.bins);
    }
    census.combine(other.census);
    if (other.counts.length > 0) {
      grow(other.min, other.max);
      long[] sum = counts.clone();
      other.addTo(sum, first, exponent);
      counts = sum;
    }
  }

  /**
   * Returns the width of the bins.
   *
   * @return a power of two
   */
  public double width() {
    return Math.scalb(1.0, exponent);
  }

  /**
   * Returns the edges of the bins in use.
   *
   * @return multiples of the width, one more than there are counts; from the bin of the least value
   *     to that of the greatest
   * @throws IllegalStateException if no finite value was seen
   */
  public double[] edges() {
    checkSeen();
    return IntStream.rangeClosed(0, counts.length)
        .mapToDouble(i -> Math.scalb((double) first + i, exponent))
        .toArray();
  }

  /**
   * Returns the counts of the bins in use.
   *
   * @return how many values each bin has; the first and the last are not 0
   */
  public long[] counts() {
    return counts.clone();
  }

  /**
   * Returns the least value.
   *
   * @return the minimum; infinity if nothing finite was seen
   */
  public float min() {
    return min;
  }

  /**
   * Returns the greatest value.
   *
   * @return the maximum; -infinity if nothing finite was seen
   */
  public float max() {
    return max;
  }

  @Override
  public PiecewiseUniform summary() {
    return PiecewiseUniform.of(edges(), Arrays.stream(counts).asDoubleStream().toArray());
  }

  @Override
  void writeState(DataOutput out) throws IOException {
    out.writeInt(bins);
    out.writeFloat(min);
    out.writeFloat(max);
    for (long n : counts) {
      out.writeLong(n);
    }
  }
}

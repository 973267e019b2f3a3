package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.halfstep.law.PiecewiseUniform;

/**
 * ONNX Runtime's growing histogram ({@code quantization/calibrate.py}, {@code HistogramCollector},
 * version 1.31), bit by bit: counts, edges and extremes. One batch here is all that one call of
 * {@code collect} there joins together. Sequential.
 *
 * <p><b>Signed</b> ({@code collect_value}; for entropy, for percentiles that are not symmetric): on
 * {@code [-T, T]}, T the greatest size in the first batch. A greater size adds {@code k = floor((T'
 * - T) / stride) + 1} bins on both sides. <b>Absolute</b> ({@code collect_absolute_value}; for
 * symmetric percentiles): |x| between its least and greatest value in the first batch; a greater
 * one adds bins at the right. Values of later batches below the first edge are in no bin, as there:
 * {@link #outside}.
 *
 * <p>The summary is the law of x, or of |x|, with the count of each bin spread evenly.
 */
public final class OrtHistogram extends Accumulator {

  /** ONNX Runtime has no bound: an outlier a million times as large ends it for lack of memory. */
  private static final int MOST = 1 << 22;

  private final boolean absolute;
  private final int bins;
  private long[] counts = new long[0];
  private float[] edges = new float[0];
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;

  /** The end T of a signed histogram; 0 while all values are 0, though the edges are -+ 1/2. */
  private float threshold;

  private OrtHistogram(boolean absolute, int bins) {
    if (bins < 1 || bins > MOST) {
      throw new IllegalArgumentException("bins must be in 1..4194304, got " + bins);
    }
    this.absolute = absolute;
    this.bins = bins;
  }

  OrtHistogram(Reading in) throws IOException {
    census.read(in);
    this.absolute = in.flag();
    this.bins = in.integer("bins", 1, MOST);
    this.min = in.single();
    this.max = in.single();
    in.checkEnds(min, max, count() > 0);
    this.threshold = in.single();
    if (count() > 0) {
      int used = in.integer("bins in use", bins, MOST);
      this.counts = in.counts(used);
      this.edges = in.finiteFloats(used + 1);
      for (int i = 0; i < used; i++) {
        Reading.check(edges[i] <= edges[i + 1], "edges must increase, got " + edges[i + 1]);
      }
      Reading.check(
          threshold == (absolute ? 0 : threshold) && threshold >= 0 && threshold <= edges[used],
          "the threshold must be an end, got " + threshold);
    }
    Reading.check(outside() >= 0, "counts must be of " + count() + " values");
  }

  /**
   * Opens the histogram of x.
   *
   * @param bins how many bins the first batch gets, 1..4194304; 128 by default there
   * @return an observer that has seen nothing
   * @throws IllegalArgumentException if bins is out of range
   */
  public static OrtHistogram signed(int bins) {
    return new OrtHistogram(false, bins);
  }

  /**
   * Opens the histogram of |x|.
   *
   * @param bins how many bins the first batch gets, 1..4194304; 2048 by default there
   * @return an observer that has seen nothing
   * @throws IllegalArgumentException if bins is out of range
   */
  public static OrtHistogram absolute(int bins) {
    return new OrtHistogram(true, bins);
  }

  /**
   * Takes a batch.
   *
   * @throws IllegalArgumentException if the bins would be narrower than floats, as there, or more
   *     than 4194304; the observer is then as before
   */
  @Override
  public void accept(float[] x, int from, int n) {
    Census seen = new Census();
    Census.Slice s = seen.finite(x, from, n);
    if (s.n() > 0) {
      if (absolute) {
        takeSizes(s);
      } else {
        takeSigned(s);
      }
    }
    census.combine(seen); // after what may refuse the batch
    min = Math.min(min, s.min());
    max = Math.max(max, s.max());
  }

  private void takeSigned(Census.Slice s) {
    float top = Math.max(Math.abs(s.min()), Math.abs(s.max()));
    int used = counts.length == 0 ? bins : counts.length;
    float end = Math.max(top, threshold);
    int added = 0;
    if (threshold > 0 && top > threshold) {
      float stride = 2 * threshold / used;
      float more = NumpyBins.floorDivide(top - threshold, stride) + 1;
      checkMost(used + 2.0 * more);
      added = (int) more;
      end = added * stride + threshold;
    }
    float[] wide = NumpyBins.edges(-end, end, used + 2 * added);
    long[] sum = new long[used + 2 * added];
    NumpyBins.count(s.x(), s.from(), s.n(), wide, sum);
    for (int i = 0; i < counts.length; i++) {
      sum[added + i] += counts[i];
    }
    counts = sum;
    edges = wide;
    threshold = end;
  }

  private void takeSizes(Census.Slice s) {
    float[] sizes = new float[s.n()];
    float least = Float.POSITIVE_INFINITY;
    float top = 0;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(s.x()[s.from() + i]);
      least = Math.min(least, sizes[i]);
      top = Math.max(top, sizes[i]);
    }
    if (counts.length == 0) {
      edges = NumpyBins.edges(least, top, bins);
      counts = new long[bins];
      NumpyBins.count(sizes, 0, sizes.length, edges, counts);
    } else {
      double[] ends = ends(top);
      counts = Arrays.copyOf(counts, ends.length - 1);
      NumpyBins.search(sizes, ends, counts);
      edges = new float[ends.length];
      for (int i = 0; i < ends.length; i++) {
        edges[i] = (float) ends[i];
      }
    }
  }

  /**
   * The edges, with more at the right where top is beyond: {@code numpy.arange(last + width, top +
   * width, width)} has its first two values in float, the others in double, and so they are for the
   * batch that brought them; what is kept is float.
   */
  private double[] ends(float top) {
    int used = edges.length;
    float width = edges[1] - edges[0];
    float start = edges[used - 1] + width;
    boolean inside = top <= edges[used - 1];
    double more = inside ? 0 : Math.max(0, Math.ceil((top + width - start) / width));
    checkMost(used + more);
    double step = (double) (start + width) - start;
    double[] ends = new double[used + (int) more];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = i < used ? edges[i] : start + (i - used) * step;
    }
    return ends;
  }

  private static void checkMost(double wanted) {
    if (!(wanted <= MOST)) {
      throw new IllegalArgumentException(
          "a histogram must have at most 4194304 bins, got " + wanted + " after a far outlier");
    }
  }

  /**
   * Returns the edges of the bins.
   *
   * @return one more than there are counts
   */
  public float[] edges() {
    return edges.clone();
  }

  /**
   * Returns the counts of the bins.
   *
   * @return how many values each bin has; none before the first batch
   */
  public long[] counts() {
    return counts.clone();
  }

  /**
   * Returns how many finite values are in no bin.
   *
   * @return the count; 0 for a signed histogram
   */
  public long outside() {
    return count() - Arrays.stream(counts).sum();
  }

  /**
   * Returns the least value, with its sign.
   *
   * @return the minimum; infinity if nothing finite was seen
   */
  public float min() {
    return min;
  }

  /**
   * Returns the greatest value, with its sign.
   *
   * @return the maximum; -infinity if nothing finite was seen
   */
  public float max() {
    return max;
  }

  @Override
  public PiecewiseUniform summary() {
    checkSeen();
    double[] ends = new double[edges.length];
    double[] weights = new double[counts.length];
    int n = 0;
    ends[0] = edges[0];
    for (int i = 0; i < counts.length; i++) {
      weights[n] += counts[i];
      if (edges[i + 1] > ends[n]) { // bins too narrow for floats join the next
        ends[++n] = edges[i + 1];
      }
    }
    return PiecewiseUniform.of(Arrays.copyOf(ends, n + 1), Arrays.copyOf(weights, n));
  }

  @Override
  void writeState(DataOutput out) throws IOException {
    out.writeInt(absolute ? 1 : 0);
    out.writeInt(bins);
    out.writeFloat(min);
    out.writeFloat(max);
    out.writeFloat(threshold);
    if (count() > 0) {
      out.writeInt(counts.length);
      for (long c : counts) {
        out.writeLong(c);
      }
      for (float e : edges) {
        out.writeFloat(e);
      }
    }
  }
}

package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import org.halfstep.law.Distribution;

/**
 * PyTorch's growing histogram ({@code torch.ao.quantization.HistogramObserver}, version 2.15):
 * counts, in floats, between the least and the greatest value. Sequential.
 *
 * <p>Where the range grows, each old bin is cut into 16 equal parts, and a part goes to the new bin
 * that holds its centre: counts become fractions and move by up to a sixteenth of a bin. A bin
 * never exceeds 2^24 by single steps, where a float no longer grows by 1. Bit by bit as the package
 * on one thread of its plain build ({@code ATEN_CPU_CAPABILITY=default}); its builds for wide
 * vectors round a part's centre otherwise, and one within a rounding of an edge may fall on its
 * other side.
 *
 * <p>The summary is the law of x with the count of each bin spread evenly; an atom if all values
 * are equal.
 */
public final class TorchHistogram extends Accumulator {

  private static final int MOST = 1 << 20;

  /** Parts of a bin that grows. */
  private static final int PARTS = 16;

  private final int bins;
  private float[] counts;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;

  /**
   * Opens an observer that has seen nothing.
   *
   * @param bins how many bins, 1..1048576; 2048 by default there
   * @throws IllegalArgumentException if bins is out of range
   */
  public TorchHistogram(int bins) {
    if (bins < 1 || bins > MOST) {
      throw new IllegalArgumentException("bins must be in 1..1048576, got " + bins);
    }
    this.bins = bins;
    this.counts = new float[bins];
  }

  TorchHistogram(Reading in) throws IOException {
    census.read(in);
    this.bins = in.integer("bins", 1, MOST);
    this.min = in.single();
    this.max = in.single();
    in.checkEnds(min, max, count() > 0);
    this.counts = in.finiteFloats(bins);
    float top = 0;
    for (float n : counts) {
      Reading.check(n >= 0, "a count must be at least 0, got " + n);
      top = Math.max(top, n);
    }
    Reading.check(top > 0 == count() > 0, "the counts must be of " + count() + " values");
  }

  @Override
  public void accept(float[] x, int from, int n) {
    Census.Slice s = census.finite(x, from, n);
    if (s.n() == 0) {
      return;
    }
    float lo = Math.min(min, s.min());
    float hi = Math.max(max, s.max());
    float[] sum = counted(s, lo, hi);
    boolean first = min > max;
    if (!first) {
      float[] old = lo == min && hi == max ? counts : moved(lo, hi);
      for (int i = 0; i < bins; i++) {
        sum[i] += old[i];
      }
    }
    counts = sum;
    min = lo;
    max = hi;
  }

  /** {@code torch.histc}: a range that is a point is widened by 1 on both sides. */
  private float[] counted(Census.Slice s, float lo, float hi) {
    float first = lo == hi ? lo - 1 : lo;
    float width = (lo == hi ? hi + 1 : hi) - first;
    float[] n = new float[bins];
    for (int i = s.from(); i < s.from() + s.n(); i++) {
      n[Math.min((int) ((s.x()[i] - first) * bins / width), bins - 1)]++;
    }
    return n;
  }

  /** The old counts in the bins of a wider range. */
  private float[] moved(float lo, float hi) {
    if (min == max) {
      float sum = 0;
      for (float n : counts) {
        sum += n;
      }
      float[] one = counted(new Census.Slice(new float[] {min}, 0, 1, min, max), lo, hi);
      for (int i = 0; i < bins; i++) {
        one[i] *= sum;
      }
      return one;
    }
    float[] edges = line(lo, hi, bins + 1);
    float[] parts = line(min, max, bins * PARTS + 1);
    float half = 0.5f * ((max - min) / (bins * PARTS));
    float[] wide = new float[bins];
    int bin = 0;
    for (int i = 0; i < bins * PARTS; i++) {
      float centre = parts[i] + half;
      while (bin < bins && edges[bin + 1] <= centre) {
        bin++;
      }
      while (bin > 0 && edges[Math.min(bin, bins)] > centre) {
        bin--;
      }
      wide[Math.min(bin, bins - 1)] += counts[i / PARTS] / PARTS;
    }
    return wide;
  }

  /** {@code torch.linspace}: from the nearer end. */
  static float[] line(float lo, float hi, int n) {
    float step = (hi - lo) / (n - 1);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = i < n / 2 ? lo + step * i : hi - step * (n - i - 1);
    }
    return x;
  }

  /**
   * Returns the counts of the bins.
   *
   * @return how many values each bin has, in floats and fractions
   */
  public float[] counts() {
    return counts.clone();
  }

  /**
   * Returns the least value, where the first bin begins.
   *
   * @return the minimum; infinity if nothing finite was seen
   */
  public float min() {
    return min;
  }

  /**
   * Returns the greatest value, where the last bin ends.
   *
   * @return the maximum; -infinity if nothing finite was seen
   */
  public float max() {
    return max;
  }

  @Override
  public Distribution summary() {
    checkSeen();
    return binned(min, max, counts);
  }

  @Override
  void writeState(DataOutput out) throws IOException {
    out.writeInt(bins);
    out.writeFloat(min);
    out.writeFloat(max);
    for (float n : counts) {
      out.writeFloat(n);
    }
  }
}

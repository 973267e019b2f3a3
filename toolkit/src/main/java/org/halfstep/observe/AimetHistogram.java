package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import org.halfstep.law.Distribution;

/**
 * AIMET's growing histogram ({@code quantization/encoding_analyzer.py}, {@code _HistogramObserver},
 * version 2.42), in floats. Sequential.
 *
 * <p>Bins of equal width between the least and the greatest value; a point is widened by 1/2 on
 * both sides. Where the range grows, an old bin's count goes to the new bin that holds its lower
 * edge, but for what the new bin's end cuts off, rounded to whole counts, which goes to the next.
 * TF-enhanced lets the range grow to {@code first -+ growth / 2 widths of the first}; values beyond
 * are counted in the end bins.
 *
 * <p>The summary is the law of x with the count of each bin spread evenly.
 */
public final class AimetHistogram extends Accumulator {

  private static final int MOST = 1 << 20;

  private final int bins;
  private final float growth;
  private float[] counts;
  private float min;
  private float max;
  private float leftLimit;
  private float rightLimit;

  private AimetHistogram(int bins, float growth) {
    if (bins < 1 || bins > MOST) {
      throw new IllegalArgumentException("bins must be in 1..1048576, got " + bins);
    }
    this.bins = bins;
    this.growth = growth;
    this.counts = new float[bins];
  }

  AimetHistogram(Reading in) throws IOException {
    census.read(in);
    this.bins = in.integer("bins", 1, MOST);
    this.growth = in.single();
    Reading.check(growth >= 1, "growth must be at least 1, got " + growth);
    this.min = in.single();
    this.max = in.single();
    this.leftLimit = in.single();
    this.rightLimit = in.single();
    this.counts = in.finiteFloats(bins);
    double sum = 0;
    for (float n : counts) {
      Reading.check(n >= 0, "a count must be at least 0, got " + n);
      sum += n;
    }
    Reading.check(
        min <= max && Float.isFinite(max - min) && leftLimit <= min && rightLimit >= max,
        "min and max must be ordered and within their limits, got " + min + " and " + max);
    Reading.check(sum > 0 == count() > 0, "the counts must be of " + count() + " values");
  }

  /**
   * Opens the histogram of {@code SqnrEncodingAnalyzer} and {@code PercentileEncodingAnalyzer}.
   *
   * @param bins how many, 1..1048576; 2048 by default there
   * @return an observer that has seen nothing
   * @throws IllegalArgumentException if bins is out of range
   */
  public static AimetHistogram of(int bins) {
    return new AimetHistogram(bins, Float.POSITIVE_INFINITY);
  }

  /**
   * Opens the histogram of {@code TfEnhancedEncodingAnalyzer}: 512 bins, a range of at most four
   * times that of the first batch.
   *
   * @return an observer that has seen nothing
   */
  public static AimetHistogram tfEnhanced() {
    return new AimetHistogram(512, 3);
  }

  @Override
  public void accept(float[] x, int from, int n) {
    boolean fresh = count() == 0;
    Census.Slice s = census.finite(x, from, n);
    if (s.n() == 0) {
      return;
    }
    if (fresh) {
      min = s.min();
      max = s.max();
      float[] edges = line();
      float width = edges[bins] - edges[0];
      leftLimit = edges[0] - width * growth / 2;
      rightLimit = Math.max(edges[bins] + width * growth / 2, max);
      add(s, lower(), upper());
      return;
    }
    float[] edges = line();
    float lo = Math.clamp(s.min(), leftLimit, edges[0]);
    // The last edge may be an ulp off the greatest value: the range is then moved, as there.
    float hi = Math.clamp(s.max(), Math.min(edges[bins], rightLimit), rightLimit);
    if (lo != min || hi != max) {
      counts = moved(lo, hi);
      min = lo;
      max = hi;
    }
    add(s, lo, hi);
  }

  private float lower() {
    return min == max ? min - 0.5f : min;
  }

  private float upper() {
    return min == max ? max + 0.5f : max;
  }

  /** {@code torch.histc}, with what lies beyond the ends in the end bins. */
  private void add(Census.Slice s, float lo, float hi) {
    float first = lo == hi ? lo - 1 : lo;
    float width = (lo == hi ? hi + 1 : hi) - first;
    for (int i = s.from(); i < s.from() + s.n(); i++) {
      int bin = (int) ((s.x()[i] - first) * bins / width);
      counts[Math.clamp(bin, 0, bins - 1)]++;
    }
  }

  private float[] moved(float lo, float hi) {
    float wide = (hi - lo) / bins;
    float[] edges = line();
    float narrow = edges[1] - edges[0];
    float[] sum = new float[bins];
    for (int i = 0; i < bins; i++) {
      float start = edges[i];
      int bin = bin(start, lo, wide);
      float end = lo + wide * (bin + 1);
      float kept = Math.min((float) Math.rint((end - start) / narrow * counts[i]), counts[i]);
      sum[bin] += kept;
      if (kept < counts[i]) {
        sum[bin(start + wide, lo, wide)] += counts[i] - kept;
      }
    }
    return sum;
  }

  private int bin(float x, float lo, float wide) {
    return Math.clamp((int) ((x - lo) / wide), 0, bins - 1);
  }

  /**
   * Returns the counts of the bins.
   *
   * @return how many values each bin has
   */
  public float[] counts() {
    return counts.clone();
  }

  /**
   * Returns the edges of the bins.
   *
   * @return one more than there are counts, {@code i (max - min) / bins + min} in floats
   * @throws IllegalStateException if no finite value was seen
   */
  public float[] edges() {
    checkSeen();
    return line();
  }

  private float[] line() {
    float first = lower();
    float step = (upper() - first) / bins;
    float[] edges = new float[bins + 1];
    for (int i = 0; i <= bins; i++) {
      edges[i] = i * step + first;
    }
    return edges;
  }

  /**
   * Returns where the histogram begins.
   *
   * @return the least value, or the limit
   * @throws IllegalStateException if no finite value was seen
   */
  public float min() {
    checkSeen();
    return min;
  }

  /**
   * Returns where the histogram ends.
   *
   * @return the greatest value, or the limit
   * @throws IllegalStateException if no finite value was seen
   */
  public float max() {
    checkSeen();
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
    out.writeFloat(growth);
    out.writeFloat(min);
    out.writeFloat(max);
    out.writeFloat(leftLimit);
    out.writeFloat(rightLimit);
    for (float n : counts) {
      out.writeFloat(n);
    }
  }
}

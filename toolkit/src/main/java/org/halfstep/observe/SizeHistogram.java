package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.halfstep.law.Distribution;
import org.halfstep.law.PiecewiseUniform;

/**
 * The histogram of |x| in a second pass, when a first has found the greatest |x|: exact, the same
 * for every order and split.
 *
 * <p>PPQ, MNN and ncnn run over their data twice. They differ in the arithmetic that finds the bin
 * and in what they leave out. The summary is the law of the sizes that are in a bin.
 */
public final class SizeHistogram extends Accumulator {

  private static final int MOST = 1 << 20;

  /** MNN takes what is not above this for zero. */
  private static final float MNN_ZERO = 1e-6f;

  private enum Rule {
    /** {@code torch.histc}: what is above the top is left out. */
    PPQ,
    /** {@code |x| (bins / top)}, zeros left out, what is above the top in the last bin. */
    MNN,
    /** {@code |x| / top bins}, zeros left out, what is above the top in the last bin. */
    NCNN
  }

  private final Rule rule;
  private final float top;
  private final long[] counts;

  private SizeHistogram(Rule rule, float top, int bins) {
    if (!(top > 0 && Float.isFinite(top * bins) && bins / top > 0 && Float.isFinite(bins / top))) {
      throw new IllegalArgumentException(
          "top must be positive, and finite as are bins / top and bins x top, got " + top);
    }
    if (bins < 2 || bins > MOST) {
      throw new IllegalArgumentException("bins must be in 2..1048576, got " + bins);
    }
    this.rule = rule;
    this.top = top;
    this.counts = new long[bins];
  }

  SizeHistogram(Reading in) throws IOException {
    this(in, new Census());
  }

  private SizeHistogram(Reading in, Census seen) throws IOException {
    seen.read(in);
    this.rule = Rule.values()[in.integer("rule", 0, Rule.values().length - 1)];
    this.top = in.single();
    this.counts = in.counts(in.integer("bins", 2, MOST));
    int bins = counts.length;
    Reading.check(
        top > 0 && Float.isFinite(top * bins) && bins / top > 0 && Float.isFinite(bins / top),
        "top must be positive and finite, got " + top);
    census.combine(seen);
    Reading.check(outside() >= 0, "counts must be of " + count() + " values");
  }

  /**
   * Opens PPQ's {@code TorchHistObserver} in its second phase, 4096 bins.
   *
   * @param top the greatest |x| of the first phase, positive
   * @return an observer that has seen nothing
   * @throws IllegalArgumentException if top is not positive and finite
   */
  public static SizeHistogram ofPpq(float top) {
    return ofPpq(top, 4096);
  }

  /**
   * Opens PPQ's second phase with a number of bins; {@code TorchMSEObserver} has 2048.
   *
   * @param top the greatest |x| of the first phase, positive
   * @param bins how many, 2..1048576
   * @return an observer that has seen nothing
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static SizeHistogram ofPpq(float top, int bins) {
    return new SizeHistogram(Rule.PPQ, top, bins);
  }

  /**
   * Opens MNN's {@code TensorStatistic} after its first pass, 2048 bins; sizes of at most 1e-6 are
   * left out.
   *
   * @param top the greatest |x| of the first pass, positive
   * @return an observer that has seen nothing
   * @throws IllegalArgumentException if top is not positive and finite
   */
  public static SizeHistogram ofMnn(float top) {
    return new SizeHistogram(Rule.MNN, top, 2048);
  }

  /**
   * Opens ncnn's {@code ncnn2table} after its first pass, 2048 bins; zeros are left out.
   *
   * @param top the greatest |x| of the first pass, positive
   * @return an observer that has seen nothing
   * @throws IllegalArgumentException if top is not positive and finite
   */
  public static SizeHistogram ofNcnn(float top) {
    return new SizeHistogram(Rule.NCNN, top, 2048);
  }

  @Override
  public void accept(float[] x, int from, int n) {
    Census.Slice s = census.finite(x, from, n);
    int bins = counts.length;
    float factor = bins / top;
    for (int i = s.from(); i < s.from() + s.n(); i++) {
      float size = Math.abs(s.x()[i]);
      boolean in =
          switch (rule) {
            case PPQ -> size <= top;
            case MNN -> size > MNN_ZERO;
            case NCNN -> size > 0;
          };
      if (in) {
        float place =
            switch (rule) {
              case PPQ -> size * bins / top;
              case MNN -> size * factor;
              case NCNN -> size / top * bins;
            };
        counts[Math.min((int) place, bins - 1)]++;
      }
    }
  }

  /**
   * Adds what another observer has seen.
   *
   * @param other the other, of the same rule, top and bins; not modified; may be this one
   * @throws IllegalArgumentException if the other has other bins
   */
  public void combine(SizeHistogram other) {
    if (other.rule != rule || other.top != top || other.counts.length != counts.length) {
      throw new IllegalArgumentException(
          "combined histograms must have the same bins, got "
              + rule
              + " up to "
              + top
              + " and "
              + other.rule
              + " up to "
              + other.top);
    }
    census.combine(other.census);
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /**
   * Returns the end of the last bin.
   *
   * @return the greatest |x| of the first pass
   */
  public float top() {
    return top;
  }

  /**
   * Returns the counts of the bins of |x|.
   *
   * @return how many values each bin has
   */
  public long[] counts() {
    return counts.clone();
  }

  /**
   * Returns how many finite values are in no bin.
   *
   * @return zeros for MNN and ncnn, what is above the top for PPQ
   */
  public long outside() {
    return count() - Arrays.stream(counts).sum();
  }

  @Override
  public Distribution summary() {
    checkSeen();
    if (outside() == count()) {
      return between(0, 0);
    }
    double[] ends = new double[counts.length + 1];
    Arrays.setAll(ends, i -> (double) top * i / counts.length);
    return PiecewiseUniform.of(ends, Arrays.stream(counts).asDoubleStream().toArray());
  }

  @Override
  void writeState(DataOutput out) throws IOException {
    out.writeInt(rule.ordinal());
    out.writeFloat(top);
    out.writeInt(counts.length);
    for (long n : counts) {
      out.writeLong(n);
    }
  }
}

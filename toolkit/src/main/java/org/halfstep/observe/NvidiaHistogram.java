package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.halfstep.law.Distribution;
import org.halfstep.law.PiecewiseUniform;

/**
 * The growing histogram of |x| in NVIDIA's Model Optimizer ({@code calib/histogram.py}, {@code
 * HistogramCalibrator}, version 0.47; pytorch-quantization had the same). Sequential.
 *
 * <p>The first batch sets the width, {@code w = max|x| / bins}. Where a later batch goes beyond the
 * last edge there are {@code ceil(max|x| / w)} bins, counted over {@code [0, last edge]}, and edges
 * {@code 0, w, 2w, ...} below {@code max|x| + w}: there may be one edge more than bins need, and
 * then a bin is a little wider than w. Zeros before the first other value are kept for the first
 * bin; the package stops with an error there.
 *
 * <p>The summary is the law of |x| with the count of each bin spread evenly.
 */
public final class NvidiaHistogram extends Accumulator {

  private static final int MOST = 1 << 22;

  private final int first;
  private long[] counts = new long[0];
  private float[] edges = new float[0];

  /** Zeros that wait for a value with a size. */
  private long zeros;

  /**
   * Opens an observer that has seen nothing.
   *
   * @param bins how many bins the first batch gets, 2..4194304; 2048 by default there
   * @throws IllegalArgumentException if bins is out of range
   */
  public NvidiaHistogram(int bins) {
    if (bins < 2 || bins > MOST) {
      throw new IllegalArgumentException("bins must be in 2..4194304, got " + bins);
    }
    this.first = bins;
  }

  NvidiaHistogram(Reading in) throws IOException {
    census.read(in);
    this.first = in.integer("bins", 2, MOST);
    this.zeros = in.count("zeros");
    int used = in.integer("bins in use", 0, MOST);
    Reading.check(used == 0 || used >= first, "bins in use must be 0 or as at first, got " + used);
    this.counts = in.counts(used);
    this.edges = in.finiteFloats(used == 0 ? 0 : in.integer("edges", used + 1, MOST + 2));
    for (int i = 0; i < edges.length; i++) {
      boolean increasing = i == 0 ? edges[i] == 0 : edges[i - 1] < edges[i];
      Reading.check(increasing, "edges must increase from 0, got " + edges[i]);
    }
    long sum = zeros;
    for (long n : counts) {
      sum = Math.addExact(sum, n);
    }
    Reading.check(sum == count(), "counts must have the sum " + count() + ", got " + sum);
    Reading.check(used == 0 || zeros == 0, "zeros must not wait beside bins, got " + zeros);
  }

  /**
   * Takes a batch.
   *
   * @throws IllegalArgumentException if the bins would be narrower than floats, or more than
   *     4194304; the observer is then as before
   */
  @Override
  public void accept(float[] x, int from, int n) {
    Census seen = new Census();
    Census.Slice s = seen.finite(x, from, n);
    float top = s.n() == 0 ? 0 : Math.max(-s.min(), s.max());
    if (top > 0) {
      makeRoom(top);
    }
    if (counts.length == 0) {
      zeros += s.n();
    } else {
      counts[0] += zeros;
      zeros = 0;
      float last = edges[edges.length - 1];
      for (int i = s.from(); i < s.from() + s.n(); i++) {
        int bin = (int) (Math.abs(s.x()[i]) * counts.length / last);
        counts[Math.min(bin, counts.length - 1)]++;
      }
    }
    census.combine(seen);
  }

  private void makeRoom(float top) {
    if (counts.length == 0) {
      float[] line = TorchHistogram.line(0, top, first + 1);
      check(line[1] > 0 && line[1] < line[2] && Float.isFinite(top * first), first, top);
      edges = line;
      counts = new long[first];
    } else if (top > edges[edges.length - 1]) {
      float width = edges[1] - edges[0];
      double used = Math.ceil(top / width);
      check(used <= MOST && Float.isFinite((float) (top * used)), used, top);
      int n = (int) Math.ceil(((double) (top + width)) / width);
      float[] line = new float[Math.max(n, (int) used + 1)];
      int inBlocks = line.length / 16 * 16;
      for (int i = 0;
          i < line.length;
          i++) { // torch.arange: blocks begin at a float, in lanes of 8
        int lane = i < inBlocks ? i % 8 : 0;
        line[i] = (float) ((float) ((i - lane) * (double) width) + lane * (double) width);
      }
      check(line[line.length - 2] < line[line.length - 1], used, top);
      edges = line;
      counts = Arrays.copyOf(counts, (int) used);
    }
  }

  private static void check(boolean possible, double bins, float top) {
    if (!possible) {
      throw new IllegalArgumentException(
          "a histogram must have at most 4194304 bins, none narrower than floats, got "
              + bins
              + " up to "
              + top);
    }
  }

  /**
   * Returns the edges, from which thresholds are taken.
   *
   * @return at least one more than there are counts; none before the first value that is not 0
   */
  public float[] edges() {
    return edges.clone();
  }

  /**
   * Returns the counts of the bins of |x|.
   *
   * @return how many values each bin has; none before the first value that is not 0
   */
  public long[] counts() {
    return counts.clone();
  }

  @Override
  public Distribution summary() {
    checkSeen();
    if (counts.length == 0) {
      return between(0, 0);
    }
    double width = (double) edges[edges.length - 1] / counts.length;
    double[] ends = new double[counts.length + 1];
    Arrays.setAll(ends, i -> i * width);
    return PiecewiseUniform.of(ends, Arrays.stream(counts).asDoubleStream().toArray());
  }

  @Override
  void writeState(DataOutput out) throws IOException {
    out.writeInt(first);
    out.writeLong(zeros);
    out.writeInt(counts.length);
    for (long n : counts) {
      out.writeLong(n);
    }
    if (counts.length > 0) {
      out.writeInt(edges.length);
      for (float e : edges) {
        out.writeFloat(e);
      }
    }
  }
}

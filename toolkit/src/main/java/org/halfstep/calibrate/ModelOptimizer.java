package org.halfstep.calibrate;

import org.halfstep.observe.NvidiaHistogram;

/**
 * What NVIDIA's Model Optimizer 0.47 chooses ({@code calib/histogram.py}), as pytorch-quantization
 * did before and TensorRT's slides describe: the greatest size that is kept, {@code amax}. The
 * scale is {@code amax / (2^(bits-1) - 1)}, for codes without a sign {@code amax / (2^bits - 1)}.
 */
public final class ModelOptimizer {

  /** The first window or candidate, for every number of bits. */
  private static final int START = 128;

  private ModelOptimizer() {}

  /**
   * Returns {@code compute_amax("entropy")}: the upper edge of the window of least divergence, the
   * last of several; windows from 128 bins on, {@code 2^(bits-1)} cells, twice as many without a
   * sign.
   *
   * @param seen the histogram of |x|, more than 128 bins
   * @param bits the width of the codes, 2..8
   * @param unsigned whether they have no sign
   * @return amax
   * @throws IllegalArgumentException if bits is out of range or too little was counted
   */
  public static float entropy(NvidiaHistogram seen, int bits, boolean unsigned) {
    int levels = highest(bits, unsigned) + 1;
    long[] counts = counts(seen);
    return seen.edges()[FilledCells.nvidia(counts, levels, START).to()];
  }

  /**
   * Returns {@code compute_amax("mse")}: the centre of the bin, from the 129th on, that as amax
   * costs least squared error on the histogram.
   *
   * @param seen the histogram of |x|, more than 128 bins
   * @param bits the width of the codes, 2..8
   * @param unsigned whether they have no sign
   * @return amax
   * @throws IllegalArgumentException if bits is out of range or too little was counted
   */
  public static float mse(NvidiaHistogram seen, int bits, boolean unsigned) {
    int bin = HistogramMse.of(counts(seen), highest(bits, unsigned), START).bin();
    float[] edges = seen.edges();
    return (edges[bin + 1] + edges[bin]) / 2;
  }

  /**
   * Returns {@code compute_amax("percentile")}: the lower edge of the bin where the share is
   * reached.
   *
   * @param seen the histogram of |x|
   * @param percent 99.99 by default there, in 0..100
   * @return amax
   * @throws IllegalArgumentException if percent is out of range or nothing was counted
   */
  public static float percentile(NvidiaHistogram seen, double percent) {
    return seen.edges()[Percentile.edge(seen.counts(), percent / 100)];
  }

  private static long[] counts(NvidiaHistogram seen) {
    long[] counts = seen.counts();
    if (counts.length <= START) {
      throw new IllegalArgumentException(
          "a search from bin 128 on needs more bins, and a value that is not 0, got "
              + counts.length);
    }
    return counts;
  }

  private static int highest(int bits, boolean unsigned) {
    if (bits < 2 || bits > 8) {
      throw new IllegalArgumentException("bits must be in 2..8, got " + bits);
    }
    return (1 << (unsigned ? bits : bits - 1)) - 1;
  }

  /**
   * Returns scale and zero point of a threshold.
   *
   * @param amax the greatest size that is kept, at least 0
   * @param bits the width of the codes, 2..8
   * @param unsigned whether they have no sign
   * @return {@code amax / highest code} and 0; the scale is 1 if amax is not above 2^-24
   * @throws IllegalArgumentException if bits is out of range, or amax is negative or not finite
   */
  public static Affine affine(float amax, int bits, boolean unsigned) {
    if (!(amax >= 0 && amax < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("amax must be at least 0 and finite, got " + amax);
    }
    return new Affine(amax <= 0x1p-24f ? 1 : amax / highest(bits, unsigned), 0);
  }
}

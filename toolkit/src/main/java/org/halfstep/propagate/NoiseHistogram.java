package org.halfstep.propagate;

import org.halfstep.kernel.Histogram;

/**
 * How often the noise of a layer took which size, in units of its own root mean square.
 *
 * @param layer from 1 on
 * @param counts of bins of equal width from {@code -8} to {@code 8}, values beyond in the outermost
 */
public record NoiseHistogram(int layer, long[] counts) {

  /** Bins reach so many root mean squares to both sides. */
  public static final double REACH = 8;

  /** Copies the counts. */
  public NoiseHistogram {
    counts = counts.clone();
  }

  /**
   * Returns the counts.
   *
   * @return how many values each bin has; a new array
   */
  @Override
  public long[] counts() {
    return counts.clone();
  }

  /**
   * Returns the middle of each bin.
   *
   * @return in root mean squares of the noise
   */
  public double[] centres() {
    double[] x = new double[counts.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = REACH * ((2 * i + 1.0) / x.length - 1);
    }
    return x;
  }

  /**
   * Returns the measured density at the middles.
   *
   * @return per root mean square: to be compared with {@code Gaussian.STANDARD.pdf}
   */
  public double[] density() {
    double total = total();
    double[] p = new double[counts.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = counts[i] / total * counts.length / (2 * REACH);
    }
    return p;
  }

  /**
   * Returns how many values were counted.
   *
   * @return the sum of the counts
   */
  public long total() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /** Counts z - y in units of its root mean square. */
  static long[] count(float[] y, float[] z, double sumOfSquares, int bins) {
    float reach = (float) REACH;
    Histogram histogram = new Histogram(-reach, reach, bins);
    float factor = Rows.reciprocalRoot(sumOfSquares / y.length);
    float[] e = new float[Math.min(y.length, 4096)];
    for (int from = 0; from < y.length; from += e.length) {
      int n = Math.min(e.length, y.length - from);
      for (int i = 0; i < n; i++) {
        e[i] = Math.clamp((z[from + i] - y[from + i]) * factor, -reach, reach);
      }
      histogram.add(e, 0, n);
    }
    return histogram.counts();
  }
}

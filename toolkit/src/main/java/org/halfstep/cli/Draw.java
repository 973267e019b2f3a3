package org.halfstep.cli;

import org.halfstep.numeric.Philox;

/** Takes a part of many values, spread evenly over them: the same part each time. */
final class Draw {

  private static final long SEED = 7;

  private Draw() {}

  /**
   * Returns all values, or one drawn from each of n equal stretches if there are more than n.
   *
   * <p>A stretch at a time, and not each so-many-th value: rows of a matrix have periods.
   */
  static float[] of(float[] x, int n) {
    if (x.length <= n) {
      return x;
    }
    Philox random = new Philox(SEED, n);
    float[] part = new float[n];
    for (int i = 0; i < n; i++) {
      long from = (long) i * x.length / n;
      long to = (i + 1L) * x.length / n;
      part[i] = x[(int) (from + (long) (random.uniform(i) * (to - from)))];
    }
    return part;
  }

  static double[] doubles(float[] part) {
    double[] out = new double[part.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = part[i];
    }
    return out;
  }
}

package org.halfstep.cli;

import org.apache.commons.numbers.core.Sum;
import org.halfstep.grid.Grid;
import org.halfstep.kernel.MeasuredError;

/**
 * What all values of a sample are, and what a grid does to all of them.
 *
 * @param count how many there are
 * @param min the least
 * @param max the greatest
 * @param mean the mean
 * @param sigma the standard deviation, divided by n
 * @param power the mean square
 * @param zeros how many are exactly 0
 */
record Facts(
    long count, double min, double max, double mean, double sigma, double power, long zeros) {

  private static final int BLOCK = 1 << 16;

  static Facts of(float[] x) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    long zeros = 0;
    Sum sum = Sum.create();
    Sum squares = Sum.create();
    for (float v : x) {
      min = Math.min(min, v);
      max = Math.max(max, v);
      zeros += v == 0 ? 1 : 0;
      sum.add(v);
      squares.add((double) v * v);
    }
    double mean = sum.getAsDouble() / x.length;
    Sum about = Sum.create();
    for (float v : x) {
      about.add((v - mean) * (v - mean));
    }
    double sigma = Math.sqrt(about.getAsDouble() / x.length);
    return new Facts(x.length, min, max, mean, sigma, squares.getAsDouble() / x.length, zeros);
  }

  double absMax() {
    return Math.max(-min, max);
  }

  double zeroShare() {
    return (double) zeros / count;
  }

  /** How many values are larger in size than a clip. */
  static long beyond(float[] x, double clip) {
    long n = 0;
    for (float v : x) {
      n += Math.abs(v) > clip ? 1 : 0;
    }
    return n;
  }

  /** The measured SQNR in dB, infinite if nothing is lost; 1e-5 of itself is float's rounding. */
  static double sqnr(float[] x, Grid grid) {
    double signal = 0;
    double noise = 0;
    float[] in = new float[Math.min(BLOCK, x.length)];
    float[] out = new float[in.length];
    for (int from = 0; from < x.length; from += BLOCK) {
      int n = Math.min(BLOCK, x.length - from);
      if (n < in.length) {
        in = new float[n];
        out = new float[n];
      }
      System.arraycopy(x, from, in, 0, n);
      grid.nearest(in, out);
      MeasuredError e = MeasuredError.between(in, out, grid.overloadLow(), grid.overloadHigh());
      signal += e.xx();
      noise += e.granular() + e.overload();
    }
    return 10 * Math.log10(signal / noise);
  }
}

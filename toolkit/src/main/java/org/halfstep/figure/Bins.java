package org.halfstep.figure;

import java.util.Arrays;

/**
 * Bins of equal width and the density of a sample in them.
 *
 * @param lo left edge of the first bin
 * @param width width of each bin
 * @param counts values in each bin; a value on an inner edge belongs to the bin on its right, the
 *     largest value to the last bin
 */
record Bins(double lo, double width, long[] counts) {
  private static final int MOST = 1000;

  /** Chooses the bins by the rule of Freedman and Diaconis, rounded to a plain width. */
  static Bins of(double[] values) {
    double[] sorted = sorted(values);
    double span = sorted[sorted.length - 1] - sorted[0];
    if (span == 0) {
      double width = sorted[0] == 0 ? 1 : Math.ulp(sorted[0]) * 0x1p42;
      return count(sorted, sorted[0] - width / 2, width, 1);
    }
    double iqr = sorted[(int) (sorted.length * 0.75)] - sorted[sorted.length / 4];
    double rule = 2 * iqr / StrictMath.cbrt(sorted.length);
    double width = Math.max(plain(rule > 0 ? rule : span / 30), Ticks.step(span, 100));
    double first = Math.floor(sorted[0] / width);
    double last = Math.floor(sorted[sorted.length - 1] / width);
    return count(sorted, first * width, width, (int) (last - first) + 1);
  }

  /** Uses so many bins between the smallest and the largest value. */
  static Bins of(double[] values, int bins) {
    if (bins < 1 || bins > MOST) {
      throw new IllegalArgumentException("bins must be in 1.." + MOST + ", got " + bins);
    }
    double[] sorted = sorted(values);
    double span = sorted[sorted.length - 1] - sorted[0];
    if (span == 0) {
      throw new IllegalArgumentException(
          "values must differ to be put in bins, got only " + sorted[0]);
    }
    return count(sorted, sorted[0], span / bins, bins);
  }

  private static double[] sorted(double[] values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException(
          "a histogram needs at least one number, got " + values.length + " values, all NaN");
    }
    if (Double.isInfinite(sorted[0]) || Double.isInfinite(sorted[sorted.length - 1])) {
      throw new IllegalArgumentException("a histogram needs finite values, got an infinite one");
    }
    return sorted;
  }

  private static Bins count(double[] sorted, double lo, double width, int n) {
    long[] counts = new long[n];
    for (double v : sorted) {
      counts[Math.clamp((long) Math.floor((v - lo) / width), 0, n - 1)]++;
    }
    return new Bins(lo, width, counts);
  }

  /** Rounds down to 1, 2 or 5 times a power of ten. */
  static double plain(double width) {
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(width)));
    double m = width / power;
    return Decimals.rounded((m >= 5 ? 5 : m >= 2 ? 2 : 1) * power, 12);
  }

  double[] middles() {
    double[] out = new double[counts.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = lo + (i + 0.5) * width;
    }
    return out;
  }

  /** Returns counts / (n width), whose area is 1. */
  double[] densities() {
    double n = Arrays.stream(counts).sum();
    return Arrays.stream(counts).mapToDouble(c -> c / (n * width)).toArray();
  }
}

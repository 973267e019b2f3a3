package org.halfstep.kernel;

/**
 * Loops that make few numbers of many: extremes, and the bins of a histogram.
 *
 * <p>The doors ({@link Extremes}, {@link Histogram}) check arguments; here n is at least 0 and
 * ranges are inside their arrays. The twins are {@link ScalarReductions} and {@link
 * VectorReductions}.
 */
interface Reductions {

  /** The choice between the twins. */
  Family<Reductions> FAMILY =
      new Family<>(
          "extremes and histograms",
          new ScalarReductions(),
          () -> new VectorReductions(),
          Reductions::rehearse);

  /** Least and greatest of n values, and counts. */
  Extremes extremes(float[] x, int at, int n);

  /** Greatest size of n values, NaN if one is. */
  float absMax(float[] x, int at, int n);

  /** index[i] = bin of x[at + i], n values. */
  void bins(Histogram histogram, float[] x, int at, int[] index, int n);

  private static void rehearse(Reductions loops) {
    int n = 128;
    float[] x = new float[n];
    int[] index = new int[n];
    Histogram histogram = new Histogram(-1, 1, 16);
    for (int i = 0; i < 64; i++) {
      loops.extremes(x, 0, n);
      loops.absMax(x, 0, n);
      loops.bins(histogram, x, 0, index, n);
    }
  }
}

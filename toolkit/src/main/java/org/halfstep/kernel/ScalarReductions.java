package org.halfstep.kernel;

/** The formulas, value by value: what {@link VectorReductions} must equal, bit for bit. */
final class ScalarReductions implements Reductions {

  @Override
  public Extremes extremes(float[] x, int at, int n) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    long nans = 0;
    long infinities = 0;
    for (int i = at; i < at + n; i++) {
      if (Float.isNaN(x[i])) {
        nans++;
      } else {
        infinities += Float.isInfinite(x[i]) ? 1 : 0;
        min = Math.min(min, x[i]);
        max = Math.max(max, x[i]);
      }
    }
    return new Extremes(min, max, nans, infinities);
  }

  @Override
  public float absMax(float[] x, int at, int n) {
    float max = 0;
    for (int i = at; i < at + n; i++) {
      max = Math.max(max, Math.abs(x[i]));
    }
    return Float.isNaN(max) ? Float.NaN : max; // without the bits that a NaN may carry
  }

  @Override
  public void bins(Histogram histogram, float[] x, int at, int[] index, int n) {
    for (int i = 0; i < n; i++) {
      index[i] = histogram.bin(x[at + i]);
    }
  }
}

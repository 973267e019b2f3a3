package org.halfstep.observe;

/**
 * A sum of floats in the order in which NumPy adds them: eight running sums in blocks of at most
 * 128 values, blocks joined as a tree (Higham 1993, section 3). Needed where a toolkit's mean is to
 * be met bit by bit.
 */
final class PairwiseSum {

  private static final int LANES = 8;
  private static final int BLOCK = 128;

  private PairwiseSum() {}

  static float of(float[] x, int from, int n) {
    if (n < LANES) {
      float sum = -0f;
      for (int i = from; i < from + n; i++) {
        sum += x[i];
      }
      return sum;
    }
    if (n > BLOCK) {
      int half = n / 2 - n / 2 % LANES;
      return of(x, from, half) + of(x, from + half, n - half);
    }
    return block(x, from, n);
  }

  private static float block(float[] x, int from, int n) {
    float[] r = new float[LANES];
    System.arraycopy(x, from, r, 0, LANES);
    int whole = n - n % LANES;
    for (int i = LANES; i < whole; i++) {
      r[i % LANES] += x[from + i];
    }
    float sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (int i = whole; i < n; i++) {
      sum += x[from + i];
    }
    return sum;
  }
}

package org.halfstep.kernel;

/** The formulas, value by value: what {@link VectorProducts} must equal, bit for bit. */
final class ScalarProducts implements Products {

  private static final int COLUMNS = 16;

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public void tile(Tile t) {
    for (int j = 0; j < COLUMNS; j++) {
      column(t, j);
    }
  }

  /** Six sums at once, because each must wait for its last fma. */
  private static void column(Tile t, int j) {
    float[] a = t.a;
    float[] b = t.b;
    int row = t.aRow;
    int from = t.fromAt + j;
    float c0 = t.from[from];
    float c1 = t.from[from + t.fromRow];
    float c2 = t.from[from + 2 * t.fromRow];
    float c3 = t.from[from + 3 * t.fromRow];
    float c4 = t.from[from + 4 * t.fromRow];
    float c5 = t.from[from + 5 * t.fromRow];
    int end = t.aAt + t.depth;
    for (int k = t.aAt, l = t.bAt + j; k < end; k++, l += COLUMNS) {
      c0 = Math.fma(a[k], b[l], c0);
      c1 = Math.fma(a[k + row], b[l], c1);
      c2 = Math.fma(a[k + 2 * row], b[l], c2);
      c3 = Math.fma(a[k + 3 * row], b[l], c3);
      c4 = Math.fma(a[k + 4 * row], b[l], c4);
      c5 = Math.fma(a[k + 5 * row], b[l], c5);
    }
    int to = t.toAt + j;
    t.to[to] = c0;
    t.to[to + t.toRow] = c1;
    t.to[to + 2 * t.toRow] = c2;
    t.to[to + 3 * t.toRow] = c3;
    t.to[to + 4 * t.toRow] = c4;
    t.to[to + 5 * t.toRow] = c5;
  }

  @Override
  public void widen(byte[] x, int at, int n, int mask, float[] out, int outAt) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = x[at + i] & mask;
    }
  }

  @Override
  public boolean add(float[] x, int at, int n, int[] c, int cAt) {
    int wrapped = 0;
    for (int i = 0; i < n; i++) {
      int more = (int) x[at + i];
      int sum = c[cAt + i] + more;
      wrapped |= (sum ^ c[cAt + i]) & (sum ^ more); // both terms have the other sign
      c[cAt + i] = sum;
    }
    return wrapped < 0;
  }
}

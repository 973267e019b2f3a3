package org.halfstep.kernel;

/** The formulas, term by term: what {@link VectorShifts} must equal. */
final class ScalarShifts implements Shifts {

  private static final long LOWER = 0xffff_ffffL;

  @Override
  public void integers(
      byte[] r, int at, byte[] c, int cAt, int n, int dropped, int bits, long[] sums) {
    for (int i = 0; i < n; i++) {
      add(r[at + i], c[cAt + i], dropped, sums);
    }
  }

  @Override
  public void powers(byte[] c, int at, int n, int dropped, int bits, long[] sums) {
    for (int i = 0; i < n; i++) {
      add(1, c[at + i], dropped, sums);
    }
  }

  private static void add(long r, int code, int dropped, long[] sums) {
    if (code == 0) {
      return;
    }
    int places = Math.abs(code) - 1 - dropped;
    long term = places >= 0 ? r << places : r >> Math.min(-places, 63);
    long signed = code < 0 ? -term : term;
    sums[LOW] += signed & LOWER;
    sums[HIGH] += signed >> 32;
  }

  @Override
  public void multiply(byte[] a, int at, byte[] b, int bAt, int n, byte[] out) {
    for (int i = 0; i < n; i++) {
      out[i] = product(a[at + i], b[bAt + i]);
    }
  }

  static byte product(int a, int b) {
    int sum = Math.abs(a) + Math.abs(b) - 1;
    return (byte) (a == 0 || b == 0 ? 0 : (a ^ b) < 0 ? -sum : sum);
  }
}

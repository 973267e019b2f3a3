package org.halfstep.kernel;

/**
 * Loops that sum products with powers of two, by shifts.
 *
 * <p>A byte c stands for {@code sign(c) 2^(|c| - 1)}, and 0 for 0. Bitshift(r, x) is r &lt;&lt; x,
 * and {@code floor(r / 2^-x)} for x below 0. A sum is {@code sums[LOW] + 2^32 sums[HIGH]}, which
 * some 2^30 terms of 62 bits cannot make overflow.
 *
 * <p>The door {@link ShiftSum} checks arguments; here ranges are inside their arrays. The twins are
 * {@link ScalarShifts} and {@link VectorShifts}; sums of integers are the same in any order.
 */
interface Shifts {

  /** The choice between the twins. */
  Family<Shifts> FAMILY =
      new Family<>(
          "sums of shifts", new ScalarShifts(), () -> new VectorShifts(), Shifts::rehearse);

  /** Where sums are. */
  int LOW = 0;

  int HIGH = 1;

  /** What a term may have at most, without its sign. */
  int MOST_BITS = 62;

  /** Bits of a term that may be added 256 times in 32 bits. */
  int NARROW = 22;

  /**
   * Adds {@code sign(c) Bitshift(r, |c| - 1 - dropped)}.
   *
   * @param bits of the largest term, at most MOST_BITS; below 0 if it is less than 1
   */
  void integers(byte[] r, int at, byte[] c, int cAt, int n, int dropped, int bits, long[] sums);

  /**
   * Adds {@code sign(c) Bitshift(1, |c| - 1 - dropped)}.
   *
   * @param bits of the largest term, at most MOST_BITS; below 0 if it is less than 1
   */
  void powers(byte[] c, int at, int n, int dropped, int bits, long[] sums);

  /** Codes of products: {@code sign(a) sign(b) (|a| + |b| - 1)}, 0 where a or b is 0. */
  void multiply(byte[] a, int at, byte[] b, int bAt, int n, byte[] out);

  private static void rehearse(Shifts loops) {
    int n = 256;
    byte[] x = new byte[n];
    byte[] y = new byte[n];
    long[] sums = new long[2];
    for (int i = 0; i < 16; i++) {
      for (int bits = NARROW; bits <= NARROW + 1; bits++) {
        loops.integers(x, 0, x, 0, n, 0, bits, sums);
        loops.multiply(x, 0, x, 0, n, y);
        loops.powers(y, 0, n, 0, bits, sums);
      }
    }
  }
}

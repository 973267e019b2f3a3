package org.halfstep.kernel;

/** What sums of shifts add to {@link KernelDigest}. */
final class ShiftDigest {

  private ShiftDigest() {}

  private static final int SIZE = 9001;

  static void add(BitDigest digest) {
    byte[] r = BitDigest.bytes(7, SIZE);
    byte[] c = BitDigest.bytes(8, SIZE);
    int[][] windows = {{7, 0}, {15, 0}, {16, 2}, {31, 0}, {40, 9}, {127, 80}};
    for (int[] window : windows) {
      byte[] codes = new byte[SIZE];
      for (int i = 0; i < SIZE; i++) {
        codes[i] = (byte) (c[i] % (window[0] + 1));
      }
      ShiftSum shifts = ShiftSum.of(window[0], window[1]);
      digest.add(shifts.integers(r, 3, codes, 0, SIZE - 5));
      byte[] halves = new byte[SIZE];
      for (int i = 0; i < SIZE; i++) {
        halves[i] = (byte) (c[i] % ((window[0] + 1) / 2 + 1));
      }
      digest.add(shifts.products(halves, 0, halves, 1, SIZE - 1));
    }
  }
}

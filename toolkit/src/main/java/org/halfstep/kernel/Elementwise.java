package org.halfstep.kernel;

/**
 * Loops that make one float of one float.
 *
 * <p>The door ({@link FakeQuantize}) checks arguments; here n is at least 0, ranges are inside
 * their arrays, and the input is the output itself or does not overlap it. The twins are {@link
 * ScalarElementwise} and {@link VectorElementwise}.
 */
interface Elementwise {

  /** The choice between the twins. */
  Family<Elementwise> FAMILY =
      new Family<>(
          "rounding",
          new ScalarElementwise(),
          () -> new VectorElementwise(),
          Elementwise::rehearse);

  /**
   * Adding 1.5 2^23 rounds to an integer, half to even, and leaves it in the low bits of the sum.
   * The bits of such sums, read as integers, increase with the sum, infinities included; so the
   * clamp is a maximum and a minimum of integers, which cost one instruction each where those of
   * floats cost five.
   */
  float MAGIC = 0x1.8p23f;

  int MAGIC_BITS = 0x4b400000;

  /** out[i] = scale (clamp(rint(x[i] / scale) + zero) - zero), n values. */
  void fakeQuantize(FakeQuantize rule, float[] x, int xAt, float[] out, int outAt, int n);

  private static void rehearse(Elementwise loops) {
    int n = 128;
    float[] x = new float[n];
    float[] out = new float[n];
    FakeQuantize dividing = FakeQuantize.dividing(0.1f, 0, -8, 7);
    FakeQuantize multiplying = FakeQuantize.multiplying(0.1f, 0, -8, 7);
    for (int i = 0; i < 64; i++) {
      loops.fakeQuantize(dividing, x, 0, out, 0, n);
      loops.fakeQuantize(multiplying, x, 0, out, 0, n);
    }
  }
}

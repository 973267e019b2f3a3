package org.halfstep.kernel;

/**
 * The loops of {@link Elementwise} and {@link Codes} with parameters that differ from value to
 * value.
 *
 * <p>Called by {@link ChannelLoops}; k is where the first value is in the pattern. The twins are
 * {@link ScalarPatterned} and {@link VectorPatterned}.
 */
interface Patterned {

  /** The choice between the twins. */
  Family<Patterned> FAMILY =
      new Family<>(
          "channels", new ScalarPatterned(), () -> new VectorPatterned(), Patterned::rehearse);

  /** out[i] = scale (clamp(rint(x[i] / scale) + zero) - zero), n values. */
  void fakeQuantize(Pattern p, int k, float[] x, int xAt, float[] out, int outAt, int n);

  /** codes[i] = code of x[i], n values. */
  void quantize(Pattern p, int k, float[] x, int at, int[] codes, int n);

  /** out[i] = scale (codes[i] - zero), n values. */
  void dequantize(Pattern p, int k, int[] codes, float[] out, int at, int n);

  private static void rehearse(Patterned loops) {
    int n = 128;
    float[] scales = {0.1f, 0.2f};
    int[] zeros = new int[2];
    Pattern dividing = ChannelQuantize.dividing(scales, zeros, -8, 7).pattern(n);
    Pattern multiplying = ChannelQuantize.multiplying(scales, zeros, -8, 7).pattern(n);
    float[] x = new float[n];
    int[] codes = new int[n];
    for (int i = 0; i < 64; i++) {
      Pattern p = i % 2 == 0 ? dividing : multiplying;
      loops.fakeQuantize(p, 0, x, 0, x, 0, n);
      loops.quantize(p, 0, x, 0, codes, n);
      loops.dequantize(p, 0, codes, x, 0, n);
    }
  }
}

package org.halfstep.kernel;

/**
 * Loops that make integer codes of floats and floats of codes, and pack codes of 4 bits.
 *
 * <p>The door ({@link Quantize}) checks arguments; here n is at least 0 and ranges are inside their
 * arrays. The twins are {@link ScalarCodes} and {@link VectorCodes}.
 */
interface Codes {

  /** The choice between the twins. */
  Family<Codes> FAMILY =
      new Family<>("codes", new ScalarCodes(), () -> new VectorCodes(), Codes::rehearse);

  /** Values that go through a buffer at a time, where one is needed: it stays in the cache. */
  int BLOCK = 4096;

  /** out[i] = code of x[i], n values. */
  void quantize(Quantize rule, float[] x, int xAt, byte[] out, int outAt, int n);

  /** out[i] = code of x[i], n values. */
  void quantize(Quantize rule, float[] x, int xAt, short[] out, int outAt, int n);

  /** out[i] = scale (codes[i] - zero), n values. */
  void dequantize(Quantize rule, byte[] codes, int at, float[] out, int outAt, int n);

  /** out[i] = scale (codes[i] - zero), n values. */
  void dequantize(Quantize rule, short[] codes, int at, float[] out, int outAt, int n);

  /** out[i] = codes[2 i] in the low half of a byte, codes[2 i + 1] in the high half. */
  void pack(byte[] codes, byte[] out, int outAt, int pairs);

  /** codes[2 i] = low half of in[i], codes[2 i + 1] = high half, with or without a sign. */
  void unpack(byte[] in, int at, byte[] codes, int pairs, boolean signed);

  private static void rehearse(Codes loops) {
    int n = 128;
    float[] x = new float[n];
    byte[] bytes = new byte[n];
    byte[] halves = new byte[n / 2];
    short[] shorts = new short[n];
    Quantize dividing = Quantize.dividing(0.1f, 0, -8, 7);
    Quantize multiplying = Quantize.multiplying(0.1f, 8, 0, 15);
    for (int i = 0; i < 64; i++) {
      Quantize q = i % 2 == 0 ? dividing : multiplying;
      loops.quantize(q, x, 0, bytes, 0, n);
      loops.quantize(q, x, 0, shorts, 0, n);
      loops.dequantize(q, bytes, 0, x, 0, n);
      loops.dequantize(q, shorts, 0, x, 0, n);
      loops.pack(bytes, halves, 0, n / 2);
      loops.unpack(halves, 0, bytes, n / 2, q.signed());
    }
  }
}

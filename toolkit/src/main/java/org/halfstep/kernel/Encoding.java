package org.halfstep.kernel;

/**
 * Loops that round to arbitrary levels.
 *
 * <p>The door ({@link Codebook}) checks arguments; here n is at least 0, ranges are inside their
 * arrays, and the input is the output itself or does not overlap it. The twins are {@link
 * ScalarEncoding} and {@link VectorEncoding}.
 */
interface Encoding {

  /** The choice between the twins. */
  Family<Encoding> FAMILY =
      new Family<>(
          "code books", new ScalarEncoding(), () -> new VectorEncoding(), Encoding::rehearse);

  /** codes[i] = code of x[i], n values. */
  void encode(Codebook book, float[] x, int xAt, byte[] codes, int at, int n);

  /** out[i] = level of x[i]; NaN for NaN. */
  void nearest(Codebook book, float[] x, int xAt, float[] out, int outAt, int n);

  private static void rehearse(Encoding loops) {
    int n = 512;
    float[] x = new float[n];
    byte[] codes = new byte[n];
    Codebook few = Codebook.of(new float[] {-1, 0, 1}, new float[4]);
    float[] thresholds = new float[63];
    for (int i = 0; i < thresholds.length; i++) {
      thresholds[i] = i - 30;
    }
    Codebook many = Codebook.of(thresholds, new float[64]);
    for (int i = 0; i < n; i++) {
      x[i] = i % 70 - 33.3f;
    }
    for (int i = 0; i < 16; i++) {
      loops.encode(few, x, 0, codes, 0, n);
      loops.encode(many, x, 0, codes, 0, n);
      loops.nearest(few, x, 0, x, 0, n);
      loops.nearest(many, x, 0, x, 0, n);
    }
  }
}

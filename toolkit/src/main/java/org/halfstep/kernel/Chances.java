package org.halfstep.kernel;

/**
 * Loops that round to one of two neighbours by a random word.
 *
 * <p>The doors ({@link StochasticQuantize} and {@link Codebook}) check arguments and make the
 * words; here n is at least 0 and ranges are inside their arrays. The twins are {@link
 * ScalarChances} and {@link VectorChances}.
 */
interface Chances {

  /** The choice between the twins. */
  Family<Chances> FAMILY =
      new Family<>(
          "stochastic rounding", new ScalarChances(), () -> new VectorChances(), Chances::rehearse);

  /** out[i] = scale (code - zero) by words[i], which may be overwritten; NaN for NaN. */
  void fakeQuantize(
      FakeQuantize rule, float[] x, int xAt, int[] words, float[] out, int outAt, int n);

  /** codes[i] = code of x[i] by words[i], which may be overwritten. */
  void quantize(Quantize rule, float[] x, int at, int[] words, int[] codes, int n);

  private static void rehearse(Chances loops) {
    int n = 128;
    float[] x = new float[n];
    int[] words = new int[n];
    Quantize dividing = Quantize.dividing(0.1f, 0, -8, 7);
    Quantize multiplying = Quantize.multiplying(0.1f, 8, 0, 15);
    for (int i = 0; i < 64; i++) {
      Quantize q = i % 2 == 0 ? dividing : multiplying;
      loops.fakeQuantize(q.rule(), x, 0, words, x, 0, n);
      loops.quantize(q, x, 0, words, new int[n], n);
    }
  }
}

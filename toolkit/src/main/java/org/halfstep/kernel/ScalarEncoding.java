package org.halfstep.kernel;

/** The formulas, value by value: what {@link VectorEncoding} must equal, bit for bit. */
final class ScalarEncoding implements Encoding {

  @Override
  public void encode(Codebook book, float[] x, int xAt, byte[] codes, int at, int n) {
    for (int i = 0; i < n; i++) {
      codes[at + i] = (byte) book.code(x[xAt + i]);
    }
  }

  @Override
  public void nearest(Codebook book, float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = book.of(x[xAt + i]);
    }
  }
}

package org.halfstep.kernel;

/** The formulas, value by value: what the vector version must equal, bit for bit. */
final class ScalarKernels implements Kernels {

  @Override
  public void fakeQuantize(FakeQuantize rule, float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = rule.of(x[xAt + i]);
    }
  }

  @Override
  public void quantize(Quantize rule, float[] x, int xAt, byte[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = (byte) rule.code(x[xAt + i]);
    }
  }

  @Override
  public void quantize(Quantize rule, float[] x, int xAt, short[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = (short) rule.code(x[xAt + i]);
    }
  }

  @Override
  public void dequantize(Quantize rule, byte[] codes, int at, float[] out, int outAt, int n) {
    int kept = rule.signed() ? -1 : 0xff;
    for (int i = 0; i < n; i++) {
      out[outAt + i] = rule.value(codes[at + i] & kept);
    }
  }

  @Override
  public void dequantize(Quantize rule, short[] codes, int at, float[] out, int outAt, int n) {
    int kept = rule.signed() ? -1 : 0xffff;
    for (int i = 0; i < n; i++) {
      out[outAt + i] = rule.value(codes[at + i] & kept);
    }
  }

  @Override
  public void pack(byte[] codes, byte[] out, int outAt, int pairs) {
    for (int i = 0; i < pairs; i++) {
      out[outAt + i] = (byte) (codes[2 * i] & 15 | codes[2 * i + 1] << 4);
    }
  }

  @Override
  public void unpack(byte[] in, int at, byte[] codes, int pairs, boolean signed) {
    for (int i = 0; i < pairs; i++) {
      codes[2 * i] = Packed.nibble(in[at + i], signed);
      codes[2 * i + 1] = Packed.nibble(in[at + i] >> 4, signed);
    }
  }

  @Override
  public Extremes extremes(float[] x, int at, int n) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    long nans = 0;
    long infinities = 0;
    for (int i = at; i < at + n; i++) {
      if (Float.isNaN(x[i])) {
        nans++;
      } else {
        infinities += Float.isInfinite(x[i]) ? 1 : 0;
        min = Math.min(min, x[i]);
        max = Math.max(max, x[i]);
      }
    }
    return new Extremes(min, max, nans, infinities);
  }

  @Override
  public float absMax(float[] x, int at, int n) {
    float max = 0;
    for (int i = at; i < at + n; i++) {
      max = Math.max(max, Math.abs(x[i]));
    }
    return Float.isNaN(max) ? Float.NaN : max; // without the bits that a NaN may carry
  }

  @Override
  public void bins(Histogram histogram, float[] x, int at, int[] index, int n) {
    for (int i = 0; i < n; i++) {
      index[i] = histogram.bin(x[at + i]);
    }
  }

  @Override
  public void encode(Codebook book, float[] x, int at, int[] codes, int n) {
    for (int i = 0; i < n; i++) {
      codes[i] = book.code(x[at + i]);
    }
  }

  @Override
  public int tileColumns() {
    return 16;
  }

  @Override
  public void tile(int depth, float[] a, int aAt, float[] b, float[] c, int cAt, int stride) {
    int columns = tileColumns();
    for (int k = 0; k < depth; k++) {
      for (int r = 0; r < Tiles.ROWS; r++) {
        float factor = a[aAt + Tiles.ROWS * k + r];
        for (int j = 0; j < columns; j++) {
          int at = cAt + r * stride + j;
          c[at] = Math.fma(factor, b[k * columns + j], c[at]);
        }
      }
    }
  }

  @Override
  public void errorSums(
      float[] x, int xAt, float[] y, int yAt, int n, double low, double high, double[] lanes) {
    for (int i = 0; i < n; i++) {
      addPair(x[xAt + i], y[yAt + i], low, high, lanes, i % LANES);
    }
  }

  /** Adds one pair to its lane. */
  static void addPair(double x, double y, double low, double high, double[] lanes, int lane) {
    double e = y - x; // of two floats: exact unless they are 2^29 apart
    if (Double.isNaN(e)) {
      return;
    }
    lanes[LANES * PAIRS + lane] += 1;
    double square = e * e;
    if (x <= low || x > high) {
      lanes[LANES * OVERLOADS + lane] += 1;
      lanes[LANES * OVERLOAD + lane] += square;
    } else {
      lanes[LANES * GRANULAR + lane] += square;
    }
    lanes[LANES * X + lane] += x;
    lanes[LANES * XX + lane] = Math.fma(x, x, lanes[LANES * XX + lane]);
    lanes[LANES * XE + lane] = Math.fma(x, e, lanes[LANES * XE + lane]);
    lanes[LANES * E + lane] += e;
    lanes[LANES * EEE + lane] = Math.fma(square, e, lanes[LANES * EEE + lane]);
    lanes[LANES * EEEE + lane] = Math.fma(square, square, lanes[LANES * EEEE + lane]);
    lanes[LANES * MAXIMUM + lane] = Math.max(lanes[LANES * MAXIMUM + lane], Math.abs(e));
  }
}

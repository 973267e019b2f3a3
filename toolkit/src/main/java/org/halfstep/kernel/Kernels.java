package org.halfstep.kernel;

/**
 * The loops under the public doors of this package. Arguments are checked there; here n is at least
 * 0, ranges are inside their arrays, and the input is the output itself or does not overlap it.
 */
interface Kernels {

  /** Lanes of a sum: value i is added to lane i mod 8, in the order of i. */
  int LANES = 8;

  /** Values of a block: its lanes are added up before the next block starts; a multiple of 8. */
  int BLOCK = 4096;

  /** Rows of the lane sums: what {@link #errorSums} adds for each pair that has an error e. */
  int PAIRS = 0;

  int OVERLOADS = 1;
  int X = 2;
  int XX = 3;
  int XE = 4;
  int E = 5;
  int GRANULAR = 6;
  int OVERLOAD = 7;
  int EEE = 8;
  int EEEE = 9;
  int MAXIMUM = 10;
  int ROWS = 11;

  /** out[i] = scale (clamp(rint(x[i] / scale) + zero) - zero), n values. */
  void fakeQuantize(FakeQuantize rule, float[] x, int xAt, float[] out, int outAt, int n);

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

  /** Least and greatest of n values, and counts. */
  Extremes extremes(float[] x, int at, int n);

  /** Greatest size of n values, NaN if one is. */
  float absMax(float[] x, int at, int n);

  /** index[i] = bin of x[at + i], n values. */
  void bins(Histogram histogram, float[] x, int at, int[] index, int n);

  /** codes[i] = code of x[at + i], n values. */
  void encode(Codebook book, float[] x, int at, int[] codes, int n);

  /** Columns of a tile. */
  int tileColumns();

  /**
   * Adds a product to a tile of C, four rows of {@link #tileColumns} values: for each k in order
   * {@code c[r][j] = fma(a[aAt + 4 k + r], b[k][j], c[r][j])}.
   */
  void tile(int depth, float[] a, int aAt, float[] b, float[] c, int cAt, int stride);

  /**
   * Adds at most a block of pairs to the lanes; row r, lane l is at 8 r + l. A pair is overload if
   * {@code x <= low} or {@code x > high}.
   */
  void errorSums(
      float[] x, int xAt, float[] y, int yAt, int n, double low, double high, double[] lanes);
}

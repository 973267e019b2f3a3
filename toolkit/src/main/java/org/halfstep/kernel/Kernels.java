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

  /**
   * Adds at most a block of pairs to the lanes; row r, lane l is at 8 r + l. A pair is overload if
   * {@code x <= low} or {@code x > high}.
   */
  void errorSums(
      float[] x, int xAt, float[] y, int yAt, int n, double low, double high, double[] lanes);
}

package org.halfstep.kernel;

/**
 * Loops that sum over pairs of a value x and what became of it, y, with {@code e = y - x}.
 *
 * <p>The doors ({@link MeasuredError}, {@link FakeQuantize}) check arguments; here n is at least 0
 * and ranges are inside their arrays. The twins are {@link ScalarErrors} and {@link VectorErrors}.
 */
interface Errors {

  /** The choice between the twins. */
  Family<Errors> FAMILY =
      new Family<>(
          "sums of errors", new ScalarErrors(), () -> new VectorErrors(), Errors::rehearse);

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

  /**
   * Adds at most a block of pairs to the lanes; row r, lane l is at 8 r + l. A pair is overload if
   * {@code x <= low} or {@code x > high}.
   */
  void errorSums(
      float[] x, int xAt, float[] y, int yAt, int n, double low, double high, double[] lanes);

  private static void rehearse(Errors loops) {
    int n = 128;
    float[] x = new float[n];
    double[] lanes = new double[LANES * ROWS];
    for (int i = 0; i < 64; i++) {
      loops.errorSums(x, 0, x, 0, n, -1, 1, lanes);
    }
  }
}

package org.halfstep.kernel;

/**
 * Loops that sum products of floats, for powers of a signal and of its error.
 *
 * <p>An array is read as four streams, its quarters, side by side, which main memory likes; what
 * does not fit in four equal streams is summed elsewhere ({@link Quarters}). Value i of streams 0
 * and 2 goes to lane i mod 16, in that order, those of streams 1 and 3 to a second such set; at the
 * end of a block the sets are added. Lanes are floats, a block is so short that they lose little,
 * and blocks are added in doubles.
 *
 * <p>The doors ({@link NoisePower}, {@link Cosine}) check arguments; here n is a multiple of 16, at
 * most {@link #CHUNK}. Values that are not finite make sums that are not finite, else forms agree
 * bit for bit. The twins are {@link ScalarSignals} and {@link VectorSignals}.
 */
interface Signals {

  /** The choice between the twins. */
  Family<Signals> FAMILY =
      new Family<>(
          "powers of errors", new ScalarSignals(), () -> new VectorSignals(), Signals::rehearse);

  /** Lanes of a sum; at most 16 floats are a vector. */
  int LANES = 16;

  /** Values of a block in each stream: 128 additions for each lane of the two sets. */
  int CHUNK = 1024;

  /** Rows of the lanes; row r, lane l is at 16 r + l. */
  int XX = 0;

  int XE = 1;
  int EE = 2;
  int X = 3;
  int E = 4;
  int MAXIMUM = 5;
  int ROWS = 6;

  /** Rows of {@link #products}, with y in the place of e. */
  int PRODUCTS = 3;

  /**
   * Sums for {@code e = Q(x) - x} of values i and i + quarter, ..., i from at on; sets the lanes.
   */
  void rounded(FakeQuantize rule, float[] x, int at, int quarter, int n, float[] lanes);

  /** Sums for {@code e = y - x}; sets the lanes. */
  void between(float[] x, int at, float[] y, int yAt, int quarter, int n, float[] lanes);

  /** Sums of x^2, x y and y^2; sets the first three rows of lanes. */
  void products(float[] x, int at, float[] y, int yAt, int quarter, int n, float[] lanes);

  private static void rehearse(Signals loops) {
    int n = 64;
    float[] x = new float[4 * n];
    float[] lanes = new float[LANES * ROWS];
    FakeQuantize dividing = FakeQuantize.dividing(0.1f, 0, -8, 7);
    FakeQuantize multiplying = FakeQuantize.multiplying(0.1f, 0, -8, 7);
    for (int i = 0; i < 64; i++) {
      loops.rounded(dividing, x, 0, n, n, lanes);
      loops.rounded(multiplying, x, 0, n, n, lanes);
      loops.between(x, 0, x, 0, n, n, lanes);
      loops.products(x, 0, x, 0, n, n, lanes);
    }
  }
}

package org.halfstep.kernel;

/**
 * Loops of matrix products.
 *
 * <p>The doors ({@link MatrixProduct}, {@link Convolution}) check arguments; {@link Blocks} copies
 * factors into the order in which tiles read them. The twins are {@link ScalarProducts} and {@link
 * VectorProducts}.
 */
interface Products {

  /** The choice between the twins; n counts multiplications. */
  Family<Products> FAMILY =
      new Family<>(
          "matrix products", new ScalarProducts(), () -> new VectorProducts(), Products::rehearse);

  /** Rows of a tile. */
  int ROWS = 6;

  /** Columns of a tile of two vectors of 512 bits: products are cut at multiples of them. */
  int WIDEST = 32;

  /** Columns of a tile, a divisor of {@link #WIDEST}. */
  int columns();

  /**
   * Computes a tile: each value goes from {@code tile.from} to {@code tile.to}, and on the way the
   * products {@code a[r][k] b[k][j]} are added by fma for k = 0, 1, ...
   */
  void tile(Tile tile);

  /** out[i] = x[at + i] & mask, n bytes: mask -1 keeps their sign, 255 reads them as 0..255. */
  void widen(byte[] x, int at, int n, int mask, float[] out, int outAt);

  /** c[cAt + i] += x[at + i], n integers that floats hold; says whether a sum wrapped. */
  boolean add(float[] x, int at, int n, int[] c, int cAt);

  private static void rehearse(Products loops) {
    int depth = 64;
    int width = loops.columns();
    Tile tile = new Tile();
    tile.depth = depth;
    tile.a = new float[ROWS * depth];
    tile.aRow = depth;
    tile.b = new float[depth * width];
    tile.from = new float[ROWS * width];
    tile.to = tile.from;
    tile.fromRow = width;
    tile.toRow = width;
    byte[] bytes = new byte[512];
    int[] sums = new int[512];
    for (int i = 0; i < 512 / width; i++) { // the same work whatever the width of tiles
      loops.tile(tile);
      loops.widen(bytes, 0, width, -1, tile.b, 0);
      loops.add(tile.b, 0, width, sums, 0);
    }
  }
}

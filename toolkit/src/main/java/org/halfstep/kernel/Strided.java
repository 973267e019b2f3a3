package org.halfstep.kernel;

/** A matrix in an array: value (r, c) at position {@code at + stride r + c}, or its transpose. */
record Strided(Values values, int at, int stride, boolean transposed) implements Entries {

  /** Columns of the array that are read at once: so many lines fit into the nearest cache. */
  private static final int BAND = 64;

  @Override
  public void read(int row, int rows, int column, int columns, float[] out, int to, int outStride) {
    if (!transposed) {
      for (int r = 0; r < rows; r++) {
        values.read(at + (row + r) * stride + column, 1, columns, out, to + r * outStride, 1);
      }
      return;
    }
    for (int r = 0; r < rows; r += BAND) {
      int n = Math.min(BAND, rows - r);
      for (int c = 0; c < columns; c++) {
        int from = at + (column + c) * stride + row + r;
        values.read(from, 1, n, out, to + r * outStride + c, outStride);
      }
    }
  }

  @Override
  public boolean inPlace() {
    return !transposed && values instanceof Values.Floats;
  }

  @Override
  public void lend(int row, int column, Tile tile) {
    tile.a = ((Values.Floats) values).x();
    tile.aAt = at + row * stride + column;
    tile.aRow = stride;
  }
}

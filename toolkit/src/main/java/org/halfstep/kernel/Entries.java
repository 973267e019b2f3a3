package org.halfstep.kernel;

/** A factor of a matrix product, wherever its values come from. */
interface Entries {

  /** out[at + stride r + c] = the value in row (row + r) and column (column + c), as a float. */
  void read(int row, int rows, int column, int columns, float[] out, int at, int stride);

  /** Says whether values side by side in a row are so in an array of floats: no copy is needed. */
  default boolean inPlace() {
    return false;
  }

  /** Points the tile's rows of A at the array, if {@link #inPlace}. */
  default void lend(int row, int column, Tile tile) {
    throw new UnsupportedOperationException();
  }
}

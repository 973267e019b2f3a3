package org.halfstep.kernel;

/** What {@link Products#tile} works on; one object serves all the tiles of a part of a product. */
final class Tile {

  /** Products to be added to each value. */
  int depth;

  /** Value (r, k) of A is {@code a[aAt + aRow r + k]}. */
  float[] a;

  int aAt;
  int aRow;

  /** Value (k, j) of B is {@code b[bAt + columns k + j]}. */
  float[] b;

  int bAt;

  /** The sums so far; a stride of 0 gives all rows the same. */
  float[] from;

  int fromAt;
  int fromRow;

  /** Receives the sums; may be {@link #from}. */
  float[] to;

  int toAt;
  int toRow;
}

package org.halfstep.kernel;

import java.util.function.Supplier;

/**
 * A matrix product, cut into parts that are computed in any order, and a part into tiles.
 *
 * <p>A part takes some of the rows and columns of C through all of k, in blocks of k. For each
 * block it copies its columns of B into panels of a tile's width, which then lie in the cache next
 * to the nearest; six rows of A lie in the nearest one while all panels pass by. Rows of A are read
 * where they are if they are floats, else copied.
 *
 * <p>Blocks do not change bits: a float sum is kept as it is between them. Where a tile is short of
 * rows or columns, what is left in the buffers is computed, too, and ignored.
 *
 * @param form chooses the loops, for each part anew: a long product that starts with the twins goes
 *     on with vectors
 */
record Blocks(
    Supplier<Products> form, int rows, int depth, int columns, Entries a, Entries b, Sums c) {

  /**
   * Products of bytes are exact in floats up to this depth: 512 x 255 x 128 &lt; 2^24. And rows of
   * A that were copied have so many values at most.
   */
  static final int DEPTH = 512;

  /** Rows of A in place: as much of the nearest cache as a tile's rows should have, 24 KiB. */
  private static final int DEPTH_IN_PLACE = 1024;

  /** Multiplications that take some microseconds: fewer are not worth a thread. */
  static final long FEW = 1 << 20;

  private int block() {
    return Math.min(Math.max(1, depth), a.inPlace() ? DEPTH_IN_PLACE : DEPTH);
  }

  /** How C is cut: parts of so many rows and columns at most. */
  record Cut(int rows, int columns, int across, int count) {

    static Cut of(int rows, int columns, int allRows, int allColumns) {
      int across = Math.ceilDiv(allColumns, columns);
      return new Cut(
          rows, columns, across, Math.multiplyExact(across, Math.ceilDiv(allRows, rows)));
    }
  }

  /**
   * Cuts for a number of threads: a few parts for each, so that a slow thread takes fewer, but none
   * of less than 2^20 products (some microseconds).
   *
   * <p>A part copies its columns of B, so fewer rows make copies dearer; fewer columns do so if A
   * is copied, too.
   *
   * @param others parts that there are anyway
   */
  Cut cut(int threads, int others) {
    int width = Products.WIDEST;
    int wide = Math.max(width, Workspace.PANEL / block() / width * width);
    if (columns < wide) {
      wide = Math.ceilDiv(columns, width) * width;
    }
    int high = rows;
    Cut cut = Cut.of(high, wide, rows, columns);
    while (threads > 1 && (long) cut.count * others < 4L * threads) {
      if ((long) high * wide * depth < 2 * FEW || high <= Workspace.BAND && wide <= width) {
        break;
      }
      if (wide > width && (a.inPlace() || wide >= high || high <= Workspace.BAND)) {
        wide = Math.ceilDiv(wide / 2, width) * width;
      } else {
        high = Math.ceilDiv(high / 2, Workspace.BAND) * Workspace.BAND;
      }
      cut = Cut.of(high, wide, rows, columns);
    }
    return cut;
  }

  /** Computes part number i. */
  void multiply(Cut cut, int i) {
    int row = i / cut.across * cut.rows;
    int column = i % cut.across * cut.columns;
    Workspace space = Workspace.take();
    space.loops = form.get();
    try {
      multiply(
          space,
          row,
          Math.min(rows, row + cut.rows),
          column,
          Math.min(columns, column + cut.columns));
    } finally {
      space.release();
    }
  }

  private void multiply(Workspace space, int row, int rowEnd, int column, int columnEnd) {
    int block = block();
    int k = 0;
    do { // at least once: without products the sums are zero
      int n = Math.min(block, depth - k);
      space.tile.depth = n;
      copyB(space, k, n, column, columnEnd);
      for (int i = row; i < rowEnd; i += Workspace.BAND) {
        band(space, i, Math.min(rowEnd, i + Workspace.BAND), k, column, columnEnd);
      }
      k += n;
    } while (k < depth);
  }

  private void copyB(Workspace space, int k, int n, int column, int columnEnd) {
    int width = space.loops.columns();
    for (int j = column; j < columnEnd; j += width) {
      int used = Math.min(width, columnEnd - j);
      b.read(k, n, j, used, space.panel, (j - column) * n, width);
    }
  }

  /** Some rows of C, those of a tile at a time. */
  private void band(Workspace space, int row, int rowEnd, int k, int column, int columnEnd) {
    Tile tile = space.tile;
    boolean inPlace = a.inPlace();
    if (!inPlace) {
      a.read(row, rowEnd - row, k, tile.depth, space.left, 0, tile.depth + Workspace.GAP);
    }
    for (int i = row; i < rowEnd; i += Products.ROWS) {
      int used = Math.min(Products.ROWS, rowEnd - i);
      if (inPlace && used == Products.ROWS) {
        a.lend(i, k, tile);
      } else {
        tile.a = space.left;
        tile.aRow = tile.depth + Workspace.GAP;
        tile.aAt = inPlace ? 0 : (i - row) * tile.aRow;
        if (inPlace) {
          a.read(i, used, k, tile.depth, space.left, 0, tile.aRow);
        }
      }
      row(space, i, used, k, column, columnEnd);
    }
  }

  private void row(Workspace space, int row, int used, int k, int column, int columnEnd) {
    int width = space.loops.columns();
    for (int j = column; j < columnEnd; j += width) {
      space.tile.b = space.panel;
      space.tile.bAt = (j - column) * space.tile.depth;
      c.add(space, row, used, j, Math.min(width, columnEnd - j), k == 0);
    }
  }
}

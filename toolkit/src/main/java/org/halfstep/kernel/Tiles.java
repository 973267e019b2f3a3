package org.halfstep.kernel;

import java.util.Arrays;

/**
 * A part of a {@link MatrixProduct}, tile by tile, from copies of its factors in the order in which
 * tiles read them.
 *
 * <p>A panel of B, {@link #DEPTH} rows of a tile's width, stays in the nearest cache while all row
 * panels of a block of A pass by; the block of A stays in the next cache. Panels are filled up with
 * zeros at the edges, where a tile is computed beside C and its part copied.
 */
final class Tiles {

  /** Rows of a tile: with four vectors a row, 16 sums hide the latency of fma. */
  static final int ROWS = 4;

  /** A panel of B of 4 x 512 bits a row then has 32 KiB. */
  private static final int DEPTH = 128;

  /** A block of A then has at most 256 KiB. */
  private static final int BLOCK = 512;

  private final Kernels kernels;
  private final MatrixProduct shape;
  private final float[] a;
  private final float[] b;
  private final float[] c;
  private final int begin;
  private final int end;
  private final int width;
  private final float[] panel;
  private final float[] edge;
  private float[] block;

  Tiles(Kernels kernels, MatrixProduct shape, float[] a, float[] b, float[] c, int begin, int end) {
    this.kernels = kernels;
    this.shape = shape;
    this.a = a;
    this.b = b;
    this.c = c;
    this.begin = begin;
    this.end = end;
    this.width = kernels.tileColumns();
    this.panel = new float[width * Math.min(DEPTH, end - begin)];
    this.edge = new float[width * ROWS];
  }

  /** Rows and columns of C from one on, up to another. */
  void multiply(int row, int rowEnd, int column, int columnEnd) {
    for (int i = row; i < rowEnd; i++) {
      int at = i * shape.columns();
      Arrays.fill(c, at + column, at + Math.max(column, columnEnd), 0);
    }
    int height = Math.min(BLOCK, rowEnd - row + ROWS - 1);
    block = new float[Math.max(0, height) * Math.min(DEPTH, end - begin)];
    for (int k = begin; k < end; k += DEPTH) {
      int depth = Math.min(DEPTH, end - k);
      for (int i = row; i < rowEnd; i += BLOCK) {
        int blockEnd = Math.min(rowEnd, i + BLOCK);
        packA(i, blockEnd, k, depth);
        for (int j = column; j < columnEnd; j += width) {
          packB(j, Math.min(columnEnd, j + width), k, depth);
          row(i, blockEnd, j, Math.min(columnEnd, j + width), depth);
        }
      }
    }
  }

  /** The tiles of a block of A and a panel of B. */
  private void row(int i, int iEnd, int j, int jEnd, int depth) {
    int stride = shape.columns();
    for (int r = i; r < iEnd; r += ROWS) {
      int at = (r - i) * depth;
      if (r + ROWS <= iEnd && j + width == jEnd) {
        kernels.tile(depth, block, at, panel, c, r * stride + j, stride);
      } else {
        int rows = Math.min(ROWS, iEnd - r);
        for (int l = 0; l < rows; l++) {
          System.arraycopy(c, (r + l) * stride + j, edge, l * width, jEnd - j);
        }
        kernels.tile(depth, block, at, panel, edge, 0, width);
        for (int l = 0; l < rows; l++) {
          System.arraycopy(edge, l * width, c, (r + l) * stride + j, jEnd - j);
        }
      }
    }
  }

  /** Four rows side by side: value (i + l, k) of A goes to 4 k + l of its panel. */
  private void packA(int i, int iEnd, int k, int depth) {
    int right = shape.transposeA() ? shape.rows() : 1; // from k to k + 1 in the array
    int down = shape.transposeA() ? 1 : shape.depth();
    for (int r = i; r < iEnd; r++) {
      int to = (r - i) / ROWS * ROWS * depth + (r - i) % ROWS;
      int from = r * down + k * right;
      for (int l = 0; l < depth; l++) {
        block[to + ROWS * l] = a[from + l * right];
      }
    }
    for (int r = iEnd; (r - i) % ROWS != 0; r++) {
      int to = (r - i) / ROWS * ROWS * depth + (r - i) % ROWS;
      for (int l = 0; l < depth; l++) {
        block[to + ROWS * l] = 0;
      }
    }
  }

  private void packB(int j, int jEnd, int k, int depth) {
    int used = jEnd - j;
    for (int l = 0; l < depth; l++) {
      if (!shape.transposeB()) {
        System.arraycopy(b, (k + l) * shape.columns() + j, panel, l * width, used);
      }
      Arrays.fill(panel, l * width + used, (l + 1) * width, 0);
    }
    if (shape.transposeB()) {
      for (int m = 0; m < used; m++) {
        int from = (j + m) * shape.depth() + k;
        for (int l = 0; l < depth; l++) {
          panel[l * width + m] = b[from + l];
        }
      }
    }
  }
}

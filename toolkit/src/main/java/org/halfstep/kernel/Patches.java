package org.halfstep.kernel;

/**
 * The matrix of the patches of an image, of which a product reads blocks and which is never made.
 *
 * <p>Row (c, u, v) holds for every position (i, j) of the result the value that weight (c, u, v)
 * meets there.
 *
 * @param at position of the group's first channel in the array
 * @param outside what stands beside the image
 */
record Patches(Convolution shape, Values x, int at, float outside) implements Entries {

  @Override
  public void read(int row, int rows, int column, int columns, float[] out, int to, int stride) {
    for (int r = 0; r < rows; r++) {
      readRow(row + r, column, columns, out, to + r * stride);
    }
  }

  private void readRow(int row, int column, int columns, float[] out, int to) {
    int v = row % shape.kernelWidth();
    int u = row / shape.kernelWidth() % shape.kernelHeight();
    int c = row / shape.kernelWidth() / shape.kernelHeight();
    int wide = shape.outputWidth();
    int end = column + columns;
    for (int p = column; p < end; ) {
      int i = p / wide;
      int j = p % wide;
      int n = Math.min(end - p, wide - j);
      int y = i * shape.strideY() + u * shape.dilationY() - shape.top();
      int x0 = j * shape.strideX() + v * shape.dilationX() - shape.left();
      readLine(c, y, x0, n, out, to + p - column);
      p += n;
    }
  }

  /** Values (y, x0), (y, x0 + strideX), ... of a channel, n of them. */
  private void readLine(int c, int y, int x0, int n, float[] out, int to) {
    int step = shape.strideX();
    boolean inside = y >= 0 && y < shape.height();
    // The first value inside the image and the first one behind it.
    int first = inside ? Math.clamp(Math.ceilDiv(-(long) x0, step), 0, n) : n;
    int last = inside ? Math.clamp(Math.ceilDiv((long) shape.width() - x0, step), first, n) : n;
    for (int l = 0; l < first; l++) {
      out[to + l] = outside;
    }
    if (last > first) {
      int from = at + (c * shape.height() + y) * shape.width() + x0 + first * step;
      x.read(from, step, last - first, out, to + first, 1);
    }
    for (int l = last; l < n; l++) {
      out[to + l] = outside;
    }
  }
}

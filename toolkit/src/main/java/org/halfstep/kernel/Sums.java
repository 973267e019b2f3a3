package org.halfstep.kernel;

import java.util.Arrays;

/** The array that receives a matrix product. */
interface Sums {

  /**
   * Adds the products of a tile whose factors are set to the sums from (row, column) on, which are
   * at an edge fewer than a tile has.
   *
   * @param first whether no product has been added to these sums yet
   */
  void add(Workspace space, int row, int rows, int column, int columns, boolean first);

  /**
   * Floats: sum (r, c) is {@code x[at + stride r + c]}.
   *
   * @param kept whether the products are added to what is there
   */
  record Floats(float[] x, int at, int stride, boolean kept) implements Sums {

    @Override
    public void add(Workspace space, int row, int rows, int column, int columns, boolean first) {
      int to = at + row * stride + column;
      boolean fresh = first && !kept;
      if (rows == Products.ROWS && columns == space.loops.columns()) {
        space.from(fresh ? space.zeros : x, fresh ? 0 : to, fresh ? 0 : stride);
        space.to(x, to, stride);
        space.loops.tile(space.tile);
        return;
      }
      int width = space.loops.columns();
      float[] edge = space.edge;
      for (int r = 0; r < rows && !fresh; r++) {
        System.arraycopy(x, to + r * stride, edge, r * width, columns);
      }
      space.from(fresh ? space.zeros : edge, 0, fresh ? 0 : width);
      space.to(edge, 0, width);
      space.loops.tile(space.tile);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(edge, r * width, x, to + r * stride, columns);
      }
    }
  }

  /**
   * Ints: the tile is summed in floats, which hold it exactly ({@link Blocks}), and then added.
   *
   * @param kept whether the products are added to what is there
   */
  record Ints(int[] x, int at, int stride, boolean kept) implements Sums {

    @Override
    public void add(Workspace space, int row, int rows, int column, int columns, boolean first) {
      int width = space.loops.columns();
      space.from(space.zeros, 0, 0);
      space.to(space.edge, 0, width);
      space.loops.tile(space.tile);
      for (int r = 0; r < rows; r++) {
        int to = at + (row + r) * stride + column;
        if (first && !kept) {
          Arrays.fill(x, to, to + columns, 0);
        }
        if (space.loops.add(space.edge, r * width, columns, x, to)) {
          throw new ArithmeticException(
              "sums must be in the range of int, got one beyond it in row " + (row + r));
        }
      }
    }
  }
}

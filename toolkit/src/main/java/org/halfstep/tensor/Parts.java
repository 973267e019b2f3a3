package org.halfstep.tensor;

import java.util.List;
import java.util.stream.IntStream;

/**
 * An array cut into boxes of one size.
 *
 * @param shape the array's shape
 * @param box the length of a box along each axis; the last of an axis may be shorter
 */
public record Parts(Shape shape, List<Integer> box) {

  /** Values side by side that belong to one part. */
  @FunctionalInterface
  public interface Run {

    /**
     * Takes a run.
     *
     * @param part the part's number, in row-major order of the boxes
     * @param from the index of the first value
     * @param length how many values, at least 1
     */
    void take(int part, int from, int length);
  }

  /**
   * Checks the box.
   *
   * @throws IllegalArgumentException if it has not the array's axes, or a length is not in 1 to
   *     that of the array
   */
  public Parts {
    box = List.copyOf(box);
    boolean fits = box.size() == shape.rank();
    for (int i = 0; fits && i < box.size(); i++) {
      fits = box.get(i) >= 1 && box.get(i) <= shape.size(i);
    }
    if (!fits) {
      throw new IllegalArgumentException("a box must fit into " + shape + ", got " + box);
    }
  }

  /**
   * Returns how many boxes there are along each axis.
   *
   * @return the shape of an array that has a value for each part
   */
  public Shape grid() {
    return new Shape(
        IntStream.range(0, box.size())
            .mapToObj(i -> (shape.size(i) - 1) / box.get(i) + 1)
            .toList());
  }

  /**
   * Returns the number of parts.
   *
   * @return at least 1
   */
  public int count() {
    return grid().count();
  }

  /**
   * Visits all values in the order of the array, in runs that belong to one part and are as long as
   * possible.
   *
   * @param run what is called for each run
   */
  public void runs(Run run) {
    int cut = box.size() - 1;
    int inner = 1;
    while (cut >= 0 && box.get(cut) == shape.size(cut)) {
      inner *= shape.size(cut--);
    }
    if (cut < 0) {
      run.take(0, 0, shape.count());
      return;
    }
    Shape grid = grid();
    int row = shape.size(cut) * inner;
    int step = box.get(cut) * inner;
    int count = shape.count();
    for (int from = 0; from < count; from += row) {
      int part = first(grid, cut, from / row);
      for (int at = 0; at < row; at += step, part++) {
        run.take(part, from + at, Math.min(step, row - at));
      }
    }
  }

  /** The number of the first part that a row of the axis {@code cut} meets. */
  private int first(Shape grid, int cut, int row) {
    int part = 0;
    int stride = grid.size(cut); // axes behind it are not cut
    for (int i = cut - 1; i >= 0; i--) {
      part += row % shape.size(i) / box.get(i) * stride;
      row /= shape.size(i);
      stride *= grid.size(i);
    }
    return part;
  }

  /**
   * Returns the values of each part.
   *
   * @param x an array of the shape; not modified
   * @return for each part its values, in the order of the array
   * @throws IllegalArgumentException if the array has another length
   */
  public float[][] values(float[] x) {
    shape.check(x.length);
    int[] sizes = new int[count()];
    runs((part, from, length) -> sizes[part] += length);
    float[][] values = new float[sizes.length][];
    for (int i = 0; i < sizes.length; i++) {
      values[i] = new float[sizes[i]];
      sizes[i] = 0;
    }
    runs((part, from, length) -> {
      System.arraycopy(x, from, values[part], sizes[part], length);
      sizes[part] += length;
    });
    return values;
  }
}

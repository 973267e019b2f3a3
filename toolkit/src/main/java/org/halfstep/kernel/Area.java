package org.halfstep.kernel;

/** The positions in an array that belong to a matrix: {@code at + stride r + c}. */
record Area(String name, int at, int rows, int columns, int stride) {

  /** Checks that the array has them all. */
  static Area of(String name, int length, int at, int rows, int columns, int stride) {
    Area area = new Area(name, at, rows, columns, stride);
    if (at < 0 || at > length || area.end() > length) {
      throw new IllegalArgumentException(area + " must be inside its array, got length " + length);
    }
    return area;
  }

  private boolean empty() {
    return rows == 0 || columns == 0;
  }

  private long end() {
    return empty() ? at : at + (rows - 1L) * stride + columns;
  }

  /** Says whether a position belongs to both; if strides differ, whether their ranges overlap. */
  boolean overlaps(Area o) {
    if (empty() || o.empty() || at >= o.end() || o.at >= end()) {
      return false;
    }
    int shift = Math.floorMod(o.at - at, stride); // of the other's columns, where rows are aligned
    return stride != o.stride || shift < columns || shift + o.columns > stride;
  }

  @Override
  public String toString() {
    return name + ", " + rows + " x " + columns + " of stride " + stride + " from " + at + " on,";
  }
}

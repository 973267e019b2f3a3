package org.halfstep.tensor;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The lengths of an array's axes; values lie in row-major order, the last axis together.
 *
 * @param sizes the lengths, each at least 1; none for a single number; at most 2^31 - 1 values
 */
public record Shape(List<Integer> sizes) {

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if a length is below 1, or there are 2^31 values or more
   */
  public Shape {
    sizes = List.copyOf(sizes);
    long count = 1;
    for (int size : sizes) {
      if (size < 1) {
        throw new IllegalArgumentException("lengths of axes must be at least 1, got " + sizes);
      }
      count *= size;
      if (count > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("a shape must have less than 2^31 values, got " + sizes);
      }
    }
  }

  /**
   * Returns a shape.
   *
   * @param sizes the lengths of the axes, each at least 1
   * @return the shape
   * @throws IllegalArgumentException if a length is below 1, or there are 2^31 values or more
   */
  public static Shape of(int... sizes) {
    return new Shape(IntStream.of(sizes).boxed().toList());
  }

  /**
   * Returns the number of axes.
   *
   * @return 0 or more
   */
  public int rank() {
    return sizes.size();
  }

  /**
   * Returns the length of an axis.
   *
   * @param axis 0 to rank() - 1, or counted from the end, -1 being the last
   * @return the length
   * @throws IllegalArgumentException if there is no such axis
   */
  public int size(int axis) {
    return sizes.get(axis(axis));
  }

  /**
   * Returns an axis counted from the front.
   *
   * @param axis {@code -rank()} to {@code rank() - 1}
   * @return 0 to rank() - 1
   * @throws IllegalArgumentException if there is no such axis
   */
  public int axis(int axis) {
    if (axis < -rank() || axis >= rank()) {
      throw new IllegalArgumentException(
          "axis must be in " + -rank() + ".." + (rank() - 1) + " for " + this + ", got " + axis);
    }
    return axis < 0 ? axis + rank() : axis;
  }

  /**
   * Returns the number of values.
   *
   * @return the product of the lengths, 1 for a single number
   */
  public int count() {
    int count = 1;
    for (int size : sizes) {
      count *= size;
    }
    return count;
  }

  /**
   * Checks that an array has this shape's number of values.
   *
   * @param length the array's
   * @throws IllegalArgumentException if it is another
   */
  public void check(int length) {
    if (length != count()) {
      throw new IllegalArgumentException(
          "an array of shape " + this + " must have " + count() + " values, got " + length);
    }
  }

  /** Returns the lengths, {@code 3x224x224}; {@code scalar} for a single number. */
  @Override
  public String toString() {
    return sizes.isEmpty()
        ? "scalar"
        : sizes.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}

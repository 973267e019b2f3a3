package org.halfstep.tensor;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which values of an array share a scale and a zero point.
 *
 * <p>Each kind cuts the array into boxes of one size, the last ones of an axis being smaller where
 * it does not divide the length. There is a scale for each box; scales are in row-major order of
 * the boxes, so their array has the shape {@code ceil(length / box)} along each axis.
 *
 * <p>A finer granularity has smaller errors and more scales: b bits of scale for each n values cost
 * {@code b / n} bits a value.
 */
public sealed interface Granularity {

  /** One scale for all values: what toolkits do with activations. */
  record Tensor() implements Granularity {

    @Override
    public int[] box(Shape shape) {
      return whole(shape);
    }

    @Override
    public String toString() {
      return "per tensor";
    }
  }

  /**
   * One scale for each index of an axis: weights by output channel, axis 0 of [outputs, inputs,
   * ...].
   *
   * @param axis the axis, from the end if negative
   */
  record Channel(int axis) implements Granularity {

    @Override
    public int[] box(Shape shape) {
      int[] box = whole(shape);
      box[shape.axis(axis)] = 1;
      return box;
    }

    @Override
    public String toString() {
      return "per channel of axis " + axis;
    }
  }

  /**
   * One scale for each run of consecutive values along an axis, at each place of the other axes:
   * ONNX's blocked quantization, the groups of GPTQ, AWQ and torchao's PerGroup (axis -1).
   *
   * @param axis the axis, from the end if negative
   * @param size the values of a run, at least 1
   */
  record Group(int axis, int size) implements Granularity {

    /** Checks the size. */
    public Group {
      atLeastOne("group size", size);
    }

    @Override
    public int[] box(Shape shape) {
      int[] box = IntStream.range(0, shape.rank()).map(i -> 1).toArray();
      int along = shape.axis(axis);
      box[along] = Math.min(size, shape.size(along));
      return box;
    }

    @Override
    public String toString() {
      return "in groups of " + size + " along axis " + axis;
    }
  }

  /**
   * One scale for each box of the last axes: runs of 32 values for MX formats, of 16 for NVFP4,
   * tiles of 128 x 128 for DeepSeek-V3's weights.
   *
   * @param sizes the box's lengths along the last axes, each at least 1; along the axes before them
   *     it is 1
   */
  record Block(List<Integer> sizes) implements Granularity {

    /** Checks the sizes. */
    public Block {
      sizes = List.copyOf(sizes);
      sizes.forEach(size -> atLeastOne("block size", size));
      atLeastOne("axes of a block", sizes.size());
    }

    @Override
    public int[] box(Shape shape) {
      int before = shape.rank() - sizes.size();
      if (before < 0) {
        throw new IllegalArgumentException(
            "a block must have at most as many axes as the array, got " + this + " of " + shape);
      }
      return IntStream.range(0, shape.rank())
          .map(i -> i < before ? 1 : Math.min(sizes.get(i - before), shape.size(i)))
          .toArray();
    }

    @Override
    public String toString() {
      return "in blocks of " + new Shape(sizes);
    }
  }

  /**
   * Returns one scale for all.
   *
   * @return the granularity
   */
  static Granularity tensor() {
    return new Tensor();
  }

  /**
   * Returns one scale for each index of an axis.
   *
   * @param axis the axis, from the end if negative
   * @return the granularity
   */
  static Granularity channel(int axis) {
    return new Channel(axis);
  }

  /**
   * Returns one scale for each run of values along an axis.
   *
   * @param axis the axis, from the end if negative
   * @param size the values of a run, at least 1
   * @return the granularity
   * @throws IllegalArgumentException if the size is below 1
   */
  static Granularity group(int axis, int size) {
    return new Group(axis, size);
  }

  /**
   * Returns one scale for each box of the last axes.
   *
   * @param sizes the box's lengths along the last axes, each at least 1
   * @return the granularity
   * @throws IllegalArgumentException if there is no size, or one is below 1
   */
  static Granularity block(int... sizes) {
    return new Block(IntStream.of(sizes).boxed().toList());
  }

  /**
   * Returns the box of the values that share a scale.
   *
   * @param shape the array's shape
   * @return its length along each axis, 1 to that of the array
   * @throws IllegalArgumentException if the array lacks an axis that this speaks of
   */
  int[] box(Shape shape);

  /**
   * Returns the boxes of an array.
   *
   * @param shape the array's shape
   * @return the parts that have a scale each
   * @throws IllegalArgumentException if the array lacks an axis that this speaks of
   */
  default Parts parts(Shape shape) {
    return new Parts(shape, IntStream.of(box(shape)).boxed().toList());
  }

  private static int[] whole(Shape shape) {
    return shape.sizes().stream().mapToInt(Integer::intValue).toArray();
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }
}

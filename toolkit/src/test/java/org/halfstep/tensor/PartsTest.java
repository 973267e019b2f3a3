package org.halfstep.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PartsTest {

  private static final List<Granularity> ALL =
      List.of(
          Granularity.tensor(),
          Granularity.channel(0),
          Granularity.channel(-1),
          Granularity.channel(1),
          Granularity.group(-1, 3),
          Granularity.group(0, 2),
          Granularity.group(1, 100),
          Granularity.block(2),
          Granularity.block(2, 3));

  /** The part of a value by its definition: the row-major number of its box. */
  private static int part(Parts parts, int index) {
    int part = 0;
    int stride = 1;
    for (int i = parts.shape().rank() - 1; i >= 0; i--) {
      part += index % parts.shape().size(i) / parts.box().get(i) * stride;
      stride *= parts.grid().size(i);
      index /= parts.shape().size(i);
    }
    return part;
  }

  @Test
  void runsVisitEachValueOnceInOrderWithItsPart() {
    for (Shape shape :
        List.of(Shape.of(1, 1), Shape.of(5, 7), Shape.of(2, 3, 4), Shape.of(3, 2, 5, 3))) {
      for (Granularity granularity : ALL) {
        Parts parts = granularity.parts(shape);
        int[] next = {0};
        parts.runs((part, from, length) -> {
          assertEquals(next[0], from);
          for (int i = from; i < from + length; i++) {
            assertEquals(part(parts, i), part, granularity + " of " + shape + " at " + i);
          }
          next[0] = from + length;
        });
        assertEquals(shape.count(), next[0], granularity + " of " + shape);
      }
    }
  }

  @Test
  void valuesOfPartsAreAllValues() {
    float[] x = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    float[][] values = Granularity.group(1, 2).parts(Shape.of(2, 5)).values(x);
    assertArrayEquals(new float[][] {{0, 1}, {2, 3}, {4}, {5, 6}, {7, 8}, {9}}, values);
  }

  @Test
  void aBlockOfOneAxisIsAGroupOfTheLast() {
    Shape shape = Shape.of(3, 2, 7);
    assertEquals(Granularity.group(-1, 4).parts(shape), Granularity.block(4).parts(shape));
    assertEquals(Shape.of(3, 2, 2), Granularity.block(4).parts(shape).grid());
  }

  @Test
  void aChannelIsAGroupOfOneWhereItIsTheOnlyAxis() {
    Shape shape = Shape.of(9);
    assertEquals(Granularity.channel(0).parts(shape), Granularity.group(0, 1).parts(shape));
  }

  @Test
  void badShapesAreRefused() {
    refused("lengths of axes must be at least 1, got [2, 0]", () -> Shape.of(2, 0));
    refused(
        "a shape must have less than 2^31 values, got [65536, 32768]",
        () -> Shape.of(65536, 32768));
    refused("axis must be in -2..1 for 2x3, got 2", () -> Shape.of(2, 3).axis(2));
    refused(
        "axis must be in -2..1 for 2x3, got -3",
        () -> Granularity.channel(-3).parts(Shape.of(2, 3)));
    refused("group size must be at least 1, got 0", () -> Granularity.group(0, 0));
    refused("block size must be at least 1, got 0", () -> Granularity.block(0));
    refused("axes of a block must be at least 1, got 0", () -> Granularity.block());
    refused(
        "a block must have at most as many axes as the array, got in blocks of 2x2 of 5",
        () -> Granularity.block(2, 2).parts(Shape.of(5)));
    refused("a box must fit into 2x3, got [1]", () -> new Parts(Shape.of(2, 3), List.of(1)));
    refused(
        "an array of shape 2x3 must have 6 values, got 5",
        () -> Granularity.tensor().parts(Shape.of(2, 3)).values(new float[5]));
  }

  private static void refused(String message, Executable what) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, what).getMessage());
  }
}

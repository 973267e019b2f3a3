package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.halfstep.grid.Format;
import org.halfstep.grid.Grid;
import org.halfstep.grid.PowersOfTwo;
import org.halfstep.grid.Range;
import org.junit.jupiter.api.Test;

class CodebookTest {

  private static final Encoding SCALAR = new ScalarEncoding();
  private static final Encoding VECTOR = new VectorEncoding();

  private static final List<Grid> GRIDS =
      List.of(
          Grid.of(-1, 0.5),
          Grid.of(-1, 0, 1),
          Grid.integer(4, Range.SYMMETRIC).scaled(0.3),
          Grid.integer(5, Range.FULL).scaled(0.1).shifted(0.05),
          Grid.integer(6, Range.FULL),
          Grid.integer(7, Range.FULL).scaled(1e-3),
          Grid.integer(8, Range.FULL).scaled(1.1),
          Grid.integer(8, Range.UNSIGNED).scaled(0.01).shifted(-1.28), // a threshold of 1e-17
          Grid.integer(8, Range.FULL).scaled(1e-3).shifted(1000), // few floats a cell
          Grid.integer(8, Range.FULL).scaled(1e-5).shifted(1000), // and fewer than cells
          Grid.integers(0, 60).plus(Grid.of(0, 1e6)).scaled(1e-12), // two crowds
          Format.of("E4M3").grid(),
          Format.of("NF4").grid(),
          PowersOfTwo.nearest(-60, 60),
          Grid.of(-3e38, -1e-40, 0, 1e-45, 2e-45, 7, 3e38),
          Grid.of(-1e300, -1e40, 1e-60, 1e39, 1e100));

  /** All kinds of floats, and the edges and neighbours of every threshold and every bucket. */
  private static float[] values(Codebook book) {
    List<Float> v = new ArrayList<>();
    for (int i = 0; i < book.steps(); i++) {
      v.add(book.thresholds()[i]);
    }
    Buckets table = book.buckets();
    if (table != null) {
      for (int b = table.lowest(); b <= table.lowest() + table.top() + 1; b++) {
        float edge = Float.intBitsToFloat(b << table.shift());
        v.addAll(List.of(edge, -edge));
      }
    }
    float[] x = Arrays.copyOf(Inputs.anything(6, 900), 900 + 3 * v.size());
    for (int i = 0; i < v.size(); i++) {
      x[900 + 3 * i] = v.get(i);
      x[901 + 3 * i] = Math.nextDown(v.get(i));
      x[902 + 3 * i] = Math.nextUp(v.get(i));
    }
    return x;
  }

  @Test
  void codesAndLevelsAreThoseOfTheGrid() {
    for (Grid grid : GRIDS) {
      Codebook book = grid.codebook();
      float[] x = values(book);
      for (Encoding loops : List.of(SCALAR, VECTOR)) {
        byte[] codes = new byte[x.length];
        loops.encode(book, x, 0, codes, 0, x.length);
        float[] near = new float[x.length];
        loops.nearest(book, x, 0, near, 0, x.length);
        float[] levels = new float[x.length];
        book.decode(codes, 0, levels, 0, x.length);
        for (int i = 0; i < x.length; i++) {
          assertEquals(Math.max(0, grid.encode(x[i])), codes[i] & 0xff, grid + " at " + x[i]);
          assertEquals((float) grid.nearest(x[i]), near[i], grid + " at " + x[i]);
          assertEquals(Float.isNaN(x[i]) ? (float) grid.level(0) : near[i], levels[i]);
        }
      }
    }
  }

  @Test
  void gridsRoundArraysAsTheyRoundNumbers() {
    for (Grid grid : GRIDS) {
      float[] x = values(grid.codebook());
      float[] out = new float[x.length];
      grid.nearest(x, out);
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) grid.nearest(x[i]);
      }
      Inputs.assertSame(x, out, grid);
    }
  }

  @Test
  void vectorsGiveTheCodesOfTheTwin() {
    for (Grid grid : GRIDS) {
      Codebook book = grid.codebook();
      float[] x = values(book);
      for (int n = 0; n < Inputs.LENGTHS; n++) {
        int from = 7 * n % (x.length - n);
        int to = n % 5;
        byte[] a = new byte[n + to + 1];
        byte[] b = new byte[n + to + 1];
        SCALAR.encode(book, x, from, a, to, n);
        VECTOR.encode(book, x, from, b, to, n);
        assertArrayEquals(a, b, grid + ", length " + n);
        float[] near = new float[n + to + 1];
        float[] vector = new float[n + to + 1];
        SCALAR.nearest(book, x, from, near, to, n);
        VECTOR.nearest(book, x, from, vector, to, n);
        Inputs.assertSame(near, vector, grid + ", length " + n);
        float[] inPlace = x.clone();
        VECTOR.nearest(book, inPlace, from, inPlace, from, n);
        SCALAR.nearest(book, x, from, x, from, n);
        Inputs.assertSame(x, inPlace, grid + " in place, length " + n);
      }
    }
  }

  @Test
  void codesOfFourBitsAreThoseOfEight() {
    Codebook book = Format.of("NF4").grid().codebook();
    float[] x = Inputs.anything(7, 9000);
    for (int n : new int[] {0, 1, 2, 7, 130, 4096, 4097, 8999}) {
      byte[] codes = new byte[n];
      book.encode(x, 1, codes, 0, n);
      byte[] packed = new byte[(n + 1) / 2 + 3];
      book.encodePacked(x, 1, packed, 2, n);
      for (int i = 0; i < n; i++) {
        assertEquals(codes[i], packed[2 + i / 2] >> 4 * (i % 2) & 15);
      }
      assertEquals(
          0, packed[1] | packed[2 + (n + 1) / 2] | (n % 2 == 0 ? 0 : packed[2 + n / 2] >> 4));
      float[] expected = new float[n];
      book.decode(codes, 0, expected, 0, n);
      float[] out = new float[n + 1];
      book.decodePacked(packed, 2, out, 1, n);
      Inputs.assertSame(expected, Arrays.copyOfRange(out, 1, n + 1), "length " + n);
    }
  }

  @Test
  void tablesAreSmallForTheFormatsOfToday() {
    for (String name : List.of("INT8", "UINT8", "E4M3", "E5M2")) {
      Buckets table = Format.of(name).grid().codebook().buckets();
      assertTrue(table.entries().length <= 2100, name + ": " + table.entries().length);
    }
    assertNull(Grid.integer(8, Range.FULL).scaled(1e-5).shifted(1000).codebook().buckets());
  }

  @Test
  void cellsWithoutFloatsAreAllowed() {
    Codebook book = Codebook.of(new float[] {1, 1, Float.POSITIVE_INFINITY}, new float[4]);
    byte[] codes = new byte[20];
    float[] x = new float[20];
    Arrays.fill(x, 1);
    x[3] = Float.POSITIVE_INFINITY;
    book.encode(x, 0, codes, 0, 20);
    assertEquals(2, codes[0]);
    assertEquals(3, codes[3]);
  }

  @Test
  void argumentsAreChecked() {
    refused("2..256 levels", () -> Codebook.of(new float[0], new float[1]));
    refused("got 3 and 3", () -> Codebook.of(new float[3], new float[3]));
    refused("got 1.0 at 1", () -> Codebook.of(new float[] {2, 1}, new float[3]));
    refused("got NaN at 0", () -> Codebook.of(new float[] {Float.NaN}, new float[2]));
    Codebook book = Codebook.of(new float[1], new float[2]);
    refused("same length", () -> book.nearest(new float[1], new float[2]));
    assertThrows(
        IndexOutOfBoundsException.class, () -> book.encode(new float[3], 1, new byte[9], 0, 3));
    assertThrows(
        IndexOutOfBoundsException.class, () -> book.nearest(new float[3], 1, new float[9], 0, 3));
    float[] x = new float[10];
    refused("same or apart", () -> book.nearest(x, 0, x, 1, 5));
    Codebook many = Grid.integer(5, Range.FULL).codebook();
    var error =
        assertThrows(
            IllegalStateException.class, () -> many.encodePacked(x, 0, new byte[9], 0, 10));
    assertEquals("4 bits hold at most 16 levels, got 32", error.getMessage());
    refused("got 1024", () -> Grid.integer(10, Range.FULL).codebook());
    assertThrows(
        IndexOutOfBoundsException.class, () -> book.decode(new byte[] {2}, 0, new float[1], 0, 1));
  }

  private static void refused(String reason, Runnable act) {
    var error = assertThrows(IllegalArgumentException.class, act::run);
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }
}

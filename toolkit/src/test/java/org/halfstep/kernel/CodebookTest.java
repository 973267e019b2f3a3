package org.halfstep.kernel;

import static org.halfstep.kernel.Inputs.SCALAR;
import static org.halfstep.kernel.Inputs.VECTOR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.junit.jupiter.api.Test;

class CodebookTest {

  private static final List<Grid> GRIDS =
      List.of(
          Grid.of(-1, 0.5),
          Grid.of(-1, 0, 1),
          Grid.integer(4, Range.SYMMETRIC).scaled(0.3),
          Grid.integer(5, Range.FULL).scaled(0.1).shifted(0.05),
          Grid.integer(6, Range.FULL),
          Grid.integer(7, Range.FULL).scaled(1e-3),
          Grid.integer(8, Range.FULL).scaled(1.1),
          Grid.of(-3e38, -1e-40, 0, 1e-45, 2e-45, 7, 3e38));

  /** The least float that goes above: the threshold itself or the next one up. */
  private static Codebook book(Grid grid) {
    float[] t = new float[grid.size() - 1];
    float[] levels = new float[grid.size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (float) grid.level(i);
      if (i < t.length) {
        double edge = grid.upper(i);
        float f = (float) edge;
        t[i] = f > edge || f == edge && grid.up(i) ? f : Math.nextUp(f);
        float below = Math.nextDown(t[i]);
        assertTrue(grid.encode(t[i]) > i && grid.encode(below) <= i, grid + " at " + t[i]);
      }
    }
    return Codebook.of(t, levels);
  }

  private static float[] values(Codebook book) {
    float[] x = Inputs.anything(6, 3000);
    for (int i = 0; i < book.steps(); i++) {
      float t = book.thresholds()[i];
      x[3 * i + 200] = t;
      x[3 * i + 201] = Math.nextDown(t);
      x[3 * i + 202] = Math.nextUp(t);
    }
    return x;
  }

  @Test
  void codesAndLevelsAreThoseOfTheGrid() {
    for (Grid grid : GRIDS) {
      Codebook book = book(grid);
      float[] x = values(book);
      byte[] codes = new byte[x.length];
      book.encode(x, 0, codes, 0, x.length);
      float[] near = new float[x.length];
      book.nearest(x, near);
      float[] levels = new float[x.length];
      book.decode(codes, 0, levels, 0, x.length);
      float[] expected = new float[x.length];
      grid.nearest(x, expected);
      Inputs.assertSame(expected, near, grid);
      for (int i = 0; i < x.length; i++) {
        assertEquals(Math.max(0, grid.encode(x[i])), codes[i] & 0xff, grid + " at " + x[i]);
        assertEquals(Float.isNaN(x[i]) ? (float) grid.level(0) : expected[i], levels[i]);
      }
    }
  }

  @Test
  void vectorsGiveTheCodesOfTheTwin() {
    for (Grid grid : GRIDS) {
      Codebook book = book(grid);
      float[] x = values(book);
      for (int n = 0; n < Inputs.LENGTHS; n++) {
        int[] a = new int[n];
        int[] b = new int[n];
        SCALAR.encode(book, x, 150 + n % 97, a, n);
        VECTOR.encode(book, x, 150 + n % 97, b, n);
        assertArrayEquals(a, b, grid + ", length " + n);
      }
    }
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
        IndexOutOfBoundsException.class, () -> book.decode(new byte[] {2}, 0, new float[1], 0, 1));
  }

  private static void refused(String reason, Runnable act) {
    var error = assertThrows(IllegalArgumentException.class, act::run);
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }
}

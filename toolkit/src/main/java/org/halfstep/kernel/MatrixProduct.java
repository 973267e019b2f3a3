package org.halfstep.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The product C = A B of matrices in row-major arrays, either factor transposed or not.
 *
 * <p>In floats each output is {@code fma(a[i][k], b[k][j], c)} for k = 0, 1, ..., from c = 0 on:
 * its bits depend neither on the number of threads nor on the width of vectors. Error: at most
 * {@code depth} units of 2^-24 of the sum of |a b|. Bytes multiply as signed integers, exactly for
 * every depth; sums outside the range of int wrap, as additions of int do.
 *
 * <p>EJML's {@code FMatrixRMaj.data} is such an array: no copy is needed. Used by layers and
 * networks in the lessons.
 *
 * @param rows of A and C, at least 0
 * @param depth columns of A, rows of B, at least 0
 * @param columns of B and C, at least 0
 * @param transposeA whether the array of A holds its transpose, [depth, rows]
 * @param transposeB whether the array of B holds its transpose, [columns, depth]
 * @param threads how many parts are computed at once, at least 1
 */
public record MatrixProduct(
    int rows, int depth, int columns, boolean transposeA, boolean transposeB, int threads) {

  /** Up to 1024 products of two bytes, each at most 2^14, are exact sums in floats. */
  private static final int EXACT = 1024;

  /** Checks the shape. */
  public MatrixProduct {
    if (rows < 0 || depth < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "sizes must be at least 0, got " + rows + ", " + depth + ", " + columns);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
  }

  /**
   * Returns the product of factors that are not transposed, computed with all processors.
   *
   * @param rows of A and C, at least 0
   * @param depth columns of A, rows of B, at least 0
   * @param columns of B and C, at least 0
   * @return the product
   */
  public static MatrixProduct of(int rows, int depth, int columns) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new MatrixProduct(rows, depth, columns, false, false, processors);
  }

  /**
   * Returns the product of the same shape with another number of threads.
   *
   * @param count how many, at least 1
   * @return the product
   */
  public MatrixProduct threads(int count) {
    return new MatrixProduct(rows, depth, columns, transposeA, transposeB, count);
  }

  /**
   * Returns the product of the same shape with other layouts.
   *
   * @param ofA whether the array of A holds its transpose
   * @param ofB whether the array of B holds its transpose
   * @return the product
   */
  public MatrixProduct transposed(boolean ofA, boolean ofB) {
    return new MatrixProduct(rows, depth, columns, ofA, ofB, threads);
  }

  /**
   * Multiplies floats.
   *
   * @param a [rows, depth], or transposed; not modified
   * @param b [depth, columns], or transposed; not modified
   * @param c receives the product, [rows, columns]; neither a nor b
   * @throws IllegalArgumentException if an array has another size, or c is a factor
   */
  public void apply(float[] a, float[] b, float[] c) {
    apply(Vectors.kernels(), a, b, c);
  }

  void apply(Kernels kernels, float[] a, float[] b, float[] c) {
    check(a.length, b.length, c.length);
    if (c == a || c == b) {
      throw new IllegalArgumentException("the product must not be written into a factor");
    }
    multiply(kernels, a, b, c, 0, depth);
  }

  /**
   * Multiplies signed bytes.
   *
   * @param a [rows, depth], or transposed; not modified
   * @param b [depth, columns], or transposed; not modified
   * @param c receives the product, [rows, columns]
   * @throws IllegalArgumentException if an array has another size
   */
  public void apply(byte[] a, byte[] b, int[] c) {
    apply(Vectors.kernels(), a, b, c);
  }

  void apply(Kernels kernels, byte[] a, byte[] b, int[] c) {
    check(a.length, b.length, c.length);
    float[] wideA = floats(a);
    float[] wideB = floats(b);
    float[] part = new float[c.length];
    Arrays.fill(c, 0);
    for (int k = 0; k < depth; k += EXACT) {
      multiply(kernels, wideA, wideB, part, k, Math.min(depth, k + EXACT));
      for (int i = 0; i < c.length; i++) {
        c[i] += (int) part[i];
      }
    }
  }

  private static float[] floats(byte[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i];
    }
    return y;
  }

  /** C = the products for k from begin to end, split along the longer side of C. */
  private void multiply(Kernels kernels, float[] a, float[] b, float[] c, int begin, int end) {
    boolean byRows = rows >= columns;
    int unit = byRows ? Tiles.ROWS : kernels.tileColumns();
    int units = (int) (((long) Math.max(rows, columns) + unit - 1) / unit);
    IntStream.range(0, threads)
        .parallel()
        .forEach(t -> {
          int from = unit * (int) ((long) units * t / threads);
          int to = unit * (int) ((long) units * (t + 1) / threads);
          Tiles tiles = new Tiles(kernels, this, a, b, c, begin, end);
          if (byRows) {
            tiles.multiply(from, Math.min(rows, to), 0, columns);
          } else {
            tiles.multiply(0, rows, from, Math.min(columns, to));
          }
        });
  }

  private void check(int a, int b, int c) {
    check("A", a, rows, depth);
    check("B", b, depth, columns);
    check("C", c, rows, columns);
  }

  private static void check(String name, int length, int rows, int columns) {
    if (length != (long) rows * columns) {
      throw new IllegalArgumentException(
          name + " must have " + rows + " x " + columns + " values, got " + length);
    }
  }
}

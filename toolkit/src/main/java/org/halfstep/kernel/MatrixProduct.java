package org.halfstep.kernel;

import java.util.function.Supplier;
import org.ejml.data.FMatrixRMaj;

/**
 * The product C = A B, or C = C + A B, of matrices in row-major arrays, either factor transposed or
 * not.
 *
 * <p>In floats each output is {@code c = fma(a[i][k], b[k][j], c)} for k = 0, 1, ..., from c = 0 or
 * from what C holds: its bits depend neither on the number of threads nor on the width of vectors.
 * Error: at most {@code depth} units of 2^-24 of the sum of |a b|. Where an output is NaN, which of
 * the NaNs it is may differ.
 *
 * <p>Bytes multiply exactly for every depth, signed by signed or unsigned by signed. They are
 * multiplied as floats, 512 at a time, since 512 x 255 x 128 &lt; 2^24; a sum that leaves the range
 * of int after such a block is refused.
 *
 * <p>As in BLAS a matrix may be a part of a larger one: value (i, j) is at position {@code at +
 * stride i + j} of its array, of the transpose if the array holds that. A stride is the number of
 * columns of the array unless {@link #strides} says otherwise.
 *
 * <p>Products may run in several threads at once. They share the threads of the JDK's common pool;
 * two that do not depend on each other run well with one thread each. Parts of a product are handed
 * to threads of the pool only if they are worth some microseconds. Buffers are kept for the next
 * product, 0.6 MiB for each processor.
 *
 * <p>Used by {@code propagate.Twins}, {@code propagate.GivenLayer} and {@code
 * scheme.IntegerLinear}; its parts by {@link Convolution}.
 *
 * @param rows of A and C, at least 0
 * @param depth columns of A, rows of B, at least 0; if it is 0, A B is 0
 * @param columns of B and C, at least 0
 * @param transposeA whether the array of A holds its transpose, [depth, rows]
 * @param transposeB whether the array of B holds its transpose, [columns, depth]
 * @param strideA from a row of the array of A to the next, at least the length of a row
 * @param strideB from a row of the array of B to the next, at least the length of a row
 * @param strideC from a row of C to the next, at least the length of a row
 * @param accumulated whether the product is added to what C holds
 * @param threads how many parts are computed at once at most, at least 1
 */
public record MatrixProduct(
    int rows,
    int depth,
    int columns,
    boolean transposeA,
    boolean transposeB,
    int strideA,
    int strideB,
    int strideC,
    boolean accumulated,
    int threads) {

  /** Checks the shape. */
  public MatrixProduct {
    if (rows < 0 || depth < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "sizes must be at least 0, got rows "
              + rows
              + ", depth "
              + depth
              + ", columns "
              + columns);
    }
    checkStride("A", strideA, transposeA ? rows : depth);
    checkStride("B", strideB, transposeB ? depth : columns);
    checkStride("C", strideC, columns);
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
  }

  private static void checkStride(String name, int stride, int length) {
    if (stride < length) {
      throw new IllegalArgumentException(
          "the stride of " + name + " must be at least its " + length + " columns, got " + stride);
    }
  }

  /**
   * Returns the product of factors that are not transposed and fill their arrays, into a C whose
   * values are overwritten, with all processors.
   *
   * @param rows of A and C, at least 0
   * @param depth columns of A, rows of B, at least 0
   * @param columns of B and C, at least 0
   * @return the product
   */
  public static MatrixProduct of(int rows, int depth, int columns) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new MatrixProduct(
        rows, depth, columns, false, false, depth, columns, columns, false, processors);
  }

  /**
   * Returns the product of two matrices.
   *
   * @param a [rows, depth]
   * @param b [depth, columns]
   * @return the product
   * @throws IllegalArgumentException if their shapes do not fit
   */
  public static MatrixProduct of(FMatrixRMaj a, FMatrixRMaj b) {
    if (a.numCols != b.numRows) {
      throw new IllegalArgumentException(
          "A must have as many columns as B has rows, got " + shape(a) + " and " + shape(b));
    }
    return of(a.numRows, a.numCols, b.numCols);
  }

  /**
   * Returns the product of the same shape with another number of threads.
   *
   * @param count how many, at least 1
   * @return the product
   */
  public MatrixProduct threads(int count) {
    return new MatrixProduct(
        rows,
        depth,
        columns,
        transposeA,
        transposeB,
        strideA,
        strideB,
        strideC,
        accumulated,
        count);
  }

  /**
   * Returns the product of the same shape with other layouts, which fill their arrays.
   *
   * @param ofA whether the array of A holds its transpose
   * @param ofB whether the array of B holds its transpose
   * @return the product
   */
  public MatrixProduct transposed(boolean ofA, boolean ofB) {
    int a = ofA ? rows : depth;
    int b = ofB ? depth : columns;
    return new MatrixProduct(rows, depth, columns, ofA, ofB, a, b, strideC, accumulated, threads);
  }

  /**
   * Returns the product of matrices that are parts of wider ones, BLAS's leading dimensions.
   *
   * @param a from a row of the array of A to the next, at least the length of a row
   * @param b from a row of the array of B to the next, at least the length of a row
   * @param c from a row of C to the next, at least the length of a row
   * @return the product
   */
  public MatrixProduct strides(int a, int b, int c) {
    return new MatrixProduct(
        rows, depth, columns, transposeA, transposeB, a, b, c, accumulated, threads);
  }

  /**
   * Returns the product that is added to what C holds, or not.
   *
   * @param kept whether it is added
   * @return the product
   */
  public MatrixProduct accumulated(boolean kept) {
    return new MatrixProduct(
        rows, depth, columns, transposeA, transposeB, strideA, strideB, strideC, kept, threads);
  }

  /**
   * Multiplies matrices.
   *
   * @param a [rows, depth], or transposed; not modified
   * @param b [depth, columns], or transposed; not modified
   * @param c receives the product, [rows, columns]
   * @throws IllegalArgumentException if a matrix has another shape, or c is a factor
   */
  public void apply(FMatrixRMaj a, FMatrixRMaj b, FMatrixRMaj c) {
    check("A", a, transposeA ? depth : rows, transposeA ? rows : depth, strideA);
    check("B", b, transposeB ? columns : depth, transposeB ? depth : columns, strideB);
    check("C", c, rows, columns, strideC);
    apply(a.data, 0, b.data, 0, c.data, 0);
  }

  private static void check(String name, FMatrixRMaj x, int rows, int columns, int stride) {
    if (x.numRows != rows || x.numCols != columns || stride != columns) {
      throw new IllegalArgumentException(
          name
              + " must be "
              + rows
              + " x "
              + columns
              + " of stride "
              + stride
              + ", got "
              + shape(x));
    }
  }

  private static String shape(FMatrixRMaj x) {
    return x.numRows + " x " + x.numCols;
  }

  /**
   * Multiplies floats.
   *
   * @param a [rows, depth], or transposed; not modified
   * @param b [depth, columns], or transposed; not modified
   * @param c receives the product, [rows, columns]
   * @throws IllegalArgumentException if an array is too short, or c is a factor
   */
  public void apply(float[] a, float[] b, float[] c) {
    apply(a, 0, b, 0, c, 0);
  }

  /**
   * Multiplies floats from some position on.
   *
   * @param a [rows, depth], or transposed; not modified
   * @param fromA position of the first value of A
   * @param b [depth, columns], or transposed; not modified
   * @param fromB position of the first value of B
   * @param c receives the product, [rows, columns]; may be an array of a factor, but no value of it
   * @param toC position of the first value of C
   * @throws IllegalArgumentException if an array is too short, or c overlaps a factor
   */
  public void apply(float[] a, int fromA, float[] b, int fromB, float[] c, int toC) {
    apply(this::loops, a, fromA, b, fromB, c, toC);
  }

  void apply(
      Supplier<Products> form, float[] a, int fromA, float[] b, int fromB, float[] c, int toC) {
    Area areaA = areaA(a.length, fromA);
    Area areaB = areaB(b.length, fromB);
    Area areaC = areaC(c.length, toC);
    if (c == a && areaC.overlaps(areaA) || c == b && areaC.overlaps(areaB)) {
      throw new IllegalArgumentException(
          "C must not overlap a factor, got "
              + areaC
              + " in the array of "
              + (c == a ? areaA : areaB));
    }
    multiply(
        form,
        new Strided(new Values.Floats(a), fromA, strideA, transposeA),
        new Strided(new Values.Floats(b), fromB, strideB, transposeB),
        new Sums.Floats(c, toC, strideC, accumulated));
  }

  /**
   * Multiplies signed bytes, exactly.
   *
   * @param a [rows, depth], or transposed; not modified
   * @param b [depth, columns], or transposed; not modified
   * @param c receives the product, [rows, columns]
   * @throws IllegalArgumentException if an array is too short
   * @throws ArithmeticException if a sum leaves the range of int, which takes a depth of 2^17
   *     unless C is added to
   */
  public void apply(byte[] a, byte[] b, int[] c) {
    apply(this::loops, true, a, 0, b, 0, c, 0);
  }

  /**
   * Multiplies signed bytes from some position on, exactly.
   *
   * @param a [rows, depth], or transposed; not modified
   * @param fromA position of the first value of A
   * @param b [depth, columns], or transposed; not modified
   * @param fromB position of the first value of B
   * @param c receives the product, [rows, columns]
   * @param toC position of the first value of C
   * @throws IllegalArgumentException if an array is too short
   * @throws ArithmeticException if a sum leaves the range of int
   */
  public void apply(byte[] a, int fromA, byte[] b, int fromB, int[] c, int toC) {
    apply(this::loops, true, a, fromA, b, fromB, c, toC);
  }

  /**
   * Multiplies bytes of which those of A count as 0..255 and those of B have a sign, exactly.
   *
   * @param a [rows, depth], or transposed; not modified
   * @param b [depth, columns], or transposed; not modified
   * @param c receives the product, [rows, columns]
   * @throws IllegalArgumentException if an array is too short
   * @throws ArithmeticException if a sum leaves the range of int, which takes a depth of 65794
   *     unless C is added to
   */
  public void applyUnsigned(byte[] a, byte[] b, int[] c) {
    apply(this::loops, false, a, 0, b, 0, c, 0);
  }

  /**
   * Multiplies bytes from some position on, those of A as 0..255, those of B with a sign, exactly.
   *
   * @param a [rows, depth], or transposed; not modified
   * @param fromA position of the first value of A
   * @param b [depth, columns], or transposed; not modified
   * @param fromB position of the first value of B
   * @param c receives the product, [rows, columns]
   * @param toC position of the first value of C
   * @throws IllegalArgumentException if an array is too short
   * @throws ArithmeticException if a sum leaves the range of int
   */
  public void applyUnsigned(byte[] a, int fromA, byte[] b, int fromB, int[] c, int toC) {
    apply(this::loops, false, a, fromA, b, fromB, c, toC);
  }

  void apply(
      Supplier<Products> form,
      boolean signed,
      byte[] a,
      int fromA,
      byte[] b,
      int fromB,
      int[] c,
      int toC) {
    areaA(a.length, fromA);
    areaB(b.length, fromB);
    areaC(c.length, toC);
    Products loops = form.get();
    int mask = signed ? -1 : 0xff;
    multiply(
        form,
        new Strided(new Values.Bytes(a, mask, loops), fromA, strideA, transposeA),
        new Strided(new Values.Bytes(b, -1, loops), fromB, strideB, transposeB),
        new Sums.Ints(c, toC, strideC, accumulated));
  }

  private Products loops() {
    return Products.FAMILY.of((long) rows * depth * columns);
  }

  private void multiply(Supplier<Products> form, Entries a, Entries b, Sums c) {
    if (rows > 0 && columns > 0) {
      Blocks blocks = new Blocks(form, rows, depth, columns, a, b, c);
      Blocks.Cut cut = blocks.cut(threads, 1);
      Crew.run(threads, cut.count(), i -> blocks.multiply(cut, i));
    }
  }

  private Area areaA(int length, int at) {
    return Area.of("A", length, at, transposeA ? depth : rows, transposeA ? rows : depth, strideA);
  }

  private Area areaB(int length, int at) {
    return Area.of(
        "B", length, at, transposeB ? columns : depth, transposeB ? depth : columns, strideB);
  }

  private Area areaC(int length, int at) {
    return Area.of("C", length, at, rows, columns, strideC);
  }
}

package org.halfstep.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;

/**
 * Numbers of one type in a box of any dimension: what an .npy file holds.
 *
 * <p>The last index moves fastest (C order), whatever the order in the file. No dimension at all
 * means one number; a dimension of 0 means none. Immutable: all arrays are copied on the way in and
 * out. Conversions are exact or refuse; those named {@code nearest} round, half to even.
 */
public final class NumericArray {

  /** What NumPy 2 allows. */
  static final int MAX_RANK = 64;

  /** Java's longest array, less the words that some virtual machines keep for themselves. */
  static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private final ElementType type;
  private final int[] shape;
  private final byte[] bytes;

  /** Takes over its arguments: a shape that fits the bytes, C order, little-endian. */
  NumericArray(ElementType type, int[] shape, byte[] bytes) {
    this.type = type;
    this.shape = shape;
    this.bytes = bytes;
  }

  /**
   * Makes an array of type FLOAT32.
   *
   * @param values the numbers, last index fastest; copied
   * @param shape the dimensions; none for a single number
   * @return the array
   * @throws IllegalArgumentException if the shape does not hold as many numbers as there are
   */
  public static NumericArray of(float[] values, int... shape) {
    ByteBuffer out = buffer(ElementType.FLOAT32, values.length, shape);
    out.asFloatBuffer().put(values);
    return new NumericArray(ElementType.FLOAT32, shape.clone(), out.array());
  }

  /**
   * Makes an array of type FLOAT64.
   *
   * @param values the numbers, last index fastest; copied
   * @param shape the dimensions; none for a single number
   * @return the array
   * @throws IllegalArgumentException if the shape does not hold as many numbers as there are
   */
  public static NumericArray of(double[] values, int... shape) {
    ByteBuffer out = buffer(ElementType.FLOAT64, values.length, shape);
    out.asDoubleBuffer().put(values);
    return new NumericArray(ElementType.FLOAT64, shape.clone(), out.array());
  }

  /**
   * Makes an array of type INT8.
   *
   * @param values the numbers, -128..127, last index fastest; copied
   * @param shape the dimensions; none for a single number
   * @return the array
   * @throws IllegalArgumentException if the shape does not hold as many numbers as there are
   */
  public static NumericArray of(byte[] values, int... shape) {
    return new NumericArray(
        ElementType.INT8,
        shape.clone(),
        buffer(ElementType.INT8, values.length, shape).put(values).array());
  }

  /**
   * Makes an array of type UINT8.
   *
   * @param values the numbers, 0..255 as {@link Byte#toUnsignedInt} reads them, last index fastest;
   *     copied
   * @param shape the dimensions; none for a single number
   * @return the array
   * @throws IllegalArgumentException if the shape does not hold as many numbers as there are
   */
  public static NumericArray unsigned(byte[] values, int... shape) {
    return new NumericArray(
        ElementType.UINT8,
        shape.clone(),
        buffer(ElementType.UINT8, values.length, shape).put(values).array());
  }

  /**
   * Makes an array of type INT16.
   *
   * @param values the numbers, last index fastest; copied
   * @param shape the dimensions; none for a single number
   * @return the array
   * @throws IllegalArgumentException if the shape does not hold as many numbers as there are
   */
  public static NumericArray of(short[] values, int... shape) {
    ByteBuffer out = buffer(ElementType.INT16, values.length, shape);
    out.asShortBuffer().put(values);
    return new NumericArray(ElementType.INT16, shape.clone(), out.array());
  }

  /**
   * Makes an array of type INT32.
   *
   * @param values the numbers, last index fastest; copied
   * @param shape the dimensions; none for a single number
   * @return the array
   * @throws IllegalArgumentException if the shape does not hold as many numbers as there are
   */
  public static NumericArray of(int[] values, int... shape) {
    ByteBuffer out = buffer(ElementType.INT32, values.length, shape);
    out.asIntBuffer().put(values);
    return new NumericArray(ElementType.INT32, shape.clone(), out.array());
  }

  /**
   * Makes an array of type INT64.
   *
   * @param values the numbers, last index fastest; copied
   * @param shape the dimensions; none for a single number
   * @return the array
   * @throws IllegalArgumentException if the shape does not hold as many numbers as there are
   */
  public static NumericArray of(long[] values, int... shape) {
    ByteBuffer out = buffer(ElementType.INT64, values.length, shape);
    out.asLongBuffer().put(values);
    return new NumericArray(ElementType.INT64, shape.clone(), out.array());
  }

  /**
   * Makes a two-dimensional array of type FLOAT64 of a matrix.
   *
   * @param matrix the numbers; copied
   * @return the array, [rows, columns]
   */
  public static NumericArray of(DMatrixRMaj matrix) {
    return of(
        Arrays.copyOf(matrix.data, matrix.getNumElements()),
        matrix.getNumRows(),
        matrix.getNumCols());
  }

  /**
   * Makes a two-dimensional array of type FLOAT32 of a matrix.
   *
   * @param matrix the numbers; copied
   * @return the array, [rows, columns]
   */
  public static NumericArray of(FMatrixRMaj matrix) {
    return of(
        Arrays.copyOf(matrix.data, matrix.getNumElements()),
        matrix.getNumRows(),
        matrix.getNumCols());
  }

  private static ByteBuffer buffer(ElementType type, int count, int[] shape) {
    long size = count(shape);
    if (size != count) {
      throw new IllegalArgumentException(
          "a shape must hold as many numbers as there are: "
              + Arrays.toString(shape)
              + " holds "
              + size
              + ", got "
              + count);
    }
    if (size * type.bytes() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "an array must have at most " + MAX_BYTES + " bytes, got " + size * type.bytes());
    }
    return ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How many numbers a shape holds; beyond 2^62 it says 2^62, which no array has. */
  static long count(int[] shape) {
    if (shape.length > MAX_RANK) {
      throw new IllegalArgumentException(
          "an array must have at most " + MAX_RANK + " dimensions, got " + shape.length);
    }
    long count = 1;
    for (int n : shape) {
      if (n < 0) {
        throw new IllegalArgumentException("a dimension must be at least 0, got " + n);
      }
      count = Math.min(count, 1L << 31) * n;
    }
    return Arrays.stream(shape).anyMatch(n -> n == 0) ? 0 : count;
  }

  /**
   * Returns the type of the numbers.
   *
   * @return the type
   */
  public ElementType type() {
    return type;
  }

  /**
   * Returns the dimensions.
   *
   * @return the shape, slowest index first; a copy
   */
  public int[] shape() {
    return shape.clone();
  }

  /**
   * Returns how many numbers there are.
   *
   * @return the product of the dimensions; 1 if there are none
   */
  public int size() {
    return bytes.length / type.bytes();
  }

  /**
   * Returns the numbers as doubles, exactly.
   *
   * @return the numbers, last index fastest; a copy
   * @throws ArithmeticException if one is not a double (INT64 beyond 2^53); it is named
   */
  public double[] doubles() {
    double[] out = nearestDoubles();
    if (type == ElementType.INT64) {
      for (int i = 0; i < out.length; i++) {
        long v = type.whole(view(), i * type.bytes());
        // 2^63 as a double casts to 2^63 - 1: only an exact double comes back.
        if (out[i] == 0x1p63 || (long) out[i] != v) {
          throw inexact(i, "double", "nearestDoubles()");
        }
      }
    }
    return out;
  }

  /**
   * Returns the doubles nearest to the numbers.
   *
   * @return the numbers, last index fastest; rounded half to even only where INT64 is beyond 2^53
   */
  public double[] nearestDoubles() {
    ByteBuffer in = view();
    double[] out = new double[size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = type.real(in, i * type.bytes());
    }
    return out;
  }

  /**
   * Returns the numbers as floats, exactly; NaN stays NaN.
   *
   * @return the numbers, last index fastest; a copy
   * @throws ArithmeticException if one is not a float; it is named
   */
  public float[] floats() {
    ByteBuffer in = view();
    float[] out = nearestFloats();
    for (int i = 0; i < out.length; i++) {
      int at = i * type.bytes();
      boolean same =
          type.integer()
              ? out[i] != 0x1p63f && (long) out[i] == type.whole(in, at)
              : Double.compare(out[i], type.real(in, at)) == 0;
      if (!same) {
        throw inexact(i, "float", "nearestFloats()");
      }
    }
    return out;
  }

  /**
   * Returns the floats nearest to the numbers.
   *
   * @return the numbers, last index fastest, rounded half to even; beyond the largest float
   *     infinite
   */
  public float[] nearestFloats() {
    ByteBuffer in = view();
    float[] out = new float[size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = type.single(in, i * type.bytes());
    }
    return out;
  }

  /**
   * Returns whole numbers as longs.
   *
   * @return the numbers, last index fastest; a copy
   * @throws ArithmeticException if the type is not whole
   */
  public long[] longs() {
    if (!type.integer()) {
      throw new ArithmeticException("longs need an integer type, got " + type);
    }
    ByteBuffer in = view();
    long[] out = new long[size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = type.whole(in, i * type.bytes());
    }
    return out;
  }

  /**
   * Returns a two-dimensional array as a matrix, exactly.
   *
   * @return the matrix, row-major; a copy
   * @throws IllegalStateException if the array does not have two dimensions
   * @throws ArithmeticException if a number is not a double; it is named
   */
  public DMatrixRMaj matrix() {
    needTwo();
    return DMatrixRMaj.wrap(shape[0], shape[1], doubles());
  }

  /**
   * Returns a two-dimensional array as a matrix of floats, exactly.
   *
   * @return the matrix, row-major; a copy
   * @throws IllegalStateException if the array does not have two dimensions
   * @throws ArithmeticException if a number is not a float; it is named
   */
  public FMatrixRMaj floatMatrix() {
    needTwo();
    return FMatrixRMaj.wrap(shape[0], shape[1], floats());
  }

  private void needTwo() {
    if (shape.length != 2) {
      throw new IllegalStateException(
          "a matrix has 2 dimensions, got shape " + Arrays.toString(shape));
    }
  }

  private ArithmeticException inexact(int i, String wanted, String other) {
    ByteBuffer in = view();
    int at = i * type.bytes();
    Object value = type.integer() ? type.whole(in, at) : (Object) type.real(in, at);
    return new ArithmeticException(
        "number " + i + " is no " + wanted + ": " + value + "; " + other + " rounds");
  }

  private ByteBuffer view() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The bytes themselves, C order, little-endian; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * Compares type, shape and bits.
   *
   * @param other anything
   * @return true if all three agree; NaNs of the same bits are equal, 0 and -0 are not
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof NumericArray a
        && type == a.type
        && Arrays.equals(shape, a.shape)
        && Arrays.equals(bytes, a.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * type.hashCode() + Arrays.hashCode(shape)) + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return type + " " + Arrays.toString(shape);
  }
}

package org.halfstep.data;

import java.nio.ByteBuffer;

/** The number types that .npy files and Halfstep share, by their NumPy names. */
public enum ElementType {
  /** Signed 8-bit integers, -128..127. */
  INT8("i1"),
  /** Unsigned 8-bit integers, 0..255. */
  UINT8("u1"),
  /** Signed 16-bit integers. */
  INT16("i2"),
  /** Signed 32-bit integers. */
  INT32("i4"),
  /** Signed 64-bit integers. */
  INT64("i8"),
  /** IEEE 754 binary16. */
  FLOAT16("f2"),
  /** IEEE 754 binary32. */
  FLOAT32("f4"),
  /** IEEE 754 binary64. */
  FLOAT64("f8");

  private final String code;

  ElementType(String code) {
    this.code = code;
  }

  /**
   * Returns what NumPy calls the type in a file, without the byte order.
   *
   * @return kind and bytes, such as {@code f4}
   */
  public String code() {
    return code;
  }

  /**
   * Returns the size of one element.
   *
   * @return bytes: 1, 2, 4 or 8
   */
  public int bytes() {
    return code.charAt(1) - '0';
  }

  /**
   * Says whether the numbers are whole by their type.
   *
   * @return true but for the three floating-point types
   */
  public boolean integer() {
    return code.charAt(0) != 'f';
  }

  /** The element at a byte position, exactly, for types whose values are whole. */
  long whole(ByteBuffer in, int at) {
    return switch (this) {
      case INT8 -> in.get(at);
      case UINT8 -> Byte.toUnsignedInt(in.get(at));
      case INT16 -> in.getShort(at);
      case INT32 -> in.getInt(at);
      case INT64 -> in.getLong(at);
      case FLOAT16, FLOAT32, FLOAT64 -> throw new IllegalStateException(this + " is not whole");
    };
  }

  /** The element at a byte position as a double: exact, but for INT64 beyond 2^53. */
  double real(ByteBuffer in, int at) {
    return switch (this) {
      case FLOAT16 -> Float.float16ToFloat(in.getShort(at));
      case FLOAT32 -> in.getFloat(at);
      case FLOAT64 -> in.getDouble(at);
      default -> whole(in, at);
    };
  }

  /** The element at a byte position as the nearest float, rounded once. */
  float single(ByteBuffer in, int at) {
    return integer() ? whole(in, at) : (float) real(in, at);
  }
}

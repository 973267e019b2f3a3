package org.halfstep.scheme;

import java.util.Arrays;
import org.halfstep.tensor.Shape;

/** An array of codes of one type, as an ONNX tensor is. Immutable, with value equality. */
public final class CodeArray {

  private final CodeType type;
  private final Shape shape;
  private final int[] codes;

  private CodeArray(CodeType type, Shape shape, int[] codes) {
    this.type = type;
    this.shape = shape;
    this.codes = codes;
  }

  /**
   * Returns an array of codes.
   *
   * @param type what the codes mean
   * @param shape the array's shape
   * @param codes in row-major order; not modified
   * @return the array
   * @throws IllegalArgumentException if the number of codes does not fit, or one is not of the type
   */
  public static CodeArray of(CodeType type, Shape shape, int... codes) {
    shape.check(codes.length);
    for (int code : codes) {
      type.check(code);
    }
    return new CodeArray(type, shape, codes.clone());
  }

  /**
   * Returns the type.
   *
   * @return what the codes mean
   */
  public CodeType type() {
    return type;
  }

  /**
   * Returns the shape.
   *
   * @return the array's shape
   */
  public Shape shape() {
    return shape;
  }

  /**
   * Returns the codes.
   *
   * @return in row-major order; a new array
   */
  public int[] codes() {
    return codes.clone();
  }

  /** The type of codes that integer layers take. */
  CodeType.Whole whole() {
    if (type instanceof CodeType.Whole whole) {
      return whole;
    }
    throw new IllegalArgumentException("an integer layer must get whole numbers, got " + type);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodeArray that
        && type.equals(that.type)
        && shape.equals(that.shape)
        && Arrays.equals(codes, that.codes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(codes) + shape.hashCode();
  }

  @Override
  public String toString() {
    int few = 16;
    String values = Arrays.toString(Arrays.copyOf(codes, Math.min(few, codes.length)));
    return type + " " + shape + " " + values + (codes.length > few ? "..." : "");
  }
}

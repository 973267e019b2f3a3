package org.halfstep.calibrate;

import java.util.stream.IntStream;
import org.halfstep.grid.Grid;

/**
 * The codes that a toolkit uses of an integer type: all of them, or fewer to be symmetric or to
 * keep an accumulator of 16 bits from overflow.
 *
 * @param lowest the lowest code, at most 0
 * @param highest the highest code, at least 1
 */
public record CodeRange(int lowest, int highest) {

  /** Checks the ends. */
  public CodeRange {
    if (lowest > 0 || highest < 1 || (long) highest - lowest > 1 << 24) {
      throw new IllegalArgumentException(
          "codes must hold 0 and one above it, at most 2^24 steps, got " + lowest + ".." + highest);
    }
  }

  /**
   * Returns the codes of an integer type.
   *
   * @param bits its width, 2..16
   * @param signed whether it has a sign
   * @return {@code -2^(b-1)..2^(b-1)-1} or {@code 0..2^b-1}
   * @throws IllegalArgumentException if bits is out of range
   */
  public static CodeRange full(int bits, boolean signed) {
    int half = 1 << check(bits) - 1;
    return signed ? new CodeRange(-half, half - 1) : new CodeRange(0, 2 * half - 1);
  }

  /**
   * Returns the codes without the lowest: what ONNX Runtime calls symmetric, Distiller restricted,
   * Brevitas and NVIDIA narrow.
   *
   * @param bits the width, 2..16
   * @return {@code -(2^(b-1)-1)..2^(b-1)-1}
   * @throws IllegalArgumentException if bits is out of range
   */
  public static CodeRange narrow(int bits) {
    int half = 1 << check(bits) - 1;
    return new CodeRange(1 - half, half - 1);
  }

  /**
   * Returns ONNX Runtime's codes ({@code get_qmin_qmax_for_qType}). {@code reduce_range} comes
   * first and gives -64..64 for int8 and -16384..16384 for int16, symmetric or not, but -4..3 for
   * int4, 0..127 for uint8 and so on; symmetric int8 and int16 leave out the lowest code, int4 does
   * not.
   *
   * @param bits 4, 8 or 16
   * @param signed whether the type has a sign
   * @param symmetric whether the range is symmetric
   * @param reduced {@code reduce_range}
   * @return the codes
   * @throws IllegalArgumentException if bits is not 4, 8 or 16
   */
  public static CodeRange onnxRuntime(
      int bits, boolean signed, boolean symmetric, boolean reduced) {
    if (bits != 4 && bits != 8 && bits != 16) {
      throw new IllegalArgumentException("bits must be 4, 8 or 16, got " + bits);
    }
    if (reduced) {
      int quarter = 1 << bits - 2;
      return signed
          ? new CodeRange(-quarter, bits == 4 ? quarter - 1 : quarter)
          : new CodeRange(0, 2 * quarter - 1);
    }
    return signed && symmetric && bits > 4 ? narrow(bits) : full(bits, signed);
  }

  /**
   * Returns PyTorch's codes of 8 bits with {@code reduce_range}: -64..63 and 0..127.
   *
   * @param signed qint8 or quint8
   * @return the codes
   */
  public static CodeRange pytorchReduced(boolean signed) {
    return full(7, signed);
  }

  private static int check(int bits) {
    if (bits < 2 || bits > 16) {
      throw new IllegalArgumentException("bits must be in 2..16, got " + bits);
    }
    return bits;
  }

  /**
   * Returns the codes as a grid at scale 1.
   *
   * @return every whole number from the lowest to the highest, ties to even
   */
  public Grid grid() {
    return Grid.of(IntStream.rangeClosed(lowest, highest).asDoubleStream().toArray());
  }

  /**
   * Returns the number of steps.
   *
   * @return {@code highest - lowest}
   */
  public int steps() {
    return highest - lowest;
  }
}

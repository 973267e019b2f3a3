package org.halfstep.kernel;

import java.util.Objects;

/**
 * Turns floats into integer codes and back: {@code q = clamp(rint(x / s) + z, qmin, qmax)} and
 * {@code y = s (q - z)}.
 *
 * <p>Rounded as {@link FakeQuantize} rounds, on every float: there and back gives its result, but
 * for NaN, which integers lack. NaN gets the code of 0, or the code nearest to it; {@link Extremes}
 * counts NaNs beforehand. Infinities saturate.
 *
 * <p>Codes are stored in 8, 16 or 4 bits, unsigned if {@code qmin >= 0} and in two's complement
 * otherwise. Two codes of 4 bits share a byte, the first in the low half (the order of ONNX); a
 * last single code leaves the high half 0. Large arrays are shared by all processors, or by as many
 * {@link #threads} as asked for. Immutable, safe to share between threads. {@link ChannelQuantize}
 * has one for each channel.
 */
public final class Quantize {

  private final FakeQuantize rule;
  private final int zero;
  private final int qmin;
  private final int qmax;
  private final int threads;

  private Quantize(FakeQuantize rule, int zero, int qmin, int qmax, int threads) {
    if (qmin < Short.MIN_VALUE || qmax > (qmin < 0 ? Short.MAX_VALUE : 0xffff)) {
      throw new IllegalArgumentException(
          "codes must be within -32768..32767 or 0..65535, got " + qmin + ".." + qmax);
    }
    this.rule = rule;
    this.zero = zero;
    this.qmin = qmin;
    this.qmax = qmax;
    this.threads = threads;
  }

  /**
   * Returns the quantizer that divides by the scale, as ONNX QuantizeLinear does.
   *
   * @param scale the step, a positive normal float with a normal reciprocal
   * @param zero the code of 0
   * @param qmin the lowest code, at least -32768
   * @param qmax the highest code, at most 32767, or 65535 if qmin is not negative
   * @return the quantizer
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static Quantize dividing(float scale, int zero, int qmin, int qmax) {
    return new Quantize(FakeQuantize.dividing(scale, zero, qmin, qmax), zero, qmin, qmax, Crew.ALL);
  }

  /**
   * Returns the quantizer that multiplies by the rounded reciprocal of the scale, as PyTorch and
   * TensorRT do.
   *
   * @param scale the step, a positive normal float with a normal reciprocal
   * @param zero the code of 0
   * @param qmin the lowest code, at least -32768
   * @param qmax the highest code, at most 32767, or 65535 if qmin is not negative
   * @return the quantizer
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static Quantize multiplying(float scale, int zero, int qmin, int qmax) {
    return new Quantize(
        FakeQuantize.multiplying(scale, zero, qmin, qmax), zero, qmin, qmax, Crew.ALL);
  }

  /**
   * Returns the same quantizer with another number of threads for large arrays; all processors are
   * the default, and no result depends on it.
   *
   * @param count how many parts are done at once at most, at least 1
   * @return the quantizer
   * @throws IllegalArgumentException if count is less than 1
   */
  public Quantize threads(int count) {
    Crew.checkThreads(count);
    return new Quantize(rule, zero, qmin, qmax, count);
  }

  FakeQuantize rule() {
    return rule;
  }

  int zero() {
    return zero;
  }

  boolean signed() {
    return qmin < 0;
  }

  /**
   * Returns the code of one value.
   *
   * @param x any float
   * @return the code, qmin to qmax
   */
  public int code(float x) {
    return Math.clamp((int) Math.rint(rule.quotient(x)), rule.lowest(), rule.highest()) + zero;
  }

  /**
   * Returns the value of a code.
   *
   * @param code the code, qmin to qmax
   * @return {@code scale (code - zero)}, rounded once
   * @throws IllegalArgumentException if there is no such code
   */
  public float value(int code) {
    if (code < qmin || code > qmax) {
      throw new IllegalArgumentException("code must be in " + qmin + ".." + qmax + ", got " + code);
    }
    return rule.scale() * (code - zero);
  }

  /**
   * Quantizes a slice to codes of 8 bits.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param codes receives the codes
   * @param to where the first goes
   * @param length how many
   * @throws IllegalArgumentException if the codes do not fit in 8 bits
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void quantize(float[] x, int from, byte[] codes, int to, int length) {
    check(8, x.length, from, codes.length, to, length, length);
    Codes loops = Codes.FAMILY.of(length);
    if (Crew.alone(threads, length)) {
      loops.quantize(this, x, from, codes, to, length);
    } else {
      Crew.slices(
          threads, length, (at, n) -> loops.quantize(this, x, from + at, codes, to + at, n));
    }
  }

  /**
   * Quantizes a slice to codes of 16 bits.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param codes receives the codes
   * @param to where the first goes
   * @param length how many
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void quantize(float[] x, int from, short[] codes, int to, int length) {
    check(16, x.length, from, codes.length, to, length, length);
    Codes loops = Codes.FAMILY.of(length);
    if (Crew.alone(threads, length)) {
      loops.quantize(this, x, from, codes, to, length);
    } else {
      Crew.slices(
          threads, length, (at, n) -> loops.quantize(this, x, from + at, codes, to + at, n));
    }
  }

  /**
   * Quantizes a slice to codes of 4 bits.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param codes receives two codes a byte
   * @param to the byte where the first two go
   * @param length how many values
   * @throws IllegalArgumentException if the codes do not fit in 4 bits
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void quantizePacked(float[] x, int from, byte[] codes, int to, int length) {
    check(4, x.length, from, codes.length, to, length, Packed.bytes(length));
    Codes loops = Codes.FAMILY.of(length);
    Crew.slices(
        threads,
        length,
        (at, n) -> Packed.quantize(loops, this, x, from + at, codes, to + at / 2, n));
  }

  /**
   * Turns codes of 8 bits into their values.
   *
   * @param codes the codes; not modified
   * @param from the first code
   * @param out receives the values
   * @param to where the first goes
   * @param length how many
   * @throws IllegalArgumentException if the codes do not fit in 8 bits
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void dequantize(byte[] codes, int from, float[] out, int to, int length) {
    check(8, out.length, to, codes.length, from, length, length);
    Codes loops = Codes.FAMILY.of(length);
    if (Crew.alone(threads, length)) {
      loops.dequantize(this, codes, from, out, to, length);
    } else {
      Crew.slices(
          threads, length, (at, n) -> loops.dequantize(this, codes, from + at, out, to + at, n));
    }
  }

  /**
   * Turns codes of 16 bits into their values.
   *
   * @param codes the codes; not modified
   * @param from the first code
   * @param out receives the values
   * @param to where the first goes
   * @param length how many
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void dequantize(short[] codes, int from, float[] out, int to, int length) {
    check(16, out.length, to, codes.length, from, length, length);
    Codes loops = Codes.FAMILY.of(length);
    if (Crew.alone(threads, length)) {
      loops.dequantize(this, codes, from, out, to, length);
    } else {
      Crew.slices(
          threads, length, (at, n) -> loops.dequantize(this, codes, from + at, out, to + at, n));
    }
  }

  /**
   * Turns codes of 4 bits into their values.
   *
   * @param codes two codes a byte; not modified
   * @param from the byte of the first two
   * @param out receives the values
   * @param to where the first goes
   * @param length how many values
   * @throws IllegalArgumentException if the codes do not fit in 4 bits
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void dequantizePacked(byte[] codes, int from, float[] out, int to, int length) {
    check(4, out.length, to, codes.length, from, length, Packed.bytes(length));
    Codes loops = Codes.FAMILY.of(length);
    Crew.slices(
        threads,
        length,
        (at, n) -> Packed.dequantize(loops, this, codes, from + at / 2, out, to + at, n));
  }

  void check(int bits, int floats, int at, int cells, int cellAt, int length, int used) {
    int top = (1 << (signed() ? bits - 1 : bits)) - 1;
    if (qmax > top || signed() && qmin < -1 - top) {
      throw new IllegalArgumentException(
          "codes must fit in " + bits + " bits, got " + qmin + ".." + qmax);
    }
    Objects.checkFromIndexSize(at, length, floats);
    Objects.checkFromIndexSize(cellAt, used, cells);
  }

  @Override
  public String toString() {
    return "codes " + qmin + ".." + qmax + " with zero point " + zero + ", " + rule;
  }
}

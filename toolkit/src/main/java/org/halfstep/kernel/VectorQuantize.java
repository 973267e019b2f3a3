package org.halfstep.kernel;

import static org.halfstep.kernel.VectorKernels.FLOATS;
import static org.halfstep.kernel.VectorKernels.INTS;
import static org.halfstep.kernel.VectorKernels.MAGIC;
import static org.halfstep.kernel.VectorKernels.MAGIC_BITS;
import static org.halfstep.kernel.VectorKernels.WIDTH;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Codes from floats and back with the Vector API; the twins are in {@link ScalarKernels}.
 *
 * <p>{@link VectorKernels#MAGIC} leaves the rounded quotient in the low bits of a float, so the
 * code is an addition away, and storing it keeps the low 8 or 16 bits.
 */
final class VectorQuantize {

  private static final int STEP = FLOATS.length();

  /** There is no vector of 32 bits: where four floats are a vector, two of them make the bytes. */
  private static final VectorSpecies<Byte> BYTES =
      VectorShape.forBitSize(Math.max(64, WIDTH.vectorBitSize() / 4)).withLanes(byte.class);

  private static final boolean TWO = BYTES.length() > STEP;

  private static final VectorSpecies<Short> SHORTS =
      VectorShape.forBitSize(WIDTH.vectorBitSize() / 2).withLanes(short.class);

  private static final VectorSpecies<Byte> PAIRS = WIDTH.withLanes(byte.class);
  private static final VectorSpecies<Short> WIDE = WIDTH.withLanes(short.class);
  private static final VectorSpecies<Byte> HALVES =
      VectorShape.forBitSize(WIDTH.vectorBitSize() / 2).withLanes(byte.class);

  private VectorQuantize() {}

  /** The codes of the values from x[at] on, in the low bits. */
  private static IntVector codes(Quantize rule, float[] x, int at) {
    FakeQuantize f = rule.rule();
    FloatVector v = FloatVector.fromArray(FLOATS, x, at);
    FloatVector quotient = f.reciprocal() ? v.mul(f.inverse()) : v.div(f.scale());
    return quotient
        .blend(0, v.test(VectorOperators.IS_NAN))
        .add(MAGIC)
        .reinterpretAsInts()
        .max(MAGIC_BITS + f.lowest())
        .min(MAGIC_BITS + f.highest())
        .add(rule.zero());
  }

  static int quantize(Quantize rule, float[] x, int xAt, byte[] out, int outAt, int n) {
    int end = BYTES.loopBound(n);
    for (int i = 0; i < end; i += BYTES.length()) {
      var q = (ByteVector) codes(rule, x, xAt + i).convertShape(VectorOperators.I2B, BYTES, 0);
      if (TWO) {
        IntVector next = codes(rule, x, xAt + i + STEP);
        q = q.or((ByteVector) next.convertShape(VectorOperators.I2B, BYTES, -1));
      }
      q.intoArray(out, outAt + i);
    }
    return end;
  }

  static int quantize(Quantize rule, float[] x, int xAt, short[] out, int outAt, int n) {
    int end = SHORTS.loopBound(n);
    for (int i = 0; i < end; i += STEP) {
      IntVector q = codes(rule, x, xAt + i);
      ((ShortVector) q.convertShape(VectorOperators.I2S, SHORTS, 0)).intoArray(out, outAt + i);
    }
    return end;
  }

  static int dequantize(Quantize rule, byte[] codes, int at, float[] out, int outAt, int n) {
    int end = BYTES.loopBound(n);
    int kept = rule.signed() ? -1 : 0xff; // undoes the extension of the sign
    for (int i = 0; i < end; i += BYTES.length()) {
      ByteVector q = ByteVector.fromArray(BYTES, codes, at + i);
      IntVector low = (IntVector) q.convertShape(VectorOperators.B2I, INTS, 0);
      value(rule, low.and(kept)).intoArray(out, outAt + i);
      if (TWO) {
        IntVector high = (IntVector) q.convertShape(VectorOperators.B2I, INTS, 1);
        value(rule, high.and(kept)).intoArray(out, outAt + i + STEP);
      }
    }
    return end;
  }

  static int dequantize(Quantize rule, short[] codes, int at, float[] out, int outAt, int n) {
    int end = SHORTS.loopBound(n);
    int kept = rule.signed() ? -1 : 0xffff;
    for (int i = 0; i < end; i += STEP) {
      ShortVector q = ShortVector.fromArray(SHORTS, codes, at + i);
      IntVector wide = (IntVector) q.convertShape(VectorOperators.S2I, INTS, 0);
      value(rule, wide.and(kept)).intoArray(out, outAt + i);
    }
    return end;
  }

  private static FloatVector value(Quantize rule, IntVector code) {
    IntVector q = code.sub(rule.zero());
    return ((FloatVector) q.convertShape(VectorOperators.I2F, FLOATS, 0)).mul(rule.rule().scale());
  }

  /** Bytes ab become the byte (b a) of half bytes; lanes of 16 bits do it for a pair each. */
  static int pack(byte[] codes, byte[] out, int outAt, int pairs) {
    int end = WIDE.loopBound(pairs);
    for (int i = 0; i < end; i += WIDE.length()) {
      ShortVector s =
          ByteVector.fromArray(PAIRS, codes, 2 * i).reinterpretAsShorts().and((short) 0x0f0f);
      s = s.or(s.lanewise(VectorOperators.LSHR, 4));
      ((ByteVector) s.convertShape(VectorOperators.S2B, HALVES, 0)).intoArray(out, outAt + i);
    }
    return end;
  }

  static int unpack(byte[] in, int at, byte[] codes, int pairs, boolean signed) {
    int end = WIDE.loopBound(pairs);
    byte sign = (byte) (signed ? 8 : 0);
    for (int i = 0; i < end; i += WIDE.length()) {
      ByteVector packed = ByteVector.fromArray(HALVES, in, at + i);
      ShortVector s = (ShortVector) packed.convertShape(VectorOperators.ZERO_EXTEND_B2S, WIDE, 0);
      s = s.or(s.lanewise(VectorOperators.LSHL, 4)).and((short) 0x0f0f);
      ByteVector q = s.reinterpretAsBytes().lanewise(VectorOperators.XOR, sign).sub(sign);
      q.intoArray(codes, 2 * i);
    }
    return end;
  }
}

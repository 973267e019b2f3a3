package org.halfstep.kernel;

import static org.halfstep.kernel.Elementwise.MAGIC_BITS;
import static org.halfstep.kernel.Species.BYTES;
import static org.halfstep.kernel.Species.FLOATS;
import static org.halfstep.kernel.Species.HALF_BYTES;
import static org.halfstep.kernel.Species.HALF_SHORTS;
import static org.halfstep.kernel.Species.INTS;
import static org.halfstep.kernel.Species.SHORTS;
import static org.halfstep.kernel.Species.WIDTH;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Codes with the Vector API; the twin, which also does what is left when vectors are full, is
 * {@link ScalarCodes}.
 *
 * <p>{@link Elementwise#MAGIC} leaves the rounded quotient in the low bits of a float. So the code
 * is an addition away, and storing it keeps its low 8 or 16 bits.
 */
final class VectorCodes implements Codes {

  private static final int STEP = FLOATS.length();

  /** There is no vector of 32 bits: where four floats are a vector, two of them make the bytes. */
  private static final VectorSpecies<Byte> CODES =
      VectorShape.forBitSize(Math.max(64, WIDTH.vectorBitSize() / 4)).withLanes(byte.class);

  private static final boolean TWO = CODES.length() > STEP;

  private final ScalarCodes twin = new ScalarCodes();

  /** The codes of the values from x[at] on, in the low bits. */
  private static IntVector codes(FakeQuantize rule, int zero, float[] x, int at) {
    FloatVector v = FloatVector.fromArray(FLOATS, x, at);
    return rounded(rule, number(quotient(rule, v), v)).add(zero);
  }

  private static FloatVector quotient(FakeQuantize rule, FloatVector x) {
    return rule.reciprocal() ? x.mul(rule.inverse()) : x.div(rule.scale());
  }

  /** 0 where x is NaN. */
  private static FloatVector number(FloatVector quotient, FloatVector x) {
    return quotient.blend(0, x.test(VectorOperators.IS_NAN));
  }

  private static IntVector rounded(FakeQuantize rule, FloatVector quotient) {
    IntVector sum = quotient.add(Elementwise.MAGIC).reinterpretAsInts();
    return sum.max(MAGIC_BITS + rule.lowest()).min(MAGIC_BITS + rule.highest());
  }

  @Override
  public void quantize(Quantize rule, float[] x, int xAt, byte[] out, int outAt, int n) {
    int end = CODES.loopBound(n);
    for (int i = 0; i < end; i += CODES.length()) {
      var q =
          (ByteVector)
              codes(rule.rule(), rule.zero(), x, xAt + i)
                  .convertShape(VectorOperators.I2B, CODES, 0);
      if (TWO) {
        IntVector next = codes(rule.rule(), rule.zero(), x, xAt + i + STEP);
        q = q.or((ByteVector) next.convertShape(VectorOperators.I2B, CODES, -1));
      }
      q.intoArray(out, outAt + i);
    }
    twin.quantize(rule, x, xAt + end, out, outAt + end, n - end);
  }

  @Override
  public void quantize(Quantize rule, float[] x, int xAt, short[] out, int outAt, int n) {
    int end = HALF_SHORTS.loopBound(n);
    for (int i = 0; i < end; i += STEP) {
      IntVector q = codes(rule.rule(), rule.zero(), x, xAt + i);
      ((ShortVector) q.convertShape(VectorOperators.I2S, HALF_SHORTS, 0)).intoArray(out, outAt + i);
    }
    twin.quantize(rule, x, xAt + end, out, outAt + end, n - end);
  }

  @Override
  public void dequantize(Quantize rule, byte[] codes, int at, float[] out, int outAt, int n) {
    int end = CODES.loopBound(n);
    int kept = rule.signed() ? -1 : 0xff; // undoes the extension of the sign
    for (int i = 0; i < end; i += CODES.length()) {
      ByteVector q = ByteVector.fromArray(CODES, codes, at + i);
      IntVector low = (IntVector) q.convertShape(VectorOperators.B2I, INTS, 0);
      value(rule, low.and(kept)).intoArray(out, outAt + i);
      if (TWO) {
        IntVector high = (IntVector) q.convertShape(VectorOperators.B2I, INTS, 1);
        value(rule, high.and(kept)).intoArray(out, outAt + i + STEP);
      }
    }
    twin.dequantize(rule, codes, at + end, out, outAt + end, n - end);
  }

  @Override
  public void dequantize(Quantize rule, short[] codes, int at, float[] out, int outAt, int n) {
    int end = HALF_SHORTS.loopBound(n);
    int kept = rule.signed() ? -1 : 0xffff;
    for (int i = 0; i < end; i += STEP) {
      ShortVector q = ShortVector.fromArray(HALF_SHORTS, codes, at + i);
      IntVector wide = (IntVector) q.convertShape(VectorOperators.S2I, INTS, 0);
      value(rule, wide.and(kept)).intoArray(out, outAt + i);
    }
    twin.dequantize(rule, codes, at + end, out, outAt + end, n - end);
  }

  private static FloatVector value(Quantize rule, IntVector code) {
    IntVector q = code.sub(rule.zero());
    return ((FloatVector) q.convertShape(VectorOperators.I2F, FLOATS, 0)).mul(rule.rule().scale());
  }

  /** Bytes ab become the byte (b a) of half bytes; lanes of 16 bits do it for a pair each. */
  @Override
  public void pack(byte[] codes, byte[] out, int outAt, int pairs) {
    int end = SHORTS.loopBound(pairs);
    for (int i = 0; i < end; i += SHORTS.length()) {
      ShortVector s =
          ByteVector.fromArray(BYTES, codes, 2 * i).reinterpretAsShorts().and((short) 0x0f0f);
      s = s.or(s.lanewise(VectorOperators.LSHR, 4));
      ((ByteVector) s.convertShape(VectorOperators.S2B, HALF_BYTES, 0)).intoArray(out, outAt + i);
    }
    for (int i = end; i < pairs; i++) {
      out[outAt + i] = (byte) (codes[2 * i] & 15 | codes[2 * i + 1] << 4);
    }
  }

  @Override
  public void unpack(byte[] in, int at, byte[] codes, int pairs, boolean signed) {
    int end = SHORTS.loopBound(pairs);
    byte sign = (byte) (signed ? 8 : 0);
    for (int i = 0; i < end; i += SHORTS.length()) {
      ByteVector packed = ByteVector.fromArray(HALF_BYTES, in, at + i);
      ShortVector s = (ShortVector) packed.convertShape(VectorOperators.ZERO_EXTEND_B2S, SHORTS, 0);
      s = s.or(s.lanewise(VectorOperators.LSHL, 4)).and((short) 0x0f0f);
      ByteVector q = s.reinterpretAsBytes().lanewise(VectorOperators.XOR, sign).sub(sign);
      q.intoArray(codes, 2 * i);
    }
    for (int i = end; i < pairs; i++) {
      codes[2 * i] = Packed.nibble(in[at + i], signed);
      codes[2 * i + 1] = Packed.nibble(in[at + i] >> 4, signed);
    }
  }
}

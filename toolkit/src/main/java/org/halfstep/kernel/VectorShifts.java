package org.halfstep.kernel;

import static org.halfstep.kernel.Species.BYTES;
import static org.halfstep.kernel.Species.INTS;
import static org.halfstep.kernel.Species.LONGS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of shifts with the Vector API; the twin, which also does what is left when vectors are full,
 * is {@link ScalarShifts}.
 *
 * <p>A shift to the left and then one to the right, as far for all, take the place of a shift to
 * either side: floor makes them equal, if the first one leaves no bit out. Terms of up to 22 bits
 * are summed in lanes of 32 bits, wider ones in lanes of 64; windows that are wider than those are
 * left to the twin.
 */
final class VectorShifts implements Shifts {

  /** Steps after which lanes of 32 bits are added up: 256 terms of 22 bits. */
  private static final int STEPS = 256;

  /** There are no vectors of 32 bits: where a vector has few lanes, more bytes are read. */
  private static final VectorSpecies<Byte> FOR_INTS = bytes(INTS.length());

  private static final VectorSpecies<Byte> FOR_LONGS = bytes(LONGS.length());

  private static final long LOWER = 0xffff_ffffL;

  private final ScalarShifts twin = new ScalarShifts();

  private static VectorSpecies<Byte> bytes(int lanes) {
    return VectorShape.forBitSize(Math.max(64, 8 * lanes)).withLanes(byte.class);
  }

  private static boolean narrow(int bits, int dropped) {
    return bits <= NARROW && bits + dropped <= Integer.SIZE - 2;
  }

  /** How many of n values fill whole vectors, whose bytes are all inside their arrays. */
  private static int end(boolean narrow, int readable, int n) {
    int lanes = narrow ? INTS.length() : LONGS.length();
    int read = narrow ? FOR_INTS.length() : FOR_LONGS.length();
    int whole = Math.max(0, Math.min(n, readable - (read - lanes)));
    return whole - whole % lanes;
  }

  /** Values after which lanes of 64 bits are split: 2^(62 - bits) terms for each. */
  private static int block(int bits) {
    return LONGS.length() << Math.min(16, MOST_BITS - bits);
  }

  private static IntVector ints(byte[] x, int at) {
    ByteVector bytes = ByteVector.fromArray(FOR_INTS, x, at);
    return (IntVector) bytes.convertShape(VectorOperators.B2I, INTS, 0);
  }

  private static LongVector longs(byte[] x, int at) {
    ByteVector bytes = ByteVector.fromArray(FOR_LONGS, x, at);
    return (LongVector) bytes.convertShape(VectorOperators.B2L, LONGS, 0);
  }

  private static LongVector widened(IntVector x, int part) {
    return (LongVector) x.convertShape(VectorOperators.I2L, LONGS, part);
  }

  /** A lane takes the number of places modulo its width: more than it has are as many as it has. */
  private static IntVector shifted(IntVector r, IntVector code, int dropped) {
    return r.lanewise(VectorOperators.LSHL, code.abs().sub(1))
        .lanewise(VectorOperators.ASHR, Math.min(dropped, 31));
  }

  private static LongVector shifted(LongVector r, LongVector code, int dropped) {
    return r.lanewise(VectorOperators.LSHL, code.abs().sub(1))
        .lanewise(VectorOperators.ASHR, Math.min(dropped, 63));
  }

  /** sign(code) x. */
  private static IntVector signed(IntVector x, IntVector code) {
    IntVector sign = code.lanewise(VectorOperators.ASHR, 31);
    return x.lanewise(VectorOperators.XOR, sign).sub(sign);
  }

  private static LongVector signed(LongVector x, LongVector code) {
    LongVector sign = code.lanewise(VectorOperators.ASHR, 63);
    return x.lanewise(VectorOperators.XOR, sign).sub(sign);
  }

  @Override
  public void integers(
      byte[] r, int at, byte[] c, int cAt, int n, int dropped, int bits, long[] sums) {
    boolean narrow = narrow(bits, dropped);
    int end = end(narrow, Math.min(r.length - at, c.length - cAt), n);
    if (narrow) {
      narrowIntegers(r, at, c, cAt, end, dropped, sums);
    } else if (bits + dropped <= MOST_BITS) {
      wideIntegers(r, at, c, cAt, end, dropped, block(bits), sums);
    } else {
      end = 0;
    }
    twin.integers(r, at + end, c, cAt + end, n - end, dropped, bits, sums);
  }

  private static void narrowIntegers(
      byte[] r, int at, byte[] c, int cAt, int end, int dropped, long[] sums) {
    LongVector total = LongVector.zero(LONGS);
    int block = STEPS * INTS.length();
    for (int from = 0; from < end; from += block) {
      IntVector sum = IntVector.zero(INTS);
      int to = Math.min(end, from + block);
      for (int i = from; i < to; i += INTS.length()) {
        IntVector code = ints(c, cAt + i);
        IntVector t = signed(shifted(ints(r, at + i), code, dropped), code);
        sum = sum.add(t.blend(0, code.compare(VectorOperators.EQ, 0)));
      }
      total = total.add(widened(sum, 0)).add(widened(sum, 1));
    }
    sums[LOW] += total.reduceLanes(VectorOperators.ADD);
  }

  private static void wideIntegers(
      byte[] r, int at, byte[] c, int cAt, int end, int dropped, int block, long[] sums) {
    LongVector low = LongVector.zero(LONGS);
    LongVector high = low;
    for (int from = 0; from < end; from += block) {
      LongVector sum = LongVector.zero(LONGS);
      int to = Math.min(end, from + block);
      for (int i = from; i < to; i += LONGS.length()) {
        LongVector code = longs(c, cAt + i);
        LongVector t = signed(shifted(longs(r, at + i), code, dropped), code);
        sum = sum.add(t.blend(0, code.compare(VectorOperators.EQ, 0)));
      }
      low = low.add(sum.and(LOWER));
      high = high.add(sum.lanewise(VectorOperators.ASHR, 32));
    }
    sums[LOW] += low.reduceLanes(VectorOperators.ADD);
    sums[HIGH] += high.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public void powers(byte[] c, int at, int n, int dropped, int bits, long[] sums) {
    boolean narrow = narrow(bits, dropped);
    int end = end(narrow, c.length - at, n);
    if (narrow) {
      narrowPowers(c, at, end, dropped, sums);
    } else if (bits + dropped <= MOST_BITS) {
      widePowers(c, at, end, dropped, block(bits), sums);
    } else {
      end = 0;
    }
    twin.powers(c, at + end, n - end, dropped, bits, sums);
  }

  private static void narrowPowers(byte[] c, int at, int end, int dropped, long[] sums) {
    LongVector total = LongVector.zero(LONGS);
    IntVector one = IntVector.broadcast(INTS, 1);
    int block = STEPS * INTS.length();
    for (int from = 0; from < end; from += block) {
      IntVector sum = IntVector.zero(INTS);
      int to = Math.min(end, from + block);
      for (int i = from; i < to; i += INTS.length()) {
        IntVector code = ints(c, at + i);
        IntVector t = signed(shifted(one, code, dropped), code);
        sum = sum.add(t.blend(0, code.compare(VectorOperators.EQ, 0)));
      }
      total = total.add(widened(sum, 0)).add(widened(sum, 1));
    }
    sums[LOW] += total.reduceLanes(VectorOperators.ADD);
  }

  private static void widePowers(byte[] c, int at, int end, int dropped, int block, long[] sums) {
    LongVector low = LongVector.zero(LONGS);
    LongVector high = low;
    LongVector one = LongVector.broadcast(LONGS, 1);
    for (int from = 0; from < end; from += block) {
      LongVector sum = LongVector.zero(LONGS);
      int to = Math.min(end, from + block);
      for (int i = from; i < to; i += LONGS.length()) {
        LongVector code = longs(c, at + i);
        LongVector t = signed(shifted(one, code, dropped), code);
        sum = sum.add(t.blend(0, code.compare(VectorOperators.EQ, 0)));
      }
      low = low.add(sum.and(LOWER));
      high = high.add(sum.lanewise(VectorOperators.ASHR, 32));
    }
    sums[LOW] += low.reduceLanes(VectorOperators.ADD);
    sums[HIGH] += high.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public void multiply(byte[] a, int at, byte[] b, int bAt, int n, byte[] out) {
    int end = BYTES.loopBound(n);
    for (int i = 0; i < end; i += BYTES.length()) {
      ByteVector x = ByteVector.fromArray(BYTES, a, at + i);
      ByteVector y = ByteVector.fromArray(BYTES, b, bAt + i);
      ByteVector sum = x.abs().add(y.abs()).sub((byte) 1);
      ByteVector sign = x.lanewise(VectorOperators.XOR, y).lanewise(VectorOperators.ASHR, 7);
      sum.lanewise(VectorOperators.XOR, sign)
          .sub(sign)
          .blend((byte) 0, x.compare(VectorOperators.EQ, (byte) 0))
          .blend((byte) 0, y.compare(VectorOperators.EQ, (byte) 0))
          .intoArray(out, i);
    }
    for (int i = end; i < n; i++) {
      out[i] = ScalarShifts.product(a[at + i], b[bAt + i]);
    }
  }
}

package org.halfstep.kernel;

import static org.halfstep.kernel.Species.HALF_INTS;
import static org.halfstep.kernel.Species.LONGS;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Philox4x32-10 with the Vector API: a lane of 64 bits carries one word of one block, so that its
 * product with a multiplier needs no second instruction for the high half.
 *
 * <p>The twin is {@code org.halfstep.numeric.Philox}. Called by {@link VectorDraws}.
 */
final class VectorPhilox {

  /** Blocks of a group, which are made side by side. */
  static final int LANES = 16;

  private static final long LOW = 0xFFFFFFFFL;

  /** Multipliers and key increments of the paper. */
  private static final long M0 = 0xD2511F53L;

  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;

  private VectorPhilox() {}

  /** Words of a group. */
  static final int WORDS = 4 * LANES;

  /** Groups from one on; word j of block i of group first + g goes to w[64 g + 16 j + i]. */
  static void groups(long seed, long stream, long first, int count, int[] w) {
    for (int g = 0; g < count; g++) {
      for (int i = 0; i < LANES; i += LONGS.length()) {
        blocks(seed, stream, (first + g) * LANES + i, w, WORDS * g + i);
      }
    }
  }

  /** The high halves of lanes hold what is left of products; only the low ones count. */
  private static void blocks(long seed, long stream, long first, int[] w, int at) {
    LongVector block = LongVector.broadcast(LONGS, first).addIndex(1);
    LongVector c0 = block;
    LongVector c1 = block.lanewise(VectorOperators.LSHR, 32);
    LongVector c2 = LongVector.broadcast(LONGS, stream);
    LongVector c3 = LongVector.broadcast(LONGS, stream >>> 32);
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < 10; round++) {
      LongVector p0 = c0.and(LOW).mul(M0);
      LongVector p1 = c2.and(LOW).mul(M1);
      c0 = p1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c1);
      c0 = c0.lanewise(VectorOperators.XOR, (long) k0);
      c1 = p1;
      c2 = p0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c3);
      c2 = c2.lanewise(VectorOperators.XOR, (long) k1);
      c3 = p0;
      k0 += W0;
      k1 += W1;
    }
    ((IntVector) c0.convertShape(VectorOperators.L2I, HALF_INTS, 0)).intoArray(w, at);
    ((IntVector) c1.convertShape(VectorOperators.L2I, HALF_INTS, 0)).intoArray(w, at + LANES);
    ((IntVector) c2.convertShape(VectorOperators.L2I, HALF_INTS, 0)).intoArray(w, at + 2 * LANES);
    ((IntVector) c3.convertShape(VectorOperators.L2I, HALF_INTS, 0)).intoArray(w, at + 3 * LANES);
  }
}

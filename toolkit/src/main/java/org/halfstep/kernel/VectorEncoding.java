package org.halfstep.kernel;

import static org.halfstep.kernel.Species.FLOATS;
import static org.halfstep.kernel.Species.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Rounding to arbitrary levels with the Vector API; the twin, which also does what is left when
 * vectors are full, is {@link ScalarEncoding}.
 *
 * <p>Few thresholds are compared with every value, many are looked up in {@link Buckets}: vectors
 * make the places and the buckets, and scalar loads fetch the entries, two or three a cycle, which
 * the gathering loads of today do not reach. Neither has a branch that a value decides.
 */
final class VectorEncoding implements Encoding {

  /** Up to here comparisons with all thresholds were seen to win. */
  static final int FEW = 15;

  /**
   * Values whose places and buckets are made before they are read: both stay in the nearest cache.
   */
  private static final int BLOCK = 1024;

  private final ScalarEncoding twin = new ScalarEncoding();

  @Override
  public void encode(Codebook book, float[] x, int xAt, byte[] codes, int at, int n) {
    Buckets table = book.buckets();
    int end = FLOATS.loopBound(n);
    int[] bucket = new int[Math.min(end, BLOCK)];
    int[] place = new int[bucket.length];
    int m;
    for (int i = 0; i < end; i += m) {
      m = Math.min(BLOCK, end - i);
      if (book.steps() <= FEW) {
        count(book.thresholds(), book.steps(), x, xAt + i, bucket, m);
        narrow(bucket, codes, at + i, m);
      } else if (table != null) {
        look(table, x, xAt + i, bucket, place, m, table.ofNaN());
        fetch(table.entries(), bucket, place, codes, at + i, m);
      } else {
        twin.encode(book, x, xAt + i, codes, at + i, m);
      }
    }
    twin.encode(book, x, xAt + end, codes, at + end, n - end);
  }

  @Override
  public void nearest(Codebook book, float[] x, int xAt, float[] out, int outAt, int n) {
    Buckets table = book.buckets();
    int end = FLOATS.loopBound(n);
    if (book.steps() <= FEW) {
      choose(book, x, xAt, out, outAt, end);
    } else if (table == null) {
      end = 0;
    } else {
      int[] bucket = new int[Math.min(end, BLOCK)];
      int[] place = new int[bucket.length];
      int m;
      for (int i = 0; i < end; i += m) {
        m = Math.min(BLOCK, end - i);
        look(table, x, xAt + i, bucket, place, m, table.ofNaN() + 1);
        fetch(table.entries(), bucket, place, book.levels(), out, outAt + i, m);
      }
    }
    twin.nearest(book, x, xAt + end, out, outAt + end, n - end);
  }

  /** The number of thresholds that each value has passed. */
  private static void count(float[] thresholds, int steps, float[] x, int at, int[] codes, int n) {
    for (int i = 0; i < n; i += FLOATS.length()) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
      IntVector passed = IntVector.zero(INTS);
      for (int j = 0; j < steps; j++) {
        passed = passed.add(1, v.compare(VectorOperators.GE, thresholds[j]).cast(INTS));
      }
      passed.intoArray(codes, i);
    }
  }

  private static void narrow(int[] codes, byte[] out, int at, int n) {
    for (int i = 0; i < n; i++) {
      out[at + i] = (byte) codes[i];
    }
  }

  /** The level above each threshold, if the value has passed it. */
  private static void choose(Codebook book, float[] x, int xAt, float[] out, int outAt, int n) {
    float[] thresholds = book.thresholds();
    float[] levels = book.levels();
    int steps = book.steps();
    for (int i = 0; i < n; i += FLOATS.length()) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i);
      FloatVector level = FloatVector.broadcast(FLOATS, levels[0]);
      for (int j = 0; j < steps; j++) {
        level = level.blend(levels[j + 1], v.compare(VectorOperators.GE, thresholds[j]));
      }
      level.blend(Float.NaN, v.test(VectorOperators.IS_NAN)).intoArray(out, outAt + i);
    }
  }

  /** What {@link Buckets#bucket} and {@link Buckets#place} give. */
  private static void look(
      Buckets table, float[] x, int at, int[] bucket, int[] place, int n, int ofNaN) {
    int shift = table.shift();
    int lowest = table.lowest();
    int top = table.top();
    int middle = table.middle();
    for (int i = 0; i < n; i += FLOATS.length()) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, at + i).add(0); // -0 becomes 0
      IntVector bits = v.reinterpretAsInts();
      IntVector sign = bits.lanewise(VectorOperators.ASHR, 31);
      IntVector flip = sign.or(Integer.MIN_VALUE);
      bits.lanewise(VectorOperators.XOR, flip).intoArray(place, i);
      VectorMask<Integer> nan = v.test(VectorOperators.IS_NAN).cast(INTS);
      bits.and(Buckets.MAGNITUDE)
          .lanewise(VectorOperators.ASHR, shift)
          .sub(lowest)
          .max(0)
          .min(top)
          .lanewise(VectorOperators.XOR, sign)
          .add(middle)
          .blend(ofNaN, nan)
          .intoArray(bucket, i);
    }
  }

  private static void fetch(
      long[] entries, int[] bucket, int[] place, byte[] codes, int at, int n) {
    for (int i = 0; i < n; i++) {
      codes[at + i] = (byte) (entries[bucket[i]] + (place[i] & Buckets.LOW) >>> 32);
    }
  }

  private static void fetch(
      long[] entries, int[] bucket, int[] place, float[] levels, float[] out, int at, int n) {
    for (int i = 0; i < n; i++) {
      out[at + i] = levels[(int) (entries[bucket[i]] + (place[i] & Buckets.LOW) >>> 32)];
    }
  }
}

package org.halfstep.kernel;

/**
 * A table that leads from a float to its code with one comparison, for {@link Codebook}.
 *
 * <p>The bits of a float without its sign count the magnitudes from 0 on. Their highest bits cut
 * the line into buckets, which widen as the gaps of floats do. Where no bucket holds two
 * thresholds, the code of x is the number c of thresholds below its bucket, plus one if x has
 * passed the next threshold t. An entry of the table is {@code 2^32 (c + 1) - place(t)}, {@link
 * #place} being the position among all floats: then {@code entry + place(x)}, without its lower
 * half, is the code, and the comparison is a carry.
 *
 * <p>All magnitudes below the second threshold from 0, on either side, share a bucket. So a
 * threshold that rounding errors have left next to 0 does not stretch the table over every exponent
 * between.
 */
final class Buckets {

  /** Buckets on one side of 0: with both, a table has 32 KB, which a nearest cache holds. */
  private static final int MOST = 1 << 11;

  static final int MAGNITUDE = 0x7fffffff;

  /** Makes a place, which has no sign, a long. */
  static final long LOW = 0xFFFFFFFFL;

  private final int shift;
  private final int lowest;
  private final int top;
  private final long[] entries;

  /**
   * Buckets of {@code 2^shift} magnitudes; those up to number lowest, and from lowest + top, are
   * one.
   */
  private Buckets(int shift, int lowest, int top) {
    this.shift = shift;
    this.lowest = lowest;
    this.top = top;
    this.entries = new long[2 * top + 4];
  }

  /**
   * Returns the table of some thresholds, with the widest buckets that hold at most one each.
   *
   * @param thresholds not decreasing, at least one, none of them -0.0
   * @return the table; null if some are equal or too close for a table of the largest size
   */
  static Buckets of(float[] thresholds) {
    int second = second(thresholds);
    int last = magnitude(thresholds[thresholds.length - 1]);
    int highest = Math.max(magnitude(thresholds[0]), last);
    for (int shift = 30; shift >= 0; shift--) {
      int lowest = Math.max(0, (second >> shift) - 1);
      int top = Math.max(0, (highest >> shift) - lowest);
      if (top >= MOST) {
        return null;
      }
      Buckets buckets = new Buckets(shift, lowest, top);
      if (buckets.separate(thresholds)) {
        buckets.fill(thresholds);
        return buckets;
      }
    }
    return null;
  }

  private static int magnitude(float x) {
    return Float.floatToRawIntBits(x) & MAGNITUDE;
  }

  /** The second magnitude from 0, up or down, whichever is less. */
  private static int second(float[] thresholds) {
    int negative = 0;
    while (negative < thresholds.length && thresholds[negative] < 0) {
      negative++;
    }
    int below = negative < 2 ? MAGNITUDE : magnitude(thresholds[negative - 2]);
    boolean two = negative + 1 < thresholds.length;
    return Math.min(below, two ? magnitude(thresholds[negative + 1]) : MAGNITUDE);
  }

  private boolean separate(float[] thresholds) {
    for (int i = 1; i < thresholds.length; i++) {
      if (bucket(thresholds[i - 1]) == bucket(thresholds[i])) {
        return false;
      }
    }
    return true;
  }

  private void fill(float[] thresholds) {
    int n = thresholds.length;
    int below = 0;
    for (int b = 0; b < ofNaN(); b++) {
      long next = below < n ? place(thresholds[below]) & LOW : 1L << 32;
      entries[b] = (below + 1L << 32) - next;
      if (below < n && bucket(thresholds[below]) == b) {
        below++;
      }
    }
    entries[ofNaN()] = 0;
    entries[ofNaN() + 1] = n + 1L << 32;
  }

  /** The position of a float among all, as 32 bits without a sign; x is not -0.0. */
  static int place(float x) {
    int bits = Float.floatToRawIntBits(x);
    return bits ^ (bits >> 31 | Integer.MIN_VALUE);
  }

  /** The entry for a float, which is neither NaN nor -0.0. */
  int bucket(float x) {
    int bits = Float.floatToRawIntBits(x);
    int i = Math.min(Math.max(((bits & MAGNITUDE) >> shift) - lowest, 0), top);
    return middle() + (i ^ bits >> 31);
  }

  /** The code of a float, which is neither NaN nor -0.0. */
  int code(float x) {
    return (int) (entries[bucket(x)] + (place(x) & LOW) >>> 32);
  }

  /** Bits of a magnitude that do not tell buckets apart. */
  int shift() {
    return shift;
  }

  /** The number of the bucket that holds all lower magnitudes, too. */
  int lowest() {
    return lowest;
  }

  /** The number of the bucket that holds all higher magnitudes, counted from {@link #lowest}. */
  int top() {
    return top;
  }

  /** The bucket where positive floats begin. */
  int middle() {
    return top + 1;
  }

  /** The entry that gives code 0; the one after it gives the code after the last. */
  int ofNaN() {
    return 2 * top + 2;
  }

  long[] entries() {
    return entries;
  }
}

package org.halfstep.kernel;

import java.util.Arrays;
import java.util.Objects;

/**
 * Rounds floats to 2 to 256 arbitrary levels: the code of x is the number of thresholds t with
 * {@code x >= t}.
 *
 * <p>Every grid is of this kind for floats, whoever wins its ties: threshold i is the least float
 * that goes to level i + 1 or above. NaN has code 0, and {@link #nearest} keeps it NaN
 * (0x7fc00000); {@link Extremes} counts NaNs beforehand. -0.0 decides as 0 does.
 *
 * <p>Codes are unsigned bytes. If there are at most 16, two can share a byte, the first in the low
 * half; a last single code leaves the high half 0. Large arrays are shared by all processors, or by
 * as many {@link #threads} as asked for. Immutable, safe to share between threads. Used by {@code
 * grid.Grid} for its arrays of floats, and by {@code propagate.GridRule}.
 */
public final class Codebook {

  private static final int MOST_LEVELS = 256;

  /**
   * The thresholds and then NaNs, which nothing passes: 2^b - 1 in all, for a search in b steps.
   */
  private final float[] thresholds;

  /** The levels and then a NaN, the level of NaN. */
  private final float[] levels;

  /** Null if thresholds are equal or too close to each other: then codes are searched. */
  private final Buckets buckets;

  private final int threads;

  private Codebook(float[] thresholds, float[] levels) {
    this.thresholds = new float[2 * Integer.highestOneBit(thresholds.length) - 1];
    Arrays.fill(this.thresholds, Float.NaN);
    System.arraycopy(thresholds, 0, this.thresholds, 0, thresholds.length);
    this.levels = Arrays.copyOf(levels, levels.length + 1);
    this.levels[levels.length] = Float.NaN;
    this.buckets = Buckets.of(thresholds);
    this.threads = Crew.ALL;
  }

  private Codebook(Codebook same, int threads) {
    this.thresholds = same.thresholds;
    this.levels = same.levels;
    this.buckets = same.buckets;
    this.threads = threads;
  }

  /**
   * Returns the codebook of some levels and the thresholds between them.
   *
   * @param thresholds for each level but the first, the least float that goes to it or above; not
   *     decreasing; not modified
   * @param levels the value of each code, 2 to 256; not modified
   * @return the codebook
   * @throws IllegalArgumentException if the numbers do not match, or thresholds decrease or are NaN
   */
  public static Codebook of(float[] thresholds, float[] levels) {
    int n = levels.length;
    if (n < 2 || n > MOST_LEVELS || thresholds.length != n - 1) {
      throw new IllegalArgumentException(
          "a codebook has 2..256 levels and one threshold less, got "
              + n
              + " and "
              + thresholds.length);
    }
    float[] t = thresholds.clone();
    for (int i = 0; i < n - 1; i++) {
      if (!(t[i] >= (i == 0 ? Float.NEGATIVE_INFINITY : t[i - 1]))) {
        throw new IllegalArgumentException(
            "thresholds must not decrease, got " + t[i] + " at " + i);
      }
      t[i] += 0f; // -0 becomes 0
    }
    return new Codebook(t, levels);
  }

  /**
   * Returns the same codebook with another number of threads for large arrays; all processors are
   * the default, and no result depends on it.
   *
   * @param count how many parts are done at once at most, at least 1
   * @return the codebook
   * @throws IllegalArgumentException if count is less than 1
   */
  public Codebook threads(int count) {
    Crew.checkThreads(count);
    return new Codebook(this, count);
  }

  float[] thresholds() {
    return thresholds;
  }

  float[] levels() {
    return levels;
  }

  Buckets buckets() {
    return buckets;
  }

  /** The number of thresholds without those that nothing passes. */
  int steps() {
    return levels.length - 2;
  }

  /**
   * Returns the number of levels.
   *
   * @return 2 to 256
   */
  public int size() {
    return levels.length - 1;
  }

  /**
   * Returns the code of one value.
   *
   * @param x any float
   * @return 0 to size() - 1
   */
  public int code(float x) {
    if (Float.isNaN(x)) {
      return 0;
    }
    return buckets == null ? search(x) : buckets.code(x + 0f); // -0 becomes 0
  }

  /** Halves the thresholds that are left. */
  private int search(float x) {
    int code = 0;
    for (int half = (thresholds.length + 1) / 2; half > 0; half /= 2) {
      code += x >= thresholds[code + half - 1] ? half : 0;
    }
    return code;
  }

  /**
   * Rounds one value.
   *
   * @param x any float
   * @return the level of its code; NaN for NaN
   */
  public float of(float x) {
    return Float.isNaN(x) ? Float.NaN : levels[code(x)];
  }

  /**
   * Encodes a slice.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param codes receives the codes as unsigned bytes
   * @param to where the first goes
   * @param length how many
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void encode(float[] x, int from, byte[] codes, int to, int length) {
    Objects.checkFromIndexSize(from, length, x.length);
    Objects.checkFromIndexSize(to, length, codes.length);
    Encoding loops = Encoding.FAMILY.of(length);
    if (Crew.alone(threads, length)) {
      loops.encode(this, x, from, codes, to, length);
    } else {
      Crew.slices(threads, length, (at, n) -> loops.encode(this, x, from + at, codes, to + at, n));
    }
  }

  /**
   * Encodes a slice to codes of 4 bits.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param codes receives two codes a byte
   * @param to the byte where the first two go
   * @param length how many values
   * @throws IllegalStateException if there are more than 16 levels
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void encodePacked(float[] x, int from, byte[] codes, int to, int length) {
    checkPacked();
    Objects.checkFromIndexSize(from, length, x.length);
    Objects.checkFromIndexSize(to, Packed.bytes(length), codes.length);
    Encoding loops = Encoding.FAMILY.of(length);
    Codes packing = Codes.FAMILY.of(length);
    Crew.slices(
        threads,
        length,
        (first, count) -> {
          int start = from + first;
          Packed.Block source = (at, block, n) -> loops.encode(this, x, start + at, block, 0, n);
          Packed.pack(packing, count, codes, to + first / 2, source);
        });
  }

  /**
   * Turns codes into levels.
   *
   * @param codes unsigned bytes; not modified
   * @param from the first code
   * @param out receives the levels
   * @param to where the first goes
   * @param length how many
   * @throws IndexOutOfBoundsException if a slice is not inside its array, or a code has no level
   */
  public void decode(byte[] codes, int from, float[] out, int to, int length) {
    Objects.checkFromIndexSize(from, length, codes.length);
    Objects.checkFromIndexSize(to, length, out.length);
    float[] table = Arrays.copyOf(levels, size());
    if (Crew.alone(threads, length)) {
      look(table, codes, from, out, to, length);
    } else {
      Crew.slices(threads, length, (at, n) -> look(table, codes, from + at, out, to + at, n));
    }
  }

  private static void look(float[] table, byte[] codes, int from, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = table[codes[from + i] & 0xff];
    }
  }

  /**
   * Turns codes of 4 bits into levels.
   *
   * @param codes two codes a byte; not modified
   * @param from the byte of the first two
   * @param out receives the levels
   * @param to where the first goes
   * @param length how many values
   * @throws IllegalStateException if there are more than 16 levels
   * @throws IndexOutOfBoundsException if a slice is not inside its array, or a code has no level
   */
  public void decodePacked(byte[] codes, int from, float[] out, int to, int length) {
    checkPacked();
    Objects.checkFromIndexSize(from, Packed.bytes(length), codes.length);
    Objects.checkFromIndexSize(to, length, out.length);
    float[] table = Arrays.copyOf(levels, size());
    Codes packing = Codes.FAMILY.of(length);
    Crew.slices(
        threads,
        length,
        (first, count) -> {
          int start = to + first;
          Packed.Block target = (at, block, n) -> look(table, block, 0, out, start + at, n);
          Packed.unpack(packing, count, codes, from + first / 2, false, target);
        });
  }

  private void checkPacked() {
    if (size() > 16) {
      throw new IllegalStateException("4 bits hold at most 16 levels, got " + size());
    }
  }

  /**
   * Rounds an array, each value to its level.
   *
   * @param x the values; not modified unless it is {@code out} too
   * @param out receives the levels, of the same length; may be {@code x}
   * @throws IllegalArgumentException if the lengths differ
   */
  public void nearest(float[] x, float[] out) {
    Slices.checkLengths(x, out);
    round(x, 0, out, 0, x.length);
  }

  /**
   * Rounds a slice of an array into a slice of another, or in place.
   *
   * @param x the values; not modified unless it is {@code out} too
   * @param from the first value
   * @param out receives the levels
   * @param to where the first goes
   * @param length how many
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   * @throws IllegalArgumentException if the slices overlap without being the same
   */
  public void nearest(float[] x, int from, float[] out, int to, int length) {
    Slices.check(x, from, out, to, length);
    round(x, from, out, to, length);
  }

  private void round(float[] x, int from, float[] out, int to, int length) {
    Encoding loops = Encoding.FAMILY.of(length);
    if (Crew.alone(threads, length)) {
      loops.nearest(this, x, from, out, to, length);
    } else {
      Crew.slices(threads, length, (at, n) -> loops.nearest(this, x, from + at, out, to + at, n));
    }
  }

  @Override
  public String toString() {
    return size() + " levels from " + levels[0] + " to " + levels[size() - 1];
  }
}

package org.halfstep.kernel;

import java.util.Arrays;
import java.util.Objects;

/**
 * Counts values in bins of equal width: {@code bin = min(bins - 1, floor((x - low) factor))},
 * {@code factor = bins / (high - low)}, for {@code low <= x <= high}.
 *
 * <p>Computed in floats, one rounding an operation, so a value within a rounding of an edge may be
 * counted beside it; the counts are the same on every machine. Values below, above and NaN are
 * counted apart. Not thread-safe; it only grows. Large arrays are shared by all processors unless a
 * number of threads is given. Used by {@code propagate.NoiseHistogram}.
 */
public final class Histogram {

  /** More bins than this do not stay in a cache with their private copies. */
  private static final int MOST = 1 << 16;

  private static final int BLOCK = 1024;

  private final float low;
  private final float high;
  private final int bins;
  private final float factor;
  private final long[] counts;

  /**
   * Opens an empty histogram.
   *
   * @param low where the first bin begins
   * @param high where the last bin ends; it belongs to that bin
   * @param bins how many, 1..65536
   * @throws IllegalArgumentException if bins is out of range, or {@code low < high} does not hold,
   *     or their distance or the factor is not a positive normal float
   */
  public Histogram(float low, float high, int bins) {
    if (bins < 1 || bins > MOST) {
      throw new IllegalArgumentException("bins must be in 1..65536, got " + bins);
    }
    float width = high - low;
    boolean usable = width >= Float.MIN_NORMAL && width <= Float.MAX_VALUE;
    if (!usable || !Float.isFinite(bins / width) || bins / width < Float.MIN_NORMAL) {
      throw new IllegalArgumentException(
          "a histogram needs low < high a normal distance apart and bins of a normal width, got "
              + low
              + " and "
              + high
              + " with "
              + bins
              + " bins");
    }
    this.low = low;
    this.high = high;
    this.bins = bins;
    this.factor = bins / width;
    this.counts = new long[bins + 3];
  }

  /** The bin of a value; bins if below, bins + 1 if above, bins + 2 if NaN. */
  int bin(float x) {
    if (Float.isNaN(x)) {
      return bins + 2;
    }
    if (x < low || x > high) {
      return x < low ? bins : bins + 1;
    }
    return Math.min(bins - 1, (int) ((x - low) * factor));
  }

  float low() {
    return low;
  }

  float high() {
    return high;
  }

  int bins() {
    return bins;
  }

  float factor() {
    return factor;
  }

  /**
   * Counts the values of an array.
   *
   * @param x the values; not modified
   */
  public void add(float[] x) {
    add(x, 0, x.length);
  }

  /**
   * Counts the values of a slice.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param length how many
   * @throws IndexOutOfBoundsException if the slice is not inside the array
   */
  public void add(float[] x, int from, int length) {
    Objects.checkFromIndexSize(from, length, x.length);
    add(Reductions.FAMILY.of(length), x, from, length, Crew.ALL);
  }

  /**
   * Counts the values of a slice with a given number of threads.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param length how many
   * @param threads how many parts are counted at once at most, at least 1
   * @throws IndexOutOfBoundsException if the slice is not inside the array
   * @throws IllegalArgumentException if threads is less than 1
   */
  public void add(float[] x, int from, int length, int threads) {
    Objects.checkFromIndexSize(from, length, x.length);
    Crew.checkThreads(threads);
    add(Reductions.FAMILY.of(length), x, from, length, threads);
  }

  /** Four tables in turn: equal neighbours need not wait for each other's addition. */
  void add(Reductions loops, float[] x, int from, int length, int threads) {
    int size = counts.length;
    for (int[] tables :
        Crew.<int[]>gather(
            threads,
            length,
            () -> new int[4 * size],
            (sums, at, n) -> count(loops, x, from + at, n, sums))) {
      for (int i = 0; i < size; i++) {
        counts[i] +=
            (long) tables[i] + tables[size + i] + tables[2 * size + i] + tables[3 * size + i];
      }
    }
  }

  private void count(Reductions loops, float[] x, int from, int length, int[] tables) {
    int[] index = new int[Math.min(length, BLOCK)];
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(BLOCK, length - i);
      loops.bins(this, x, from + i, index, n);
      count(index, n, tables, counts.length);
    }
  }

  private static void count(int[] index, int n, int[] tables, int size) {
    int whole = n & -4;
    for (int i = 0; i < whole; i += 4) {
      tables[index[i]]++;
      tables[size + index[i + 1]]++;
      tables[2 * size + index[i + 2]]++;
      tables[3 * size + index[i + 3]]++;
    }
    for (int i = whole; i < n; i++) {
      tables[index[i]]++;
    }
  }

  /**
   * Returns the counts.
   *
   * @return how many values each bin has; a new array
   */
  public long[] counts() {
    return Arrays.copyOf(counts, bins);
  }

  /**
   * Returns how many values were below the first bin.
   *
   * @return the count, infinities included
   */
  public long below() {
    return counts[bins];
  }

  /**
   * Returns how many values were above the last bin.
   *
   * @return the count, infinities included
   */
  public long above() {
    return counts[bins + 1];
  }

  /**
   * Returns how many values were NaN.
   *
   * @return the count
   */
  public long nans() {
    return counts[bins + 2];
  }
}

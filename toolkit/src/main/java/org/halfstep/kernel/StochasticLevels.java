package org.halfstep.kernel;

import java.util.Arrays;
import java.util.Objects;
import org.halfstep.numeric.Philox;

/**
 * Rounds floats to one of the two neighbouring levels by chance, so that the mean is the value:
 * {@link StochasticQuantize} for arbitrary levels.
 *
 * <p>Between levels a and b, x goes to b with probability {@code (x - a) / (b - a)}, computed in
 * double: if a random word, as a number without a sign, is below the integer part of {@code 2^32}
 * times that. So the probability is met within {@code 2^-32}. Beyond the outermost levels x
 * saturates. NaN stays NaN.
 *
 * <p>Value i of a call takes word {@code position + i}. Large arrays are shared by all processors,
 * or by as many {@link #threads} as asked for. Immutable. Planned for the lesson on stochastic
 * rounding.
 */
public final class StochasticLevels {

  /** Finds the level below a value: levels are its thresholds. */
  private final Codebook below;

  /** The levels and then infinity, so that nothing is near what comes after the last. */
  private final float[] levels;

  private final Philox random;
  private final int threads;

  private StochasticLevels(Codebook below, float[] levels, Philox random, int threads) {
    this.below = below;
    this.levels = levels;
    this.random = Objects.requireNonNull(random, "random");
    this.threads = threads;
  }

  /**
   * Returns the quantizer of some levels.
   *
   * @param random the words that decide
   * @param levels 2 to 256 finite numbers, strictly increasing; not modified
   * @return the quantizer
   * @throws IllegalArgumentException if there are too few or too many levels, or they do not
   *     increase
   */
  public static StochasticLevels of(Philox random, float... levels) {
    if (levels.length < 2 || levels.length > 256) {
      throw new IllegalArgumentException("levels must be 2..256, got " + levels.length);
    }
    for (int i = 0; i < levels.length; i++) {
      boolean after = i == 0 || levels[i - 1] < levels[i];
      if (!Float.isFinite(levels[i]) || !after) {
        throw new IllegalArgumentException(
            "levels must be finite and increase strictly, got " + levels[i] + " at " + i);
      }
    }
    Codebook below = Codebook.of(Arrays.copyOfRange(levels, 1, levels.length), levels);
    float[] bounded = Arrays.copyOf(levels, levels.length + 1);
    bounded[levels.length] = Float.POSITIVE_INFINITY;
    return new StochasticLevels(below, bounded, random, Crew.ALL);
  }

  /**
   * Returns the same quantizer with another number of threads for large arrays; all processors are
   * the default, and no result depends on it.
   *
   * @param count how many parts are done at once at most, at least 1
   * @return the quantizer
   * @throws IllegalArgumentException if count is less than 1
   */
  public StochasticLevels threads(int count) {
    Crew.checkThreads(count);
    return new StochasticLevels(below, levels, random, count);
  }

  /**
   * Rounds an array.
   *
   * @param position the address of the word for {@code x[0]}, at least 0
   * @param x the values; not modified unless it is {@code out} too
   * @param out receives Q(x[i]), of the same length; may be {@code x}
   * @throws IllegalArgumentException if the lengths differ, or a position is out of range
   */
  public void apply(long position, float[] x, float[] out) {
    Slices.checkLengths(x, out);
    RandomFill.blocks(
        random,
        position,
        x.length,
        threads,
        (words, at, n) -> {
          byte[] codes = new byte[n];
          choose(x, at, words, codes, 0, n);
          for (int i = 0; i < n; i++) {
            out[at + i] = Float.isNaN(x[at + i]) ? Float.NaN : levels[codes[i] & 0xff];
          }
        });
  }

  /**
   * Encodes an array.
   *
   * @param position the address of the word for {@code x[0]}, at least 0
   * @param x the values; not modified
   * @param codes receives the indices of levels as unsigned bytes, of the same length; 0 for NaN
   * @throws IllegalArgumentException if the lengths differ, or a position is out of range
   */
  public void encode(long position, float[] x, byte[] codes) {
    if (x.length != codes.length) {
      throw new IllegalArgumentException(
          "x and codes must have the same length, got " + x.length + " and " + codes.length);
    }
    RandomFill.blocks(
        random, position, x.length, threads, (words, at, n) -> choose(x, at, words, codes, at, n));
  }

  private void choose(float[] x, int from, int[] words, byte[] codes, int to, int n) {
    below.encode(x, from, codes, to, n);
    for (int i = 0; i < n; i++) {
      int a = codes[to + i] & 0xff;
      double low = levels[a];
      double chances = (x[from + i] - low) / (levels[a + 1] - low) * 0x1p32;
      long limit = Math.max(0, (long) chances); // 0 for NaN and beyond the ends
      codes[to + i] = (byte) (a + ((words[i] & 0xFFFFFFFFL) - limit >>> 63));
    }
  }
}

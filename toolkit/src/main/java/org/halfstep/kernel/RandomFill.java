package org.halfstep.kernel;

import org.halfstep.numeric.Philox;

/**
 * Fills arrays with random numbers, fast: the bits are those of {@link Philox}, which is the
 * definition and the scalar twin.
 *
 * <p>Used where laws are sampled and networks get their weights.
 */
public final class RandomFill {

  /** Words made at a time for those who use them up at once: they stay in the nearest cache. */
  static final int BLOCK = 4096;

  private RandomFill() {}

  /**
   * Fills an array with the random words from a position on.
   *
   * @param random the stream
   * @param position the address of {@code out[0]}, at least 0
   * @param out receives what {@link Philox#fill} gives
   * @throws IllegalArgumentException if a position is out of range
   */
  public static void words(Philox random, long position, int[] out) {
    check(position, out.length);
    Draws.FAMILY.of(out.length).words(random, position, out);
  }

  /**
   * Fills an array with numbers uniform on (0, 1).
   *
   * @param random the stream
   * @param position the address of {@code out[0]}, at least 0
   * @param out receives {@link Philox#uniform uniform(position + i)}
   * @throws IllegalArgumentException if a position is out of range
   */
  public static void uniform(Philox random, long position, double[] out) {
    check(position, out.length);
    Draws.FAMILY.of(out.length).uniform(random, position, out);
  }

  /**
   * Fills an array with standard Gaussian numbers, in doubles.
   *
   * @param random the stream
   * @param position the address of {@code out[0]}, at least 0
   * @param out receives {@link Philox#gaussian gaussian(position + i)}
   * @throws IllegalArgumentException if a position is out of range
   */
  public static void gaussian(Philox random, long position, double[] out) {
    check(position, out.length);
    Draws.FAMILY.of(out.length).gaussian(random, position, out);
  }

  /**
   * Fills an array with standard Gaussian numbers, in floats: the stream for data.
   *
   * @param random the stream
   * @param position the address of {@code out[0]}, at least 0
   * @param out receives what {@link Philox#fillGaussian(long, float[])} gives
   * @throws IllegalArgumentException if a position is out of range
   */
  public static void gaussian(Philox random, long position, float[] out) {
    check(position, out.length);
    Draws.FAMILY.of(out.length).gaussian(random, position, out);
  }

  /** What is done with n words, those of the values from number {@code at} on. */
  interface Block {
    void take(int[] words, int at, int n);
  }

  /** Hands over the words from a position on, block by block, in an array that may be changed. */
  static void blocks(Philox random, long position, int length, Block target) {
    check(position, length);
    Draws loops = Draws.FAMILY.of(length);
    int[] words = new int[Math.min(length, BLOCK)];
    for (int at = 0; at < length; at += BLOCK) {
      int n = Math.min(BLOCK, length - at);
      if (n < words.length) {
        words = new int[n];
      }
      loops.words(random, position + at, words);
      target.take(words, at, n);
    }
  }

  private static void check(long position, int count) {
    if (position < 0 || position - 1 > Long.MAX_VALUE - count) {
      throw new IllegalArgumentException(
          "positions must be in 0..2^63-1, got " + position + " and " + count + " values");
    }
  }
}

package org.halfstep.kernel;

import org.halfstep.numeric.Philox;

/**
 * Fills arrays with random numbers, fast: the bits are those of {@link Philox}, which is the
 * definition and the scalar twin.
 *
 * <p>Each number is that of its position, whoever makes it: large arrays are shared by all
 * processors unless a number of threads is given. Used by {@code propagate.Twins} and by the
 * lessons.
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
    fillWords(random, position, out, Crew.ALL);
  }

  /**
   * Fills an array with the random words from a position on, with a given number of threads.
   *
   * @param random the stream
   * @param position the address of {@code out[0]}, at least 0
   * @param out receives what {@link Philox#fill} gives
   * @param threads how many parts are filled at once at most, at least 1
   * @throws IllegalArgumentException if a position is out of range or threads is less than 1
   */
  public static void words(Philox random, long position, int[] out, int threads) {
    Crew.checkThreads(threads);
    fillWords(random, position, out, threads);
  }

  private static void fillWords(Philox random, long position, int[] out, int threads) {
    check(position, out.length);
    Draws loops = Draws.FAMILY.of(out.length);
    Crew.slices(threads, out.length, (at, n) -> loops.words(random, position + at, out, at, n));
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
    fillUniform(random, position, out, Crew.ALL);
  }

  /**
   * Fills an array with numbers uniform on (0, 1), with a given number of threads.
   *
   * @param random the stream
   * @param position the address of {@code out[0]}, at least 0
   * @param out receives {@link Philox#uniform uniform(position + i)}
   * @param threads how many parts are filled at once at most, at least 1
   * @throws IllegalArgumentException if a position is out of range or threads is less than 1
   */
  public static void uniform(Philox random, long position, double[] out, int threads) {
    Crew.checkThreads(threads);
    fillUniform(random, position, out, threads);
  }

  private static void fillUniform(Philox random, long position, double[] out, int threads) {
    check(position, out.length);
    Draws loops = Draws.FAMILY.of(out.length);
    Crew.slices(threads, out.length, (at, n) -> loops.uniform(random, position + at, out, at, n));
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
    fillGaussian(random, position, out, Crew.ALL);
  }

  /**
   * Fills an array with standard Gaussian numbers, in doubles, with a given number of threads.
   *
   * @param random the stream
   * @param position the address of {@code out[0]}, at least 0
   * @param out receives {@link Philox#gaussian gaussian(position + i)}
   * @param threads how many parts are filled at once at most, at least 1
   * @throws IllegalArgumentException if a position is out of range or threads is less than 1
   */
  public static void gaussian(Philox random, long position, double[] out, int threads) {
    Crew.checkThreads(threads);
    fillGaussian(random, position, out, threads);
  }

  private static void fillGaussian(Philox random, long position, double[] out, int threads) {
    check(position, out.length);
    Draws loops = Draws.FAMILY.of(out.length);
    Crew.slices(threads, out.length, (at, n) -> loops.gaussian(random, position + at, out, at, n));
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
    fillGaussian(random, position, out, Crew.ALL);
  }

  /**
   * Fills an array with standard Gaussian numbers, in floats, with a given number of threads: the
   * stream for data.
   *
   * @param random the stream
   * @param position the address of {@code out[0]}, at least 0
   * @param out receives what {@link Philox#fillGaussian(long, float[])} gives
   * @param threads how many parts are filled at once at most, at least 1
   * @throws IllegalArgumentException if a position is out of range or threads is less than 1
   */
  public static void gaussian(Philox random, long position, float[] out, int threads) {
    Crew.checkThreads(threads);
    fillGaussian(random, position, out, threads);
  }

  private static void fillGaussian(Philox random, long position, float[] out, int threads) {
    check(position, out.length);
    Draws loops = Draws.FAMILY.of(out.length);
    Crew.slices(threads, out.length, (at, n) -> loops.gaussian(random, position + at, out, at, n));
  }

  /** What is done with n words, those of the values from number {@code at} on. */
  interface Block {
    void take(int[] words, int at, int n);
  }

  /**
   * Hands over the words from a position on, block by block, in an array that may be changed;
   * slices at once, so blocks in any order.
   */
  static void blocks(Philox random, long position, int length, int threads, Block target) {
    check(position, length);
    Draws loops = Draws.FAMILY.of(length);
    Crew.slices(
        threads,
        length,
        (first, count) -> {
          int[] words = new int[Math.min(count, BLOCK)];
          int n;
          for (int at = first; at < first + count; at += n) {
            n = Math.min(BLOCK, first + count - at);
            loops.words(random, position + at, words, 0, n);
            target.take(words, at, n);
          }
        });
  }

  private static void check(long position, int count) {
    if (position < 0 || position - 1 > Long.MAX_VALUE - count) {
      throw new IllegalArgumentException(
          "positions must be in 0..2^63-1, got " + position + " and " + count + " values");
    }
  }
}

package org.halfstep.numeric;

import java.lang.reflect.Array;

/**
 * A random stream that is a function: the value at (seed, stream, position) is the same on every
 * machine, in any order, from any thread.
 *
 * <p>The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy
 * as 1, 2, 3, SC 2011): ten rounds turn a counter of four 32-bit words and a key of two into four
 * random words. The address is final:
 *
 * <pre>
 *   key     = (seed low, seed high)
 *   counter = (block low, block high, stream low, stream high)
 *   word p  = output p mod 4 of block p / 4
 * </pre>
 *
 * <p>Three views read these words. They read the same ones, so numbers that must be independent
 * need different streams:
 *
 * <ul>
 *   <li>{@link #uniform uniform(p)} reads words 2p and 2p + 1 as the low and high half of a 64-bit
 *       x, and is {@code (2 (x >>> 12) + 1) / 2^53}: the odd multiples of 2^-53, never 0 or 1, with
 *       mean exactly 1/2.
 *   <li>{@link #gaussian gaussian(p)} is Box-Muller in doubles. A block makes two values: with
 *       {@code p = 32 g + 16 h + i}, {@code 0 <= i < 16}, half h = 0 or 1 of block {@code 16 g + i}
 *       is the cosine or the sine. Words 0 and 1 (low, high) give the radius, 2 and 3 the angle.
 *   <li>{@link #fillGaussian(long, float[])} is Box-Muller in floats, other numbers than {@code
 *       (float) gaussian(p)}. A block makes four values: with {@code p = 64 g + 16 h + i}, quarter
 *       h = 0, 1, 2, 3 of block {@code 16 g + i} is the cosine and sine of words 0 (radius) and 1
 *       (angle), then of words 2 and 3.
 * </ul>
 *
 * <p>Groups of sixteen blocks side by side let a vector unit of up to 16 lanes load and store
 * without shuffling; a scalar call needs one block all the same. {@link BoxMuller} has the
 * arithmetic, its error bounds and how far the tails reach.
 *
 * <p>Immutable. Positions are 0 to 2^63 - 1.
 */
public final class Philox {

  /** Blocks computed side by side, and values from one address to the next within a block. */
  static final int LANES = 16;

  /** The multipliers of the paper, chosen there for the best avalanche. */
  private static final long M0 = 0xD2511F53L;

  private static final long M1 = 0xCD9E8D57L;

  /** The key's increments: golden ratio - 1 and sqrt(3) - 1, times 2^32. */
  private static final int W0 = 0x9E3779B9;

  private static final int W1 = 0xBB67AE85;

  private static final long LOW = 0xFFFFFFFFL;

  private final long seed;
  private final long stream;

  /**
   * Opens a stream; all 2^128 of them are independent for every practical purpose.
   *
   * @param seed any number
   * @param stream any number: one per use of the seed
   */
  public Philox(long seed, long stream) {
    this.seed = seed;
    this.stream = stream;
  }

  /**
   * Returns the seed.
   *
   * @return the key of the generator
   */
  public long seed() {
    return seed;
  }

  /**
   * Returns the stream.
   *
   * @return the high half of the counter
   */
  public long stream() {
    return stream;
  }

  /**
   * Returns one random word.
   *
   * @param position the address, at least 0
   * @return 32 random bits
   * @throws IllegalArgumentException if the position is negative
   */
  public int bits(long position) {
    check(position, 1);
    int[] w = new int[4];
    block(position >>> 2, w, 0, 1);
    return w[(int) position & 3];
  }

  /**
   * Fills an array with the random words from a position on.
   *
   * @param position the address of {@code out[0]}, at least 0
   * @param out receives 32 random bits each
   * @throws IllegalArgumentException if a position is out of range
   */
  public void fill(long position, int[] out) {
    check(position, out.length);
    groups(position, out, out.length, new int[4], (block, to, at) -> block(block, to, at, 1));
  }

  /** Writes the values of a group, which are next to each other, from out[at] on. */
  private interface Group<A> {
    void write(long group, A out, int at);
  }

  /** Writes length values from a position on: whole groups in place, cut ones by way of part. */
  private static <A> void groups(long position, A out, int length, A part, Group<A> source) {
    int width = Array.getLength(part);
    long group = position / width;
    for (int i = -(int) (position % width); i < length; i += width, group++) {
      if (i >= 0 && i + width <= length) {
        source.write(group, out, i);
      } else {
        source.write(group, part, 0);
        int from = Math.max(0, -i);
        System.arraycopy(part, from, out, i + from, Math.min(width, length - i) - from);
      }
    }
  }

  /**
   * Returns a number uniform on (0, 1).
   *
   * @param position the address, at least 0
   * @return an odd multiple of 2^-53
   * @throws IllegalArgumentException if the position is negative
   */
  public double uniform(long position) {
    check(position, 1);
    int[] w = new int[4];
    block(position >>> 1, w, 0, 1);
    int first = 2 * (int) (position & 1);
    return unit(w[first], w[first + 1]);
  }

  /**
   * Fills an array with numbers uniform on (0, 1).
   *
   * @param position the address of {@code out[0]}, at least 0
   * @param out receives {@code uniform(position + i)}
   * @throws IllegalArgumentException if a position is out of range
   */
  public void fillUniform(long position, double[] out) {
    check(position, out.length);
    int[] w = new int[4];
    groups(
        position,
        out,
        out.length,
        new double[2],
        (block, to, at) -> {
          block(block, w, 0, 1);
          to[at] = unit(w[0], w[1]);
          to[at + 1] = unit(w[2], w[3]);
        });
  }

  private static double unit(int low, int high) {
    long x = (long) high << 32 | low & LOW;
    return (x >>> 11 | 1) * 0x1p-53;
  }

  /**
   * Returns a standard Gaussian number, in doubles.
   *
   * @param position the address, at least 0
   * @return a number of mean 0 and variance 1, at most 9.5 in size
   * @throws IllegalArgumentException if the position is negative
   */
  public double gaussian(long position) {
    check(position, 1);
    int[] w = new int[4];
    block(position >>> 5 << 4 | position & 15, w, 0, 1);
    double[] pair = new double[2];
    BoxMuller.pair(w[0], w[1], w[2], w[3], pair, 0, 1);
    return pair[(int) (position >>> 4) & 1];
  }

  /**
   * Fills an array with standard Gaussian numbers, in doubles.
   *
   * @param position the address of {@code out[0]}, at least 0
   * @param out receives {@code gaussian(position + i)}
   * @throws IllegalArgumentException if a position is out of range
   */
  public void fillGaussian(long position, double[] out) {
    check(position, out.length);
    int[] w = new int[4 * LANES];
    groups(
        position,
        out,
        out.length,
        new double[2 * LANES],
        (group, to, at) -> {
          blocks(group * LANES, w);
          BoxMuller.group(w, to, at);
        });
  }

  /**
   * Fills an array with standard Gaussian numbers, in floats: the stream for data.
   *
   * <p>These are not the numbers of {@link #gaussian} rounded: they use half as many random bits.
   *
   * @param position the address of {@code out[0]}, at least 0
   * @param out receives numbers of mean 0 and variance 1, at most 7.6 in size
   * @throws IllegalArgumentException if a position is out of range
   */
  public void fillGaussian(long position, float[] out) {
    check(position, out.length);
    int[] w = new int[4 * LANES];
    groups(
        position,
        out,
        out.length,
        new float[4 * LANES],
        (group, to, at) -> {
          blocks(group * LANES, w);
          BoxMuller.group(w, to, at);
        });
  }

  /** Sixteen blocks from one on; word j of block first + i goes to w[16 j + i]. */
  private void blocks(long first, int[] w) {
    for (int i = 0; i < LANES; i++) {
      block(first + i, w, i, LANES);
    }
  }

  private void block(long block, int[] w, int at, int stride) {
    block(
        (int) block,
        (int) (block >>> 32),
        (int) stream,
        (int) (stream >>> 32),
        (int) seed,
        (int) (seed >>> 32),
        w,
        at,
        stride);
  }

  /** The generator itself: ten rounds over counter c and key k. */
  static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] w, int at, int stride) {
    for (int round = 0; round < 10; round++) {
      long p0 = M0 * (c0 & LOW);
      long p1 = M1 * (c2 & LOW);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    w[at] = c0;
    w[at + stride] = c1;
    w[at + 2 * stride] = c2;
    w[at + 3 * stride] = c3;
  }

  private static void check(long position, int count) {
    if (position < 0 || position - 1 > Long.MAX_VALUE - count) {
      throw new IllegalArgumentException(
          "positions must be in 0..2^63-1, got " + position + " and " + count + " values");
    }
  }

  @Override
  public String toString() {
    return "Philox4x32-10, seed " + seed + ", stream " + stream;
  }
}

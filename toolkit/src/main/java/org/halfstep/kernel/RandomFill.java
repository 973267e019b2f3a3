package org.halfstep.kernel;

import org.halfstep.numeric.Philox;

/**
 * Fills arrays with random numbers, fast: the bits are those of {@link Philox}, which is the
 * definition and the scalar twin.
 *
 * <p>Philox makes numbers in groups of sixteen blocks that start at multiples of the group's size.
 * Whole groups are written in place, the first and the last one by way of a buffer if they are cut.
 * Used where laws are sampled and networks get their weights.
 */
public final class RandomFill {

  private static final int LANES = VectorPhilox.LANES;
  private static final int WORDS = VectorPhilox.WORDS;

  /** Groups at a time: their words leave the store buffers before they are read again. */
  private static final int GROUPS = 16;

  private RandomFill() {}

  /** Writes the values of some groups, at most {@link #GROUPS}. */
  private interface Groups<A> {
    void write(long first, int count, A out, int at);
  }

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
    if (!vectors()) {
      random.fill(position, out);
      return;
    }
    int[] w = new int[GROUPS * WORDS];
    groups(
        position,
        out,
        out.length,
        new int[WORDS],
        WORDS,
        (first, count, to, at) -> {
          VectorPhilox.groups(random.seed(), random.stream(), first, count, w);
          for (int g = 0; g < count; g++) {
            transpose(w, WORDS * g, to, at + WORDS * g);
          }
        });
  }

  private static void transpose(int[] w, int from, int[] out, int at) {
    for (int i = 0; i < LANES; i++) {
      for (int j = 0; j < 4; j++) {
        out[at + 4 * i + j] = w[from + LANES * j + i];
      }
    }
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
    if (!vectors()) {
      random.fillUniform(position, out);
      return;
    }
    int[] w = new int[GROUPS * WORDS];
    int width = 2 * LANES;
    groups(
        position,
        out,
        out.length,
        new double[width],
        width,
        (first, count, to, at) -> {
          VectorPhilox.groups(random.seed(), random.stream(), first, count, w);
          for (int g = 0; g < count; g++) {
            units(w, WORDS * g, to, at + width * g);
          }
        });
  }

  private static void units(int[] w, int from, double[] out, int at) {
    for (int i = 0; i < LANES; i++) {
      out[at + 2 * i] = unit(w[from + i], w[from + i + LANES]);
      out[at + 2 * i + 1] = unit(w[from + i + 2 * LANES], w[from + i + 3 * LANES]);
    }
  }

  private static double unit(int low, int high) {
    return (word(low, high) >>> 11 | 1) * 0x1p-53;
  }

  private static long word(int low, int high) {
    return (long) high << 32 | low & 0xFFFFFFFFL;
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
    if (!vectors()) {
      random.fillGaussian(position, out);
      return;
    }
    int[] w = new int[GROUPS * WORDS];
    long[] radius = new long[GROUPS * LANES];
    long[] angle = new long[GROUPS * LANES];
    int width = 2 * LANES;
    groups(
        position,
        out,
        out.length,
        new double[width],
        width,
        (first, count, to, at) -> {
          VectorPhilox.groups(random.seed(), random.stream(), first, count, w);
          for (int i = 0; i < LANES * count; i++) {
            int j = 4 * i - 3 * (i % LANES); // word 0 of the block
            radius[i] = word(w[j], w[j + LANES]);
            angle[i] = word(w[j + 2 * LANES], w[j + 3 * LANES]);
          }
          VectorBoxMullerWide.groups(radius, angle, count, to, at);
        });
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
    if (!vectors()) {
      random.fillGaussian(position, out);
      return;
    }
    int[] w = new int[GROUPS * WORDS];
    groups(
        position,
        out,
        out.length,
        new float[WORDS],
        WORDS,
        (first, count, to, at) -> {
          VectorPhilox.groups(random.seed(), random.stream(), first, count, w);
          VectorBoxMuller.groups(w, count, to, at);
        });
  }

  /** Calls for each group that has a value in out: length values from a position on. */
  private static <A> void groups(
      long position, A out, int length, A part, int width, Groups<A> source) {
    long group = position / width;
    int i = -(int) (position % width);
    while (i < length) {
      int whole = i < 0 ? 0 : Math.min(GROUPS, (length - i) / width);
      if (whole > 0) {
        source.write(group, whole, out, i);
      } else {
        source.write(group, 1, part, 0);
        int from = Math.max(0, -i);
        System.arraycopy(part, from, out, i + from, Math.min(width, length - i) - from);
      }
      group += Math.max(1, whole);
      i += Math.max(1, whole) * width;
    }
  }

  static boolean vectors() {
    return !(Vectors.kernels() instanceof ScalarKernels);
  }

  private static void check(long position, int count) {
    if (position < 0 || position - 1 > Long.MAX_VALUE - count) {
      throw new IllegalArgumentException(
          "positions must be in 0..2^63-1, got " + position + " and " + count + " values");
    }
  }
}

package org.halfstep.kernel;

import org.halfstep.numeric.Philox;

/**
 * Random numbers with the Vector API; the twin is {@link ScalarDraws}.
 *
 * <p>Philox makes numbers in groups of sixteen blocks that start at multiples of the group's size.
 * Whole groups are written in place, the first and the last one by way of a buffer if they are cut.
 */
final class VectorDraws implements Draws {

  private static final int LANES = VectorPhilox.LANES;
  private static final int WORDS = VectorPhilox.WORDS;

  /** Groups at a time: their words leave the store buffers before they are read again. */
  private static final int GROUPS = 16;

  /** Writes the values of some groups, at most {@link #GROUPS}. */
  private interface Groups<A> {
    void write(long first, int count, A out, int at);
  }

  @Override
  public void words(Philox random, long position, int[] out, int start, int n) {
    int[] w = new int[GROUPS * WORDS];
    groups(
        position,
        out,
        start,
        n,
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

  @Override
  public void uniform(Philox random, long position, double[] out, int start, int n) {
    int[] w = new int[GROUPS * WORDS];
    int width = 2 * LANES;
    groups(
        position,
        out,
        start,
        n,
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

  @Override
  public void gaussian(Philox random, long position, double[] out, int start, int n) {
    int[] w = new int[GROUPS * WORDS];
    long[] radius = new long[GROUPS * LANES];
    long[] angle = new long[GROUPS * LANES];
    int width = 2 * LANES;
    groups(
        position,
        out,
        start,
        n,
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

  @Override
  public void gaussian(Philox random, long position, float[] out, int start, int n) {
    int[] w = new int[GROUPS * WORDS];
    groups(
        position,
        out,
        start,
        n,
        new float[WORDS],
        WORDS,
        (first, count, to, at) -> {
          VectorPhilox.groups(random.seed(), random.stream(), first, count, w);
          VectorBoxMuller.groups(w, count, to, at);
        });
  }

  /** Calls for each group that has a value in the slice: length values from a position on. */
  private static <A> void groups(
      long position, A out, int start, int length, A part, int width, Groups<A> source) {
    long group = position / width;
    int i = -(int) (position % width);
    while (i < length) {
      int whole = i < 0 ? 0 : Math.min(GROUPS, (length - i) / width);
      if (whole > 0) {
        source.write(group, whole, out, start + i);
        i += whole * width;
        group += whole;
      } else {
        source.write(group, 1, part, 0);
        int from = Math.max(0, -i);
        int end = (int) Math.min(width, (long) length - i);
        System.arraycopy(part, from, out, start + i + from, end - from);
        i = i < 0 ? i + width : length; // a group that is cut at its end is the last
        group++;
      }
    }
  }
}

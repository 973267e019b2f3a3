package org.halfstep.kernel;

/**
 * How a sum over an array is cut, which decides its bits: into four quarters that are read side by
 * side, these into blocks, blocks into groups; what is left of the array is a last piece.
 *
 * <p>Nothing of this depends on the number of threads: each takes some groups, and groups are added
 * in their order.
 *
 * @param quarter values in each quarter, a multiple of 16
 * @param length values in all; 4 quarters and at most 63 more
 */
record Quarters(int quarter, int length) {

  /** Blocks of a group: 64 Ki values, some microseconds, for which a thread is worth waking. */
  private static final int GROUP = 16;

  private static final int BLOCK = Signals.CHUNK;

  /** Sums of some of the values. */
  interface Sums<S extends Sums<S>> {

    /** Adds values i to i + n of each quarter. */
    void addBlock(int i, int n);

    /** Adds values i to i + n of the array. */
    void addRest(int i, int n);

    /** Adds the sums of what comes later in the array. */
    void add(S later);
  }

  /** Makes sums that are 0. */
  interface Source<S> {
    S zero();
  }

  static Quarters of(int length) {
    return new Quarters(length / 4 & -Signals.LANES, length);
  }

  /** The sums over the array, with at most so many threads. */
  <S extends Sums<S>> S sum(int threads, Source<S> source) {
    int groups = (int) ((quarter + (long) GROUP * BLOCK - 1) / (GROUP * BLOCK));
    @SuppressWarnings("unchecked")
    S[] sums = (S[]) new Sums<?>[groups];
    Crew.run(threads, groups, g -> sums[g] = group(g, source.zero()));
    S total = source.zero();
    for (S group : sums) {
      total.add(group);
    }
    total.addRest(4 * quarter, length - 4 * quarter);
    return total;
  }

  private <S extends Sums<S>> S group(int g, S sums) {
    int end = (int) Math.min(quarter, (g + 1L) * GROUP * BLOCK);
    for (int i = g * GROUP * BLOCK; i < end; i += BLOCK) {
      sums.addBlock(i, Math.min(BLOCK, end - i));
    }
    return sums;
  }
}

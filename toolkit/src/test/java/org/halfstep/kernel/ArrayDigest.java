package org.halfstep.kernel;

import org.halfstep.numeric.Philox;

/** What rounding, encoding, counting and filling of long arrays add to {@link KernelDigest}. */
final class ArrayDigest {

  private ArrayDigest() {}

  /** Five slices, the last of them short. */
  private static final int SIZE = 4 * Crew.SLICE + 1234;

  static void addShared(BitDigest digest, int threads) {
    Philox random = new Philox(6, 3);
    float[] x = new float[SIZE];
    RandomFill.gaussian(random, 1, x, threads);
    digest.add(x);
    int[] words = new int[SIZE];
    RandomFill.words(random, 2, words, threads);
    digest.add(words);
    float[] out = new float[SIZE];
    byte[] codes = new byte[SIZE];
    FakeQuantize.dividing(0.02f, 0, -127, 127).threads(threads).apply(x, out);
    digest.add(out);
    Quantize.multiplying(0.02f, 3, -128, 127).threads(threads).quantize(x, 0, codes, 0, SIZE);
    digest.add(codes);
    Codebook.of(new float[] {-1, 0, 1}, new float[] {-2, -0.5f, 0.5f, 2})
        .threads(threads)
        .nearest(x, out);
    digest.add(out);
    StochasticQuantize.multiplying(random, 0.1f, 3, 0, 255).threads(threads).apply(77, x, out);
    digest.add(out);
    StochasticLevels.of(random, -1, -0.1f, 0.3f, 7).threads(threads).encode(8, x, codes);
    digest.add(codes);
    Histogram h = new Histogram(-2, 3, 333);
    h.add(x, 0, SIZE, threads);
    digest.add(h.counts());
    digest.add(Extremes.absMax(x, 0, SIZE, threads));
    PowerSums sums = new PowerSums();
    sums.add(x, 0, SIZE, threads);
    digest.add(sums.sum(1), sums.sum(2), sums.sum(3), sums.sum(4));
  }
}

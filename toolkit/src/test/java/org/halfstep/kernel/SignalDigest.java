package org.halfstep.kernel;

import static org.halfstep.kernel.BitDigest.gaussian;

import org.halfstep.numeric.Philox;

/** What powers of errors, cosines and exact power sums add to {@link KernelDigest}. */
final class SignalDigest {

  private SignalDigest() {}

  /** Five groups of blocks, so that as many threads have something to share, and a rest. */
  static final int SHARED = 4 * (1 << 16) + 12_345;

  /** Blocks and a rest. */
  private static final int PART = 8300;

  private static final FakeQuantize MULTIPLYING = FakeQuantize.multiplying(0.02f, 0, -127, 127);
  private static final FakeQuantize DIVIDING = FakeQuantize.dividing(0.3f, 3, 0, 15);

  static void add(BitDigest digest, float[] anything) {
    float[] x = gaussian(1, 30_000);
    float[] y = new float[x.length];
    DIVIDING.apply(x, 0, y, 0, 9000);
    add(digest, NoisePower.of(MULTIPLYING, x, 1, PART, 1));
    add(digest, NoisePower.of(DIVIDING, x, 3, PART, 1));
    add(digest, NoisePower.of(DIVIDING, anything));
    add(digest, NoisePower.between(x, 0, y, 5, PART, 1));
    add(digest, Cosine.of(x, 0, y, 5, PART, 1));
    add(digest, Cosine.of(anything, anything));
    PowerSums sums = new PowerSums();
    sums.add(x);
    sums.add(anything);
    for (int power = 1; power <= 4; power++) {
      digest.add(sums.sum(power));
    }
  }

  static void addShared(BitDigest digest, int threads) {
    float[] x = new float[SHARED];
    RandomFill.gaussian(new Philox(6, 2), 0, x);
    x[77_777] = Float.NaN;
    x[177_777] = 1e30f;
    float[] y = new float[SHARED];
    DIVIDING.apply(x, y);
    add(digest, NoisePower.of(MULTIPLYING, x, 1, SHARED - 1, threads));
    add(digest, NoisePower.of(DIVIDING, x, 0, SHARED, threads));
    add(digest, NoisePower.between(x, 0, y, 0, SHARED, threads));
    add(digest, Cosine.of(x, 0, y, 0, SHARED, threads));
  }

  private static void add(BitDigest digest, NoisePower p) {
    digest.add(p.count(), p.odd());
    digest.add(p.x(), p.xx(), p.xe(), p.e(), p.ee(), p.maximum());
  }

  private static void add(BitDigest digest, Cosine c) {
    digest.add(c.count(), c.odd());
    digest.add(c.xx(), c.xy(), c.yy());
  }
}

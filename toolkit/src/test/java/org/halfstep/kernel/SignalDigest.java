package org.halfstep.kernel;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.halfstep.numeric.Philox;

/** What powers of errors, cosines and exact power sums add to {@link KernelDigest}. */
final class SignalDigest {

  private SignalDigest() {}

  /** More than one group of blocks, so that threads have something to share, and a rest. */
  private static final int SIZE = (1 << 16) + 1234;

  /** Blocks and a rest; interpreted vectors are slow. */
  private static final int PART = 8300;

  static void add(MessageDigest sha, float[] anything) {
    float[] x = new float[SIZE];
    new Philox(6, 1).fillGaussian(0, x);
    FakeQuantize multiplying = FakeQuantize.multiplying(0.02f, 0, -127, 127);
    FakeQuantize dividing = FakeQuantize.dividing(0.3f, 3, 0, 15);
    float[] y = new float[SIZE];
    dividing.apply(x, 0, y, 0, 9000);
    for (int threads : new int[] {1, 2, 5}) {
      add(sha, NoisePower.of(multiplying, x, 1, SIZE - 1, threads));
    }
    add(sha, NoisePower.of(dividing, x, 3, PART, 2));
    add(sha, NoisePower.of(dividing, anything));
    add(sha, NoisePower.between(x, 0, y, 5, PART, 2));
    add(sha, Cosine.of(x, 0, y, 5, PART, 2));
    add(sha, Cosine.of(anything, anything));
    PowerSums sums = new PowerSums();
    sums.add(x, 0, 30_000);
    sums.add(anything);
    for (int power = 1; power <= 4; power++) {
      add(sha, sums.sum(power));
    }
  }

  private static void add(MessageDigest sha, NoisePower p) {
    add(sha, p.count(), p.odd(), p.x(), p.xx(), p.xe(), p.e(), p.ee(), p.maximum());
  }

  private static void add(MessageDigest sha, Cosine c) {
    add(sha, c.count(), c.odd(), c.xx(), c.xy(), c.yy());
  }

  private static void add(MessageDigest sha, double... values) {
    for (double v : values) {
      sha.update(ByteBuffer.allocate(8).putDouble(v).array());
    }
  }
}

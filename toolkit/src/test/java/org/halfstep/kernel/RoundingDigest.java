package org.halfstep.kernel;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.halfstep.numeric.Philox;

/** What codebooks, channels and stochastic rounding give, for {@link KernelDigest}. */
final class RoundingDigest {

  private RoundingDigest() {}

  static void add(MessageDigest sha, float[] x) {
    addCodebooks(sha, x);
    addChannels(sha, x);
    addChances(sha, x);
  }

  private static void addCodebooks(MessageDigest sha, float[] x) {
    for (int size : new int[] {2, 16, 17, 256}) {
      float[] thresholds = new float[size - 1];
      float[] levels = new float[size];
      for (int i = 0; i < size - 1; i++) {
        thresholds[i] = (i - size / 2) * 3.3f / size;
        levels[i] = thresholds[i] - 1;
      }
      for (int close = 0; close < 2; close++) {
        Codebook book = Codebook.of(thresholds, levels);
        byte[] codes = new byte[x.length];
        book.encode(x, 1, codes, 2, x.length - 2);
        sha.update(codes);
        float[] out = new float[x.length];
        book.nearest(x, 3, out, 1, x.length - 3);
        add(sha, out, out.length);
        thresholds[size / 2 - 1] = thresholds[Math.max(0, size / 2 - 2)]; // no table then
      }
    }
  }

  private static void addChannels(MessageDigest sha, float[] x) {
    float[] scales = {0.02f, 0.3f, 7};
    int[] zeros = {0, -3, 5};
    float[] out = new float[x.length];
    byte[] codes = new byte[x.length];
    for (int inner : new int[] {1, 5, 40, 700}) {
      int n = x.length / (3 * inner) * 3 * inner;
      for (ChannelQuantize q :
          new ChannelQuantize[] {
            ChannelQuantize.dividing(scales, zeros, -8, 7),
            ChannelQuantize.multiplying(scales, zeros, -8, 7)
          }) {
        ChannelQuantize channels = q.channels(inner);
        channels.apply(x, x.length - n, out, 0, n);
        add(sha, out, n);
        channels.quantizePacked(x, 0, codes, 1, n);
        sha.update(codes);
        channels.dequantize(codes, 0, out, 0, n);
        add(sha, out, n);
      }
    }
  }

  private static void addChances(MessageDigest sha, float[] x) {
    Philox random = new Philox(31, -8);
    float[] out = new float[x.length];
    byte[] codes = new byte[x.length];
    StochasticQuantize.multiplying(random, 0.1f, 3, 0, 255).apply(77, x, out);
    add(sha, out, out.length);
    StochasticQuantize.dividing(random, 0.1f, 0, -128, 127)
        .quantize(5, x, 1, codes, 0, x.length - 1);
    sha.update(codes);
    StochasticLevels.of(random, -1, -0.1f, 0.3f, 7).apply(6, x, out);
    add(sha, out, out.length);
  }

  private static void add(MessageDigest sha, float[] x, int n) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * n);
    for (int i = 0; i < n; i++) {
      bytes.putInt(Float.floatToRawIntBits(x[i]));
    }
    sha.update(bytes.array());
  }
}

package org.halfstep.kernel;

import org.halfstep.numeric.Philox;

/** What codebooks, channels and stochastic rounding give, for {@link KernelDigest}. */
final class RoundingDigest {

  private RoundingDigest() {}

  static void add(BitDigest digest, float[] x) {
    addCodebooks(digest, x);
    addChannels(digest, x);
    addChances(digest, x);
  }

  private static void addCodebooks(BitDigest digest, float[] x) {
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
        digest.add(codes);
        float[] out = new float[x.length];
        book.nearest(x, 3, out, 1, x.length - 3);
        digest.add(out);
        book.decode(codes, 2, out, 0, x.length - 2);
        digest.add(out);
        if (size <= 16) {
          book.encodePacked(x, 1, codes, 2, x.length - 2);
          digest.add(codes);
          book.decodePacked(codes, 2, out, 0, x.length - 2);
          digest.add(out);
        }
        thresholds[size / 2 - 1] = thresholds[Math.max(0, size / 2 - 2)]; // no table then
      }
    }
  }

  private static void addChannels(BitDigest digest, float[] x) {
    float[] scales = {0.02f, 0.3f, 7};
    int[] zeros = {0, -3, 5};
    for (ChannelQuantize q :
        new ChannelQuantize[] {
          ChannelQuantize.dividing(scales, zeros, -8, 7),
          ChannelQuantize.multiplying(scales, zeros, -8, 7)
        }) {
      for (int inner : new int[] {1, 5, 40, 700}) {
        addChannels(digest, q.channels(inner), x, 3 * inner);
      }
      addChannels(digest, q.groups(5, 13), x, 13);
      addChannels(digest, q.groups(40, 100), x, 100);
    }
  }

  private static void addChannels(BitDigest digest, ChannelQuantize q, float[] x, int period) {
    int n = x.length / period * period;
    float[] out = new float[x.length];
    byte[] codes = new byte[x.length];
    short[] wide = new short[x.length];
    q.apply(x, x.length - n, out, 0, n);
    digest.add(out, n);
    q.quantize(x, 0, codes, 0, n);
    digest.add(codes);
    q.dequantize(codes, 0, out, 0, n);
    digest.add(out, n);
    q.quantize(x, 0, wide, 0, n);
    digest.add(wide);
    q.dequantize(wide, 0, out, 0, n);
    digest.add(out, n);
    q.quantizePacked(x, 0, codes, 1, n);
    digest.add(codes);
    q.dequantizePacked(codes, 1, out, 0, n);
    digest.add(out, n);
  }

  private static void addChances(BitDigest digest, float[] x) {
    Philox random = new Philox(31, -8);
    float[] out = new float[x.length];
    byte[] codes = new byte[x.length];
    StochasticQuantize.multiplying(random, 0.1f, 3, 0, 255).apply(77, x, out);
    digest.add(out);
    StochasticQuantize.dividing(random, 0.1f, 0, -128, 127)
        .quantize(5, x, 1, codes, 0, x.length - 1);
    digest.add(codes);
    short[] wide = new short[x.length];
    StochasticQuantize.multiplying(random, 0.001f, 0, -32768, 32767)
        .quantize(9, x, 1, wide, 0, x.length - 1);
    digest.add(wide);
    StochasticLevels levels = StochasticLevels.of(random, -1, -0.1f, 0.3f, 7);
    levels.apply(6, x, out);
    digest.add(out);
    levels.encode(8, x, codes);
    digest.add(codes);
  }
}

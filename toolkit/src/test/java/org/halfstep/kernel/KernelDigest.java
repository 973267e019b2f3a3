package org.halfstep.kernel;

import org.halfstep.numeric.Philox;

/** Prints which kernels run and digests of all they give: run in JVMs that differ in vectors. */
public final class KernelDigest {

  private KernelDigest() {}

  /** A block and a bit, so that a part of a block and a part of the lanes occur. */
  private static final int SIZE = Errors.BLOCK + 13;

  /**
   * Does what each word says, in their order, and prints a line for each digest.
   *
   * @param words {@code small}, a digest of every loop on some thousand values; a number of
   *     threads, a digest of what they share; {@code warm}, which waits until the loops have been
   *     chosen; {@code choice}, the sentence of the choice
   */
  public static void main(String[] words) throws InterruptedException {
    for (String word : words) {
      switch (word) {
        case "choice" -> System.out.println(Vectors.choice());
        case "small" -> System.out.println("small " + small());
        case "warm" -> warm();
        default -> System.out.println("shared " + shared(Integer.parseInt(word)));
      }
    }
  }

  private static void warm() throws InterruptedException {
    Vectors.warmUp();
    while (!Vectors.settled()) {
      Thread.sleep(20);
    }
  }

  /** What threads share: cut into more parts than there are threads. */
  static String shared(int threads) {
    BitDigest digest = new BitDigest();
    ProductDigest.addShared(digest, threads);
    SignalDigest.addShared(digest, threads);
    ArrayDigest.addShared(digest, threads);
    return digest.hex();
  }

  /** Every loop, on few values. */
  static String small() {
    BitDigest digest = new BitDigest();
    float[] gaussian = new float[SIZE];
    new Philox(5, 1).fillGaussian(0, gaussian);
    int[] words = new int[SIZE];
    new Philox(5, 2).fill(0, words);
    float[] anything = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      anything[i] = Float.intBitsToFloat(words[i]);
    }
    addRandom(digest);
    for (float[] x : new float[][] {gaussian, anything}) {
      addErrors(digest, x);
      addBins(digest, x);
      addCodes(digest, x);
      RoundingDigest.add(digest, x);
    }
    ProductDigest.add(digest);
    SignalDigest.add(digest, anything);
    ShiftDigest.add(digest);
    return digest.hex();
  }

  private static void addErrors(BitDigest digest, float[] x) {
    float[] out = new float[SIZE];
    FakeQuantize[] rules = {
      FakeQuantize.dividing(0.02f, 0, -127, 127), FakeQuantize.multiplying(0.3f, 3, 0, 15)
    };
    for (FakeQuantize rule : rules) {
      add(digest, rule.applyAndMeasure(x, out));
      digest.add(out);
      rule.apply(x, 5, out, 2, SIZE - 7);
      digest.add(out);
      add(digest, rule.measure(x, 1, 1000));
    }
  }

  private static void addRandom(BitDigest digest) {
    Philox random = new Philox(-7, 9);
    int[] words = new int[SIZE];
    RandomFill.words(random, 5, words);
    digest.add(words);
    float[] floats = new float[SIZE];
    RandomFill.gaussian(random, 11, floats);
    digest.add(floats);
    double[] doubles = new double[SIZE];
    RandomFill.uniform(random, 3, doubles);
    digest.add(doubles);
    RandomFill.gaussian(random, 7, doubles);
    digest.add(doubles);
  }

  private static void addBins(BitDigest digest, float[] x) {
    Histogram h = new Histogram(-2, 3, 333);
    h.add(x, 1, SIZE - 1);
    digest.add(h.counts());
    digest.add(h.below(), h.above(), h.nans());
    Extremes e = Extremes.of(x, 1, SIZE - 1);
    digest.add(e.min(), e.max(), Extremes.absMax(x));
    digest.add(e.nans(), e.infinities());
  }

  private static void addCodes(BitDigest digest, float[] x) {
    byte[] codes = new byte[SIZE];
    float[] out = new float[SIZE];
    Quantize q = Quantize.dividing(0.02f, 128, 0, 255);
    q.quantize(x, 1, codes, 3, SIZE - 3);
    digest.add(codes);
    q.dequantize(codes, 0, out, 0, SIZE);
    digest.add(out);
    q = Quantize.multiplying(0.3f, 0, -8, 7);
    q.quantizePacked(x, 1, codes, 0, SIZE - 2);
    digest.add(codes);
    q.dequantizePacked(codes, 0, out, 0, SIZE);
    digest.add(out);
    short[] wide = new short[SIZE];
    q = Quantize.multiplying(0.001f, 0, -32768, 32767);
    q.quantize(x, 0, wide, 0, SIZE);
    digest.add(wide);
    q.dequantize(wide, 0, out, 0, SIZE);
    digest.add(out);
  }

  private static void add(BitDigest digest, MeasuredError m) {
    digest.add(m.count(), m.nans(), m.overloads());
    digest.add(m.x(), m.xx(), m.xe(), m.e(), m.granular());
    digest.add(m.overload(), m.eee(), m.eeee(), m.maximum());
  }
}

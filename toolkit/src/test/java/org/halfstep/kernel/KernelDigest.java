package org.halfstep.kernel;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.halfstep.numeric.Philox;

/** Prints which kernels run and a digest of all they give: run in JVMs that differ in vectors. */
public final class KernelDigest {

  private KernelDigest() {}

  /** A block and a bit, so that a part of a block and a part of the lanes occur. */
  private static final int SIZE = Errors.BLOCK + 13;

  /** Prints the sentence of the choice and the digest. */
  public static void main(String[] args) throws Exception {
    System.out.println(Vectors.choice());
    System.out.println(digest());
  }

  static String digest() throws Exception {
    float[] gaussian = new float[SIZE];
    new Philox(5, 1).fillGaussian(0, gaussian);
    int[] words = new int[SIZE];
    new Philox(5, 2).fill(0, words);
    float[] anything = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      anything[i] = Float.intBitsToFloat(words[i]);
    }
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    for (FakeQuantize rule :
        new FakeQuantize[] {
          FakeQuantize.dividing(0.02f, 0, -127, 127), FakeQuantize.multiplying(0.3f, 3, 0, 15)
        }) {
      for (float[] x : new float[][] {gaussian, anything}) {
        float[] out = new float[SIZE];
        add(sha, rule.applyAndMeasure(x, out));
        add(sha, out);
        rule.apply(x, 5, out, 2, SIZE - 7);
        add(sha, out);
        add(sha, rule.measure(x, 1, 1000));
      }
    }
    addRandom(sha);
    addBins(sha, gaussian);
    addBins(sha, anything);
    addCodes(sha, gaussian);
    addCodes(sha, anything);
    addProducts(sha, gaussian, words);
    ProductDigest.add(sha);
    SignalDigest.add(sha, anything);
    RoundingDigest.add(sha, gaussian);
    RoundingDigest.add(sha, anything);
    return HexFormat.of().formatHex(sha.digest());
  }

  private static void addProducts(MessageDigest sha, float[] x, int[] words) {
    MatrixProduct p = MatrixProduct.of(13, 150, 21);
    byte[] bytes = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      bytes[i] = (byte) words[i];
    }
    float[] out = new float[13 * 21];
    int[] exact = new int[13 * 21];
    for (int threads : new int[] {1, 2, 5}) {
      MatrixProduct t = p.threads(threads);
      t.apply(Arrays.copyOf(x, 13 * 150), Arrays.copyOfRange(x, 99, 99 + 150 * 21), out);
      add(sha, out);
      t.apply(Arrays.copyOf(bytes, 13 * 150), Arrays.copyOfRange(bytes, 9, 9 + 150 * 21), exact);
      for (int v : exact) {
        sha.update(ByteBuffer.allocate(4).putInt(v).array());
      }
    }
  }

  private static void addRandom(MessageDigest sha) {
    Philox random = new Philox(-7, 9);
    int[] words = new int[SIZE];
    RandomFill.words(random, 5, words);
    float[] floats = new float[SIZE];
    RandomFill.gaussian(random, 11, floats);
    add(sha, floats);
    double[] uniform = new double[SIZE];
    RandomFill.uniform(random, 3, uniform);
    double[] gaussian = new double[SIZE];
    RandomFill.gaussian(random, 7, gaussian);
    ByteBuffer bytes = ByteBuffer.allocate(20 * SIZE);
    for (int i = 0; i < SIZE; i++) {
      bytes.putInt(words[i]).putDouble(uniform[i]).putDouble(gaussian[i]);
    }
    sha.update(bytes.array());
  }

  private static void addBins(MessageDigest sha, float[] x) {
    Histogram h = new Histogram(-2, 3, 333);
    h.add(x, 1, SIZE - 1);
    for (long count : h.counts()) {
      sha.update(ByteBuffer.allocate(8).putLong(count).array());
    }
    add(sha, new float[] {h.below(), h.above(), h.nans()});
    float[] out = new float[SIZE];
    Codebook.of(new float[] {-1, -0f, 0.3f, 7}, new float[] {-2, -0.5f, 0.1f, 3, 8})
        .nearest(x, out);
    add(sha, out);
  }

  private static void addCodes(MessageDigest sha, float[] x) {
    byte[] codes = new byte[SIZE];
    float[] out = new float[SIZE];
    Quantize q = Quantize.dividing(0.02f, 128, 0, 255);
    q.quantize(x, 1, codes, 3, SIZE - 3);
    sha.update(codes);
    q.dequantize(codes, 0, out, 0, SIZE);
    add(sha, out);
    q = Quantize.multiplying(0.3f, 0, -8, 7);
    q.quantizePacked(x, 1, codes, 0, SIZE - 2);
    sha.update(codes);
    q.dequantizePacked(codes, 0, out, 0, SIZE);
    add(sha, out);
    short[] wide = new short[SIZE];
    q = Quantize.multiplying(0.001f, 0, -32768, 32767);
    q.quantize(x, 0, wide, 0, SIZE);
    q.dequantize(wide, 0, out, 0, SIZE);
    add(sha, out);
    Extremes e = Extremes.of(x, 1, SIZE - 1);
    add(sha, new float[] {e.min(), e.max(), e.nans(), e.infinities(), Extremes.absMax(x)});
  }

  private static void add(MessageDigest sha, float[] x) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * x.length);
    for (float v : x) {
      bytes.putInt(Float.floatToRawIntBits(v));
    }
    sha.update(bytes.array());
  }

  private static void add(MessageDigest sha, MeasuredError m) {
    ByteBuffer bytes = ByteBuffer.allocate(12 * 8);
    bytes.putLong(m.count()).putLong(m.nans()).putLong(m.overloads());
    for (double v :
        new double[] {
          m.x(), m.xx(), m.xe(), m.e(), m.granular(), m.overload(), m.eee(), m.eeee(), m.maximum()
        }) {
      bytes.putLong(Double.doubleToLongBits(v)); // one NaN for all
    }
    sha.update(bytes.array());
  }
}

package org.halfstep.kernel;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.halfstep.numeric.Philox;

/** Prints which kernels run and a digest of all they give: run in JVMs that differ in vectors. */
public final class KernelDigest {

  private KernelDigest() {}

  /** Three blocks and a bit, so that a part of a block and a part of the lanes occur. */
  private static final int SIZE = 3 * Kernels.BLOCK + 13;

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
    return HexFormat.of().formatHex(sha.digest());
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

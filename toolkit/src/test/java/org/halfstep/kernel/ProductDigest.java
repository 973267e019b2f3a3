package org.halfstep.kernel;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.halfstep.numeric.Philox;

/** What matrix products and convolutions add to {@link KernelDigest}. */
final class ProductDigest {

  private ProductDigest() {}

  /** Every layout and kind; more than a block of depth; large enough to be cut for threads. */
  static void add(MessageDigest sha) {
    for (int layout = 0; layout < 4; layout++) {
      MatrixProduct p = MatrixProduct.of(7, 70, 37).transposed(layout > 1, layout % 2 > 0);
      addFloats(sha, p.accumulated(layout % 2 > 0));
      addBytes(sha, p);
    }
    addFloats(sha, MatrixProduct.of(1, 1100, 34));
    addBytes(sha, MatrixProduct.of(1, 600, 34));
    addFloats(sha, MatrixProduct.of(40, 530, 100).threads(5)); // is cut
    Convolution plain = Convolution.of(1, 4, 5, 7, 2, 3, 3, 1);
    addConvolution(sha, plain.threads(1));
    addConvolution(sha, plain.groups(2).stride(2, 1).threads(2));
    addConvolution(sha, plain.dilation(1, 2).threads(5));
  }

  private static void addFloats(MessageDigest sha, MatrixProduct p) {
    float[] c = gaussian(5, p.rows() * p.columns());
    p.apply(gaussian(1, p.rows() * p.depth()), gaussian(2, p.depth() * p.columns()), c);
    add(sha, c);
  }

  private static void addBytes(MessageDigest sha, MatrixProduct p) {
    byte[] a = bytes(3, p.rows() * p.depth());
    byte[] b = bytes(4, p.depth() * p.columns());
    int[] c = new int[p.rows() * p.columns()];
    p.apply(a, b, c);
    add(sha, c);
    p.applyUnsigned(a, b, c);
    add(sha, c);
  }

  private static void addConvolution(MessageDigest sha, Convolution s) {
    int images = 4 * 5 * 7;
    int weights = 2 * (4 / s.groups()) * 9;
    int results = 2 * s.outputHeight() * s.outputWidth();
    float[] y = new float[results];
    s.apply(gaussian(6, images), gaussian(7, weights), y);
    add(sha, y);
    int[] sums = new int[results];
    s.apply(bytes(6, images), 5, bytes(7, weights), sums);
    add(sha, sums);
    s.applyUnsigned(bytes(6, images), 200, bytes(7, weights), sums);
    add(sha, sums);
  }

  private static float[] gaussian(int stream, int n) {
    float[] x = new float[n];
    new Philox(6, stream).fillGaussian(0, x);
    return x;
  }

  private static byte[] bytes(int stream, int n) {
    int[] words = new int[n];
    new Philox(6, stream).fill(0, words);
    byte[] x = new byte[n];
    for (int i = 0; i < n; i++) {
      x[i] = (byte) words[i];
    }
    return x;
  }

  private static void add(MessageDigest sha, float[] x) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * x.length);
    for (float v : x) {
      bytes.putInt(Float.floatToRawIntBits(v));
    }
    sha.update(bytes.array());
  }

  private static void add(MessageDigest sha, int[] x) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * x.length);
    bytes.asIntBuffer().put(x);
    sha.update(bytes.array());
  }
}

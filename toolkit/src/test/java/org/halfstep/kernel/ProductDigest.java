package org.halfstep.kernel;

import static org.halfstep.kernel.BitDigest.bytes;
import static org.halfstep.kernel.BitDigest.gaussian;

/** What matrix products and convolutions add to {@link KernelDigest}. */
final class ProductDigest {

  private ProductDigest() {}

  /** Large enough to be shared. */
  static final MatrixProduct PRODUCT = MatrixProduct.of(150, 300, 230);

  static final Convolution IMAGE = Convolution.of(1, 8, 80, 80, 24, 3, 3, 1);

  /** Every layout and kind; more than a block of depth. */
  static void add(BitDigest digest) {
    for (int layout = 0; layout < 4; layout++) {
      MatrixProduct p = MatrixProduct.of(7, 70, 37).transposed(layout > 1, layout % 2 > 0);
      addFloats(digest, p.accumulated(layout % 2 > 0));
      addBytes(digest, p);
    }
    addFloats(digest, MatrixProduct.of(1, 1100, 34));
    addBytes(digest, MatrixProduct.of(1, 600, 34));
    Convolution plain = Convolution.of(1, 4, 5, 7, 2, 3, 3, 1);
    add(digest, plain);
    add(digest, plain.groups(2).stride(2, 1));
    add(digest, plain.dilation(1, 2));
  }

  static void addShared(BitDigest digest, int threads) {
    addFloats(digest, PRODUCT.threads(threads));
    addBytes(digest, PRODUCT.threads(threads));
    add(digest, IMAGE.threads(threads));
    add(digest, Convolution.of(3, 8, 30, 30, 24, 3, 3, 1).groups(2).threads(threads));
  }

  private static void addFloats(BitDigest digest, MatrixProduct p) {
    float[] c = gaussian(5, p.rows() * p.columns());
    p.apply(gaussian(1, p.rows() * p.depth()), gaussian(2, p.depth() * p.columns()), c);
    digest.add(c);
  }

  private static void addBytes(BitDigest digest, MatrixProduct p) {
    byte[] a = bytes(3, p.rows() * p.depth());
    byte[] b = bytes(4, p.depth() * p.columns());
    int[] c = new int[p.rows() * p.columns()];
    p.apply(a, b, c);
    digest.add(c);
    p.applyUnsigned(a, b, c);
    digest.add(c);
  }

  private static void add(BitDigest digest, Convolution s) {
    int images = s.batch() * s.channels() * s.height() * s.width();
    int weights = s.outputs() * (s.channels() / s.groups()) * 9;
    int results = s.batch() * s.outputs() * s.outputHeight() * s.outputWidth();
    float[] y = new float[results];
    s.apply(gaussian(6, images), gaussian(7, weights), y);
    digest.add(y);
    int[] sums = new int[results];
    s.apply(bytes(6, images), 5, bytes(7, weights), sums);
    digest.add(sums);
    s.applyUnsigned(bytes(6, images), 200, bytes(7, weights), sums);
    digest.add(sums);
  }
}

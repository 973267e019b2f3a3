package org.halfstep.kernel;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.halfstep.numeric.Philox;

/** A digest of the bits of numbers. */
final class BitDigest {

  private final MessageDigest sha;

  BitDigest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void add(byte... x) {
    sha.update(x);
  }

  void add(short... x) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * x.length);
    bytes.asShortBuffer().put(x);
    sha.update(bytes.array());
  }

  void add(int... x) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * x.length);
    bytes.asIntBuffer().put(x);
    sha.update(bytes.array());
  }

  void add(long... x) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * x.length);
    bytes.asLongBuffer().put(x);
    sha.update(bytes.array());
  }

  void add(float... x) {
    add(x, x.length);
  }

  /** The first n; zeros and NaNs by their bits. */
  void add(float[] x, int n) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * n);
    for (int i = 0; i < n; i++) {
      bytes.putInt(Float.floatToRawIntBits(x[i]));
    }
    sha.update(bytes.array());
  }

  /** One NaN for all. */
  void add(double... x) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * x.length);
    for (double v : x) {
      bytes.putLong(Double.doubleToLongBits(v));
    }
    sha.update(bytes.array());
  }

  String hex() {
    return HexFormat.of().formatHex(sha.digest());
  }

  static float[] gaussian(int stream, int n) {
    float[] x = new float[n];
    new Philox(6, stream).fillGaussian(0, x);
    return x;
  }

  static byte[] bytes(int stream, int n) {
    int[] words = new int[n];
    new Philox(6, stream).fill(0, words);
    byte[] x = new byte[n];
    for (int i = 0; i < n; i++) {
      x[i] = (byte) words[i];
    }
    return x;
  }
}

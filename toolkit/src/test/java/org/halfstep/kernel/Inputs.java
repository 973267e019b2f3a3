package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.halfstep.Oracle;
import org.halfstep.numeric.Philox;

/** What every kernel is given in tests. */
final class Inputs {

  /** More than eight vectors of any width, and every remainder. */
  static final int LENGTHS = 131;

  private static final float[] SPECIAL = {
    0,
    -0f,
    Float.NaN,
    Float.intBitsToFloat(0xffc00001),
    Float.intBitsToFloat(0x7f800001),
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    4194303.5f,
    8388609,
    -8388607.5f,
    1e30f,
    -1e30f
  };

  private Inputs() {}

  static float[] gaussian(int stream, int n) {
    float[] x = new float[n];
    new Philox(8, stream).fillGaussian(0, x);
    return x;
  }

  static int[] words(int stream, int n) {
    int[] w = new int[n];
    new Philox(8, stream).fill(0, w);
    return w;
  }

  /** Special values, floats of any bits, and numbers of ordinary size, mixed. */
  static float[] anything(int stream, int n) {
    int[] w = words(stream, n);
    float[] x = gaussian(stream, n);
    for (int i = 0; i < n; i++) {
      switch (i % 3) {
        case 0 -> x[i] = Float.intBitsToFloat(w[i]);
        case 1 -> x[i] = SPECIAL[i / 3 % SPECIAL.length];
        default -> x[i] *= 100;
      }
    }
    return x;
  }

  /** The floats of a row of the oracle file of powers. */
  static float[] powers(Oracle row) {
    float[] x = new float[row.integer("n")];
    for (int i = 0; i < x.length; i++) {
      int k = (int) ((40503L * i + 12345) % 65536) - 32768;
      x[i] = Math.scalb((float) k, i % row.integer("span") - row.integer("offset"));
    }
    return x;
  }

  /** Bits, so that -0.0 is not 0.0; every NaN that a kernel writes is 0x7fc00000. */
  static void assertSame(float[] expected, float[] actual, Object where) {
    if (!Arrays.equals(bits(expected), bits(actual))) {
      for (int i = 0; i < expected.length; i++) {
        assertEquals(
            Integer.toHexString(Float.floatToRawIntBits(expected[i])),
            Integer.toHexString(Float.floatToRawIntBits(actual[i])),
            where + ", index " + i);
      }
    }
  }

  private static int[] bits(float[] x) {
    int[] b = new int[x.length];
    Arrays.setAll(b, i -> Float.floatToRawIntBits(x[i]));
    return b;
  }
}

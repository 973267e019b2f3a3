package org.halfstep.kernel;

import java.util.Arrays;
import java.util.Objects;

/**
 * Rounds floats to 2 to 256 arbitrary levels: the code of x is the number of thresholds t with
 * {@code x >= t}.
 *
 * <p>Every grid is of this kind for floats, whoever wins its ties: threshold i is the least float
 * that goes to level i + 1 or above. NaN has code 0, and {@link #nearest} keeps it NaN
 * (0x7fc00000); {@link Extremes} counts NaNs beforehand. Immutable. Used by the lessons beyond
 * uniform grids.
 */
public final class Codebook {

  private static final int MOST_LEVELS = 256;

  /**
   * The thresholds and then NaNs, which nothing passes: 2^b - 1 in all, for a search in b steps.
   */
  private final float[] thresholds;

  private final float[] levels;

  private Codebook(float[] thresholds, float[] levels) {
    this.thresholds = thresholds;
    this.levels = levels;
  }

  /**
   * Returns the codebook of some levels and the thresholds between them.
   *
   * @param thresholds for each level but the first, the least float that goes to it or above; not
   *     decreasing; not modified
   * @param levels the value of each code, 2 to 256; not modified
   * @return the codebook
   * @throws IllegalArgumentException if the numbers do not match, or thresholds decrease or are NaN
   */
  public static Codebook of(float[] thresholds, float[] levels) {
    int n = levels.length;
    if (n < 2 || n > MOST_LEVELS || thresholds.length != n - 1) {
      throw new IllegalArgumentException(
          "a codebook has 2..256 levels and one threshold less, got "
              + n
              + " and "
              + thresholds.length);
    }
    for (int i = 0; i < n - 1; i++) {
      if (!(thresholds[i] >= (i == 0 ? Float.NEGATIVE_INFINITY : thresholds[i - 1]))) {
        throw new IllegalArgumentException(
            "thresholds must not decrease, got " + thresholds[i] + " at " + i);
      }
    }
    float[] padded = new float[2 * Integer.highestOneBit(n - 1) - 1];
    Arrays.fill(padded, Float.NaN);
    System.arraycopy(thresholds, 0, padded, 0, n - 1);
    return new Codebook(padded, levels.clone());
  }

  float[] thresholds() {
    return thresholds;
  }

  /** The number of thresholds without those that nothing passes. */
  int steps() {
    return levels.length - 1;
  }

  /**
   * Returns the code of one value: a search that halves what is left.
   *
   * @param x any float
   * @return 0 to 255
   */
  public int code(float x) {
    int code = 0;
    for (int half = (thresholds.length + 1) / 2; half > 0; half /= 2) {
      code += x >= thresholds[code + half - 1] ? half : 0;
    }
    return code;
  }

  /**
   * Encodes a slice.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param codes receives the codes as unsigned bytes
   * @param to where the first goes
   * @param length how many
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void encode(float[] x, int from, byte[] codes, int to, int length) {
    Objects.checkFromIndexSize(from, length, x.length);
    Objects.checkFromIndexSize(to, length, codes.length);
    int[] block = new int[Math.min(length, Kernels.BLOCK)];
    for (int i = 0; i < length; i += Kernels.BLOCK) {
      int n = Math.min(Kernels.BLOCK, length - i);
      Vectors.kernels().encode(this, x, from + i, block, n);
      for (int j = 0; j < n; j++) {
        codes[to + i + j] = (byte) block[j];
      }
    }
  }

  /**
   * Turns codes into levels.
   *
   * @param codes unsigned bytes; not modified
   * @param from the first code
   * @param out receives the levels
   * @param to where the first goes
   * @param length how many
   * @throws IndexOutOfBoundsException if a slice is not inside its array, or a code has no level
   */
  public void decode(byte[] codes, int from, float[] out, int to, int length) {
    Objects.checkFromIndexSize(from, length, codes.length);
    Objects.checkFromIndexSize(to, length, out.length);
    for (int i = 0; i < length; i++) {
      out[to + i] = levels[codes[from + i] & 0xff];
    }
  }

  /**
   * Rounds an array, each value to its level.
   *
   * @param x the values; not modified unless it is {@code out} too
   * @param out receives the levels, of the same length; may be {@code x}
   * @throws IllegalArgumentException if the lengths differ
   */
  public void nearest(float[] x, float[] out) {
    if (x.length != out.length) {
      throw new IllegalArgumentException(
          "x and out must have the same length, got " + x.length + " and " + out.length);
    }
    int[] block = new int[Math.min(x.length, Kernels.BLOCK)];
    for (int i = 0; i < x.length; i += Kernels.BLOCK) {
      int n = Math.min(Kernels.BLOCK, x.length - i);
      Vectors.kernels().encode(this, x, i, block, n);
      for (int j = 0; j < n; j++) {
        out[i + j] = Float.isNaN(x[i + j]) ? Float.NaN : levels[block[j]];
      }
    }
  }
}

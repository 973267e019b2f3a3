package org.halfstep.scheme;

import java.util.Arrays;
import java.util.TreeMap;
import org.halfstep.grid.AdditivePowersOfTwo;
import org.halfstep.grid.Grid;
import org.halfstep.kernel.Codebook;

/**
 * Numbers that are sums of few signed powers of two, as the codes of their exponents: what a
 * multiplier needs that only shifts.
 *
 * <p>Number i is {@code scale() * sum over terms t of v(codes(t)[i])}, where {@code v(c) = sign(c)
 * 2^(|c| - 1)} and v(0) = 0. LogQuant and powers of two have one term, and a code counts the levels
 * from 0; APoT has two with 4 or 5 bits. Immutable.
 */
public final class PowerCodes {

  private static final int MOST = 127;

  private final double scale;
  private final int greatest;
  private final int bits;
  private final byte[][] codes;

  private PowerCodes(Grid grid, double scale, int greatest, byte[][] codes) {
    this.bits = Integer.SIZE - Integer.numberOfLeadingZeros(grid.size() - 1);
    this.scale = scale;
    this.greatest = greatest;
    this.codes = codes;
  }

  /**
   * Quantizes numbers to powers of two.
   *
   * @param powers such as {@link org.halfstep.grid.LogQuant#grid} or {@link
   *     org.halfstep.grid.PowersOfTwo#coded}, at any scale: levels 0 and v 2^k, k = 0, 1, ..., 126
   *     at most, and their negatives or none of them
   * @param x the numbers, rounded as the grid does, infinities to the outermost levels; not
   *     modified
   * @return one code for each
   * @throws IllegalArgumentException if there is another level, or a NaN
   */
  public static PowerCodes of(Grid powers, float[] x) {
    int zero = zero(powers);
    int greatest = powers.size() - 1 - zero;
    byte[] indices = indices(powers, x);
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (byte) ((indices[i] & 0xff) - zero);
    }
    return new PowerCodes(powers, powers.level(zero + 1), greatest, new byte[][] {indices});
  }

  /**
   * Quantizes numbers to APoT: a sign, and magnitudes that are sums of powers of two.
   *
   * @param bits b, the width with the sign, 2..8: one term up to 3, then two, three from 6, four at
   *     8
   * @param alpha the largest level, positive and finite
   * @param x the numbers, rounded to the nearest of {@link AdditivePowersOfTwo#usual}; not modified
   * @return a code of each term for each number
   * @throws IllegalArgumentException if bits or alpha is out of range, or a number is NaN
   */
  public static PowerCodes additive(int bits, double alpha, float[] x) {
    Grid grid = AdditivePowersOfTwo.usual(bits).scaled(alpha);
    int[][] exponents = AdditivePowersOfTwo.usualTerms(bits - 1);
    int least = Arrays.stream(exponents).flatMapToInt(Arrays::stream).max().orElseThrow();
    int most = Arrays.stream(exponents).flatMapToInt(Arrays::stream).min().orElseThrow();
    byte[][] magnitudes = sums(exponents, least);
    byte[] indices = indices(grid, x);
    int zero = grid.size() / 2;
    byte[][] codes = new byte[exponents.length][x.length];
    for (int i = 0; i < x.length; i++) {
      int code = (indices[i] & 0xff) - zero;
      for (int t = 0; t < codes.length; t++) {
        codes[t][i] = (byte) (Integer.signum(code) * magnitudes[Math.abs(code)][t]);
      }
    }
    double sum = 0; // of the largest powers: the top level before it is scaled to alpha
    for (int[] term : exponents) {
      sum += Math.scalb(1.0, least - Arrays.stream(term).min().orElseThrow());
    }
    return new PowerCodes(grid, alpha / sum, least - most + 1, codes);
  }

  /** For each sum, in increasing order, the codes of its terms: 1 for the least power of all. */
  private static byte[][] sums(int[][] exponents, int least) {
    TreeMap<Long, byte[]> sums = new TreeMap<>();
    sums.put(0L, new byte[exponents.length]);
    for (int t = 0; t < exponents.length; t++) {
      TreeMap<Long, byte[]> more = new TreeMap<>(sums);
      for (int e : exponents[t]) {
        for (var sum : sums.entrySet()) {
          byte[] codes = sum.getValue().clone();
          codes[t] = (byte) (least - e + 1);
          more.put(sum.getKey() + (1L << (least - e)), codes);
        }
      }
      sums = more;
    }
    return sums.values().toArray(byte[][]::new);
  }

  /** The index of the level 0 of a grid of powers of two. */
  private static int zero(Grid powers) {
    int zero = 0;
    while (zero < powers.size() && powers.level(zero) < 0) {
      zero++;
    }
    int magnitudes = powers.size() - 1 - zero;
    boolean fits = magnitudes >= 1 && magnitudes <= MOST && (zero == 0 || zero == magnitudes);
    fits = fits && powers.level(zero) == 0;
    for (int i = zero + 2; fits && i < powers.size(); i++) {
      fits = powers.level(i) == 2 * powers.level(i - 1);
    }
    for (int i = 0; fits && i < zero; i++) {
      fits = powers.level(i) == -powers.level(2 * zero - i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "levels must be 0 and up to 127 powers of two times one number, got " + powers);
    }
    return zero;
  }

  private static byte[] indices(Grid grid, float[] x) {
    for (int i = 0; i < x.length; i++) {
      if (Float.isNaN(x[i])) {
        throw new IllegalArgumentException("numbers must not be NaN, got NaN at " + i);
      }
    }
    Codebook book = grid.codebook();
    byte[] indices = new byte[x.length];
    book.encode(x, 0, indices, 0, x.length);
    return indices;
  }

  /**
   * Returns how many numbers there are.
   *
   * @return the length of the array that was quantized
   */
  public int length() {
    return codes[0].length;
  }

  /**
   * Returns how many powers of two are added for a number.
   *
   * @return 1 for LogQuant and powers of two, up to 4 for APoT
   */
  public int terms() {
    return codes.length;
  }

  /**
   * Returns the width of a number's code, as the format stores it.
   *
   * @return enough bits to count the levels
   */
  public int bits() {
    return bits;
  }

  /**
   * Returns what code 1 stands for.
   *
   * @return the smallest power, positive
   */
  public double scale() {
    return scale;
  }

  /**
   * Returns the code of the largest power.
   *
   * @return the largest |c| that the format has, 1..127; the window has as many exponents
   */
  public int greatest() {
    return greatest;
  }

  /**
   * Returns the codes of a term.
   *
   * @param term 0 to terms() - 1
   * @return one for each number; a new array
   */
  public byte[] codes(int term) {
    return codes[term].clone();
  }

  /** The same array every time: for loops, which do not write. */
  byte[] shared(int term) {
    return codes[term];
  }

  /**
   * Returns a number.
   *
   * @param i 0 to length() - 1
   * @return its level
   */
  public double value(int i) {
    double sum = 0;
    for (byte[] term : codes) {
      int c = term[i];
      sum += c == 0 ? 0 : Math.copySign(Math.scalb(1.0, Math.abs(c) - 1), c);
    }
    return scale * sum;
  }

  @Override
  public String toString() {
    return length()
        + " numbers of "
        + terms()
        + (terms() == 1 ? " power" : " powers")
        + " of two, "
        + scale
        + " to "
        + Math.scalb(scale, greatest - 1);
  }
}

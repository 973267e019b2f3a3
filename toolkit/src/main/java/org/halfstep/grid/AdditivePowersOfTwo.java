package org.halfstep.grid;

import java.util.Arrays;

/**
 * Additive powers of two, APoT (Li et al. 2020): levels are sums of n terms, each 0 or a power of
 * two from a set of its own, scaled so that the largest is 1. A product becomes n shifts and n - 1
 * additions. Rounding is to nearest, ties to the even code.
 */
public final class AdditivePowersOfTwo {

  private AdditivePowersOfTwo() {}

  /**
   * Returns the unsigned levels of the formula: {@code gamma sum_i p_i}, {@code p_i in {0, 2^-i,
   * 2^-(i+n), ..., 2^-(i+(2^k-2)n)}}, i = 0..n-1, n = bits / k.
   *
   * @param bits b, 1..8, a multiple of k
   * @param base k, the base bit width: the bits of a term
   * @return {@code 2^b} levels from 0 to 1
   * @throws IllegalArgumentException if bits is out of range or not a multiple of base
   */
  public static Grid formula(int bits, int base) {
    return normalized(exponents(bits, base), false);
  }

  /**
   * Returns the levels of the formula with a sign in every term, {@code p_i in {0, +-2^-i, ...}},
   * as PyTorch's experimental observer has them.
   *
   * <p>For b = 4 and k = 2 it makes 49 sums, of which 39 differ ({@code 1 - 1/2 = 0 + 1/2}): more
   * than b bits can code either way.
   *
   * @param bits b, 1..8, a multiple of k
   * @param base k, the base bit width: the bits of a term without its sign
   * @return the levels from -1 to 1; equal sums are one level
   * @throws IllegalArgumentException if bits is out of range or not a multiple of base
   */
  public static Grid signedTerms(int bits, int base) {
    return normalized(exponents(bits, base), true);
  }

  /**
   * Returns the usual signed levels of b bits: a sign and the magnitudes of b - 1 bits.
   *
   * @param bits b, 2..8
   * @return {@code 2^b - 1} levels from -1 to 1
   * @throws IllegalArgumentException if bits is out of range
   */
  public static Grid usual(int bits) {
    Bounds.check("bits", bits, 2, 8);
    return usualMagnitudes(bits - 1).symmetric();
  }

  /**
   * Returns the usual unsigned levels, which the authors' programs use: terms of two bits and, for
   * an odd width, one term of one bit.
   *
   * <p>With n = bits / 2 terms of two bits, i = 0..n-1, even widths have the exponents {@code i, i
   * + n, i + 2n} of the formula. Odd widths insert the one-bit term after the second round: {@code
   * i, i + n, i + 2n + 1}, and {@code 2n} for the last term. So {0, .1, .2, .3, .4, .6, .8, 1} has
   * 3 bits. The programs stop at 6 bits; 7, and 1, continue the rule.
   *
   * @param bits the width of the code of a magnitude, 1..7
   * @return {@code 2^bits} levels from 0 to 1
   * @throws IllegalArgumentException if bits is out of range
   */
  public static Grid usualMagnitudes(int bits) {
    return normalized(usualTerms(bits), false);
  }

  /**
   * Returns the terms of the usual magnitudes: of each, the exponents e of its powers {@code 2^-e}.
   * A magnitude is a sum of at most one power of each term, divided by the largest sum.
   *
   * @param bits the width of the code of a magnitude, 1..7
   * @return bits / 2 terms of two bits, rounded down, and one of one bit if bits is odd; new arrays
   * @throws IllegalArgumentException if bits is out of range
   */
  public static int[][] usualTerms(int bits) {
    Bounds.check("magnitude bits", bits, 1, 7);
    int n = bits / 2;
    int odd = bits % 2;
    int[][] exponents = new int[n + odd][];
    for (int i = 0; i < n; i++) {
      exponents[i] = new int[] {i, i + n, i + 2 * n + odd};
    }
    if (odd == 1) {
      exponents[n] = new int[] {2 * n};
    }
    return exponents;
  }

  private static int[][] exponents(int bits, int base) {
    Bounds.check("bits", bits, 1, 8);
    Bounds.check("base bits", base, 1, bits);
    if (bits % base != 0) {
      throw new IllegalArgumentException(
          "bits must be a multiple of the base bits, got " + bits + " and " + base);
    }
    int n = bits / base;
    int[][] exponents = new int[n][(1 << base) - 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < exponents[i].length; j++) {
        exponents[i][j] = i + j * n;
      }
    }
    return exponents;
  }

  /** Sums are exact: they span at most 30 binary places, but for one term without a sum. */
  private static Grid normalized(int[][] exponents, boolean signed) {
    Grid sum = term(exponents[0], signed);
    for (int i = 1; i < exponents.length; i++) {
      sum = sum.plus(term(exponents[i], signed));
    }
    double[] levels = sum.levels();
    double top = levels[levels.length - 1];
    for (int i = 0; i < levels.length; i++) {
      levels[i] /= top; // a division rounds once; the reciprocal of 5/8 would add its own error
    }
    return Grid.coded(signed ? -(levels.length / 2) : 0, levels);
  }

  private static Grid term(int[] exponents, boolean signed) {
    double[] levels = new double[exponents.length + 1];
    for (int i = 0; i < exponents.length; i++) {
      levels[i] = Math.scalb(1.0, -exponents[i]);
    }
    Arrays.sort(levels);
    Grid magnitudes = Grid.of(levels);
    return signed ? magnitudes.symmetric() : magnitudes;
  }
}

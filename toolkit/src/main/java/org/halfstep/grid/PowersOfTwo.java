package org.halfstep.grid;

/**
 * Powers of two: products become shifts. Levels are 0 and {@code +-2^e}, e from least to greatest.
 *
 * <p>There are three ways to choose the exponent, and they are different grids: {@link #nearest} in
 * value (thresholds {@code 1.5 2^e}), {@link #nearestExponent} in the logarithm (thresholds {@code
 * sqrt(2) 2^e}), and {@link #floor} of the logarithm (thresholds {@code 2^e}). The mean squared
 * error is least with the first.
 */
public final class PowersOfTwo {

  /** The double next to sqrt(1/2); it lies above, so that a value equal to it is past the tie. */
  private static final double SQRT_HALF = Math.sqrt(0.5);

  private PowersOfTwo() {}

  /**
   * Returns the powers nearest in value; 0 below {@code 2^(least-1)}, ties to the even code, codes
   * counting the magnitudes from 0.
   *
   * @param least the least exponent, -1000 or more
   * @param greatest the greatest exponent, at most 1000
   * @return {@code 2 (greatest - least + 1) + 1} levels
   * @throws IllegalArgumentException if an exponent is out of range or least is above greatest
   */
  public static Grid nearest(int least, int greatest) {
    return magnitudes(least, greatest).symmetric();
  }

  /**
   * Returns the powers nearest in the logarithm: {@code sign(x) 2^round(log2 |x|)}, 0 below {@code
   * 2^(least-1/2)}. No double is a tie, for the square root of 2 is irrational.
   *
   * @param least the least exponent, -1000 or more
   * @param greatest the greatest exponent, at most 1000
   * @return {@code 2 (greatest - least + 1) + 1} levels
   * @throws IllegalArgumentException if an exponent is out of range or least is above greatest
   */
  public static Grid nearestExponent(int least, int greatest) {
    return withThresholds(least, greatest, SQRT_HALF);
  }

  /**
   * Returns the powers towards zero: {@code sign(x) 2^floor(log2 |x|)}, 0 below {@code 2^least}.
   *
   * @param least the least exponent, -1000 or more
   * @param greatest the greatest exponent, at most 1000
   * @return {@code 2 (greatest - least + 1) + 1} levels
   * @throws IllegalArgumentException if an exponent is out of range or least is above greatest
   */
  public static Grid floor(int least, int greatest) {
    return withThresholds(least, greatest, 1);
  }

  /**
   * Returns the powers alone, without 0 and signs, nearest in value: what block scales of type E8M0
   * are, exponents -127 to 127.
   *
   * @param least the least exponent, -1000 or more
   * @param greatest the greatest exponent, above least, at most 1000
   * @return {@code greatest - least + 1} levels
   * @throws IllegalArgumentException if an exponent is out of range or least is not below greatest
   */
  public static Grid positive(int least, int greatest) {
    check(least, greatest);
    double[] levels = new double[greatest - least + 1];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Math.scalb(1.0, least + i);
    }
    return Grid.coded(least, levels);
  }

  /**
   * Returns the set {@code Q^p(1, b) = {0, +-2^(-2^(b-1)+1), +-2^(-2^(b-1)+2), ..., +-1/2, +-1}},
   * nearest in value: {@code 2^b + 1} levels (Li et al. 2020, section 2).
   *
   * @param bits b, 1..10
   * @return the grid with top level 1
   * @throws IllegalArgumentException if bits is out of range
   */
  public static Grid set(int bits) {
    Bounds.check("bits", bits, 1, 10);
    return nearest(1 - (1 << (bits - 1)), 0);
  }

  /**
   * Returns what b bits can code: a sign and {@code 2^(b-1)} magnitudes, one of them 0, the others
   * {@code 1, 1/2, ..., 2^(-2^(b-1)+2)}; nearest in value.
   *
   * @param bits b, 2..10
   * @return {@code 2^b - 1} levels, two less than {@link #set} has
   * @throws IllegalArgumentException if bits is out of range
   */
  public static Grid coded(int bits) {
    Bounds.check("bits", bits, 2, 10);
    return nearest(2 - (1 << (bits - 1)), 0);
  }

  /**
   * Returns the piecewise rule printed beside that set, with another number of levels: sign(x) from
   * 1 on, {@code sign(x) 2^floor(log2 |x|)} from {@code 2^(-b+1)} on, else 0: {@code 2 b + 1}
   * levels.
   *
   * @param bits b, 1..10
   * @return the grid with top level 1
   * @throws IllegalArgumentException if bits is out of range
   */
  public static Grid printed(int bits) {
    Bounds.check("bits", bits, 1, 10);
    return floor(1 - bits, 0);
  }

  private static Grid magnitudes(int least, int greatest) {
    check(least, greatest);
    double[] levels = new double[greatest - least + 2];
    for (int i = 1; i < levels.length; i++) {
      levels[i] = Math.scalb(1.0, least + i - 1);
    }
    return Grid.of(levels);
  }

  /** Thresholds are a factor times the level above, and belong to that level. */
  private static Grid withThresholds(int least, int greatest, double factor) {
    Grid nearest = magnitudes(least, greatest);
    double[] t = new double[nearest.size() - 1];
    boolean[] up = new boolean[t.length];
    for (int i = 0; i < t.length; i++) {
      t[i] = factor * nearest.level(i + 1);
      up[i] = true;
    }
    return nearest.thresholds(t, up).symmetric();
  }

  private static void check(int least, int greatest) {
    if (least > greatest) {
      throw new IllegalArgumentException(
          "least exponent must be at most the greatest, got " + least + " and " + greatest);
    }
    if (least < -1000 || greatest > 1000) {
      throw new IllegalArgumentException(
          "exponents must be in -1000..1000, got " + least + " and " + greatest);
    }
  }
}

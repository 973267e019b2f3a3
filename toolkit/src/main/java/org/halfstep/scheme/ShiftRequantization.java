package org.halfstep.scheme;

/**
 * Requantization in integers only, as gemmlowp and TensorFlow Lite do it: {@code M = m 2^-31 2^e},
 * m an integer of 31 bits, {@code 2^30 <= m < 2^31}.
 *
 * <p>{@code q = clamp(shift(high(a 2^max(e, 0), m), max(-e, 0)) + z)}: high is the product's upper
 * half, {@code floor(a m / 2^31 + 1/2)}, saturated in the one case {@code -2^31 x -2^31}; shift
 * divides by a power of two and rounds half away from zero. Rounding twice, and halves elsewhere
 * than floats, moves a code by at most one: {@link #compare} says how often.
 */
public final class ShiftRequantization implements Requantization {

  /** From here on the product of left shift and accumulator says nothing any more. */
  private static final int MOST_EXPONENT = 30;

  private final int[] multipliers;
  private final int[] exponents;
  private final int zero;
  private final CodeType.Whole type;

  private ShiftRequantization(int[] multipliers, int[] exponents, int zero, CodeType.Whole type) {
    this.multipliers = multipliers;
    this.exponents = exponents;
    this.zero = type.check(zero);
    this.type = type;
  }

  /**
   * Returns the requantization for real multipliers.
   *
   * @param real M, one or one for each output channel; positive, below 2^30; not modified
   * @param zero z, the output's code of 0
   * @param type the type of the output's codes
   * @return the requantization
   * @throws IllegalArgumentException if there is no multiplier, or an argument is out of range
   */
  public static ShiftRequantization of(double[] real, int zero, CodeType.Whole type) {
    if (real.length == 0) {
      throw new IllegalArgumentException("there must be a multiplier at least, got 0");
    }
    int[] multipliers = new int[real.length];
    int[] exponents = new int[real.length];
    for (int j = 0; j < real.length; j++) {
      if (!(real[j] >= Double.MIN_NORMAL && real[j] < 0x1p30)) {
        throw new IllegalArgumentException(
            "multipliers must be positive and below 2^30, got " + real[j]);
      }
      int exponent = Math.getExponent(real[j]) + 1;
      long m = Math.round(Math.scalb(real[j], 31 - exponent)); // half up, and it is positive
      boolean carry = m == 1L << 31;
      multipliers[j] = (int) (carry ? m / 2 : m);
      exponents[j] = carry ? exponent + 1 : exponent;
    }
    return new ShiftRequantization(multipliers, exponents, zero, type);
  }

  @Override
  public int code(int accumulator, int channel) {
    int j = multipliers.length == 1 ? 0 : channel;
    int left = Math.clamp(exponents[j], 0, MOST_EXPONENT);
    long moved = Math.clamp((long) accumulator << left, Integer.MIN_VALUE, Integer.MAX_VALUE);
    int high = highProduct((int) moved, multipliers[j]);
    long q = roundingShift(high, Math.max(-exponents[j], 0));
    return (int) Math.clamp(q + zero, (long) type.lowest(), (long) type.highest());
  }

  /**
   * Returns the upper half of twice a product, rounded half up: gemmlowp's saturating rounding
   * doubling high multiplication.
   *
   * @param a a factor
   * @param b a factor
   * @return {@code floor(a b / 2^31 + 1/2)}; {@code 2^31 - 1} if both are {@code -2^31}
   */
  public static int highProduct(int a, int b) {
    long rounded = ((long) a * b + (1L << 30)) >> 31;
    return (int) Math.min(rounded, Integer.MAX_VALUE);
  }

  /**
   * Divides by a power of two, rounding half away from zero.
   *
   * @param x the dividend
   * @param exponent the power, at least 0
   * @return {@code x / 2^exponent} rounded
   * @throws IllegalArgumentException if the exponent is negative
   */
  public static int roundingShift(int x, int exponent) {
    if (exponent < 0) {
      throw new IllegalArgumentException("exponent must be at least 0, got " + exponent);
    }
    if (exponent > 32) {
      return 0;
    }
    long half = (1L << exponent) >> 1;
    long size = (Math.abs((long) x) + half) >> exponent;
    return (int) (x < 0 ? -size : size);
  }

  @Override
  public CodeType.Whole type() {
    return type;
  }

  @Override
  public int multipliers() {
    return multipliers.length;
  }

  @Override
  public String toString() {
    return "requantization by "
        + (multipliers.length == 1
            ? multipliers[0] + " 2^" + (exponents[0] - 31)
            : multipliers.length + " multipliers and shifts")
        + " to "
        + type;
  }
}

package org.halfstep.grid;

/**
 * A small floating format: a sign, an exponent field E and a mantissa field M.
 *
 * <p>The value is {@code (1 + M / 2^m) 2^(E - bias)} for {@code E > 0} and the subnormal {@code (M
 * / 2^m) 2^(1 - bias)} for {@code E = 0}. Rounding is to nearest, ties to the even mantissa, which
 * is the even code.
 *
 * <p>{@link #grid} holds the finite values once: -0 and 0 are one level, infinities and NaN none. A
 * grid saturates; a conversion that does not ({@link Overflow#SPECIAL}) agrees with it below {@link
 * #overflow}, and gives infinity or NaN from there on. {@link #code} and {@link #value} go to the
 * bits and back.
 *
 * @param exponentBits the width of E, 1..8
 * @param mantissaBits m, the width of M, 0..10; all with the sign at most 16 bits
 * @param bias what is subtracted from E, -512..512; IEEE 754 takes {@code 2^(exponentBits-1) - 1}
 * @param specials which codes are not numbers
 */
public record Minifloat(int exponentBits, int mantissaBits, int bias, Specials specials) {

  /** OCP FP8 E4M3: 253 values up to 448, no infinity ("float8_e4m3fn"). */
  public static final Minifloat E4M3 = new Minifloat(4, 3, 7, Specials.NAN);

  /** OCP FP8 E5M2: 247 values up to 57344, with infinities. */
  public static final Minifloat E5M2 = new Minifloat(5, 2, 15, Specials.INFINITIES);

  /** OCP FP6 E3M2: 63 values up to 28. */
  public static final Minifloat E3M2 = new Minifloat(3, 2, 3, Specials.NONE);

  /** OCP FP6 E2M3: 63 values up to 7.5. */
  public static final Minifloat E2M3 = new Minifloat(2, 3, 1, Specials.NONE);

  /** OCP FP4 E2M1: the 15 values 0, .5, 1, 1.5, 2, 3, 4, 6 and their negatives. */
  public static final Minifloat E2M1 = new Minifloat(2, 1, 1, Specials.NONE);

  /** FP8 E4M3 of AMD and Graphcore: 255 values up to 240, no -0 ("float8_e4m3fnuz"). */
  public static final Minifloat E4M3FNUZ = new Minifloat(4, 3, 8, Specials.UNSIGNED_ZERO);

  /** FP8 E5M2 of AMD and Graphcore: 255 values up to 57344, no -0 ("float8_e5m2fnuz"). */
  public static final Minifloat E5M2FNUZ = new Minifloat(5, 2, 16, Specials.UNSIGNED_ZERO);

  /** IEEE 754 binary16: 63487 values up to 65504. */
  public static final Minifloat HALF = new Minifloat(5, 10, 15, Specials.INFINITIES);

  /** The upper half of a float: 65279 values up to 3.39e38. */
  public static final Minifloat BFLOAT16 = new Minifloat(8, 7, 127, Specials.INFINITIES);

  /**
   * Checks the widths.
   *
   * @throws IllegalArgumentException if a width or the bias is out of range, or no mantissa bit is
   *     left to tell NaN from infinity, or only 0 is left as a number
   */
  public Minifloat {
    Bounds.check("exponent bits", exponentBits, 1, 8);
    Bounds.check("mantissa bits", mantissaBits, 0, 10);
    Bounds.check("bias", bias, -512, 512);
    Bounds.check("bits with the sign", 1 + exponentBits + mantissaBits, 2, 16);
    if (specials == Specials.INFINITIES && mantissaBits == 0) {
      throw new IllegalArgumentException(
          "a format with infinities and NaN must have at least 1 mantissa bit, got 0");
    }
    if (specials == Specials.NAN && exponentBits + mantissaBits < 2) {
      throw new IllegalArgumentException(
          "a format with NaN must have at least 2 bits besides the sign, got "
              + (exponentBits + mantissaBits));
    }
  }

  /**
   * Returns the format eXmY without specials, with the bias of IEEE 754.
   *
   * @param exponentBits X, 1..8
   * @param mantissaBits Y, 0..10
   * @return the format
   */
  public static Minifloat of(int exponentBits, int mantissaBits) {
    Bounds.check("exponent bits", exponentBits, 1, 8);
    return new Minifloat(exponentBits, mantissaBits, (1 << (exponentBits - 1)) - 1, Specials.NONE);
  }

  /**
   * Returns the finite values as a grid: nearest, ties to the even mantissa, saturating.
   *
   * @return a grid symmetric about its level 0, whose code is 0
   */
  public Grid grid() {
    double[] magnitudes = new double[largest() + 1];
    for (int code = 0; code < magnitudes.length; code++) {
      magnitudes[code] = value(code);
    }
    return Grid.of(magnitudes).symmetric();
  }

  /**
   * Returns the number of bits of a code.
   *
   * @return 1 for the sign and the two widths
   */
  public int bits() {
    return 1 + exponentBits + mantissaBits;
  }

  /**
   * Returns the largest finite value.
   *
   * @return the highest level of the grid
   */
  public double max() {
    return value(largest());
  }

  /**
   * Returns where a conversion that does not saturate leaves the numbers.
   *
   * <p>It is the midpoint of the largest value and the one that would follow, if its tie goes up to
   * the even code (E5M2: 61440), else the double after it (E4M3: after 464).
   *
   * @return the least magnitude that {@link Overflow#SPECIAL} turns into infinity or NaN
   */
  public double overflow() {
    int top = largest();
    double beyond = max() + 0.5 * quantum(Math.getExponent(max()));
    return (top & 1) == 1 ? beyond : Math.nextUp(beyond);
  }

  /**
   * Returns the value of a code.
   *
   * @param code the bits, 0 to {@code 2^bits() - 1}
   * @return a finite value, -0.0, an infinity or NaN
   * @throws IllegalArgumentException if the code has more bits than the format
   */
  public double value(int code) {
    Bounds.check("code", code, 0, (1 << bits()) - 1);
    int magnitude = code & (sign() - 1);
    double x;
    if (specials == Specials.UNSIGNED_ZERO && code == sign()) {
      return Double.NaN;
    } else if (magnitude > largest()) {
      x = isInfinity(magnitude) ? Double.POSITIVE_INFINITY : Double.NaN;
    } else {
      int field = magnitude >> mantissaBits;
      int mantissa = magnitude & ((1 << mantissaBits) - 1);
      int significand = field == 0 ? mantissa : mantissa + (1 << mantissaBits);
      x = Math.scalb((double) significand, Math.max(field, 1) - bias - mantissaBits);
    }
    return code == magnitude ? x : -x;
  }

  /**
   * Returns the code that a value is rounded to.
   *
   * @param x any number; a negative one that is rounded to zero becomes -0 where the format has it
   * @param overflow what becomes of magnitudes from {@link #overflow} on
   * @return the bits, 0 to {@code 2^bits() - 1}
   * @throws IllegalArgumentException if the result would be infinity or NaN and the format has
   *     neither
   */
  public int code(double x, Overflow overflow) {
    if (Double.isNaN(x)) {
      return nan();
    }
    double size = Math.abs(x);
    int sign = Math.copySign(1, x) < 0 ? sign() : 0;
    if (size >= overflow()) {
      return overflow == Overflow.SATURATE ? sign | largest() : special(sign);
    }
    int exponent = Math.max(Math.getExponent(size), 1 - bias);
    int steps = (int) Math.rint(size / quantum(exponent)); // a carry runs into the exponent field
    int magnitude = ((exponent - 1 + bias) << mantissaBits) + steps;
    return magnitude == 0 && specials == Specials.UNSIGNED_ZERO ? 0 : sign | magnitude;
  }

  /** The distance of values whose binary exponent is given. */
  private double quantum(int exponent) {
    return Math.scalb(1.0, Math.max(exponent, 1 - bias) - mantissaBits);
  }

  private int sign() {
    return 1 << (exponentBits + mantissaBits);
  }

  /** The code of the largest finite value. */
  private int largest() {
    return switch (specials) {
      case INFINITIES -> infinity() - 1;
      case NAN -> sign() - 2;
      case NONE, UNSIGNED_ZERO -> sign() - 1;
    };
  }

  private int infinity() {
    return ((1 << exponentBits) - 1) << mantissaBits;
  }

  private boolean isInfinity(int magnitude) {
    return specials == Specials.INFINITIES && magnitude == infinity();
  }

  private int nan() {
    return switch (specials) {
      case INFINITIES -> infinity() | 1 << (mantissaBits - 1); // the quiet one
      case NAN -> sign() - 1;
      case UNSIGNED_ZERO -> sign();
      case NONE -> throw new IllegalArgumentException(this + " must get a number, got NaN");
    };
  }

  private int special(int sign) {
    return switch (specials) {
      case INFINITIES -> sign | infinity();
      case NAN -> sign | nan();
      case UNSIGNED_ZERO -> nan();
      case NONE ->
          throw new IllegalArgumentException(
              this + " must saturate, for it has neither infinity nor NaN");
    };
  }

  /** Returns the usual short name, {@code e4m3}, with bias and specials. */
  @Override
  public String toString() {
    return "e" + exponentBits + "m" + mantissaBits + " (bias " + bias + ", " + specials + ")";
  }
}

package org.halfstep.calibrate;

/**
 * A positive factor as a whole number and a shift, {@code multiplier / 2^shift}, rounded down
 * (Distiller, {@code approx_scale_as_mult_and_shift}).
 *
 * <p>{@code shift = floor(log2((2^bits - 1) / factor))}, {@code multiplier = floor(factor
 * 2^shift)}: the multiplier is above {@code (2^bits - 1) / 2 - 1}, and what is lost is below {@code
 * 2 / (2^bits - 1)} of the factor. A limited shift may lose more, even all of it.
 *
 * @param multiplier the whole number
 * @param shift the shift to the right; negative for factors above {@code 2^bits - 1}
 */
public record MultiplyShift(long multiplier, int shift) {

  /**
   * Returns the approximation of a factor.
   *
   * @param factor positive and finite; Distiller approximates its reciprocal scale
   * @param bits the width of the multiplier, 1..32
   * @param limited whether the shift is at most {@code bits}
   * @return the approximation
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static MultiplyShift of(double factor, int bits, boolean limited) {
    if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("factor must be positive and finite, got " + factor);
    }
    if (bits < 1 || bits > 32) {
      throw new IllegalArgumentException("bits must be in 1..32, got " + bits);
    }
    int shift = Math.getExponent(((1L << bits) - 1) / factor);
    shift = limited ? Math.min(bits, shift) : shift;
    return new MultiplyShift((long) Math.floor(Math.scalb(factor, shift)), shift);
  }

  /**
   * Returns the factor that is used in place of the exact one.
   *
   * @return {@code multiplier / 2^shift}
   */
  public double value() {
    return Math.scalb((double) multiplier, -shift);
  }
}

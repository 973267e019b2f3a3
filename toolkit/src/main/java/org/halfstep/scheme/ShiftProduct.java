package org.halfstep.scheme;

import org.halfstep.kernel.ShiftSum;

/**
 * Dot products with powers of two, in integers, by shifts instead of multiplications (Miyashita et
 * al. 2016, section 3; Li et al. 2020, section 2.2).
 *
 * <pre>
 * inputs in the log domain:   sum over i of sign(x_i) Bitshift(r_i, x~_i)
 * both in the log domain:     sum over i of sign(w_i) sign(x_i) Bitshift(1, w~_i + x~_i)
 * Bitshift(r, e) = r &lt;&lt; e for e &gt;= 0, r &gt;&gt; -e = floor(r 2^e) for e &lt; 0
 * </pre>
 *
 * A number of several powers (APoT) adds one such sum for each. The exponents e count from that of
 * the accumulator's lowest bit, which is the smallest product's, or {@code dropped} bits above it.
 * With none dropped the sum is exact: times {@link #unit} it is the dot product of the dequantized
 * numbers. Else a shift to the right loses less than one unit of the accumulator for each term, and
 * {@link #bound} adds up how much at most; with {@code x >= 0} floor makes every loss a
 * subtraction.
 *
 * @param dropped low bits that accumulators do not have, 0..127
 * @param accumulatorBits width of an accumulator in two's complement, 8..64. Additions may wrap on
 *     the way; a sum that does not fit is refused.
 */
public record ShiftProduct(int dropped, int accumulatorBits) {

  /** Drops nothing and has 64 bits. */
  public static final ShiftProduct EXACT = new ShiftProduct(0, 64);

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public ShiftProduct {
    if (dropped < 0 || dropped > 127) {
      throw new IllegalArgumentException("dropped bits must be in 0..127, got " + dropped);
    }
    if (accumulatorBits < 8 || accumulatorBits > 64) {
      throw new IllegalArgumentException(
          "accumulator bits must be in 8..64, got " + accumulatorBits);
    }
  }

  /**
   * Multiplies integers with powers of two.
   *
   * @param r integers of up to 8 bits; not modified
   * @param x as many numbers
   * @return the sum, in units
   * @throws IllegalArgumentException if there are none or not as many, or a product may have more
   *     than 62 bits
   * @throws AccumulatorOverflow if the sum does not fit
   */
  public long dot(byte[] r, PowerCodes x) {
    check(r.length, x.length());
    ShiftSum shifts = ShiftSum.of(x.greatest(), dropped);
    long sum = 0;
    try {
      for (int t = 0; t < x.terms(); t++) {
        sum = Math.addExact(sum, shifts.integers(r, 0, x.shared(t), 0, r.length));
      }
    } catch (ArithmeticException e) {
      throw new AccumulatorOverflow(e.getMessage());
    }
    return fitting(sum);
  }

  /**
   * Multiplies powers of two with powers of two: exponents are added, and 1 is shifted.
   *
   * @param w numbers
   * @param x as many numbers
   * @return the sum, in units
   * @throws IllegalArgumentException if there are none or not as many, or a product may have more
   *     than 62 bits
   * @throws AccumulatorOverflow if the sum does not fit
   */
  public long dot(PowerCodes w, PowerCodes x) {
    check(w.length(), x.length());
    ShiftSum shifts = ShiftSum.of(w.greatest() + x.greatest() - 1, dropped);
    long sum = 0;
    try {
      for (int s = 0; s < w.terms(); s++) {
        for (int t = 0; t < x.terms(); t++) {
          sum = Math.addExact(sum, shifts.products(w.shared(s), 0, x.shared(t), 0, x.length()));
        }
      }
    } catch (ArithmeticException e) {
      throw new AccumulatorOverflow(e.getMessage());
    }
    return fitting(sum);
  }

  /**
   * Returns what 1 in an accumulator stands for.
   *
   * @param scale of the integers, or of the other powers
   * @param x the powers
   * @return {@code scale x.scale() 2^dropped}
   */
  public double unit(double scale, PowerCodes x) {
    return Math.scalb(scale * x.scale(), dropped);
  }

  /**
   * Returns how far a sum of integers and powers can be from the exact one.
   *
   * @param x the powers
   * @return the bound, in units: {@code 1 - 2^e} for each term that is shifted to the right, e &lt;
   *     0; not attained by all integers
   */
  public double bound(PowerCodes x) {
    double bound = 0;
    for (int t = 0; t < x.terms(); t++) {
      for (byte c : x.shared(t)) {
        int e = Math.abs(c) - 1 - dropped;
        bound += c != 0 && e < 0 ? 1 - Math.scalb(1.0, e) : 0;
      }
    }
    return bound;
  }

  /**
   * Returns how far a sum of products of powers can be from the exact one.
   *
   * @param w numbers
   * @param x as many numbers
   * @return the bound, in units: {@code 2^e} for each product below 1, e &lt; 0, which is lost;
   *     attained if all have the same sign
   * @throws IllegalArgumentException if there are none or not as many
   */
  public double bound(PowerCodes w, PowerCodes x) {
    check(w.length(), x.length());
    double bound = 0;
    for (int s = 0; s < w.terms(); s++) {
      for (int t = 0; t < x.terms(); t++) {
        byte[] a = w.shared(s);
        byte[] b = x.shared(t);
        for (int i = 0; i < a.length; i++) {
          int e = Math.abs(a[i]) + Math.abs(b[i]) - 2 - dropped;
          bound += a[i] != 0 && b[i] != 0 && e < 0 ? Math.scalb(1.0, e) : 0;
        }
      }
    }
    return bound;
  }

  static void check(int one, int other) {
    if (one != other || one == 0) {
      throw new IllegalArgumentException(
          "factors must be as many, at least 1, got " + one + " and " + other);
    }
  }

  private long fitting(long sum) {
    long beyond = sum >> (accumulatorBits - 1);
    if (beyond != 0 && beyond != -1) {
      throw new AccumulatorOverflow("a sum must fit into " + accumulatorBits + " bits, got " + sum);
    }
    return sum;
  }
}

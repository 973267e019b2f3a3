package org.halfstep.scheme;

/**
 * Sums of powers of two that never leave the logarithm (Miyashita et al. 2016, section 3): from
 * {@code s = log2 S} and {@code p} comes {@code log2(S + 2^p) = max(s, p) + log2(1 + 2^-|s - p|)}.
 *
 * <p>An accumulator is an integer, s times {@code 2^fraction}. Two ways to add:
 *
 * <ul>
 *   <li>{@link #shifting}, as printed: with {@code log2(1 + u) ~ u}, {@code max(s, p) + Bitshift(1,
 *       -|floor(s) - p|)}. Read as {@code s = k + f, S = 2^k (1 + f)} ({@link #line}), an addition
 *       is exact as long as {@code p <= k} and f does not pass 1; a term below {@code 2^(k -
 *       fraction)} is lost. When k grows, S is multiplied by an error between 3/4 and 4/3. So after
 *       c such steps {@code (3/4)^c (T - L) <= S <= (4/3)^c T}: T is the sum, L what was lost. Read
 *       as a logarithm ({@link #power}), S is lower by up to 5.8 % more: {@code 2^f <= 1 + f <=
 *       1.0615 2^f}.
 *   <li>{@link #tabulated}: log2(1 + 2^-d) from a table of all d at which it is not 0, rounded to
 *       nearest. An addition errs by half a unit at most, and passes on less of the error it finds;
 *       so s is within {@code (n - 1) 2^(-fraction - 1)} of log2 T.
 * </ul>
 *
 * <p>Positive and negative terms have an accumulator each. Their difference is as near as they are,
 * in units of the larger one. The order is that of the terms. Immutable.
 */
public final class LogSum {

  /** The accumulator of no terms. */
  public static final int EMPTY = Integer.MIN_VALUE;

  /** With fewer bits 3/4 would not hold, with more a table would not be small. */
  private static final int LEAST = 2;

  private static final int MOST = 16;

  private final int fraction;

  /** Null for the printed rule. */
  private final int[] table;

  private LogSum(int fraction, int[] table) {
    this.fraction = fraction;
    this.table = table;
  }

  /**
   * Returns the rule as printed, with a shift.
   *
   * @param fraction bits of an accumulator after the point, 2..16
   * @return the rule
   * @throws IllegalArgumentException if fraction is out of range
   */
  public static LogSum shifting(int fraction) {
    check(fraction);
    return new LogSum(fraction, null);
  }

  /**
   * Returns the rule with a table, of about {@code (fraction + 1.5) 2^fraction} entries.
   *
   * @param fraction bits of an accumulator after the point, 2..16
   * @return the rule
   * @throws IllegalArgumentException if fraction is out of range
   */
  public static LogSum tabulated(int fraction) {
    check(fraction);
    double one = Math.scalb(1.0, fraction);
    int[] table = new int[(fraction + 2) << fraction];
    for (int d = 0; d < table.length; d++) {
      double u = StrictMath.pow(2, -d / one);
      table[d] = (int) Math.rint(one * StrictMath.log1p(u) / StrictMath.log(2));
    }
    return new LogSum(fraction, table);
  }

  private static void check(int fraction) {
    if (fraction < LEAST || fraction > MOST) {
      throw new IllegalArgumentException("fraction bits must be in 2..16, got " + fraction);
    }
  }

  /**
   * The accumulators of a dot product.
   *
   * @param positive of the products above 0, or {@link #EMPTY}
   * @param negative of those below 0, or {@link #EMPTY}
   */
  public record Pair(int positive, int negative) {}

  /**
   * Returns the bits after the point.
   *
   * @return 2..16
   */
  public int fraction() {
    return fraction;
  }

  /**
   * Returns the entries of the table.
   *
   * @return how many, 0 for the printed rule
   */
  public int entries() {
    return table == null ? 0 : table.length;
  }

  /**
   * Adds a power of two.
   *
   * @param s an accumulator
   * @param p the exponent, within +-2^14
   * @return the accumulator of the sum
   */
  public int add(int s, int p) {
    int q = p << fraction;
    if (s == EMPTY) {
      return q;
    }
    if (table == null) {
      int d = Math.abs((s >> fraction) - p);
      return Math.max(s, q) + (d > fraction ? 0 : 1 << (fraction - d));
    }
    int d = Math.abs(s - q);
    return Math.max(s, q) + (d < table.length ? table[d] : 0);
  }

  /**
   * Adds up powers of two.
   *
   * @param exponents in their order, within +-2^14; not modified
   * @return the accumulator; EMPTY if there are none
   */
  public int of(int... exponents) {
    int s = EMPTY;
    for (int p : exponents) {
      s = add(s, p);
    }
    return s;
  }

  /**
   * Multiplies numbers in the log domain on both sides.
   *
   * @param w numbers of one power each
   * @param x as many of them
   * @return accumulators of logarithms in units of {@code w.scale() x.scale()}
   * @throws IllegalArgumentException if there are none or not as many, or numbers have more terms
   */
  public Pair dot(PowerCodes w, PowerCodes x) {
    ShiftProduct.check(w.length(), x.length());
    if (w.terms() > 1 || x.terms() > 1) {
      throw new IllegalArgumentException(
          "sums in the log domain need numbers of one power, got "
              + w.terms()
              + " and "
              + x.terms());
    }
    byte[] a = w.shared(0);
    byte[] b = x.shared(0);
    int positive = EMPTY;
    int negative = EMPTY;
    for (int i = 0; i < a.length; i++) {
      if (a[i] == 0 || b[i] == 0) {
        continue;
      }
      int p = Math.abs(a[i]) + Math.abs(b[i]) - 2;
      if ((a[i] ^ b[i]) < 0) {
        negative = add(negative, p);
      } else {
        positive = add(positive, p);
      }
    }
    return new Pair(positive, negative);
  }

  /**
   * Reads an accumulator as a logarithm.
   *
   * @param s an accumulator
   * @return {@code 2^s}, 0 for EMPTY
   */
  public double power(int s) {
    return s == EMPTY ? 0 : StrictMath.pow(2, Math.scalb((double) s, -fraction));
  }

  /**
   * Reads an accumulator as exponent and significand, like a floating-point number.
   *
   * @param s an accumulator
   * @return {@code 2^k (1 + f)} for s = k + f, 0 for EMPTY
   */
  public double line(int s) {
    if (s == EMPTY) {
      return 0;
    }
    int k = s >> fraction;
    return Math.scalb(1 + Math.scalb((double) (s - (k << fraction)), -fraction), k);
  }

  @Override
  public String toString() {
    return (table == null ? "log2(1 + u) ~ u, " : "table of log2(1 + u), ")
        + fraction
        + " bits after the point";
  }
}

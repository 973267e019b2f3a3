package org.halfstep.scheme;

/**
 * What a dot product of n factors spends, by scheme: operations, bits that are read, and the width
 * of an accumulator in which no factors overflow.
 *
 * <pre>
 *                          multiplications  shifts   additions          lookups
 * integers                 n                0        n - 1              0
 * powers on one side       0                n t      n t - 1            0
 * powers on both sides     0                n        2 n - 1            0
 * sums in the log domain   0                n - 1    3 n - 2  (n - 1 comparisons)  0
 *   with a table           0                0        3 n - 2  (n - 1 comparisons)  n - 1
 * </pre>
 *
 * t is the number of powers of a number: 1, or 2 and more for APoT. Additions count those of
 * exponents and the differences in the log domain; signs are carried along. Comparisons are the
 * maximum of two logarithms. {@link OperationCount} counts what zero points add to integers.
 *
 * @param multiplications of integers
 * @param shifts of integers or of 1
 * @param additions of products, exponents and logarithms
 * @param comparisons of logarithms
 * @param lookups in a table
 * @param bits read for the factors
 * @param accumulatorBits enough for any n factors; in the log domain for each of two
 */
public record ProductCost(
    long multiplications,
    long shifts,
    long additions,
    long comparisons,
    long lookups,
    long bits,
    int accumulatorBits) {

  /**
   * Counts for integers on both sides.
   *
   * @param n factors, at least 1
   * @param leftBits width of the ones, 1..16
   * @param rightBits width of the others, 1..16
   * @return the count
   * @throws IllegalArgumentException if a number is out of range
   */
  public static ProductCost integers(long n, int leftBits, int rightBits) {
    check(n, 1, leftBits);
    check(n, 1, rightBits);
    int product = leftBits - 1 + rightBits - 1;
    return new ProductCost(n, 0, n - 1, 0, 0, n * (leftBits + rightBits), width(n, product));
  }

  /**
   * Counts for integers and powers of two.
   *
   * @param n factors, at least 1
   * @param integerBits width of the integers, 1..16
   * @param x the format of the powers, at any length
   * @param rule which low bits are dropped
   * @return the count
   * @throws IllegalArgumentException if a number is out of range
   */
  public static ProductCost shifts(long n, int integerBits, PowerCodes x, ShiftProduct rule) {
    check(n, x.terms(), integerBits);
    long terms = n * x.terms();
    int product = integerBits - 1 + x.greatest() - 1 - rule.dropped();
    return new ProductCost(
        0, terms, terms - 1, 0, 0, n * (integerBits + x.bits()), width(terms, product));
  }

  /**
   * Counts for powers of two on both sides, summed as integers.
   *
   * @param n factors, at least 1
   * @param w the format of the ones
   * @param x the format of the others
   * @param rule which low bits are dropped
   * @return the count
   * @throws IllegalArgumentException if n is below 1
   */
  public static ProductCost powers(long n, PowerCodes w, PowerCodes x, ShiftProduct rule) {
    check(n, w.terms() * x.terms(), 1);
    long terms = n * w.terms() * x.terms();
    int product = w.greatest() + x.greatest() - 2 - rule.dropped();
    return new ProductCost(
        0, terms, 2 * terms - 1, 0, 0, n * (w.bits() + x.bits()), width(terms, product));
  }

  /**
   * Counts for powers of two on both sides, summed in the log domain.
   *
   * @param n factors, at least 1
   * @param w the format of the ones, of one power each
   * @param x the format of the others, of one power each
   * @param rule how logarithms are added
   * @return the count
   * @throws IllegalArgumentException if n is below 1
   */
  public static ProductCost logarithms(long n, PowerCodes w, PowerCodes x, LogSum rule) {
    check(n, 1, 1);
    boolean table = rule.entries() > 0;
    long more = n - 1;
    // The printed rule may overestimate a sum by 4/3 at each doubling: log2(n) / (1 - log2(4/3)).
    int largest = w.greatest() + x.greatest() - 2 + 2 * length(n);
    return new ProductCost(
        0,
        table ? 0 : more,
        n + 2 * more,
        more,
        table ? more : 0,
        n * (w.bits() + x.bits()),
        1 + rule.fraction() + length(largest));
  }

  private static void check(long n, int terms, int bits) {
    if (n < 1 || n > Long.MAX_VALUE / 256 / terms) {
      throw new IllegalArgumentException("factors must be at least 1, below 2^53, got " + n);
    }
    if (bits < 1 || bits > 16) {
      throw new IllegalArgumentException("integer bits must be in 1..16, got " + bits);
    }
  }

  /** The width in two's complement of n terms of up to {@code 2^exponent}, or of 1. */
  private static int width(long n, int exponent) {
    return 1 + Math.max(0, exponent) + length(n);
  }

  private static int length(long n) {
    return Long.SIZE - Long.numberOfLeadingZeros(n);
  }
}

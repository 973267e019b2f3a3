package org.halfstep.kernel;

import java.math.BigInteger;
import java.util.Objects;

/**
 * Sums of products with powers of two, exact, in which shifts take the place of multiplications.
 *
 * <p>A byte c stands for {@code sign(c) 2^(|c| - 1)}, 0 for 0: numbers of LogQuant, of powers of
 * two and the terms of APoT, in units of the smallest. {@code Bitshift(r, x)} is {@code r << x} for
 * x of at least 0, and {@code r >> -x} below, which is {@code floor(r 2^x)} (Miyashita et al. 2016,
 * section 3). Lanes have 32 bits if no term has more than 22, else 64.
 */
public final class ShiftSum {

  private static final int MOST_CODE = 127;

  /** Products whose codes stay in the nearest cache until they are summed. */
  private static final int BLOCK = 8192;

  private static final long LOWER = 0xffff_ffffL;

  private final int greatest;
  private final int dropped;

  private ShiftSum(int greatest, int dropped) {
    this.greatest = greatest;
    this.dropped = dropped;
  }

  /**
   * Makes sums of one window of exponents.
   *
   * @param greatest the largest |c| of codes, 1..127; a larger one may make a sum wrong
   * @param dropped how many low bits a sum does not have, 0..127: products are shifted by {@code
   *     |c| - 1 - dropped}, so that small ones are shifted right
   * @return the sums
   * @throws IllegalArgumentException if a number is out of range
   */
  public static ShiftSum of(int greatest, int dropped) {
    check("greatest code", greatest, 1);
    check("dropped bits", dropped, 0);
    return new ShiftSum(greatest, dropped);
  }

  private static void check(String name, int value, int least) {
    if (value < least || value > MOST_CODE) {
      throw new IllegalArgumentException(
          name + " must be in " + least + ".." + MOST_CODE + ", got " + value);
    }
  }

  /**
   * Sums {@code sign(c) Bitshift(r, |c| - 1 - dropped)}.
   *
   * @param r integers; not modified
   * @param at the first of them
   * @param c codes; not modified
   * @param cAt the first of them
   * @param n how many
   * @return the sum
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   * @throws IllegalArgumentException if shifted integers may have more than 62 bits
   * @throws ArithmeticException if the sum has more than 63; the message has it
   */
  public long integers(byte[] r, int at, byte[] c, int cAt, int n) {
    Objects.checkFromIndexSize(at, n, r.length);
    Objects.checkFromIndexSize(cAt, n, c.length);
    int bits = bits(Byte.SIZE + greatest - 2);
    long[] sums = new long[2];
    Shifts.FAMILY.of(n).integers(r, at, c, cAt, n, dropped, bits, sums);
    return total(sums);
  }

  /**
   * Sums {@code sign(a) sign(b) Bitshift(1, |a| + |b| - 2 - dropped)}, where neither is 0. The
   * product of two codes is a code, {@code |a| + |b| - 1} with its sign; so {@code greatest} is
   * that of products.
   *
   * @param a codes; not modified
   * @param at the first of them
   * @param b codes; not modified
   * @param bAt the first of them
   * @param n how many
   * @return the sum
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   * @throws IllegalArgumentException if powers may have more than 62 bits
   * @throws ArithmeticException if the sum has more than 63; the message has it
   */
  public long products(byte[] a, int at, byte[] b, int bAt, int n) {
    Objects.checkFromIndexSize(at, n, a.length);
    Objects.checkFromIndexSize(bAt, n, b.length);
    int bits = bits(greatest - 1);
    long[] sums = new long[2];
    Shifts loops = Shifts.FAMILY.of(n);
    byte[] codes = new byte[Math.min(n, BLOCK)];
    for (int i = 0; i < n; i += BLOCK) {
      int length = Math.min(BLOCK, n - i);
      loops.multiply(a, at + i, b, bAt + i, length, codes);
      loops.powers(codes, 0, length, dropped, bits, sums);
    }
    return total(sums);
  }

  /** The bits of the largest term: {@code |r| <= 2^7} and a power are at most 2 to this. */
  private int bits(int exponent) {
    int bits = exponent - dropped;
    if (bits > Shifts.MOST_BITS) {
      throw new IllegalArgumentException(
          "products must have at most 62 bits, got "
              + bits
              + ": drop "
              + (dropped + bits - Shifts.MOST_BITS)
              + " low bits");
    }
    return bits;
  }

  /** 2^32 high + low; some 2^30 terms cannot make either overflow. */
  private static long total(long[] sums) {
    long high = sums[Shifts.HIGH] + (sums[Shifts.LOW] >> 32);
    long low = sums[Shifts.LOW] & LOWER;
    if (high != (int) high) {
      BigInteger sum = BigInteger.valueOf(high).shiftLeft(32).add(BigInteger.valueOf(low));
      throw new ArithmeticException("sums must be in the range of long, got " + sum);
    }
    return (high << 32) + low;
  }
}

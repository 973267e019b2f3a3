package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShiftSumTest {

  /** Both forms: what the door chooses depends on the JVM. */
  private static final List<Shifts> FORMS = List.of(new ScalarShifts(), new VectorShifts());

  private static final int MOST = 5000;

  /** Codes up to a greatest one, zeros and both ends among them. */
  private static byte[] codes(int stream, int greatest) {
    byte[] x = BitDigest.bytes(stream, MOST);
    for (int i = 0; i < MOST; i++) {
      x[i] = (byte) (i % 11 == 0 ? 0 : i % 13 == 0 ? -greatest : x[i] % (greatest + 1));
    }
    return x;
  }

  private static BigInteger term(long r, int code, int dropped) {
    BigInteger term =
        BigInteger.valueOf(r).shiftLeft(Math.max(0, Math.abs(code) - 1)).shiftRight(dropped);
    return BigInteger.valueOf(Integer.signum(code)).multiply(term);
  }

  private static BigInteger total(long[] sums) {
    return BigInteger.valueOf(sums[Shifts.HIGH])
        .shiftLeft(32)
        .add(BigInteger.valueOf(sums[Shifts.LOW]));
  }

  @Test
  void bothFormsAreTheSumInUnboundedIntegers() {
    byte[] r = BitDigest.bytes(1, MOST);
    Arrays.fill(r, 17, 40, (byte) -128);
    int[][] windows = {{1, 0}, {7, 0}, {15, 0}, {16, 0}, {31, 0}, {56, 0}, {15, 9}, {31, 25}};
    int[][] wide = {{60, 4}, {63, 20}, {63, 55}, {127, 90}, {127, 127}};
    int[][] nothingLeft = {{1, 40}, {7, 31}, {7, 32}, {15, 64}, {31, 127}, {50, 64}, {56, 127}};
    for (int[][] some : new int[][][] {windows, wide, nothingLeft}) {
      for (int[] window : some) {
        byte[] c = codes(window[0], window[0]);
        for (int n : new int[] {0, 1, 2, 3, 5, 16, 33, 63, 100, 1027, MOST - 3}) {
          BigInteger integers = BigInteger.ZERO;
          BigInteger powers = BigInteger.ZERO;
          for (int i = 0; i < n; i++) {
            integers = integers.add(term(r[1 + i], c[2 + i], window[1]));
            powers = powers.add(term(1, c[2 + i], window[1]));
          }
          int bits = window[0] + 6 - window[1];
          for (Shifts form : FORMS) {
            String where = form + ", n = " + n + ", " + Arrays.toString(window);
            long[] sums = new long[2];
            form.integers(r, 1, c, 2, n, window[1], bits, sums);
            assertEquals(integers, total(sums), where);
            long[] more = new long[2];
            form.powers(c, 2, n, window[1], bits - 7, more);
            assertEquals(powers, total(more), where);
          }
        }
      }
    }
  }

  @Test
  void theLargestTermsOfEachWidthAddUp() {
    for (int greatest = 1; greatest <= 56; greatest++) {
      byte[] r = new byte[MOST];
      byte[] c = new byte[MOST];
      Arrays.fill(r, (byte) -128);
      Arrays.fill(c, (byte) greatest);
      for (Shifts form : FORMS) {
        long[] sums = new long[2];
        form.integers(r, 0, c, 0, MOST, 0, greatest + 6, sums);
        BigInteger most = BigInteger.valueOf(-MOST).shiftLeft(greatest + 6);
        assertEquals(most, total(sums), form + ", code " + greatest);
        long[] more = new long[2];
        form.powers(c, 0, MOST, 0, greatest - 1, more);
        assertEquals(BigInteger.valueOf(MOST).shiftLeft(greatest - 1), total(more));
      }
    }
  }

  @Test
  void theCodeOfAProductIsTheSumOfTheCodes() {
    byte[] a = codes(1, 64);
    byte[] b = codes(2, 64);
    byte[] out = new byte[MOST];
    byte[] twin = new byte[MOST];
    for (int n : new int[] {1, 63, 64, 65, 4999}) {
      new VectorShifts().multiply(a, 1, b, 0, n, out);
      new ScalarShifts().multiply(a, 1, b, 0, n, twin);
      for (int i = 0; i < n; i++) {
        BigInteger product = term(1, a[1 + i], 0).multiply(term(1, b[i], 0));
        assertEquals(product, term(1, out[i], 0), "at " + i);
        assertEquals(out[i], twin[i], "at " + i);
      }
    }
  }

  @Test
  void aSumThatDoesNotFitIntoALongIsToldExactly() {
    byte[] r = {127, 127, 127};
    byte[] c = {56, 56, 56};
    BigInteger sum = BigInteger.valueOf(3 * 127).shiftLeft(55);
    ShiftSum shifts = ShiftSum.of(56, 0);
    var e = assertThrows(ArithmeticException.class, () -> shifts.integers(r, 0, c, 0, 3));
    assertEquals("sums must be in the range of long, got " + sum, e.getMessage());
    assertEquals(127L << 55, shifts.integers(r, 0, c, 0, 1));
    c[2] = -56;
    assertEquals(127L << 55, shifts.integers(r, 0, c, 0, 3), "what wraps on the way comes back");
    Arrays.fill(r, (byte) -128);
    assertEquals(Long.MIN_VALUE, shifts.integers(r, 0, new byte[] {56, 56}, 0, 2));
  }

  @Test
  void wrongArgumentsAreExplained() {
    refused("greatest code must be in 1..127, got 0", () -> ShiftSum.of(0, 0));
    refused("dropped bits must be in 0..127, got -1", () -> ShiftSum.of(7, -1));
    byte[] x = new byte[3];
    refused(
        "products must have at most 62 bits, got 69: drop 7 low bits",
        () -> ShiftSum.of(63, 0).integers(x, 0, x, 0, 3));
    refused(
        "products must have at most 62 bits, got 65: drop 8 low bits",
        () -> ShiftSum.of(71, 5).products(x, 0, x, 0, 3));
    ShiftSum shifts = ShiftSum.of(7, 0);
    assertThrows(IndexOutOfBoundsException.class, () -> shifts.integers(x, 1, x, 0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> shifts.products(x, 0, x, 1, 3));
  }

  private static void refused(String message, Runnable action) {
    var e = assertThrows(IllegalArgumentException.class, action::run);
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}

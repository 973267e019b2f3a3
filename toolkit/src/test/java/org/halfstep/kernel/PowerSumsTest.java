package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;

class PowerSumsTest {

  private static PowerSums of(float[] x, int from, int length) {
    PowerSums sums = new PowerSums();
    sums.add(x, from, length);
    return sums;
  }

  private static void assertSame(PowerSums expected, PowerSums actual, Object where) {
    assertEquals(expected.count(), actual.count(), where::toString);
    assertEquals(expected.nans(), actual.nans(), where::toString);
    assertEquals(expected.infinities(), actual.infinities(), where::toString);
    for (int power = 1; power <= 4; power++) {
      assertEquals(expected.sum(power), actual.sum(power), where + ", power " + power);
    }
  }

  @Test
  void sumsAreTheExactOnesRoundedOnce() {
    for (Oracle row : Oracle.rows("powers")) {
      float[] x = Inputs.powers(row);
      PowerSums sums = of(x, 0, x.length);
      for (int power = 1; power <= 4; power++) {
        assertEquals(row.number("x" + power), sums.sum(power), row + ", power " + power);
      }
      assertEquals(x.length, sums.count());
    }
  }

  /** Floats of any bits: sizes differ by 2^276, and fourth powers by 2^1104. */
  @Test
  void sumsOfFloatsOfEverySizeAreExact() {
    float[] x = Inputs.anything(31, 3000);
    for (int n : new int[] {1, 2, 5, 17, 400, 3000}) {
      BigDecimal[] expected = {BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO};
      long odd = 0;
      for (int i = 0; i < n; i++) {
        if (!Float.isFinite(x[i])) {
          odd++;
          continue;
        }
        BigDecimal v = new BigDecimal(x[i]);
        BigDecimal power = BigDecimal.ONE;
        for (int k = 0; k < 4; k++) {
          power = power.multiply(v);
          expected[k] = expected[k].add(power);
        }
      }
      PowerSums sums = of(x, 0, n);
      for (int power = 1; power <= 4; power++) {
        assertEquals(expected[power - 1].doubleValue(), sums.sum(power), n + ", power " + power);
      }
      assertEquals(odd, sums.nans() + sums.infinities());
      assertEquals(n - odd, sums.count());
    }
  }

  @Test
  void everyOrderAndEverySplitGiveTheSameBits() {
    float[] x = Inputs.anything(32, 40_000);
    PowerSums whole = of(x, 0, x.length);
    float[] back = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      back[i] = x[x.length - 1 - i];
    }
    assertSame(whole, of(back, 0, x.length), "backwards");
    for (int cut : new int[] {0, 1, 12345, 16384, 39_999, 40_000}) {
      PowerSums first = of(x, 0, cut);
      PowerSums second = of(x, cut, x.length - cut);
      second.combine(first);
      assertSame(whole, second, "cut at " + cut);
    }
    PowerSums twice = of(x, 0, x.length);
    twice.combine(twice);
    PowerSums added = of(x, 0, x.length);
    added.add(x);
    assertSame(added, twice, "twice");
  }

  /** The greatest mantissa everywhere fills the longs fastest. */
  @Test
  void longsDoNotOverflow() {
    float[] x = new float[1 << 16];
    Arrays.fill(x, -(2 - 0x1p-23f));
    PowerSums sums = of(x, 0, x.length);
    for (int i = 0; i < 5; i++) {
      sums.combine(sums);
    }
    BigDecimal n = new BigDecimal(1 << 21);
    for (int power = 1; power <= 4; power++) {
      double expected = new BigDecimal(x[0]).pow(power).multiply(n).doubleValue();
      assertEquals(expected, sums.sum(power), "power " + power);
    }
  }

  @Test
  void nothingAndZeroesSumToZero() {
    PowerSums sums = new PowerSums();
    assertEquals(0.0, sums.sum(4));
    sums.add(new float[] {0, -0f});
    assertEquals(0.0, sums.sum(1));
    assertEquals(2, sums.count());
    sums.add(new float[] {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY});
    assertEquals(1, sums.nans());
    assertEquals(2, sums.infinities());
    assertEquals(0.0, sums.sum(3));
  }

  @Test
  void argumentsAreChecked() {
    var error = assertThrows(IllegalArgumentException.class, () -> new PowerSums().sum(5));
    assertTrue(error.getMessage().contains("power must be in 1..4, got 5"), error.getMessage());
    assertThrows(IndexOutOfBoundsException.class, () -> new PowerSums().add(new float[3], 1, 3));
  }

  @Test
  void stateHoldsEverything() {
    float[] x = Inputs.anything(33, 500);
    PowerSums sums = of(x, 0, x.length);
    long[] state = sums.state();
    PowerSums again = PowerSums.of(state);
    assertSame(sums, again, "again");
    sums.add(x);
    again.add(x);
    assertSame(sums, again, "and on");
    assertArrayEquals(new long[3], new PowerSums().state());
    state[3] = 254;
    assertThrows(IllegalArgumentException.class, () -> PowerSums.of(state));
    state[3] = 0;
    state[4] = 1L << 32;
    assertThrows(IllegalArgumentException.class, () -> PowerSums.of(state));
    assertThrows(IllegalArgumentException.class, () -> PowerSums.of(new long[4]));
    assertThrows(IllegalArgumentException.class, () -> PowerSums.of(new long[2]));
  }

  @Test
  void unitsAreTheExactSum() {
    PowerSums sums = of(new float[] {0x1p-149f, -3 * 0x1p-149f, 0x1p127f}, 0, 3);
    assertEquals(BigInteger.ONE.shiftLeft(276).subtract(BigInteger.TWO), sums.units(1));
    assertEquals(BigInteger.ONE.shiftLeft(552).add(BigInteger.TEN), sums.units(2));
    assertThrows(IllegalArgumentException.class, () -> sums.units(5));
  }
}

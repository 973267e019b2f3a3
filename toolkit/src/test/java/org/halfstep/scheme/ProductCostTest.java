package org.halfstep.scheme;

import static org.halfstep.scheme.OnnxOperatorsTest.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.halfstep.grid.LogQuant;
import org.junit.jupiter.api.Test;

class ProductCostTest {

  private static PowerCodes log(int bits, int n) {
    float[] x = new float[n];
    Arrays.fill(x, 4);
    return PowerCodes.of(new LogQuant(bits, 1).grid(), x);
  }

  /** The largest sum of each scheme fits into the accumulator that is counted for it. */
  @Test
  void noFactorsOverflowTheAccumulator() {
    for (int n : new int[] {1, 2, 3, 7, 64, 1000}) {
      byte[] lowest = new byte[n];
      Arrays.fill(lowest, (byte) -128);
      for (int bits = 2; bits <= 5; bits++) {
        PowerCodes x = log(bits, n);
        for (int dropped : new int[] {0, 3, 40}) {
          ShiftProduct rule = new ShiftProduct(dropped, 64);
          int width = ProductCost.shifts(n, 8, x, rule).accumulatorBits();
          fits(rule.dot(lowest, x), width, dropped == 0);
          width = ProductCost.powers(n, x, x, rule).accumulatorBits();
          boolean possible = 2 * x.greatest() - 2 - dropped <= 50;
          if (possible) {
            fits(rule.dot(x, x), width, dropped == 0);
          }
        }
        LogSum logarithms = LogSum.shifting(6);
        int most = logarithms.dot(x, x).positive();
        int width = ProductCost.logarithms(n, x, x, logarithms).accumulatorBits();
        assertTrue(most < 1 << (width - 1), n + " products of " + x);
      }
      PowerCodes additive = PowerCodes.additive(4, 1, filled(n));
      int width = ProductCost.shifts(n, 8, additive, ShiftProduct.EXACT).accumulatorBits();
      fits(ShiftProduct.EXACT.dot(lowest, additive), width, true);
      fits(16384L * n, ProductCost.integers(n, 8, 8).accumulatorBits(), true);
    }
  }

  private static float[] filled(int n) {
    float[] x = new float[n];
    Arrays.fill(x, 1);
    return x;
  }

  private static void fits(long sum, int width, boolean tight) {
    long room = 1L << (width - 1);
    assertTrue(sum >= -room && sum < room, sum + " in " + width + " bits");
    assertTrue(!tight || Math.abs(sum) >= room / 4, sum + " in fewer than " + width + " bits");
  }

  @Test
  void countsAreThoseOfTheLoops() {
    PowerCodes x = log(4, 1);
    PowerCodes additive = PowerCodes.additive(5, 1, new float[1]);
    ShiftProduct exact = ShiftProduct.EXACT;
    assertEquals(new ProductCost(10, 0, 9, 0, 0, 160, 19), ProductCost.integers(10, 8, 8));
    assertEquals(new ProductCost(0, 10, 9, 0, 0, 130, 26), ProductCost.shifts(10, 8, x, exact));
    assertEquals(
        new ProductCost(0, 20, 19, 0, 0, 130, 18), ProductCost.shifts(10, 8, additive, exact));
    assertEquals(new ProductCost(0, 10, 19, 0, 0, 100, 33), ProductCost.powers(10, x, x, exact));
    assertEquals(
        new ProductCost(0, 9, 28, 9, 0, 100, 15),
        ProductCost.logarithms(10, x, x, LogSum.shifting(8)));
    assertEquals(
        new ProductCost(0, 0, 28, 9, 9, 100, 15),
        ProductCost.logarithms(10, x, x, LogSum.tabulated(8)));
  }

  @Test
  void nothingAndNonsenseAreRefused() {
    refused("factors must be at least 1, below 2^53, got 0", () -> ProductCost.integers(0, 8, 8));
    refused("integer bits must be in 1..16, got 17", () -> ProductCost.integers(1, 8, 17));
  }
}

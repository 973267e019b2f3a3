package org.halfstep.scheme;

import static org.halfstep.scheme.OnnxOperatorsTest.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.AdditivePowersOfTwo;
import org.halfstep.grid.Grid;
import org.halfstep.grid.LogQuant;
import org.halfstep.grid.NormalFloat;
import org.halfstep.grid.PowersOfTwo;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class ShiftProductTest {

  private static float[] floats(String text) {
    String[] parts = text.split(" ");
    float[] x = new float[parts.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.parseFloat(parts[i]);
    }
    return x;
  }

  private static byte[] bytes(String text) {
    float[] x = floats(text);
    byte[] r = new byte[x.length];
    for (int i = 0; i < r.length; i++) {
      r[i] = (byte) x[i];
    }
    return r;
  }

  private static float[] gaussian(int stream, int n) {
    return Gaussian.STANDARD.sample(new Philox(16, stream), n);
  }

  @Test
  void sumsAreThoseOfPythonsIntegersAndNearTheExactOnes() {
    for (Oracle row : Oracle.rows("shifts")) {
      int bits = row.integer("bits");
      ShiftProduct product = new ShiftProduct(row.integer("dropped"), 64);
      float[] values = floats(row.text("x"));
      boolean additive = row.text("case").equals("additive");
      Grid grid = additive ? null : new LogQuant(bits, row.integer("fsr")).grid();
      PowerCodes x = additive ? PowerCodes.additive(bits, 1, values) : PowerCodes.of(grid, values);
      long sum;
      double scale = 1;
      double bound;
      if (row.text("case").equals("powers")) {
        PowerCodes w = PowerCodes.of(grid, floats(row.text("left")));
        sum = product.dot(w, x);
        scale = w.scale();
        bound = product.bound(w, x);
      } else {
        sum = product.dot(bytes(row.text("left")), x);
        bound = product.bound(x);
      }
      assertEquals(Long.parseLong(row.text("sum")), sum, row.toString());
      double exact = row.number("exact");
      double unit = product.unit(scale, x);
      double rounding = 4 * Math.ulp(exact) / unit;
      Near.absolute(exact / unit, sum, bound + rounding, row);
      assertTrue(product.dropped() > 0 || bound == 0, row.toString());
    }
  }

  @Test
  void nothingDroppedIsTheProductOfTheDequantizedNumbers() {
    int n = 1000;
    PowerCodes x = PowerCodes.of(new LogQuant(4, 2).grid(), gaussian(1, n));
    PowerCodes w = PowerCodes.of(PowersOfTwo.coded(4).scaled(3), gaussian(2, n));
    PowerCodes additive = PowerCodes.additive(5, 3, gaussian(3, n));
    byte[] r = new byte[n];
    double first = 0;
    double second = 0;
    double third = 0;
    for (int i = 0; i < n; i++) {
      r[i] = (byte) (i % 256);
      first += r[i] * x.value(i); // sums of less than 53 bits: exact
      second += w.value(i) * x.value(i);
      third += r[i] * (additive.value(i) / additive.scale());
    }
    ShiftProduct exact = ShiftProduct.EXACT;
    assertEquals(first, exact.dot(r, x) * exact.unit(1, x));
    assertEquals(second, exact.dot(w, x) * exact.unit(w.scale(), x));
    assertEquals(third, exact.dot(r, additive), 1e-6, "integers but for the division by the scale");
  }

  @Test
  void codesAreTheLevelsOfTheirGrid() {
    float[] x = gaussian(4, 2000);
    x[7] = 0;
    x[8] = Float.POSITIVE_INFINITY;
    x[9] = Float.NEGATIVE_INFINITY;
    x[10] = Float.MIN_VALUE;
    Grid[] grids = {
      new LogQuant(3, 1).grid(),
      new LogQuant(6, 2).grid().scaled(0.3),
      PowersOfTwo.floor(-5, 0),
      PowersOfTwo.set(4).nonNegative()
    };
    for (Grid grid : grids) {
      PowerCodes codes = PowerCodes.of(grid, x);
      for (int i = 0; i < x.length; i++) {
        assertEquals(grid.nearest(x[i]), codes.value(i), grid + " of " + x[i]);
      }
    }
    for (int bits = 2; bits <= 8; bits++) {
      PowerCodes codes = PowerCodes.additive(bits, 2.5, x);
      Grid grid = AdditivePowersOfTwo.usual(bits).scaled(2.5);
      assertEquals(bits < 4 ? 1 : bits / 2, codes.terms(), "terms of " + bits);
      for (int i = 0; i < x.length; i++) {
        Near.ulps(grid.nearest(x[i]), codes.value(i), 2, bits + " bits of " + x[i]);
      }
    }
  }

  @Test
  void flooringTakesAwayAndNeverMoreThanTheBound() {
    float[] positive = gaussian(5, 500);
    for (int i = 0; i < positive.length; i++) {
      positive[i] = Math.abs(positive[i]);
    }
    PowerCodes x = PowerCodes.of(new LogQuant(4, 2).grid(), positive);
    byte[] r = new byte[500];
    for (int i = 0; i < r.length; i++) {
      r[i] = (byte) (37 * i);
    }
    long exact = ShiftProduct.EXACT.dot(r, x);
    for (int dropped = 1; dropped <= 30; dropped++) {
      ShiftProduct product = new ShiftProduct(dropped, 64);
      double loss = Math.scalb((double) exact, -dropped) - product.dot(r, x);
      assertTrue(loss >= 0 && loss <= product.bound(x), dropped + ": " + loss);
    }
    // Odd negative integers reach the bound: floor(-1 2^-e) is -1.
    byte[] ones = new byte[500];
    Arrays.fill(ones, (byte) -127);
    PowerCodes small = PowerCodes.of(new LogQuant(4, 2).grid(), filled(500, 0x1p-13f));
    ShiftProduct one = new ShiftProduct(1, 64);
    double loss = -127 * 500 / 2.0 - one.dot(ones, small);
    assertEquals(one.bound(small), loss);
  }

  private static float[] filled(int n, float v) {
    float[] x = new float[n];
    Arrays.fill(x, v);
    return x;
  }

  @Test
  void lostPowersReachTheirBoundIfTheyHaveOneSign() {
    PowerCodes x = PowerCodes.of(new LogQuant(4, 2).grid(), filled(10, 0.01f));
    ShiftProduct product = new ShiftProduct(25, 64);
    double exact = 10 * x.value(0) * x.value(0);
    double unit = product.unit(x.scale(), x);
    assertEquals(0, product.dot(x, x));
    assertEquals(exact / unit, product.bound(x, x));
  }

  @Test
  void overflowIsDetected() {
    PowerCodes x = PowerCodes.of(new LogQuant(4, 4).grid(), filled(100, 8));
    byte[] r = new byte[100];
    Arrays.fill(r, (byte) 127);
    long sum = ShiftProduct.EXACT.dot(r, x);
    assertEquals(100 * 127L << 14, sum);
    int need = 1 + Long.SIZE - Long.numberOfLeadingZeros(sum);
    assertEquals(sum, new ShiftProduct(0, need).dot(r, x));
    var e = assertThrows(AccumulatorOverflow.class, () -> new ShiftProduct(0, need - 1).dot(r, x));
    assertEquals("a sum must fit into 28 bits, got 208076800", e.getMessage());
    Arrays.fill(r, (byte) -128);
    Arrays.fill(r, 64, 100, (byte) 0);
    assertEquals(-1L << 27, new ShiftProduct(0, 28).dot(r, x), "the lowest of 28 bits");
    r[64] = -1;
    assertThrows(AccumulatorOverflow.class, () -> new ShiftProduct(0, 28).dot(r, x));
    PowerCodes wide = PowerCodes.of(new LogQuant(5, 4).grid(), filled(100, 8));
    assertThrows(AccumulatorOverflow.class, () -> ShiftProduct.EXACT.dot(wide, wide));
  }

  @Test
  void wrongArgumentsAreExplained() {
    refused("dropped bits must be in 0..127, got 128", () -> new ShiftProduct(128, 32));
    refused("accumulator bits must be in 8..64, got 7", () -> new ShiftProduct(0, 7));
    Grid log = new LogQuant(4, 1).grid();
    PowerCodes two = PowerCodes.of(log, new float[2]);
    PowerCodes none = PowerCodes.of(log, new float[0]);
    ShiftProduct exact = ShiftProduct.EXACT;
    refused("factors must be as many, at least 1, got 3 and 2", () -> exact.dot(new byte[3], two));
    refused("factors must be as many, at least 1, got 0 and 0", () -> exact.dot(new byte[0], none));
    refused("factors must be as many, at least 1, got 2 and 0", () -> exact.dot(two, none));
    refused(
        "numbers must not be NaN, got NaN at 1",
        () -> PowerCodes.of(log, new float[] {1, Float.NaN}));
    refused(
        "numbers must not be NaN, got NaN at 0",
        () -> PowerCodes.additive(4, 1, new float[] {Float.NaN}));
    for (Grid grid : new Grid[] {NormalFloat.nf4(), Grid.of(0, 1, 3), Grid.of(-1, 0, 1, 2)}) {
      refused(
          "levels must be 0 and up to 127 powers of two times one number, got " + grid,
          () -> PowerCodes.of(grid, new float[1]));
    }
    refused("bits must be in 2..8, got 9", () -> PowerCodes.additive(9, 1, new float[1]));
    refused(
        "scale must be positive and finite, got 0.0",
        () -> PowerCodes.additive(4, 0, new float[1]));
    PowerCodes six = PowerCodes.of(new LogQuant(6, 1).grid(), new float[2]);
    refused(
        "products must have at most 62 bits, got 69: drop 7 low bits",
        () -> exact.dot(new byte[2], six));
    assertEquals(0, new ShiftProduct(10, 32).dot(new byte[2], six));
  }
}

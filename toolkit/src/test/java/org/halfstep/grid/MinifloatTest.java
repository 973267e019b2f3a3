package org.halfstep.grid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;

/** Small floats are those of OCP, of ml_dtypes and of the JDK. */
class MinifloatTest {

  private static final Map<String, Minifloat> ML_DTYPES =
      Map.of(
          "float8_e4m3fn", Minifloat.E4M3,
          "float8_e5m2", Minifloat.E5M2,
          "float6_e3m2fn", Minifloat.E3M2,
          "float6_e2m3fn", Minifloat.E2M3,
          "float4_e2m1fn", Minifloat.E2M1,
          "float8_e3m4", new Minifloat(3, 4, 3, Specials.INFINITIES),
          "float8_e4m3", new Minifloat(4, 3, 7, Specials.INFINITIES),
          "float8_e4m3fnuz", Minifloat.E4M3FNUZ,
          "float8_e5m2fnuz", Minifloat.E5M2FNUZ,
          "float8_e4m3b11fnuz", new Minifloat(4, 3, 11, Specials.UNSIGNED_ZERO));

  private static Overflow cast(Minifloat format) {
    return format.specials() == Specials.NONE ? Overflow.SATURATE : Overflow.SPECIAL;
  }

  @Test
  void everyCodeHasTheValueOfMlDtypes() {
    List<Oracle> rows = Oracle.rows("minifloat_codes");
    for (Oracle row : rows) {
      Minifloat format = ML_DTYPES.get(row.text("format"));
      double expected =
          switch (row.text("value")) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> row.number("value");
          };
      assertEquals(expected, format.value(row.integer("code")), row.toString()); // -0.0 is not 0.0
    }
    assertEquals(7 * 256 + 2 * 64 + 16, rows.size());
  }

  @Test
  void everyFloatIsRoundedAsInMlDtypes() {
    Map<Minifloat, Grid> grids = new HashMap<>();
    for (Oracle row : Oracle.rows("minifloat_rounding")) {
      Minifloat format = ML_DTYPES.get(row.text("format"));
      float x = Float.intBitsToFloat(Integer.parseUnsignedInt(row.text("float"), 16));
      int code = format.code(x, cast(format));
      double value = format.value(row.integer("code"));
      boolean nan = Double.isNaN(value) && Double.isNaN(format.value(code)); // any NaN will do
      assertTrue(nan || code == row.integer("code"), x + " to " + code + ", expected " + row);
      assertEquals(
          Double.isFinite(value) && Math.abs(x) < format.overflow()
              || cast(format) != Overflow.SPECIAL,
          Double.isFinite(value),
          "overflow of " + row);
      if (Double.isFinite(value)) {
        Grid grid = grids.computeIfAbsent(format, Minifloat::grid);
        assertEquals(value + 0.0, grid.nearest(x), row.toString());
      }
    }
  }

  @Test
  void sizesAndEndsAreThePublishedOnes() {
    assertEnds(Minifloat.E4M3, 253, 448, 0x1p-9, Math.nextUp(464.0));
    assertEnds(Minifloat.E5M2, 247, 57344, 0x1p-16, 61440);
    assertEnds(Minifloat.E3M2, 63, 28, 0.0625, 30);
    assertEnds(Minifloat.E2M3, 63, 7.5, 0.125, 7.75);
    assertEnds(Minifloat.E2M1, 15, 6, 0.5, 7);
    assertEnds(Minifloat.HALF, 63487, 65504, 0x1p-24, 65520);
    assertArrayEquals(
        new double[] {-6, -4, -3, -2, -1.5, -1, -.5, 0, .5, 1, 1.5, 2, 3, 4, 6},
        Minifloat.E2M1.grid().levels());
  }

  private static void assertEnds(Minifloat f, int size, double max, double least, double overflow) {
    Grid grid = f.grid();
    assertEquals(size, grid.size(), f.toString());
    assertEquals(max, f.max(), f.toString());
    assertEquals(max, grid.level(size - 1), f.toString());
    assertEquals(least, grid.level(size / 2 + 1), f.toString());
    assertEquals(overflow, f.overflow(), f.toString());
  }

  @Test
  void tiesGoToTheEvenMantissa() {
    Grid e2m1 = Minifloat.E2M1.grid();
    double[][] tieAndValue = {
      {.25, 0}, {.75, 1}, {1.25, 1}, {1.75, 2}, {2.5, 2}, {3.5, 4}, {5, 4}, {-.25, 0}, {-5, -4}
    };
    for (double[] pair : tieAndValue) {
      assertEquals(pair[1], e2m1.nearest(pair[0]), "tie " + pair[0]);
    }
  }

  @Test
  void theGridAndTheBitsAgreeOnTwoMillionBitPatterns() {
    SplittableRandom random = new SplittableRandom(17);
    for (Minifloat format : ML_DTYPES.values()) {
      Grid grid = format.grid();
      int zero = grid.size() / 2;
      assertEquals(-zero, grid.firstCode());
      for (int i = 0; i < 200_000; i++) {
        float x = Float.intBitsToFloat(random.nextInt());
        if (Float.isNaN(x)) {
          continue;
        }
        int code = format.code(x, Overflow.SATURATE);
        int sign = 1 << (format.bits() - 1);
        int signed = (code & sign) == 0 ? code : -(code & (sign - 1));
        if (signed != grid.encode(x) - zero) {
          fail(format + " at " + x + ": bits " + signed + ", grid " + (grid.encode(x) - zero));
        }
      }
    }
  }

  @Test
  void halfIsTheFloat16OfTheJdk() {
    for (int code = 0; code < 1 << 16; code++) {
      float expected = Float.float16ToFloat((short) code);
      assertEquals(expected, (float) Minifloat.HALF.value(code), "code " + code);
    }
    SplittableRandom random = new SplittableRandom(23);
    Grid grid = Minifloat.HALF.grid();
    for (int i = 0; i < 500_000; i++) {
      float x = Float.intBitsToFloat(random.nextInt());
      int expected = Float.floatToFloat16(x) & 0xffff;
      if (!Float.isNaN(x) && expected != Minifloat.HALF.code(x, Overflow.SPECIAL)) {
        fail("x = " + x + ", expected code " + expected);
      }
      float rounded = Float.float16ToFloat((short) expected);
      if (Float.isFinite(rounded) && grid.nearest(x) != rounded) {
        fail("x = " + x + ", expected " + rounded);
      }
    }
  }

  @Test
  void bfloat16IsTheUpperHalfOfAFloat() {
    SplittableRandom random = new SplittableRandom(29);
    for (int i = 0; i < 200_000; i++) {
      int bits = random.nextInt();
      float x = Float.intBitsToFloat(bits);
      if (!Float.isNaN(x)) {
        int expected = (bits + 0x7fff + (bits >>> 16 & 1)) >>> 16; // half to even, by integers
        assertEquals(expected, Minifloat.BFLOAT16.code(x, Overflow.SPECIAL), "x = " + x);
      }
    }
  }

  @Test
  void specialValuesFollowTheFormat() {
    double inf = Double.POSITIVE_INFINITY;
    assertEquals(0x7c, Minifloat.E5M2.code(inf, Overflow.SPECIAL));
    assertEquals(0xfc, Minifloat.E5M2.code(-1e9, Overflow.SPECIAL));
    assertEquals(0x7b, Minifloat.E5M2.code(inf, Overflow.SATURATE));
    assertEquals(0x7f, Minifloat.E4M3.code(inf, Overflow.SPECIAL));
    assertEquals(0xfe, Minifloat.E4M3.code(-inf, Overflow.SATURATE));
    assertEquals(0x80, Minifloat.E4M3.code(-1e-9, Overflow.SATURATE), "-0 keeps its sign");
    assertEquals(0, Minifloat.E4M3FNUZ.code(-1e-9, Overflow.SATURATE), "no -0");
    assertEquals(0x80, Minifloat.E4M3FNUZ.code(Double.NaN, Overflow.SATURATE));
  }

  @Test
  void badFormatsNameTheRuleAndTheValue() {
    assertMessage("exponent bits must be in 1..8, got 0", () -> Minifloat.of(0, 3));
    assertMessage("exponent bits must be in 1..8, got 9", () -> Minifloat.of(9, 3));
    assertMessage("mantissa bits must be in 0..10, got -1", () -> Minifloat.of(4, -1));
    assertMessage("bits with the sign must be in 2..16, got 19", () -> Minifloat.of(8, 10));
    assertMessage(
        "bias must be in -512..512, got 1000", () -> new Minifloat(4, 3, 1000, Specials.NONE));
    assertMessage(
        "at least 1 mantissa bit, got 0", () -> new Minifloat(4, 0, 7, Specials.INFINITIES));
    assertMessage(
        "must get a number, got NaN", () -> Minifloat.E2M1.code(Double.NaN, Overflow.SATURATE));
    assertMessage("must saturate", () -> Minifloat.E2M1.code(7, Overflow.SPECIAL));
    assertMessage("code must be in 0..15, got 16", () -> Minifloat.E2M1.value(16));
  }

  private static void assertMessage(String part, Runnable action) {
    var e = assertThrows(IllegalArgumentException.class, action::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}

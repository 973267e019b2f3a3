package org.halfstep.grid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;

/** Formats have the levels and thresholds of their definitions, of other programs and of tables. */
class FormatTablesTest {

  private static Map<String, Double> parameters(String text) {
    Map<String, Double> map = new HashMap<>();
    for (String part : text.isEmpty() ? new String[0] : text.split(" ")) {
      map.put(part.split("=")[0], Double.valueOf(part.split("=")[1]));
    }
    return map;
  }

  @Test
  void levelsAndThresholdsAreThoseOfTheDefinitions() {
    Map<String, Format> formats = new HashMap<>();
    Map<String, Integer> rows = new HashMap<>();
    for (Oracle row : Oracle.rows("format_levels")) {
      String name = row.text("format") + row.text("bits") + row.text("parameters");
      Map<String, Double> parameters = parameters(row.text("parameters"));
      Format format =
          formats.computeIfAbsent(
              name, n -> Format.of(row.text("format"), row.integer("bits"), parameters));
      rows.merge(name, 1, Integer::sum);
      Grid grid = format.grid();
      int i = row.integer("index");
      // Levels are at most a quotient, a product and a sum of doubles; quantiles are to 1e-14.
      if (name.startsWith("nf")) {
        Near.absolute(row.number("level"), grid.level(i), 1e-14, row);
      } else if (name.startsWith("pwlq")) {
        Near.absolute(row.number("level"), grid.level(i), 2 * Math.ulp(1.0), row);
      } else {
        assertEquals(row.number("level"), grid.level(i), row.toString());
      }
      if (!row.text("upper").isEmpty()) {
        double scale = Math.max(Math.abs(grid.level(i)), Math.abs(grid.level(i + 1)));
        double off = name.startsWith("nf") ? 1e-14 : 4 * Math.ulp(Math.max(scale, 1e-300));
        Near.absolute(row.number("upper"), grid.upper(i), off, row);
      }
    }
    rows.forEach((name, n) -> assertEquals(n, formats.get(name).grid().size(), name));
    assertEquals(55, rows.size(), rows.keySet().toString());
  }

  @Test
  void apotHasThePublishedLevels() {
    // Levels as the authors' repository computes them, for 2 to 4 magnitude bits.
    double[] two = {0, .25, .5, 1};
    double[] three = {0, .1, .2, .3, .4, .6, .8, 1};
    double[] four = {
      0, 1 / 48., 1 / 24., 1 / 16., 1 / 12., 1 / 8., 1 / 6., 3 / 16., 1 / 4., 1 / 3., 3 / 8.,
      1 / 2., 2 / 3., 11 / 16., 3 / 4., 1
    };
    assertArrayEquals(two, AdditivePowersOfTwo.usualMagnitudes(2).levels());
    assertArrayEquals(three, AdditivePowersOfTwo.usualMagnitudes(3).levels());
    assertArrayEquals(four, AdditivePowersOfTwo.usualMagnitudes(4).levels());
    assertEquals(32, AdditivePowersOfTwo.usualMagnitudes(5).size());
    assertEquals(1.28 / 128, AdditivePowersOfTwo.usualMagnitudes(5).level(1), "gamma = 1.28");
    assertEquals(15, AdditivePowersOfTwo.usual(4).size());
    assertEquals(Grid.ternary(0.5), AdditivePowersOfTwo.usual(2));
    assertEquals(255, AdditivePowersOfTwo.usual(8).size());
    assertEquals(39, AdditivePowersOfTwo.signedTerms(4, 2).size(), "of 49 sums");
    assertEquals(
        AdditivePowersOfTwo.usualMagnitudes(4), AdditivePowersOfTwo.formula(4, 2), "B = 4");
  }

  @Test
  void powersOfTwoHaveTheLevelsOfTheArticle() {
    // Q^p(1, 5): the least are 2^-15 and 2^-14, the largest 1/2 and 1; 2^b + 1 levels.
    Grid q = PowersOfTwo.set(5);
    assertEquals(33, q.size());
    assertEquals(0x1p-15, q.level(17));
    assertEquals(0x1p-14, q.level(18));
    assertEquals(0.5, q.level(31));
    assertEquals(1, q.level(32));
    // The printed rule has 2 b + 1, and takes the power below.
    Grid printed = PowersOfTwo.printed(5);
    assertEquals(11, printed.size());
    assertEquals(0.5, printed.nearest(0.99));
    assertEquals(-0.5, printed.nearest(-0.99));
    assertEquals(-0.5, printed.nearest(-0.5));
    assertEquals(0x1p-4, printed.nearest(0x1p-4));
    assertEquals(0, printed.nearest(Math.nextDown(0x1p-4)));
    assertEquals(1, printed.nearest(77));
  }

  @Test
  void logQuantIsTheFormulaExceptWhereTheFormulaSlips() {
    LogQuant log = new LogQuant(3, 2);
    Grid grid = log.grid();
    assertEquals(2 * 7 + 1, grid.size());
    assertEquals(2, grid.level(14), "the top exponent is FSR - 1");
    for (double x = 0.001; x < 20; x *= 1.003) {
      double e = Math.rint(Math.log(x) / Math.log(2));
      double expected = e <= 2 - 8 ? 0 : Math.pow(2, Math.min(e, 1));
      assertEquals(expected, grid.nearest(x), "x = " + x);
      assertEquals(-expected + 0.0, grid.nearest(-x), "x = -" + x);
      assertEquals(expected == 0 ? 1 : expected, log.printed(x), "printed, x = " + x);
      assertEquals(log.printed(x), log.printed(-x), "printed without a sign");
    }
    assertEquals(0, log.printed(0));
    assertEquals(1, log.printed(Double.MIN_VALUE));
    assertEquals(2, log.printed(Double.POSITIVE_INFINITY));
  }

  @Test
  void linearQuantEndsOneStepBelowFullScale() {
    LinearQuant linear = new LinearQuant(4, 1);
    assertEquals(Grid.integer(4, Range.UNSIGNED).scaled(0.125), linear.grid());
    for (double x = -1; x < 1.9; x += 1 / 32.0) {
      assertEquals(linear.grid().nearest(x), linear.printed(x), "x = " + x);
    }
    assertEquals(1.875, linear.grid().nearest(5));
    assertEquals(1, linear.printed(5), "2^FSR - 1, not 2^FSR - step");
    assertEquals(0, new LinearQuant(4, 0).printed(5));
  }

  @Test
  void pwlqOfTheArticleIsTwoUniformGrids() {
    double m = 0.8;
    double p = 0.2;
    Grid formula = PiecewiseLinear.formula(4, m, p);
    assertEquals(29, formula.size());
    for (double x = -1.0001; x <= 1; x += 1 / 512.0) { // no tie among them
      double size = Math.min(Math.abs(x), m);
      double step = size <= p ? p / 7 : (m - p) / 7;
      double from = size <= p ? 0 : p;
      double expected = Math.signum(x) * (from + Math.rint((size - from) / step) * step);
      Near.absolute(expected, formula.nearest(x), 4 * Math.ulp(m), x);
    }
  }

  @Test
  void pwlqOfTheProgramHasAHoleBesideTheBreakpoint() {
    double m = 0.8;
    double p = 0.2;
    Grid reference = PiecewiseLinear.reference(4, m, p);
    assertEquals(31, reference.size());
    for (double x = -1.0001; x <= 1; x += 1 / 512.0) { // no tie among them
      double expected = program(x, 4, m, p);
      Near.absolute(expected, reference.nearest(x), 4 * Math.ulp(m), x);
    }
    assertEquals(p, reference.nearest(p), "p belongs to the tail");
    Near.ulps(14 / 75.0, reference.nearest(Math.nextDown(p)), 2, "7 steps of 2p/15");
  }

  /** What the authors' program does, piece by piece. */
  private static double program(double x, int bits, double m, double p) {
    int tail = (1 << bits - 1) - 1;
    double step = (m - p) / tail;
    if (x <= -p) {
      return Math.rint((Math.max(x, -m) + m) / step) * step - m;
    } else if (x >= p) {
      return Math.rint((Math.min(x, m) - p) / step) * step + p;
    }
    double centre = 2 * p / ((1 << bits) - 1);
    return Math.rint(x / centre) * centre;
  }

  @Test
  void breakpointsAreTheRootsAndApproximationsAreNear() {
    for (Oracle row : Oracle.rows("pwlq_breakpoint")) {
      double m = row.number("m");
      boolean gaussian = row.text("law").equals("gaussian");
      double root =
          gaussian ? PiecewiseLinear.gaussianBreakpoint(m) : PiecewiseLinear.laplaceBreakpoint(m);
      // The equation is lost in the rounding of its terms of size 2 m: about 2e-15 of the root.
      Near.relative(row.number("breakpoint"), root, 1e-14, row);
      double near =
          gaussian
              ? PiecewiseLinear.gaussianApproximation(m)
              : PiecewiseLinear.laplaceApproximation(m);
      Near.relative(row.number("approximation"), near, 1e-14, row);
    }
  }

  @Test
  void nf4IsTheTableAndItsFormulaIsNear() {
    Grid table = NormalFloat.nf4();
    Grid formula = NormalFloat.of(4);
    double worst = 0;
    for (int i = 0; i < 16; i++) {
      assertEquals((float) table.level(i), table.level(i), "the table holds floats");
      worst = Math.max(worst, Math.abs(table.level(i) - formula.level(i)));
    }
    assertTrue(worst > 1e-8 && worst < 5e-7, "the formula is off by 1e-7, got " + worst);
    for (int bits = 2; bits <= 8; bits++) {
      Grid grid = NormalFloat.of(bits);
      assertEquals(1 << bits, grid.size());
      assertEquals(-1, grid.level(0));
      assertEquals(1, grid.level(grid.size() - 1));
      assertEquals(0, grid.level(grid.size() / 2 - 1), "one more level above 0 than below");
    }
  }

  @Test
  void codesAreTheBitsThatAreStored() {
    assertEquals(List.of(2, 3, 0, 1), Format.of("int2").codes());
    assertEquals(List.of(3, 0, 1), Format.of("int2-symmetric").codes());
    assertEquals(List.of(0, 1, 2, 3), Format.of("uint2").codes());
    assertEquals(0x80, Format.of("int8").code(0).orElseThrow());
    assertEquals(
        List.of(15, 14, 13, 12, 11, 10, 9, 0, 1, 2, 3, 4, 5, 6, 7), Format.of("e2m1").codes());
    Format e4m3 = Format.of("E4M3");
    assertEquals(0xfe, e4m3.code(0).orElseThrow());
    for (int i = 0; i < e4m3.grid().size(); i++) {
      assertEquals(
          e4m3.grid().level(i),
          Minifloat.E4M3.value(e4m3.code(i).orElseThrow()) + 0.0,
          "index " + i);
    }
    assertEquals(15, Format.of("nf4").code(15).orElseThrow());
    assertTrue(Format.of("apot4").code(0).isEmpty());
  }

  @Test
  void smallFloatsHaveTheTablesOfTheirStandards() {
    // OCP 8-bit floating point and MX v1.0: codes of numbers, largest, least normal, least above 0.
    double[][] facts = {
      {4, 3, 254, 448, 0x1p-6, 0x1p-9},
      {5, 2, 248, 57344, 0x1p-14, 0x1p-16},
      {2, 3, 64, 7.5, 1, 0.125},
      {3, 2, 64, 28, 0.25, 0.0625},
      {2, 1, 16, 6, 1, 0.5}
    };
    for (double[] fact : facts) {
      String name = "e%.0fm%.0f".formatted(fact[0], fact[1]);
      Grid grid = Format.of(name).grid();
      assertEquals(fact[2] - 1, grid.size(), name + ": 0 and -0 are one level");
      assertEquals(fact[3], grid.level(grid.size() - 1), name);
      int zero = grid.size() / 2;
      assertEquals(fact[5], grid.level(zero + 1), name);
      assertEquals(fact[4], grid.level(zero + (1 << (int) fact[1])), name);
    }
    assertEquals(Format.of("e4m3").grid(), Format.of("e4m3fn").grid());
    assertEquals(Format.of("e2m1"), Format.of("MXFP4", 4, Map.of()));
    assertEquals(Format.of("e2m1"), Format.of("nvfp4"));
    assertEquals(Format.of("e3m2"), Format.of("mxfp6-e3m2", 6, Map.of()));
    Grid mxint = Format.of("mxint", 8, Map.of()).grid();
    assertEquals(1 + 63 / 64.0, mxint.level(255));
    assertEquals(-2, mxint.level(0));
  }

  @Test
  void fp4OfBitsandbytesIsItsTableAndNotE2m1() {
    Format format = Format.of("fp4");
    double[] byCode = {0, 0.0625, 8, 12, 4, 6, 2, 3};
    Grid grid = format.grid();
    assertEquals(15, grid.size());
    for (int i = 0; i < 15; i++) {
      int code = format.code(i).orElseThrow();
      double level = (code < 8 ? 1 : -1) * byCode[code & 7] / 12;
      assertEquals(level + 0.0, grid.level(i), "code " + code);
    }
    // The thresholds of its kernel, as printed there; "greater than" sends a tie towards 0.
    double[] above = {0.002604f, 0.0859375, 0.20833333f, 0.29166667f, 0.4166667f, 0.583333f};
    for (int i = 0; i < above.length; i++) {
      Near.absolute(above[i], grid.upper(7 + i), 1e-6, "threshold " + i);
      assertEquals(grid.level(7 + i), grid.nearest(grid.upper(7 + i)), "tie " + i);
      assertEquals(grid.level(7 - i), grid.nearest(-grid.upper(7 + i)), "tie -" + i);
    }
  }

  @Test
  void lqNetsStartsFromEquidistantLevels() {
    Grid weights = Format.of("lq", 3, Map.of("n", 288.0)).grid();
    double v = 0.6745 * Math.sqrt(2 / 288.0) / 4;
    Grid activations = Format.of("lq2-unsigned").grid();
    assertEquals(8, weights.size());
    for (int i = 0; i < 8; i++) {
      Near.absolute((2 * i - 7) * v, weights.level(i), 4 * Math.ulp(7 * v), "level " + i);
    }
    for (int i = 0; i < 4; i++) {
      Near.absolute(0.6745 * 2 / 3 * i, activations.level(i), 1e-15, "level " + i);
    }
  }

  @Test
  void namesAreFoundWholeOrAsFamilyAndWidth() {
    assertEquals(Format.of("int8-symmetric"), Format.of("int-symmetric", 8, Map.of()));
    assertEquals(Format.of("int8-symmetric"), Format.of("INT8-symmetric", 8, Map.of()));
    assertEquals("int8-symmetric", Format.of("int-symmetric", 8, Map.of()).name());
    assertEquals(Format.of("e4m3"), Format.of("e4m3", 8, Map.of()));
    assertEquals(Grid.ternary(0.7), Format.of("ternary", 2, Map.of("threshold", 0.7)).grid());
    assertEquals(new LogQuant(4, -2).grid(), Format.of("log", 4, Map.of("fsr", -2.0)).grid());
    assertEquals(5, Format.of("pwlq4").storageBits());
    assertEquals(8, Format.of("e4m3").storageBits());
    assertEquals(4, Format.of("pot3").storageBits());
    assertEquals(3, Format.of("pot3-coded").storageBits());
    List<Format> all = Format.catalogue();
    assertEquals(all.size(), new TreeSet<>(all.stream().map(Format::name).toList()).size());
  }

  @Test
  void wrongNamesAndNumbersAreExplained() {
    assertMessage("format must be one of [apot", () -> Format.of("posit8"));
    assertMessage("format must have a width in 1..16, got int", () -> Format.of("int"));
    assertMessage("bits of int17 must be in 1..16, got 17", () -> Format.of("int17"));
    assertMessage("int8 must have 8 bits, got 4", () -> Format.of("int8", 4, Map.of()));
    assertMessage("e4m3 must have 8 bits, got 4", () -> Format.of("e4m3", 4, Map.of()));
    assertMessage("nf has no parameter [p]", () -> Format.of("nf", 4, Map.of("p", 1.0)));
    assertMessage("fsr must be in -128..128, got 999", () -> new LogQuant(4, 999));
    assertMessage(
        "fsr must be a small integer, got 0.5", () -> Format.of("log", 4, Map.of("fsr", 0.5)));
    assertMessage("fsr must be in -128..128, got -200", () -> new LinearQuant(4, -200));
    assertMessage("bits must be in 1..9, got 0", () -> new LogQuant(0, 1));
    assertMessage(
        "breakpoint p must be in 0 < p < m, got p = 0.9 and m = 0.8",
        () -> PiecewiseLinear.formula(4, 0.8, 0.9));
    assertMessage(
        "largest magnitude m must be positive and finite, got NaN",
        () -> PiecewiseLinear.gaussianBreakpoint(Double.NaN));
    assertMessage(
        "bits must be a multiple of the base bits, got 5 and 2",
        () -> AdditivePowersOfTwo.formula(5, 2));
    assertMessage("bits must be in 2..8, got 9", () -> AdditivePowersOfTwo.usual(9));
    assertMessage("bits must be in 2..8, got 9", () -> NormalFloat.of(9));
    assertMessage(
        "least exponent must be at most the greatest, got 3 and 1",
        () -> PowersOfTwo.nearest(3, 1));
    assertMessage(
        "exponents must be in -1000..1000, got -2000 and 1", () -> PowersOfTwo.floor(-2000, 1));
  }

  private static void assertMessage(String part, Runnable action) {
    var e = assertThrows(IllegalArgumentException.class, action::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}

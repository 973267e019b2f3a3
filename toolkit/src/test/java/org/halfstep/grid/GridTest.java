package org.halfstep.grid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every grid keeps {@link GridLaws}; here they are listed, with what is special to each. */
class GridTest {

  @Nested
  class Int8 extends GridLaws {
    @Override
    Grid grid() {
      return Grid.integer(8, Range.FULL).scaled(0.1);
    }
  }

  @Nested
  class Symmetric4 extends GridLaws {
    @Override
    Grid grid() {
      return Grid.integer(4, Range.SYMMETRIC).scaled(1 / 3.0);
    }
  }

  @Nested
  class Unsigned extends GridLaws {
    @Override
    Grid grid() {
      return Grid.integer(6, Range.UNSIGNED).scaled(7e-5);
    }
  }

  @Nested
  class Midrise extends GridLaws {
    @Override
    Grid grid() {
      return Grid.integer(5, Range.MIDRISE).scaled(0.3);
    }
  }

  @Nested
  class Shifted extends GridLaws {
    @Override
    Grid grid() {
      return Grid.integer(4, Range.FULL).scaled(0.1).shifted(0.7);
    }
  }

  @Nested
  class Arbitrary extends GridLaws {
    @Override
    Grid grid() {
      return Grid.of(-3, -1, 0, 0.25, 8);
    }
  }

  @Nested
  class Computed extends GridLaws {
    @Override
    Grid grid() {
      return Grid.integer(8, Range.SYMMETRIC).computed(0.1f, Arithmetic.RECIPROCAL);
    }
  }

  @Nested
  class AwayFromZero extends GridLaws {
    @Override
    Grid grid() {
      return Grid.integer(4, Range.FULL).scaled(0.1).rounding(Rounding.AWAY_FROM_ZERO);
    }
  }

  @Nested
  class Truncated extends GridLaws {
    @Override
    Grid grid() {
      return Grid.integer(4, Range.FULL).scaled(0.1).rounding(Rounding.TOWARDS_ZERO);
    }
  }

  @Nested
  class ZeroPoint extends GridLaws {
    @Override
    Grid grid() {
      return Grid.integers(-3, 12).scaled(0.3);
    }
  }

  @Nested
  class Sums extends GridLaws {
    @Override
    Grid grid() {
      return Grid.sums(0.1, 0.2, 0.45);
    }
  }

  @Nested
  class Spliced extends GridLaws {
    @Override
    Grid grid() {
      return Grid.of(-1, 0, 1).splice(1.05, true, Grid.of(1.2, 2, 3));
    }
  }

  @Nested
  class Mirrored extends GridLaws {
    @Override
    Grid grid() {
      return Grid.of(0.25, 1, 3).symmetric();
    }
  }

  @Nested
  class ComputedMinifloat extends GridLaws {
    @Override
    Grid grid() {
      return Minifloat.E2M1.grid().computed(0.37f, Arithmetic.RECIPROCAL);
    }
  }

  @Test
  void integerRangesAreThoseOfTheirFormats() {
    assertArrayEquals(new double[] {-2, -1, 0, 1}, Grid.integer(2, Range.FULL).levels());
    assertArrayEquals(new double[] {-1, 0, 1}, Grid.integer(2, Range.SYMMETRIC).levels());
    assertArrayEquals(new double[] {0, 1, 2, 3}, Grid.integer(2, Range.UNSIGNED).levels());
    assertArrayEquals(new double[] {-1.5, -0.5, 0.5, 1.5}, Grid.integer(2, Range.MIDRISE).levels());
  }

  @Test
  void tiesGoToTheEvenInteger() {
    Grid g = Grid.integer(8, Range.FULL);
    for (int k = -127; k < 127; k++) {
      assertEquals(Math.rint(k + 0.5) + 0.0, g.nearest(k + 0.5), "k = " + k);
    }
  }

  @Test
  void theUniformPathAndTheSearchAgreeOnTenMillionBitPatterns() {
    SplittableRandom random = new SplittableRandom(11);
    List<Grid> fast = new ArrayList<>();
    for (double s : new double[] {0.1, 1 / 3.0, 1e-30, 7e19, 0x1p-149}) {
      fast.add(Grid.integer(8, Range.SYMMETRIC).scaled(s));
      fast.add(Grid.integer(12, Range.FULL).scaled(s).shifted(0.37 * s));
      fast.add(Grid.integer(5, Range.MIDRISE).scaled(s).rounding(Rounding.HALF_UP));
      fast.add(Grid.integer(6, Range.UNSIGNED).scaled(s).rounding(Rounding.TOWARDS_ZERO));
    }
    for (Grid grid : fast) {
      Grid searching = GridLaws.searching(grid);
      for (int i = 0; i < 500_000; i++) {
        float x = Float.intBitsToFloat(random.nextInt());
        if (searching.encode(x) != grid.encode(x)) {
          fail(grid + " at " + x + ": " + grid.encode(x) + ", searching " + searching.encode(x));
        }
      }
    }
  }

  @Test
  void computedGridsAreWhatFloatArithmeticDoes() {
    SplittableRandom random = new SplittableRandom(5);
    for (Arithmetic how : Arithmetic.values()) {
      for (float scale : new float[] {0.1f, 0.0245f, 1f, 3.7e-8f}) {
        Grid g = Grid.integer(8, Range.SYMMETRIC).computed(scale, how);
        for (int i = 0; i < 50_000; i++) {
          float x =
              i % 2 == 0
                  ? (random.nextInt(-300, 300) + 0.5f) * scale // at and near ties
                  : Float.intBitsToFloat(random.nextInt());
          if (Float.isNaN(x)) {
            continue;
          }
          double code = Math.clamp(Math.rint(how.quotient(x, scale)), -127.0, 127.0);
          assertEquals(
              code + 0.0, g.encode(x) - 127.0, "x = " + x + ", scale = " + scale + ", " + how);
        }
      }
    }
  }

  @Test
  void computedAgreesWithFloatArithmeticOnAnyUnitGrid() {
    SplittableRandom random = new SplittableRandom(6);
    Grid[] units = {
      Minifloat.E2M1.grid(),
      NormalFloat.nf4(),
      Grid.integer(5, Range.FULL).rounding(Rounding.HALF_FAR_FROM_ZERO),
      Grid.integer(3, Range.FULL).rounding(Rounding.AWAY_FROM_ZERO)
    };
    for (Grid unit : units) {
      for (Arithmetic how : Arithmetic.values()) {
        float scale = 0.0371f;
        Grid g = unit.computed(scale, how);
        for (int i = 0; i < 50_000; i++) {
          float x =
              i % 3 == 0
                  ? Float.intBitsToFloat(random.nextInt())
                  : (float) random.nextDouble(-1, 1);
          int code = unit.encode(how.quotient(x, scale));
          assertEquals(code, g.encode(x), "x = " + x + " on " + unit + ", " + how);
          if (code >= 0) {
            assertEquals((float) unit.level(code) * scale, (float) g.nearest(x));
          }
        }
      }
    }
  }

  @Test
  void shiftingKeepsTheParityOfTheCodeAndIntegersThatOfTheInteger() {
    for (int z : new int[] {0, 3, 128}) {
      Grid shifted = Grid.integer(8, Range.UNSIGNED).shifted(-z);
      Grid onnx = Grid.integers(-z, 255 - z);
      assertArrayEquals(shifted.levels(), onnx.levels());
      assertEquals(z % 2 == 0, shifted.equals(onnx));
      for (int q = 0; q < 255; q++) {
        double tie = q + 0.5 - z;
        assertEquals(Math.rint(tie + z), shifted.encode(tie), "rint(x / s + z)");
        assertEquals(Math.rint(tie) + z, onnx.encode(tie), "rint(x / s) + z");
      }
      assertEquals(shifted, shifted.rounding(Rounding.HALF_UP).rounding(Rounding.HALF_EVEN));
      assertEquals(OptionalDouble.of(1), shifted.step());
    }
  }

  @Test
  void int8IsASumOfItsBits() {
    Grid bits = Grid.subsetSums(1, 2, 4, 8, 16, 32, 64);
    assertEquals(Grid.integer(7, Range.UNSIGNED), bits);
    assertEquals(Grid.integer(8, Range.FULL), bits.plus(Grid.of(-128, 0)));
  }

  @Test
  void sumsMergeWithinUlpsAndNoFurther() {
    assertEquals(7, Grid.subsetSums(0.1, 0.2, 0.3).size(), "0.1 + 0.2 is 0.3");
    assertEquals(0.3, Grid.subsetSums(0.1, 0.2, 0.3).level(3), "the less rounded one");
    assertArrayEquals(new double[] {-3, -1, 1, 3}, Grid.sums(2, 1).levels());
    assertArrayEquals(
        new double[] {-1.5, -0.75, 0, 0.75, 1.5}, Grid.sums(0.75, 0.375, 0.375).levels());
    assertEquals(4, Grid.of(0, 0x1p-80).plus(Grid.of(-1, 0, 1)).size(), "0 and 2^-80 are two");
    Grid mirror = Grid.sums(0.1, 0.2, 0.3, 0.6);
    for (int i = 0; i < mirror.size(); i++) {
      assertEquals(mirror.level(i), -mirror.level(mirror.size() - 1 - i) + 0.0);
    }
  }

  @Test
  void symmetricMirrorsTiesToo() {
    Grid g = Grid.of(0, 1, 3, 4.5).rounding(Rounding.HALF_UP).symmetric();
    assertArrayEquals(new double[] {-4.5, -3, -1, 0, 1, 3, 4.5}, g.levels());
    for (double x = -5; x <= 5; x += 0.25) {
      assertEquals(g.nearest(x), -g.nearest(-x) + 0.0, "x = " + x);
    }
    assertEquals(3, g.nearest(2), "a tie of magnitudes goes up ...");
    assertEquals(-3, g.nearest(-2), "... on either side");
    assertEquals(Grid.of(0, 1, 3, 4.5).rounding(Rounding.HALF_UP), g.nonNegative());
    assertEquals(
        Grid.integer(8, Range.SYMMETRIC), Grid.integer(7, Range.UNSIGNED).symmetric(), "int8");
    assertEquals(OptionalDouble.of(1), Grid.integer(7, Range.UNSIGNED).symmetric().step());
    Grid half = Grid.integer(3, Range.MIDRISE).nonNegative();
    assertArrayEquals(Grid.integer(3, Range.MIDRISE).levels(), half.symmetric().levels());
    assertEquals(0.5, half.symmetric().nearest(0), "without a level 0, the sign of 0 is 1");
  }

  @Test
  void spliceTakesOneGridBelowAndTheOtherAbove() {
    Grid left = Grid.integer(4, Range.FULL).scaled(0.25);
    Grid right = Grid.integer(3, Range.UNSIGNED).shifted(1);
    for (boolean up : new boolean[] {true, false}) {
      Grid g = left.splice(1, up, right);
      for (double x = -3; x < 12; x += 1 / 64.0) {
        assertEquals((x < 1 || x == 1 && !up ? left : right).nearest(x), g.nearest(x), "x = " + x);
      }
    }
    assertEquals(3 + 3 - 1, Grid.of(0, 1, 2).splice(2, true, Grid.of(2, 4, 6)).size());
  }

  @Test
  void binaryAndTernaryHaveTheirTies() {
    assertEquals(1, Grid.binary().nearest(0), "sign(0) = 1");
    assertEquals(-1, Grid.binary().nearest(-Double.MIN_VALUE));
    Grid t = Grid.ternary(0.7);
    assertArrayEquals(new double[] {-1, 0, 1}, t.levels());
    assertEquals(0, t.nearest(0.7));
    assertEquals(0, t.nearest(-0.7));
    assertEquals(-1, t.nearest(-0.71));
  }

  @Test
  void theExampleOfTenNumbersIsQuantizedSymmetrically() {
    // Ten values, scale 20/254; -0.35 becomes -4 (-4.45), where the article prints -5.
    double[] x = {10, -10, 0.11, 0.21, 0.15, 0.05, -0.14, -0.22, -0.08, -0.35};
    int[] code = {127, -127, 1, 3, 2, 1, -2, -3, -1, -4};
    Grid g = Grid.integer(8, Range.SYMMETRIC).scaled(20 / 254.0);
    for (int i = 0; i < x.length; i++) {
      assertEquals(code[i], g.firstCode() + g.encode(x[i]), "x = " + x[i]);
    }
  }

  @Test
  void aPersonCanReadAGrid() {
    assertEquals("3 levels [-1.0, 0.0, 1.0], step 1.0", Grid.integers(-1, 1).toString());
    assertEquals(
        "256 levels from -64.0 to 63.5, step 0.5",
        Grid.integer(8, Range.FULL).scaled(0.5).toString());
    assertEquals("2 levels [-1.0, 1.0]", Grid.binary().toString());
    assertEquals("3 levels [-1.0, 0.0, 1.0], own thresholds", Grid.ternary(0.7).toString());
  }

  @Test
  void badOperationsNameTheRuleAndTheValue() {
    Grid g = Grid.of(-1, 0, 2);
    assertMessage(
        "ternary threshold must be positive and finite, got -1.0", () -> Grid.ternary(-1));
    assertMessage("integers must be 2 to 65536, got 1", () -> Grid.integers(4, 4));
    assertMessage("integers must be 2 to 65536, got -3", () -> Grid.integers(4, 0));
    assertMessage("a basis must have 1 to 16 values, got 0", Grid::sums);
    assertMessage("a basis must be finite and not 0, got NaN", () -> Grid.sums(1, Double.NaN));
    assertMessage("splice must be finite, got NaN", () -> g.splice(Double.NaN, true, g));
    assertMessage(
        "increase strictly, got 0.0 before -1.0", () -> g.splice(0.5, true, g.shifted(-3)));
    assertMessage("shift must be finite, got Infinity", () -> g.shifted(1 / 0.0));
    assertMessage("at least 2 levels, got 1", () -> g.shifted(-1).nonNegative());
    assertMessage(
        "thresholds must be finite and increase strictly, got 1.0 at index 1",
        () -> g.thresholds(new double[] {1, 1}, new boolean[] {false, true}));
    var e = assertThrows(IllegalStateException.class, g::symmetric);
    assertTrue(e.getMessage().contains("levels at or above 0, got -1.0"), e.getMessage());
  }

  @Test
  void badGridsNameTheRuleAndTheValue() {
    assertMessage("bits must be in 1..16, got 33", () -> Grid.integer(33, Range.FULL));
    assertMessage("at least 2 levels, got 1", () -> Grid.integer(1, Range.SYMMETRIC));
    assertMessage("at least 2 levels, got 1", () -> Grid.of(4));
    assertMessage("increase strictly, got 2.0 before 1.0", () -> Grid.of(0, 2, 1));
    assertMessage("finite, got NaN at index 1", () -> Grid.of(0, Double.NaN, 1));
    assertMessage(
        "thresholds must be finite and increase",
        () -> Grid.of(0, 1, 2).thresholds(new double[] {1, 0}, new boolean[2]));
    assertMessage("got 1 and 2", () -> Grid.of(0, 1, 2).thresholds(new double[1], new boolean[2]));
    assertMessage(
        "positive normal floats, got 0.0",
        () -> Grid.integer(8, Range.FULL).computed(0, Arithmetic.DIVIDE));
  }

  private static void assertMessage(String part, Runnable action) {
    var e = assertThrows(IllegalArgumentException.class, action::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}

package org.halfstep.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rounding of a grid of integers is the formula that bears its name. */
class RoundingTest {

  /** The formulas of the toolkits, on reals. */
  private static DoubleUnaryOperator formula(Rounding rounding) {
    return switch (rounding) {
      case HALF_EVEN -> Math::rint;
      case HALF_UP -> x -> Math.floor(x + 0.5);
      case HALF_DOWN -> x -> Math.ceil(x - 0.5);
      case HALF_TOWARDS_ZERO -> x -> Math.signum(x) * Math.ceil(Math.abs(x) - 0.5);
      case HALF_FAR_FROM_ZERO -> x -> Math.signum(x) * Math.floor(Math.abs(x) + 0.5);
      case UP -> Math::ceil;
      case DOWN -> Math::floor;
      case TOWARDS_ZERO -> x -> x < 0 ? Math.ceil(x) : Math.floor(x);
      case AWAY_FROM_ZERO -> x -> x < 0 ? Math.floor(x) : Math.ceil(x);
    };
  }

  @ParameterizedTest
  @EnumSource
  void onIntegersItIsTheFormula(Rounding rounding) {
    Grid g = Grid.integer(6, Range.FULL).rounding(rounding);
    DoubleUnaryOperator formula = formula(rounding);
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 20_000; i++) {
      // Eighths: integers and ties come often, and no formula has to round.
      double x = random.nextInt(-320, 320) / 8.0;
      double expected = Math.clamp(formula.applyAsDouble(x), -32.0, 31.0);
      assertEquals(expected + 0.0, g.nearest(x), rounding + " of " + x);
    }
  }

  @ParameterizedTest
  @EnumSource
  void scalingAndRoundingCommute(Rounding rounding) {
    Grid unit = Grid.integer(5, Range.SYMMETRIC);
    assertEquals(unit.rounding(rounding).scaled(0.1), unit.scaled(0.1).rounding(rounding));
    assertEquals(unit, unit.rounding(rounding).rounding(Rounding.HALF_EVEN));
  }

  @ParameterizedTest
  @EnumSource
  void levelsStayAndSymmetricRoundingsAreMirrored(Rounding rounding) {
    Grid g = Minifloat.E3M2.grid().rounding(rounding);
    boolean mirrored =
        switch (rounding) {
          case HALF_UP, HALF_DOWN, UP, DOWN -> false;
          default -> true;
        };
    int same = 0;
    for (int i = 0; i < g.size(); i++) {
      assertEquals(i, g.encode(g.level(i)));
    }
    for (double x = 0; x < 28; x += 1 / 64.0) {
      same += g.nearest(-x) == -g.nearest(x) + 0.0 ? 1 : 0;
    }
    assertEquals(mirrored, same == 28 * 64, rounding + ": " + same);
  }

  @Test
  void truncatedPowersOfTwoAreTheFloorOfTheLogarithm() {
    assertEquals(
        PowersOfTwo.floor(-7, 0), PowersOfTwo.nearest(-7, 0).rounding(Rounding.TOWARDS_ZERO));
  }

  @Test
  void onlyNearestRoundingsHaveAStep() {
    Grid unit = Grid.integer(4, Range.FULL);
    assertTrue(unit.rounding(Rounding.HALF_FAR_FROM_ZERO).step().isPresent());
    assertFalse(unit.rounding(Rounding.DOWN).step().isPresent());
    assertTrue(unit.rounding(Rounding.DOWN).rounding(Rounding.HALF_UP).step().isPresent());
  }

  @Test
  void aRoundingThatNeedsALevelZeroSaysSo() {
    Grid midrise = Grid.integer(3, Range.MIDRISE).scaled(0.5);
    for (Rounding r : Rounding.values()) {
      boolean speaksOfZero = r.name().endsWith("ZERO");
      if (speaksOfZero) {
        var e = assertThrows(IllegalArgumentException.class, () -> midrise.rounding(r));
        assertEquals(
            "rounding " + r + " needs a level 0, got neighbours -0.25 and 0.25", e.getMessage());
      } else {
        assertEquals(8, midrise.rounding(r).size());
      }
    }
    Grid positive = PowersOfTwo.positive(-3, 3);
    assertEquals(1, positive.rounding(Rounding.TOWARDS_ZERO).nearest(1.9), "no 0, no need");
  }
}

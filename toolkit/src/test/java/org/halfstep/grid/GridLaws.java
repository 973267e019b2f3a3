package org.halfstep.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds for every grid. A new format supplies itself. */
abstract class GridLaws {

  /** The grid under test. */
  abstract Grid grid();

  @Test
  void levelsIncreaseWithAThresholdBetweenEachTwo() {
    Grid g = grid();
    for (int i = 1; i < g.size(); i++) {
      assertTrue(g.level(i - 1) < g.level(i), "level " + i);
      assertTrue(g.level(i - 1) <= g.upper(i - 1) && g.upper(i - 1) <= g.level(i), "at " + i);
      assertEquals(g.upper(i - 1), g.lower(i));
    }
    assertEquals(Double.NEGATIVE_INFINITY, g.lower(0));
    assertEquals(Double.POSITIVE_INFINITY, g.upper(g.size() - 1));
  }

  @Test
  void theTieDecidesAtTheThresholdAndNowhereElse() {
    Grid g = grid();
    for (int i = 0; i < g.size() - 1; i++) {
      double t = g.upper(i);
      assertEquals(g.up(i) ? i + 1 : i, g.encode(t), "tie " + i);
      int before = g.lower(i) == t ? i - 1 : i; // a cell may be one point
      assertEquals(before, g.encode(Math.nextDown(t)), "below " + i);
      int next = g.upper(i + 1) == t ? i + 2 : i + 1;
      assertEquals(next, g.encode(Math.nextUp(t)), "above " + i);
    }
  }

  @Test
  void encodeIsTheNumberOfThresholdsPassed() {
    Grid g = grid();
    SplittableRandom random = new SplittableRandom(7);
    double reach = 1.5 * Math.max(Math.abs(g.level(0)), Math.abs(g.level(g.size() - 1)));
    for (int n = 0; n < 20_000; n++) {
      double x =
          n % 2 == 0
              ? random.nextDouble(-reach, reach)
              : Float.intBitsToFloat(random.nextInt()); // any bit pattern
      assertEquals(counted(g, x), g.encode(x), "x = " + x);
    }
  }

  private static int counted(Grid g, double x) {
    if (Double.isNaN(x)) {
      return -1;
    }
    int passed = 0;
    for (int i = 0; i < g.size() - 1; i++) {
      passed += x > g.upper(i) || g.up(i) && x == g.upper(i) ? 1 : 0;
    }
    return passed;
  }

  @Test
  void specialValuesSaturateOrAreMarked() {
    Grid g = grid();
    assertEquals(-1, g.encode(Double.NaN));
    assertTrue(Double.isNaN(g.nearest(Double.NaN)));
    assertEquals(0, g.encode(Double.NEGATIVE_INFINITY));
    assertEquals(g.size() - 1, g.encode(Double.POSITIVE_INFINITY));
    assertEquals(g.encode(0.0), g.encode(-0.0));
  }

  @Test
  void levelsAreFixedPoints() {
    Grid g = grid();
    for (int i = 0; i < g.size(); i++) {
      assertEquals(i, g.encode(g.level(i)));
      assertEquals(g.level(i), g.nearest(g.level(i)));
    }
  }

  @Test
  void theSearchingTwinIsTheSameGrid() {
    Grid g = grid();
    Grid twin = searching(g);
    assertEquals(g, twin);
    assertEquals(g.hashCode(), twin.hashCode());
    assertTrue(twin.step().isEmpty());
    SplittableRandom random = new SplittableRandom(3);
    for (int n = 0; n < 20_000; n++) {
      double x = Double.longBitsToDouble(random.nextLong());
      assertEquals(twin.encode(x), g.encode(x), "x = " + x);
    }
  }

  /** The same grid made from bare numbers: it knows no step and has to search. */
  static Grid searching(Grid g) {
    double[] t = new double[g.size() - 1];
    boolean[] up = new boolean[t.length];
    for (int i = 0; i < t.length; i++) {
      t[i] = g.upper(i);
      up[i] = g.up(i);
    }
    return Grid.of(g.levels()).thresholds(t, up);
  }

  @Test
  void nearestRoundingsDifferAtTiesAlone() {
    Grid even = grid().rounding(Rounding.HALF_EVEN);
    Grid up = even.rounding(Rounding.HALF_UP);
    Grid down = even.rounding(Rounding.HALF_DOWN);
    int last = even.size() - 1;
    double reach = Math.max(Math.abs(even.level(0)), Math.abs(even.level(last)));
    for (int i = 0; i < last; i++) {
      double between = even.upper(i);
      double half = 0.5 * even.level(i + 1) - 0.5 * even.level(i);
      double size = Math.max(Math.abs(even.level(i)), Math.abs(even.level(i + 1)));
      double ulp = Math.ulp(even.step().isPresent() ? reach : size); // a shift rounds like its size
      assertEquals(between - even.level(i), half, 2 * ulp, "the middle, to 2 ulp of its levels");
      assertEquals(between, up.upper(i));
      assertEquals(between, down.upper(i));
      assertTrue(up.up(i) && !down.up(i));
    }
    assertEquals(even, up.rounding(Rounding.HALF_EVEN));
  }

  @Test
  void floorAndCeilingEncloseEveryValue() {
    Grid floor = grid().rounding(Rounding.DOWN);
    Grid ceiling = grid().rounding(Rounding.UP);
    int last = floor.size() - 1;
    SplittableRandom random = new SplittableRandom(13);
    for (int n = 0; n < 1000; n++) {
      double x = random.nextDouble(floor.level(0), floor.level(last));
      int i = floor.encode(x);
      int j = ceiling.encode(x);
      assertTrue(floor.level(i) <= x && x <= ceiling.level(j), "x = " + x);
      assertEquals(floor.level(i) == x ? i : i + 1, j, "x = " + x);
    }
  }

  @Test
  void scalingByAPowerOfTwoScalesEverything() {
    Grid g = grid();
    Grid half = g.scaled(0.5);
    assertEquals(g, half.scaled(2));
    assertEquals(g.hashCode(), half.scaled(2).hashCode());
    assertNotEquals(g, half);
    for (int i = 0; i < g.size(); i++) {
      assertEquals(i, half.encode(half.level(i)) + g.encode(g.level(i)) - i);
    }
  }

  @Test
  void badScalesAreRefused() {
    for (double s : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      var e = assertThrows(IllegalArgumentException.class, () -> grid().scaled(s));
      assertTrue(e.getMessage().contains("scale must be positive"), e.getMessage());
    }
  }
}

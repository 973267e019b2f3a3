package org.halfstep.notebook;

import static org.halfstep.notebook.Tolerance.absolute;
import static org.halfstep.notebook.Tolerance.decibels;
import static org.halfstep.notebook.Tolerance.relative;
import static org.halfstep.notebook.Tolerance.standardErrors;
import static org.halfstep.notebook.Tolerance.ulps;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ToleranceTest {
  private static final List<Tolerance> ALL =
      List.of(
          standardErrors(4),
          relative(1e-3, "test"),
          ulps(3),
          absolute(0.25, "V", "test"),
          decibels(0.5, "test"));

  @Test
  void everyToleranceStatesAmountUnitAndReason() {
    for (Tolerance t : ALL) {
      assertTrue(t.amount() > 0);
      assertFalse(t.unit().isBlank());
      assertFalse(t.reason().isBlank());
      assertEquals("a new reason", t.because("a new reason").reason());
      assertTrue(t.toString().contains(t.unit()) && t.toString().contains(t.reason()));
    }
  }

  @Test
  void deviationIsInTheUnitOfTheTolerance() {
    assertEquals(3, standardErrors(4).deviation(10, 11.5, 0.5));
    assertEquals(0.125, relative(0.5, "test").deviation(-8, -9, 0));
    assertEquals(2, ulps(3).deviation(1, 1 + 2 * Math.ulp(1.0), 0));
    assertEquals(1.5, absolute(1, "V", "test").deviation(10, 8.5, 0));
    assertEquals(10, decibels(1, "test").deviation(0.1, 1, 0), 1e-14);
    assertEquals(10, decibels(1, "test").deviation(1, 0.1, 0), 1e-14);
    assertEquals(Double.POSITIVE_INFINITY, decibels(1, "test").deviation(1, -1, 0));
  }

  @Test
  void deviationOfWhatIsNotFiniteIsNaN() {
    double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (Tolerance t : ALL) {
      for (double x : odd) {
        assertTrue(Double.isNaN(t.deviation(1, x, 0.01)));
        assertTrue(Double.isNaN(t.deviation(x, 1, 0.01)));
        assertTrue(Double.isNaN(t.deviation(x, x, 0.01)));
      }
    }
  }

  @Test
  void detectableIsWhereAllowedEnds() {
    for (Tolerance t : ALL) {
      for (double p : new double[] {1, -3.5, 0.002, 700}) {
        double u = Math.abs(p) * 1e-4;
        double d = t.detectable(p, u);
        // Below p in magnitude, where a decibel is the smaller difference.
        double toward = p - Math.signum(p) * d * (1 + 1e-9);
        double within = p - Math.signum(p) * d * (1 - 1e-9);
        assertTrue(t.unit().equals("ulps") || t.deviation(p, toward, u) > t.amount(), t::toString);
        assertTrue(t.deviation(p, within, u) <= t.amount(), t::toString);
      }
    }
    assertEquals(3 * Math.ulp(1.0), ulps(3).detectable(1, 0));
    assertEquals(Math.ulp(1.0), ulps(0).detectable(1, 0));
  }

  @Test
  void textOfADeviationBeyondTheAmountIsBeyondItToo() {
    assertEquals("4.01 standard errors", standardErrors(4).text(4.0096));
    assertEquals("4.000001 standard errors", standardErrors(4).text(4.000001));
    assertEquals("17 standard errors", standardErrors(4).text(17.2));
    assertEquals("0.5 standard errors", standardErrors(1).text(0.5));
    assertEquals("2 ulps", ulps(1).text(2));
  }

  @Test
  void tolerancesOutOfRangeAreRefusedWithRuleAndValue() {
    refused("standard errors must be above 0 and at most 10, got 0", () -> standardErrors(0));
    refused(
        "standard errors must be above 0 and at most 10, got NaN", () -> standardErrors(0.0 / 0));
    refused("relative tolerance must be above 0 and below 1, got 1", () -> relative(1, "test"));
    refused("ulps must be in 0..1000000, got -1", () -> ulps(-1));
    refused(
        "absolute tolerance must be at least 0, finite, got Infinity",
        () -> absolute(1 / 0.0, "V", "test"));
    refused("decibels must be above 0 and at most 10, got 11", () -> decibels(11, "test"));
    refused("a tolerance must state its reason, got \"\"", () -> relative(0.1, " "));
    refused("a tolerance must state its unit, got \"\"", () -> absolute(0.1, "", "test"));
    refused("a tolerance must state its reason, got \"\"", () -> ulps(1).because(""));
  }

  private static void refused(String message, Executable tolerance) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, tolerance).getMessage());
  }
}

package org.halfstep;

import static org.junit.jupiter.api.Assertions.fail;

/** Comparisons whose tolerance has a unit. */
public final class Near {

  private Near() {}

  /** Fails unless actual is within a relative distance of expected (absolute 1e-300 around 0). */
  public static void relative(double expected, double actual, double tolerance, Object where) {
    within(
        expected, actual, tolerance * Math.abs(expected) + 1e-300, tolerance + " relative", where);
  }

  /** Fails unless actual is within a number of units in the last place of expected. */
  public static void ulps(double expected, double actual, int ulps, Object where) {
    within(expected, actual, ulps * Math.ulp(expected), ulps + " ulp", where);
  }

  /** Fails unless actual is within a distance of expected, in the unit that both have. */
  public static void absolute(double expected, double actual, double tolerance, Object where) {
    within(expected, actual, tolerance, tolerance + " absolute", where);
  }

  private static void within(
      double expected, double actual, double distance, String rule, Object where) {
    boolean equal = expected == actual || Math.abs(actual - expected) <= distance;
    if (!equal) {
      double off = (actual - expected) / Math.abs(expected);
      fail(
          "expected "
              + expected
              + ", got "
              + actual
              + ", off by "
              + off
              + " relative; allowed "
              + rule
              + " at "
              + where);
    }
  }
}

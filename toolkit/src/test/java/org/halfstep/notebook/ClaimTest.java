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
import java.util.Map;
import org.halfstep.numeric.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ClaimTest {
  private static final double[] NOT_FINITE = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  private static Claim.Statement claim() {
    return Claim.that("a law");
  }

  @Test
  void claimHoldsAtTheToleranceAndFailsBeyondIt() {
    double up = Math.nextUp(1.25);
    claim().predicted(1).measured(1.25).within(absolute(0.25, "V", "test"));
    fails(() -> claim().predicted(1).measured(up).within(absolute(0.25, "V", "test")));
    claim().predicted(1).measured(1.25).within(relative(0.25, "test"));
    fails(() -> claim().predicted(1).measured(up).within(relative(0.25, "test")));
    claim().predicted(1).measured(1 + 3 * Math.ulp(1.0)).within(ulps(3));
    fails(() -> claim().predicted(1).measured(1 + 4 * Math.ulp(1.0)).within(ulps(3)));
    claim().predicted(64).measured(66, 0.5).within(standardErrors(4));
    fails(() -> claim().predicted(64).measured(Math.nextUp(66.0), 0.5).within(standardErrors(4)));
    claim().predicted(1).measured(1.122).within(decibels(0.5, "test"));
    fails(() -> claim().predicted(1).measured(1.123).within(decibels(0.5, "test")));
    claim().predicted(0.1 + 0.2).measured(0.1 + 0.2).within(ulps(0));
    fails(() -> claim().predicted(0.3).measured(0.1 + 0.2).within(ulps(0)));
  }

  @Test
  void whatIsNotFiniteNeverHolds() {
    Tolerance[] all = {
      standardErrors(4), relative(0.9, "test"), ulps(9), absolute(1e300, "V", "test"), ulps(0)
    };
    for (double x : NOT_FINITE) {
      for (Tolerance t : all) {
        fails(() -> claim().predicted(1).measured(x, 0.001).within(t));
        fails(() -> claim().predicted(x).measured(1, 0.001).within(t));
        fails(() -> claim().predicted(x).measured(x, 0.001).within(t));
      }
      fails(() -> claim().measured(x).below(1, "test"));
      fails(() -> claim().measured(x).above(1, "test"));
      fails(() -> claim().measured(0).below(x, "test"));
      fails(() -> claim().measured(0).above(x, "test"));
      fails(() -> claim().measured(new double[] {1, x, 3}).increasing("test"));
      fails(() -> claim().measured(new double[] {3, x, 1}).decreasing("test"));
      fails(() ->
          claim().predicted(new double[] {1, x}).measured(new double[] {1, x}).within(ulps(0)));
    }
    fails(() -> claim().measured(0, Double.POSITIVE_INFINITY).below(1, "test"));
  }

  @Test
  void failureNamesClaimBothNumbersDeviationAndAllowance() {
    assertEquals(
        "claim \"a law\" does not hold: predicted 1.230, measured 1.400 +- 0.010,"
            + " off by 17 standard errors, allowed 4",
        fails(() -> claim().predicted(1.23).measured(1.40, 0.01).within(standardErrors(4))));
    assertEquals(
        "claim \"a law\" does not hold: predicted 255, measured 256, off by 1 codes, allowed 0",
        fails(() -> claim().predicted(255).measured(256).within(absolute(0, "codes", "a count"))));
    assertEquals(
        "claim \"a law\" does not hold: at point 2 of 3 predicted 2, measured 2.1,"
            + " off by 0.05 relative, allowed 0.001",
        fails(() ->
            claim()
                .predicted(new double[] {1, 2, 3})
                .measured(new double[] {1, 2.1, 3.003})
                .within(relative(1e-3, "test"))));
    assertEquals(
        "claim \"a law\" does not hold: predicted below 1, measured 1.2, off by 0.2",
        fails(() -> claim().measured(1.2).below(1, "test")));
    assertEquals(
        "claim \"a law\" does not hold: predicted below 1, measured 0.980 +- 0.010,"
            + " clear of it by 0.02, 2 standard errors where 4 are needed",
        fails(() -> claim().measured(0.98, 0.01).below(1, "test")));
    assertEquals(
        "claim \"a law\" does not hold: at step 2 of 3 predicted above 3, measured 2,"
            + " off by 1",
        fails(() -> claim().measured(new double[] {1, 3, 2, 4}).increasing("test")));
    assertFalse(fails(() -> claim().measured(1.2).below(1, "test")).contains("\n"));
  }

  @Test
  void rejectedValueMustNotPassToo() {
    Claim claim = claim().predicted(1).measured(1.001, 0.001).within(standardErrors(4));
    claim.rejecting(1.1);
    claim.rejecting(Math.nextUp(1.001 + 4 * 0.001 + 1e-12));
    String message = fails(() -> claim.rejecting(1.003, "Widrow"));
    assertEquals(
        "claim \"a law\" does not tell the printed value from the right one: printed 1.0030"
            + " (Widrow), predicted 1.0000, measured 1.0010 +- 0.0010, printed off by 2 standard"
            + " errors, allowed 4",
        message);
    fails(() -> claim.rejecting(1));
    assertTrue(claim.rejecting(1.1, "floor").toString().contains("rejects 1.1000 (floor)"));
    assertEquals(List.of(), claim.record().get("rejected"));
    assertEquals(List.of(1.1, 1.2), claim.rejecting(1.1).rejecting(1.2).record().get("rejected"));
  }

  @Test
  void rejectedCurveMustFailSomewhere() {
    Claim claim =
        claim()
            .predicted(new double[] {1, 2})
            .measured(new double[] {1, 2})
            .within(relative(0.01, "test"));
    claim.rejecting(new double[] {1, 2.1}, "test");
    fails(() -> claim.rejecting(new double[] {1.001, 2.001}, "test"));
    refused("printed values must be 2 and not 0, got 1", () -> claim.rejecting(1));
  }

  @Test
  void whatIsNotFiniteCannotBeRejected() {
    Claim claim = claim().predicted(1).measured(1).within(ulps(1));
    for (double x : NOT_FINITE) {
      refused("a rejected value must be finite, got " + x, () -> claim.rejecting(x));
    }
  }

  @Test
  void standardErrorsNeedOneAboveZeroAndAtMostOnePercent() {
    refused(
        "a tolerance in standard errors needs a standard error above 0 and finite, got 0.0",
        () -> claim().predicted(1).measured(1).within(standardErrors(4)));
    refused(
        "needs a standard error above 0 and finite, got Infinity",
        () -> claim().predicted(1).measured(1, 1 / 0.0).within(standardErrors(4).because("test")));
    claim().predicted(1).measured(1, 0.01).within(standardErrors(4));
    refused(
        "the standard error must be at most 1 % of the measured value, got 0.011 of 1 (1.1 %)",
        () -> claim().predicted(1).measured(1, 0.011).within(standardErrors(4)));
    claim().predicted(1).measured(1, 0.011).within(standardErrors(4).because("few seeds"));
    refused(
        "the standard error must be at most 1 % of the measured value, got 0.1 of 0 (Infinity %)",
        () -> claim().predicted(0).measured(0, 0.1).within(standardErrors(4)));
  }

  @Test
  void toleranceNarrowerThanTheNoiseOrRelativeToZeroIsRefused() {
    refused(
        "the tolerance must not be narrower than the standard error: 0.001 relative is 0.001, got"
            + " a standard error of 0.002",
        () -> claim().predicted(1).measured(1, 0.002).within(relative(1e-3, "test")));
    refused(
        "a tolerance relative to the predicted value needs one other than 0, got 0.0",
        () -> claim().predicted(0).measured(0).within(relative(1e-3, "test")));
    refused(
        "a tolerance relative to the predicted value needs one other than 0, got 0.0",
        () -> claim().predicted(0).measured(0).within(decibels(1, "test")));
  }

  @Test
  void boundIsStrictAndKeepsFourStandardErrorsOfDistance() {
    claim().measured(Math.nextDown(1.0)).below(1, "test");
    fails(() -> claim().measured(1).below(1, "test"));
    claim().measured(Math.nextUp(1.0)).above(1, "test");
    fails(() -> claim().measured(1).above(1, "test"));
    claim().measured(0.49, 0.125).below(1, "test");
    fails(() -> claim().measured(0.5, 0.125).below(1, "test"));
    claim().measured(new Estimate(1.51, 0.125)).above(1, "test");
    fails(() -> claim().measured(1.5, 0.125).above(1, "test"));
    claim().measured(new double[] {0.1, 0.9}).below(1, "test");
    fails(() -> claim().measured(new double[] {0.1, 1.9}).below(1, "test"));
    Claim bound = claim().measured(0.5).below(1, "test");
    assertEquals(0.5, bound.detectable());
    assertEquals(-0.5, bound.deviation());
    bound.rejecting(0.4, "a bound too low");
    fails(() -> bound.rejecting(0.6));
    refused("a bound must state its reason, got \"\"", () -> claim().measured(0).below(1, ""));
  }

  @Test
  void orderIsStrictAndBeyondChance() {
    claim().measured(new double[] {1, 2, 2.5}).increasing("test");
    claim().measured(new double[] {3, 2, -1}).decreasing("test");
    fails(() -> claim().measured(new double[] {1, 2, 2}).increasing("test"));
    fails(() -> claim().measured(new double[] {1, 2, 3}).decreasing("test"));
    claim().measured(series(0.1, 1, 1.6, 3)).increasing("test");
    // 0.5 is less than 4 standard errors of a difference, 4 * sqrt(2) * 0.1.
    fails(() -> claim().measured(series(0.1, 1, 1.5, 3)).increasing("test"));
    refused(
        "needs at least 2 numbers, got 1", () -> claim().measured(series(0, 1)).increasing("t"));
    refused("must have at least 1 number", () -> claim().measured(new double[0]).increasing("t"));
  }

  @Test
  void curveSpeaksOfItsWorstPoint() {
    Claim claim =
        claim()
            .predicted(new double[] {10, 20, 30})
            .measured(new double[] {10, 20.2, 30.1}, new double[] {0.1, 0.1, 0.1})
            .within(standardErrors(4));
    assertEquals(20, claim.predicted());
    assertEquals(20.2, claim.measured().value());
    assertEquals(2, claim.deviation(), 1e-12);
    assertTrue(claim.toString().contains("at point 2 of 3 predicted 20.00"), claim::toString);
    refused(
        "measured numbers must be 2 and not 0, got 1",
        () -> claim().predicted(new double[2]).measured(new double[1]));
    refused(
        "standard errors must be 1 and not 0, got 2",
        () -> claim().predicted(new double[1]).measured(new double[1], new double[2]));
    refused(
        "must be 0 and not 0, got 0",
        () -> claim().predicted(new double[0]).measured(new double[0]));
  }

  @Test
  void standardErrorsOfBothSidesAddInQuadrature() {
    Claim claim =
        claim()
            .predicted(new Estimate(100, 0.3))
            .measured(new Estimate(101, 0.4))
            .within(standardErrors(4));
    assertEquals(0.5, claim.measured().standardError());
    assertEquals(2, claim.deviation());
    assertEquals(2, claim.detectable());
  }

  @Test
  void claimReadsAsOneLineWithTheSmallestDeviationItDetects() {
    assertEquals(
        "\u2713 a law: predicted 1.230, measured 1.240 +- 0.010, off by 1 standard errors,"
            + " allowed 4; detects 0.04 (3.3 %)",
        claim().predicted(1.23).measured(1.24, 0.01).within(standardErrors(4)).toString());
    assertEquals(
        "\u2713 a law: predicted 0.08333333333333, measured 0.08333333333333, off by 0 relative,"
            + " allowed 1e-12 (quadrature); detects 8.3e-14 (1e-12 relative)",
        claim()
            .predicted(1 / 12.0)
            .measured(1 / 12.0)
            .within(relative(1e-12, "quadrature"))
            .toString());
    assertEquals(
        "\u2713 a law: predicted 255, measured 255, off by 0 codes, allowed 0 (a count);"
            + " detects any difference",
        claim().predicted(255).measured(255).within(absolute(0, "codes", "a count")).toString());
    assertEquals(
        "\u2713 a law: predicted above 2, measured 5, clear of it by 3 (theory); detects 3"
            + " (150 %)",
        claim().measured(5).above(2, "theory").toString());
  }

  @Test
  void unfinishedClaimSaysWhatItWants() {
    Object[] stages = {
      claim(), claim().predicted(1), claim().predicted(1).measured(1),
      claim().predicted(new double[1]), claim().measured(1), claim().measured(new double[2])
    };
    for (Object stage : stages) {
      assertTrue(stage.toString().startsWith("claim \"a law\" is not evaluated yet"));
    }
  }

  @Test
  void sentenceIsOneLineOfText() {
    assertThrows(IllegalArgumentException.class, () -> Claim.that(" "));
    assertThrows(IllegalArgumentException.class, () -> Claim.that("a\nb"));
  }

  @Test
  void bundleHasTextHtmlAndRecord() {
    Claim claim =
        Claim.that("a < b & c")
            .predicted(1)
            .measured(1.25)
            .within(absolute(0.5, "V", "x > y"))
            .rejecting(4, "<i>");
    Map<String, Object> bundle = claim.bundle();
    assertEquals(claim.toString(), bundle.get("text/plain"));
    String html = bundle.get("text/html").toString();
    assertTrue(html.contains("a &lt; b &amp; c") && html.contains("x &gt; y"), html);
    assertFalse(html.contains("<i>"), html);
    assertEquals(
        Map.of(
            "text", "a < b & c",
            "predicted", 1.0,
            "measured", 1.25,
            "standardError", 0.0,
            "tolerance", "0.5 V (x > y)",
            "deviation", 0.25,
            "detectable", 0.5,
            "rejected", List.of(4.0),
            "holds", true),
        bundle.get("application/vnd.halfstep.claim+json"));
  }

  private static Estimate[] series(double standardError, double... values) {
    Estimate[] out = new Estimate[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = new Estimate(values[i], standardError);
    }
    return out;
  }

  private static String fails(Executable claim) {
    return assertThrows(ClaimFailed.class, claim).getMessage();
  }

  private static void refused(String rule, Executable claim) {
    String message = assertThrows(IllegalArgumentException.class, claim).getMessage();
    assertTrue(message.startsWith("claim \"a law\": ") && message.contains(rule), message);
  }
}

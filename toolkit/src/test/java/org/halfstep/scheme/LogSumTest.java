package org.halfstep.scheme;

import static org.halfstep.scheme.OnnxOperatorsTest.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.LogQuant;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class LogSumTest {

  @Test
  void sumsAreThoseOfTheRecursionInPython() {
    for (Oracle row : Oracle.rows("log_sums")) {
      int fraction = row.integer("fraction");
      int[] p =
          Arrays.stream(row.text("exponents").split(" ")).mapToInt(Integer::parseInt).toArray();
      LogSum shifting = LogSum.shifting(fraction);
      LogSum tabulated = LogSum.tabulated(fraction);
      assertEquals(row.integer("shifting"), shifting.of(p), row.toString());
      assertEquals(row.integer("tabulated"), tabulated.of(p), row.toString());
      double log = row.number("log2");
      double off = Math.scalb((double) tabulated.of(p), -fraction) - log;
      assertTrue(Math.abs(off) <= (p.length - 1) * Math.scalb(0.5, -fraction) + 1e-12, "" + off);
      within(shifting, p);
    }
  }

  /** The printed rule's bound, with the steps at which k grows and the terms that are lost. */
  private static void within(LogSum rule, int... exponents) {
    double exact = 0;
    double lost = 0;
    int grown = 0;
    int s = LogSum.EMPTY;
    for (int p : exponents) {
      int next = rule.add(s, p);
      exact += Math.scalb(1.0, p);
      lost += next == s ? Math.scalb(1.0, p) : 0;
      boolean more = s != LogSum.EMPTY && next >> rule.fraction() > s >> rule.fraction();
      if (s != LogSum.EMPTY && next != s && !more) {
        assertEquals(rule.line(s) + Math.scalb(1.0, p), rule.line(next), "exact within an octave");
      }
      grown += more ? 1 : 0;
      s = next;
    }
    double line = rule.line(s);
    assertTrue(line <= Math.pow(4 / 3.0, grown) * exact, Arrays.toString(exponents));
    assertTrue(line >= Math.pow(3 / 4.0, grown) * (exact - lost), Arrays.toString(exponents));
    double ratio = line / rule.power(s);
    assertTrue(ratio >= 1 && ratio <= 1.0615, "2^f <= 1 + f <= 1.0615 2^f, got " + ratio);
  }

  @Test
  void theBoundsHoldForRandomTerms() {
    Philox random = new Philox(17, 1);
    long at = 0;
    for (int run = 0; run < 3000; run++) {
      LogSum rule = LogSum.shifting(2 + run % 15);
      int[] p = new int[1 + run % 60];
      for (int i = 0; i < p.length; i++) {
        p[i] = (random.bits(at++) >>> 8) % (1 + run % 20);
      }
      within(rule, p);
    }
  }

  @Test
  void oneStepIsAsPrinted() {
    LogSum rule = LogSum.shifting(8);
    assertEquals(4 << 8, rule.of(3, 3), "8 + 8 = 16");
    assertEquals((3 << 8) + 128, rule.of(3, 2), "log2(12) ~ 3.5");
    assertEquals((3 << 8) + 128, rule.of(2, 3));
    assertEquals(12, rule.line(rule.of(3, 2)));
    assertEquals((3 << 8) + 1, rule.of(3, -5));
    assertEquals(3 << 8, rule.of(3, -6), "lost");
    assertEquals(LogSum.EMPTY, rule.of());
    assertEquals(0, rule.power(LogSum.EMPTY));
    assertEquals(0, rule.line(LogSum.EMPTY));
    assertEquals(0.25, rule.line(rule.of(-2)));
  }

  @Test
  void dotProductsHaveAnAccumulatorForEachSign() {
    int n = 400;
    PowerCodes w = PowerCodes.of(new LogQuant(4, 2).grid(), sample(1, n));
    PowerCodes x = PowerCodes.of(new LogQuant(4, 2).grid(), sample(2, n));
    double positive = 0;
    double negative = 0;
    for (int i = 0; i < n; i++) {
      double product = w.value(i) * x.value(i) / (w.scale() * x.scale());
      positive += Math.max(0, product);
      negative += Math.max(0, -product);
    }
    LogSum rule = LogSum.tabulated(12);
    LogSum.Pair pair = rule.dot(w, x);
    double allowed = Math.pow(2, n * Math.scalb(0.5, -12)) - 1;
    Near.relative(positive, rule.power(pair.positive()), allowed, "positive");
    Near.relative(negative, rule.power(pair.negative()), allowed, "negative");
    assertEquals(new LogSum.Pair(LogSum.EMPTY, LogSum.EMPTY), rule.dot(zeros(), zeros()));
  }

  private static PowerCodes zeros() {
    return PowerCodes.of(new LogQuant(3, 1).grid(), new float[3]);
  }

  private static float[] sample(int stream, int n) {
    return Gaussian.STANDARD.sample(new Philox(18, stream), n);
  }

  @Test
  void wrongArgumentsAreExplained() {
    refused("fraction bits must be in 2..16, got 1", () -> LogSum.shifting(1));
    refused("fraction bits must be in 2..16, got 17", () -> LogSum.tabulated(17));
    PowerCodes additive = PowerCodes.additive(4, 1, new float[3]);
    refused(
        "sums in the log domain need numbers of one power, got 2 and 1",
        () -> LogSum.shifting(8).dot(additive, zeros()));
    PowerCodes none = PowerCodes.of(new LogQuant(3, 1).grid(), new float[0]);
    refused(
        "factors must be as many, at least 1, got 0 and 3",
        () -> LogSum.shifting(8).dot(none, zeros()));
  }
}

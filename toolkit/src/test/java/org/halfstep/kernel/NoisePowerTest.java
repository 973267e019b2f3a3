package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;

class NoisePowerTest {

  private static final Signals SCALAR = new ScalarSignals();
  private static final Signals VECTOR = new VectorSignals();

  private static final FakeQuantize[] RULES = {
    FakeQuantize.multiplying(0.03f, 0, -127, 127),
    FakeQuantize.dividing(0.3f, 7, 0, 15),
    FakeQuantize.multiplying(1e-30f, 0, -4194303, 4194303),
    FakeQuantize.dividing(1e35f, 0, -128, 127),
  };

  private static NoisePower rounded(Signals loops, FakeQuantize q, float[] x, int from, int n) {
    return NoiseSums.rounded(loops, q, x, from, n, 1).total();
  }

  private static NoisePower between(
      Signals loops, float[] x, int from, float[] y, int yFrom, int n) {
    return NoiseSums.between(loops, x, from, y, yFrom, n, 1).total();
  }

  /** The definition, in doubles. */
  private static MeasuredError defined(float[] x, float[] y) {
    return MeasuredError.between(x, y, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  @Test
  void loopsAreTheirTwinsOnFiniteFloats() {
    float[] x = Inputs.gaussian(41, 3000);
    float[] y = Inputs.gaussian(42, 3000);
    x[7] = -0f;
    x[8] = Float.MIN_VALUE;
    x[9] = 0.015f;
    x[10] = 1e18f;
    for (int n = 0; n <= 160; n += 16) {
      for (int at : new int[] {0, 1, 5}) {
        for (int quarter : new int[] {n, n + 16, 700}) {
          String where = n + " values from " + at + ", quarters " + quarter;
          for (FakeQuantize rule : RULES) {
            float[] a = new float[Signals.LANES * Signals.ROWS];
            float[] b = a.clone();
            Arrays.fill(b, 77);
            SCALAR.rounded(rule, x, at, quarter, n, a);
            VECTOR.rounded(rule, x, at, quarter, n, b);
            Inputs.assertSame(a, b, rule + ", " + where);
          }
          float[] a = new float[Signals.LANES * Signals.ROWS];
          float[] b = a.clone();
          SCALAR.between(x, at, y, at + 3, quarter, n, a);
          VECTOR.between(x, at, y, at + 3, quarter, n, b);
          Inputs.assertSame(a, b, where);
          SCALAR.products(x, at, y, at + 3, quarter, n, a);
          VECTOR.products(x, at, y, at + 3, quarter, n, b);
          Inputs.assertSame(a, b, where);
        }
      }
    }
  }

  @Test
  void formsAgreeOnEveryKindOfFloatAtEveryLength() {
    float[] dirty = Inputs.anything(43, 10_000);
    float[] clean = Inputs.gaussian(44, 10_000);
    int[] lengths = Arrays.copyOf(IntStream.range(0, 131).toArray(), 134);
    lengths[131] = 4096;
    lengths[132] = 4096 + 64;
    lengths[133] = 9777;
    for (int n : lengths) {
      int from = n % 7;
      for (float[] x : new float[][] {clean, dirty}) {
        for (FakeQuantize rule : RULES) {
          NoisePower a = rounded(SCALAR, rule, x, from, n);
          assertEquals(a, rounded(VECTOR, rule, x, from, n), rule + ", length " + n);
          assertEquals(n, a.count() + a.odd());
        }
        NoisePower a = between(SCALAR, x, from, clean, 11, n);
        assertEquals(a, between(VECTOR, x, from, clean, 11, n), "length " + n);
        Cosine c = Cosine.of(SCALAR, x, from, clean, 11, n, 1);
        assertEquals(c, Cosine.of(VECTOR, x, from, clean, 11, n, 1), "length " + n);
        assertEquals(a.count(), c.count());
        assertEquals(a.odd(), c.odd());
      }
    }
  }

  @Test
  void roundingOnTheFlyIsRoundingAndThenComparing() {
    for (float[] x : new float[][] {Inputs.gaussian(45, 20_001), Inputs.anything(45, 20_001)}) {
      for (FakeQuantize rule : RULES) {
        float[] y = new float[x.length];
        rule.apply(x, y);
        assertEquals(NoisePower.between(x, y), NoisePower.of(rule, x), rule::toString);
      }
    }
  }

  @Test
  void everyNumberOfThreadsGivesTheSameBits() {
    float[] x = Inputs.gaussian(46, 1_600_123);
    float[] y = new float[x.length];
    RULES[0].apply(x, y);
    NoisePower one = NoisePower.of(RULES[0], x, 3, x.length - 3, 1);
    Cosine cosine = Cosine.of(x, 3, y, 3, x.length - 3, 1);
    for (int threads : new int[] {2, 3, 5, 100}) {
      assertEquals(one, NoisePower.of(RULES[0], x, 3, x.length - 3, threads));
      assertEquals(one, NoisePower.between(x, 3, y, 3, x.length - 3, threads));
      assertEquals(cosine, Cosine.of(x, 3, y, 3, x.length - 3, threads));
    }
    MeasuredError exact = RULES[0].measure(x, 3, x.length - 3);
    Near.relative(exact.mse(), one.mse(), 1e-7, "mse");
    assertEquals(10 * Math.log10(one.xx() / one.ee()), one.sqnrDb());
  }

  @Test
  void sumsAreWithinTheBoundOfTheExactOnes() {
    for (Oracle row : Oracle.rows("powers")) {
      float[] x = Inputs.powers(row);
      float step = (float) row.number("step");
      FakeQuantize rule =
          row.text("how").equals("divide")
              ? FakeQuantize.dividing(step, 0, -127, 127)
              : FakeQuantize.multiplying(step, 0, -127, 127);
      NoisePower p = NoisePower.of(rule, x);
      double sizes = Arrays.stream(toDoubles(x)).map(Math::abs).sum();
      Near.absolute(row.number("x1"), p.x(), 1e-5 * sizes, row);
      Near.relative(row.number("x2"), p.xx(), 1e-5, row);
      Near.absolute(row.number("xe"), p.xe(), 1e-5 * row.number("xe_sizes"), row);
      Near.absolute(row.number("e"), p.e(), 1e-5 * row.number("e_sizes"), row);
      Near.relative(row.number("ee"), p.ee(), 1e-5, row);
      Near.relative(row.number("maximum"), p.maximum(), 1e-7, row);
      assertEquals(x.length, p.count());
      float[] y = new float[x.length];
      rule.apply(x, y);
      Cosine c = Cosine.of(x, y);
      Near.relative(row.number("x2"), c.xx(), 1e-5, row);
      Near.relative(row.number("yy"), c.yy(), 1e-5, row);
      Near.relative(row.number("xy"), c.xy(), 1e-5, row);
      double cosine = row.number("xy") / Math.sqrt(row.number("x2")) / Math.sqrt(row.number("yy"));
      Near.relative(cosine, c.value(), 2e-5, row);
    }
  }

  private static double[] toDoubles(float[] x) {
    double[] d = new double[x.length];
    Arrays.setAll(d, i -> x[i]);
    return d;
  }

  /** Equal terms round the same way again and again: the worst that a lane can do. */
  @Test
  void equalTermsStayWithinTheBound() {
    float[] x = new float[8192];
    float[] y = new float[8192];
    double worst = 0;
    for (float value : new float[] {1.1f, 0.7f, 1.9999999f, 3e-12f, 1 + 0x1p-22f, 1e19f}) {
      Arrays.fill(x, value);
      Arrays.fill(y, value * 1.03f);
      NoisePower p = NoisePower.between(x, y);
      MeasuredError m = defined(x, y);
      Near.relative(m.x(), p.x(), 1e-5, value);
      Near.relative(m.xx(), p.xx(), 1e-5, value);
      Near.relative(m.xe(), p.xe(), 1e-5, value);
      Near.relative(m.e(), p.e(), 1e-5, value);
      Near.relative(m.granular(), p.ee(), 1e-5, value);
      worst = Math.max(worst, Math.abs(p.xx() / m.xx() - 1));
    }
    assertTrue(worst > 1e-7, "the bound has a reason, got " + worst);
  }

  /**
   * The product of the last pair is below half of the least float; its factors' squares are not.
   */
  @Test
  void productsBelowTheLeastFloatAreSmallBesideThePowers() {
    float[] x = new float[64];
    float[] y = new float[64];
    Arrays.fill(x, 1);
    Arrays.fill(y, 1);
    x[63] = 3 * 0x1p-149f;
    y[63] = 0.5f;
    NoisePower p = NoisePower.between(x, y);
    MeasuredError m = defined(x, y);
    assertTrue(Math.abs(p.xe() - m.xe()) > 1e-5 * Math.abs(m.xe()), "no bound beside the terms");
    Near.absolute(m.xe(), p.xe(), 1e-5 * Math.sqrt(m.xx() * m.granular()), "xe");
    Arrays.fill(x, 0, 63, 0);
    x[0] = 1;
    Arrays.fill(y, 0, 63, 0);
    y[1] = 1;
    Cosine c = Cosine.of(x, y);
    double exact = (double) x[63] * y[63];
    assertTrue(Math.abs(c.xy() - exact) > 1e-5 * exact, "no bound beside the terms");
    Near.absolute(exact, c.xy(), 1e-5 * Math.sqrt(c.xx() * c.yy()), "xy");
  }

  @Test
  void valuesThatAreNotFiniteAreCountedAndLeftOut() {
    float[] clean = Inputs.gaussian(47, 4200);
    for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int i = 0; i < clean.length; i += 61) {
        float[] x = clean.clone();
        x[i] = odd;
        float[] y = new float[x.length];
        RULES[0].apply(x, y);
        NoisePower p = NoisePower.of(RULES[0], x);
        assertEquals(1, p.odd());
        assertEquals(4199, p.count());
        x[i] = 0; // adds nothing but a pair
        NoisePower without = NoisePower.of(RULES[0], x);
        Near.relative(without.xx(), p.xx(), 1e-6, i);
        Near.relative(without.ee(), p.ee(), 1e-6, i);
        assertEquals(without.maximum(), p.maximum(), 1e-7);
        Cosine c = Cosine.of(clean, y);
        assertEquals(Float.isNaN(odd) ? 1 : 0, c.odd());
      }
    }
    NoisePower none = NoisePower.of(RULES[0], new float[0]);
    assertEquals(new NoisePower(0, 0, 0, 0, 0, 0, 0, 0), none);
    assertTrue(Double.isNaN(none.mse()));
    assertTrue(Double.isNaN(Cosine.of(new float[5], new float[5]).value()));
  }

  @Test
  void cosineIsThatOfTheAngle() {
    float[] x = {3, 0, Float.NaN};
    float[] y = {1, 1, 7};
    Cosine c = Cosine.of(x, y);
    Near.ulps(Math.sqrt(0.5), c.value(), 2, "45 degrees");
    assertEquals(1, c.odd());
    float[] z = Inputs.gaussian(48, 10_000);
    float[] opposite = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      opposite[i] = -2 * z[i];
    }
    Near.relative(-1, Cosine.of(z, opposite).value(), 1e-12, "opposite");
  }

  @Test
  void argumentsAreChecked() {
    float[] x = new float[5];
    refused("same length, got 5 and 4", () -> NoisePower.between(x, new float[4]));
    refused("same length", () -> Cosine.of(x, new float[4]));
    refused("threads must be at least 1, got 0", () -> NoisePower.of(RULES[0], x, 0, 5, 0));
    refused("threads", () -> NoisePower.between(x, 0, x, 0, 5, -1));
    refused("threads", () -> Cosine.of(x, 0, x, 0, 5, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> NoisePower.of(RULES[0], x, 1, 5, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> NoisePower.between(x, 0, x, 2, 4, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> Cosine.of(x, 2, x, 0, 4, 1));
  }

  private static void refused(String reason, Runnable act) {
    var error = assertThrows(IllegalArgumentException.class, act::run);
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }
}

package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.halfstep.Near;
import org.halfstep.grid.Arithmetic;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class FakeQuantizeTest {

  private static final Elementwise SCALAR = new ScalarElementwise();
  private static final Elementwise VECTOR = new VectorElementwise();
  private static final Errors SCALAR_SUMS = new ScalarErrors();
  private static final Errors VECTOR_SUMS = new VectorErrors();

  private static final FakeQuantize[] RULES = {
    FakeQuantize.dividing(1, 0, -128, 127),
    FakeQuantize.multiplying(0.1f, 0, -127, 127),
    FakeQuantize.dividing(0.1f, 128, 0, 255),
    FakeQuantize.multiplying(0.0123f, -5, -8, 7),
    FakeQuantize.dividing(3e-30f, 0, -4194303, 4194303),
    FakeQuantize.multiplying(Float.MIN_NORMAL, 0, 0, 1),
    FakeQuantize.dividing(7e30f, 0, -32768, 32767),
    FakeQuantize.multiplying(0.5f, 0, 0, 0),
  };

  /** Special values, ties of every rule and their neighbours, then random bits of all sizes. */
  private static float[] values(int random) {
    List<Float> v =
        new ArrayList<>(
            List.of(
                0f,
                -0f,
                1f,
                -1f,
                Float.MIN_VALUE,
                -Float.MIN_VALUE,
                Float.MIN_NORMAL,
                Float.MAX_VALUE,
                -Float.MAX_VALUE,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                Float.NaN,
                Float.intBitsToFloat(0xffc00001),
                Float.intBitsToFloat(0x7f800001),
                Float.intBitsToFloat(0xff800001),
                4194303.5f,
                8388609f,
                -8388607.5f,
                1e30f,
                -1e30f));
    for (FakeQuantize rule : RULES) {
      for (int k = -260; k <= 260; k++) {
        float tie = (float) ((k + 0.5) * rule.scale());
        v.addAll(List.of(Math.nextDown(tie), tie, Math.nextUp(tie)));
      }
    }
    int n = v.size();
    float[] x = new float[n + 2 * random];
    for (int i = 0; i < n; i++) {
      x[i] = v.get(i);
    }
    int[] words = new int[random];
    new Philox(8, 1).fill(0, words);
    float[] z = new float[random];
    new Philox(8, 2).fillGaussian(0, z);
    for (int i = 0; i < random; i++) {
      x[n + 2 * i] = Float.intBitsToFloat(words[i]);
      x[n + 2 * i + 1] = 10 * z[i];
    }
    return x;
  }

  private static void assertSame(float[] expected, float[] actual, Object where) {
    for (int i = 0; i < expected.length; i++) {
      int at = i;
      assertEquals(
          Integer.toHexString(Float.floatToRawIntBits(expected[i])),
          Integer.toHexString(Float.floatToRawIntBits(actual[i])),
          () -> where + ", index " + at);
    }
  }

  @Test
  void vectorEqualsScalarOnEveryKindOfFloat() {
    float[] x = values(20_000);
    for (FakeQuantize rule : RULES) {
      float[] scalar = new float[x.length];
      float[] vector = new float[x.length];
      SCALAR.fakeQuantize(rule, x, 0, scalar, 0, x.length);
      VECTOR.fakeQuantize(rule, x, 0, vector, 0, x.length);
      assertSame(scalar, vector, rule);
      assertEquals(
          rule.sums(SCALAR, SCALAR_SUMS, x, 0, null, 0, x.length),
          rule.sums(VECTOR, VECTOR_SUMS, x, 0, null, 0, x.length));
    }
  }

  @Test
  void vectorEqualsScalarAtEveryLengthAndOffset() {
    float[] x = Arrays.copyOf(values(200), 400);
    for (int length = 0; length <= 130; length++) {
      for (int from : new int[] {0, 1, 3, 16, 101}) {
        FakeQuantize rule = RULES[length % RULES.length];
        float[] scalar = new float[300];
        float[] vector = new float[300];
        Arrays.fill(scalar, 77);
        Arrays.fill(vector, 77);
        int to = (from * 5 + length) % 130;
        MeasuredError a = rule.sums(SCALAR, SCALAR_SUMS, x, from, scalar, to, length);
        MeasuredError b = rule.sums(VECTOR, VECTOR_SUMS, x, from, vector, to, length);
        assertEquals(a, b);
        assertSame(scalar, vector, "length " + length);
        assertEquals(length, a.count() + a.nans());
        Arrays.fill(vector, 77);
        VECTOR.fakeQuantize(rule, x, from, vector, to, length);
        assertSame(scalar, vector, "length " + length);
        float[] inPlace = x.clone();
        assertEquals(a, rule.sums(VECTOR, VECTOR_SUMS, inPlace, from, inPlace, from, length));
        float[] expected = x.clone();
        System.arraycopy(scalar, to, expected, from, length);
        assertSame(expected, inPlace, "in place, length " + length);
        inPlace = x.clone();
        VECTOR.fakeQuantize(rule, inPlace, from, inPlace, from, length);
        assertSame(expected, inPlace, "in place, length " + length);
      }
    }
  }

  /** The grid is defined by another package, with thresholds instead of roundings. */
  @Test
  void resultIsThatOfTheComputedGrid() {
    float[] x = values(20_000);
    for (float scale : new float[] {1, 0.1f, 0.0123f, 1.7e-12f, 3.3e20f}) {
      for (Range range : new Range[] {Range.FULL, Range.SYMMETRIC, Range.UNSIGNED}) {
        Grid unit = Grid.integer(8, range);
        int low = (int) unit.level(0);
        int high = (int) unit.level(unit.size() - 1);
        for (Arithmetic how : Arithmetic.values()) {
          FakeQuantize rule =
              how == Arithmetic.DIVIDE
                  ? FakeQuantize.dividing(scale, 0, low, high)
                  : FakeQuantize.multiplying(scale, 0, low, high);
          Grid grid = unit.computed(scale, how);
          for (float v : x) {
            assertEquals((float) grid.nearest(v), rule.of(v), () -> rule + " at " + v);
          }
        }
      }
    }
  }

  @Test
  void specialValuesFollowThePolicy() {
    FakeQuantize rule = FakeQuantize.dividing(0.5f, 10, -128, 127);
    float[] x = {
      Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 0.25f, 0.75f, -0.1f
    };
    float[] out = new float[x.length];
    MeasuredError m = rule.applyAndMeasure(x, out);
    assertSame(new float[] {Float.NaN, 58.5f, -69, 0, 0, 1, 0}, out, rule);
    assertEquals(1, m.nans());
    assertEquals(6, m.count());
    assertEquals(2, m.overloads());
    assertEquals(Double.POSITIVE_INFINITY, m.overload());
    assertEquals(Double.POSITIVE_INFINITY, m.maximum());
    assertTrue(Double.isNaN(m.e()));
    assertEquals(0.0625 + 0.0625 + (double) 0.1f * 0.1f, m.granular(), 1e-17);
  }

  @Test
  void edgeOfTheGranularRegionBelongsToOneSide() {
    FakeQuantize rule = FakeQuantize.dividing(1, 0, -2, 1);
    float[] x = {-2.5f, Math.nextUp(-2.5f), 1.5f, Math.nextUp(1.5f)};
    MeasuredError m = rule.measure(x);
    assertEquals(2, m.overloads());
    assertEquals(2, rule.measure(new float[] {x[0], x[3]}).overloads());
    assertEquals(-2.5, rule.overloadLow());
    assertEquals(1.5, rule.overloadHigh());
  }

  @Test
  void sumsAreExactToThirteenDigits() {
    int n = 50_001;
    float[] x = new float[n];
    new Philox(9, 1).fillGaussian(0, x);
    FakeQuantize rule = FakeQuantize.multiplying(0.013f, 0, -127, 127);
    float[] y = new float[n];
    MeasuredError m = rule.applyAndMeasure(x, y);
    BigDecimal[] sums = new BigDecimal[8];
    BigDecimal[] sizes = new BigDecimal[8];
    Arrays.fill(sums, BigDecimal.ZERO);
    Arrays.fill(sizes, BigDecimal.ZERO);
    long overloads = 0;
    double maximum = 0;
    for (int i = 0; i < n; i++) {
      BigDecimal a = new BigDecimal(x[i]);
      BigDecimal e = new BigDecimal(y[i]).subtract(a);
      BigDecimal ee = e.multiply(e);
      boolean over = Math.abs((double) x[i]) > rule.overloadHigh();
      overloads += over ? 1 : 0;
      maximum = Math.max(maximum, e.abs().doubleValue());
      BigDecimal[] terms = {
        a,
        a.multiply(a),
        a.multiply(e),
        e,
        over ? BigDecimal.ZERO : ee,
        over ? ee : BigDecimal.ZERO,
        ee.multiply(e),
        ee.multiply(ee)
      };
      for (int k = 0; k < 8; k++) {
        sums[k] = sums[k].add(terms[k]);
        sizes[k] = sizes[k].add(terms[k].abs());
      }
    }
    double[] found = {m.x(), m.xx(), m.xe(), m.e(), m.granular(), m.overload(), m.eee(), m.eeee()};
    for (int k = 0; k < 8; k++) {
      Near.absolute(sums[k].doubleValue(), found[k], 1e-13 * sizes[k].doubleValue(), "sum " + k);
    }
    assertEquals(overloads, m.overloads());
    assertTrue(overloads > 1000, "overload must occur");
    assertEquals(maximum, m.maximum());
    assertEquals(n, m.count());
    assertEquals(m, MeasuredError.between(x, y, rule.overloadLow(), rule.overloadHigh()));
    double mse = (found[4] + found[5]) / n;
    assertEquals(mse, m.mse());
    Near.relative(
        Math.sqrt((found[7] / n - mse * mse) / n), m.mseStandardError(), 1e-14, "standard error");
  }

  @Test
  void argumentsAreChecked() {
    refused("positive normal", () -> FakeQuantize.dividing(0, 0, 0, 1));
    refused("got NaN", () -> FakeQuantize.dividing(Float.NaN, 0, 0, 1));
    refused("got 1.0E-40", () -> FakeQuantize.multiplying(1e-40f, 0, 0, 1));
    refused("got 3.0E38", () -> FakeQuantize.multiplying(3e38f, 0, 0, 1));
    refused("5..4", () -> FakeQuantize.dividing(1, 0, 5, 4));
    refused("zero point -2147483648", () -> FakeQuantize.dividing(1, Integer.MIN_VALUE, 0, 1));
    FakeQuantize rule = RULES[0];
    refused("same length", () -> rule.apply(new float[3], new float[4]));
    float[] x = new float[10];
    refused("same or apart", () -> rule.apply(x, 0, x, 1, 5));
    refused("same or apart", () -> rule.applyAndMeasure(x, 4, x, 1, 5));
    rule.apply(x, 0, x, 5, 5);
    assertThrows(IndexOutOfBoundsException.class, () -> rule.apply(x, 6, x, 0, 5));
    assertThrows(IndexOutOfBoundsException.class, () -> rule.measure(x, -1, 5));
    refused("got 2.0 and 1.0", () -> MeasuredError.between(x, x, 2, 1));
    refused("same length", () -> MeasuredError.between(x, new float[1], 0, 1));
  }

  private static void refused(String reason, Runnable act) {
    var error = assertThrows(IllegalArgumentException.class, act::run);
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }
}

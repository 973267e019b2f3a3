package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class StochasticQuantizeTest {

  private static final Chances SCALAR = new ScalarChances();
  private static final Chances VECTOR = new VectorChances();

  private static final Quantize[] RULES = {
    Quantize.dividing(1, 0, -128, 127),
    Quantize.multiplying(0.1f, 0, -127, 127),
    Quantize.dividing(0.3f, 3, 7, 15),
    Quantize.multiplying(0.0123f, -5, -8, 7),
    Quantize.dividing(3e-30f, 0, -32768, 32767),
    Quantize.multiplying(7e30f, 100, 0, 65535),
  };

  private static final int MIDDLE = 1 << 20;

  /**
   * The number of words whose upper 31 bits decide for the upper of two codes, of 2^31: the least
   * count that moves, found by bisection, since a lower word moves wherever a higher one does.
   */
  private static long moving(FakeQuantize rule, float x) {
    int still = StochasticQuantize.code(rule, x, -1);
    long low = -1;
    long high = Integer.MAX_VALUE;
    while (low + 1 < high) {
      long middle = (low + high) >> 1;
      boolean moves = StochasticQuantize.code(rule, x, (int) (middle << 1)) != still;
      low = moves ? middle : low;
      high = moves ? high : middle;
    }
    return high;
  }

  @Test
  void expectationIsTheValueExactly() {
    FakeQuantize rule = FakeQuantize.dividing(1, 0, -100, 100);
    for (float x : Inputs.gaussian(2, 2000)) {
      float v = 20 * x;
      int still = StochasticQuantize.code(rule, v, -1);
      int other = StochasticQuantize.code(rule, v, 0);
      double mean = still + (other - still) * (moving(rule, v) * 0x1p-31);
      if (Math.abs(v) >= 0x1p-8f && Math.abs(v) < 100) {
        assertEquals(v, mean, 0.0, "E[Q(" + v + ")]");
      } else if (Math.abs(v) < 0x1p-8f) {
        assertEquals(v, mean, 0x1p-31, "E[Q(" + v + ")]");
      } else {
        assertEquals(Math.signum(v) * 100, mean, 0.0, "saturated " + v);
      }
    }
  }

  /** Every upper half of a word once: the counts are the probabilities, in steps of 2^-16. */
  @Test
  void wordsDecideInProportion() {
    FakeQuantize rule = FakeQuantize.multiplying(0.5f, 0, -8, 7);
    for (float x : new float[] {0.1f, -0.1f, 0.25f, -0.25f, 1.3f, -2.9f, 0.5f, 1e-30f}) {
      long sum = 0;
      for (int i = 0; i < 1 << 16; i++) {
        sum += StochasticQuantize.code(rule, x, i << 16);
      }
      assertEquals(x / 0.5, sum * 0x1p-16, 0x1p-16, "mean code of " + x);
    }
  }

  @Test
  void onlyNeighboursAreChosen() {
    float[] x = Inputs.anything(4, 30_000);
    int[] words = Inputs.words(5, x.length);
    for (Quantize q : RULES) {
      FakeQuantize rule = q.rule();
      for (int i = 0; i < x.length; i++) {
        if (Float.isNaN(x[i])) {
          continue;
        }
        double quotient = rule.quotient(x[i]);
        int code = StochasticQuantize.code(rule, x[i], words[i]);
        double low = Math.clamp(Math.floor(quotient), rule.lowest(), rule.highest());
        double high = Math.clamp(Math.ceil(quotient), rule.lowest(), rule.highest());
        assertTrue(code == low || code == high, q + " at " + x[i]);
      }
    }
  }

  @Test
  void errorHasMeanZeroAndTwiceTheVarianceOfRounding() {
    int n = 1 << 20;
    float[] x = Inputs.gaussian(7, n);
    float step = 0.01f; // clips nothing within 12.7
    float[] out = new float[n];
    StochasticQuantize.dividing(new Philox(3, 4), step, 0, -1270, 1270).apply(0, x, out);
    double[] sums = new double[5];
    for (int i = 0; i < n; i++) {
      double e = ((double) out[i] - x[i]) / step;
      sums[1] += e;
      sums[2] += e * e;
      sums[3] += e * x[i];
      sums[4] += e * e * e * e;
    }
    // Given the fraction f, e is 1 - f or -f: E e^2 = f (1 - f) and E e^4 = f (1-f) (1 - 3f +
    // 3f^2).
    double variance = 1.0 / 6;
    double fourth = 1.0 / 15;
    assertEquals(0, sums[1] / n, 4 * Math.sqrt(variance / n), "mean");
    assertEquals(0, sums[3] / n, 4 * Math.sqrt(variance / n), "correlation with x");
    assertEquals(
        variance, sums[2] / n, 4 * Math.sqrt((fourth - variance * variance) / n), "variance");
    assertEquals(fourth, sums[4] / n, 4 * Math.sqrt(1.0 / 45 / n), "fourth moment");
    FakeQuantize.dividing(step, 0, -1270, 1270).apply(x, out);
    double nearest = 0;
    for (int i = 0; i < n; i++) {
      nearest += Math.pow(((double) out[i] - x[i]) / step, 2);
    }
    double four = 4 * Math.sqrt((fourth - variance * variance + 4.0 / 180) / n);
    assertEquals(2, sums[2] / nearest, four / variance, "twice");
  }

  @Test
  void specialValuesFollowThePolicy() {
    float[] x = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 1e30f, -0.5f};
    float[] out = new float[x.length];
    StochasticQuantize q = StochasticQuantize.dividing(new Philox(1, 1), 0.5f, 10, -128, 127);
    q.apply(0, x, out);
    Inputs.assertSame(new float[] {Float.NaN, 58.5f, -69, 0, 58.5f, -0.5f}, out, q);
    byte[] codes = new byte[x.length];
    q.quantize(0, x, 0, codes, 0, x.length);
    assertArrayEquals(new byte[] {10, 127, -128, 10, 127, 9}, codes);
  }

  @Test
  void vectorsGiveTheBitsOfTheTwin() {
    float[] x = Inputs.anything(8, 4000);
    for (int i = 0; i < 1000; i++) {
      x[i] = (i - 500) * 0.5f; // ties
      x[1000 + i] = Math.nextUp(x[i]);
    }
    for (int i = 0; i < 40; i++) {
      x[2000 + i] = (i < 20 ? 1 : -1) * (4194300 + i % 20 * 0.5f);
    }
    int[] words = Inputs.words(9, 4000);
    for (int i = 0; i < 4000; i += 7) {
      words[i] = i % 2 == 0 ? 0 : -1;
    }
    for (Quantize q : RULES) {
      for (int n = 0; n <= 4000; n += n < Inputs.LENGTHS ? 1 : 1289) {
        int from = 13 * n % (4001 - n);
        int to = n % 5;
        int[] w = Arrays.copyOfRange(words, from, from + n);
        float[][] out = new float[2][n + 6];
        int[][] codes = new int[2][n];
        SCALAR.fakeQuantize(q.rule(), x, from, w, out[0], to, n);
        VECTOR.fakeQuantize(q.rule(), x, from, w, out[1], to, n);
        Inputs.assertSame(out[0], out[1], q + ", length " + n);
        SCALAR.quantize(q, x, from, w, codes[0], n);
        VECTOR.quantize(q, x, from, w, codes[1], n);
        assertArrayEquals(codes[0], codes[1], q + ", length " + n);
      }
    }
  }

  /** The widest range that a rule can have, where the sum with 1.5 2^23 leaves its binade. */
  @Test
  void vectorsGiveTheBitsOfTheTwinAtTheEndOfTheRange() {
    FakeQuantize rule = FakeQuantize.dividing(1, 0, -4194303, 4194303);
    float[] x = new float[256];
    for (int i = 0; i < 128; i++) {
      x[2 * i] = 4194304 + (i - 64) * 0.25f;
      x[2 * i + 1] = -x[2 * i];
    }
    for (int word : new int[] {0, 1 << 29, 1 << 30, (1 << 31) - 1, 1 << 31, -1}) {
      int[] w = new int[256];
      Arrays.fill(w, word);
      float[] a = new float[256];
      float[] b = new float[256];
      SCALAR.fakeQuantize(rule, x, 0, w, a, 0, 256);
      VECTOR.fakeQuantize(rule, x, 0, w, b, 0, 256);
      Inputs.assertSame(a, b, "word " + word);
    }
  }

  @Test
  void anySplitGivesTheSameBits() {
    int n = 10_000;
    float[] x = Inputs.anything(3, n);
    for (StochasticQuantize q :
        new StochasticQuantize[] {
          StochasticQuantize.multiplying(new Philox(1, 2), 0.7f, 0, -128, 127),
          StochasticQuantize.dividing(new Philox(1, 2), 0.7f, 100, 0, 255)
        }) {
      float[] whole = new float[n];
      q.apply(MIDDLE, x, whole);
      byte[] codes = new byte[n];
      q.quantize(MIDDLE, x, 0, codes, 0, n);
      short[] wide = new short[n];
      q.quantize(MIDDLE, x, 0, wide, 0, n);
      for (int piece : new int[] {1, 17, 64, 4097}) {
        float[] parts = new float[n];
        byte[] codeParts = new byte[n];
        for (int i = 0; i < n; i += piece) {
          int length = Math.min(piece, n - i);
          q.apply(MIDDLE + i, x, i, parts, i, length);
          q.quantize(MIDDLE + i, x, i, codeParts, i, length);
        }
        Inputs.assertSame(whole, parts, "pieces of " + piece);
        assertArrayEquals(codes, codeParts, "pieces of " + piece);
      }
      for (int i = 0; i < n; i++) {
        assertEquals(codes[i], (byte) wide[i]);
      }
    }
  }

  @Test
  void codesAndValuesAgree() {
    float[] x = Inputs.gaussian(3, 5000);
    Philox random = new Philox(6, 6);
    StochasticQuantize q = StochasticQuantize.dividing(random, 0.1f, 5, -8, 7);
    byte[] codes = new byte[x.length];
    q.quantize(99, x, 0, codes, 0, x.length);
    float[] out = new float[x.length];
    Quantize.dividing(0.1f, 5, -8, 7).dequantize(codes, 0, out, 0, x.length);
    float[] expected = new float[x.length];
    q.apply(99, x, expected);
    Inputs.assertSame(expected, out, q);
  }

  @Test
  void argumentsAreChecked() {
    Philox random = new Philox(1, 1);
    assertThrows(NullPointerException.class, () -> StochasticQuantize.dividing(null, 1, 0, 0, 1));
    refused("positive normal", () -> StochasticQuantize.dividing(random, 0, 0, 0, 1));
    StochasticQuantize q = StochasticQuantize.multiplying(random, 1, 0, 0, 255);
    float[] x = new float[10];
    refused("got -1 and 10 values", () -> q.apply(-1, x, x));
    refused("same length", () -> q.apply(0, x, new float[9]));
    refused("same or apart", () -> q.apply(0, x, 0, x, 1, 9));
    refused(
        "fit in 8 bits",
        () ->
            StochasticQuantize.multiplying(random, 1, 0, -1, 255)
                .quantize(0, x, 0, new byte[10], 0, 10));
    assertThrows(IndexOutOfBoundsException.class, () -> q.quantize(0, x, 0, new short[9], 0, 10));
  }

  private static void refused(String reason, Runnable act) {
    var error = assertThrows(IllegalArgumentException.class, act::run);
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }
}

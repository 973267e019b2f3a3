package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.halfstep.grid.Format;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class StochasticLevelsTest {

  private static float[] levels(String format) {
    double[] levels = Format.of(format).grid().levels();
    float[] floats = new float[levels.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) levels[i];
    }
    return floats;
  }

  @Test
  void meanIsTheValueBetweenTheOuterLevels() {
    int n = 40_000;
    for (String name : new String[] {"NF4", "E4M3"}) {
      float[] levels = levels(name);
      StochasticLevels q = StochasticLevels.of(new Philox(5, 6), levels);
      for (float v : new float[] {0.1f, -0.33f, 0.9f, 1e-3f, -0.99f}) {
        float[] x = new float[n];
        Arrays.fill(x, v);
        float[] out = new float[n];
        q.apply(12345, x, out);
        int above = -1 - Arrays.binarySearch(levels, v);
        double a = levels[above - 1];
        double b = levels[above];
        double sum = 0;
        for (float y : out) {
          assertTrue(y == a || y == b, v + " became " + y);
          sum += y;
        }
        assertEquals(v, sum / n, 4 * Math.sqrt((v - a) * (b - v) / n), "mean of " + v);
      }
    }
  }

  @Test
  void levelsStayAndTheRestSaturates() {
    float[] levels = {-3e38f, -1, 0, 1e-45f, 2.5f, 3e38f};
    float[] x = Arrays.copyOf(levels, 10);
    x[6] = Float.POSITIVE_INFINITY;
    x[7] = Float.NEGATIVE_INFINITY;
    x[8] = Float.NaN;
    x[9] = -0f;
    float[] expected = Arrays.copyOf(levels, 10);
    expected[6] = 3e38f;
    expected[7] = -3e38f;
    expected[8] = Float.NaN;
    for (int stream = 0; stream < 50; stream++) {
      StochasticLevels q = StochasticLevels.of(new Philox(1, stream), levels);
      float[] out = new float[10];
      q.apply(stream, x, out);
      Inputs.assertSame(expected, out, q);
      byte[] codes = new byte[10];
      q.encode(stream, x, codes);
      for (int i = 0; i < 10; i++) {
        assertEquals(i == 8 ? 0 : Arrays.binarySearch(levels, out[i]), codes[i]);
      }
    }
  }

  @Test
  void anySplitGivesTheSameBits() {
    int n = 5000;
    float[] x = Inputs.anything(3, n);
    StochasticLevels q = StochasticLevels.of(new Philox(8, 8), levels("E5M2"));
    float[] whole = new float[n];
    q.apply(7, x, whole);
    for (int i = 0; i < n; i += 777) {
      float[] part = Arrays.copyOfRange(x, i, Math.min(n, i + 777));
      q.apply(7 + i, part, part);
      Inputs.assertSame(Arrays.copyOfRange(whole, i, i + part.length), part, "from " + i);
    }
  }

  @Test
  void onEvenLevelsTheErrorHasASixthOfTheSquaredStep() {
    int n = 200_000;
    float[] x = Inputs.gaussian(3, n);
    float[] levels = new float[201];
    for (int i = 0; i < 201; i++) {
      levels[i] = (i - 100) * 0.125f;
    }
    float[] out = new float[n];
    StochasticLevels.of(new Philox(9, 9), levels).apply(0, x, out);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.pow((out[i] - x[i]) / 0.125, 2);
    }
    assertEquals(1 / 6.0, sum / n, 4 * Math.sqrt((1 / 15.0 - 1 / 36.0) / n), "variance");
  }

  @Test
  void argumentsAreChecked() {
    Philox random = new Philox(1, 1);
    assertThrows(NullPointerException.class, () -> StochasticLevels.of(null, 0, 1));
    refused("levels must be 2..256, got 1", () -> StochasticLevels.of(random, 1));
    refused("got 1.0 at 1", () -> StochasticLevels.of(random, 1, 1));
    refused("got Infinity at 1", () -> StochasticLevels.of(random, 1, Float.POSITIVE_INFINITY));
    StochasticLevels q = StochasticLevels.of(random, 0, 1);
    refused("same length", () -> q.apply(0, new float[2], new float[3]));
    refused("same length", () -> q.encode(0, new float[2], new byte[3]));
    refused("got -5", () -> q.encode(-5, new float[2], new byte[2]));
  }

  private static void refused(String reason, Runnable act) {
    var error = assertThrows(IllegalArgumentException.class, act::run);
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }
}

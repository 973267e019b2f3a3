package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HistogramTest {

  private static final Reductions SCALAR = new ScalarReductions();
  private static final Reductions VECTOR = new VectorReductions();

  private static final float INF = Float.POSITIVE_INFINITY;

  @Test
  void vectorsFindTheBinsOfTheTwin() {
    float[] x = Inputs.anything(4, 400);
    for (Histogram h :
        new Histogram[] {
          new Histogram(-1, 1, 2048), new Histogram(0.1f, 300, 7), new Histogram(-3e37f, 9, 1)
        }) {
      for (int i = 0; i < 100; i++) {
        x[3 * i + 2] = h.low() + i * (h.high() - h.low()) / 99; // edges, and near them
      }
      for (int n = 0; n < Inputs.LENGTHS; n++) {
        int[] a = new int[n];
        int[] b = new int[n];
        SCALAR.bins(h, x, n % 97, a, n);
        VECTOR.bins(h, x, n % 97, b, n);
        assertArrayEquals(a, b, "length " + n);
      }
    }
  }

  @Test
  void everyValueIsCountedOnce() {
    float[] x = Inputs.anything(5, 5001);
    Histogram h = new Histogram(-100, 100, 50);
    h.add(x);
    h.add(x, 7, 1234);
    long[] expected = new long[53];
    for (int i = 0; i < x.length; i++) {
      expected[h.bin(x[i])] += i >= 7 && i < 1241 ? 2 : 1;
    }
    assertArrayEquals(Arrays.copyOf(expected, 50), h.counts());
    assertEquals(expected[50], h.below());
    assertEquals(expected[51], h.above());
    assertEquals(expected[52], h.nans());
    long all = Arrays.stream(h.counts()).sum() + h.below() + h.above() + h.nans();
    assertEquals(5001 + 1234, all);
  }

  @Test
  void edgesFollowTheRule() {
    Histogram h = new Histogram(0, 4, 4);
    float[] x = {-0f, Math.nextDown(1f), 1, 4, Math.nextUp(4f), -Float.MIN_VALUE, INF, -INF};
    h.add(x);
    h.add(new float[] {Float.NaN});
    assertArrayEquals(new long[] {2, 1, 0, 1}, h.counts());
    assertEquals(2, h.below());
    assertEquals(2, h.above());
    assertEquals(1, h.nans());
  }

  @Test
  void argumentsAreChecked() {
    refused("bins must be in 1..65536, got 0", () -> new Histogram(0, 1, 0));
    refused("got 1.0 and 1.0", () -> new Histogram(1, 1, 5));
    refused("got NaN and 1.0", () -> new Histogram(Float.NaN, 1, 5));
    refused("normal distance", () -> new Histogram(-Float.MAX_VALUE, Float.MAX_VALUE, 5));
    refused("normal width, got 0.0 and", () -> new Histogram(0, Float.MIN_NORMAL, 5000));
    refused("with 5000 bins", () -> new Histogram(0, Float.MIN_NORMAL, 5000));
  }

  private static void refused(String reason, Runnable act) {
    var error = assertThrows(IllegalArgumentException.class, act::run);
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }
}

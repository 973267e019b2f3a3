package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ExtremesTest {

  private static final Reductions SCALAR = new ScalarReductions();
  private static final Reductions VECTOR = new VectorReductions();

  private static final float INF = Float.POSITIVE_INFINITY;

  private static void assertTwins(float[] x, int from, int n) {
    String where = n + " values from " + from;
    assertEquals(SCALAR.extremes(x, from, n), VECTOR.extremes(x, from, n), where);
    assertEquals(SCALAR.absMax(x, from, n), VECTOR.absMax(x, from, n), where);
  }

  @Test
  void vectorsGiveTheExtremesOfTheTwin() {
    float[] finite = Inputs.gaussian(1, 300);
    float[] dirty = Inputs.anything(2, 300);
    for (int n = 0; n < Inputs.LENGTHS; n++) {
      assertTwins(finite, n % 7, n);
      assertTwins(dirty, n % 7, n);
    }
  }

  @Test
  void everyPlaceIsSeen() {
    for (float special : new float[] {Float.NaN, INF, -INF, 9, -9, Float.MAX_VALUE}) {
      float[] x = Inputs.gaussian(1, 200);
      for (int i = 0; i < x.length; i++) {
        float kept = x[i];
        x[i] = special;
        assertTwins(x, 0, x.length);
        assertEquals(Math.abs(special), Extremes.absMax(x), "at " + i);
        x[i] = kept;
      }
    }
  }

  @Test
  void policyOfSpecialValues() {
    assertEquals(new Extremes(INF, -INF, 0, 0), Extremes.of(new float[0]));
    assertEquals(0, Extremes.absMax(new float[0]));
    assertEquals(new Extremes(-0f, 0, 0, 0), Extremes.of(new float[] {0, -0f}));
    float[] x = {1, Float.NaN, -INF, Float.intBitsToFloat(0xffc00000), INF, INF};
    assertEquals(new Extremes(-INF, INF, 2, 3), Extremes.of(x));
    assertEquals(Float.NaN, Extremes.absMax(x));
    assertEquals(new Extremes(INF, -INF, 1, 0), Extremes.of(x, 1, 1));
    assertEquals(INF, Extremes.absMax(x, 4, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> Extremes.of(x, 1, 6));
    assertThrows(IndexOutOfBoundsException.class, () -> Extremes.absMax(x, -1, 2));
  }
}

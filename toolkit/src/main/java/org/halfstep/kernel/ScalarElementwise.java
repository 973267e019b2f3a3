package org.halfstep.kernel;

/** The formulas, value by value: what {@link VectorElementwise} must equal, bit for bit. */
final class ScalarElementwise implements Elementwise {

  @Override
  public void fakeQuantize(FakeQuantize rule, float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = rule.of(x[xAt + i]);
    }
  }
}

package org.halfstep.kernel;

/** The formulas, value by value: what {@link VectorPatterned} must equal, bit for bit. */
final class ScalarPatterned implements Patterned {

  @Override
  public void fakeQuantize(Pattern p, int k, float[] x, int xAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      float v = x[xAt + i];
      out[outAt + i] = Float.isNaN(v) ? Float.NaN : p.scale()[k + i] * p.code(k + i, v);
    }
  }

  @Override
  public void quantize(Pattern p, int k, float[] x, int at, int[] codes, int n) {
    for (int i = 0; i < n; i++) {
      codes[i] = p.code(k + i, x[at + i]) + p.zero()[k + i];
    }
  }

  @Override
  public void dequantize(Pattern p, int k, int[] codes, float[] out, int at, int n) {
    for (int i = 0; i < n; i++) {
      out[at + i] = p.scale()[k + i] * (codes[i] - p.zero()[k + i]);
    }
  }
}

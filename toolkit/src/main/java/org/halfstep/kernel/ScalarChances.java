package org.halfstep.kernel;

/** The formulas, value by value: what {@link VectorChances} must equal, bit for bit. */
final class ScalarChances implements Chances {

  @Override
  public void fakeQuantize(
      FakeQuantize rule, float[] x, int xAt, int[] words, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = StochasticQuantize.value(rule, x[xAt + i], words[i]);
    }
  }

  @Override
  public void quantize(Quantize rule, float[] x, int at, int[] words, int[] codes, int n) {
    for (int i = 0; i < n; i++) {
      codes[i] = StochasticQuantize.code(rule.rule(), x[at + i], words[i]) + rule.zero();
    }
  }
}

package org.halfstep.kernel;

import static org.halfstep.kernel.Species.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Rounding with the Vector API; the twin, which also does what is left when vectors are full, is
 * {@link ScalarElementwise}.
 *
 * <p>Methods here that take or give a vector have at most 35 bytes of code, as everywhere in this
 * package: C2 always inlines those, but longer ones only while they look hot, and a vector that
 * crosses a call becomes an object.
 */
final class VectorElementwise implements Elementwise {

  private final ScalarElementwise twin = new ScalarElementwise();

  @Override
  public void fakeQuantize(FakeQuantize rule, float[] x, int xAt, float[] out, int outAt, int n) {
    int end = FLOATS.loopBound(n);
    if (rule.reciprocal()) {
      multiply(rule, x, xAt, out, outAt, end);
    } else {
      divide(rule, x, xAt, out, outAt, end);
    }
    twin.fakeQuantize(rule, x, xAt + end, out, outAt + end, n - end);
  }

  private static void multiply(
      FakeQuantize rule, float[] x, int xAt, float[] out, int outAt, int end) {
    int lowest = MAGIC_BITS + rule.lowest();
    int highest = MAGIC_BITS + rule.highest();
    for (int i = 0; i < end; i += FLOATS.length()) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i);
      FloatVector code = rounded(v.mul(rule.inverse()), lowest, highest);
      value(code, rule.scale(), v).intoArray(out, outAt + i);
    }
  }

  private static void divide(
      FakeQuantize rule, float[] x, int xAt, float[] out, int outAt, int end) {
    int lowest = MAGIC_BITS + rule.lowest();
    int highest = MAGIC_BITS + rule.highest();
    for (int i = 0; i < end; i += FLOATS.length()) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i);
      FloatVector code = rounded(v.div(rule.scale()), lowest, highest);
      value(code, rule.scale(), v).intoArray(out, outAt + i);
    }
  }

  /** The clamped nearest integer of the quotient, plus MAGIC. */
  private static FloatVector rounded(FloatVector quotient, int lowest, int highest) {
    return quotient.add(MAGIC).reinterpretAsInts().max(lowest).min(highest).reinterpretAsFloats();
  }

  /** scale times the integer; NaN where x is. */
  private static FloatVector value(FloatVector code, float scale, FloatVector x) {
    return code.sub(MAGIC).mul(scale).blend(Float.NaN, x.test(VectorOperators.IS_NAN));
  }
}

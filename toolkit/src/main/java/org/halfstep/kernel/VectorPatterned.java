package org.halfstep.kernel;

import static org.halfstep.kernel.Species.FLOATS;
import static org.halfstep.kernel.Species.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Rounding with parameters of each value's own with the Vector API; the twin, which also does what
 * is left when vectors are full, is {@link ScalarPatterned}.
 *
 * <p>As {@link VectorElementwise} and {@link VectorCodes}, but with vectors where those have a
 * number.
 */
final class VectorPatterned implements Patterned {

  private static final int STEP = FLOATS.length();

  private final ScalarPatterned twin = new ScalarPatterned();

  // Small methods, which C2 inlines however seldom they have run: see InliningTest.

  private static FloatVector floats(float[] a, int k) {
    return FloatVector.fromArray(FLOATS, a, k);
  }

  private static FloatVector times(Pattern p, int k, FloatVector x) {
    return x.mul(floats(p.inverse(), k));
  }

  private static FloatVector over(Pattern p, int k, FloatVector x) {
    return x.div(floats(p.scale(), k));
  }

  private static FloatVector quotient(Pattern p, int k, FloatVector x) {
    return p.reciprocal() ? times(p, k, x) : over(p, k, x);
  }

  private static IntVector magic(int[] codes, int k) {
    return IntVector.fromArray(INTS, codes, k).add(Elementwise.MAGIC_BITS);
  }

  /** The bits of the clamped sum of the quotient and {@link Elementwise#MAGIC}. */
  private static IntVector rounded(Pattern p, int k, FloatVector x) {
    return clamped(p, k, quotient(p, k, x).add(Elementwise.MAGIC).reinterpretAsInts());
  }

  private static IntVector clamped(Pattern p, int k, IntVector sum) {
    return sum.max(magic(p.lowest(), k)).min(magic(p.highest(), k));
  }

  @Override
  public void fakeQuantize(Pattern p, int k, float[] x, int xAt, float[] out, int outAt, int n) {
    int end = FLOATS.loopBound(n);
    for (int i = 0; i < end; i += STEP) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i);
      rounded(p, k + i, v)
          .reinterpretAsFloats()
          .sub(Elementwise.MAGIC)
          .mul(FloatVector.fromArray(FLOATS, p.scale(), k + i))
          .blend(Float.NaN, v.test(VectorOperators.IS_NAN))
          .intoArray(out, outAt + i);
    }
    twin.fakeQuantize(p, k + end, x, xAt + end, out, outAt + end, n - end);
  }

  @Override
  public void quantize(Pattern p, int k, float[] x, int at, int[] codes, int n) {
    int end = FLOATS.loopBound(n);
    for (int i = 0; i < end; i += STEP) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
      rounded(p, k + i, v.blend(0, v.test(VectorOperators.IS_NAN)))
          .sub(Elementwise.MAGIC_BITS)
          .add(IntVector.fromArray(INTS, p.zero(), k + i))
          .intoArray(codes, i);
    }
    for (int i = end; i < n; i++) {
      codes[i] = p.code(k + i, x[at + i]) + p.zero()[k + i];
    }
  }

  @Override
  public void dequantize(Pattern p, int k, int[] codes, float[] out, int at, int n) {
    int end = FLOATS.loopBound(n);
    for (int i = 0; i < end; i += STEP) {
      IntVector q =
          IntVector.fromArray(INTS, codes, i).sub(IntVector.fromArray(INTS, p.zero(), k + i));
      ((FloatVector) q.convertShape(VectorOperators.I2F, FLOATS, 0))
          .mul(FloatVector.fromArray(FLOATS, p.scale(), k + i))
          .intoArray(out, at + i);
    }
    for (int i = end; i < n; i++) {
      out[at + i] = p.scale()[k + i] * (codes[i] - p.zero()[k + i]);
    }
  }
}

package org.halfstep.kernel;

import static org.halfstep.kernel.Species.FLOATS;
import static org.halfstep.kernel.Species.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Stochastic rounding with the Vector API; the twin is {@link ScalarChances}.
 *
 * <p>{@link Elementwise#MAGIC} rounds the quotient, and a comparison of integers decides whether
 * the other neighbour is taken: one up or down in the bits of the sum, before they are clamped.
 */
final class VectorChances implements Chances {

  private static final int STEP = FLOATS.length();

  /** The bits of the clamped sum of the code and {@link Elementwise#MAGIC}; x is not NaN. */
  private static IntVector chosen(FakeQuantize rule, FloatVector x, IntVector word) {
    FloatVector quotient = rule.reciprocal() ? x.mul(rule.inverse()) : x.div(rule.scale());
    FloatVector sum = quotient.add(Elementwise.MAGIC);
    FloatVector rest = quotient.sub(sum.sub(Elementwise.MAGIC));
    FloatVector chances = rest.abs().mul(StochasticQuantize.CHANCES);
    IntVector limit = (IntVector) chances.convertShape(VectorOperators.F2I, INTS, 0);
    IntVector moves = word.lanewise(VectorOperators.LSHR, 1).sub(limit); // negative if so
    IntVector other = rest.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31).or(1); // -1 or 1
    return sum.reinterpretAsInts()
        .add(other.and(moves.lanewise(VectorOperators.ASHR, 31)))
        .max(Elementwise.MAGIC_BITS + rule.lowest())
        .min(Elementwise.MAGIC_BITS + rule.highest());
  }

  @Override
  public void fakeQuantize(
      FakeQuantize rule, float[] x, int xAt, int[] words, float[] out, int outAt, int n) {
    int end = FLOATS.loopBound(n);
    for (int i = 0; i < end; i += STEP) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i);
      chosen(rule, v, IntVector.fromArray(INTS, words, i))
          .reinterpretAsFloats()
          .sub(Elementwise.MAGIC)
          .mul(rule.scale())
          .blend(Float.NaN, v.test(VectorOperators.IS_NAN))
          .intoArray(out, outAt + i);
    }
    for (int i = end; i < n; i++) {
      out[outAt + i] = StochasticQuantize.value(rule, x[xAt + i], words[i]);
    }
  }

  @Override
  public void quantize(Quantize rule, float[] x, int at, int[] words, int[] codes, int n) {
    int end = FLOATS.loopBound(n);
    for (int i = 0; i < end; i += STEP) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
      chosen(
              rule.rule(),
              v.blend(0, v.test(VectorOperators.IS_NAN)),
              IntVector.fromArray(INTS, words, i))
          .add(rule.zero() - Elementwise.MAGIC_BITS)
          .intoArray(codes, i);
    }
    for (int i = end; i < n; i++) {
      codes[i] = StochasticQuantize.code(rule.rule(), x[at + i], words[i]) + rule.zero();
    }
  }
}

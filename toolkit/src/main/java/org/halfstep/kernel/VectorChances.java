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

  /**
   * Puts the bits of the clamped sums of codes and {@link Elementwise#MAGIC} in the place of the
   * random words; 0 stands for NaN. The vectors stay in this loop: a method of this size that
   * passed them on might not be inlined.
   */
  private static void choose(FakeQuantize rule, float[] x, int at, int[] words, int end) {
    int lowest = Elementwise.MAGIC_BITS + rule.lowest();
    int highest = Elementwise.MAGIC_BITS + rule.highest();
    for (int i = 0; i < end; i += STEP) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
      v = v.blend(0, v.test(VectorOperators.IS_NAN));
      FloatVector quotient = rule.reciprocal() ? v.mul(rule.inverse()) : v.div(rule.scale());
      FloatVector sum = quotient.add(Elementwise.MAGIC);
      FloatVector rest = quotient.sub(sum.sub(Elementwise.MAGIC));
      FloatVector chances = rest.abs().mul(StochasticQuantize.CHANCES);
      IntVector limit = (IntVector) chances.convertShape(VectorOperators.F2I, INTS, 0);
      IntVector word = IntVector.fromArray(INTS, words, i);
      IntVector moves = word.lanewise(VectorOperators.LSHR, 1).sub(limit); // negative if so
      IntVector other = rest.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31).or(1); // +-1
      sum.reinterpretAsInts()
          .add(other.and(moves.lanewise(VectorOperators.ASHR, 31)))
          .max(lowest)
          .min(highest)
          .intoArray(words, i);
    }
  }

  /** The words are used up. */
  @Override
  public void fakeQuantize(
      FakeQuantize rule, float[] x, int xAt, int[] words, float[] out, int outAt, int n) {
    int end = FLOATS.loopBound(n);
    choose(rule, x, xAt, words, end);
    for (int i = 0; i < end; i += STEP) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i);
      IntVector.fromArray(INTS, words, i)
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

  /** The words are used up. */
  @Override
  public void quantize(Quantize rule, float[] x, int at, int[] words, int[] codes, int n) {
    int end = FLOATS.loopBound(n);
    choose(rule.rule(), x, at, words, end);
    for (int i = 0; i < end; i += STEP) {
      IntVector.fromArray(INTS, words, i)
          .add(rule.zero() - Elementwise.MAGIC_BITS)
          .intoArray(codes, i);
    }
    for (int i = end; i < n; i++) {
      codes[i] = StochasticQuantize.code(rule.rule(), x[at + i], words[i]) + rule.zero();
    }
  }
}

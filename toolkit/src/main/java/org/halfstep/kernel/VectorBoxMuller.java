package org.halfstep.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.BITWISE_BLEND;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.SQRT;
import static jdk.incubator.vector.VectorOperators.XOR;
import static org.halfstep.kernel.Species.FLOATS;
import static org.halfstep.kernel.Species.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * The Box-Muller transform in floats with the Vector API, lane by lane what {@code
 * org.halfstep.numeric.BoxMuller} does, where the formulas and their error bounds are.
 *
 * <p>Choices between two numbers are made with masks of bits, which every width has. Two loops, and
 * no method of our own that takes a vector: C2 stops inlining such methods when a loop has some
 * 8000 bytecodes, and then makes objects of vectors. Called by {@link VectorDraws}.
 */
final class VectorBoxMuller {

  private static final int LANES = VectorPhilox.LANES;

  private static final int ROOT_HALF = 0x3f3504f3;
  private static final int NEAR = Float.floatToRawIntBits(0.29289323f);

  private static final FloatVector ONE = all(1);
  private static final FloatVector LN2 = all(0x1.62e43p-1f);
  private static final FloatVector BYTE = all(0x1p-8f);

  /** Coefficients of the logarithm's series, by the power of z = d^2. */
  private static final FloatVector L0 = all(2f / 3);

  private static final FloatVector L1 = all(2f / 5);
  private static final FloatVector L2 = all(2f / 7);
  private static final FloatVector L3 = all(2f / 9);

  /** Those of the sine and of the cosine, by the power of z = x^2. */
  private static final FloatVector S0 = all(-1f / 6);

  private static final FloatVector S1 = all(1f / 120);
  private static final FloatVector S2 = all(-1f / 5040);
  private static final FloatVector S3 = all(1f / 362880);
  private static final FloatVector C0 = all(-1f / 2);
  private static final FloatVector C1 = all(1f / 24);
  private static final FloatVector C2 = all(-1f / 720);
  private static final FloatVector C3 = all(1f / 40320);
  private static final FloatVector C4 = all(-1f / 3628800);

  private static final IntVector MINUS_ONE = all(-1).reinterpretAsInts();

  private static FloatVector all(float c) {
    return FloatVector.broadcast(FLOATS, c);
  }

  private VectorBoxMuller() {}

  /** 64 floats from each group of words, laid out as {@link VectorPhilox#groups} has it. */
  static void groups(int[] w, int count, float[] out, int at) {
    for (int half = 0; half < VectorPhilox.WORDS * count; half += 2 * LANES) {
      radii(w, half, out, at + half);
    }
    for (int half = 0; half < VectorPhilox.WORDS * count; half += 2 * LANES) {
      directions(w, half + LANES, out, at + half);
    }
  }

  /** Puts sqrt(-2 ln U) where the cosine values will be. */
  private static void radii(int[] w, int from, float[] out, int at) {
    for (int i = 0; i < LANES; i += INTS.length()) {
      IntVector s = IntVector.fromArray(INTS, w, from + i);
      IntVector b = IntVector.fromArray(INTS, w, from + LANES + i).and(0xff);
      IntVector sign = s.lanewise(ASHR, 31);
      IntVector j = s.lanewise(XOR, sign).lanewise(XOR, Integer.MAX_VALUE);
      FloatVector fraction = ((FloatVector) b.convertShape(I2F, FLOATS, 0)).add(0.5f);
      FloatVector q = fraction.fma(BYTE, (FloatVector) j.convertShape(I2F, FLOATS, 0));
      q = q.mul(0x1p-32f);
      // The lower half, U = q = 2^e (1 + f):
      IntVector k = q.reinterpretAsInts().sub(ROOT_HALF);
      FloatVector lowerE = (FloatVector) k.lanewise(ASHR, 23).convertShape(I2F, FLOATS, 0);
      FloatVector lowerF = k.and(0x7fffff).add(ROOT_HALF).reinterpretAsFloats().sub(1);
      // The upper half, U = 1 - q. Bits of positive floats increase with them: q > NEAR is
      IntVector far = q.reinterpretAsInts().sub(NEAR + 1).lanewise(ASHR, 31).not();
      IntVector upperE = far.and(MINUS_ONE);
      IntVector twice = q.fma(-2, 1).reinterpretAsInts();
      IntVector upperF = q.neg().reinterpretAsInts().lanewise(BITWISE_BLEND, twice, far);
      FloatVector e =
          upperE.lanewise(BITWISE_BLEND, lowerE.reinterpretAsInts(), sign).reinterpretAsFloats();
      FloatVector f =
          upperF.lanewise(BITWISE_BLEND, lowerF.reinterpretAsInts(), sign).reinterpretAsFloats();
      FloatVector d = f.div(f.add(2));
      FloatVector z = d.mul(d);
      FloatVector r = z.fma(z.fma(z.fma(L3, L2), L1), L0);
      FloatVector h = f.mul(0.5f).mul(f);
      FloatVector t = d.neg().fma(z.fma(r, h), h);
      FloatVector minusLog = e.neg().fma(LN2, t.sub(f));
      minusLog.mul(2).lanewise(SQRT).intoArray(out, at + i);
    }
  }

  /** Multiplies radii by the cosine and the sine of the angles. */
  private static void directions(int[] w, int from, float[] out, int at) {
    for (int i = 0; i < LANES; i += INTS.length()) {
      IntVector angle = IntVector.fromArray(INTS, w, from + i);
      IntVector place = angle.lanewise(LSHR, 8).and(0x3fffff).sub(0x200000);
      FloatVector x = ((FloatVector) place.convertShape(I2F, FLOATS, 0)).add(0.5f);
      x = x.mul(0x1.921fb6p-22f);
      FloatVector z = x.mul(x);
      FloatVector sines = z.fma(z.fma(z.fma(S3, S2), S1), S0);
      FloatVector cosines = z.fma(z.fma(z.fma(z.fma(C4, C3), C2), C1), C0);
      IntVector sine = x.mul(z).fma(sines, x).reinterpretAsInts();
      IntVector cosine = z.fma(cosines, ONE).reinterpretAsInts();
      IntVector n = angle.lanewise(LSHR, 30);
      IntVector odd = angle.lanewise(LSHL, 1).lanewise(ASHR, 31);
      IntVector first = cosine.lanewise(BITWISE_BLEND, sine, odd);
      IntVector second = sine.lanewise(BITWISE_BLEND, cosine, odd);
      first = first.lanewise(XOR, n.add(1).and(2).lanewise(LSHL, 30));
      second = second.lanewise(XOR, n.and(2).lanewise(LSHL, 30));
      FloatVector radius = FloatVector.fromArray(FLOATS, out, at + i);
      radius.mul(first.reinterpretAsFloats()).intoArray(out, at + i);
      radius.mul(second.reinterpretAsFloats()).intoArray(out, at + LANES + i);
    }
  }
}

package org.halfstep.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.BITWISE_BLEND;
import static jdk.incubator.vector.VectorOperators.L2D;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.SQRT;
import static jdk.incubator.vector.VectorOperators.XOR;
import static org.halfstep.kernel.Species.DOUBLES;
import static org.halfstep.kernel.Species.LONGS;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;

/**
 * The Box-Muller transform in doubles with the Vector API, lane by lane what {@code
 * org.halfstep.numeric.BoxMuller} does, where the formulas and their error bounds are.
 *
 * <p>As {@link VectorBoxMuller}, but with two words of 32 bits in a lane. Called by {@link
 * VectorDraws}.
 */
final class VectorBoxMullerWide {

  private static final int LANES = VectorPhilox.LANES;

  private static final long ROOT_HALF = 0x3fe6a09e667f3bcdL;
  private static final long NEAR = Double.doubleToRawLongBits(0.2928932188134524);

  private static final DoubleVector ONE = all(1);
  private static final DoubleVector LN2 = all(0x1.62e42fefa39efp-1);

  /** Coefficients of the logarithm's series, by the power of z = d^2. */
  private static final DoubleVector L0 = all(2.0 / 3);

  private static final DoubleVector L1 = all(2.0 / 5);
  private static final DoubleVector L2 = all(2.0 / 7);
  private static final DoubleVector L3 = all(2.0 / 9);
  private static final DoubleVector L4 = all(2.0 / 11);
  private static final DoubleVector L5 = all(2.0 / 13);
  private static final DoubleVector L6 = all(2.0 / 15);
  private static final DoubleVector L7 = all(2.0 / 17);
  private static final DoubleVector L8 = all(2.0 / 19);
  private static final DoubleVector L9 = all(2.0 / 21);

  /** Those of the sine, by the power of z = x^2. */
  private static final DoubleVector S0 = all(-1.0 / 6);

  private static final DoubleVector S1 = all(1.0 / 120);
  private static final DoubleVector S2 = all(-1.0 / 5040);
  private static final DoubleVector S3 = all(1.0 / 362880);
  private static final DoubleVector S4 = all(-1.0 / 39916800);
  private static final DoubleVector S5 = all(1.0 / 6227020800L);
  private static final DoubleVector S6 = all(-1.0 / 1307674368000L);
  private static final DoubleVector S7 = all(1.0 / 355687428096000L);

  /** Those of the cosine. */
  private static final DoubleVector C0 = all(-1.0 / 2);

  private static final DoubleVector C1 = all(1.0 / 24);
  private static final DoubleVector C2 = all(-1.0 / 720);
  private static final DoubleVector C3 = all(1.0 / 40320);
  private static final DoubleVector C4 = all(-1.0 / 3628800);
  private static final DoubleVector C5 = all(1.0 / 479001600);
  private static final DoubleVector C6 = all(-1.0 / 87178291200L);
  private static final DoubleVector C7 = all(1.0 / 20922789888000L);

  private static final LongVector MINUS_ONE = all(-1).reinterpretAsLongs();

  private static DoubleVector all(double c) {
    return DoubleVector.broadcast(DOUBLES, c);
  }

  private VectorBoxMullerWide() {}

  /** 32 doubles from each 16 pairs of radius and angle. */
  static void groups(long[] radius, long[] angle, int count, double[] out, int at) {
    for (int g = 0; g < LANES * count; g += LANES) {
      radii(radius, g, out, at + 2 * g);
    }
    for (int g = 0; g < LANES * count; g += LANES) {
      directions(angle, g, out, at + 2 * g);
    }
  }

  /** Puts sqrt(-2 ln U) where the cosine values will be. */
  private static void radii(long[] w, int from, double[] out, int at) {
    for (int i = 0; i < LANES; i += LONGS.length()) {
      LongVector s = LongVector.fromArray(LONGS, w, from + i);
      LongVector sign = s.lanewise(ASHR, 63);
      LongVector j = s.lanewise(XOR, sign).lanewise(XOR, Long.MAX_VALUE);
      DoubleVector q = ((DoubleVector) j.convertShape(L2D, DOUBLES, 0)).add(0.5).mul(0x1p-64);
      // The lower half, U = q = 2^e (1 + f):
      LongVector k = q.reinterpretAsLongs().sub(ROOT_HALF);
      DoubleVector lowerE = (DoubleVector) k.lanewise(ASHR, 52).convertShape(L2D, DOUBLES, 0);
      DoubleVector lowerF = k.and(0xfffffffffffffL).add(ROOT_HALF).reinterpretAsDoubles().sub(1);
      // The upper half, U = 1 - q. Bits of positive doubles increase with them: q > NEAR is
      LongVector far = q.reinterpretAsLongs().sub(NEAR + 1).lanewise(ASHR, 63).not();
      LongVector upperE = far.and(MINUS_ONE);
      LongVector twice = q.fma(-2, 1).reinterpretAsLongs();
      LongVector upperF = q.neg().reinterpretAsLongs().lanewise(BITWISE_BLEND, twice, far);
      DoubleVector e =
          upperE.lanewise(BITWISE_BLEND, lowerE.reinterpretAsLongs(), sign).reinterpretAsDoubles();
      DoubleVector f =
          upperF.lanewise(BITWISE_BLEND, lowerF.reinterpretAsLongs(), sign).reinterpretAsDoubles();
      DoubleVector d = f.div(f.add(2));
      DoubleVector z = d.mul(d);
      DoubleVector r = z.fma(z.fma(z.fma(L9, L8), L7), L6);
      r = z.fma(z.fma(z.fma(r, L5), L4), L3);
      r = z.fma(z.fma(z.fma(r, L2), L1), L0);
      DoubleVector h = f.mul(0.5).mul(f);
      DoubleVector t = d.neg().fma(z.fma(r, h), h);
      DoubleVector minusLog = e.neg().fma(LN2, t.sub(f));
      minusLog.mul(2).lanewise(SQRT).intoArray(out, at + i);
    }
  }

  /** Multiplies radii by the cosine and the sine of the angles. */
  private static void directions(long[] w, int from, double[] out, int at) {
    for (int i = 0; i < LANES; i += LONGS.length()) {
      LongVector angle = LongVector.fromArray(LONGS, w, from + i);
      LongVector place = angle.lanewise(LSHR, 10).and(0xfffffffffffffL).sub(0x8000000000000L);
      DoubleVector x = ((DoubleVector) place.convertShape(L2D, DOUBLES, 0)).add(0.5);
      x = x.mul(0x1.921fb54442d18p-52);
      DoubleVector z = x.mul(x);
      DoubleVector sines = z.fma(z.fma(z.fma(S7, S6), S5), S4);
      sines = z.fma(z.fma(z.fma(sines, S3), S2), S1);
      sines = z.fma(sines, S0);
      DoubleVector cosines = z.fma(z.fma(z.fma(C7, C6), C5), C4);
      cosines = z.fma(z.fma(z.fma(cosines, C3), C2), C1);
      cosines = z.fma(cosines, C0);
      LongVector sine = x.mul(z).fma(sines, x).reinterpretAsLongs();
      LongVector cosine = z.fma(cosines, ONE).reinterpretAsLongs();
      LongVector n = angle.lanewise(LSHR, 62);
      LongVector odd = angle.lanewise(LSHL, 1).lanewise(ASHR, 63);
      LongVector first = cosine.lanewise(BITWISE_BLEND, sine, odd);
      LongVector second = sine.lanewise(BITWISE_BLEND, cosine, odd);
      first = first.lanewise(XOR, n.add(1).and(2).lanewise(LSHL, 62));
      second = second.lanewise(XOR, n.and(2).lanewise(LSHL, 62));
      DoubleVector radius = DoubleVector.fromArray(DOUBLES, out, at + i);
      radius.mul(first.reinterpretAsDoubles()).intoArray(out, at + i);
      radius.mul(second.reinterpretAsDoubles()).intoArray(out, at + LANES + i);
    }
  }
}

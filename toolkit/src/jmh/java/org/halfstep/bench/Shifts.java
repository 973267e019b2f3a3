package org.halfstep.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.halfstep.grid.LogQuant;
import org.halfstep.kernel.Quantize;
import org.halfstep.numeric.Philox;
import org.halfstep.scheme.LogSum;
import org.halfstep.scheme.PowerCodes;
import org.halfstep.scheme.ShiftProduct;

/** Dot products by shifts, and one of floats in the fewest instructions there are. */
final class Shifts {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /** Magnitudes below 2^2: all that matters of a Gaussian. */
  private static final int FSR = 2;

  private Shifts() {}

  private static float[] others(int n) {
    float[] y = new float[n];
    new Philox(1, 2).fillGaussian(0, y);
    return y;
  }

  private static byte[] integers(int n) {
    byte[] codes = new byte[n];
    Quantize.multiplying(Catalog.SCALE, 0, -127, 127).quantize(Catalog.values(n), 0, codes, 0, n);
    return codes;
  }

  private static PowerCodes powers(float[] x, int bits) {
    return PowerCodes.of(new LogQuant(bits, FSR).grid(), x);
  }

  /** Floats by floats, in four vectors of sums. */
  static Work floats(int n) {
    float[] x = Catalog.values(n);
    float[] y = others(n);
    return Work.of(() -> dot(x, y));
  }

  private static float dot(float[] x, float[] y) {
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int n = FLOATS.length();
    for (int i = 0; i + 4 * n <= x.length; i += 4 * n) {
      a = FloatVector.fromArray(FLOATS, x, i).fma(FloatVector.fromArray(FLOATS, y, i), a);
      b = FloatVector.fromArray(FLOATS, x, i + n).fma(FloatVector.fromArray(FLOATS, y, i + n), b);
      int j = i + 2 * n;
      c = FloatVector.fromArray(FLOATS, x, j).fma(FloatVector.fromArray(FLOATS, y, j), c);
      d = FloatVector.fromArray(FLOATS, x, j + n).fma(FloatVector.fromArray(FLOATS, y, j + n), d);
    }
    return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
  }

  /** Bytes by LogQuant. */
  static Work oneSide(int n, int bits) {
    byte[] r = integers(n);
    PowerCodes x = powers(others(n), bits);
    return Work.of(() -> ShiftProduct.EXACT.dot(r, x));
  }

  /** LogQuant by LogQuant, summed as integers. */
  static Work bothSides(int n, int bits) {
    PowerCodes w = powers(Catalog.values(n), bits);
    PowerCodes x = powers(others(n), bits);
    return Work.of(() -> ShiftProduct.EXACT.dot(w, x));
  }

  /** Bytes by APoT: two shifts and an addition. */
  static Work additive(int n) {
    byte[] r = integers(n);
    PowerCodes x = PowerCodes.additive(4, 3, others(n));
    return Work.of(() -> ShiftProduct.EXACT.dot(r, x));
  }

  /** LogQuant by LogQuant, summed in the log domain. */
  static Work logarithms(int n, LogSum rule) {
    PowerCodes w = powers(Catalog.values(n), 4);
    PowerCodes x = powers(others(n), 4);
    return Work.of(() -> rule.dot(w, x));
  }
}

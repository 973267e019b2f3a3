package org.halfstep.kernel;

import static org.halfstep.kernel.VectorKernels.FLOATS;
import static org.halfstep.kernel.VectorKernels.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Where values lie, with the Vector API; the twins are {@link Histogram#bin} and {@link
 * Codebook#code}.
 */
final class VectorBins {

  private VectorBins() {}

  static int bins(Histogram h, float[] x, int at, int[] index, int n) {
    int end = FLOATS.loopBound(n);
    float low = h.low();
    float high = h.high();
    float factor = h.factor();
    int bins = h.bins();
    for (int i = 0; i < end; i += FLOATS.length()) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
      FloatVector place = v.sub(low).mul(factor);
      IntVector bin = (IntVector) place.convertShape(VectorOperators.F2I, INTS, 0);
      bin.min(bins - 1)
          .blend(bins, v.compare(VectorOperators.LT, low).cast(INTS))
          .blend(bins + 1, v.compare(VectorOperators.GT, high).cast(INTS))
          .blend(bins + 2, v.test(VectorOperators.IS_NAN).cast(INTS))
          .intoArray(index, i);
    }
    return end;
  }

  /** Each value against each threshold: no branch to guess, and no lane that waits for a load. */
  static int encode(Codebook book, float[] x, int at, int[] codes, int n) {
    float[] thresholds = book.thresholds();
    int steps = book.steps();
    int end = FLOATS.loopBound(n);
    for (int i = 0; i < end; i += FLOATS.length()) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
      IntVector passed = IntVector.zero(INTS);
      for (int j = 0; j < steps; j++) {
        passed = passed.add(1, v.compare(VectorOperators.GE, thresholds[j]).cast(INTS));
      }
      passed.intoArray(codes, i);
    }
    return end;
  }
}

package org.halfstep.kernel;

import static org.halfstep.kernel.Species.FLOATS;
import static org.halfstep.kernel.Species.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Extremes and bins with the Vector API; the twin is {@link ScalarReductions}.
 *
 * <p>The bits of floats, with all but the sign flipped for negative ones, are integers in the order
 * of the floats, and the extremes of integers do not depend on the order of comparison. Four
 * quarters are read side by side, as several streams from main memory are fetched at once.
 */
final class VectorReductions implements Reductions {

  private static final int STEP = FLOATS.length();
  private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

  private final ScalarReductions twin = new ScalarReductions();

  private static int key(int bits) {
    return bits ^ (bits >> 31) >>> 1;
  }

  private static float value(int key) {
    return Float.intBitsToFloat(key(key));
  }

  private static IntVector bits(float[] x, int at) {
    return FloatVector.fromArray(FLOATS, x, at).reinterpretAsInts();
  }

  private static IntVector keys(float[] x, int at) {
    IntVector b = bits(x, at);
    return b.lanewise(
        VectorOperators.XOR,
        b.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1));
  }

  /** Values that are not finite are rare: the twin counts them. */
  @Override
  public Extremes extremes(float[] x, int at, int n) {
    Extremes finite = finite(x, at, n);
    return finite == null ? twin.extremes(x, at, n) : finite;
  }

  /** The extremes, or null if a value is not finite. */
  private static Extremes finite(float[] x, int at, int n) {
    int quarter = FLOATS.loopBound(n / 4);
    int second = at + quarter;
    int third = second + quarter;
    int fourth = third + quarter;
    IntVector min0 = IntVector.broadcast(INTS, Integer.MAX_VALUE);
    IntVector min1 = min0;
    IntVector max0 = IntVector.broadcast(INTS, Integer.MIN_VALUE);
    IntVector max1 = max0;
    for (int i = 0; i < quarter; i += STEP) {
      IntVector a = keys(x, at + i);
      IntVector b = keys(x, second + i);
      IntVector c = keys(x, third + i);
      IntVector d = keys(x, fourth + i);
      min0 = min0.min(a.min(b));
      max0 = max0.max(a.max(b));
      min1 = min1.min(c.min(d));
      max1 = max1.max(c.max(d));
    }
    int min = min0.min(min1).reduceLanes(VectorOperators.MIN);
    int max = max0.max(max1).reduceLanes(VectorOperators.MAX);
    for (int i = 4 * quarter; i < n; i++) {
      int k = key(Float.floatToRawIntBits(x[at + i]));
      min = Math.min(min, k);
      max = Math.max(max, k);
    }
    boolean finite = n > 0 && max < INFINITY && min > key(INFINITY | Integer.MIN_VALUE);
    return finite ? new Extremes(value(min), value(max), 0, 0) : null;
  }

  @Override
  public float absMax(float[] x, int at, int n) {
    int quarter = FLOATS.loopBound(n / 4);
    int second = at + quarter;
    int third = second + quarter;
    int fourth = third + quarter;
    IntVector max0 = IntVector.zero(INTS);
    IntVector max1 = max0;
    IntVector max2 = max0;
    IntVector max3 = max0;
    for (int i = 0; i < quarter; i += STEP) {
      max0 = max0.max(bits(x, at + i).and(Integer.MAX_VALUE));
      max1 = max1.max(bits(x, second + i).and(Integer.MAX_VALUE));
      max2 = max2.max(bits(x, third + i).and(Integer.MAX_VALUE));
      max3 = max3.max(bits(x, fourth + i).and(Integer.MAX_VALUE));
    }
    int max = max0.max(max1).max(max2.max(max3)).reduceLanes(VectorOperators.MAX);
    for (int i = 4 * quarter; i < n; i++) {
      max = Math.max(max, Float.floatToRawIntBits(x[at + i]) & Integer.MAX_VALUE);
    }
    return max > INFINITY ? Float.NaN : Float.intBitsToFloat(max);
  }

  @Override
  public void bins(Histogram h, float[] x, int at, int[] index, int n) {
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
    for (int i = end; i < n; i++) {
      index[i] = h.bin(x[at + i]);
    }
  }
}

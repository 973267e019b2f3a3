package org.halfstep.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The same with the Vector API; {@link ScalarKernels} is the twin. Loaded only where the module
 * jdk.incubator.vector is.
 */
final class VectorKernels implements Kernels {

  /** At most 512 bits: the 8 lanes of a sum fill one such vector of doubles. */
  static final VectorShape WIDTH =
      VectorShape.forBitSize(Math.min(512, VectorShape.preferredShape().vectorBitSize()));

  static final VectorSpecies<Float> FLOATS = WIDTH.withLanes(float.class);
  static final VectorSpecies<Integer> INTS = WIDTH.withLanes(int.class);
  static final VectorSpecies<Long> LONGS = WIDTH.withLanes(long.class);
  static final VectorSpecies<Double> DOUBLES = WIDTH.withLanes(double.class);

  /** As many floats as there are doubles in a vector. */
  private static final VectorSpecies<Float> HALF =
      VectorShape.forBitSize(WIDTH.vectorBitSize() / 2).withLanes(float.class);

  /** Does what is left when the vectors are full. */
  private static final Kernels TWIN = new ScalarKernels();

  /** The vector length in bits, of which the results do not depend. */
  static int width() {
    return WIDTH.vectorBitSize();
  }

  /**
   * Adding 1.5 2^23 rounds to an integer, half to even, and leaves it in the low bits of the sum.
   * The bits of such sums, read as integers, increase with the sum, infinities included; so the
   * clamp is a maximum and a minimum of integers, which cost one instruction each where those of
   * floats cost five.
   */
  static final float MAGIC = 0x1.8p23f;

  static final int MAGIC_BITS = Float.floatToRawIntBits(MAGIC);

  @Override
  public void fakeQuantize(FakeQuantize rule, float[] x, int xAt, float[] out, int outAt, int n) {
    int end = FLOATS.loopBound(n);
    if (rule.reciprocal()) {
      multiply(rule, x, xAt, out, outAt, end);
    } else {
      divide(rule, x, xAt, out, outAt, end);
    }
    for (int i = end; i < n; i++) {
      out[outAt + i] = rule.of(x[xAt + i]);
    }
  }

  private static void multiply(
      FakeQuantize rule, float[] x, int xAt, float[] out, int outAt, int end) {
    float inverse = 1f / rule.scale();
    int lowest = MAGIC_BITS + rule.lowest();
    int highest = MAGIC_BITS + rule.highest();
    for (int i = 0; i < end; i += FLOATS.length()) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i);
      round(v, v.mul(inverse), lowest, highest, rule.scale()).intoArray(out, outAt + i);
    }
  }

  private static void divide(
      FakeQuantize rule, float[] x, int xAt, float[] out, int outAt, int end) {
    int lowest = MAGIC_BITS + rule.lowest();
    int highest = MAGIC_BITS + rule.highest();
    for (int i = 0; i < end; i += FLOATS.length()) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i);
      round(v, v.div(rule.scale()), lowest, highest, rule.scale()).intoArray(out, outAt + i);
    }
  }

  /** scale times the clamped nearest integer of the quotient; NaN where x is. */
  private static FloatVector round(
      FloatVector x, FloatVector quotient, int lowest, int highest, float scale) {
    IntVector code = quotient.add(MAGIC).reinterpretAsInts().max(lowest).min(highest);
    return code.reinterpretAsFloats()
        .sub(MAGIC)
        .mul(scale)
        .blend(Float.NaN, x.test(VectorOperators.IS_NAN));
  }

  @Override
  public void quantize(Quantize rule, float[] x, int xAt, byte[] out, int outAt, int n) {
    int done = VectorQuantize.quantize(rule, x, xAt, out, outAt, n);
    TWIN.quantize(rule, x, xAt + done, out, outAt + done, n - done);
  }

  @Override
  public void quantize(Quantize rule, float[] x, int xAt, short[] out, int outAt, int n) {
    int done = VectorQuantize.quantize(rule, x, xAt, out, outAt, n);
    TWIN.quantize(rule, x, xAt + done, out, outAt + done, n - done);
  }

  @Override
  public void dequantize(Quantize rule, byte[] codes, int at, float[] out, int outAt, int n) {
    int done = VectorQuantize.dequantize(rule, codes, at, out, outAt, n);
    TWIN.dequantize(rule, codes, at + done, out, outAt + done, n - done);
  }

  @Override
  public void dequantize(Quantize rule, short[] codes, int at, float[] out, int outAt, int n) {
    int done = VectorQuantize.dequantize(rule, codes, at, out, outAt, n);
    TWIN.dequantize(rule, codes, at + done, out, outAt + done, n - done);
  }

  @Override
  public void pack(byte[] codes, byte[] out, int outAt, int pairs) {
    for (int i = VectorQuantize.pack(codes, out, outAt, pairs); i < pairs; i++) {
      out[outAt + i] = (byte) (codes[2 * i] & 15 | codes[2 * i + 1] << 4);
    }
  }

  @Override
  public void unpack(byte[] in, int at, byte[] codes, int pairs, boolean signed) {
    for (int i = VectorQuantize.unpack(in, at, codes, pairs, signed); i < pairs; i++) {
      codes[2 * i] = Packed.nibble(in[at + i], signed);
      codes[2 * i + 1] = Packed.nibble(in[at + i] >> 4, signed);
    }
  }

  /** Values that are not finite are rare: the twin counts them. */
  @Override
  public Extremes extremes(float[] x, int at, int n) {
    Extremes finite = VectorExtremes.finite(x, at, n);
    return finite == null ? TWIN.extremes(x, at, n) : finite;
  }

  @Override
  public float absMax(float[] x, int at, int n) {
    return VectorExtremes.absMax(x, at, n);
  }

  @Override
  public void bins(Histogram histogram, float[] x, int at, int[] index, int n) {
    for (int i = VectorBins.bins(histogram, x, at, index, n); i < n; i++) {
      index[i] = histogram.bin(x[at + i]);
    }
  }

  @Override
  public void encode(Codebook book, float[] x, int at, int[] codes, int n) {
    for (int i = VectorBins.encode(book, x, at, codes, n); i < n; i++) {
      codes[i] = book.code(x[at + i]);
    }
  }

  @Override
  public int tileColumns() {
    return VectorTile.COLUMNS;
  }

  @Override
  public void tile(int depth, float[] a, int aAt, float[] b, float[] c, int cAt, int stride) {
    VectorTile.add(depth, a, aAt, b, c, cAt, stride);
  }

  @Override
  public void errorSums(
      float[] x, int xAt, float[] y, int yAt, int n, double low, double high, double[] lanes) {
    // Masks of two doubles are not compiled on x86: objects instead, slower than the twin.
    int end = DOUBLES.length() < 4 ? 0 : n - n % LANES;
    // A narrow vector goes over the block (it is in the nearest cache) once for each part of the
    // lanes. So a lane sees its values in the same order whatever the width.
    for (int part = 0; part < LANES; part += DOUBLES.length()) {
      lanes(x, xAt, y, yAt, end, low, high, lanes, part);
    }
    for (int i = end; i < n; i++) {
      ScalarKernels.addPair(x[xAt + i], y[yAt + i], low, high, lanes, i % LANES);
    }
  }

  private static void lanes(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int end,
      double low,
      double high,
      double[] lanes,
      int part) {
    DoubleVector pairs = row(lanes, PAIRS, part);
    DoubleVector overloads = row(lanes, OVERLOADS, part);
    DoubleVector sumX = row(lanes, X, part);
    DoubleVector sumXx = row(lanes, XX, part);
    DoubleVector sumXe = row(lanes, XE, part);
    DoubleVector sumE = row(lanes, E, part);
    DoubleVector granular = row(lanes, GRANULAR, part);
    DoubleVector overload = row(lanes, OVERLOAD, part);
    DoubleVector sumEee = row(lanes, EEE, part);
    DoubleVector sumEeee = row(lanes, EEEE, part);
    LongVector maximum = row(lanes, MAXIMUM, part).reinterpretAsLongs();
    for (int i = part; i < end; i += LANES) {
      DoubleVector a = widened(x, xAt + i);
      DoubleVector e = widened(y, yAt + i).sub(a);
      VectorMask<Double> nan = e.test(VectorOperators.IS_NAN);
      a = a.blend(0, nan); // adding 0 leaves a lane as it is
      e = e.blend(0, nan);
      DoubleVector square = e.mul(e);
      VectorMask<Double> outside =
          a.compare(VectorOperators.LE, low).or(a.compare(VectorOperators.GT, high)).andNot(nan);
      pairs = pairs.add(1, nan.not());
      overloads = overloads.add(1, outside);
      granular = granular.add(square, outside.not());
      overload = overload.add(square, outside);
      sumX = sumX.add(a);
      sumXx = a.fma(a, sumXx);
      sumXe = a.fma(e, sumXe);
      sumE = sumE.add(e);
      sumEee = square.fma(e, sumEee);
      sumEeee = square.fma(square, sumEeee);
      // The bits of positive doubles increase with them.
      maximum = maximum.max(e.reinterpretAsLongs().and(Long.MAX_VALUE));
    }
    put(pairs, lanes, PAIRS, part);
    put(overloads, lanes, OVERLOADS, part);
    put(sumX, lanes, X, part);
    put(sumXx, lanes, XX, part);
    put(sumXe, lanes, XE, part);
    put(sumE, lanes, E, part);
    put(granular, lanes, GRANULAR, part);
    put(overload, lanes, OVERLOAD, part);
    put(sumEee, lanes, EEE, part);
    put(sumEeee, lanes, EEEE, part);
    put(maximum.reinterpretAsDoubles(), lanes, MAXIMUM, part);
  }

  private static DoubleVector widened(float[] x, int at) {
    return (DoubleVector)
        FloatVector.fromArray(HALF, x, at).convertShape(VectorOperators.F2D, DOUBLES, 0);
  }

  private static DoubleVector row(double[] lanes, int row, int part) {
    return DoubleVector.fromArray(DOUBLES, lanes, LANES * row + part);
  }

  private static void put(DoubleVector v, double[] lanes, int row, int part) {
    v.intoArray(lanes, LANES * row + part);
  }
}

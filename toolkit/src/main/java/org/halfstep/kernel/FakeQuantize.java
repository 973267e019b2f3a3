package org.halfstep.kernel;

import java.util.Objects;

/**
 * Rounds floats to a uniform grid of integers and back: {@code Q(x) = s (clamp(rint(x / s) + z,
 * qmin, qmax) - z)}.
 *
 * <p>All in float, one rounding an operation: the quotient is {@code x / s} (ONNX) or {@code x *
 * (1f / s)} (PyTorch, TensorRT), rint rounds half to even, the result is the float product of scale
 * and {@code q - z}. So it equals the grid that {@code Grid.computed} describes, on every float.
 *
 * <p>NaN gives NaN (0x7fc00000). Infinities saturate. No result is -0.0. Large arrays are shared by
 * all processors, or by as many {@link #threads} as asked for. Immutable, safe to share between
 * threads. Used by {@code propagate.GridRule} and by the lessons.
 */
public final class FakeQuantize {

  /** Beyond it floats no longer hold every half between codes. */
  private static final int LIMIT = (1 << 22) - 1;

  private final float scale;
  private final int lowest;
  private final int highest;
  private final boolean reciprocal;
  private final float inverse;
  private final int threads;

  private FakeQuantize(float scale, int zero, int qmin, int qmax, boolean reciprocal) {
    boolean usable = scale >= Float.MIN_NORMAL && 1f / scale >= Float.MIN_NORMAL;
    if (!usable) {
      throw new IllegalArgumentException(
          "scale and its reciprocal must be positive normal floats, got " + scale);
    }
    long low = (long) qmin - zero;
    long high = (long) qmax - zero;
    if (qmin > qmax || low < -LIMIT || high > LIMIT) {
      throw new IllegalArgumentException(
          "codes less the zero point must be a range within +-4194303, got "
              + qmin
              + ".."
              + qmax
              + " and zero point "
              + zero);
    }
    this.scale = scale;
    this.lowest = (int) low;
    this.highest = (int) high;
    this.reciprocal = reciprocal;
    this.inverse = 1f / scale;
    this.threads = Crew.ALL;
  }

  private FakeQuantize(FakeQuantize same, int threads) {
    this.scale = same.scale;
    this.lowest = same.lowest;
    this.highest = same.highest;
    this.reciprocal = same.reciprocal;
    this.inverse = same.inverse;
    this.threads = threads;
  }

  /**
   * Returns the quantizer that divides by the scale, as ONNX QuantizeLinear does.
   *
   * @param scale the step, a positive normal float with a normal reciprocal
   * @param zero the code of 0
   * @param qmin the lowest code
   * @param qmax the highest code
   * @return the quantizer
   * @throws IllegalArgumentException if the scale is out of range, or {@code q - zero} can leave
   *     +-4194303
   */
  public static FakeQuantize dividing(float scale, int zero, int qmin, int qmax) {
    return new FakeQuantize(scale, zero, qmin, qmax, false);
  }

  /**
   * Returns the quantizer that multiplies by the rounded reciprocal of the scale, as PyTorch and
   * TensorRT do.
   *
   * @param scale the step, a positive normal float with a normal reciprocal
   * @param zero the code of 0
   * @param qmin the lowest code
   * @param qmax the highest code
   * @return the quantizer
   * @throws IllegalArgumentException if the scale is out of range, or {@code q - zero} can leave
   *     +-4194303
   */
  public static FakeQuantize multiplying(float scale, int zero, int qmin, int qmax) {
    return new FakeQuantize(scale, zero, qmin, qmax, true);
  }

  /**
   * Returns the same quantizer with another number of threads for large arrays; all processors are
   * the default, and no result depends on it.
   *
   * @param count how many parts are done at once at most, at least 1
   * @return the quantizer
   * @throws IllegalArgumentException if count is less than 1
   */
  public FakeQuantize threads(int count) {
    Crew.checkThreads(count);
    return new FakeQuantize(this, count);
  }

  float scale() {
    return scale;
  }

  /** The lowest code less the zero point. */
  int lowest() {
    return lowest;
  }

  /** The highest code less the zero point. */
  int highest() {
    return highest;
  }

  boolean reciprocal() {
    return reciprocal;
  }

  float inverse() {
    return inverse;
  }

  float quotient(float x) {
    return reciprocal ? x * inverse : x / scale;
  }

  /**
   * Rounds one value.
   *
   * @param x any float
   * @return Q(x); NaN for NaN
   */
  public float of(float x) {
    if (Float.isNaN(x)) {
      return Float.NaN;
    }
    float code = Math.clamp((float) Math.rint(quotient(x)), lowest, highest) + 0f; // -0 becomes 0
    return scale * code;
  }

  /**
   * Returns the lower edge of the granular region.
   *
   * @return {@code (qmin - zero - 1/2) scale}, exact; x up to it is overload
   */
  public double overloadLow() {
    return (lowest - 0.5) * scale;
  }

  /**
   * Returns the upper edge of the granular region.
   *
   * @return {@code (qmax - zero + 1/2) scale}, exact; x above it is overload
   */
  public double overloadHigh() {
    return (highest + 0.5) * scale;
  }

  /**
   * Rounds an array.
   *
   * @param x the values; not modified unless it is {@code out} too
   * @param out receives Q(x[i]), of the same length; may be {@code x}
   * @throws IllegalArgumentException if the lengths differ
   */
  public void apply(float[] x, float[] out) {
    Slices.checkLengths(x, out);
    round(x, 0, out, 0, x.length);
  }

  /**
   * Rounds a slice of an array into a slice of another, or in place.
   *
   * @param x the values; not modified unless it is {@code out} too
   * @param from the first value
   * @param out receives Q
   * @param to where the first goes
   * @param length how many
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   * @throws IllegalArgumentException if the slices overlap without being the same
   */
  public void apply(float[] x, int from, float[] out, int to, int length) {
    Slices.check(x, from, out, to, length);
    round(x, from, out, to, length);
  }

  private void round(float[] x, int from, float[] out, int to, int length) {
    Elementwise loops = Elementwise.FAMILY.of(length);
    if (Crew.alone(threads, length)) {
      loops.fakeQuantize(this, x, from, out, to, length);
    } else {
      Crew.slices(
          threads, length, (at, n) -> loops.fakeQuantize(this, x, from + at, out, to + at, n));
    }
  }

  /**
   * Measures the error over an array, without keeping the rounded values.
   *
   * @param x the values; not modified
   * @return the sums
   */
  public MeasuredError measure(float[] x) {
    return sums(x, 0, null, 0, x.length);
  }

  /**
   * Measures the error over a slice, without keeping the rounded values.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param length how many
   * @return the sums
   * @throws IndexOutOfBoundsException if the slice is not inside the array
   */
  public MeasuredError measure(float[] x, int from, int length) {
    Objects.checkFromIndexSize(from, length, x.length);
    return sums(x, from, null, 0, length);
  }

  /**
   * Rounds an array and measures the error, in one pass over memory.
   *
   * @param x the values; not modified unless it is {@code out} too
   * @param out receives Q(x[i]), of the same length; may be {@code x}
   * @return the sums
   * @throws IllegalArgumentException if the lengths differ
   */
  public MeasuredError applyAndMeasure(float[] x, float[] out) {
    Slices.checkLengths(x, out);
    return sums(x, 0, out, 0, x.length);
  }

  /**
   * Rounds a slice into a slice, or in place, and measures the error, in one pass over memory.
   *
   * @param x the values; not modified unless it is {@code out} too
   * @param from the first value
   * @param out receives Q
   * @param to where the first goes
   * @param length how many
   * @return the sums
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   * @throws IllegalArgumentException if the slices overlap without being the same
   */
  public MeasuredError applyAndMeasure(float[] x, int from, float[] out, int to, int length) {
    Slices.check(x, from, out, to, length);
    return sums(x, from, out, to, length);
  }

  /**
   * Block by block, so that a block is still in the nearest cache when its error is taken. Blocks
   * are rounded into a buffer, because in place the values would be gone, and without output there
   * is none.
   */
  private MeasuredError sums(float[] x, int from, float[] out, int to, int length) {
    return sums(Elementwise.FAMILY.of(length), Errors.FAMILY.of(length), x, from, out, to, length);
  }

  MeasuredError sums(
      Elementwise loops, Errors errors, float[] x, int from, float[] out, int to, int length) {
    return MeasuredError.Blocks.total(
        Crew.each(
            threads, length, (at, n) -> blocks(loops, errors, x, from + at, out, to + at, n)));
  }

  private MeasuredError.Blocks blocks(
      Elementwise loops, Errors errors, float[] x, int from, float[] out, int to, int length) {
    MeasuredError.Blocks blocks = new MeasuredError.Blocks(errors, length);
    float[] rounded = new float[Math.min(length, Errors.BLOCK)];
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Errors.BLOCK, length - i);
      loops.fakeQuantize(this, x, from + i, rounded, 0, n);
      blocks.add(x, from + i, rounded, 0, n, overloadLow(), overloadHigh());
      if (out != null) {
        System.arraycopy(rounded, 0, out, to + i, n);
      }
    }
    return blocks;
  }

  @Override
  public String toString() {
    return (reciprocal ? "x * (1 / " : "x / (") + scale + ") rounded to " + lowest + ".." + highest;
  }
}

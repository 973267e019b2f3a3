package org.halfstep.scheme;

/**
 * Requantization in float: {@code q = clamp(rint(float(a) M) + z)}, half to even, bit for bit what
 * ONNX Runtime computes.
 *
 * <p>An accumulator beyond 2^24 is rounded when it becomes a float.
 */
public final class FloatRequantization implements Requantization {

  private final float[] multipliers;
  private final int zero;
  private final CodeType.Whole type;

  private FloatRequantization(float[] multipliers, int zero, CodeType.Whole type) {
    this.multipliers = multipliers;
    this.zero = type.check(zero);
    this.type = type;
  }

  /**
   * Returns the requantization for given scales: {@code M = sx sw / sy}, two roundings in float.
   *
   * @param inputScale sx
   * @param weightScales sw, one or one for each output channel; not modified
   * @param outputScale sy
   * @param zero z, the output's code of 0
   * @param type the type of the output's codes
   * @return the requantization
   * @throws IllegalArgumentException if there is no scale, one is not positive and finite, or zero
   *     is no code
   */
  public static FloatRequantization of(
      float inputScale, float[] weightScales, float outputScale, int zero, CodeType.Whole type) {
    if (weightScales.length == 0) {
      throw new IllegalArgumentException("there must be a weight scale at least, got 0");
    }
    check("input", inputScale);
    check("output", outputScale);
    float[] multipliers = new float[weightScales.length];
    for (int j = 0; j < multipliers.length; j++) {
      check("weight", weightScales[j]);
      multipliers[j] = inputScale * weightScales[j] / outputScale;
    }
    return new FloatRequantization(multipliers, zero, type);
  }

  private static void check(String name, float scale) {
    if (!(scale > 0 && scale < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " scale must be positive and finite, got " + scale);
    }
  }

  @Override
  public int code(int accumulator, int channel) {
    return type.code(accumulator * multipliers[multipliers.length == 1 ? 0 : channel], zero);
  }

  /**
   * Returns the same in integers: the multipliers as numbers of 31 bits and shifts.
   *
   * @return the requantization without floats
   * @throws IllegalArgumentException if a multiplier is 0 or not below 2^30
   */
  public ShiftRequantization shifted() {
    double[] exact = new double[multipliers.length];
    for (int j = 0; j < exact.length; j++) {
      exact[j] = multipliers[j];
    }
    return ShiftRequantization.of(exact, zero, type);
  }

  @Override
  public CodeType.Whole type() {
    return type;
  }

  @Override
  public int multipliers() {
    return multipliers.length;
  }

  @Override
  public String toString() {
    return "requantization by "
        + (multipliers.length == 1 ? "float " + multipliers[0] : multipliers.length + " floats")
        + " to "
        + type;
  }
}

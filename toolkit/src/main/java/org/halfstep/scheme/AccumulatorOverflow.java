package org.halfstep.scheme;

/** A sum of products left the range of the 32-bit accumulator. ONNX Runtime would wrap around. */
public final class AccumulatorOverflow extends ArithmeticException {

  private static final long serialVersionUID = 1;

  /**
   * Names the sum.
   *
   * @param message rule and value
   */
  public AccumulatorOverflow(String message) {
    super(message);
  }

  /** Returns the sum as an int, or throws. */
  static int checked(long sum, String where) {
    if (sum != (int) sum) {
      throw new AccumulatorOverflow(
          "accumulators must stay in -2147483648..2147483647, got " + sum + where);
    }
    return (int) sum;
  }
}

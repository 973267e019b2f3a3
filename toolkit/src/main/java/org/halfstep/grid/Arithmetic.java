package org.halfstep.grid;

/** How float arithmetic brings x onto the unit grid before it rounds half to even. */
public enum Arithmetic {
  /** {@code rint(x / scale)}, one rounding: ONNX QuantizeLinear. */
  DIVIDE,
  /** {@code rint(x * (1f / scale))}, the reciprocal rounded first: PyTorch, TensorRT. */
  RECIPROCAL;

  /**
   * Returns x on the unit grid, before rounding to an integer.
   *
   * @param x a float
   * @param scale the step, positive
   * @return the quotient as this arithmetic computes it
   */
  public float quotient(float x, float scale) {
    return switch (this) {
      case DIVIDE -> x / scale;
      case RECIPROCAL -> x * (1f / scale);
    };
  }
}

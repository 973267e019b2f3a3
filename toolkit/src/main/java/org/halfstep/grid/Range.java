package org.halfstep.grid;

/** Which integers a grid of b bits holds. */
public enum Range {
  /** Two's complement: {@code -2^(b-1) .. 2^(b-1) - 1}. */
  FULL,
  /**
   * As many negative as positive levels: {@code -(2^(b-1) - 1) .. 2^(b-1) - 1}, one code unused
   * (TensorRT, ONNX Runtime's symmetric int8).
   */
  SYMMETRIC,
  /** {@code 0 .. 2^b - 1}. */
  UNSIGNED,
  /** Half-integers {@code (k + 1/2), k = -2^(b-1) .. 2^(b-1) - 1}: no level at 0 (Max 1960). */
  MIDRISE
}

package org.halfstep.calibrate;

import org.halfstep.grid.Grid;

/**
 * The affine map between numbers and codes: {@code x = scale (q - zero)}.
 *
 * <p>ONNX, PyTorch and gemmlowp write it so. Distiller calls {@code 1/scale} the scale.
 *
 * @param scale the step, in units of x per code; positive and finite
 * @param zero the code of the number 0; whole where zero must be exact
 */
public record Affine(double scale, double zero) {

  /** Checks the numbers. */
  public Affine {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("scale must be positive and finite, got " + scale);
    }
    if (!Double.isFinite(zero)) {
      throw new IllegalArgumentException("the zero point must be finite, got " + zero);
    }
    zero += 0.0; // -0 becomes 0
  }

  /**
   * Returns the number of a code.
   *
   * @param code the code, whole or not
   * @return {@code scale (code - zero)}
   */
  public double value(double code) {
    return scale * (code - zero);
  }

  /**
   * Returns the place of a number between codes.
   *
   * @param x the number
   * @return {@code x / scale + zero}, not rounded
   */
  public double code(double x) {
    return x / scale + zero;
  }

  /**
   * Returns a grid of codes as a grid of numbers.
   *
   * @param codes the grid whose levels are codes
   * @return levels and thresholds at {@code scale (g - zero)}
   */
  public Grid on(Grid codes) {
    return codes.shifted(-zero).scaled(scale);
  }
}

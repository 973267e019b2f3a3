package org.halfstep.grid;

/**
 * The linear counterpart of {@link LogQuant} (Miyashita et al. 2016): {@code step = 2^(FSR - bits)}
 * from 0 to the full-scale range.
 *
 * <p>Printed is {@code Clip(Round(x / step) step, 0, 2^FSR)} with the same Clip as there, which
 * puts {@code max - 1} where the value reaches max: {@link #printed} does so literally, and for FSR
 * = 0 large values become 0. Meant is the last code: {@link #grid} ends at {@code 2^FSR - step}.
 *
 * @param bits the width of a code, 1..16
 * @param fsr the full-scale range FSR, -128..128
 */
public record LinearQuant(int bits, int fsr) {

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public LinearQuant {
    Bounds.check("bits", bits, 1, 16);
    Bounds.check("fsr", fsr, -128, 128);
  }

  /**
   * Returns the step.
   *
   * @return {@code 2^(FSR - bits)}
   */
  public double step() {
    return Math.scalb(1.0, fsr - bits);
  }

  /**
   * Returns the corrected grid: {@code k step}, {@code 0 <= k < 2^bits}, ties to even k.
   *
   * @return {@code 2^bits} levels
   */
  public Grid grid() {
    return Grid.integer(bits, Range.UNSIGNED).scaled(step());
  }

  /**
   * Applies the formula as it is printed; it is not monotone, so it is no grid.
   *
   * @param x a number
   * @return {@code round(x / step) step}, but 0 at or below 0 and {@code 2^FSR - 1} from {@code
   *     2^FSR} on; NaN for NaN
   */
  public double printed(double x) {
    double rounded = Math.rint(x / step()) * step();
    double max = Math.scalb(1.0, fsr);
    return rounded <= 0 ? 0 : rounded >= max ? max - 1 : rounded;
  }
}

package org.halfstep.grid;

/**
 * Logarithmic quantization with a full-scale range (Miyashita et al. 2016): {@code sign(x) 2^e}, e
 * = round(log2 |x|), clipped to a window of {@code 2^bits} exponents below FSR.
 *
 * <p>As printed the formula clips e to 0 when it is at or below the minimum {@code FSR - 2^bits},
 * so that tiny x become {@code 2^0 = 1}, and it forgets the sign: {@link #printed}. What is meant
 * is the value 0 there and a factor sign(x): {@link #grid}. The greatest exponent is FSR - 1.
 *
 * @param bits the width of the code of a magnitude, 1..9
 * @param fsr the full-scale range FSR, -128..128: magnitudes up to {@code 2^FSR}
 */
public record LogQuant(int bits, int fsr) {

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public LogQuant {
    Bounds.check("bits", bits, 1, 9);
    Bounds.check("fsr", fsr, -128, 128);
  }

  /**
   * Returns the corrected grid: 0 and {@code +-2^e}, {@code FSR - 2^bits < e < FSR}, nearest in the
   * logarithm.
   *
   * @return {@code 2^(bits+1) - 1} levels; {@link Grid#nonNegative} leaves those of {@code bits}
   *     bits for values after ReLU
   */
  public Grid grid() {
    return PowersOfTwo.nearestExponent(minimum() + 1, fsr - 1);
  }

  /**
   * Applies the formula as it is printed; it is not monotone, so it is no grid.
   *
   * @param x a number
   * @return 0 for 0, else {@code 2^Clip(round(log2 |x|))}, where Clip gives 0 at or below {@code
   *     FSR - 2^bits} and FSR - 1 from FSR on; NaN for NaN
   */
  public double printed(double x) {
    if (x == 0 || Double.isNaN(x)) {
      return x + 0.0;
    }
    int e = roundedLog(Math.abs(x));
    int clipped = e <= minimum() ? 0 : e >= fsr ? fsr - 1 : e;
    return Math.scalb(1.0, clipped);
  }

  private int minimum() {
    return fsr - (1 << bits);
  }

  /** round(log2 x) without a logarithm: exact, for no double is a tie. */
  private static int roundedLog(double x) {
    int e = Math.getExponent(Math.min(x, Double.MAX_VALUE));
    return Math.scalb(x, -e) >= Math.sqrt(2) ? e + 1 : e;
  }
}

package org.halfstep.theory;

import org.halfstep.grid.Grid;
import org.halfstep.law.Gaussian;

/**
 * How the rounding errors of two nearly equal numbers differ: the error of a twin's input is not
 * that of the network's own input rounded, but another rounding error, once the two are apart by a
 * step.
 *
 * <p>Let X be spread over many steps s, d ~ N(0, t) independent of it, and e(x) = Q(x) - x. The
 * Fourier series of the sawtooth, {@code e(x) = sum (-1)^j s/(pi j) sin(2 pi j x/s)} (Widrow and
 * Kollar 2008, chapter 4 and appendix), gives
 *
 * <pre>
 *   E[(e(X + d) - e(X))^2] = s^2/6 [1 - 6/pi^2 sum_(j = 1..) exp(-2 pi^2 j^2 t/s^2) / j^2]
 *                          = s sqrt(2 t/pi) - t   for t far below s^2,
 * </pre>
 *
 * the second because a number that crosses a threshold changes its error by s: the mean of {@code
 * |d| (s - |d|)}. At most s^2/6: two roundings.
 */
public final class SecondRounding {

  /** Below this t/s^2 the short form is off by less than 1e-7, above it the series is short. */
  private static final double SHORT = 0.03;

  private static final int TERMS = 8;

  /** Places where the law of the pre-activations is sampled. */
  private static final int POINTS = 1001;

  private static final double REACH = 8;

  private final double[] step = new double[POINTS];
  private final double[] slope = new double[POINTS];
  private final double[] weight = new double[POINTS];
  private final double power;

  /** Behind an activation of N(0, sigma^2), divided, on a grid, for a signal of some power. */
  SecondRounding(Activation u, double sigma, double divisor, Grid grid, double power) {
    this.power = power;
    double total = 0;
    for (int i = 0; i < POINTS; i++) {
      double z = ((2 * i + 1.0) / POINTS - 1) * REACH;
      weight[i] = Gaussian.STANDARD.pdf(z);
      total += weight[i];
      slope[i] = u.derivative(sigma * z) * sigma / divisor;
      step[i] = cell(grid, u.value(sigma * z) / divisor);
    }
    for (int i = 0; i < POINTS; i++) {
      weight[i] /= total;
    }
  }

  /** The width of the cell that x lies in; NaN beyond the granular region. */
  private static double cell(Grid grid, double x) {
    int i = grid.encode(x);
    double left = grid.level(i) - grid.lower(i);
    double right = grid.upper(i) - grid.level(i);
    if (grid.size() == 1) {
      return Double.NaN;
    }
    left = i == 0 ? right : left;
    right = i == grid.size() - 1 ? left : right;
    double e = x - grid.level(i);
    return e >= -left && e <= right ? left + right : Double.NaN;
  }

  /**
   * Returns the mean square difference of two rounding errors, {@code E[(e(X + d) - e(X))^2]}.
   *
   * @param step the distance s of the levels, positive; X is spread over many, none of them clips
   * @param variance t of the Gaussian difference d of the numbers, at least 0; may be infinite
   * @return the power, 0 to s^2/6, in squares of the unit of the step
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static double power(double step, double variance) {
    if (!(step > 0 && step < Double.POSITIVE_INFINITY && variance >= 0)) {
      throw new IllegalArgumentException(
          "the step must be positive and finite and the variance at least 0, got "
              + step
              + " and "
              + variance);
    }
    double t = variance / step / step;
    if (t < SHORT) {
      return step * step * (Math.sqrt(2 * t / Math.PI) - t);
    }
    double sum = 0;
    for (int j = TERMS; j > 0; j--) {
      sum += Math.exp(-2 * Math.PI * Math.PI * j * j * t) / (j * j);
    }
    return step * step / 6 * (1 - 6 / (Math.PI * Math.PI) * sum);
  }

  /**
   * The same behind the activation, over the signal's power, for pre-activations that are one minus
   * a loss correlated. Numbers that are clipped differ in their errors by what they differ.
   */
  double relative(double loss) {
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
      double t = 2 * loss * slope[i] * slope[i];
      sum += weight[i] * (step[i] > 0 ? power(step[i], t) : t);
    }
    return sum / power;
  }
}

package org.halfstep.train;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.halfstep.grid.Grid;

/**
 * DSQ, differentiable soft quantization (Gong et al. 2019): uniform rounding forward, a chain of
 * tanh curves backward.
 *
 * <p>With {@code N = levels - 1}, step {@code d = (high - low) / N} and {@code v = (x - low) / d},
 * forward is {@code low + d rint(v)} inside the bounds. Backward uses {@code y = floor(v) + 1/2 + S
 * tanh(k t) / 2}, {@code t = v - floor(v) - 1/2}, {@code S = 1 / (1 - alpha)}: it rises by 1 a
 * cell, nearly all of it at the thresholds when alpha is small, evenly when alpha is 1. Its slope
 * is {@code y' = S k (1 - tanh^2(k t)) / 2}; bounds learn by the chain rule with the forward value:
 * {@code d / d high = (rint(v) - y' v) / N}, {@code d / d low = 1 - y' - (rint(v) - y' v) / N};
 * beyond a bound its own derivative is 1 and all else 0. At alpha = 1 this is the straight-through
 * estimator of a range that learns.
 *
 * <p>Parameters: low, high; with {@link #learningAlpha} alpha too.
 *
 * @param low the lower bound
 * @param high the upper bound, above low
 * @param levels the number of levels, {@code 2^bits}
 * @param alpha the sharpness in (0, 1]: the part of a half step by which the curve misses its
 *     asymptote; MQBench has 0.4
 * @param learnsAlpha whether alpha is a parameter
 */
public record Dsq(double low, double high, int levels, double alpha, boolean learnsAlpha)
    implements Surrogate {

  /** Where a curve of tanh bends, in units of 1 / k: quadrature looks closer there. */
  private static final double[] BENDS = {-6, -2, 2, 6};

  /**
   * Checks bounds and sharpness.
   *
   * @throws IllegalArgumentException if low is not below high, levels not in 2..65536, or alpha not
   *     in (0, 1]
   */
  public Dsq {
    if (!(low < high && high - low < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "bounds must be finite with low < high, got " + low + " and " + high);
    }
    if (levels < 2 || levels > 65536) {
      throw new IllegalArgumentException("levels must be in 2..65536, got " + levels);
    }
    if (!(alpha > 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must be in (0, 1], got " + alpha);
    }
  }

  /**
   * Returns a quantizer whose bounds learn and whose sharpness is fixed.
   *
   * @param low the lower bound
   * @param high the upper bound
   * @param levels the number of levels
   * @param alpha the sharpness in (0, 1]
   * @return the quantizer
   */
  public static Dsq of(double low, double high, int levels, double alpha) {
    return new Dsq(low, high, levels, alpha, false);
  }

  /**
   * Returns this quantizer with alpha among the parameters, as in the paper.
   *
   * @return the quantizer with parameters low, high, alpha
   */
  public Dsq learningAlpha() {
    return new Dsq(low, high, levels, alpha, true);
  }

  /**
   * Returns k as published code has it, in units of a cell.
   *
   * @param alpha the sharpness in (0, 1]
   * @return {@code ln(2 / alpha - 1)}
   */
  public static double cellSteepness(double alpha) {
    return StrictMath.log(2 / alpha - 1);
  }

  /**
   * Returns k as the paper has it, in units of x: it multiplies {@code x - m}, m the threshold.
   *
   * @return {@code ln(2 / alpha - 1) / step}
   */
  public double steepness() {
    return cellSteepness(alpha) / step();
  }

  /**
   * Returns the distance of two levels.
   *
   * @return {@code (high - low) / (levels - 1)}
   */
  public double step() {
    return (high - low) / (levels - 1);
  }

  /**
   * Returns the soft curve that the backward pass goes by.
   *
   * @param x the input
   * @return {@code low + step y(x)} inside the bounds, the bound outside
   */
  public double soft(double x) {
    double v = (Math.clamp(x, low, high) - low) / step();
    double floor = Math.min(Math.floor(v), levels - 2);
    double t = v - floor - 0.5;
    double rise = alpha == 1 ? t : 0.5 / (1 - alpha) * StrictMath.tanh(cellSteepness(alpha) * t);
    return low + step() * (floor + 0.5 + rise);
  }

  private boolean inside(double x) {
    return x > low && x < high;
  }

  /** Places in the cell of x: distance from its threshold, in steps. */
  private double offset(double v) {
    return v - Math.floor(v) - 0.5;
  }

  @Override
  public double value(double x) {
    return low + step() * Math.rint((Math.clamp(x, low, high) - low) / step());
  }

  @Override
  public double slope(double x) {
    if (!inside(x)) {
      return 0;
    }
    if (alpha == 1) {
      return 1;
    }
    double k = cellSteepness(alpha);
    double tanh = StrictMath.tanh(k * offset((x - low) / step()));
    return 0.5 * k / (1 - alpha) * (1 - tanh * tanh);
  }

  @Override
  public double[] slopes(double x) {
    double[] by = new double[learnsAlpha ? 3 : 2];
    if (inside(x)) {
      double v = (x - low) / step();
      double slope = slope(x);
      double rest = (Math.rint(v) - slope * v) / (levels - 1);
      by[0] = 1 - slope - rest;
      by[1] = rest;
      if (learnsAlpha) {
        by[2] = step() * byAlpha(offset(v));
      }
    } else {
      by[x <= low ? 0 : 1] = 1;
    }
    return by;
  }

  /** d y / d alpha at a distance t from the threshold; 0 in the limit of alpha = 1. */
  private double byAlpha(double t) {
    if (alpha == 1) {
      return 0;
    }
    double tanh = StrictMath.tanh(cellSteepness(alpha) * t);
    double s = 1 / (1 - alpha);
    double byK = -2 / (alpha * (2 - alpha));
    return 0.5 * (s * s * tanh + s * byK * t * (1 - tanh * tanh));
  }

  @Override
  public double[] parameters() {
    return learnsAlpha ? new double[] {low, high, alpha} : new double[] {low, high};
  }

  /**
   * Returns this quantizer with other bounds; an alpha that learns is kept in [0.001, 1].
   *
   * @param parameters low and high, then alpha if it learns
   * @return the quantizer
   */
  @Override
  public Dsq with(double... parameters) {
    Surrogate.checked(learnsAlpha ? 3 : 2, parameters);
    double sharpness = learnsAlpha ? Math.clamp(parameters[2], 0.001, 1) : alpha;
    return new Dsq(parameters[0], parameters[1], levels, sharpness, learnsAlpha);
  }

  @Override
  public double[] breaks() {
    double[] bends = alpha == 1 ? new double[0] : BENDS;
    DoubleStream around =
        IntStream.range(0, levels - 1)
            .mapToDouble(i -> low + (i + 0.5) * step())
            .flatMap(t -> DoubleStream.of(bends).map(b -> t + b / steepness()));
    DoubleStream halves =
        IntStream.range(0, 2 * levels - 1).mapToDouble(i -> low + 0.5 * i * step());
    return DoubleStream.concat(halves, around.filter(this::inside)).toArray();
  }

  @Override
  public Grid grid() {
    return Grid.integers(0, levels - 1).scaled(step()).shifted(low);
  }
}

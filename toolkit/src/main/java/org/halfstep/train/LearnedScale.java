package org.halfstep.train;

import java.util.stream.DoubleStream;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * A grid whose scale learns: {@code value(x) = s Q(v)}, {@code v = x / s}.
 *
 * <p>The chain rule with a slope m for Q, 1 where the gradient passes and 0 elsewhere, gives {@code
 * d value / d s = g (Q(v) - m v)}. With {@link Through#LEVELS} and an integer grid that is LSQ
 * (Esser et al. 2020, equation 3): {@code Q(v) - v} inside, the outermost integer beyond. With
 * {@link Through#CELLS} it is PyTorch's learnable fake quantization, with a grid of sums of powers
 * of two the learned clip of APoT. With {@link Through#NOWHERE} it is the true derivative, almost
 * everywhere. Parameters: s.
 *
 * @param unit the grid at scale 1
 * @param scale the scale s, positive
 * @param through where the slope by x is 1
 * @param gain the factor g on the derivative by s, see {@link #lsqGain}; 1 for none
 */
public record LearnedScale(Grid unit, double scale, Through through, double gain)
    implements Surrogate {

  /**
   * Checks the scale.
   *
   * @throws IllegalArgumentException if the scale or the gain is not positive and finite
   */
  public LearnedScale {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("scale must be positive and finite, got " + scale);
    }
    if (!(gain > 0 && gain < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("gain must be positive and finite, got " + gain);
    }
  }

  /**
   * Returns LSQ as its paper has it, without the factor on the derivative by the scale.
   *
   * @param unit the integers at scale 1
   * @param scale the scale, positive
   * @return the quantizer
   */
  public static LearnedScale lsq(Grid unit, double scale) {
    return new LearnedScale(unit, scale, Through.LEVELS, 1);
  }

  /**
   * Returns LSQ's factor on the derivative by the scale, {@code g = 1 / sqrt(n top)}: it makes the
   * relative step of the scale as large as that of the n numbers which share it.
   *
   * @param n how many numbers share the scale, at least 1: those of one channel, if each has its
   *     own
   * @param top the largest integer of the grid, at least 1
   * @return the factor
   * @throws IllegalArgumentException if n or top is less than 1
   */
  public static double lsqGain(long n, int top) {
    if (n < 1 || top < 1) {
      throw new IllegalArgumentException("n and top must be at least 1, got " + n + " and " + top);
    }
    return 1 / Math.sqrt((double) n * top);
  }

  /**
   * Returns LSQ's first scale, {@code 2 E|X| / sqrt(top)}.
   *
   * @param law the law of the numbers, or an {@link org.halfstep.law.Empirical} sample of them
   * @param top the largest integer of the grid, at least 1
   * @return the scale
   * @throws IllegalArgumentException if top is less than 1
   */
  public static double lsqStart(Distribution law, int top) {
    if (top < 1) {
      throw new IllegalArgumentException("top must be at least 1, got " + top);
    }
    return 2 * law.folded().mean() / Math.sqrt(top);
  }

  @Override
  public double value(double x) {
    return scale * unit.nearest(x / scale);
  }

  @Override
  public double slope(double x) {
    return through.passes(unit, x / scale) ? 1 : 0;
  }

  @Override
  public double[] slopes(double x) {
    double v = x / scale;
    double passed = through.passes(unit, v) ? v : 0;
    return new double[] {gain * (unit.nearest(v) - passed)};
  }

  @Override
  public double[] parameters() {
    return new double[] {scale};
  }

  @Override
  public LearnedScale with(double... parameters) {
    return new LearnedScale(unit, Surrogate.checked(1, parameters)[0], through, gain);
  }

  @Override
  public double[] breaks() {
    DoubleStream bounds = DoubleStream.of(through.bounds(unit));
    return DoubleStream.concat(StraightThrough.thresholds(unit), bounds)
        .map(v -> v * scale)
        .toArray();
  }

  @Override
  public Grid grid() {
    return unit.scaled(scale);
  }
}

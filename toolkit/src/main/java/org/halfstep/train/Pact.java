package org.halfstep.train;

import java.util.stream.DoubleStream;
import org.halfstep.grid.Grid;

/**
 * PACT (Choi et al. 2018): a clip whose bound learns, then uniform rounding which the backward pass
 * does not see.
 *
 * <p>{@code value(x) = low + step rint((clip(x; low, high) - low) / step)}, {@code step = (high -
 * low) / (levels - 1)}. Backward it is the clip alone: slope 1 for {@code low <= x < high}; {@code
 * d value / d high = 1} for {@code x >= high}, else 0; by low 1 for {@code x < low}. With low = 0
 * it is the paper's, with one parameter, high; a negative low learns too, as MQBench has it for
 * signed inputs: parameters low, high. Distiller's form of it is the same.
 *
 * @param low the lower bound, at most 0; a fixed 0 is not a parameter
 * @param high the upper bound (the paper's alpha), positive; published code starts at 6
 * @param levels the number of levels, {@code 2^bits}
 */
public record Pact(double low, double high, int levels) implements Surrogate {

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if low is above 0, high not positive or levels not in 2..65536
   */
  public Pact {
    if (!(low <= 0 && high > 0 && high - low < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "bounds must be finite with low <= 0 < high, got " + low + " and " + high);
    }
    if (levels < 2 || levels > 65536) {
      throw new IllegalArgumentException("levels must be in 2..65536, got " + levels);
    }
  }

  @Override
  public double value(double x) {
    double step = (high - low) / (levels - 1);
    return low + step * Math.rint((Math.clamp(x, low, high) - low) / step);
  }

  @Override
  public double slope(double x) {
    return x >= low && x < high ? 1 : 0;
  }

  @Override
  public double[] slopes(double x) {
    double above = x >= high ? 1 : 0;
    double below = x < low ? 1 : 0;
    return low == 0 ? new double[] {above} : new double[] {below, above};
  }

  @Override
  public double[] parameters() {
    return low == 0 ? new double[] {high} : new double[] {low, high};
  }

  @Override
  public Pact with(double... parameters) {
    if (low == 0) {
      return new Pact(0, Surrogate.checked(1, parameters)[0], levels);
    }
    // A bound that has come to 0 stays a parameter, on the negative side of it.
    double lower = Math.min(Surrogate.checked(2, parameters)[0], -Double.MIN_NORMAL);
    return new Pact(lower, parameters[1], levels);
  }

  @Override
  public double[] breaks() {
    return DoubleStream.concat(StraightThrough.thresholds(grid()), DoubleStream.of(low, high))
        .toArray();
  }

  @Override
  public Grid grid() {
    return Grid.integers(0, levels - 1).scaled((high - low) / (levels - 1)).shifted(low);
  }
}

package org.halfstep.train;

import java.util.stream.DoubleStream;
import org.halfstep.grid.Grid;

/**
 * DoReFa's weights (Zhou et al. 2016, equation 9): squashed by a tanh to {@code t = tanh(w) /
 * peak}, then quantized straight through.
 *
 * <p>Slopes are those of the inner quantizer times {@code dt / dw = (1 - tanh^2 w) / peak}, the
 * peak held fixed. Parameters: those of the inner quantizer (none in the paper: nothing learns but
 * the weights). Levels are uniform, thresholds are not: {@link #grid} puts them where w crosses
 * them.
 *
 * @param inner the quantizer of t
 * @param peak the largest |tanh w| of the tensor, positive
 */
public record Dorefa(Surrogate inner, double peak) implements Surrogate {

  /** MQBench adds this to the peak. */
  private static final double MQBENCH = 1e-5;

  /**
   * Checks the peak.
   *
   * @throws IllegalArgumentException if the peak is not positive and finite
   */
  public Dorefa {
    if (!(peak > 0 && peak < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("peak must be positive and finite, got " + peak);
    }
  }

  /**
   * Returns the paper's weights, {@code 2 Q(t / 2 + 1/2) - 1} with {@code Q(x) = rint(n x) / n, n =
   * 2^bits - 1}.
   *
   * @param bits the width in bits, 2..16; for 1 see {@link #sign}
   * @param max the largest |w| of the tensor, positive; may be infinity for a law without a bound
   * @return the quantizer to [-1, 1]
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static Dorefa weights(int bits, double max) {
    if (bits < 2) {
      throw new IllegalArgumentException("bits must be in 2..16, got " + bits);
    }
    int n = steps(bits);
    Grid levels = Grid.integers(0, n).scaled(2.0 / n).shifted(-1);
    return new Dorefa(new StraightThrough(levels, Through.EVERYWHERE), StrictMath.tanh(max));
  }

  /**
   * Returns the paper's weights of 1 bit: {@code sign(w) E|w|} with sign(0) = 1, slope 1.
   *
   * @param meanMagnitude E|w| over the tensor, positive
   * @return the quantizer
   */
  public static StraightThrough sign(double meanMagnitude) {
    return new StraightThrough(Grid.binary().scaled(meanMagnitude), Through.EVERYWHERE);
  }

  /**
   * Returns the paper's activations: {@code rint(n clip(x; 0, 1)) / n}, {@code n = 2^bits - 1},
   * slope 1 inside the clip.
   *
   * @param bits the width in bits, 1..16
   * @return the quantizer to [0, 1]
   * @throws IllegalArgumentException if bits is out of range
   */
  public static StraightThrough activations(int bits) {
    int n = steps(bits);
    return new StraightThrough(Grid.integers(0, n).scaled(1.0 / n), Through.LEVELS);
  }

  /**
   * Returns MQBench's weights: {@code tanh(w) / (max|tanh w| + 1e-5)}, then an ordinary fake
   * quantization.
   *
   * @param fakeQuantize what is done to the squashed weight
   * @param max the largest |w| of the tensor, positive; may be infinity
   * @return the quantizer
   */
  public static Dorefa mqbench(Surrogate fakeQuantize, double max) {
    return new Dorefa(fakeQuantize, StrictMath.tanh(max) + MQBENCH);
  }

  private static int steps(int bits) {
    if (bits < 1 || bits > 16) {
      throw new IllegalArgumentException("bits must be in 1..16, got " + bits);
    }
    return (1 << bits) - 1;
  }

  private double squashed(double x) {
    return StrictMath.tanh(x) / peak;
  }

  /** The w at which t is reached; infinite where none is. */
  private double unsquashed(double t) {
    double y = t * peak;
    return Math.abs(y) < 1
        ? 0.5 * (StrictMath.log1p(y) - StrictMath.log1p(-y))
        : Math.copySign(Double.POSITIVE_INFINITY, y);
  }

  @Override
  public double value(double x) {
    return inner.value(squashed(x));
  }

  @Override
  public double slope(double x) {
    double c = StrictMath.cosh(x);
    return inner.slope(squashed(x)) / (c * c * peak);
  }

  @Override
  public double[] slopes(double x) {
    return inner.slopes(squashed(x));
  }

  @Override
  public double[] parameters() {
    return inner.parameters();
  }

  @Override
  public Dorefa with(double... parameters) {
    return new Dorefa(inner.with(parameters), peak);
  }

  @Override
  public double[] breaks() {
    return DoubleStream.of(inner.breaks()).map(this::unsquashed).filter(Double::isFinite).toArray();
  }

  /**
   * Returns the staircase in w: levels that no weight can reach are left out.
   *
   * @return the grid
   */
  @Override
  public Grid grid() {
    Grid all = inner.grid();
    int first = 0;
    while (unsquashed(all.upper(first)) == Double.NEGATIVE_INFINITY) {
      first++;
    }
    int last = all.size() - 1;
    while (unsquashed(all.lower(last)) == Double.POSITIVE_INFINITY) {
      last--;
    }
    double[] levels = new double[last - first + 1];
    double[] thresholds = new double[last - first];
    boolean[] up = new boolean[last - first];
    for (int i = first; i <= last; i++) {
      levels[i - first] = all.level(i);
      if (i < last) {
        thresholds[i - first] = unsquashed(all.upper(i));
        up[i - first] = all.up(i);
      }
    }
    return Grid.of(levels).thresholds(thresholds, up);
  }
}

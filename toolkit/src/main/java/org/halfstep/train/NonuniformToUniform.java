package org.halfstep.train;

import java.util.Arrays;
import org.halfstep.grid.Grid;

/**
 * Nonuniform-to-uniform quantization (Liu et al. 2022): thresholds learn, levels stay uniform.
 *
 * <p>Intervals of widths {@code a_1..a_n} follow each other from a start {@code d_0}: {@code d_i =
 * d_(i-1) + a_i}. Forward, the threshold between level i - 1 and i is the middle of interval i, and
 * level i is {@code gap (first + i)}. Backward (the generalized straight-through estimator) it is
 * the mean of a stochastic rounding, a line from {@code gap (first + i - 1)} at {@code d_(i-1)} to
 * {@code gap (first + i)} at {@code d_i}: by x {@code gap / a_i}; by a_i {@code -gap (x - d_(i-1))
 * / a_i^2}; by {@code d_0} and all earlier widths {@code -gap / a_i}; 0 outside {@code (d_0, d_n]}.
 * By the gap it is the forward value's, {@code first + i}.
 *
 * <p>Parameters: start, widths (kept at 0.001 at least, as published), gap. The paper's scale of
 * the input is left out: start and widths contain it.
 */
public final class NonuniformToUniform implements Surrogate {

  /** The least width of published code. */
  private static final double NARROWEST = 1e-3;

  private final double start;
  private final double[] widths;
  private final double gap;
  private final int first;

  /** d_0..d_n. */
  private final double[] ends;

  private NonuniformToUniform(double start, double[] widths, double gap, int first) {
    if (!(gap > 0 && gap < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("gap must be positive and finite, got " + gap);
    }
    if (!Double.isFinite(start)) {
      throw new IllegalArgumentException("start must be finite, got " + start);
    }
    this.start = start;
    this.widths = widths;
    this.gap = gap;
    this.first = first;
    this.ends = new double[widths.length + 1];
    ends[0] = start;
    for (int i = 0; i < widths.length; i++) {
      if (!Double.isFinite(widths[i])) {
        throw new IllegalArgumentException("widths must be finite, got " + widths[i]);
      }
      widths[i] = Math.max(widths[i], NARROWEST);
      ends[i + 1] = ends[i] + widths[i];
    }
  }

  /**
   * Returns a quantizer.
   *
   * @param start where the first interval begins
   * @param gap the distance of two levels, positive
   * @param first the lowest level in gaps: 0 for the paper's activations
   * @param widths the widths of the intervals, one less than there are levels; not modified
   * @return the quantizer
   * @throws IllegalArgumentException if the gap is not positive, there are no widths, or start or a
   *     width is not finite
   */
  public static NonuniformToUniform of(double start, double gap, int first, double... widths) {
    if (widths.length == 0) {
      throw new IllegalArgumentException("there must be at least 1 width, got 0");
    }
    return new NonuniformToUniform(start, widths.clone(), gap, first);
  }

  /**
   * Returns the published start for activations: levels from 0 to 2, all widths equal to the gap.
   *
   * @param bits the width in bits, 1..16
   * @return the quantizer with {@code 2^bits} levels
   * @throws IllegalArgumentException if bits is out of range
   */
  public static NonuniformToUniform activations(int bits) {
    if (bits < 1 || bits > 16) {
      throw new IllegalArgumentException("bits must be in 1..16, got " + bits);
    }
    double[] widths = new double[(1 << bits) - 1];
    Arrays.fill(widths, 2.0 / widths.length);
    return of(0, 2.0 / widths.length, 0, widths);
  }

  /** The interval (d_(i-1), d_i] that holds x, from 1; 0 below all of them, n + 1 above. */
  private int interval(double x) {
    int i = 0;
    while (i < ends.length && x > ends[i]) {
      i++;
    }
    return i;
  }

  private double threshold(int i) {
    return ends[i] + 0.5 * widths[i];
  }

  private int above(double x) {
    int i = 0;
    while (i < widths.length && x > threshold(i)) {
      i++;
    }
    return i;
  }

  private boolean inside(int interval) {
    return interval > 0 && interval <= widths.length;
  }

  @Override
  public double value(double x) {
    return gap * (first + above(x));
  }

  @Override
  public double slope(double x) {
    int i = interval(x);
    return inside(i) ? gap / widths[i - 1] : 0;
  }

  @Override
  public double[] slopes(double x) {
    double[] by = new double[widths.length + 2];
    int i = interval(x);
    if (inside(i)) {
      double a = widths[i - 1];
      Arrays.fill(by, 0, i, -gap / a);
      by[i] = -gap * (x - ends[i - 1]) / (a * a);
    }
    by[by.length - 1] = first + above(x);
    return by;
  }

  @Override
  public double[] parameters() {
    double[] p = new double[widths.length + 2];
    p[0] = start;
    System.arraycopy(widths, 0, p, 1, widths.length);
    p[p.length - 1] = gap;
    return p;
  }

  @Override
  public NonuniformToUniform with(double... parameters) {
    int last = Surrogate.checked(widths.length + 2, parameters).length - 1;
    double[] moved = Arrays.copyOfRange(parameters, 1, last);
    return new NonuniformToUniform(parameters[0], moved, parameters[last], first);
  }

  @Override
  public double[] breaks() {
    double[] all = Arrays.copyOf(ends, ends.length + widths.length);
    for (int i = 0; i < widths.length; i++) {
      all[ends.length + i] = threshold(i);
    }
    return all;
  }

  @Override
  public Grid grid() {
    double[] t = new double[widths.length];
    Arrays.setAll(t, this::threshold);
    Grid levels = Grid.integers(first, first + widths.length).scaled(gap);
    return levels.thresholds(t, new boolean[t.length]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NonuniformToUniform that
        && first == that.first
        && Arrays.equals(parameters(), that.parameters());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(parameters()) + first;
  }

  @Override
  public String toString() {
    return "NonuniformToUniform[first=" + first + ", " + Arrays.toString(parameters()) + "]";
  }
}

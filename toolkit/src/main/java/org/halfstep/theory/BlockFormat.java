package org.halfstep.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Minifloat;
import org.halfstep.law.Distribution;
import org.halfstep.numeric.Quadrature;

/**
 * A block format: a grid of values times a grid of scales. Each block of n values is quantized on
 * {@code values.scaled(s)}, its scale s chosen by the block's largest magnitude m: {@code s =
 * Q_scales(m / top)}, top the largest level of the values.
 *
 * <p>MX formats, NVFP4, integer groups and NF4 are this with other arguments. An MX scale {@code
 * 2^(floor(log2 m) - emax)} is a grid of powers of two whose thresholds lie at powers of two of m:
 * {@link #flooredPowers}. Without a grid of scales, s is the real number m / top.
 *
 * @param values the element grid at scale 1
 * @param size the number n of values in a block, at least 1
 * @param scales the positive scales, with their thresholds in units of m / top; empty for real
 *     scales
 */
public record BlockFormat(Grid values, int size, Optional<Grid> scales) {

  /** Blocks whose maximum is beyond this probability do not occur at double precision. */
  private static final double NEVER = 1e-40;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if size is below 1 or a scale is not positive
   */
  public BlockFormat {
    if (size < 1) {
      throw new IllegalArgumentException("block size must be at least 1, got " + size);
    }
    if (scales.isPresent() && !(scales.get().level(0) > 0)) {
      throw new IllegalArgumentException("scales must be positive, got " + scales.get().level(0));
    }
  }

  /**
   * Returns groups with real scales: {@code s = absmax / top}.
   *
   * @param values the element grid at scale 1
   * @param size the group size
   * @return the format
   */
  public static BlockFormat absmax(Grid values, int size) {
    return new BlockFormat(values, size, Optional.empty());
  }

  /**
   * Returns an MX format: scales {@code 2^(floor(log2 absmax) - emax)} of type E8M0, exponents -127
   * to 127 (OCP Microscaling Formats 1.0, 2023, section 6.3).
   *
   * @param values the element grid at scale 1
   * @param size the block size, 32 in the standard
   * @param elementExponent emax, the exponent of the largest power of two among the values
   * @return the format
   */
  public static BlockFormat microscaling(Grid values, int size, int elementExponent) {
    return new BlockFormat(
        values, size, Optional.of(flooredPowers(top(values), elementExponent, -127, 127)));
  }

  /**
   * Returns NVFP4 without its tensor scale: blocks of 16 values of E2M1, scales absmax/6 rounded to
   * the normal numbers of E4M3, 2^-6 to 448 (as torchao computes it).
   *
   * @return the format
   */
  public static BlockFormat nvfp4() {
    double[] normal =
        DoubleStream.of(Minifloat.E4M3.grid().levels()).filter(v -> v >= 0x1p-6).toArray();
    // Even places are even mantissas, so ties go where E4M3's go.
    return new BlockFormat(Minifloat.E2M1.grid(), 16, Optional.of(Grid.of(normal)));
  }

  /**
   * Returns the scales {@code 2^k} with thresholds where {@code floor(log2(top r)) - emax} steps
   * up, r = m / top.
   *
   * @param top the largest level of the values
   * @param elementExponent emax
   * @param minExponent the least k
   * @param maxExponent the greatest k
   * @return the grid of scales
   */
  public static Grid flooredPowers(
      double top, int elementExponent, int minExponent, int maxExponent) {
    int n = maxExponent - minExponent + 1;
    double[] levels = new double[n];
    double[] t = new double[n - 1];
    boolean[] up = new boolean[n - 1];
    for (int i = 0; i < n; i++) {
      levels[i] = Math.scalb(1.0, minExponent + i);
      if (i > 0) {
        t[i - 1] = Math.scalb(1.0, minExponent + i + elementExponent) / top;
        up[i - 1] = true;
      }
    }
    return Grid.of(levels).thresholds(t, up);
  }

  private static double top(Grid values) {
    return Math.max(Math.abs(values.level(0)), Math.abs(values.level(values.size() - 1)));
  }

  /**
   * Predicts what the format does to blocks of independent values of one law.
   *
   * <p>With a grid of scales the sum is finite and exact: the maximum M is at most b with
   * probability {@code F(b)^n}, F the law of |X|, so for any g, {@code E[g(X)] = sum over scales s
   * of F(b)^(n-1) E[g_s(X); |X| <= b] - F(a)^(n-1) E[g_s(X); |X| <= a]}, (a, b] the maxima that
   * choose s. With real scales it is one integral over the density of M.
   *
   * @param law the law of each value
   * @return the report of one value, averaged over its block; relative error of the MSE about 1e-12
   */
  public ErrorReport report(Distribution law) {
    ErrorSums sums = new ErrorSums(values.size());
    if (scales.isPresent()) {
      sumOverScales(law, scales.get(), sums);
    } else {
      integrateOverMaxima(law, sums);
    }
    return sums.report();
  }

  /**
   * Measures what the format does to data, in blocks of consecutive values.
   *
   * @param x the data, a whole number of blocks, finite; not modified
   * @return the measured report; values of a block share a scale, so its uncertainty, which takes
   *     them as independent, is a little too small for small blocks
   * @throws IllegalArgumentException if the length is not a positive multiple of the block size, or
   *     a value is not finite
   */
  public ErrorReport between(float[] x) {
    if (x.length == 0 || x.length % size != 0) {
      throw new IllegalArgumentException(
          "data must be a positive number of blocks of " + size + ", got " + x.length + " values");
    }
    ErrorSums sums = new ErrorSums(values.size());
    for (int from = 0; from < x.length; from += size) {
      double m = 0;
      for (int i = from; i < from + size; i++) {
        if (!Float.isFinite(x[i])) {
          throw new IllegalArgumentException("data must be finite, got " + x[i] + " at index " + i);
        }
        m = Math.max(m, Math.abs(x[i]));
      }
      double ratio = m / top(values);
      double scale = scales.isPresent() ? scales.get().nearest(ratio) : ratio;
      // A block of zeros has no scale of its own, and needs none.
      Grid grid = values.scaled(scale > 0 ? scale : 1);
      for (int i = from; i < from + size; i++) {
        sums.addPoint(x[i], grid, 1);
      }
    }
    return sums.measured();
  }

  private void sumOverScales(Distribution law, Grid scale, ErrorSums sums) {
    double top = top(values);
    double a = 0;
    for (int i = 0; i < scale.size() && beyond(law, a) * size >= NEVER; i++) {
      double b = top * ErrorSums.top(scale, i);
      if (Math.pow(magnitude(law, b), size) > NEVER) {
        addScale(law, values.scaled(scale.level(i)), a, b, sums);
      }
      a = b;
    }
  }

  /**
   * Adds the blocks with a maximum in (a, b]. One value is in the ring a < |X| <= b and the others
   * up to b, or it is inside and at least one other is in the ring: both terms are positive,
   * nothing cancels.
   */
  private void addScale(Distribution law, Grid grid, double a, double b, ErrorSums sums) {
    double others = Math.pow(magnitude(law, b), size - 1);
    if (a == 0) {
      sums.add(law, grid, Math.nextDown(-b), b, others);
      return;
    }
    sums.add(law, grid, Math.nextDown(-b), Math.nextDown(-a), others);
    sums.add(law, grid, a, b, others);
    double[] ring = new double[1];
    law.moments(0, Math.nextDown(-b), Math.nextDown(-a), ring);
    law.moments(0, a, b, ring);
    double inner = magnitude(law, a);
    if (inner > 0) {
      double ratio = (size - 1) * Math.log1p(ring[0] / inner);
      sums.add(law, grid, Math.nextDown(-a), a, Math.pow(inner, size - 1) * Math.expm1(ratio));
    }
  }

  /** P(|X| <= b). */
  private static double magnitude(Distribution law, double b) {
    double[] m = new double[1];
    law.moments(0, Math.nextDown(-b), b, m);
    return Math.min(1, m[0]);
  }

  private static double beyond(Distribution law, double b) {
    return law.survival(b) + law.cdf(-b);
  }

  /** One node of the integral over M: all sums at once, as an array. */
  private void integrateOverMaxima(Distribution law, ErrorSums sums) {
    double top = top(values);
    double[] total = new double[sums.toArray().length];
    Quadrature.Integrand node =
        (m, distance, out) -> {
          ErrorSums one = new ErrorSums(values.size());
          if (m > 0 && m / top > Double.MIN_NORMAL) {
            addMaximum(law, m, values.scaled(m / top), one);
          }
          System.arraycopy(one.toArray(), 0, out, 0, out.length);
        };
    List<Double> ends = new ArrayList<>(List.of(0.0));
    for (double b : law.breaks()) {
      if (b != 0) {
        ends.add(Math.abs(b));
      }
    }
    ends.sort(null);
    for (int i = 0; i < ends.size(); i++) {
      double hi = i == ends.size() - 1 ? Double.POSITIVE_INFINITY : ends.get(i + 1);
      Quadrature.integrals(node, 0, ends.get(i), hi, ErrorSums.LEADING, total);
    }
    sums.fromArray(total);
  }

  private void addMaximum(Distribution law, double m, Grid grid, ErrorSums one) {
    double up = law.pdf(m);
    double down = law.pdf(-m);
    if (m * (up + down) < NEVER) {
      return; // no maximum is here: what such a grid would do needs no answer
    }
    double f = magnitude(law, m);
    // The maximum itself, then the n - 1 others below it: together n values, so one has 1/n of
    // both.
    one.addPoint(m, grid, up * Math.pow(f, size - 1));
    one.addPoint(-m, grid, down * Math.pow(f, size - 1));
    if (size > 1) {
      one.add(law, grid, -m, m, (up + down) * (size - 1) * Math.pow(f, size - 2));
    }
  }
}

package org.halfstep.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;
import org.halfstep.theory.ErrorReport;

/**
 * LQ-Nets (Zhang et al. 2018): levels are the sums {@code b . v} of a learned basis v over all
 * codes b, in {-1, 1}^n for weights and in {0, 1}^n for activations, with thresholds at midpoints.
 *
 * <p>The basis learns by {@link #step}: codes are given to x (E), then v is fitted to x by least
 * squares (M); each half lowers the squared error or leaves it. It can learn by descent as well:
 * the derivative by v is the code, and that of the squared error is exact, for thresholds at
 * midpoints drop out. The slope by x is 1 for weights; for activations it is 0 above the top level.
 * Parameters: v.
 */
public final class LqNets implements Surrogate {

  /** The ridge of published code, on a sum over the tensor: divide by its size, see step. */
  public static final double PUBLISHED_RIDGE = 1e-4;

  /** What published code keeps of the old basis in each batch. */
  public static final double PUBLISHED_MEMORY = 0.9;

  /** The quartile of N(0, 1), which published code starts from. */
  private static final double QUARTILE = 0.6745;

  /** Steps after which the alternation has long come to rest. */
  private static final int STEPS = 10_000;

  private final double[] basis;
  private final boolean signs;

  /** Codes in the order of their levels. */
  private final double[][] codes;

  private final double[] levels;
  private final double[] thresholds;

  private LqNets(double[] basis, boolean signs) {
    if (basis.length < 1 || basis.length > 8) {
      throw new IllegalArgumentException("a basis must have 1 to 8 values, got " + basis.length);
    }
    for (double v : basis) {
      if (!Double.isFinite(v)) {
        throw new IllegalArgumentException("a basis must be finite, got " + v);
      }
    }
    this.basis = basis;
    this.signs = signs;
    this.codes =
        IntStream.range(0, 1 << basis.length)
            .mapToObj(c -> code(c, basis.length, signs))
            .sorted(Comparator.comparingDouble(b -> dot(b, basis)))
            .toArray(double[][]::new);
    this.levels = Arrays.stream(codes).mapToDouble(b -> dot(b, basis)).toArray();
    this.thresholds = new double[levels.length - 1];
    Arrays.setAll(thresholds, i -> 0.5 * (levels[i] + levels[i + 1]));
  }

  private static double[] code(int bits, int n, boolean signs) {
    double[] b = new double[n];
    Arrays.setAll(b, i -> (bits >> i & 1) == 1 ? 1 : signs ? -1 : 0);
    return b;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /**
   * Returns a quantizer of weights, with codes of signs.
   *
   * @param basis the basis, 1 to 8 finite values; not modified
   * @return the quantizer
   * @throws IllegalArgumentException if the basis is empty, too long or not finite
   */
  public static LqNets weights(double... basis) {
    return new LqNets(basis.clone(), true);
  }

  /**
   * Returns a quantizer of activations, with codes of zeros and ones.
   *
   * @param basis the basis, 1 to 8 finite values; not modified
   * @return the quantizer
   * @throws IllegalArgumentException if the basis is empty, too long or not finite
   */
  public static LqNets activations(double... basis) {
    return new LqNets(basis.clone(), false);
  }

  /**
   * Returns the published first basis of weights, {@code v_i = 2^i 0.6745 sqrt(2 / n) / 2^(bits -
   * 1)}.
   *
   * @param bits the size of the basis, 1..8
   * @param n how many summands make one output: with He's initialization weights have variance 2 /
   *     n
   * @return the quantizer
   * @throws IllegalArgumentException if bits or n is out of range
   */
  public static LqNets startOfWeights(int bits, int n) {
    if (n < 1) {
      throw new IllegalArgumentException("n must be at least 1, got " + n);
    }
    double unit = QUARTILE * Math.sqrt(2.0 / n) / Math.scalb(1, bits - 1);
    return new LqNets(powers(bits, unit), true);
  }

  /**
   * Returns the published first basis of activations, {@code v_i = 2^i 2 * 0.6745 / (2^bits - 1)}.
   *
   * @param bits the size of the basis, 1..8
   * @return the quantizer, whose top level is 1.349
   */
  public static LqNets startOfActivations(int bits) {
    return new LqNets(powers(bits, 2 * QUARTILE / (Math.scalb(1, bits) - 1)), false);
  }

  private static double[] powers(int bits, double unit) {
    return IntStream.range(0, bits).mapToDouble(i -> Math.scalb(unit, i)).toArray();
  }

  /** The index of the level of x: a threshold belongs to the level below it. */
  private int index(double x) {
    int i = Arrays.binarySearch(thresholds, x);
    if (i < 0) {
      return -i - 1;
    }
    while (i > 0 && thresholds[i - 1] == x) {
      i--;
    }
    return i;
  }

  /**
   * Returns the basis that fits a law or sample best with the codes that this one gives it: one
   * step of quantization-error minimization.
   *
   * <p>{@code (E[b b'] + r I) v_new = E[b X] + r v}: least squares, held near the old basis by a
   * ridge r. Published code has {@code B'B + 1e-4 I} on sums over a tensor of N weights: {@code r =
   * 1e-4 / N}; for activations it has none.
   *
   * @param law the law of X, or a sample as {@link org.halfstep.law.Empirical}
   * @param ridge r, at least 0, in units of E[b b']
   * @return the fitted quantizer; its mean squared error is not above this one's
   * @throws IllegalArgumentException if the ridge is negative
   * @throws ArithmeticException if the codes in use do not determine the basis and the ridge is 0
   */
  public LqNets step(Distribution law, double ridge) {
    if (!(ridge >= 0 && ridge < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("ridge must be at least 0 and finite, got " + ridge);
    }
    int n = basis.length;
    DMatrixRMaj a = CommonOps_DDRM.identity(n);
    CommonOps_DDRM.scale(ridge, a);
    DMatrixRMaj right = new DMatrixRMaj(n, 1);
    for (int i = 0; i < n; i++) {
      right.set(i, 0, ridge * basis[i]);
    }
    addMoments(law, a, right);
    DMatrixRMaj v = new DMatrixRMaj(n, 1);
    boolean solved = CommonOps_DDRM.solve(a, right, v);
    if (!solved || !Arrays.stream(v.data).allMatch(Double::isFinite)) {
      throw new ArithmeticException(
          "the codes in use do not determine the basis "
              + Arrays.toString(basis)
              + "; a ridge above 0 would");
    }
    return new LqNets(v.data, signs);
  }

  /** Adds E[b b'] and E[b X], cell by cell. */
  private void addMoments(Distribution law, DMatrixRMaj a, DMatrixRMaj right) {
    for (int c = 0; c < levels.length; c++) {
      double from = c == 0 ? Double.NEGATIVE_INFINITY : thresholds[c - 1];
      double to = c == levels.length - 1 ? Double.POSITIVE_INFINITY : thresholds[c];
      double[] m = new double[2];
      law.moments(levels[c], from, to, m);
      double[] b = codes[c];
      for (int i = 0; i < b.length; i++) {
        right.add(i, 0, b[i] * (m[1] + levels[c] * m[0]));
        for (int j = 0; j < b.length; j++) {
          a.add(i, j, b[i] * b[j] * m[0]);
        }
      }
    }
  }

  /**
   * Returns the basis part of the way to another: the moving average of published code, which goes
   * 0.1 of the way in each batch.
   *
   * @param target where to
   * @param part how far, in [0, 1]
   * @return {@code (1 - part) v + part v_target}
   * @throws IllegalArgumentException if part is not in [0, 1] or the bases differ in size or kind
   */
  public LqNets toward(LqNets target, double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("part must be in [0, 1], got " + part);
    }
    if (target.basis.length != basis.length || target.signs != signs) {
      throw new IllegalArgumentException("bases must be alike, got " + this + " and " + target);
    }
    double[] v = new double[basis.length];
    Arrays.setAll(v, i -> (1 - part) * basis[i] + part * target.basis[i]);
    return new LqNets(v, signs);
  }

  /**
   * Returns where the alternation without a ridge comes to rest: a local minimum of the error.
   *
   * @param law the law of X, or a sample
   * @return the quantizer that a step moves by less than 1e-13 of its size
   * @throws ArithmeticException if the codes in use stop determining the basis
   */
  public LqNets settled(Distribution law) {
    LqNets now = this;
    for (int i = 0; i < STEPS; i++) {
      LqNets next = now.step(law, 0);
      if (next.distance(now) <= 1e-13) {
        return next;
      }
      now = next;
    }
    return now;
  }

  private double distance(LqNets other) {
    double largest = 0;
    double size = 0;
    for (int i = 0; i < basis.length; i++) {
      largest = Math.max(largest, Math.abs(basis[i] - other.basis[i]));
      size = Math.max(size, Math.abs(basis[i]));
    }
    return largest / size;
  }

  /**
   * Returns the mean squared error under a law.
   *
   * @param law the law of X, or a sample
   * @return {@code E[(Q(X) - X)^2]}
   */
  public double mse(Distribution law) {
    return ErrorReport.of(law, grid()).mse();
  }

  @Override
  public double value(double x) {
    return levels[index(x)];
  }

  @Override
  public double slope(double x) {
    return signs || x <= levels[levels.length - 1] ? 1 : 0;
  }

  @Override
  public double[] slopes(double x) {
    return codes[index(x)].clone();
  }

  @Override
  public double[] parameters() {
    return basis.clone();
  }

  @Override
  public LqNets with(double... parameters) {
    return new LqNets(Surrogate.checked(basis.length, parameters).clone(), signs);
  }

  @Override
  public double[] breaks() {
    DoubleStream top = signs ? DoubleStream.empty() : DoubleStream.of(levels[levels.length - 1]);
    return DoubleStream.concat(DoubleStream.of(thresholds), top).toArray();
  }

  /**
   * Returns the staircase; levels that two codes share are one.
   *
   * @return the grid, in which x at a threshold goes to the lower level
   * @throws IllegalArgumentException if all levels are one
   */
  @Override
  public Grid grid() {
    double[] different = Arrays.stream(levels).distinct().toArray();
    double[] t = new double[different.length - 1];
    Arrays.setAll(t, i -> 0.5 * (different[i] + different[i + 1]));
    return Grid.of(different).thresholds(t, new boolean[t.length]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LqNets that && signs == that.signs && Arrays.equals(basis, that.basis);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(basis) + Boolean.hashCode(signs);
  }

  @Override
  public String toString() {
    return "LqNets" + (signs ? "{-1,1}" : "{0,1}") + Arrays.toString(basis);
  }
}

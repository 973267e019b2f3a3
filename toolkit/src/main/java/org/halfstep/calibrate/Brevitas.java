package org.halfstep.calibrate;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * What Brevitas 0.13 chooses ({@code core/stats/stats_op.py}): thresholds of a whole tensor. The
 * scale is {@code threshold / qmax} for narrow codes -127..127, {@code threshold / 128} for all
 * codes of int8, {@code / 255} for uint8.
 */
public final class Brevitas {

  private static final int BINS = 1001;
  private static final double EPS = 1e-4;

  private Brevitas() {}

  /**
   * Returns {@code AbsPercentile}: the value of |x| of rank {@code floor(n percent / 100 + 1/2)}.
   *
   * @param x the values, all finite; not modified
   * @param percent above 0 and at most 100, so that the rank is at least 1
   * @return the threshold
   * @throws IllegalArgumentException if percent is out of range or a value is not finite
   */
  public static float percentile(float[] x, double percent) {
    float[] sorted = Tensors.finite(x).clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Math.abs(sorted[i]);
    }
    Arrays.sort(sorted);
    int rank = (int) Math.floor(0.01 * percent * x.length + 0.5);
    if (rank < 1 || rank > x.length) {
      throw new IllegalArgumentException(
          "the rank must be in 1.." + x.length + ", got " + rank + " at " + percent + " %");
    }
    return sorted[rank - 1];
  }

  /**
   * Returns {@code KLMinimizerThreshold}: 1001 signed bins, windows about the middle, {@code qmax}
   * cells. It is not the divergence of MXNet that it names: the smoothed counts are taken for
   * logarithms of probabilities, and what smoothing takes off the filled bins is multiplied by
   * their number. So the greatest counts alone decide, and the first window mostly wins.
   *
   * @param x the values, all finite and not all 0; not modified
   * @param qmax the number of cells: 127 for 8 bits with a sign, 255 without
   * @return the threshold, an upper edge of a bin
   * @throws IllegalArgumentException if qmax is not in 2..1000, or the values are not as told
   */
  public static float entropy(float[] x, int qmax) {
    float top = Tensors.absMax(x);
    if (!(top > 0) || qmax < 2 || qmax >= BINS) {
      throw new IllegalArgumentException(
          "entropy needs a value that is not 0 and qmax in 2..1000, got " + top + " and " + qmax);
    }
    int[] counts = new int[BINS];
    for (float v : x) {
      counts[Math.min((int) ((v + top) * BINS / (top + top)), BINS - 1)]++;
    }
    int half = BINS / 2;
    int best = qmax / 2;
    double least = Double.POSITIVE_INFINITY;
    for (int i = qmax / 2; i <= half; i++) {
      double divergence = divergence(counts, half - i, half + i + 1, qmax);
      if (divergence < least || Double.isNaN(divergence) && !Double.isNaN(least)) {
        least = divergence; // argmin takes the first NaN
        best = i;
      }
    }
    float step = (top + top) / BINS;
    int edge = half + best + 1;
    return edge < (BINS + 1) / 2 ? -top + step * edge : top - step * (BINS - edge);
  }

  private static double divergence(int[] counts, int from, int to, int qmax) {
    int size = to - from;
    double[] p = new double[size];
    for (int i = 0; i < counts.length; i++) {
      p[Math.clamp(i, from, to - 1) - from] += counts[i];
    }
    double[] q = new double[size];
    int merged = size / qmax;
    for (int cell = 0; cell < qmax; cell++) {
      int begin = cell * merged;
      boolean last = cell == qmax - 1;
      int end = last ? size - 1 : begin + merged; // the last cell leaves out the last bin
      double sum = last ? counts[to - 1] : 0;
      int filled = 0;
      for (int i = begin; i < end; i++) {
        sum += counts[from + i];
        filled += counts[from + i] == 0 ? 0 : 1;
      }
      for (int i = begin; i < end; i++) {
        q[i] = counts[from + i] == 0 ? 0 : sum / filled;
      }
    }
    return ofLogits(smooth(p), smooth(q));
  }

  private static double[] smooth(double[] n) {
    int filled = 0;
    for (double v : n) {
      filled += v == 0 ? 0 : 1;
    }
    if (filled == 0) {
      return new double[0];
    }
    float less = (float) EPS * (n.length - filled) / filled * filled;
    double[] smooth = new double[n.length];
    for (int i = 0; i < n.length; i++) {
      smooth[i] = (float) n[i] + ((n[i] == 0 ? (float) EPS : 0) - less);
    }
    return smooth;
  }

  /** {@code sum p (ln p - ln q)} where p and q are proportional to the exponentials. */
  private static double ofLogits(double[] p, double[] q) {
    if (q.length == 0) {
      return Double.POSITIVE_INFINITY;
    }
    float allP = (float) logSum(p);
    float allQ = (float) logSum(q);
    double sum = 0;
    for (int i = 0;
        i < p.length;
        i++) { // in floats: what is nothing there is left out, or infinite
      float log = (float) p[i] - allP;
      float other = (float) q[i] - allQ;
      float part = (float) StrictMath.exp(log);
      if (part > 0) {
        boolean nothing = (float) StrictMath.exp(other) == 0;
        sum += nothing ? Double.POSITIVE_INFINITY : part * (log - other);
      }
    }
    return (float) sum;
  }

  private static double logSum(double[] x) {
    double top = Arrays.stream(x).max().orElseThrow();
    double sum = 0;
    for (double v : x) {
      sum += StrictMath.exp(v - top);
    }
    return top + StrictMath.log(sum);
  }

  /**
   * Returns {@code MSE} with its Fibonacci search: 20 steps between {@code absmax / 20} and absmax,
   * two losses each. The loss of a sample has many local minima; the search ends in one of them.
   *
   * @param x the values, all finite and not all 0; not modified
   * @param codes the codes
   * @param divisor what the threshold is divided by: 127 for narrow int8, 128, or 255
   * @return the threshold
   * @throws IllegalArgumentException if the values are not as told or divisor is not positive
   */
  public static float fibonacci(float[] x, CodeRange codes, int divisor) {
    DoubleUnaryOperator loss = loss(x, codes, divisor);
    int steps = 20;
    float hi = Tensors.absMax(x);
    float lo = hi / steps;
    double[] f = new double[steps + 1];
    f[1] = 1;
    for (int i = 2; i <= steps; i++) {
      f[i] = f[i - 1] + f[i - 2];
    }
    float span = hi - lo;
    float part = (float) (f[steps - 2] / f[steps]) * span;
    float best = hi;
    for (int i = 2; i <= steps; i++) {
      boolean most = part > span / 2;
      float left = most ? hi - part : lo + part;
      float right = most ? lo + part : hi - part;
      double a = loss.applyAsDouble(left);
      double b = loss.applyAsDouble(right);
      hi = a <= b ? right : hi;
      lo = a >= b ? left : lo;
      part = (float) (f[steps - i] / f[steps - (i - 2)]) * (a != b ? span : hi - lo);
      span = hi - lo;
      best = a <= b ? left : right;
    }
    return best;
  }

  /**
   * Returns {@code MSE} with its grid search: {@code absmax / 20}, then 19 equal steps up to
   * absmax.
   *
   * @param x the values, all finite and not all 0; not modified
   * @param codes the codes
   * @param divisor what the threshold is divided by: 127 for narrow int8, 128, or 255
   * @return the threshold, the first of several
   * @throws IllegalArgumentException if the values are not as told or divisor is not positive
   */
  public static float grid(float[] x, CodeRange codes, int divisor) {
    DoubleUnaryOperator loss = loss(x, codes, divisor);
    int steps = 20;
    float hi = Tensors.absMax(x);
    float lo = hi / steps;
    float best = lo;
    double least = loss.applyAsDouble(lo);
    for (int i = 1; i < steps; i++) {
      float candidate = lo + (hi - lo) * (i / (float) (steps - 1));
      double now = loss.applyAsDouble(candidate);
      if (now < least) {
        least = now;
        best = candidate;
      }
    }
    return best;
  }

  private static DoubleUnaryOperator loss(float[] x, CodeRange codes, int divisor) {
    if (!(Tensors.absMax(x) > 0) || divisor < 1) {
      throw new IllegalArgumentException(
          "a search needs a value that is not 0 and divisor >= 1, got divisor " + divisor);
    }
    return t -> Tensors.squared(x, (float) t / divisor, 0, codes);
  }
}

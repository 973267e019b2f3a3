package org.halfstep.theory;

import java.util.Arrays;
import org.halfstep.grid.Grid;
import org.halfstep.law.Empirical;

/**
 * The code book of n levels with the least mean squared error on a sample: k-means in one
 * dimension, solved exactly.
 *
 * <p>Clusters of an optimal code book are intervals of the sorted sample, so the least cost of the
 * first j values in c clusters is {@code min over i of cost(i, c - 1) + spread(i, j)}. The best i
 * increases with j, which divide and conquer turns into O(n N log N) (Wu 1991; Gronlund et al.
 * 2017). Unlike Lloyd's iteration it cannot stop in a local minimum.
 */
public final class KMeans {

  private KMeans() {}

  /**
   * Returns the optimal code book.
   *
   * @param sample the sample, of at least n distinct values
   * @param n the number of levels, at least 2
   * @return the grid of cluster means with thresholds at midpoints
   * @throws IllegalArgumentException if the sample has fewer than n distinct values
   */
  public static Grid of(Empirical sample, int n) {
    double[] x = sample.breaks();
    if (n < 2 || n > x.length) {
      throw new IllegalArgumentException(
          "levels must be in 2..distinct values (" + x.length + "), got " + n);
    }
    Clusters clusters = new Clusters(sample, x);
    double[] cost = new double[x.length + 1];
    int[][] start = new int[n + 1][x.length + 1];
    Arrays.fill(cost, Double.POSITIVE_INFINITY);
    cost[0] = 0;
    for (int c = 1; c <= n; c++) {
      double[] next = new double[x.length + 1];
      Arrays.fill(next, Double.POSITIVE_INFINITY);
      clusters.solve(cost, next, start[c], c, x.length, c - 1, x.length - 1);
      cost = next;
    }
    double[] levels = new double[n];
    int end = x.length;
    for (int c = n; c >= 1; c--) {
      int first = start[c][end];
      levels[c - 1] = clusters.mean(first, end);
      end = first;
    }
    return Grid.of(levels);
  }

  /** Means and spreads of runs of sorted distinct values, from prefix sums about the mean. */
  private static final class Clusters {
    private final double centre;
    private final double[] weight;
    private final double[] first;
    private final double[] second;

    Clusters(Empirical sample, double[] x) {
      centre = sample.mean();
      weight = new double[x.length + 1];
      first = new double[x.length + 1];
      second = new double[x.length + 1];
      for (int i = 0; i < x.length; i++) {
        double p = sample.mass(x[i]);
        double d = x[i] - centre;
        weight[i + 1] = weight[i] + p;
        first[i + 1] = first[i] + p * d;
        second[i + 1] = second[i] + p * d * d;
      }
    }

    double mean(int from, int to) {
      return centre + (first[to] - first[from]) / (weight[to] - weight[from]);
    }

    private double spread(int from, int to) {
      double s = first[to] - first[from];
      return second[to] - second[from] - s * s / (weight[to] - weight[from]);
    }

    /** Fills next[lo..hi], knowing that the best start lies in first..last. */
    void solve(double[] cost, double[] next, int[] start, int lo, int hi, int from, int to) {
      if (lo > hi) {
        return;
      }
      int middle = (lo + hi) >>> 1;
      for (int i = from; i <= Math.min(to, middle - 1); i++) {
        double value = cost[i] + spread(i, middle);
        if (value < next[middle]) {
          next[middle] = value;
          start[middle] = i;
        }
      }
      solve(cost, next, start, lo, middle - 1, from, start[middle]);
      solve(cost, next, start, middle + 1, hi, start[middle], to);
    }
  }
}

package org.halfstep.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.halfstep.grid.Grid;

/**
 * Pictures of quantizers over an interval: where their levels lie, the staircase, and the error.
 *
 * <p>Thresholds are drawn where they are, not where a sample happens to fall.
 *
 * {@snippet :
 * GridChart.over(0, 1).with("uniform", uniform).with("APoT", additive).staircase("4 bits")
 * }
 *
 * <p>Immutable; every picture is a {@link Chart} to which more can be added.
 */
public final class GridChart {

  /** What is drawn of one grid. */
  private record Named(String name, Grid grid) {}

  private final double lo;
  private final double hi;
  private final List<Named> grids;

  private GridChart(double lo, double hi, List<Named> grids) {
    this.lo = lo;
    this.hi = hi;
    this.grids = grids;
  }

  /**
   * Starts with no grid.
   *
   * @param lo left end, finite
   * @param hi right end, finite, larger than lo
   * @return pictures of nothing
   * @throws IllegalArgumentException if the ends are not finite or not in order
   */
  public static GridChart over(double lo, double hi) {
    if (!(lo < hi) || !Double.isFinite(lo) || !Double.isFinite(hi)) {
      throw new IllegalArgumentException(
          "an interval must have finite ends lo < hi, got " + lo + " and " + hi);
    }
    return new GridChart(lo, hi, List.of());
  }

  /**
   * Adds a grid.
   *
   * @param name its name in the legend
   * @param grid levels and thresholds
   * @return pictures with it
   */
  public GridChart with(String name, Grid grid) {
    List<Named> all = new ArrayList<>(grids);
    all.add(new Named(name, grid));
    return new GridChart(lo, hi, List.copyOf(all));
  }

  /**
   * Draws the levels, a row for each grid, the first one on top.
   *
   * @param title the title
   * @return levels as points over x
   */
  public Chart levels(String title) {
    int n = grids.size();
    double[] rows = new double[n];
    String[] names = new String[n];
    Chart chart = Chart.titled(title).x("level").xRange(lo, hi).yRange(0.5, n + 0.5);
    for (int i = 0; i < n; i++) {
      Named named = grids.get(i);
      double[] x = Arrays.stream(named.grid.levels()).filter(v -> v >= lo && v <= hi).toArray();
      double[] y = new double[x.length];
      Arrays.fill(y, n - i);
      chart = chart.points(named.name, x, y);
      rows[i] = n - i;
      names[i] = named.name;
    }
    return chart
        .with("layout.yaxis.tickvals", rows)
        .with("layout.yaxis.ticktext", names)
        .with("layout.showlegend", false);
  }

  /**
   * Draws Q(x) over x.
   *
   * @param title the title
   * @return a staircase for each grid, and the diagonal
   */
  public Chart staircase(String title) {
    Chart chart = Chart.titled(title).x("x").y("Q(x)").xRange(lo, hi);
    for (Named named : grids) {
      chart = chart.line(named.name, corners(named.grid), sides(named.grid, false));
    }
    double[] ends = {lo, hi};
    return chart.line("x, unquantized", ends, ends).dotted();
  }

  /**
   * Draws the error Q(x) - x over x, which jumps at each threshold by the distance of the levels.
   *
   * @param title the title
   * @return a saw for each grid
   */
  public Chart error(String title) {
    Chart chart = Chart.titled(title).x("x").y("error Q(x) - x").xRange(lo, hi);
    for (Named named : grids) {
      chart = chart.line(named.name, corners(named.grid), sides(named.grid, true));
    }
    return chart;
  }

  /** The ends, and each threshold between them twice. */
  private double[] corners(Grid grid) {
    double[] x = new double[2 * grid.size()];
    int n = 0;
    x[n++] = lo;
    for (int i = 0; i < grid.size() - 1; i++) {
      double t = grid.upper(i);
      if (t > lo && t < hi) {
        x[n++] = t;
        x[n++] = t;
      }
    }
    x[n++] = hi;
    return Arrays.copyOf(x, n);
  }

  /** Q, or the error, to the right of the first of two corners and to the left of the second. */
  private double[] sides(Grid grid, boolean error) {
    double[] x = corners(grid);
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i += 2) {
      double q = grid.nearest((x[i] + x[i + 1]) / 2);
      y[i] = error ? q - x[i] : q;
      y[i + 1] = error ? q - x[i + 1] : q;
    }
    return y;
  }
}

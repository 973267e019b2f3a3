package org.halfstep.law;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A histogram as a density: inside each bin the probability is spread evenly.
 *
 * <p>The density is {@code p_i / (edge(i+1) - edge(i))} on bin i, ({@code edge(i)}, {@code
 * edge(i+1)}]. {@link Discrete#atBinCentres} puts each bin's probability at its centre instead,
 * which lowers the variance by a twelfth of the squared bin width.
 */
public final class PiecewiseUniform implements Distribution {

  private final double[] edges;
  private final double[] probabilities;

  /** below[i] = P(X <= edges[i]), above[i] = P(X > edges[i]): each summed from its own end. */
  private final double[] below;

  private final double[] above;

  private PiecewiseUniform(double[] edges, double[] probabilities) {
    this.edges = edges;
    this.probabilities = probabilities;
    int bins = probabilities.length;
    this.below = new double[bins + 1];
    System.arraycopy(Intervals.running(probabilities), 0, below, 1, bins);
    double[] reversed = probabilities.clone();
    Intervals.reverse(reversed);
    this.above = new double[bins + 1];
    System.arraycopy(Intervals.running(reversed), 0, above, 1, bins);
    Intervals.reverse(above);
  }

  /**
   * Returns the law of a histogram.
   *
   * @param edges the ends of the bins, increasing and finite, one more than weights
   * @param weights counts or any multiples of the probabilities: at least 0, not all 0
   * @return the law
   * @throws IllegalArgumentException if the edges or weights break a rule
   */
  public static PiecewiseUniform of(double[] edges, double[] weights) {
    double total = Intervals.checkHistogram(edges, weights);
    return new PiecewiseUniform(
        Arrays.stream(edges).map(e -> e + 0.0).toArray(),
        Arrays.stream(weights).map(w -> w / total).toArray());
  }

  /**
   * Returns the number of bins.
   *
   * @return at least 1
   */
  public int bins() {
    return probabilities.length;
  }

  /**
   * Returns an end of a bin.
   *
   * @param i the place, 0 to bins()
   * @return the lower end of bin i, or the upper end of the last
   */
  public double edge(int i) {
    return edges[i];
  }

  /**
   * Returns the probability of a bin.
   *
   * @param i the place, from 0
   * @return P(edge(i) &lt; X &lt;= edge(i + 1))
   */
  public double probability(int i) {
    return probabilities[i];
  }

  private double density(int bin) {
    return probabilities[bin] / (edges[bin + 1] - edges[bin]);
  }

  /** Returns the bin that holds x, the first for the lowest edge, -1 outside. */
  private int bin(double x) {
    int i = Intervals.upTo(edges, x);
    if (i > 0 && edges[i - 1] == x) {
      i = Math.max(i - 1, 1);
    }
    return i == edges.length ? -1 : i - 1;
  }

  @Override
  public double pdf(double x) {
    int bin = bin(x);
    return bin < 0 ? 0 : density(bin);
  }

  /** Returns the edges. */
  @Override
  public double[] breaks() {
    return edges.clone();
  }

  @Override
  public double moments(double about, double lo, double hi, double[] m) {
    Intervals.check(about, lo, hi);
    for (int i = Math.max(Intervals.upTo(edges, lo) - 1, 0); i < bins() && edges[i] < hi; i++) {
      double a = Math.max(lo, edges[i]);
      double b = Math.min(hi, edges[i + 1]);
      if (a < b && probabilities[i] > 0) {
        Intervals.addUniform(density(i), a, b, about, m);
      }
    }
    return 4 * Math.ulp(1.0);
  }

  @Override
  public double cdf(double x) {
    int bin = bin(x);
    if (bin < 0) {
      return x < edges[0] ? 0 : Double.isNaN(x) ? x : 1;
    }
    return Math.min(1, below[bin] + density(bin) * (x - edges[bin]));
  }

  @Override
  public double survival(double x) {
    int bin = bin(x);
    if (bin < 0) {
      return x < edges[0] ? 1 : Double.isNaN(x) ? x : 0;
    }
    return Math.min(1, above[bin + 1] + density(bin) * (edges[bin + 1] - x));
  }

  @Override
  public double quantile(double p) {
    Intervals.checkProbability(p);
    int last = bins() - 1;
    int i = 0;
    if (p <= 0.5) {
      while (i < last && (below[i + 1] < p || below[i + 1] == 0)) {
        i++;
      }
      return Math.min(edges[i] + (p - below[i]) / density(i), edges[i + 1]);
    }
    while (i < last && above[i + 1] > 1 - p) {
      i++;
    }
    return Math.max(edges[i + 1] - (1 - p - above[i + 1]) / density(i), edges[i]);
  }

  @Override
  public PiecewiseUniform scaled(double a) {
    Intervals.checkFactor(a);
    double[] e = Arrays.stream(edges).map(x -> a * x).toArray();
    double[] p = probabilities.clone();
    if (a < 0) {
      Intervals.reverse(e);
      Intervals.reverse(p);
    }
    return of(e, p);
  }

  @Override
  public PiecewiseUniform shifted(double b) {
    return of(Arrays.stream(edges).map(x -> x + b).toArray(), probabilities);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PiecewiseUniform h
        && Arrays.equals(h.edges, edges)
        && Arrays.equals(h.probabilities, probabilities);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(edges) + Arrays.hashCode(probabilities);
  }

  @Override
  public String toString() {
    long filled = IntStream.range(0, bins()).filter(i -> probabilities[i] > 0).count();
    return bins() + " bins (" + filled + " filled) on [" + edges[0] + ", " + edges[bins()] + "]";
  }
}

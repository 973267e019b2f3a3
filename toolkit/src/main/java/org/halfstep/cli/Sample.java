package org.halfstep.cli;

import java.util.Arrays;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.numeric.Philox;

/**
 * The law of at most some ten thousand values, for hundreds of searches a second.
 *
 * <p>Running sums of 1, x and x^2 are plain doubles, so a cell's share of an error is right to
 * about 1e-12 of the signal's power, where {@link Empirical} is right to the last digits: enough to
 * choose a threshold by, not to report an error. Drawing the values again changes the sums alone.
 */
final class Sample implements Distribution {

  private static final int ORDERS = 3;

  /** More values than this are put into bins instead of in order. */
  private static final int MANY = 1 << 17;

  /** Sign, exponent and 12 bits of a bin: dozens of bins are in each step of 8-bit codes. */
  private static final int BITS = 21;

  /** More different values are no lattice. */
  private static final int FEW = 256;

  /** What is no more than the rounding of floats, as a part of the largest value. */
  private static final double NEARLY = 1e-6;

  /** A lattice of steps as small as this, as a part of the largest value, is none. */
  private static final double LEAST_LATTICE = 1e-3;

  private final int size;

  /** The distinct values, in order. */
  private final double[] x;

  /** place[k]: which distinct value the k-th smallest is; null if they are in bins. */
  private final int[] place;

  /** sums[k][i]: the sum of x^k over all values before distinct value i. */
  private final double[][] sums;

  /** below[b]: how many distinct values lie before the b-th of equal stretches of the range. */
  private final int[] below;

  private final double perStretch;

  private Sample(int size, double[] x, int[] place, double[][] sums) {
    this.size = size;
    this.x = x;
    this.place = place;
    this.sums = sums;
    this.below = new int[Integer.highestOneBit(x.length) + 2];
    this.perStretch = (below.length - 2) / (x[x.length - 1] - x[0]);
    for (int i = 0; i < x.length; i++) {
      below[stretch(x[i]) + 1] = i + 1;
    }
    for (int b = 1; b < below.length; b++) {
      below[b] = Math.max(below[b], below[b - 1]);
    }
  }

  private Sample(Sample same, double[][] sums) {
    this.size = same.size;
    this.x = same.x;
    this.place = same.place;
    this.below = same.below;
    this.perStretch = same.perStretch;
    this.sums = sums;
  }

  /** The same arithmetic for all: what is not smaller is never in an earlier stretch. */
  private int stretch(double v) {
    return Math.clamp((long) ((v - x[0]) * perStretch), 0, below.length - 2);
  }

  /** The law of values, in any order; not modified. Many are told apart to 2^-12 of their size. */
  static Sample of(float[] values) {
    return values.length > MANY ? condensed(values) : exact(values);
  }

  private static Sample exact(float[] values) {
    float[] sorted = values.clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] += 0f; // -0 and 0 are one value
    }
    Arrays.sort(sorted);
    double[] x = new double[sorted.length];
    int[] place = new int[sorted.length];
    int distinct = 0;
    for (int k = 0; k < sorted.length; k++) {
      if (k == 0 || sorted[k] != sorted[k - 1]) {
        x[distinct++] = sorted[k];
      }
      place[k] = distinct - 1;
    }
    x = Arrays.copyOf(x, distinct);
    double[] times = new double[distinct];
    for (int p : place) {
      times[p]++;
    }
    return new Sample(place.length, x, place, running(x, times));
  }

  /** Neighbours with the same first {@link #BITS} bits are one value, their mean. */
  private static Sample condensed(float[] values) {
    double[][] bins = new double[ORDERS][1 << BITS];
    for (float v : values) {
      int bits = Float.floatToRawIntBits(v + 0f);
      int ordered = bits ^ (bits >> 31 & Integer.MAX_VALUE);
      int bin = (ordered >> 32 - BITS) + (1 << BITS - 1);
      bins[0][bin]++;
      bins[1][bin] += v;
      bins[2][bin] += (double) v * v;
    }
    int distinct = (int) Arrays.stream(bins[0]).filter(n -> n > 0).count();
    double[] x = new double[distinct];
    double[][] sums = new double[ORDERS][distinct + 1];
    for (int bin = 0, i = 0; bin < bins[0].length; bin++) {
      if (bins[0][bin] > 0) {
        x[i] = bins[1][bin] / bins[0][bin];
        for (int k = 0; k < ORDERS; k++) {
          sums[k][i + 1] = sums[k][i] + bins[k][bin];
        }
        i++;
      }
    }
    return new Sample(values.length, x, null, sums);
  }

  private static double[][] running(double[] x, double[] times) {
    double[][] sums = new double[ORDERS][x.length + 1];
    for (int i = 0; i < x.length; i++) {
      double term = times[i];
      for (double[] sum : sums) {
        sum[i + 1] = sum[i] + term;
        term *= x[i];
      }
    }
    return sums;
  }

  /** As many values, drawn from these with replacement; these must not be in bins. */
  Sample drawn(Philox random) {
    int n = place.length;
    double[] u = new double[n];
    random.fillUniform(0, u);
    double[] times = new double[x.length];
    for (double v : u) {
      times[place[Math.min((int) (v * n), n - 1)]]++;
    }
    return new Sample(this, running(x, times));
  }

  int size() {
    return size;
  }

  int distinct() {
    return x.length;
  }

  /** All values in order, as often as they were drawn. */
  float[] values() {
    float[] out = new float[size()];
    for (int i = 0; i < x.length; i++) {
      Arrays.fill(out, (int) sums[0][i], (int) sums[0][i + 1], (float) x[i]);
    }
    return out;
  }

  /** How many values are larger in size. */
  long beyond(double clip) {
    return size() - Math.round(sums[0][upTo(clip, 0)] - sums[0][upTo(Math.nextDown(-clip), 0)]);
  }

  /** How many distinct values are at most v; none of the first `from` is greater. */
  int upTo(double v, int from) {
    int b = stretch(v);
    int lo = Math.max(from, below[b]);
    int hi = Math.max(lo, below[b + 1]);
    while (lo < hi) {
      int middle = (lo + hi) >>> 1;
      if (x[middle] <= v) {
        lo = middle + 1;
      } else {
        hi = middle;
      }
    }
    return lo;
  }

  /** The sum of x^order over the distinct values numbered from..to-1, each as often as drawn. */
  double sum(int order, int from, int to) {
    return sums[order][to] - sums[order][from];
  }

  /** The greatest number that all values are multiples of, if they are few; else 0. */
  double lattice() {
    double largest = Math.max(Math.abs(x[0]), Math.abs(x[x.length - 1]));
    double common = 0;
    for (int i = 0; i < x.length && x.length <= FEW; i++) {
      double a = Math.abs(x[i]);
      while (a > NEARLY * largest) { // Euclid's algorithm, to the rounding of floats
        double rest = common - a * Math.rint(common / a);
        common = a;
        a = Math.abs(rest);
      }
    }
    return common > LEAST_LATTICE * largest ? common : 0;
  }

  double power() {
    return sums[2][x.length] / size();
  }

  @Override
  public double pdf(double v) {
    return 0;
  }

  @Override
  public double[] breaks() {
    return x.clone();
  }

  @Override
  public double mass(double v) {
    return cdf(v) - sums[0][upTo(Math.nextDown(v), 0)] / size();
  }

  @Override
  public double cdf(double v) {
    return sums[0][upTo(v, 0)] / size();
  }

  @Override
  public double survival(double v) {
    return 1 - cdf(v);
  }

  /** The least value that at least a share p does not exceed. */
  @Override
  public double quantile(double p) {
    double rank = Math.max(Math.ceil(p * size()), 1);
    int found = Arrays.binarySearch(sums[0], rank);
    if (found < 0) {
      return x[-found - 2];
    }
    int i = found;
    while (sums[0][i - 1] == rank) { // values that were not drawn
      i--;
    }
    return x[i - 1];
  }

  @Override
  public double mean() {
    return sums[1][x.length] / size();
  }

  @Override
  public double moments(double about, double lo, double hi, double[] m) {
    int from = upTo(lo, 0);
    int to = Math.max(from, upTo(hi, from));
    if (m.length > ORDERS) {
      throw new IllegalArgumentException("a sample has moments up to 2, got " + (m.length - 1));
    }
    double n = sum(0, from, to);
    double first = m.length > 1 ? sum(1, from, to) : 0;
    double[] k = {
      n, first - about * n, m.length > 2 ? sum(2, from, to) - about * (2 * first - about * n) : 0
    };
    for (int i = 0; i < m.length; i++) {
      m[i] += k[i] / size();
    }
    return 1e-12 * power();
  }
}

package org.halfstep.calibrate;

/**
 * Divergence of windows {@code [0, size)} cut into cells of {@code size / levels} bins, whole or
 * not: a bin that two cells share belongs to each by its part.
 *
 * <p>A cell's mean is spread over it, so {@code q(bin) = eps + sum over cells of part(bin, cell)
 * mean(cell)}. All bins that lie in one cell have the same q; with running sums of p and p ln p a
 * window costs a step for each cell and each shared bin.
 */
final class FractionalCells {

  private static final double MNN_FLOOR = 1e-7;
  private static final double NCNN_EPS = 1e-4;

  /** Windows without a value inside lose the same, which running sums give to some ulps. */
  private static final double TIE = 1e-13;

  private final double[] p;
  private final double eps;
  private final int levels;

  /** Running sums of p (without eps), and of (p + eps) ln(p + eps). */
  private final double[] mass;

  private final double[] logs;

  private FractionalCells(double[] p, double eps, int levels) {
    this.p = p;
    this.eps = eps;
    this.levels = levels;
    mass = new double[p.length + 1];
    logs = new double[p.length + 1];
    for (int i = 0; i < p.length; i++) {
      mass[i + 1] = mass[i] + p[i];
      logs[i + 1] = logs[i] + timesLog(p[i] + eps);
    }
  }

  private static double timesLog(double x) {
    return x == 0 ? 0 : x * StrictMath.log(x);
  }

  static EntropyWindow mnn(long[] counts, int levels) {
    double[] p = new double[counts.length];
    double total = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] = counts[i] + MNN_FLOOR;
      total += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= total;
    }
    return new FractionalCells(p, 0, levels).first();
  }

  static EntropyWindow ncnn(long[] counts, int levels) {
    double total = 0;
    for (long n : counts) {
      total += n;
    }
    double[] p = new double[counts.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = counts[i] / total;
    }
    return new FractionalCells(p, NCNN_EPS, levels).first();
  }

  private EntropyWindow first() {
    EntropyWindow best = new EntropyWindow(0, levels, Double.POSITIVE_INFINITY);
    for (int size = levels; size < p.length; size++) {
      double divergence = divergence(size);
      if (divergence < best.divergence() - TIE * (1 + divergence)) {
        best = new EntropyWindow(0, size, divergence);
      }
    }
    return best;
  }

  private double divergence(int size) {
    double width = (double) size / levels;
    double last = p[size - 1] + eps;
    double tail = mass[p.length] - mass[size];
    double sum = logs[size - 1] + timesLog(last + tail);
    double before = 0; // what the cell before gave to the bin it shares with this one
    for (int cell = 0; cell < levels; cell++) {
      double from = cell * width;
      double to = cell == levels - 1 ? size : (cell + 1) * width;
      int whole = (int) Math.ceil(from);
      int end = (int) Math.floor(to);
      double mean = (upTo(to) - upTo(from)) / (to - from);
      if (whole > from) {
        double q = eps + before + (whole - from) * mean;
        sum -= (p[whole - 1] + eps) * StrictMath.log(q);
      }
      double inside = mass[end] - mass[whole] + (end - whole) * eps;
      if (cell == levels - 1) {
        inside += tail;
      }
      if (inside > 0) {
        sum -= inside * StrictMath.log(eps + mean);
      }
      before = (to - end) * mean;
    }
    return sum;
  }

  /** The mass below a place that need not be whole. */
  private double upTo(double place) {
    int bin = (int) place;
    return bin == p.length ? mass[bin] : mass[bin] + (place - bin) * p[bin];
  }
}

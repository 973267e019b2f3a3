package org.halfstep.calibrate;

/**
 * AIMET's search by divergence: from the whole histogram a window shrinks by two bins at a time, to
 * 255 bins; on both sides if symmetric, else where least is lost and 0 stays inside.
 */
final class ShrinkingWindow {

  private static final int CELLS = 255;
  private static final double EPS = 1e-4;

  private ShrinkingWindow() {}

  static EntropyWindow search(double[] counts, double lo, double hi, boolean symmetric) {
    int from = 0;
    int last = counts.length - 1;
    EntropyWindow best = new EntropyWindow(0, counts.length, Double.POSITIVE_INFINITY);
    double width = (hi - lo) / counts.length;
    while (last - from + 1 >= CELLS) {
      double[] p = saturated(counts, from, last);
      double[] q = spreadOver(counts, from, last);
      if (sum(p) == 0 || sum(q) == 0) {
        break;
      }
      double divergence = divergence(smooth(p), smooth(q));
      if (divergence < best.divergence()) {
        best = new EntropyWindow(from, last + 1, divergence);
      }
      int side = symmetric ? 0 : cheapest(counts, from, last, lo, width);
      from += side == 0 ? 1 : side == 1 ? 2 : 0;
      last -= side == 0 ? 1 : side == 2 ? 2 : 0;
    }
    return best;
  }

  /** 0 for a bin on each side, 1 for two at the left, 2 for two at the right. */
  private static int cheapest(double[] n, int from, int last, double lo, double width) {
    double both = n[from] + n[last];
    double left = n[from] + n[from + 1];
    double right = n[last] + n[last - 1];
    int side = both <= left && both <= right ? 0 : left <= right ? 1 : 2;
    if (side == 0 && lo + (from + 1) * width > 0 || side == 1 && lo + (from + 2) * width > 0) {
      return 2;
    }
    if (side == 0 && lo + last * width < 0 || side == 2 && lo + (last - 1) * width < 0) {
      return 1;
    }
    return side;
  }

  private static double[] saturated(double[] counts, int from, int last) {
    double[] p = new double[last - from + 1];
    for (int i = 0; i < counts.length; i++) {
      p[Math.clamp(i, from, last) - from] += counts[i];
    }
    return p;
  }

  private static double[] spreadOver(double[] counts, int from, int last) {
    int size = last - from + 1;
    double merged = (double) size / CELLS;
    double[] q = new double[size];
    for (int cell = 0; cell < CELLS; cell++) {
      int begin = (int) Math.ceil(cell * merged);
      int end = cell == CELLS - 1 ? size : (int) Math.ceil((cell + 1) * merged);
      double sum = 0;
      int filled = 0;
      for (int i = begin; i < end; i++) {
        sum += counts[from + i];
        filled += counts[from + i] == 0 ? 0 : 1;
      }
      for (int i = begin; i < end; i++) {
        q[i] = counts[from + i] == 0 ? 0 : sum / filled;
      }
    }
    return q;
  }

  private static double[] smooth(double[] n) {
    int filled = 0;
    for (double v : n) {
      filled += v == 0 ? 0 : 1;
    }
    double less = EPS * (n.length - filled) / filled;
    if (less < 1) {
      for (int i = 0; i < n.length; i++) {
        n[i] = n[i] == 0 ? EPS : n[i] - less;
      }
    }
    return n;
  }

  private static double divergence(double[] p, double[] q) {
    double sumP = sum(p);
    double sumQ = sum(q);
    double divergence = 0;
    for (int i = 0; i < p.length; i++) {
      double a = p[i] / sumP;
      double b = q[i] / sumQ;
      if (a > 0 && b > 0) {
        divergence += a * StrictMath.log(a / b);
      }
    }
    return divergence;
  }

  /** The toolkit adds up in single precision. */
  private static double sum(double[] x) {
    float sum = 0;
    for (double v : x) {
      sum = (float) (sum + v);
    }
    return sum;
  }

  /** Counts on a wider range: a bin's go to two bins at most, in whole numbers. */
  static double[] spread(double[] counts, double lo, double hi, double from, double to) {
    if (lo == from && hi == to) {
      return counts;
    }
    int bins = counts.length;
    double narrow = (hi - lo) / bins;
    double wide = (to - from) / bins;
    double[] sum = new double[bins];
    for (int i = 0; i < bins; i++) {
      double start = lo + i * narrow;
      int bin = Math.clamp((int) ((start - from) / wide), 0, bins - 1);
      double end = from + wide * (bin + 1);
      double kept = Math.min(Math.round((end - start) / narrow * counts[i]), counts[i]);
      sum[bin] += kept;
      if (kept < counts[i]) {
        int next = Math.clamp((int) ((start + wide - from) / wide), 0, bins - 1);
        sum[next] += counts[i] - kept;
      }
    }
    return sum;
  }
}

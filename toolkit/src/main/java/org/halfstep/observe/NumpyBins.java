package org.halfstep.observe;

/** Bins of equal width as {@code numpy.histogram} computes and fills them, in floats. */
final class NumpyBins {

  private NumpyBins() {}

  /**
   * Returns the ends of n bins; a range that is a point is widened by 1/2 on both sides.
   *
   * @throws IllegalArgumentException if two ends are the same float
   */
  static float[] edges(float low, float high, int n) {
    boolean point = low == high;
    float first = point ? low - 0.5f : low;
    float last = point ? high + 0.5f : high;
    float width = last - first;
    float step = width / n;
    float[] edges = new float[n + 1];
    for (int i = 0; i < n; i++) {
      edges[i] = (step == 0 ? i / (float) n * width : i * step) + first;
    }
    edges[n] = last;
    for (int i = 0; i < n; i++) {
      if (!(edges[i] < edges[i + 1])) {
        throw new IllegalArgumentException(
            "bins must have different ends, got " + n + " in " + first + ".." + last);
      }
    }
    return edges;
  }

  /** Counts values in bins of equal width; what is outside is left out. */
  static void count(float[] x, int from, int n, float[] edges, long[] counts) {
    int bins = edges.length - 1;
    float first = edges[0];
    float last = edges[bins];
    float width = last - first;
    for (int k = from; k < from + n; k++) {
      float v = x[k];
      if (v >= first && v <= last) {
        int i = Math.min((int) ((v - first) / width * bins), bins - 1);
        if (v < edges[i]) { // the index may be an ulp off its bin
          i--;
        }
        if (v >= edges[i + 1] && i != bins - 1) {
          i++;
        }
        counts[i]++;
      }
    }
  }

  /** Counts values between any increasing edges; what is outside is left out. */
  static void search(float[] x, double[] edges, long[] counts) {
    int bins = edges.length - 1;
    for (float v : x) {
      if (v >= edges[0] && v <= edges[bins]) {
        int low = 0; // edges[low] <= v
        int high = bins; // v < edges[high], or the last bin, which has its upper end
        while (high - low > 1) {
          int middle = low + high >>> 1;
          if (edges[middle] <= v) {
            low = middle;
          } else {
            high = middle;
          }
        }
        counts[low]++;
      }
    }
  }

  /** {@code a // b} for positive floats: exact remainder first, then the nearest whole. */
  static float floorDivide(float a, float b) {
    float quotient = (a - a % b) / b;
    float floor = (float) Math.floor(quotient);
    return quotient - floor > 0.5f ? floor + 1 : floor;
  }
}

package org.halfstep.calibrate;

import org.halfstep.kernel.Crew;

/** The search of ONNX Runtime: float operation by float operation, sums in NumPy's order. */
final class OrtEntropy {

  private static final double EPS = 1e-4;

  private OrtEntropy() {}

  static EntropyWindow window(long[] counts, int levels) {
    int middle = counts.length / 2;
    int first = levels / 2;
    long[] running = new long[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      running[i + 1] = running[i] + counts[i];
    }
    float[] divergences = new float[middle - first + 1];
    Crew.run(
        Crew.ALL,
        divergences.length,
        n -> {
          int i = first + n;
          int to = Math.min(middle + i + 1, counts.length);
          divergences[n] = divergence(counts, running, middle - i, to, levels);
        });
    int least = 0;
    for (int i = 1; i < divergences.length; i++) {
      if (divergences[i] < divergences[least]) {
        least = i;
      }
    }
    int half = first + least;
    int to = Math.min(middle + half + 1, counts.length);
    return new EntropyWindow(middle - half, to, divergences[least]);
  }

  private static float divergence(long[] counts, long[] running, int from, int to, int levels) {
    int size = to - from;
    long[] p = new long[size];
    System.arraycopy(counts, from, p, 0, size);
    p[0] += running[from];
    p[size - 1] += running[counts.length] - running[to];
    float[] smoothP = smooth(p);
    float[] smoothQ = smooth(spread(p, running, from, to, levels));
    if (smoothP == null || smoothQ == null) {
      return Float.POSITIVE_INFINITY;
    }
    normalize(smoothP);
    normalize(smoothQ);
    for (int i = 0; i < size; i++) {
      smoothP[i] *= (float) StrictMath.log(smoothP[i] / smoothQ[i]);
    }
    return pairwise(smoothP, 0, size);
  }

  /** Whole numbers: what a cell holds over how many of its bins p fills, given to all of them. */
  private static long[] spread(long[] p, long[] running, int from, int to, int levels) {
    long[] q = new long[p.length];
    int merged = p.length / levels;
    for (int cell = 0; cell < levels; cell++) {
      int start = cell * merged;
      int end = start + merged;
      int filled = 0;
      for (int i = start; i < end; i++) {
        filled += p[i] == 0 ? 0 : 1;
      }
      if (filled > 0) {
        int last = cell == levels - 1 ? to : from + end;
        long each = (running[last] - running[from + start]) / filled;
        for (int i = start; i < end; i++) {
          q[i] = each;
        }
      }
    }
    return q;
  }

  /**
   * Zeros become 1e-4, what that adds is taken off the others in equal parts; null if all are 0.
   */
  private static float[] smooth(long[] n) {
    int filled = 0;
    for (long v : n) {
      filled += v == 0 ? 0 : 1;
    }
    if (filled == 0) {
      return null;
    }
    float less = (float) (-EPS * (n.length - filled) / filled);
    float[] smooth = new float[n.length];
    for (int i = 0; i < n.length; i++) {
      smooth[i] = n[i] == 0 ? (float) EPS : n[i] + less;
    }
    return smooth;
  }

  private static void normalize(float[] x) {
    float sum = pairwise(x, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      x[i] /= sum;
    }
  }

  /** NumPy's order of a sum: eight lanes in blocks of at most 128, blocks in a binary tree. */
  private static float pairwise(float[] x, int from, int n) {
    if (n > 128) {
      int half = n / 2 & -8;
      return pairwise(x, from, half) + pairwise(x, from + half, n - half);
    }
    if (n < 8) {
      float sum = 0;
      for (int i = 0; i < n; i++) {
        sum += x[from + i];
      }
      return sum;
    }
    float[] lane = new float[8];
    int whole = n & -8;
    for (int i = 0; i < whole; i++) {
      lane[i & 7] += x[from + i];
    }
    float sum =
        ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
    for (int i = whole; i < n; i++) {
      sum += x[from + i];
    }
    return sum;
  }
}

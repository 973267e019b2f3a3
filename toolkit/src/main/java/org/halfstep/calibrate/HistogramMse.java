package org.halfstep.calibrate;

/**
 * The clip of least squared error on a histogram of |x|, as toolkits search it: the numbers of a
 * bin all lie at its centre, and candidates are bins' centres.
 *
 * <p>NVIDIA's Model Optimizer ({@code calib/histogram.py}): the clip {@code T = centre(i)}, i =
 * start.., the step T / qmax, {@code sum n_j (Q(c_j) - c_j)^2} least, the first of several. With
 * running sums of n, n c and n c^2 a candidate costs as many steps as there are codes.
 *
 * @param bin the bin whose centre is the clip
 * @param loss the mean squared error on the histogram, in units of squared bin widths
 */
public record HistogramMse(int bin, double loss) {

  /**
   * Searches the clip.
   *
   * @param counts how many values each bin of |x| has, the first beginning at 0; not modified
   * @param qmax the highest code: 127 for int8
   * @param start the first candidate, 128 in the toolkit
   * @return the best candidate
   * @throws IllegalArgumentException if nothing was counted, qmax is below 1 or start is no bin
   */
  public static HistogramMse of(long[] counts, int qmax, int start) {
    if (qmax < 1 || start < 0 || start >= counts.length) {
      throw new IllegalArgumentException(
          "qmax must be at least 1 and start a bin, got "
              + qmax
              + " and "
              + start
              + " of "
              + counts.length);
    }
    double[][] sums = new double[3][counts.length + 1]; // of n, n c, n c^2: whole below 2^53
    for (int i = 0; i < counts.length; i++) {
      double c = i + 0.5;
      sums[0][i + 1] = sums[0][i] + counts[i];
      sums[1][i + 1] = sums[1][i] + counts[i] * c;
      sums[2][i + 1] = sums[2][i] + counts[i] * c * c;
    }
    double total = sums[0][counts.length];
    if (!(total > 0)) {
      throw new IllegalArgumentException("a search by squared error needs counts, got none");
    }
    HistogramMse best = new HistogramMse(start, Double.POSITIVE_INFINITY);
    for (int i = start; i < counts.length; i++) {
      double loss = loss(sums, i + 0.5, qmax) / total;
      if (loss < best.loss) {
        best = new HistogramMse(i, loss);
      }
    }
    return best;
  }

  private static double loss(double[][] sums, double clip, int qmax) {
    double step = clip / qmax;
    double loss = 0;
    int from = 0;
    for (int q = 0; q <= qmax; q++) {
      int to = q == qmax ? sums[0].length - 1 : end(q, clip, qmax, sums[0].length - 1);
      double level = q * step;
      loss +=
          sums[2][to]
              - sums[2][from]
              - 2 * level * (sums[1][to] - sums[1][from])
              + level * level * (sums[0][to] - sums[0][from]);
      from = to;
    }
    return loss;
  }

  /** The bin after the last whose centre is rounded to code q, half to even. */
  private static int end(int q, double clip, int qmax, int bins) {
    double tie = (q + 0.5) * clip / qmax - 0.5; // centre i + 1/2 is at (q + 1/2) steps
    int i = (int) Math.floor(tie) + 1;
    boolean exact = (2L * q + 1) * Math.round(2 * clip) == 2L * qmax * (2L * (i - 1) + 1);
    return Math.min(bins, exact && (q & 1) == 1 ? i - 1 : i);
  }
}

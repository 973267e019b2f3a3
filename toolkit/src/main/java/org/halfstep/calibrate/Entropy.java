package org.halfstep.calibrate;

/**
 * The window of a histogram that loses least information when it is quantized, as toolkits search
 * it.
 *
 * <p>For the dialects with exact cells the divergence is taken apart, {@code sum p ln p - sum over
 * cells of P(cell) ln q(cell)}: with running sums of p, p ln p and the filled bins a window costs
 * as many steps as there are cells, not bins. {@link EntropyDialect#ONNX_RUNTIME} subtracts a
 * number from each bin that depends on the window, in single precision, so it is computed as it is
 * defined.
 */
public final class Entropy {

  private Entropy() {}

  /**
   * Searches the window with the rules of a toolkit.
   *
   * @param dialect whose rules
   * @param counts how many values each bin has: bins of |x| from 0 on, but signed bins over (-T, T)
   *     for {@link EntropyDialect#ONNX_RUNTIME}; not modified
   * @param levels cells of a window: 128 in all toolkits, for 8 bits with a sign
   * @return the window of least divergence
   * @throws IllegalArgumentException if levels is below 2 or above the number of bins, a count is
   *     negative or nothing was counted
   */
  public static EntropyWindow window(EntropyDialect dialect, long[] counts, int levels) {
    check(counts, levels);
    return switch (dialect) {
      case ONNX_RUNTIME -> OrtEntropy.window(counts, levels);
      case NVIDIA -> FilledCells.nvidia(counts, levels);
      case PPQ -> FilledCells.ppq(counts, levels);
      case MNN -> FractionalCells.mnn(counts, levels);
      case NCNN -> FractionalCells.ncnn(counts, levels);
    };
  }

  private static void check(long[] counts, int levels) {
    if (levels < 2 || levels > counts.length) {
      throw new IllegalArgumentException(
          "levels must be in 2..bins, got " + levels + " and " + counts.length + " bins");
    }
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0) {
        throw new IllegalArgumentException("counts must be at least 0, got " + counts[i]);
      }
      total = Math.addExact(total, counts[i]);
    }
    if (total == 0) {
      throw new IllegalArgumentException("a search by entropy needs counts, got none");
    }
  }
}

package org.halfstep.bench;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.halfstep.calibrate.Entropy;
import org.halfstep.calibrate.EntropyDialect;
import org.halfstep.calibrate.EntropyWindow;
import org.halfstep.calibrate.HistogramMse;
import org.halfstep.kernel.Extremes;
import org.halfstep.kernel.Histogram;

/** Work that looks for the clip of a histogram of so many bins. */
final class Searches {

  /** Of 8 bits with a sign: cells of a window, and the highest code. */
  private static final int LEVELS = 128;

  private static final int HIGHEST = 127;

  /** Values that are counted: their greatest is at four and a half deviations. */
  private static final int VALUES = 1 << 17;

  private Searches() {}

  /** ONNX Runtime's search, over signed bins. */
  static Work entropy(int bins, int threads) {
    long[] counts = signed(bins);
    ForkJoinPool pool = new ForkJoinPool(threads); // the search takes all threads of its pool
    Callable<EntropyWindow> search =
        () -> Entropy.window(EntropyDialect.ONNX_RUNTIME, counts, LEVELS);
    return window(() -> pool.submit(search).join(), counts, counts);
  }

  /** The search with exact cells, over bins of |x| as wide as the signed ones. */
  static Work exactEntropy(int bins) {
    long[] signed = signed(2 * bins);
    long[] counts = folded(signed);
    return window(
        () -> Entropy.window(EntropyDialect.NVIDIA, counts, LEVELS), counts, signed(bins));
  }

  /** The clip of least squared error, over bins of |x|. */
  static Work squaredError(int bins) {
    long[] counts = folded(signed(2 * bins));
    return new Work(
        () -> HistogramMse.of(counts, HIGHEST, LEVELS),
        Map.of("counts", counts),
        best -> new long[] {((HistogramMse) best).bin()});
  }

  private static Work window(Supplier<Object> search, long[] counts, long[] signed) {
    return new Work(
        search,
        Map.of("counts", counts, "signed", signed),
        found -> {
          EntropyWindow window = (EntropyWindow) found;
          return new long[] {window.from(), window.to()};
        });
  }

  /** Bins over (-max, max), as an observer makes them. */
  private static long[] signed(int bins) {
    float[] x = Catalog.values(VALUES);
    float most = Extremes.absMax(x, 0, x.length, 1);
    Histogram histogram = new Histogram(-most, most, bins);
    histogram.add(x, 0, x.length, 1);
    return histogram.counts();
  }

  /** Bins of |x|: those on both sides of 0 together. */
  private static long[] folded(long[] signed) {
    int half = signed.length / 2;
    long[] counts = new long[half];
    for (int i = 0; i < half; i++) {
      counts[i] = signed[half + i] + signed[half - 1 - i];
    }
    return counts;
  }
}

package org.halfstep.bench;

import java.util.Map;
import org.halfstep.kernel.Cosine;
import org.halfstep.kernel.Extremes;
import org.halfstep.kernel.FakeQuantize;
import org.halfstep.kernel.Histogram;
import org.halfstep.kernel.NoisePower;
import org.halfstep.kernel.PowerSums;
import org.halfstep.numeric.Philox;

/** Work that reads arrays and leaves some numbers. */
final class Sums {

  private static final int BINS = 2048;

  private Sums() {}

  static Work errorStatistics(int n, int threads) {
    float[] x = Catalog.values(n);
    return new Work(
        () -> NoisePower.of(Catalog.ROUNDED, x, 0, n, threads),
        Map.of("x", x),
        measured -> {
          NoisePower m = (NoisePower) measured;
          return new double[] {m.xx(), m.ee(), m.xe(), m.e(), m.maximum()};
        });
  }

  static Work errorMoments(int n, int threads) {
    float[] x = Catalog.values(n);
    FakeQuantize rule = Catalog.ROUNDED.threads(threads);
    return Work.of(() -> rule.measure(x));
  }

  static Work extremes(int n, int threads) {
    float[] x = Catalog.values(n);
    return new Work(
        () -> Extremes.of(x, 0, n, threads),
        Map.of("x", x),
        found -> {
          Extremes extremes = (Extremes) found;
          return new float[] {extremes.min(), extremes.max()};
        });
  }

  static Work absMax(int n, int threads) {
    float[] x = Catalog.values(n);
    return new Work(
        () -> Extremes.absMax(x, 0, n, threads),
        Map.of("x", x),
        found -> new float[] {(Float) found});
  }

  static Work histogram(int n, int threads) {
    float[] x = Catalog.values(n);
    return new Work(
        () -> {
          Histogram histogram = new Histogram(-8, 8, BINS);
          histogram.add(x, 0, n, threads);
          return histogram;
        },
        Map.of("x", x),
        counted -> ((Histogram) counted).counts());
  }

  /** Exact sums of four powers. */
  static Work powerSums(int n, int threads) {
    float[] x = Catalog.values(n);
    return new Work(
        () -> {
          PowerSums sums = new PowerSums();
          sums.add(x, 0, n, threads);
          return sums;
        },
        Map.of("x", x),
        added -> {
          PowerSums sums = (PowerSums) added;
          return new double[] {sums.sum(1), sums.sum(2), sums.sum(3), sums.sum(4)};
        });
  }

  static Work cosine(int n, int threads) {
    float[] x = Catalog.values(n);
    float[] y = new float[n];
    new Philox(1, 2).fillGaussian(0, y);
    for (int i = 0; i < n; i++) {
      y[i] += x[i];
    }
    return new Work(
        () -> Cosine.of(x, 0, y, 0, n, threads),
        Map.of("x", x, "y", y),
        angle -> new double[] {((Cosine) angle).value()});
  }
}

package org.halfstep.bench;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.halfstep.kernel.ChannelQuantize;
import org.halfstep.kernel.Codebook;
import org.halfstep.kernel.Convolution;
import org.halfstep.kernel.FakeQuantize;
import org.halfstep.kernel.MatrixProduct;
import org.halfstep.kernel.Quantize;
import org.halfstep.kernel.RandomFill;
import org.halfstep.kernel.StochasticQuantize;
import org.halfstep.numeric.Philox;
import org.halfstep.scheme.LogSum;

/** Every kernel that is timed, by name; only doors that are public are called. */
final class Catalog {

  /** What happens to the output of a call. */
  enum Buffer {
    /** Written over at every call. */
    REUSED,
    /** New at every call. */
    FRESH,
    /** The input itself. */
    IN_PLACE
  }

  /** Size, threads and buffer in, work out. */
  @FunctionalInterface
  private interface Maker {
    Work make(int size, int threads, Buffer buffer);
  }

  static final float SCALE = 0.03f;
  static final FakeQuantize ROUNDED = FakeQuantize.multiplying(SCALE, 0, -128, 127);
  private static final FakeQuantize DIVIDED = FakeQuantize.dividing(SCALE, 0, -128, 127);
  private static final Quantize CODES = Quantize.multiplying(SCALE, 0, -128, 127);
  private static final Quantize DIVIDED_CODES = Quantize.dividing(SCALE, 0, -128, 127);
  private static final Quantize FOUR_BITS = Quantize.multiplying(0.5f, 0, -8, 7);
  private static final int CHANNELS = 64;
  private static final int GROUP = 32;

  private static final SortedMap<String, Maker> MAKERS = new TreeMap<>();

  static {
    MAKERS.put("limit-copy", (n, threads, buffer) -> copy(n));
    MAKERS.put("limit-read", (n, threads, buffer) -> read(n));
    MAKERS.put("limit-fma", (n, threads, buffer) -> multiplyAdds(threads));
    MAKERS.put(
        "fake-quantize", (n, threads, buffer) -> fakeQuantize(ROUNDED.threads(threads), n, buffer));
    MAKERS.put(
        "fake-quantize-divide",
        (n, threads, buffer) -> fakeQuantize(DIVIDED.threads(threads), n, buffer));
    MAKERS.put("quantize", (n, threads, buffer) -> quantize(CODES.threads(threads), n, buffer));
    MAKERS.put(
        "quantize-divide",
        (n, threads, buffer) -> quantize(DIVIDED_CODES.threads(threads), n, buffer));
    MAKERS.put("quantize-4bit", (n, threads, buffer) -> quantizePacked(n, threads));
    MAKERS.put("dequantize", (n, threads, buffer) -> dequantize(n, threads, buffer));
    MAKERS.put("fake-quantize-channels", (n, threads, buffer) -> channels(n, threads));
    MAKERS.put("fake-quantize-groups", (n, threads, buffer) -> groups(n, threads));
    MAKERS.put("stochastic-rounding", (n, threads, buffer) -> stochastic(n, threads));
    MAKERS.put("error-statistics", (n, threads, buffer) -> Sums.errorStatistics(n, threads));
    MAKERS.put("error-moments", (n, threads, buffer) -> Sums.errorMoments(n, threads));
    MAKERS.put("power-sums", (n, threads, buffer) -> Sums.powerSums(n, threads));
    MAKERS.put("cosine", (n, threads, buffer) -> Sums.cosine(n, threads));
    MAKERS.put("min-max", (n, threads, buffer) -> Sums.extremes(n, threads));
    MAKERS.put("abs-max", (n, threads, buffer) -> Sums.absMax(n, threads));
    MAKERS.put("histogram", (n, threads, buffer) -> Sums.histogram(n, threads));
    MAKERS.put("entropy-threshold", (n, threads, buffer) -> Searches.entropy(n, threads));
    MAKERS.put("entropy-threshold-exact", (n, threads, buffer) -> Searches.exactEntropy(n));
    MAKERS.put("mse-threshold", (n, threads, buffer) -> Searches.squaredError(n));
    MAKERS.put("encode-16", (n, threads, buffer) -> encode(n, 16, threads));
    MAKERS.put("encode-256", (n, threads, buffer) -> encode(n, 256, threads));
    MAKERS.put("gaussian", (n, threads, buffer) -> gaussian(n, threads));
    MAKERS.put("sgemm", (n, threads, buffer) -> floats(n, threads));
    MAKERS.put("int8-gemm", (n, threads, buffer) -> bytes(n, threads, false));
    MAKERS.put("uint8-gemm", (n, threads, buffer) -> bytes(n, threads, true));
    MAKERS.put("convolution", (n, threads, buffer) -> convolution(n, threads));
    MAKERS.put("dot", (n, threads, buffer) -> Shifts.floats(n));
    MAKERS.put("shift-dot-4bit", (n, threads, buffer) -> Shifts.oneSide(n, 4));
    MAKERS.put("shift-dot-5bit", (n, threads, buffer) -> Shifts.oneSide(n, 5));
    MAKERS.put("shift-dot-both", (n, threads, buffer) -> Shifts.bothSides(n, 4));
    MAKERS.put("shift-dot-apot", (n, threads, buffer) -> Shifts.additive(n));
    MAKERS.put("log-sum", (n, threads, buffer) -> Shifts.logarithms(n, LogSum.shifting(8)));
    MAKERS.put("log-sum-table", (n, threads, buffer) -> Shifts.logarithms(n, LogSum.tabulated(8)));
    MAKERS.put("network", (n, threads, buffer) -> Network.work(n, threads));
  }

  private Catalog() {}

  /**
   * Makes the work of a kernel.
   *
   * @param kernel its name
   * @param size values, or rows and columns of matrices
   * @param threads how many at most
   * @param buffer what happens to the output
   * @throws IllegalArgumentException if there is no kernel of that name
   */
  static Work of(String kernel, int size, int threads, Buffer buffer) {
    Maker maker = MAKERS.get(kernel);
    if (maker == null) {
      throw new IllegalArgumentException(
          "kernel must be one of " + MAKERS.keySet() + ", got " + kernel);
    }
    return maker.make(size, threads, buffer);
  }

  /** The scalar definition fills: the vector form that is to be timed from cold stays cold. */
  static float[] values(int n) {
    float[] x = new float[n];
    new Philox(1, 1).fillGaussian(0, x);
    return x;
  }

  private static Work copy(int n) {
    float[] x = values(n);
    float[] out = new float[n];
    return Work.of(() -> {
      System.arraycopy(x, 0, out, 0, n);
      return out;
    });
  }

  private static Work read(int n) {
    int[] x = new int[n];
    return Work.of(() -> Limits.read(x));
  }

  /** In every thread, for two of them may share the units of one core. */
  private static Work multiplyAdds(int threads) {
    float[] sums = new float[threads];
    return Work.of(() -> {
      IntStream.range(0, threads).parallel().forEach(t -> sums[t] = Limits.multiplyAdds(0.5f));
      return sums;
    });
  }

  private static Work fakeQuantize(FakeQuantize rule, int n, Buffer buffer) {
    float[] x = values(n);
    Map<String, Object> inputs = Map.of("x", x);
    float[] out = buffer == Buffer.IN_PLACE ? x : new float[n];
    return switch (buffer) {
      case REUSED, IN_PLACE ->
          Work.of(
              () -> {
                rule.apply(x, out);
                return out;
              },
              inputs);
      case FRESH ->
          Work.of(
              () -> {
                float[] fresh = new float[n];
                rule.apply(x, fresh);
                return fresh;
              },
              inputs);
    };
  }

  private static Work quantize(Quantize rule, int n, Buffer buffer) {
    float[] x = values(n);
    byte[] codes = new byte[n];
    return Work.of(
        () -> {
          byte[] out = buffer == Buffer.FRESH ? new byte[n] : codes;
          rule.quantize(x, 0, out, 0, n);
          return out;
        },
        Map.of("x", x));
  }

  private static Work quantizePacked(int n, int threads) {
    float[] x = values(n);
    byte[] codes = new byte[n / 2 + 1];
    Quantize rule = FOUR_BITS.threads(threads);
    return Work.of(() -> {
      rule.quantizePacked(x, 0, codes, 0, n);
      return codes;
    });
  }

  private static Work dequantize(int n, int threads, Buffer buffer) {
    byte[] codes = codes(values(n));
    float[] reused = new float[n];
    Quantize rule = CODES.threads(threads);
    return Work.of(
        () -> {
          float[] out = buffer == Buffer.FRESH ? new float[n] : reused;
          rule.dequantize(codes, 0, out, 0, n);
          return out;
        },
        Map.of("codes", codes));
  }

  private static byte[] codes(float[] x) {
    byte[] codes = new byte[x.length];
    for (int i = 0; i < x.length; i++) {
      codes[i] = (byte) CODES.code(x[i]);
    }
    return codes;
  }

  /** As many values in each of 64 channels, with scales of their own. */
  private static Work channels(int n, int threads) {
    float[] scales = scales(CHANNELS);
    ChannelQuantize rule =
        ChannelQuantize.multiplying(scales, new int[CHANNELS], -128, 127).channels(n / CHANNELS);
    return scaled(rule.threads(threads), scales, n);
  }

  /** Groups of 32 values that follow each other, with scales of their own. */
  private static Work groups(int n, int threads) {
    float[] scales = scales(n / GROUP);
    ChannelQuantize rule =
        ChannelQuantize.multiplying(scales, new int[scales.length], -128, 127).groups(GROUP, n);
    return scaled(rule.threads(threads), scales, n);
  }

  private static float[] scales(int n) {
    float[] scales = new float[n];
    for (int i = 0; i < n; i++) {
      scales[i] = SCALE * (1 + i % CHANNELS / 64f);
    }
    return scales;
  }

  private static Work scaled(ChannelQuantize rule, float[] scales, int n) {
    float[] x = values(n);
    float[] out = new float[n];
    return Work.of(
        () -> {
          rule.apply(x, out);
          return out;
        },
        Map.of("x", x, "scales", scales));
  }

  private static Work stochastic(int n, int threads) {
    float[] x = values(n);
    float[] out = new float[n];
    StochasticQuantize rule =
        StochasticQuantize.multiplying(new Philox(3, 1), SCALE, 0, -128, 127).threads(threads);
    return Work.of(
        () -> {
          rule.apply(0, x, out);
          return out;
        },
        Map.of("x", x));
  }

  private static Work encode(int n, int levels, int threads) {
    float[] x = values(n);
    float[] thresholds = new float[levels - 1];
    for (int i = 0; i < thresholds.length; i++) {
      thresholds[i] = -3 + 6f * i / levels;
    }
    Codebook book = Codebook.of(thresholds, new float[levels]).threads(threads);
    byte[] codes = new byte[n];
    return Work.of(() -> {
      book.encode(x, 0, codes, 0, n);
      return codes;
    });
  }

  private static Work gaussian(int n, int threads) {
    Philox random = new Philox(2, 1);
    float[] out = new float[n];
    return Work.of(() -> {
      RandomFill.gaussian(random, 0, out, threads);
      return out;
    });
  }

  private static Work floats(int n, int threads) {
    MatrixProduct product = MatrixProduct.of(n, n, n).threads(threads);
    float[] a = values(n * n);
    float[] b = new float[n * n];
    new Philox(1, 2).fillGaussian(0, b);
    float[] c = new float[n * n];
    return Work.of(
        () -> {
          product.apply(a, b, c);
          return c;
        },
        Map.of("a", a, "b", b));
  }

  /** Bytes by bytes; if unsigned, those of the first factor count as 0..255. */
  private static Work bytes(int n, int threads, boolean unsigned) {
    MatrixProduct product = MatrixProduct.of(n, n, n).threads(threads);
    float[] other = new float[n * n];
    new Philox(1, 2).fillGaussian(0, other);
    byte[] a = codes(values(n * n));
    byte[] b = codes(other);
    int[] c = new int[n * n];
    return Work.of(
        () -> {
          if (unsigned) {
            product.applyUnsigned(a, b, c);
          } else {
            product.apply(a, b, c);
          }
          return c;
        },
        Map.of("a", a, "b", b));
  }

  private static Work convolution(int side, int threads) {
    Convolution convolution =
        Convolution.of(1, CHANNELS, side, side, CHANNELS, 3, 3, 1).threads(threads);
    float[] x = values(CHANNELS * side * side);
    float[] w = new float[CHANNELS * CHANNELS * 9];
    new Philox(1, 2).fillGaussian(0, w);
    float[] y = new float[CHANNELS * side * side];
    return Work.of(
        () -> {
          convolution.apply(x, w, y);
          return y;
        },
        Map.of("x", x, "w", w));
  }
}

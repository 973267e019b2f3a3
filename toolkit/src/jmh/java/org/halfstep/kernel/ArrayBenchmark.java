package org.halfstep.kernel;

import java.util.concurrent.TimeUnit;
import org.halfstep.numeric.Philox;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Kernels over an array, beside a plain copy of it: the limit that memory sets. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Dhalfstep.kernel=vector"})
@State(Scope.Benchmark)
public class ArrayBenchmark {

  /** Values; no power of two is the last, whose arrays would share cache sets. */
  @Param({"4096", "1048576", "67112960"})
  public int size;

  private static final FakeQuantize ROUNDED =
      FakeQuantize.multiplying(0.03f, 0, -127, 127).threads(1);
  private static final Quantize EIGHT = Quantize.multiplying(0.03f, 0, -127, 127).threads(1);
  private static final Quantize FOUR = Quantize.multiplying(0.5f, 0, -8, 7).threads(1);

  private float[] x;
  private float[] out;
  private byte[] codes;
  private Histogram histogram;
  private Codebook book16;
  private Codebook book256;

  /** Fills the arrays. */
  @Setup
  public void fill() {
    x = new float[size];
    new Philox(1, 1).fillGaussian(0, x);
    out = new float[size];
    codes = new byte[size];
    histogram = new Histogram(-8, 8, 2048);
    book16 = book(16);
    book256 = book(256);
  }

  private static Codebook book(int size) {
    float[] thresholds = new float[size - 1];
    for (int i = 0; i < thresholds.length; i++) {
      thresholds[i] = -3 + 6f * i / size;
    }
    return Codebook.of(thresholds, new float[size]).threads(1);
  }

  /** System.arraycopy. */
  @Benchmark
  public float[] copy() {
    System.arraycopy(x, 0, out, 0, size);
    return out;
  }

  /** Fake-quantize into another array. */
  @Benchmark
  public float[] fakeQuantize() {
    ROUNDED.apply(x, out);
    return out;
  }

  /** Sums of the error, nothing written. */
  @Benchmark
  public MeasuredError measure() {
    return ROUNDED.measure(x);
  }

  /** To codes of 8 bits. */
  @Benchmark
  public byte[] quantize() {
    EIGHT.quantize(x, 0, codes, 0, size);
    return codes;
  }

  /** From codes of 8 bits. */
  @Benchmark
  public float[] dequantize() {
    EIGHT.dequantize(codes, 0, out, 0, size);
    return out;
  }

  /** To codes of 4 bits. */
  @Benchmark
  public byte[] quantizePacked() {
    FOUR.quantizePacked(x, 0, codes, 0, size);
    return codes;
  }

  /** Least and greatest value. */
  @Benchmark
  public Extremes extremes() {
    return Extremes.of(x, 0, size, 1);
  }

  /** Greatest size. */
  @Benchmark
  public float absMax() {
    return Extremes.absMax(x, 0, size, 1);
  }

  /** Counts in 2048 bins. */
  @Benchmark
  public Histogram histogram() {
    histogram.add(x, 0, size, 1);
    return histogram;
  }

  /** Codes of 16 arbitrary levels. */
  @Benchmark
  public byte[] encode16() {
    book16.encode(x, 0, codes, 0, size);
    return codes;
  }

  /** Codes of 256 arbitrary levels. */
  @Benchmark
  public byte[] encode256() {
    book256.encode(x, 0, codes, 0, size);
    return codes;
  }
}

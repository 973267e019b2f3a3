package org.halfstep.kernel;

import java.util.concurrent.TimeUnit;
import org.halfstep.grid.Format;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
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

/** Any-grid rounding, scales by channel and group, and stochastic rounding, beside a plain copy. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@State(Scope.Benchmark)
public class RoundingBenchmark {

  /** Values: multiples of all channels and groups below. */
  @Param({"4608", "1179648"})
  public int size;

  private float[] x;
  private float[] out;
  private byte[] codes;
  private Codebook nf4;
  private Codebook e4m3;
  private Codebook int8;
  private ChannelQuantize inner1;
  private ChannelQuantize inner9;
  private ChannelQuantize inner64;
  private ChannelQuantize groups16;
  private ChannelQuantize groups32;
  private ChannelQuantize groups128;
  private StochasticQuantize chances;
  private StochasticLevels levels;

  /** Fills the arrays. */
  @Setup
  public void fill() {
    x = new float[size];
    new Philox(1, 1).fillGaussian(0, x);
    out = new float[size];
    codes = new byte[size];
    nf4 = Format.of("NF4").grid().codebook().threads(1);
    e4m3 = Format.of("E4M3").grid().scaled(0.01).codebook().threads(1);
    int8 = Grid.integer(8, Range.FULL).scaled(0.03).codebook().threads(1);
    inner1 = rules(256);
    inner9 = rules(64).channels(9);
    inner64 = rules(24).channels(64);
    groups16 = rules(size / 16).groups(16, size);
    groups32 = rules(size / 32).groups(32, size);
    groups128 = rules(size / 128).groups(128, size);
    chances = StochasticQuantize.multiplying(new Philox(3, 3), 0.03f, 0, -127, 127).threads(1);
    levels = StochasticLevels.of(new Philox(3, 3), -3, -2, -1, -0.5f, 0, 0.5f, 1, 2, 3).threads(1);
  }

  private static ChannelQuantize rules(int n) {
    float[] scales = new float[n];
    for (int i = 0; i < n; i++) {
      scales[i] = 0.03f + i % 7 * 0.01f;
    }
    return ChannelQuantize.multiplying(scales, new int[n], -127, 127).threads(1);
  }

  /** System.arraycopy. */
  @Benchmark
  public float[] copy() {
    System.arraycopy(x, 0, out, 0, size);
    return out;
  }

  /** Codes of 16 levels. */
  @Benchmark
  public byte[] encode16() {
    nf4.encode(x, 0, codes, 0, size);
    return codes;
  }

  /** Codes of 253 floats of 8 bits. */
  @Benchmark
  public byte[] encode253() {
    e4m3.encode(x, 0, codes, 0, size);
    return codes;
  }

  /** Codes of 256 integers, by table. */
  @Benchmark
  public byte[] encode256() {
    int8.encode(x, 0, codes, 0, size);
    return codes;
  }

  /** The nearest of 16 levels. */
  @Benchmark
  public float[] nearest16() {
    nf4.nearest(x, out);
    return out;
  }

  /** The nearest of 256 levels. */
  @Benchmark
  public float[] nearest256() {
    int8.nearest(x, out);
    return out;
  }

  /** Levels of codes of 8 bits. */
  @Benchmark
  public float[] decode256() {
    int8.decode(codes, 0, out, 0, size);
    return out;
  }

  /** 256 channels, the last axis. */
  @Benchmark
  public float[] channelsInner1() {
    inner1.apply(x, out);
    return out;
  }

  /** 64 channels of 9 values. */
  @Benchmark
  public float[] channelsInner9() {
    inner9.apply(x, out);
    return out;
  }

  /** 24 channels of 64 values. */
  @Benchmark
  public float[] channelsInner64() {
    inner64.apply(x, out);
    return out;
  }

  /** 256 channels, the last axis, to codes of 8 bits. */
  @Benchmark
  public byte[] quantizeInner1() {
    inner1.quantize(x, 0, codes, 0, size);
    return codes;
  }

  /** Groups of 16. */
  @Benchmark
  public float[] groups16() {
    groups16.apply(x, out);
    return out;
  }

  /** Groups of 32. */
  @Benchmark
  public float[] groups32() {
    groups32.apply(x, out);
    return out;
  }

  /** Groups of 128. */
  @Benchmark
  public float[] groups128() {
    groups128.apply(x, out);
    return out;
  }

  /** Stochastic rounding to a uniform grid. */
  @Benchmark
  public float[] stochastic() {
    chances.apply(0, x, out);
    return out;
  }

  /** Stochastic rounding to arbitrary levels. */
  @Benchmark
  public float[] stochasticLevels() {
    levels.apply(0, x, out);
    return out;
  }

  /** The words that stochastic rounding takes. */
  @Benchmark
  public int[] words() {
    int[] words = new int[4096];
    for (int i = 0; i < size; i += 4096) {
      RandomFill.words(new Philox(3, 3), i, words, 1);
    }
    return words;
  }
}

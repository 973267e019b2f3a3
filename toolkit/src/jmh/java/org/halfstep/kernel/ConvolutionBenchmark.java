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

/** Layers of image networks: kernels of 3 x 3 on images of 56 x 56. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@State(Scope.Benchmark)
public class ConvolutionBenchmark {

  /** 64 channels each convolved with all, or each with its own: 64 times less work. */
  @Param({"1", "64"})
  public int groups;

  /** Parts computed at once. */
  @Param({"1", "2"})
  public int threads;

  private Convolution shape;
  private float[] x;
  private float[] w;
  private float[] y;
  private byte[] codes;
  private byte[] weights;
  private int[] sums;

  /** Fills images and weights. */
  @Setup
  public void fill() {
    shape = Convolution.of(1, 64, 56, 56, 64, 3, 3, 1).groups(groups).threads(threads);
    x = new float[64 * 56 * 56];
    w = new float[64 * 64 / groups * 9];
    y = new float[64 * 56 * 56];
    new Philox(1, 1).fillGaussian(0, x);
    new Philox(1, 2).fillGaussian(0, w);
    codes = new byte[x.length];
    weights = new byte[w.length];
    Quantize rule = Quantize.multiplying(0.03f, 0, -127, 127);
    rule.quantize(x, 0, codes, 0, x.length);
    rule.quantize(w, 0, weights, 0, w.length);
    sums = new int[y.length];
  }

  /** Floats. */
  @Benchmark
  public float[] floats() {
    shape.apply(x, w, y);
    return y;
  }

  /** Signed bytes, exactly. */
  @Benchmark
  public int[] bytes() {
    shape.apply(codes, 5, weights, sums);
    return sums;
  }
}

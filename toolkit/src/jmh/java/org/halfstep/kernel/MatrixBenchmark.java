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

/** Products of square matrices: 2 size^3 operations each. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@State(Scope.Benchmark)
public class MatrixBenchmark {

  /** Rows and columns. */
  @Param({"64", "256", "512", "1024"})
  public int size;

  /** Parts computed at once. */
  @Param({"1", "2"})
  public int threads;

  private MatrixProduct product;
  private MatrixProduct transposed;
  private float[] a;
  private float[] b;
  private float[] c;
  private byte[] bytesA;
  private byte[] bytesB;
  private int[] exact;

  /** Fills the factors. */
  @Setup
  public void fill() {
    int n = size * size;
    product = MatrixProduct.of(size, size, size).threads(threads);
    transposed = product.transposed(true, true);
    a = new float[n];
    b = new float[n];
    c = new float[n];
    new Philox(1, 1).fillGaussian(0, a);
    new Philox(1, 2).fillGaussian(0, b);
    bytesA = new byte[n];
    bytesB = new byte[n];
    Quantize codes = Quantize.multiplying(0.03f, 0, -127, 127);
    codes.quantize(a, 0, bytesA, 0, n);
    codes.quantize(b, 0, bytesB, 0, n);
    exact = new int[n];
  }

  /** Floats. */
  @Benchmark
  public float[] floats() {
    product.apply(a, b, c);
    return c;
  }

  /** Floats, both factors transposed: what the copies cost. */
  @Benchmark
  public float[] transposedFloats() {
    transposed.apply(a, b, c);
    return c;
  }

  /** Signed bytes, exactly. */
  @Benchmark
  public int[] bytes() {
    product.apply(bytesA, bytesB, exact);
    return exact;
  }

  /** Unsigned by signed bytes, exactly. */
  @Benchmark
  public int[] unsignedBytes() {
    product.applyUnsigned(bytesA, bytesB, exact);
    return exact;
  }
}

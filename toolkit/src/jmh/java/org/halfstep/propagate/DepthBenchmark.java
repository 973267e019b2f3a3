package org.halfstep.propagate;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.halfstep.kernel.MatrixProduct;
import org.halfstep.theory.Activation;
import org.halfstep.theory.Normalization;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A layer of the deep network beside its twin, and the products that it cannot do without. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@State(Scope.Benchmark)
public class DepthBenchmark {

  private static final int LAYERS = 8;
  private static final int BATCH = 1024;

  /** Neurons of a layer. */
  @Param({"256", "1024"})
  public int width;

  /** Parts computed at once. */
  @Param({"1", "2"})
  public int threads;

  private DeepNetwork network;
  private MatrixProduct product;
  private float[] x;
  private float[] w;
  private float[] y;

  /** Fills the factors of the bare products. */
  @Setup
  public void fill() {
    network = DeepNetwork.reference(width, LAYERS, Activation.RELU, Normalization.SAMPLE_RMS, 8);
    product = MatrixProduct.of(BATCH, width, width).threads(threads);
    x = new float[BATCH * width];
    w = new float[width * width];
    y = new float[BATCH * width];
    Arrays.fill(x, 0.5f);
    Arrays.fill(w, 0.25f);
  }

  /** Weights, both products, measurement, activation, normalization and rounding of a layer. */
  @Benchmark
  @OperationsPerInvocation(LAYERS)
  public DepthCurve layer() throws InterruptedException {
    DepthRun.Setting setting = DepthRun.Setting.of(BATCH, 1, 1).threads(threads);
    return new DepthRun(network, setting).finish();
  }

  /** The two products of a layer, alone. */
  @Benchmark
  public float[] products() {
    product.apply(x, w, y);
    product.apply(x, w, y);
    return y;
  }
}

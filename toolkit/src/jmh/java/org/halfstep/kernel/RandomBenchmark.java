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

/** Random numbers, beside the scalar twin. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@State(Scope.Benchmark)
public class RandomBenchmark {

  private static final Philox RANDOM = new Philox(1, 1);

  /** Values. */
  @Param({"4096", "1048576"})
  public int size;

  private float[] floats;
  private double[] doubles;
  private int[] words;

  /** Makes the arrays. */
  @Setup
  public void fill() {
    floats = new float[size];
    doubles = new double[size];
    words = new int[size];
  }

  /** The twin. */
  @Benchmark
  public float[] scalarGaussian() {
    RANDOM.fillGaussian(0, floats);
    return floats;
  }

  /** Gaussian floats. */
  @Benchmark
  public float[] gaussian() {
    RandomFill.gaussian(RANDOM, 0, floats, 1);
    return floats;
  }

  /** Gaussian doubles. */
  @Benchmark
  public double[] gaussianDoubles() {
    RandomFill.gaussian(RANDOM, 0, doubles, 1);
    return doubles;
  }

  /** Uniform doubles. */
  @Benchmark
  public double[] uniform() {
    RandomFill.uniform(RANDOM, 0, doubles, 1);
    return doubles;
  }

  /** Words. */
  @Benchmark
  public int[] words() {
    RandomFill.words(RANDOM, 0, words, 1);
    return words;
  }
}

package org.halfstep.kernel;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
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

/** Sums over arrays, beside a plain read of them: the limit that memory sets. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Dhalfstep.kernel=vector"})
@State(Scope.Benchmark)
public class SignalBenchmark {

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  /** Values; no power of two is the last, whose arrays would share cache sets. */
  @Param({"4096", "1048576", "67112960"})
  public int size;

  /** How many parts are summed at once. */
  @Param({"1", "2"})
  public int threads;

  private static final FakeQuantize RULE = FakeQuantize.multiplying(0.03f, 0, -127, 127);
  private static final FakeQuantize DIVIDING = FakeQuantize.dividing(0.03f, 0, -127, 127);

  private float[] x;
  private float[] y;
  private int[] bits;

  /** Fills the arrays. */
  @Setup
  public void fill() {
    x = new float[size];
    new Philox(1, 1).fillGaussian(0, x);
    y = new float[size];
    RULE.apply(x, y);
    bits = new int[size];
  }

  /** One thread reads an array in four streams; the exclusive or of all. */
  @Benchmark
  public int read() {
    int quarter = INTS.loopBound(size / 4);
    IntVector a = IntVector.zero(INTS);
    IntVector b = a;
    for (int i = 0; i < quarter; i += INTS.length()) {
      a = a.lanewise(VectorOperators.XOR, IntVector.fromArray(INTS, bits, i));
      b = b.lanewise(VectorOperators.XOR, IntVector.fromArray(INTS, bits, quarter + i));
      a = a.lanewise(VectorOperators.XOR, IntVector.fromArray(INTS, bits, 2 * quarter + i));
      b = b.lanewise(VectorOperators.XOR, IntVector.fromArray(INTS, bits, 3 * quarter + i));
    }
    return a.lanewise(VectorOperators.XOR, b).reduceLanes(VectorOperators.XOR);
  }

  /** Rounds by multiplication and sums, nothing written. */
  @Benchmark
  public NoisePower noiseOfRounding() {
    return NoisePower.of(RULE, x, 0, size, threads);
  }

  /** Rounds by division and sums, nothing written. */
  @Benchmark
  public NoisePower noiseOfRoundingByDivision() {
    return NoisePower.of(DIVIDING, x, 0, size, threads);
  }

  /** Sums over two arrays: twice the read. */
  @Benchmark
  public NoisePower noiseBetween() {
    return NoisePower.between(x, 0, y, 0, size, threads);
  }

  /** Angle of two arrays: twice the read. */
  @Benchmark
  public Cosine cosine() {
    return Cosine.of(x, 0, y, 0, size, threads);
  }

  /** Exact sums of four powers, on one thread. */
  @Benchmark
  public PowerSums powerSums() {
    PowerSums sums = new PowerSums();
    sums.add(x);
    return sums;
  }
}

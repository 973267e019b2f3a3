package org.halfstep.bench;

import java.util.concurrent.TimeUnit;
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

/** One kernel of the {@link Catalog} in a JVM of its own. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@State(Scope.Benchmark)
public class KernelBenchmark {

  /** Its name. */
  @Param("fake-quantize")
  public String kernel;

  /** Values, or rows and columns of matrices. */
  @Param("1048576")
  public int size;

  /** Threads, where the kernel takes them. */
  @Param("1")
  public int threads;

  /** What happens to the output. */
  @Param("REUSED")
  public String buffer;

  private Work work;

  /** Makes the arrays. */
  @Setup
  public void prepare() {
    work = Catalog.of(kernel, size, threads, Catalog.Buffer.valueOf(buffer));
  }

  /** Calls the kernel once. */
  @Benchmark
  public Object call() {
    return work.call().get();
  }
}

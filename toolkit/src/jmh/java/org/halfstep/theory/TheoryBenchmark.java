package org.halfstep.theory;

import java.util.concurrent.TimeUnit;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Gaussian;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long exact answers take. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class TheoryBenchmark {

  /** Width in bits. */
  @Param({"4", "8", "12"})
  public int bits;

  /** The exact report of one grid under N(0, 1), clip level 4. */
  @Benchmark
  public ErrorReport report() {
    Grid unit = Grid.integer(bits, Range.SYMMETRIC);
    return ErrorReport.of(Gaussian.STANDARD, unit.scaled(4 / unit.level(unit.size() - 1)));
  }

  /** The MSE-optimal scale under N(0, 1) with its report. */
  @Benchmark
  public OptimalScale optimum() {
    return OptimalScale.mse(Gaussian.STANDARD, Grid.integer(bits, Range.SYMMETRIC));
  }

  /** The Lloyd-Max grid of as many levels. */
  @Benchmark
  public Grid lloydMax() {
    return LloydMax.of(Gaussian.STANDARD, Math.min(1 << bits, 256));
  }
}

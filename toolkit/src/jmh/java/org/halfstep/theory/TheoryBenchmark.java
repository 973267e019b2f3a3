package org.halfstep.theory;

import java.util.concurrent.TimeUnit;
import org.halfstep.grid.Format;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.law.GeneralizedGaussian;
import org.halfstep.law.Laplace;
import org.halfstep.law.Logistic;
import org.halfstep.law.StudentT;
import org.halfstep.law.Uniform;
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

  /**
   * Every element-wise format of the catalogue at its best scale, under six laws, on one thread.
   */
  @Benchmark
  public double sweep() {
    Distribution[] laws = {
      Uniform.ofSigma(1),
      GeneralizedGaussian.ofSigma(1, 3),
      Gaussian.STANDARD,
      Logistic.ofSigma(1),
      Laplace.ofSigma(1),
      StudentT.ofSigma(5, 1)
    };
    double sum = 0;
    for (Distribution law : laws) {
      for (Format format : Format.catalogue()) {
        sum += OptimalScale.mse(law, format.grid()).report().mse();
      }
    }
    return sum;
  }
}

package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

/** Every door for large arrays: what it gives does not depend on the number of threads. */
class ThreadsTest {

  private static final int N = 3 * Crew.SLICE + 12_345;
  private static final float[] X = values();
  private static final Philox RANDOM = new Philox(5, 6);

  private static float[] values() {
    float[] x = Inputs.gaussian(71, N + 3);
    x[1000] = Float.NaN;
    x[N - 1000] = Float.NEGATIVE_INFINITY;
    x[2 * Crew.SLICE + 3] = Float.POSITIVE_INFINITY;
    x[Crew.SLICE] = -0f;
    return x;
  }

  /** Compares what one thread gives with what others give; it must be an array or have equals. */
  private static <R> R same(String door, IntFunction<R> run) {
    R one = run.apply(1);
    for (int threads : new int[] {2, 3, 100}) {
      assertArrayEquals(new Object[] {one}, new Object[] {run.apply(threads)}, door);
    }
    return one;
  }

  @Test
  void roundingIsThatOfOneThread() {
    FakeQuantize rule = FakeQuantize.dividing(0.03f, 3, -100, 120);
    float[] out =
        same(
            "apply",
            t -> {
              float[] y = new float[N + 5];
              rule.threads(t).apply(X, 3, y, 5, N);
              return y;
            });
    for (int i = 0; i < N; i++) {
      assertEquals(rule.of(X[3 + i]), out[5 + i]);
    }
    same(
        "in place",
        t -> {
          float[] y = X.clone();
          rule.threads(t).apply(y, y);
          return y;
        });
    MeasuredError one = same("measure", t -> rule.threads(t).measure(X, 3, N));
    assertEquals(one, rule.measure(X, 3, N));
    assertEquals(
        one,
        same(
            "apply and measure",
            t -> {
              float[] y = X.clone();
              MeasuredError m = rule.threads(t).applyAndMeasure(y, 3, y, 3, N);
              assertEquals(rule.of(X[N]), y[N]);
              return m;
            }));
    assertEquals(
        one,
        same(
            "between",
            t ->
                MeasuredError.between(
                    X, 3, out, 5, N, rule.overloadLow(), rule.overloadHigh(), t)));
    assertTrue(one.toString().equals(rule.measure(X, 3, N).toString()));
    assertEquals(rule.toString(), rule.threads(3).toString());
  }

  @Test
  void codesAreThoseOfOneThread() {
    Quantize rule = Quantize.multiplying(0.3f, 1, -8, 7);
    byte[] bytes =
        same(
            "bytes",
            t -> {
              byte[] codes = new byte[N + 1];
              rule.threads(t).quantize(X, 3, codes, 1, N);
              return codes;
            });
    short[] shorts =
        same(
            "shorts",
            t -> {
              short[] codes = new short[N + 1];
              rule.threads(t).quantize(X, 3, codes, 1, N);
              return codes;
            });
    byte[] halves =
        same(
            "halves",
            t -> {
              byte[] codes = new byte[N / 2 + 2];
              rule.threads(t).quantizePacked(X, 3, codes, 1, N);
              return codes;
            });
    float[] y =
        same(
            "of bytes",
            t -> {
              float[] out = new float[N + 2];
              rule.threads(t).dequantize(bytes, 1, out, 2, N);
              return out;
            });
    for (int i = 0; i < N; i++) {
      assertEquals(rule.value(rule.code(X[3 + i])), y[2 + i]);
    }
    assertArrayEquals(
        y,
        same(
            "of shorts",
            t -> {
              float[] out = new float[N + 2];
              rule.threads(t).dequantize(shorts, 1, out, 2, N);
              return out;
            }));
    assertArrayEquals(
        y,
        same(
            "of halves",
            t -> {
              float[] out = new float[N + 2];
              rule.threads(t).dequantizePacked(halves, 1, out, 2, N);
              return out;
            }));
  }

  @Test
  void levelsAreThoseOfOneThread() {
    Codebook book = Codebook.of(new float[] {-1, 0, 0.5f}, new float[] {-2, -0.1f, 0.2f, 3});
    byte[] codes =
        same(
            "encode",
            t -> {
              byte[] to = new byte[N + 1];
              book.threads(t).encode(X, 3, to, 1, N);
              return to;
            });
    byte[] halves =
        same(
            "encode packed",
            t -> {
              byte[] to = new byte[N / 2 + 2];
              book.threads(t).encodePacked(X, 3, to, 1, N);
              return to;
            });
    float[] y =
        same(
            "decode",
            t -> {
              float[] out = new float[N];
              book.threads(t).decode(codes, 1, out, 0, N);
              return out;
            });
    for (int i = 0; i < N; i++) {
      assertEquals(book.code(X[3 + i]), codes[1 + i]);
    }
    assertArrayEquals(
        y,
        same(
            "decode packed",
            t -> {
              float[] out = new float[N];
              book.threads(t).decodePacked(halves, 1, out, 0, N);
              return out;
            }));
    same(
        "nearest",
        t -> {
          float[] out = new float[N];
          book.threads(t).nearest(X, 3, out, 0, N);
          return out;
        });
  }

  @Test
  void chancesAreThoseOfOneThread() {
    StochasticQuantize rule = StochasticQuantize.dividing(RANDOM, 0.3f, 1, -8, 7);
    StochasticLevels levels = StochasticLevels.of(RANDOM, -1, 0, 0.7f);
    same(
        "apply",
        t -> {
          float[] out = new float[N];
          rule.threads(t).apply(77, X, 3, out, 0, N);
          return out;
        });
    same(
        "bytes",
        t -> {
          byte[] codes = new byte[N];
          rule.threads(t).quantize(77, X, 3, codes, 0, N);
          return codes;
        });
    same(
        "shorts",
        t -> {
          short[] codes = new short[N];
          rule.threads(t).quantize(77, X, 3, codes, 0, N);
          return codes;
        });
    same(
        "levels",
        t -> {
          float[] out = X.clone();
          levels.threads(t).apply(77, out, out);
          return out;
        });
    same(
        "indices",
        t -> {
          byte[] codes = new byte[N + 3];
          levels.threads(t).encode(77, X, codes);
          return codes;
        });
  }

  @Test
  void randomNumbersAreThoseOfOneThread() {
    same(
        "words",
        t -> {
          int[] out = new int[N];
          RandomFill.words(RANDOM, 12_345, out, t);
          return out;
        });
    same(
        "uniform",
        t -> {
          double[] out = new double[N];
          RandomFill.uniform(RANDOM, 12_345, out, t);
          return out;
        });
    same(
        "doubles",
        t -> {
          double[] out = new double[N];
          RandomFill.gaussian(RANDOM, 12_345, out, t);
          return out;
        });
    float[] floats =
        same(
            "floats",
            t -> {
              float[] out = new float[N];
              RandomFill.gaussian(RANDOM, 12_345, out, t);
              return out;
            });
    float[] defined = new float[N];
    RANDOM.fillGaussian(12_345, defined);
    assertArrayEquals(defined, floats);
  }

  @Test
  void countsAndExtremesAreThoseOfOneThread() {
    Extremes all = same("extremes", t -> Extremes.of(X, 3, N, t));
    assertEquals(new Extremes(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 1, 2), all);
    same("finite", t -> Extremes.of(X, 1001, 2 * Crew.SLICE - 2000, t));
    assertEquals(0, Float.compare(Float.NaN, same("NaN", t -> Extremes.absMax(X, 3, N, t))));
    same("size", t -> Extremes.absMax(X, 1001, N - 3000, t));
    same(
        "histogram",
        t -> {
          Histogram h = new Histogram(-2, 2, 1000);
          h.add(X, 3, N, t);
          assertEquals(1, h.nans());
          assertEquals(N, h.nans() + h.below() + h.above() + Arrays.stream(h.counts()).sum());
          return h.counts();
        });
    same(
        "power sums",
        t -> {
          PowerSums sums = new PowerSums();
          sums.add(X, 0, 10);
          sums.add(X, 3, N, t);
          return sums.state();
        });
  }

  @Test
  void threadsAreChecked() {
    for (Runnable act :
        List.<Runnable>of(
            () -> FakeQuantize.dividing(1, 0, 0, 1).threads(0),
            () -> Quantize.dividing(1, 0, 0, 1).threads(0),
            () -> Codebook.of(new float[1], new float[2]).threads(0),
            () -> StochasticQuantize.dividing(RANDOM, 1, 0, 0, 1).threads(0),
            () -> StochasticLevels.of(RANDOM, 0, 1).threads(0),
            () -> Extremes.of(X, 0, 1, 0),
            () -> Extremes.absMax(X, 0, 1, 0),
            () -> RandomFill.words(RANDOM, 0, new int[1], 0),
            () -> MeasuredError.between(X, 0, X, 0, 1, 0, 1, 0),
            () -> new Histogram(0, 1, 1).add(X, 0, 1, 0),
            () -> new PowerSums().add(X, 0, 1, 0))) {
      var error = assertThrows(IllegalArgumentException.class, act::run);
      assertEquals("threads must be at least 1, got 0", error.getMessage());
    }
  }

  @Test
  void theExceptionOfTheFirstPartThatFailsReachesTheCaller() {
    for (int round = 0; round < 200; round++) {
      for (int threads : new int[] {1, 2, 5}) {
        ArithmeticException[] made = new ArithmeticException[40];
        var thrown =
            assertThrows(
                ArithmeticException.class,
                () ->
                    Crew.run(
                        threads,
                        made.length,
                        i -> {
                          if (i % 3 == 2) {
                            made[i] = new ArithmeticException("part " + i);
                            throw made[i];
                          }
                        }));
        assertSame(made[2], thrown);
      }
    }
  }
}

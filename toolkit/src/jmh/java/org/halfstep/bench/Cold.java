package org.halfstep.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * How a kernel gets up to speed in a fresh JVM: prints the milliseconds of the first call, and
 * those from its beginning until calls take at most a tenth more than in the steady state.
 */
final class Cold {

  /** A call counts as fast if the median of so many from it on is: one alone may be an accident. */
  private static final int WINDOW = 5;

  private Cold() {}

  /** Runs KERNEL SIZE THREADS SECONDS. */
  public static void main(String[] arguments) {
    int size = Integer.parseInt(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    double seconds = Double.parseDouble(arguments[3]);
    Work work = Catalog.of(arguments[0], size, threads, Catalog.Buffer.REUSED);
    long[] ends = ends(work, (long) (seconds * 1e9));
    long peak = ends[firstFast(ends)];
    System.out.printf(Locale.ROOT, "%.3f %.3f%n", (ends[1] - ends[0]) / 1e6, peak / 1e6);
  }

  /** When each call ended, in nanoseconds after the beginning of the first, which is entry 0. */
  private static long[] ends(Work work, long enough) {
    long[] ends = new long[1 << 12];
    int calls = 0;
    Object last = null;
    long begin = System.nanoTime();
    while (ends[calls] < enough || calls < 3 * WINDOW) {
      last = work.call().get();
      if (++calls == ends.length) {
        ends = Arrays.copyOf(ends, 2 * calls);
      }
      ends[calls] = System.nanoTime() - begin;
    }
    if (last == null) {
      throw new IllegalStateException("a kernel must return its result");
    }
    return Arrays.copyOf(ends, calls + 1);
  }

  /** The call at whose end the kernel was fast. */
  private static int firstFast(long[] ends) {
    int calls = ends.length - 1;
    long steady = median(ends, calls - Math.max(WINDOW, calls / 4), calls);
    int first = 0;
    while (first + WINDOW < calls && median(ends, first, first + WINDOW) > 1.1 * steady) {
      first++;
    }
    return first + 1;
  }

  /** The median time of the calls first .. last - 1. */
  private static long median(long[] ends, int first, int last) {
    long[] times = new long[last - first];
    for (int i = 0; i < times.length; i++) {
      times[i] = ends[first + i + 1] - ends[first + i];
    }
    Arrays.sort(times);
    return times[times.length / 2];
  }
}

package org.halfstep.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.halfstep.law.Discrete;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class TailQuantilesTest {

  private static final int N = 200_000;

  private static Map<String, float[]> orders() {
    Map<String, float[]> orders = new LinkedHashMap<>();
    float[] random = new float[N];
    new Philox(1, 1).fillGaussian(0, random);
    orders.put("random", random);
    float[] sorted = random.clone();
    Arrays.sort(sorted);
    orders.put("sorted", sorted);
    float[] reversed = new float[N];
    float[] inward = new float[N];
    float[] outward = new float[N];
    float[] repeated = new float[N];
    for (int i = 0; i < N; i++) {
      reversed[i] = sorted[N - 1 - i];
      inward[i] = sorted[i % 2 == 0 ? i / 2 : N - 1 - i / 2];
      outward[N - 1 - i] = inward[i];
      repeated[i] = Math.round(random[i] * 3);
    }
    orders.put("reversed", reversed);
    orders.put("inward", inward);
    orders.put("outward", outward);
    orders.put("repeated", repeated);
    orders.put("constant", new float[N]);
    return orders;
  }

  private static TailQuantiles of(double epsilon, float[] x, int from, int n) {
    TailQuantiles sketch = new TailQuantiles(epsilon);
    sketch.accept(x, from, n);
    return sketch;
  }

  private static int upTo(float[] sorted, double x) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (sorted[middle] <= x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** At every distance from both ends, between the values and on them. */
  private static void assertRanks(TailQuantiles sketch, float[] x, String where) {
    float[] sorted = x.clone();
    Arrays.sort(sorted);
    int n = x.length;
    assertEquals(n, sketch.count());
    Discrete law = sketch.summary();
    for (double d = 1; d < n; d *= 1.37) {
      for (int rank : new int[] {(int) d, n - (int) d}) {
        float v = sorted[rank];
        for (double at : new double[] {v, Math.nextDown(v), Math.nextUp(v)}) {
          int r = upTo(sorted, at);
          double off = Math.abs(sketch.countUpTo(at) - r);
          assertTrue(
              off <= sketch.rankError() * Math.min(r, n - r),
              () -> where + ": " + off + " off at rank " + r + " of " + n);
        }
        double q = law.quantile((double) rank / n);
        int to = upTo(sorted, q);
        int from = upTo(sorted, Math.nextDown(q));
        double slack = sketch.rankError() * Math.min(rank, n - rank) * 1.1 + 1e-6;
        assertTrue(
            from - slack <= rank && rank <= to + slack,
            () -> where + ": quantile of rank " + rank + " has ranks " + from + ".." + to);
      }
    }
  }

  @Test
  void rankErrorIsWithinItsBoundInEveryOrder() {
    orders().forEach((name, x) -> assertRanks(of(0.01, x, 0, N), x, name));
    orders().forEach((name, x) -> assertRanks(of(0.1, x, 0, N), x, name));
  }

  @Test
  void combinedSketchesKeepTheBound() {
    orders()
        .forEach((name, x) -> {
          TailQuantiles sum = new TailQuantiles(0.02);
          int[] ends = {0, 1, 5000, 5001, 123_456, 150_000, 199_000, N};
          for (int i = ends.length - 1; i > 0; i--) {
            sum.combine(of(0.02, x, ends[i - 1], ends[i] - ends[i - 1]));
          }
          assertRanks(sum, x, name);
        });
  }

  @Test
  void outermostValuesAreExact() {
    orders()
        .forEach((name, x) -> {
          float[] sorted = x.clone();
          Arrays.sort(sorted);
          Discrete law = of(0.01, x, 0, N).summary();
          for (int i = 1; i <= 100; i++) {
            assertEquals(sorted[i - 1], law.quantile((i - 0.5) / N), name + ", rank " + i);
            assertEquals(sorted[N - i], law.quantile(1 - (i - 0.5) / N), name + ", -" + i);
          }
        });
  }

  @Test
  void memoryGrowsWithTheLogarithmOfTheCount() {
    double epsilon = 0.01;
    orders()
        .forEach((name, x) -> {
          int kept = of(epsilon, x, 0, N).kept();
          double bound = 4096 + 4 * 10 * Math.log(epsilon * N) / epsilon; // 4 joins of two sides
          assertTrue(kept < bound, () -> name + ": " + kept + " kept, bound " + bound);
        });
  }

  @Test
  void splitsIntoBatchesGiveTheSameBits() {
    float[] x = orders().get("random");
    byte[] expected = ObserverLaws.bytes(of(0.01, x, 0, N));
    for (int size : new int[] {1, 7, 4096, 50_001}) {
      TailQuantiles sketch = new TailQuantiles(0.01);
      for (int at = 0; at < N; at += size) {
        sketch.accept(x, at, Math.min(size, N - at));
      }
      assertTrue(Arrays.equals(expected, ObserverLaws.bytes(sketch)), "batches of " + size);
    }
  }
}

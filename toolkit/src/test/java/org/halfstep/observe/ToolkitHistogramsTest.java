package org.halfstep.observe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What holds for the histograms and quantiles of toolkits. */
class ToolkitHistogramsTest {

  @Nested
  class NvidiaLaws extends ObserverLaws<NvidiaHistogram> {
    @Override
    NvidiaHistogram fresh() {
      return new NvidiaHistogram(64);
    }
  }

  @Nested
  class AimetLaws extends ObserverLaws<AimetHistogram> {
    @Override
    AimetHistogram fresh() {
      return AimetHistogram.of(100);
    }
  }

  @Nested
  class TfEnhancedLaws extends ObserverLaws<AimetHistogram> {
    @Override
    AimetHistogram fresh() {
      return AimetHistogram.tfEnhanced();
    }
  }

  @Nested
  class PpqSizesLaws extends ExactLaws<SizeHistogram> {
    @Override
    SizeHistogram fresh() {
      return SizeHistogram.ofPpq(5, 40);
    }

    @Override
    void combine(SizeHistogram first, SizeHistogram second) {
      first.combine(second);
    }
  }

  @Nested
  class MnnSizesLaws extends ExactLaws<SizeHistogram> {
    @Override
    SizeHistogram fresh() {
      return SizeHistogram.ofMnn(7);
    }

    @Override
    void combine(SizeHistogram first, SizeHistogram second) {
      first.combine(second);
    }
  }

  @Nested
  class PpqQuantilesLaws extends ObserverLaws<BatchQuantiles> {
    @Override
    BatchQuantiles fresh() {
      return BatchQuantiles.ofPpq(0.99);
    }
  }

  @Nested
  class NncfQuantilesLaws extends ObserverLaws<BatchQuantiles> {
    @Override
    BatchQuantiles fresh() {
      return BatchQuantiles.ofNncf(0.01);
    }
  }

  @Nested
  class MqBenchQuantilesLaws extends ObserverLaws<BatchQuantiles> {
    @Override
    BatchQuantiles fresh() {
      return BatchQuantiles.ofMqBench();
    }
  }

  private static float[] line(int n, float top) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (i % 2 == 0 ? -top : top) * (i + 1) / n;
    }
    return x;
  }

  @Test
  void noCountIsLostWhereTheRangeGrows() {
    NvidiaHistogram nvidia = new NvidiaHistogram(50);
    AimetHistogram aimet = AimetHistogram.of(50);
    long n = 0;
    for (float top : new float[] {1, 0.5f, 3.7f, 3.8f, 40, 2}) {
      float[] x = line(300, top);
      nvidia.accept(x);
      aimet.accept(x);
      n += x.length;
      double sum = 0;
      for (float count : aimet.counts()) {
        sum += count;
      }
      assertEquals(n, Arrays.stream(nvidia.counts()).sum());
      assertEquals(n, sum);
    }
    assertEquals(50 * 40, nvidia.counts().length);
  }

  @Test
  void tfEnhancedGrowsToFourTimesTheFirstRangeAtMost() {
    AimetHistogram h = AimetHistogram.tfEnhanced();
    h.accept(new float[] {-1, 0.5f, 1});
    h.accept(new float[] {-100, 2, 100});
    assertEquals(-4, h.min());
    assertEquals(4, h.max());
    assertEquals(1, h.counts()[0]);
    assertEquals(1, h.counts()[511]);
  }

  @Test
  void toolkitsLeaveOutTheirOwnValues() {
    float[] x = {0, 1e-7f, 0.5f, 2, 3};
    SizeHistogram ppq = SizeHistogram.ofPpq(2);
    SizeHistogram mnn = SizeHistogram.ofMnn(2);
    SizeHistogram ncnn = SizeHistogram.ofNcnn(2);
    for (SizeHistogram h : new SizeHistogram[] {ppq, mnn, ncnn}) {
      h.accept(x);
    }
    assertEquals(1, ppq.outside()); // 3
    assertEquals(2, mnn.outside()); // 0 and 1e-7
    assertEquals(1, ncnn.outside()); // 0
    assertEquals(2, mnn.counts()[2047]); // 2 and 3
  }

  @Test
  void batchesOfDifferentSizesCountAlike() {
    BatchQuantiles q = BatchQuantiles.ofPpq(1);
    q.accept(new float[] {-1, 0, 3});
    q.accept(new float[] {-2, 5});
    assertEquals(-1.5, q.min());
    assertEquals(4, q.max());
  }

  @Test
  void argumentsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new NvidiaHistogram(1));
    assertThrows(IllegalArgumentException.class, () -> AimetHistogram.of(0));
    for (float top : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      Exception e = assertThrows(IllegalArgumentException.class, () -> SizeHistogram.ofPpq(top));
      assertTrue(e.getMessage().endsWith("got " + top), e.getMessage());
    }
    Exception e = assertThrows(IllegalArgumentException.class, () -> BatchQuantiles.ofPpq(0.5));
    assertTrue(e.getMessage().contains("got 0.5"), e.getMessage());
    NvidiaHistogram narrow = new NvidiaHistogram(100);
    narrow.accept(new float[] {1e-6f});
    byte[] before = ObserverLaws.bytes(narrow);
    assertThrows(IllegalArgumentException.class, () -> narrow.accept(new float[] {1e6f}));
    assertArrayEquals(before, ObserverLaws.bytes(narrow));
  }
}

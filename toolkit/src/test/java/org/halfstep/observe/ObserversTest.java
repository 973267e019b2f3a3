package org.halfstep.observe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.halfstep.law.Discrete;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Uniform;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Every observer keeps {@link ObserverLaws}; here they are listed, with what is special to each.
 */
class ObserversTest {

  @Nested
  class MinMaxLaws extends ExactLaws<RunningMinMax> {
    @Override
    RunningMinMax fresh() {
      return new RunningMinMax();
    }

    @Override
    void combine(RunningMinMax first, RunningMinMax second) {
      first.combine(second);
    }
  }

  @Nested
  class MomentsLaws extends ExactLaws<ExactMoments> {
    @Override
    ExactMoments fresh() {
      return new ExactMoments();
    }

    @Override
    void combine(ExactMoments first, ExactMoments second) {
      first.combine(second);
    }
  }

  @Nested
  class ManyBinsLaws extends ExactLaws<GrowingHistogram> {
    @Override
    GrowingHistogram fresh() {
      return new GrowingHistogram(2048);
    }

    @Override
    void combine(GrowingHistogram first, GrowingHistogram second) {
      first.combine(second);
    }
  }

  @Nested
  class FewBinsLaws extends ExactLaws<GrowingHistogram> {
    @Override
    GrowingHistogram fresh() {
      return new GrowingHistogram(3);
    }

    @Override
    void combine(GrowingHistogram first, GrowingHistogram second) {
      first.combine(second);
    }
  }

  @Nested
  class ChannelLaws extends ExactLaws<ChannelMinMax> {
    @Override
    ChannelMinMax fresh() {
      return ChannelMinMax.channels(3, 4);
    }

    @Override
    int unit() {
      return 12;
    }

    @Override
    void combine(ChannelMinMax first, ChannelMinMax second) {
      first.combine(second);
    }
  }

  @Nested
  class GroupLaws extends ExactLaws<ChannelMinMax> {
    @Override
    ChannelMinMax fresh() {
      return ChannelMinMax.groups(2, 7, 3);
    }

    @Override
    int unit() {
      return 14;
    }

    @Override
    void combine(ChannelMinMax first, ChannelMinMax second) {
      first.combine(second);
    }
  }

  @Nested
  class PyTorchMovingLaws extends ObserverLaws<MovingAverageMinMax> {
    @Override
    MovingAverageMinMax fresh() {
      return MovingAverageMinMax.ofPyTorch();
    }
  }

  @Nested
  class OnnxMovingLaws extends ObserverLaws<MovingAverageMinMax> {
    @Override
    MovingAverageMinMax fresh() {
      return MovingAverageMinMax.ofOnnxRuntime(3, true);
    }
  }

  @Nested
  class MnnMovingLaws extends ObserverLaws<MovingAverageMinMax> {
    @Override
    MovingAverageMinMax fresh() {
      return MovingAverageMinMax.ofMnn();
    }
  }

  @Nested
  class MqBenchMovingLaws extends ObserverLaws<MovingAverageMinMax> {
    @Override
    MovingAverageMinMax fresh() {
      return MovingAverageMinMax.ofMqBench();
    }
  }

  @Nested
  class SampleLaws extends ObserverLaws<SampleRanges> {
    @Override
    SampleRanges fresh() {
      return new SampleRanges(5);
    }

    @Override
    int unit() {
      return 5;
    }
  }

  @Nested
  class OrtSignedLaws extends ObserverLaws<OrtHistogram> {
    @Override
    OrtHistogram fresh() {
      return OrtHistogram.signed(128);
    }
  }

  @Nested
  class OrtAbsoluteLaws extends ObserverLaws<OrtHistogram> {
    @Override
    OrtHistogram fresh() {
      return OrtHistogram.absolute(128);
    }
  }

  @Nested
  class TorchLaws extends ObserverLaws<TorchHistogram> {
    @Override
    TorchHistogram fresh() {
      return new TorchHistogram(64);
    }
  }

  @Nested
  class TailLaws extends ObserverLaws<TailQuantiles> {
    @Override
    TailQuantiles fresh() {
      return new TailQuantiles(0.05);
    }
  }

  @Test
  void summariesSayWhatIsKnown() {
    float[] x = {1, -2, 4};
    RunningMinMax ends = new RunningMinMax();
    ends.accept(x);
    assertEquals(new Uniform(-2, 4), ends.summary());
    ExactMoments moments = new ExactMoments();
    moments.accept(x);
    assertEquals(new Gaussian(1, Math.sqrt(6)), moments.summary());
    Discrete atom = Discrete.of(new double[] {3}, new double[] {1});
    for (Observer observer : new Observer[] {new RunningMinMax(), new ExactMoments()}) {
      observer.accept(new float[] {3, 3, 3});
      assertEquals(atom, observer.summary());
    }
  }

  /** Naively the variance of these would be 0 or negative, and the kurtosis anything. */
  @Test
  void momentsFarFromZeroLoseNothing() {
    ExactMoments moments = new ExactMoments();
    float one = 0x1p23f;
    moments.accept(new float[] {one, one + 1, one + 2, one + 3});
    assertEquals(0x1p23 + 1.5, moments.mean());
    assertEquals(1.25, moments.variance());
    assertEquals(5.0 / 3, moments.sampleVariance());
    assertEquals(0, moments.skewness());
    assertEquals(1.64, moments.kurtosis());
  }

  @Test
  void histogramKeepsItsNumberOfBinsAndEveryCount() {
    GrowingHistogram h = new GrowingHistogram(16);
    h.accept(new float[] {0.1f, 0.2f, 0.3f});
    assertEquals(0x1p-6, h.width());
    h.accept(new float[] {1e30f, -1e-30f, Float.MIN_VALUE, -Float.MAX_VALUE});
    assertTrue(h.counts().length <= 16);
    long sum = 0;
    for (long n : h.counts()) {
      sum += n;
    }
    assertEquals(7, sum);
    GrowingHistogram same = new GrowingHistogram(16);
    same.accept(new float[] {1, 1, 1});
    assertEquals(0x1p-24, same.width());
  }

  @Test
  void channelsAndGroupsLieAsQuantizersSeeThem() {
    float[] x = {1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12};
    ChannelMinMax channels = ChannelMinMax.channels(3, 2);
    channels.accept(x);
    assertEquals(new Uniform(-8, 7), channels.summary(0));
    assertEquals(new Uniform(-10, 9), channels.summary(1));
    assertEquals(12, channels.absMax(2));
    assertEquals(new Uniform(-12, 11), channels.summary());
    ChannelMinMax groups = ChannelMinMax.groups(2, 6, 4);
    groups.accept(x);
    float[] absMax = new float[groups.channels()];
    for (int i = 0; i < absMax.length; i++) {
      absMax[i] = groups.absMax(i);
    }
    assertArrayEquals(new float[] {4, 6, 10, 12}, absMax);
    ChannelMinMax half = ChannelMinMax.channels(2, 1);
    half.accept(new float[] {1, Float.NaN});
    assertEquals(0, half.absMax(1));
    assertThrows(IllegalStateException.class, () -> half.summary(1));
    assertThrows(IllegalArgumentException.class, () -> half.accept(new float[3]));
  }

  @Test
  void orderIsPartOfTheMeaningOfSequentialObservers() {
    float[] small = {-1, 1};
    float[] large = {-9, 9};
    MovingAverageMinMax up = MovingAverageMinMax.ofPyTorch();
    up.accept(small);
    up.accept(large);
    MovingAverageMinMax down = MovingAverageMinMax.ofPyTorch();
    down.accept(large);
    down.accept(small);
    assertEquals(1.08f, up.max());
    assertEquals(8.92f, down.max());
  }

  /** ONNX Runtime's bins begin at the least |x| of the first batch. */
  @Test
  void sizesBelowTheFirstEdgeAreInNoBin() {
    OrtHistogram h = OrtHistogram.absolute(4);
    h.accept(new float[] {-2, 1});
    h.accept(new float[] {0.5f, -0.25f, 1.5f});
    assertEquals(2, h.outside());
    assertEquals(5, h.count());
  }

  @Test
  void refusedBatchLeavesTheObserverAsItWas() {
    for (OrtHistogram h : new OrtHistogram[] {OrtHistogram.signed(8), OrtHistogram.absolute(8)}) {
      h.accept(new float[] {1, 2, 3});
      byte[] before = ObserverLaws.bytes(h);
      assertThrows(IllegalArgumentException.class, () -> h.accept(new float[] {1e20f}));
      assertArrayEquals(before, ObserverLaws.bytes(h));
    }
  }

  @Test
  void headerPromisesAreNotPaidInAdvance() throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    ChannelMinMax.channels(1, 1).write(out);
    byte[] whole = bytes.toByteArray();
    int channels = whole.length - 5 * Integer.BYTES; // three numbers and two ends follow
    whole[channels] = 0x0f; // 2^28 channels, 2 GiB
    assertThrows(
        ObserverFormatException.class,
        () -> Observer.read(new DataInputStream(new ByteArrayInputStream(whole))));
  }

  @Test
  void readersOwnObserverNeedsNoWrittenForm() {
    Observer own =
        new Observer() {
          @Override
          public void accept(float[] x, int from, int n) {}

          @Override
          public long count() {
            return 0;
          }

          @Override
          public long nans() {
            return 0;
          }

          @Override
          public long infinities() {
            return 0;
          }

          @Override
          public Distribution summary() {
            return Gaussian.STANDARD;
          }
        };
    assertThrows(UnsupportedOperationException.class, () -> ObserverLaws.bytes(own));
  }
}

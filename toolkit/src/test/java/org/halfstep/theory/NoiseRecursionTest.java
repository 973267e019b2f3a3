package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.halfstep.Near;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Gaussian;
import org.junit.jupiter.api.Test;

class NoiseRecursionTest {

  private static final Grid INT8 = best(Range.SYMMETRIC, 1);
  private static final ErrorReport INT8_ERROR = ErrorReport.of(Gaussian.STANDARD, INT8);
  private static final double M = INT8_ERROR.mse();

  private static Grid best(Range range, double power) {
    Grid unit = Grid.integer(8, range);
    var law =
        range == Range.UNSIGNED
            ? Gaussian.STANDARD.rectified().scaled(1 / Math.sqrt(power))
            : Gaussian.STANDARD;
    return unit.scaled(OptimalScale.mse(law, unit).scale());
  }

  private static NoiseRecursion of(Activation u, Normalization norm, int width, double gain) {
    Grid grid = u == Activation.IDENTITY ? INT8 : best(Range.UNSIGNED, 0.5);
    return new NoiseRecursion(u, norm, width, gain, INT8_ERROR, INT8_ERROR, grid);
  }

  @Test
  void theIdentityIsLinearAtInfiniteWidth() {
    double[] nsr = of(Activation.IDENTITY, Normalization.SAMPLE_RMS, 1 << 30, 1).nsr(128);
    Near.relative(2 * M - M * M, nsr[0], 1e-12, "1 - (1 - m)^2 in layer 1");
    for (int n = 1; n <= 128; n++) {
      // Each quantizer leaves the correlation sqrt(1 - m) and the power 1 - m.
      double left = 1 - M;
      double loss = -Math.expm1(n * Math.log1p(-M));
      double exact = Math.pow(1 - left, 2) + 2 * left * loss;
      Near.relative(exact, nsr[n - 1], 1e-6, "layer " + n); // the width is 2^30
      Near.relative(2 * M * n, nsr[n - 1], M * (n + 1), "2 m n in layer " + n);
    }
  }

  @Test
  void finiteWidthGrowsGeometrically() {
    for (int k : new int[] {64, 256, 1024}) {
      double[] nsr = of(Activation.IDENTITY, Normalization.SAMPLE_RMS, k, 1).nsr(k / 8);
      int n = k / 8;
      double law = 2 * M * (k - 2) * Math.expm1(n * Math.log1p(1.0 / (k - 2)));
      // Normalized entries have lighter tails than the quantizer's law, by the order of 1/k.
      Near.relative(law, nsr[n - 1], 3.0 / k + 0.01, "width " + k);
    }
  }

  @Test
  void constantsOfTheWidthAreThoseOfTheirClosedForms() {
    Normalization rms = Normalization.SAMPLE_RMS;
    Near.relative(1, of(Activation.IDENTITY, rms, 64, 1).widthConstant(), 1e-9, "3 - 2");
    Near.relative(2, of(Activation.RELU, rms, 64, 1).widthConstant(), 1e-6, "6 - 4");
    assertEquals(0, of(Activation.RELU, Normalization.TENSOR, 64, 1).widthConstant());
  }

  @Test
  void reluSaturatesWhereFreshNoiseMeetsTheCurvatureOfItsMap() {
    NoiseRecursion relu = of(Activation.RELU, Normalization.SAMPLE_RMS, 1 << 30, 1);
    double[] nsr = relu.nsr(2000);
    ErrorReport a =
        ErrorReport.of(
            Gaussian.STANDARD.rectified().scaled(Math.sqrt(2)), best(Range.UNSIGNED, 0.5));
    // (2 sqrt 2 / (3 pi)) d^(3/2) = fresh/2 to first order in sqrt d: NSR = 2 d.
    double d = Math.pow((M + a.mse()) / 2 * 3 * Math.PI / (2 * Math.sqrt(2)), 2.0 / 3);
    Near.relative(2 * d, nsr[1999], 0.02, "plateau");
    Near.relative(nsr[1998], nsr[1999], 1e-9, "it is one");
  }

  @Test
  void centredReluLosesTheSignalExponentially() {
    NoiseRecursion relu = of(Activation.RELU, Normalization.SAMPLE_MEAN_STD, 1 << 30, 1);
    double[] nsr = relu.nsr(60);
    double slope = Math.PI / (Math.PI - 1);
    double growth = (nsr[4] - nsr[3]) / (nsr[3] - nsr[2]);
    Near.relative(slope, growth, 0.03, "pi/(pi - 1) while noise is small");
    assertTrue(nsr[29] > 1.5 && nsr[49] > 1.99, "decorrelated by layer 50: " + nsr[29]);
    Near.relative(2, nsr[59], 1e-3, "two independent signals");
    Near.absolute(0, relu.correlation(60)[59], 1e-3, "correlation");
  }

  @Test
  void withoutNormalizationTheGainMovesTheSignalOffItsGrid() {
    double[] one = of(Activation.IDENTITY, Normalization.NONE, 1 << 30, 1).nsr(32);
    double[] more = of(Activation.IDENTITY, Normalization.NONE, 1 << 30, 1.1).nsr(32);
    double[] less = of(Activation.IDENTITY, Normalization.NONE, 1 << 30, 0.9).nsr(32);
    Near.relative(64 * M, one[31], 0.01, "gain 1");
    assertTrue(more[31] > 10 * one[31], "clipped: " + more[31]);
    assertTrue(less[31] > 10 * one[31], "below the step: " + less[31]);
    double[] behind = of(Activation.IDENTITY, Normalization.SAMPLE_RMS, 1 << 30, 1.1).nsr(32);
    Near.relative(one[31], behind[31], 0.01, "normalization makes it irrelevant");
  }

  @Test
  void logsScatterLikeARandomWalkThatNoiseJoinsInEveryLayer() {
    double[] variance = of(Activation.IDENTITY, Normalization.SAMPLE_RMS, 4096, 1).logVariance(64);
    for (int n : new int[] {2, 8, 64}) {
      double law = 4.0 / 4096 * (n + 1) * (2 * n + 1) / (6.0 * n);
      Near.relative(law, variance[n - 1], 0.03, "layer " + n);
    }
  }

  @Test
  void theValidDepthIsAnEighthOfTheWidth() {
    assertEquals(32, of(Activation.RELU, Normalization.SAMPLE_RMS, 256, 1).validDepth());
  }

  @Test
  void immediateAndAccumulatedErrorAddUp() {
    for (Normalization norm : Normalization.values()) {
      NoiseRecursion relu = of(Activation.RELU, norm, 256, norm == Normalization.NONE ? 1.4 : 1);
      double[] nsr = relu.nsr(8);
      List<NoiseParts> parts = relu.parts(8);
      assertEquals(0, parts.get(0).accumulated() + parts.get(0).cross(), "nothing before layer 1");
      for (int n = 1; n <= 8; n++) {
        double both = parts.get(n - 1).immediate() + parts.get(n - 1).accumulated();
        Near.relative(both, nsr[n - 1], 0.01, norm + " layer " + n);
      }
    }
  }

  @Test
  void theKurtosisOfTheIdentityHasAClosedForm() {
    int k = 1 << 20;
    double kappa = INT8_ERROR.kurtosis();
    double[] excess = of(Activation.IDENTITY, Normalization.SAMPLE_RMS, k, 1).excessKurtosis(128);
    for (int n : new int[] {1, 2, 8, 32, 128}) {
      double overload = 0.75 * (kappa - 1) / k * (1.0 / n + 1.0 / (n * n));
      double apart = 2.0 / k * (n - 1) * (2 * n - 1) / n;
      Near.relative(overload + apart, excess[n - 1], 0.02, "layer " + n);
    }
    NoiseRecursion drifting = of(Activation.RELU, Normalization.TENSOR, 64, 1);
    String message =
        assertThrows(IllegalStateException.class, () -> drifting.excessKurtosis(2)).getMessage();
    assertTrue(message.endsWith("got TENSOR"), message);
  }

  @Test
  void misuseIsExplained() {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> of(Activation.RELU, Normalization.NONE, 0, 1))
            .getMessage();
    assertEquals("width must be at least 1 and gain positive, got 0 and 1.0", message);
    assertThrows(
        IllegalArgumentException.class, () -> of(Activation.RELU, Normalization.NONE, 1, 1).nsr(0));
  }
}

package org.halfstep.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.law.Uniform;
import org.halfstep.numeric.Philox;
import org.halfstep.theory.Aciq;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.Loss;
import org.junit.jupiter.api.Test;

class CalibrationsTest {

  private static final Grid INT8 = Grid.integer(8, Range.SYMMETRIC);
  private static final Grid UINT8 = Grid.integer(8, Range.UNSIGNED);
  private static final Distribution GAUSS = Gaussian.STANDARD;

  private static final Distribution SAMPLE = Empirical.of(GAUSS.sample(new Philox(20, 0), 5000));

  @Test
  void minMaxClipsNothing() {
    Grid grid = new MinMax(ScaleRule.ONNX_RUNTIME, true).on(SAMPLE, INT8);
    assertEquals(0, ErrorReport.of(SAMPLE, grid).overload());
    double top = Math.max(-SAMPLE.quantile(0), SAMPLE.quantile(1));
    assertEquals(top, grid.level(254), 1e-7 * top); // the scale is a float
  }

  @Test
  void minMaxRefusesATail() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new MinMax(ScaleRule.PYTORCH, false).fit(GAUSS, UINT8));
    assertTrue(e.getMessage().contains("from -Infinity to Infinity"), e.getMessage());
  }

  @Test
  void percentileLeavesItsShareInside() {
    for (double percent : new double[] {90, 99, 99.9, 100}) {
      Affine map = new Percentile(percent, ScaleRule.MNN, true).fit(SAMPLE, INT8);
      double inside = SAMPLE.folded().cdf(127 * map.scale() * (1 + 1e-7));
      assertEquals(percent / 100, inside, 1 / 5000.0);
    }
    Affine wide = new Percentile(99, ScaleRule.PPQ, false).fit(GAUSS, UINT8);
    assertEquals(2 * 2.5758293035489 / 255, wide.scale(), 1e-8);
    assertEquals(128, wide.zero()); // rint(127.5)
  }

  @Test
  void percentileOfAHistogramIsTheEdgeBelow() {
    long[] counts = {50, 30, 15, 4, 1};
    assertEquals(0, Percentile.edge(counts, 0.5));
    assertEquals(1, Percentile.edge(counts, 0.500001));
    assertEquals(3, Percentile.edge(counts, 0.99));
    assertThrows(IllegalArgumentException.class, () -> Percentile.edge(new long[3], 0.5));
    assertThrows(IllegalArgumentException.class, () -> Percentile.edge(counts, 1.5));
  }

  /** The oracle is the table of optimal steps, made with mpmath. */
  @Test
  void leastLossIsTheOptimalStep() {
    for (Oracle row : Oracle.rows("optimal_step")) {
      if (row.text("law").equals("gaussian")
          && row.text("range").equals("SYMMETRIC")
          && row.integer("bits") == 8) {
        Affine map = LeastLoss.mse().fit(GAUSS, INT8);
        assertEquals(row.number("step"), map.scale(), 1e-12);
        return;
      }
    }
    throw new AssertionError("the oracle has no row for 8 bits of a Gaussian");
  }

  @Test
  void higherNormsFearClipping() {
    double before = 0;
    for (double p : new double[] {1, 2, 4}) {
      double scale = new LeastLoss(Loss.norm(p)).fit(GAUSS, INT8).scale();
      assertTrue(scale > before);
      before = scale;
    }
  }

  @Test
  void powerOfTwoIsNext() {
    double[] scales = new double[1000];
    Arrays.setAll(scales, i -> StrictMath.exp(20 * new Philox(20, 1).gaussian(i)));
    for (double s : scales) {
      double up = PowerOfTwoScale.round(s, PowerOfTwoScale.To.UP);
      assertTrue(up >= s && up / 2 < s, s + " " + up);
      double near = PowerOfTwoScale.round(s, PowerOfTwoScale.To.NEAREST);
      assertTrue(
          near * near <= 2 * s * s * (1 + 1e-15) && s * s <= 2 * near * near, s + " " + near);
    }
    assertEquals(0.25, PowerOfTwoScale.round(0.25, PowerOfTwoScale.To.UP));
    assertEquals(0.25, PowerOfTwoScale.round(0.25, PowerOfTwoScale.To.NEAREST));
    assertEquals(0x1p-1073, PowerOfTwoScale.round(3 * Double.MIN_VALUE / 2, PowerOfTwoScale.To.UP));
    assertEquals(2, PowerOfTwoScale.round(Math.nextUp(1.0), PowerOfTwoScale.To.UP));
  }

  @Test
  void powerOfTwoKeepsTheMiddle() {
    Calibration minMax = new MinMax(ScaleRule.ONNX_RUNTIME, false);
    Distribution law = new Uniform(-1, 4);
    Affine map = new PowerOfTwoScale(minMax, PowerOfTwoScale.To.UP).fit(law, UINT8);
    assertEquals(0x1p-5, map.scale());
    assertTrue(map.value(0) <= -1 && map.value(255) >= 4, map.toString());
    assertEquals(
        0,
        new PowerOfTwoScale(new MinMax(ScaleRule.MNN, true), PowerOfTwoScale.To.UP)
            .fit(law, INT8)
            .zero());
  }

  /** Values of the published function, run in CPython 3.11. */
  @Test
  void coordinatesFitTheirWidth() {
    int[][] cases = {
      {0, 16, 8},
      {1, 16, 8},
      {100, 16, 8},
      {127, 16, 8},
      {128, 16, 7},
      {400, 16, 6},
      {1023, 16, 5},
      {32767, 16, 0},
      {32768, 16, 0},
      {100, 8, 0},
      {3, 8, 5}
    };
    for (int[] c : cases) {
      Affine map = FixedScale.coordinates(c[0], c[1]).fit(GAUSS, INT8);
      assertEquals(Math.scalb(1.0, -c[2]), map.scale(), Arrays.toString(c));
    }
    assertThrows(IllegalArgumentException.class, () -> FixedScale.coordinates(-1, 16));
  }

  @Test
  void aciqScalesWithTheSpread() {
    double gauss = new AciqClip(AciqClip.Family.GAUSS).fit(Gaussian.ofSigma(3), INT8).scale();
    assertEquals(3 * Aciq.twoSided(GAUSS, 8).clip() / 127, gauss, 1e-12);
    Distribution law = Laplace.ofSigma(2);
    double laplace = new AciqClip(AciqClip.Family.LAPLACE).fit(law, INT8).scale();
    assertEquals(Aciq.twoSided(law, 8).clip() / 127, laplace, 1e-12);
    double relu = new AciqClip(AciqClip.Family.GAUSS).fit(GAUSS.rectified(), UINT8).scale();
    assertEquals(Aciq.oneSided(GAUSS, 8).clip() / 255, relu, 1e-12);
  }

  @Test
  void gridsThatHoldNoCodesAreRefused() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new MinMax(ScaleRule.PPQ, true).fit(SAMPLE, Grid.of(-1, 0, 2.5)));
    assertTrue(e.getMessage().contains("3 levels from -1.0 to 2.5"), e.getMessage());
  }
}

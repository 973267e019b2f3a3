package org.halfstep.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.halfstep.numeric.Philox;
import org.halfstep.observe.AimetHistogram;
import org.halfstep.observe.NvidiaHistogram;
import org.halfstep.observe.OrtHistogram;
import org.halfstep.observe.SizeHistogram;
import org.halfstep.observe.TorchHistogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Options of toolkits whose consequences can be said in a sentence, and what they refuse. */
class ToolkitOptionsTest {

  @Test
  void reducedCodesAreThoseOfTheTable() {
    assertEquals(new CodeRange(-64, 64), CodeRange.onnxRuntime(8, true, false, true));
    assertEquals(new CodeRange(-64, 64), CodeRange.onnxRuntime(8, true, true, true));
    assertEquals(new CodeRange(0, 127), CodeRange.onnxRuntime(8, false, false, true));
    assertEquals(new CodeRange(-4, 3), CodeRange.onnxRuntime(4, true, true, true));
    assertEquals(new CodeRange(-8, 7), CodeRange.onnxRuntime(4, true, true, false));
    assertEquals(new CodeRange(-127, 127), CodeRange.onnxRuntime(8, true, true, false));
    assertEquals(new CodeRange(-64, 63), CodeRange.pytorchReduced(true));
    assertEquals(129, CodeRange.onnxRuntime(8, true, false, true).grid().size());
  }

  @Test
  void multiplierFillsItsBits() {
    Philox random = new Philox(8, 1);
    for (int i = 0; i < 1000; i++) {
      double factor = StrictMath.exp(8 * random.gaussian(i));
      for (int bits : new int[] {4, 8, 16, 31}) {
        MultiplyShift m = MultiplyShift.of(factor, bits, false);
        long most = (1L << bits) - 1;
        assertTrue(m.multiplier() <= most && m.multiplier() >= most / 2, m.toString());
        assertTrue(m.value() <= factor && m.value() > factor * (1 - 2.0 / most), m.toString());
      }
    }
    assertEquals(new MultiplyShift(204, 4), MultiplyShift.of(12.75, 8, false));
    assertEquals(new MultiplyShift(0, 2), MultiplyShift.of(0.1, 2, true)); // a limit may leave 0
  }

  @Test
  void distillersNumbersAreReciprocals() {
    Affine map = new Clip(-1, 3).affine(ScaleRule.DISTILLER, CodeRange.full(8, true), false);
    assertArrayEquals(new double[] {63.75, 64}, Distiller.reciprocal(map)); // rint(-63.75) + 128
    Affine coarse = Distiller.approximate(map, 4);
    assertEquals(1 / 56.0, coarse.scale(), 1e-16); // 7 x 8
    assertEquals(map.zero(), coarse.zero());
  }

  @Test
  void pytorchsZeroPointsOfUnsignedSymmetricCodes() {
    Clip range = new Clip(-1, 1);
    CodeRange uint8 = CodeRange.full(8, false);
    assertEquals(128, PyTorch.affine(range, uint8, true, false, PyTorch.EPS).zero());
    assertEquals(127, PyTorch.affine(range, uint8, true, true, PyTorch.EPS).zero());
    assertEquals(63, range.affine(ScaleRule.PYTORCH, new CodeRange(0, 127), true).zero());
    assertEquals(0.5, PyTorch.affine(range, uint8, false, false, 0.5f).scale());
  }

  @Test
  void aRangeOfZeroHasAScale() {
    Clip zero = new Clip(0, 0);
    assertEquals(new Affine((float) (1 / 255.0), 0), OnnxRuntime.restrictedAsymmetric(zero));
    assertEquals(
        new Affine((float) (1 / 255.0), 0),
        OnnxRuntime.withMinimumRealRange(zero, 1)
            .affine(ScaleRule.ONNX_RUNTIME, CodeRange.full(8, false), false));
    assertEquals(new Affine(1, 0), Ncnn.weights(0, true));
    assertEquals(new Affine(1, 0), Ncnn.aciq(0, 100, 8));
    assertEquals(new Affine(1, 0), ModelOptimizer.affine(0, 8, false));
    assertEquals(
        new Clip(0, 0),
        Distiller.aciq(new Distiller.Stats(0, 0, 0, 0), AciqClip.Family.LAPLACE, 8, false, false));
    AimetHistogram none = AimetHistogram.of(2048);
    none.accept(new float[10]);
    assertEquals(new Clip(-1, 1), Aimet.entropy(none, true));
    assertEquals(0x1p-23f, Aimet.sqnr(none, 255, false).scale());
  }

  private static void assertRefused(String end, Executable call) {
    Exception e = assertThrows(IllegalArgumentException.class, call);
    assertTrue(e.getMessage().endsWith(end), e.getMessage());
  }

  @Test
  void refusalsNameRuleAndValue() {
    float[] odd = {1, Float.NaN};
    CodeRange int8 = CodeRange.full(8, true);
    assertRefused("got NaN at index 1", () -> Brevitas.entropy(odd, 127));
    assertRefused("got NaN at index 1", () -> Brevitas.percentile(odd, 99));
    assertRefused("got NaN at index 1", () -> MqBench.leastNorm(odd, int8, true, 95, 2));
    assertRefused("got NaN at index 1", () -> TorchAo.leastSquares(odd, int8, true, 100));
    assertRefused("got 0", () -> TorchAo.leastSquares(new float[0], int8, true, 100));
    assertRefused("got 0", () -> TorchAo.leastSquares(new float[1], int8, true, 0));
    assertRefused("got 101 and 2.0", () -> MqBench.leastNorm(new float[1], int8, true, 101, 2));
    assertRefused("got 0.0 and 127", () -> Brevitas.entropy(new float[3], 127));
    assertRefused("got 4 and 0 bins", () -> OnnxRuntime.entropy(OrtHistogram.signed(128), 4));
    assertRefused("got 101.0", () -> OnnxRuntime.percentile(OrtHistogram.signed(8), 101, false));
    assertRefused("got -1.0", () -> OnnxRuntime.withMinimumRealRange(new Clip(0, 1), -1));
    assertRefused("got 0 and 256", () -> PyTorch.leastSquares(new TorchHistogram(8)));
    assertRefused("got 0", () -> ModelOptimizer.entropy(new NvidiaHistogram(300), 8, false));
    assertRefused("got 9", () -> ModelOptimizer.affine(1, 9, false));
    assertRefused("got none", () -> Ppq.mse(SizeHistogram.ofPpq(1), int8));
    assertRefused("got 1", () -> Ppq.entropy(SizeHistogram.ofPpq(1), 1));
    assertRefused("got 1 and 8", () -> Ncnn.aciq(1, 1, 8));
    assertRefused("got NaN", () -> Ncnn.weights(Float.NaN, false));
    assertRefused("got 7", () -> CodeRange.onnxRuntime(7, true, false, false));
    assertRefused("got 1..3", () -> new CodeRange(1, 3));
    assertRefused("got NaN and 1.0", () -> new Clip(Float.NaN, 1));
    assertRefused("got 0.0", () -> MultiplyShift.of(0, 8, false));
    assertRefused("got 1", () -> Aimet.sqnr(seen(), 1, false));
    assertRefused("got 49.0", () -> Aimet.percentile(seen(), 49, 255, false));
    assertRefused("got 2.0, 1.5, 1.0 and 0.0", () -> new Distiller.Stats(2, 1, 1.5, 0));
  }

  private static AimetHistogram seen() {
    AimetHistogram h = AimetHistogram.of(16);
    h.accept(new float[] {-1, 2});
    return h;
  }
}

package org.halfstep.propagate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.halfstep.Near;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Estimate;
import org.halfstep.numeric.Philox;
import org.halfstep.theory.JointMoments;
import org.halfstep.theory.LayerError;
import org.junit.jupiter.api.Test;

class MeasuredLayerTest {
  private static final Distribution WEIGHTS = new Gaussian(0.03, 0.2);
  private static final Distribution INPUTS = Gaussian.STANDARD.rectified();
  private static final Grid WEIGHT_GRID = Grid.integer(4, Range.SYMMETRIC).scaled(0.1);
  private static final Grid INPUT_GRID = Grid.integer(4, Range.UNSIGNED).scaled(0.25);

  static DMatrixRMaj draw(Distribution law, int rows, int columns, int stream) {
    DMatrixRMaj m = new DMatrixRMaj(rows, columns);
    Philox random = new Philox(10, stream);
    for (int i = 0; i < m.getNumElements(); i++) {
      m.data[i] = law.draw(random, i);
    }
    return m;
  }

  private static MeasuredLayer measured(int outputs, int inputs, int samples) {
    return MeasuredLayer.of(
        draw(WEIGHTS, outputs, inputs, 0),
        WEIGHT_GRID,
        draw(INPUTS, inputs, samples, 1),
        INPUT_GRID);
  }

  private static void near(double predicted, Estimate measured, String what) {
    double off = Math.abs(measured.value() - predicted) / measured.standardError();
    assertTrue(off < 4, what + ": " + predicted + " against " + measured);
  }

  @Test
  void theErrorIsTheDifferenceOfTheTwoLayers() {
    DMatrixRMaj w = draw(WEIGHTS, 7, 30, 0);
    DMatrixRMaj x = draw(INPUTS, 30, 11, 1);
    DMatrixRMaj direct = new DMatrixRMaj(7, 11);
    CommonOps_DDRM.mult(
        MeasuredLayer.quantized(w, WEIGHT_GRID), MeasuredLayer.quantized(x, INPUT_GRID), direct);
    CommonOps_DDRM.multAdd(-1, w, x, direct);
    DMatrixRMaj error = MeasuredLayer.of(w, WEIGHT_GRID, x, INPUT_GRID).error();
    for (int i = 0; i < error.getNumElements(); i++) {
      Near.absolute(direct.data[i], error.data[i], 1e-13, i);
    }
  }

  @Test
  void everyPartIsThePredictedOne() {
    LayerError predicted =
        LayerError.of(
            64, JointMoments.of(WEIGHTS, WEIGHT_GRID), JointMoments.of(INPUTS, INPUT_GRID));
    MeasuredLayer layer = measured(400, 64, 600);
    near(predicted.mean(), layer.mean(), "mean");
    near(predicted.weightTerm(), layer.weightTerm(), "weight term");
    near(predicted.activationTerm(), layer.activationTerm(), "activation term");
    near(predicted.crossTerm(), layer.crossTerm(), "cross term");
    near(predicted.variance(), layer.variance(), "variance");
    near(predicted.power(), layer.power(), "power");
    near(predicted.signalToNoise().noiseToSignal(), layer.noiseToSignal(0), "noise to signal");
    near(predicted.signalToNoise().shifted(2).noiseToSignal(), layer.noiseToSignal(2), "shifted");
  }

  @Test
  void measuredMomentsPredictTheMeasuredError() {
    MeasuredLayer layer = measured(400, 64, 600);
    LayerError predicted = LayerError.of(64, layer.weightMoments(), layer.inputMoments());
    near(predicted.variance(), layer.variance(), "of the same matrices");
    assertTrue(layer.variance().standardError() < 0.03 * layer.variance().value(), "a sharp test");
  }

  @Test
  void crossedStandardErrorsAreRightWhereSimpleOnesAreTooSmall() {
    LayerError predicted =
        LayerError.of(
            16, JointMoments.of(WEIGHTS, WEIGHT_GRID), JointMoments.of(INPUTS, INPUT_GRID));
    int runs = 200;
    double square = 0;
    double simple = 0;
    for (int run = 0; run < runs; run++) {
      DMatrixRMaj w = draw(WEIGHTS, 40, 16, 2 * run + 2);
      DMatrixRMaj x = draw(INPUTS, 16, 60, 2 * run + 3);
      MeasuredLayer layer = MeasuredLayer.of(w, WEIGHT_GRID, x, INPUT_GRID);
      Estimate power = layer.power();
      double off = power.value() - predicted.power();
      square += Math.pow(off / power.standardError(), 2) / runs;
      double[] squares = layer.error().data;
      for (int i = 0; i < squares.length; i++) {
        squares[i] *= squares[i];
      }
      simple += Math.pow(off / Estimate.ofMean(squares).standardError(), 2) / runs;
    }
    assertTrue(square > 0.7 && square < 1.5, "crossed: mean square score " + square);
    assertTrue(simple > 4, "as if all were independent: mean square score " + simple);
  }

  @Test
  void crossedMeanOfIndependentEntriesIsTheSimpleOne() {
    DMatrixRMaj m = draw(Gaussian.STANDARD, 100, 100, 7);
    Estimate crossed = CrossedMean.of(m);
    Estimate simple = Estimate.ofMean(m.data);
    Near.absolute(simple.value(), crossed.value(), 1e-15, "mean");
    Near.relative(simple.standardError(), crossed.standardError(), 0.3, "standard error");
    DMatrixRMaj one = new DMatrixRMaj(1, 5);
    var e = assertThrows(IllegalArgumentException.class, () -> CrossedMean.of(one));
    assertEquals("a crossed mean needs at least 2 rows and 2 columns, got 1 x 5", e.getMessage());
  }

  @Test
  void anOutputsPartsAreThoseOfItsOwnWeights() {
    DMatrixRMaj w = draw(WEIGHTS, 3, 64, 0);
    MeasuredLayer layer = MeasuredLayer.of(w, WEIGHT_GRID, draw(INPUTS, 64, 20_000, 1), INPUT_GRID);
    JointMoments input = JointMoments.of(INPUTS, INPUT_GRID);
    DMatrixRMaj wq = MeasuredLayer.quantized(w, WEIGHT_GRID);
    double covariance = input.quantized(1, 1) - input.quantized(1, 0) * input.quantized(0, 1);
    for (int r = 0; r < 3; r++) {
      double ee = 0;
      double ww = 0;
      double ew = 0;
      for (int i = 0; i < 64; i++) {
        double e = wq.get(r, i) - w.get(r, i);
        ee += e * e;
        ww += w.get(r, i) * w.get(r, i);
        ew += e * w.get(r, i);
      }
      OutputError output = layer.output(r);
      near(ee * input.quantizedVariance(), output.weightTerm(), "weight term");
      near(ww * input.errorVariance(), output.activationTerm(), "activation term");
      near(2 * ew * covariance, output.crossTerm(), "cross term");
      near(BiasCorrection.analytic(w, wq, input).mean(r).value(), output.mean(), "mean");
      double sum =
          output.weightTerm().value()
              + output.activationTerm().value()
              + output.crossTerm().value();
      Near.relative(output.variance().value(), sum, 1e-12, "an identity");
    }
    var e = assertThrows(IllegalArgumentException.class, () -> layer.output(3));
    assertEquals("output must be in 0..2, got 3", e.getMessage());
    double[] two = {1, 2};
    e =
        assertThrows(
            IllegalArgumentException.class, () -> OutputError.of(two, new double[] {1, 2, 3}));
    assertEquals("both parts of an error must have as many inputs, got 2 and 3", e.getMessage());
  }

  @Test
  void biasCorrectionLeavesTheVarianceWithinOutputs() {
    JointMoments input = JointMoments.of(INPUTS, INPUT_GRID);
    LayerError predicted = LayerError.of(64, JointMoments.of(WEIGHTS, WEIGHT_GRID), input);
    DMatrixRMaj w = draw(WEIGHTS, 300, 64, 0);
    DMatrixRMaj wq = MeasuredLayer.quantized(w, WEIGHT_GRID);
    DMatrixRMaj few = draw(INPUTS, 64, 10, 2);
    BiasCorrection empirical =
        BiasCorrection.empirical(MeasuredLayer.of(w, WEIGHT_GRID, few, INPUT_GRID).error());
    BiasCorrection analytic = BiasCorrection.analytic(w, wq, input);
    DMatrixRMaj fresh =
        MeasuredLayer.of(w, WEIGHT_GRID, draw(INPUTS, 64, 600, 3), INPUT_GRID).error();
    near(predicted.withinOutputs(), power(analytic.residual(fresh)), "analytic");
    near(1.1 * predicted.withinOutputs(), power(empirical.residual(fresh)), "from 10 samples");
    assertTrue(predicted.power() > 1.2 * predicted.withinOutputs(), "there was something to gain");
    double[] b = analytic.corrected(new double[300]);
    assertEquals(-analytic.mean(17).value(), b[17]);
    assertEquals(300, analytic.outputs());
  }

  private static Estimate power(DMatrixRMaj m) {
    return CrossedMean.of(MeasuredLayer.entries(m, m, (a, b) -> a * b));
  }

  @Test
  void shapesThatDoNotMatchAreBothNamed() {
    DMatrixRMaj w = new DMatrixRMaj(4, 5);
    DMatrixRMaj x = new DMatrixRMaj(6, 7);
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> MeasuredLayer.of(w, WEIGHT_GRID, x, INPUT_GRID));
    assertEquals(
        "W must have as many columns as X has rows, got W 4 x 5 and X 6 x 7", e.getMessage());
    DMatrixRMaj good = new DMatrixRMaj(5, 7);
    e = assertThrows(IllegalArgumentException.class, () -> MeasuredLayer.of(w, x, good, good));
    assertEquals(
        "W and its quantized twin must have one shape, got 4 x 5 and 6 x 7", e.getMessage());
    e =
        assertThrows(
            IllegalArgumentException.class,
            () -> BiasCorrection.analytic(w, w, new double[5], new double[3]));
    assertEquals(
        "W must have one column for each input, got W 4 x 5 and 3 means of E_X", e.getMessage());
    BiasCorrection correction = BiasCorrection.empirical(w);
    e = assertThrows(IllegalArgumentException.class, () -> correction.residual(x));
    assertEquals("the error must have one row for each of 4 outputs, got 6 x 7", e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> correction.corrected(new double[2]));
    assertEquals("b must have one entry for each of 4 outputs, got 2", e.getMessage());
  }
}

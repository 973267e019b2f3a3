package org.halfstep.propagate;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ejml.data.DMatrixRMaj;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.numeric.Estimate;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class SecondMomentsTest {

  /** The layer of second_moments.py. */
  private static DMatrixRMaj oracleWeights() {
    DMatrixRMaj w = new DMatrixRMaj(5, 7);
    for (int j = 0; j < 5; j++) {
      for (int i = 0; i < 7; i++) {
        w.set(j, i, ((37 * i + 11 * j) % 23 - 11) / 16.0);
      }
    }
    return w;
  }

  private static DMatrixRMaj oracleInputs() {
    DMatrixRMaj x = new DMatrixRMaj(7, 40);
    for (int i = 0; i < 7; i++) {
      for (int t = 0; t < 40; t++) {
        x.set(i, t, Math.max(0, ((29 * i + 53 * t + i * t) % 61 - 20) / 32.0));
      }
    }
    return x;
  }

  private static Grid codes(int low, int high) {
    double[] levels = new double[high - low + 1];
    for (int k = low; k <= high; k++) {
      levels[k - low] = k;
    }
    return Grid.of(levels);
  }

  @Test
  void powersAreThoseOfNumPysBruteForce() {
    DMatrixRMaj w = oracleWeights();
    DMatrixRMaj x = oracleInputs();
    for (Oracle row : Oracle.rows("second_moments")) {
      double step = row.number("input_step");
      DMatrixRMaj wq =
          MeasuredLayer.quantized(
              w, Grid.integer(4, Range.SYMMETRIC).scaled(row.number("weight_step")));
      DMatrixRMaj xq = MeasuredLayer.quantized(x, codes(0, row.integer("top")).scaled(step));
      SecondMoments m = SecondMoments.of(x, xq);
      Near.relative(row.number("power"), m.power(w, wq), 1e-13, row);
      Near.relative(row.number("uncorrelated"), m.powerOfUncorrelatedErrors(w, wq), 1e-13, row);
      Near.relative(row.number("uniform"), m.powerOfUniformErrors(w, wq, step), 1e-13, row);
    }
  }

  private static DMatrixRMaj random(int rows, int columns, long stream) {
    DMatrixRMaj m = new DMatrixRMaj(rows, columns);
    new Philox(19, stream).fillGaussian(0, m.data);
    return m;
  }

  @Test
  void fullMatricesGiveThePowerOfTheMeasuredSamples() {
    for (int n : new int[] {1, 2, 9, 40}) {
      DMatrixRMaj w = random(6, n, n);
      DMatrixRMaj x = DenseNetwork.rectified(random(n, 50, 100 + n));
      for (int bits : new int[] {2, 4, 8}) {
        Grid grid = Grid.integer(bits, Range.UNSIGNED).scaled(3 / Math.pow(2, bits));
        DMatrixRMaj wq =
            MeasuredLayer.quantized(w, Grid.integer(bits, Range.SYMMETRIC).scaled(0.3));
        DMatrixRMaj xq = MeasuredLayer.quantized(x, grid);
        double measured = MeasuredLayer.of(w, wq, x, xq).power().value();
        Near.relative(measured, SecondMoments.of(x, xq).power(w, wq), 1e-12, n + ", " + bits);
      }
    }
  }

  /** Rounded after a random shift that is then taken back, errors are uniform and independent. */
  @Test
  void ditheredErrorsHaveThePredictedPower() {
    int n = 12;
    double step = 0.5;
    DMatrixRMaj w = random(30, n, 1);
    DMatrixRMaj wq = MeasuredLayer.quantized(w, Grid.integer(5, Range.SYMMETRIC).scaled(0.2));
    DMatrixRMaj x = DenseNetwork.rectified(random(n, 20_000, 2));
    DMatrixRMaj xq = new DMatrixRMaj(n, x.numCols);
    double[] u = new double[x.getNumElements()];
    new Philox(19, 3).fillUniform(0, u);
    for (int i = 0; i < u.length; i++) {
      xq.data[i] = x.data[i] == 0 ? 0 : x.data[i] + step * (u[i] - 0.5);
    }
    SecondMoments m = SecondMoments.of(x, xq);
    Estimate measured =
        Estimate.ofMean(NoiseFlags.samplePowers(MeasuredLayer.of(w, wq, x, xq).error()));
    double four = 4 * measured.standardError();
    assertTrue(four < 0.04 * measured.value(), measured.toString());
    Near.absolute(measured.value(), m.powerOfUncorrelatedErrors(w, wq), four, "uncorrelated");
    Near.absolute(measured.value(), m.powerOfUniformErrors(w, wq, step), four, "uniform");
  }

  @Test
  void momentsAreMeansOfProducts() {
    DMatrixRMaj x = new DMatrixRMaj(2, 2, true, 1, 3, 0, 2);
    DMatrixRMaj xq = new DMatrixRMaj(2, 2, true, 1.5, 3, 0, 1);
    SecondMoments m = SecondMoments.of(x, xq);
    Near.ulps(5, m.signal().get(0, 0), 1, "E x0 x0");
    Near.ulps(3, m.signal().get(1, 0), 1, "E x1 x0");
    Near.ulps(0.125, m.errors().get(0, 0), 1, "E e0 e0");
    Near.ulps(0.5, m.errors().get(1, 1), 1, "E e1 e1");
  }

  @Test
  void shapesMustMatch() {
    DMatrixRMaj x = random(3, 4, 0);
    SecondMoments m = SecondMoments.of(x, x);
    assertThrows(IllegalArgumentException.class, () -> SecondMoments.of(x, random(3, 5, 0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> SecondMoments.of(new DMatrixRMaj(3, 0), new DMatrixRMaj(3, 0)));
    DMatrixRMaj w = random(2, 4, 0);
    String message = assertThrows(IllegalArgumentException.class, () -> m.power(w, w)).getMessage();
    assertTrue(message.contains("3 columns") && message.contains("2 x 4"), message);
    DMatrixRMaj good = random(2, 3, 0);
    assertThrows(IllegalArgumentException.class, () -> m.powerOfUniformErrors(good, good, 0));
    assertThrows(
        IllegalArgumentException.class, () -> m.powerOfUncorrelatedErrors(good, random(3, 3, 0)));
  }
}

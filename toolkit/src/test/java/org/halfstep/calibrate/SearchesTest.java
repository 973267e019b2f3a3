package org.halfstep.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;
import org.halfstep.theory.ErrorReport;
import org.junit.jupiter.api.Test;

/** Searches on data against their definitions, value by value. */
class SearchesTest {

  private static List<Oracle> rows(String search) {
    List<Oracle> rows =
        Oracle.rows("searches").stream().filter(r -> r.text("search").equals(search)).toList();
    assertTrue(!rows.isEmpty());
    return rows;
  }

  private static double[] data(Oracle row) {
    return Arrays.stream(row.text("data").split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private static Grid codes(int qmax) {
    return Grid.integer(33 - Integer.numberOfLeadingZeros(qmax), Range.SYMMETRIC);
  }

  private static void assertSearch(String name, Calibration search) {
    for (Oracle row : rows(name)) {
      Affine map = search.fit(Empirical.of(data(row)), codes(row.integer("qmax")));
      // MNN's ridge counts values, ours probabilities: both are 1e-9 of the mean of q^2 or less.
      assertEquals(row.number("answer"), map.scale(), 1e-12 * map.scale(), name);
    }
  }

  @Test
  void alternatingLeastSquaresIsMnns() {
    assertSearch("mnn_weights", AlternatingLeastSquares.mnnWeights());
    assertSearch("mnn_activations", AlternatingLeastSquares.mnnActivations());
  }

  @Test
  void histogramsLeastErrorIsTheDefinitions() {
    for (Oracle row : rows("histogram")) {
      long[] counts = Arrays.stream(data(row)).mapToLong(v -> (long) v).toArray();
      HistogramMse found = HistogramMse.of(counts, row.integer("qmax"), 64);
      assertEquals(row.integer("answer"), found.bin());
      // Sums of n c^2 up to 2 10^9 are whole multiples of 1/4: what cancels is exact to 1e-6.
      assertEquals(row.number("value"), found.loss(), 1e-9 * (1 + found.loss()));
    }
  }

  @Test
  void isotoneKeepsMostRows() {
    for (Oracle row : rows("isotone")) {
      double[] flat = data(row);
      float[][] scores = new float[flat.length / 10][10];
      for (int i = 0; i < flat.length; i++) {
        scores[i / 10][i % 10] = (float) flat[i];
      }
      Isotone found = Isotone.of(scores, row.integer("qmax"));
      assertEquals(row.number("answer"), found.scale(), 1e-15);
      assertEquals(row.integer("value"), found.rows());
      int kept = kept(scores, found.scale());
      assertTrue(kept >= 0.8 * found.rows(), kept + " of " + found.rows());
    }
  }

  /** Rows whose winner has a code of its own. */
  private static int kept(float[][] scores, double scale) {
    int kept = 0;
    for (float[] row : scores) {
      float[] sorted = row.clone();
      Arrays.sort(sorted);
      double second = Math.min(127, Math.rint(sorted[8] / scale));
      double first = Math.min(127, Math.rint(sorted[9] / scale));
      kept += first > second ? 1 : 0;
    }
    return kept;
  }

  @Test
  void isotoneFallsBackOnTheLastRow() {
    assertEquals(new Isotone(4 / 255.0, 0), Isotone.of(new float[][] {{1, 1}, {2, 2}}, 127));
    assertThrows(IllegalArgumentException.class, () -> Isotone.of(new float[0][], 127));
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> Isotone.of(new float[][] {{1, Float.NaN}}, 127));
    assertTrue(e.getMessage().contains("got NaN in row 0"), e.getMessage());
  }

  private static final Distribution SAMPLE =
      Empirical.of(Gaussian.STANDARD.sample(new Philox(21, 0), 2000));

  private static double mse(Calibration c, Grid codes) {
    return ErrorReport.of(SAMPLE, c.on(SAMPLE, codes)).mse();
  }

  @Test
  void admmIsNoWorseThanItsStartAndAlternatingEndsWhereItStands() {
    for (int qmax : new int[] {1, 3, 7, 127}) {
      Grid codes = codes(qmax);
      Calibration start = new MinMax(ScaleRule.DISTILLER_RESTRICTED, true);
      double best = mse(LeastLoss.mse(), codes);
      double admm = mse(new Admm(1, 60, start), codes);
      assertTrue(admm <= mse(start, codes) && admm >= best * (1 - 1e-12), qmax + ": " + admm);
      AlternatingLeastSquares turns = new AlternatingLeastSquares(1.25, 10_000, 0);
      double scale = turns.fit(SAMPLE, codes).scale();
      double again = LeastLoss.mse().fit(SAMPLE, codes).scale();
      assertTrue(mse(turns, codes) >= best * (1 - 1e-12), scale + " " + again);
    }
  }

  @Test
  void startsThatRoundAllToZeroAreNamed() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new AlternatingLeastSquares(1e-3, 10, 0).fit(SAMPLE, codes(127)));
    assertTrue(e.getMessage().contains("rounded to 0"), e.getMessage());
  }
}

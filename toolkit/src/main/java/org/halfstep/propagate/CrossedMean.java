package org.halfstep.propagate;

import org.apache.commons.numbers.core.Sum;
import org.ejml.data.DMatrixRMaj;
import org.halfstep.numeric.Estimate;

/**
 * The mean over a matrix whose rows are independent draws, and whose columns are: outputs of a
 * layer, which share inputs along a column and weights along a row.
 *
 * <p>The entries are then not independent, and {@code sigma / sqrt(R C)} is too small, often by
 * far. An entry is {@code mean + row effect + column effect + rest}, and the mean of R x C of them
 * has the variance
 *
 * <pre>
 * s_row^2 / R + s_column^2 / C + s_rest^2 / (R C)
 * </pre>
 *
 * estimated without bias by {@code var(row means)/R + var(column means)/C - var(rest)/(R C)}
 * (crossed random effects: Searle, Casella and McCulloch, Variance Components, 1992, chapter 4).
 * Where a few clipped numbers carry the values, as any standard error it is too small more often
 * than not.
 */
public final class CrossedMean {

  private CrossedMean() {}

  /**
   * Returns the mean and its standard error.
   *
   * @param values at least 2 x 2; not modified
   * @return the mean over all entries; its standard error counts shared rows and columns
   * @throws IllegalArgumentException if there are fewer than 2 rows or columns
   */
  public static Estimate of(DMatrixRMaj values) {
    int rows = values.numRows;
    int columns = values.numCols;
    if (rows < 2 || columns < 2) {
      throw new IllegalArgumentException(
          "a crossed mean needs at least 2 rows and 2 columns, got " + rows + " x " + columns);
    }
    double[] byRow = new double[rows];
    double[] byColumn = new double[columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        double v = values.data[r * columns + c];
        byRow[r] += v / columns;
        byColumn[c] += v / rows;
      }
    }
    double mean = Sum.of(byRow).getAsDouble() / rows;
    double ofRows = variance(byRow, mean, rows - 1) / rows;
    double ofColumns = variance(byColumn, mean, columns - 1) / columns;
    Sum rest = Sum.create();
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        double d = values.data[r * columns + c] - byRow[r] - byColumn[c] + mean;
        rest.add(d * d);
      }
    }
    double ofRest = rest.getAsDouble() / ((rows - 1.0) * (columns - 1.0)) / rows / columns;
    // The difference may come out too small by chance where neither effect exists.
    double square = Math.max(ofRows + ofColumns - ofRest, Math.min(ofRows, ofColumns));
    return new Estimate(mean, Math.sqrt(square));
  }

  private static double variance(double[] means, double mean, double divisor) {
    Sum sum = Sum.create();
    for (double v : means) {
      sum.add((v - mean) * (v - mean));
    }
    return sum.getAsDouble() / divisor;
  }
}

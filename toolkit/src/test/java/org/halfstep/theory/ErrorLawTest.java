package org.halfstep.theory;

import org.halfstep.Near;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

/** The law of the error is a law, and its moments are those of the report. */
class ErrorLawTest {

  private static final Grid GRID = Grid.integer(3, Range.FULL).scaled(0.7);

  @Test
  void itsMomentsAreThoseOfTheReport() {
    ErrorLaw error = ErrorLaw.of(Laplace.ofSigma(1), GRID);
    ErrorReport report = ErrorReport.of(Laplace.ofSigma(1), GRID);
    double[] m = new double[5];
    error.moments(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, m);
    Near.relative(1, m[0], 1e-13, "mass");
    Near.absolute(report.bias(), m[1], 1e-14, "bias");
    Near.relative(report.mse(), m[2], 1e-13, "mse");
    double fourth = new CentralFourth(m).value();
    Near.relative(report.kurtosis(), fourth / Math.pow(error.variance(), 2), 1e-12, "kurtosis");
  }

  /** E[(e - mean)^4] from moments about 0. */
  private record CentralFourth(double[] m) {
    double value() {
      double b = m[1];
      return m[4] - 4 * b * m[3] + 6 * b * b * m[2] - 3 * b * b * b * b;
    }
  }

  @Test
  void itsDensityIsTheOneThatItsMomentsIntegrate() {
    ErrorLaw error = ErrorLaw.of(Gaussian.STANDARD, GRID);
    Distribution byDensity = Distribution.of(error::pdf, error.breaks());
    for (double x : new double[] {-0.3, -0.1, 0, 0.2, 0.34, 0.5}) {
      Near.absolute(byDensity.cdf(x), error.cdf(x), 1e-12, x);
    }
  }

  @Test
  void itsCdfIsTheShareOfMeasuredErrors() {
    float[] x = Gaussian.STANDARD.sample(new Philox(6, 0), 50_000);
    double[] e = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      e[i] = GRID.nearest(x[i]) - x[i];
    }
    Empirical measured = Empirical.of(e);
    ErrorLaw error = ErrorLaw.of(Gaussian.STANDARD, GRID);
    for (double at : new double[] {-0.5, -0.2, 0, 0.1, 0.3}) {
      double p = error.cdf(at);
      Near.absolute(p, measured.cdf(at), 4 * Math.sqrt(p * (1 - p) / x.length), at);
    }
  }
}

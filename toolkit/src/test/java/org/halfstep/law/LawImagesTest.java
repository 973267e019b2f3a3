package org.halfstep.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.halfstep.Near;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.theory.ErrorReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Images of laws keep their kind and their atoms; reports of laws by density know their error. */
class LawImagesTest {

  private static final double INF = Double.POSITIVE_INFINITY;

  private static double probability(Distribution law, double lo, double hi) {
    double[] m = new double[1];
    law.moments(0, lo, hi, m);
    return m[0];
  }

  @Test
  void affineImagesStayInTheKind() {
    assertEquals(new Gaussian(-1, 4), new Gaussian(1, 2).scaled(-2).shifted(1));
    assertEquals(new Laplace(3, 1), new Laplace(0, 2).scaled(0.5).shifted(3));
    assertEquals(new Logistic(0, 6), new Logistic(0, 2).scaled(-3));
    assertEquals(new StudentT(5, -3, 4), new StudentT(5, 1, 2).scaled(-2).shifted(-1));
    assertEquals(new Uniform(-6, 2), new Uniform(-1, 3).scaled(-2));
    assertEquals(
        new GeneralizedGaussian(2, 3, 1.5),
        new GeneralizedGaussian(0, 1, 1.5).scaled(3).shifted(2));
    assertEquals(
        Discrete.of(new double[] {-4, 2}, new double[] {0.75, 0.25}),
        Discrete.of(new double[] {-1, 2}, new double[] {0.25, 0.75}).scaled(-2));
    assertEquals(
        PiecewiseUniform.of(new double[] {-4, 0, 2}, new double[] {3, 1}),
        PiecewiseUniform.of(new double[] {-1, 0, 2}, new double[] {1, 3}).scaled(-2));
    assertInstanceOf(Rectified.class, Gaussian.STANDARD.rectified().scaled(2));
    assertInstanceOf(Mixture.class, Mixture.of(new double[] {1}, Gaussian.STANDARD).shifted(1));
    assertThrows(IllegalArgumentException.class, () -> Gaussian.STANDARD.scaled(0));
    assertThrows(IllegalArgumentException.class, () -> Gaussian.STANDARD.rectified().shifted(INF));
  }

  /** 0.1 * 3 rounds: an end at the image of an atom must still be on the right side of it. */
  @Test
  void anAtomIsInsideAtTheUpperEndAndOutsideAtTheLowerEnd() {
    Distribution atoms = Discrete.of(new double[] {-3, 0, 7}, new double[] {0.25, 0.25, 0.5});
    Distribution half = Mixture.of(new double[] {0.5, 0.5}, atoms, atoms).within(-4, 8);
    for (double a : new double[] {0.1, -0.1, 3, -1 / 3.0, 1e-5, -7e9}) {
      for (Distribution law : List.of(half.scaled(a).shifted(0.7), half.scaled(a))) {
        for (double x : law.breaks()) {
          double mass = law.mass(x);
          assertEquals(mass, probability(law, Math.nextDown(x), x), 1e-15, law + " at " + x);
          assertEquals(0, probability(law, x, Math.nextUp(x)), law + " at " + x);
          double jump = law.cdf(x) - law.cdf(Math.nextDown(x));
          assertEquals(mass, jump, 1e-15, law + " at " + x);
          assertEquals(mass > 0 ? x : law.quantile(law.cdf(x)), law.quantile(law.cdf(x)), "" + x);
        }
      }
    }
    assertEquals(0.25, probability(atoms.folded(), -1, 0));
    assertEquals(0.25, probability(atoms.folded(), 0, 3));
    assertEquals(0, probability(atoms.folded(), 3, Math.nextDown(7)));
    assertEquals(0.5, probability(atoms.rectified(), -1e-300, 0));
    assertEquals(0.5, atoms.rectified().mass(0));
  }

  @Test
  void spreadingABinAddsATwelfthOfItsSquare() {
    double[] edges = {0, 0.5, 1, 1.5, 2};
    double[] counts = {3, 1, 0, 6};
    double centres = Discrete.atBinCentres(edges, counts).variance();
    Near.relative(
        centres + 0.25 / 12, PiecewiseUniform.of(edges, counts).variance(), 1e-15, "variance");
    assertEquals(3, Discrete.atBinCentres(edges, counts).size());
  }

  @Test
  void aMomentIsInfiniteOnlyWhereTheIntervalIs() {
    double[] m = new double[5];
    StudentT.of(2).moments(0, 1, 1e8, m);
    assertTrue(m[4] < INF && m[2] < INF);
    double[] above = new double[5];
    StudentT.of(2).moments(0, -5, INF, above);
    assertTrue(above[1] < INF);
    assertEquals(INF, above[2]);
    assertEquals(INF, above[3]);
    double[] below = new double[5];
    StudentT.of(2).moments(0, -INF, 5, below);
    assertEquals(-INF, below[3]);
    assertEquals(INF, below[4]);
    assertTrue(Double.isNaN(StudentT.of(1).mean()));
    assertEquals(INF, StudentT.of(2).variance());
    Near.relative(5 / 3.0, StudentT.of(5).variance(), 1e-15, "variance");
  }

  @Test
  void familiesMeetInTheirCommonMembers() {
    for (double x : new double[] {-20, -1, 0, 0.3, 4, 12}) {
      Distribution two = new GeneralizedGaussian(1, Math.sqrt(2) * 3, 2);
      Near.relative(new Gaussian(1, 3).pdf(x), two.pdf(x), 1e-13, x);
      Near.relative(new Gaussian(1, 3).cdf(x), two.cdf(x), 1e-13, x);
      Near.relative(new Laplace(1, 3).cdf(x), new GeneralizedGaussian(1, 3, 1).cdf(x), 1e-14, x);
      Near.relative(0.5 - Math.atan(x) / Math.PI, StudentT.of(1).survival(x), 1e-13, x);
    }
    Near.relative(1, GeneralizedGaussian.ofSigma(1, 0.4).variance(), 1e-14, "variance");
    Near.relative(4, StudentT.ofSigma(2.5, 2).variance(), 1e-14, "variance");
    Near.relative(9, Logistic.ofSigma(3).variance(), 1e-15, "variance");
  }

  @Test
  void theReportOfALawByDensityBoundsItsOwnError() {
    List<Distribution> laws =
        List.of(
            Gaussian.STANDARD,
            new Laplace(0.2, 1),
            StudentT.of(5),
            new GeneralizedGaussian(0, 1, 0.6),
            PiecewiseUniform.of(new double[] {-2, -0.1, 0.3, 3}, new double[] {1, 5, 2}));
    for (Distribution exact : laws) {
      Distribution law = Distribution.of(exact::pdf, exact.breaks());
      for (double step : new double[] {0.01, 0.3, 40}) {
        Grid grid = Grid.integer(6, Range.FULL).scaled(step);
        ErrorReport report = ErrorReport.of(law, grid);
        ErrorReport truth = ErrorReport.of(exact, grid);
        double allowed = report.uncertainty() + truth.uncertainty() + 1e-14 * truth.mse();
        Near.absolute(truth.mse(), report.mse(), allowed, exact + " step " + step);
        assertTrue(report.uncertainty() < 1e-10 * report.mse(), "a useful estimate: " + report);
      }
    }
  }

  @Test
  void badParametersNameTheRuleAndTheValue() {
    refused("degrees of freedom must be positive and finite, got 0.0", () -> StudentT.of(0));
    refused("must be above 2 for a standard deviation, got 2.0", () -> StudentT.ofSigma(2, 1));
    refused("shape must be in 0.1..100, got 0.0", () -> new GeneralizedGaussian(0, 1, 0));
    refused("scale must be positive and finite, got -1.0", () -> new Logistic(0, -1));
    refused(
        "weights must have sum 1, got 0.9",
        () -> Mixture.of(new double[] {0.9}, Gaussian.STANDARD));
    refused("1 weights and 0 parts", () -> Mixture.of(new double[] {1}));
    refused(
        "probabilities must have sum 1, got 1.5",
        () -> Discrete.of(new double[] {1, 2}, new double[] {1, 0.5}));
    refused(
        "edges must increase, got 1.0 after 1.0",
        () -> PiecewiseUniform.of(new double[] {1, 1}, new double[] {1}));
    refused(
        "a weight must be finite and at least 0, got -2.0 at index 0",
        () -> Discrete.atBinCentres(new double[] {1, 2}, new double[] {-2}));
    refused(
        "the sum of weights must be positive and finite, got 0.0",
        () -> PiecewiseUniform.of(new double[] {1, 2}, new double[] {0}));
  }

  private static void refused(String text, Executable call) {
    var e = assertThrows(IllegalArgumentException.class, call);
    assertTrue(e.getMessage().contains(text), e.getMessage());
  }
}

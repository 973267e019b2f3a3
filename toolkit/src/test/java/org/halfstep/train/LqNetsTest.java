package org.halfstep.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.numeric.Philox;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.LloydMax;
import org.junit.jupiter.api.Test;

/** The alternation of LQ-Nets: it cannot raise the error, and stops at local minima. */
class LqNetsTest {

  private static final List<Distribution> LAWS =
      List.of(
          Gaussian.STANDARD,
          Laplace.ofSigma(1),
          Empirical.of(new Gaussian(0.3, 1).sample(new Philox(2, 0), 500)));

  @Test
  void aStepNeverRaisesTheErrorWithOrWithoutRidgeOrMemory() {
    for (Distribution law : LAWS) {
      for (double ridge : new double[] {0, 1e-4, 0.1}) {
        for (double part : new double[] {0.1, 1}) {
          LqNets now = LqNets.weights(0.2, 0.5, 1.3);
          double error = now.mse(law);
          for (int i = 0; i < 30; i++) {
            now = now.toward(now.step(law, ridge), part);
            double next = now.mse(law);
            assertTrue(next <= error * (1 + 1e-12), "step " + i + ": " + next + " after " + error);
            error = next;
          }
        }
      }
    }
  }

  @Test
  void theLevelsAreTheSumsOfTheBasis() {
    assertArrayEquals(
        Grid.sums(0.3, 0.5, 1.1).levels(), LqNets.weights(0.3, 0.5, 1.1).grid().levels(), 1e-15);
    assertArrayEquals(
        Grid.subsetSums(0.3, 0.5, 1.1).levels(),
        LqNets.activations(0.3, 0.5, 1.1).grid().levels(),
        1e-15);
    assertEquals(7, LqNets.weights(0.3, 0.6, 0.3).grid().size(), "sums that agree are one level");
  }

  @Test
  void activationsPassNoGradientAboveTheTopLevel() {
    LqNets q = LqNets.activations(0.5, 1);
    assertEquals(1, q.slope(1.5));
    assertEquals(0, q.slope(1.5001));
    assertEquals(1, LqNets.weights(0.5, 1).slope(100));
    assertEquals(0.5, q.value(0.75), "a threshold belongs to the level below");
  }

  @Test
  void firstBasesArePublishedOnes() {
    double[] weights = LqNets.startOfWeights(3, 288).parameters();
    Near.relative(0.6745 * Math.sqrt(2.0 / 288) / 4, weights[0], 1e-15, "weights");
    assertEquals(4 * weights[0], weights[2]);
    double[] activations = LqNets.startOfActivations(2).parameters();
    Near.relative(0.6745 * 2 / 3, activations[0], 1e-15, "activations");
    assertEquals(2 * activations[0], activations[1]);
  }

  @Test
  void descentAndRoundsRestAtTheBestBasisThatAWideSearchFound() {
    for (Oracle row : Oracle.rows("lq_optima")) {
      Distribution law = row.text("law").equals("gaussian") ? LAWS.get(0) : LAWS.get(1);
      double[] basis =
          Arrays.stream(row.text("basis").split(";")).mapToDouble(Double::parseDouble).toArray();
      double[] near = Arrays.stream(basis).map(v -> v + 0.01).toArray();
      LqNets rest = LqNets.weights(near).settled(law);
      Near.relative(row.number("mse"), rest.mse(law), 1e-11, row);
      assertArrayEquals(basis, rest.parameters(), 1e-9, row.toString());
    }
  }

  @Test
  void restIsALocalMinimumAndTheBestOfManyIsStillAboveLloydMax() {
    Distribution law = Gaussian.STANDARD;
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int seed = 0; seed < 12; seed++) {
      Philox random = new Philox(seed, 3);
      LqNets rest =
          LqNets.weights(random.uniform(0), random.uniform(1), 2 * random.uniform(2)).settled(law);
      double error = rest.mse(law);
      assertArrayEquals(new double[3], SquaredError.under(law).gradient(rest), 1e-9, "no slope");
      least = Math.min(least, error);
      most = Math.max(most, error);
    }
    double free = ErrorReport.of(law, LloydMax.of(law, 8)).mse();
    assertTrue(least > 1.015 * free && least < 1.025 * free, "price " + least / free);
    assertTrue(most > 1.04 * least, "starts matter: " + most / least);
  }

  @Test
  void codesThatNoNumberUsesNeedARidge() {
    Empirical two = Empirical.of(-1, 1);
    LqNets far = LqNets.weights(1, 10);
    assertThrows(ArithmeticException.class, () -> far.step(two, 0));
    assertTrue(far.step(two, 1e-4).mse(two) <= far.mse(two));
  }
}

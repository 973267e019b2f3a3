package org.halfstep.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.halfstep.Near;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.numeric.Philox;
import org.halfstep.numeric.Search;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.LloydMax;
import org.halfstep.theory.OptimalScale;
import org.junit.jupiter.api.Test;

/** Where descent comes to rest, from five seeds: at the best grid, or a known distance from it. */
class DescentTest {

  private static final List<Distribution> LAWS = List.of(Gaussian.STANDARD, Laplace.ofSigma(1));

  /** What is asked of those that can reach the best grid. */
  private static final double CLOSE = 1e-3;

  private interface Case {
    void check(Distribution law, int bits, Empirical first);
  }

  /** Two laws, 2 to 4 bits, five seeds, each giving a small sample to start from. */
  private static void everywhere(Case c) {
    for (Distribution law : LAWS) {
      for (int bits = 2; bits <= 4; bits++) {
        for (int seed = 1; seed <= 5; seed++) {
          c.check(law, bits, Empirical.of(law.sample(new Philox(seed, 36), 400)));
        }
      }
    }
  }

  private static double excess(Distribution law, Grid grid, double best) {
    return ErrorReport.of(law, grid).mse() / best - 1;
  }

  private static double lloydMax(Distribution law, int bits) {
    return ErrorReport.of(law, LloydMax.of(law, 1 << bits)).mse();
  }

  private static double uniform(Distribution law, int bits, Range range) {
    return OptimalScale.mse(law, Grid.integer(bits, range)).report().mse();
  }

  private static void assertReached(double excess, Object where) {
    assertTrue(excess > -1e-6 && excess < CLOSE, () -> "excess " + excess + " at " + where);
  }

  @Test
  void freeLevelsComeToLloydMax() {
    everywhere((law, bits, first) -> {
      LearnedLevels start = LearnedLevels.at(first, 1 << bits);
      LearnedLevels end = Descent.of(0.06, 600).fit(start, law);
      assertReached(excess(law, end.grid(), lloydMax(law, bits)), law + " " + bits);
    });
  }

  @Test
  void aScaleWithItsTrueDerivativeComesToTheOptimalUniformGrid() {
    everywhere((law, bits, first) -> {
      for (Range range : List.of(Range.SYMMETRIC, Range.FULL, Range.MIDRISE)) {
        double s = LearnedScale.lsqStart(first, 1 << (bits - 1));
        Grid unit = Grid.integer(bits, range);
        LearnedScale start = new LearnedScale(unit, s, Through.NOWHERE, 1);
        Grid end = Descent.of(0.05, 150).fit(start, law).grid();
        assertReached(excess(law, end, uniform(law, bits, range)), law + " " + bits);
      }
    });
  }

  @Test
  void sigmoidSumsOfFixedTemperatureScaleComeToTheirBestGrid() {
    everywhere((law, bits, first) -> {
      int n = 1 << bits;
      SigmoidSum free = SigmoidSum.weights(LearnedLevels.at(first, n).grid(), 1).learningGaps();
      Grid end = annealed(free.holdingInput(), law, n, 80);
      assertReached(excess(law, end, lloydMax(law, bits)), "gaps " + law + " " + bits);
      Grid even = Grid.integer(bits, Range.MIDRISE).scaled(LearnedScale.lsqStart(first, n / 2));
      end = annealed(SigmoidSum.weights(even, 1).holdingInput(), law, n, 30);
      double best = uniform(law, bits, Range.MIDRISE);
      assertReached(excess(law, end, best), "uniform " + law + " " + bits);
    });
  }

  private static Grid annealed(SigmoidSum start, Distribution law, int n, int steps) {
    SigmoidSum q = start;
    for (double t : new double[] {5, 20, 100}) {
      q = Descent.of(0.05, t < 100 ? steps : 4 * steps).fit(q.temperature(t * n), law);
    }
    return q.grid();
  }

  @Test
  void aSigmoidSumThatLearnsItsInputScaleUndoesTheTemperature() {
    for (Distribution law : LAWS) {
      SigmoidSum q = SigmoidSum.weights(Grid.integer(2, Range.MIDRISE), 32);
      SigmoidSum end = Descent.of(0.02, 300).fit(q, law);
      SquaredError error = SquaredError.under(law);
      assertTrue(end.parameters()[1] < 0.3, "input scale " + end.parameters()[1]);
      // Softer than any staircase can be: below the least error that four levels allow.
      assertTrue(error.of(end) < 0.5 * lloydMax(law, 2), "soft error " + error.of(end));
      assertTrue(excess(law, end.grid(), uniform(law, 2, Range.MIDRISE)) > 0.2);
    }
  }

  @Test
  void twoSignsOfLqNetsAreFourFreeLevelsOfASymmetricLaw() {
    for (Distribution law : LAWS) {
      for (int seed = 1; seed <= 5; seed++) {
        Philox random = new Philox(seed, 37);
        LqNets start = LqNets.weights(0.2 + random.uniform(0), 1.2 + random.uniform(1));
        LqNets end = Descent.of(0.05, 300).fit(start, law);
        assertReached(end.mse(law) / lloydMax(law, 2) - 1, law + " by descent");
        assertReached(start.settled(law).mse(law) / lloydMax(law, 2) - 1, law + " by steps");
      }
    }
  }

  /** LSQ rests where shrinking by the error inside balances growing by the clipped part. */
  private static double lsqRest(Distribution law, Grid unit, Through through) {
    return Search.root(
        s -> SquaredError.under(law).gradient(new LearnedScale(unit, s, through, 1))[0], 0.05, 4);
  }

  @Test
  void lsqRestsBesideTheOptimumAtTwoBitsAndComesCloseAtFour() {
    everywhere((law, bits, first) -> {
      Grid unit = Grid.integer(bits, Range.MIDRISE);
      double best = uniform(law, bits, Range.MIDRISE);
      for (Through through : List.of(Through.LEVELS, Through.CELLS)) {
        double s = LearnedScale.lsqStart(first, 1 << (bits - 1));
        LearnedScale end = Descent.of(0.05, 200).fit(new LearnedScale(unit, s, through, 1), law);
        Near.relative(lsqRest(law, unit, through), end.scale(), 1e-5, law + " " + bits);
        double excess = excess(law, end.grid(), best);
        if (bits == 4) {
          assertReached(excess, law + " " + through);
        }
        if (bits == 2 && through == Through.LEVELS) {
          assertTrue(excess > 4e-3 && excess < 6e-3, law + " excess " + excess);
        }
      }
    });
  }

  @Test
  void dsqNeedsAnAlphaOfNothingToComeToTheOptimum() {
    everywhere((law, bits, first) -> {
      double c = 3 * first.folded().mean();
      double best = uniform(law, bits, Range.MIDRISE);
      Dsq sharp = Descent.of(0.05, 250).fit(Dsq.of(-c, c, 1 << bits, 1e-15), law);
      assertReached(excess(law, sharp.grid(), best), sharp);
      if (bits == 2) {
        Dsq usual = Descent.of(0.05, 250).fit(Dsq.of(-c, c, 1 << bits, 0.4), law);
        double excess = excess(law, usual.grid(), best);
        assertTrue(excess > 4e-3 && excess < 7e-3, usual + " excess " + excess);
      }
    });
  }

  @Test
  void anAlphaOfDsqThatLearnsGoesToOne() {
    for (Distribution law : LAWS) {
      Dsq end = Descent.of(0.03, 500).fit(Dsq.of(-2, 2, 4, 0.3).learningAlpha(), law);
      assertEquals(1, end.alpha(), 1e-3, "alpha");
    }
  }

  @Test
  void pactRestsWhereItsPenaltySaysWhateverTheBits() {
    double decay = 0.02;
    for (Distribution law : LAWS) {
      // 2 E[alpha - X; X >= alpha] + 2 c alpha = 0, once for each of two bounds.
      double rest =
          Search.root(
              a -> decay * a - law.expectation(x -> x - a, a, Double.POSITIVE_INFINITY), 0.2, 4);
      for (int bits = 2; bits <= 4; bits++) {
        Pact end = new Descent(0.05, 400, decay).fit(new Pact(-1, 1, 1 << bits), law);
        // Quantized values at the bound are the bound: rounding adds nothing to its gradient.
        Near.relative(rest, end.high(), 1e-5, law + " " + bits);
        Near.relative(-rest, end.low(), 1e-5, law + " " + bits);
      }
      Pact free = Descent.of(0.1, 300).fit(new Pact(-1, 1, 16), law);
      assertTrue(free.high() > 3, "without a penalty nothing holds the bound: " + free.high());
    }
  }

  @Test
  void thresholdsOfN2uqStayUnevenUnderASquaredError() {
    for (Distribution law : LAWS) {
      Distribution folded = law.folded();
      double[] excess = new double[5];
      for (int bits = 2; bits <= 4; bits++) {
        NonuniformToUniform end =
            Descent.of(0.03, 600).fit(NonuniformToUniform.activations(bits), folded);
        excess[bits] = excess(folded, end.grid(), uniform(folded, bits, Range.UNSIGNED));
      }
      assertTrue(excess[2] > 0.02 && excess[2] < 0.08, "2 bits " + excess[2]);
      assertTrue(excess[4] > 0.005 && excess[4] < 0.03, "4 bits " + excess[4]);
    }
  }

  @Test
  void miniBatchesComeCloseAsWell() {
    Distribution law = Gaussian.STANDARD;
    Grid unit = Grid.integer(4, Range.MIDRISE);
    double best = uniform(law, 4, Range.MIDRISE);
    for (int seed = 1; seed <= 5; seed++) {
      int stream = seed;
      LearnedScale start = LearnedScale.lsq(unit, 0.5);
      LearnedScale end =
          Descent.of(0.005, 400)
              .fitBatches(start, t -> Empirical.of(law.sample(new Philox(stream, t), 1000)));
      assertReached(excess(law, end.grid(), best), "seed " + seed);
    }
  }

  @Test
  void descentHasNoChanceInIt() {
    LearnedLevels start = LearnedLevels.of(Through.EVERYWHERE, -2, -0.1, 0.3, 1);
    Descent descent = Descent.of(0.05, 50);
    assertEquals(descent.fit(start, Gaussian.STANDARD), descent.fit(start, Gaussian.STANDARD));
  }
}

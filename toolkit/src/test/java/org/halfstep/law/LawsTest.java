package org.halfstep.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.halfstep.Near;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every law keeps {@link DistributionLaws}; here they are listed, with what is special to each. */
class LawsTest {

  @Nested
  class StandardGaussian extends DistributionLaws {
    @Override
    Distribution law() {
      return Gaussian.STANDARD;
    }
  }

  @Nested
  class FarNarrowGaussian extends DistributionLaws {
    @Override
    Distribution law() {
      return new Gaussian(-40, 0.01);
    }

    @Override
    double tolerance() {
      return 1e-11; // (x - mean)/sigma loses the 12 bits between 40 and 0.01
    }
  }

  @Nested
  class LaplaceLaw extends DistributionLaws {
    @Override
    Distribution law() {
      return Laplace.ofSigma(2);
    }
  }

  @Nested
  class UniformLaw extends DistributionLaws {
    @Override
    Distribution law() {
      return new Uniform(-0.5, 3);
    }
  }

  @Nested
  class LogisticLaw extends DistributionLaws {
    @Override
    Distribution law() {
      return new Logistic(3, 0.5);
    }
  }

  @Nested
  class StudentFive extends DistributionLaws {
    @Override
    Distribution law() {
      return StudentT.ofSigma(5, 1);
    }
  }

  @Nested
  class StudentFewDegrees extends DistributionLaws {
    @Override
    Distribution law() {
      return new StudentT(0.75, -1, 2);
    }
  }

  @Nested
  class StudentManyDegrees extends DistributionLaws {
    @Override
    Distribution law() {
      return StudentT.of(300.5);
    }
  }

  @Nested
  class PeakedPower extends DistributionLaws {
    @Override
    Distribution law() {
      return GeneralizedGaussian.ofSigma(1, 0.6);
    }
  }

  @Nested
  class FlatPower extends DistributionLaws {
    @Override
    Distribution law() {
      return new GeneralizedGaussian(0.5, 2, 7.5);
    }
  }

  @Nested
  class RectifiedGaussian extends DistributionLaws {
    @Override
    Distribution law() {
      return new Gaussian(0.25, 2).rectified();
    }
  }

  @Nested
  class RectifiedSample extends DistributionLaws {
    @Override
    Distribution law() {
      return Empirical.of(Gaussian.STANDARD.sample(new Philox(4, 0), 900)).rectified();
    }
  }

  @Nested
  class FoldedGaussian extends DistributionLaws {
    @Override
    Distribution law() {
      return new Gaussian(0.5, 1).folded();
    }
  }

  @Nested
  class FoldedDiscrete extends DistributionLaws {
    @Override
    Distribution law() {
      return Discrete.of(new double[] {-2, -1, 0, 1, 3}, new double[] {.1, .2, .3, .15, .25})
          .folded();
    }
  }

  @Nested
  class FoldedSample extends DistributionLaws {
    private static final Empirical SAMPLE =
        Empirical.of(new Gaussian(0.5, 1).sample(new Philox(4, 1), 900));

    @Override
    Distribution law() {
      return SAMPLE.folded();
    }

    @Test
    void isTheLawThatEveryFoldIs() {
      Distribution general = new Folded(SAMPLE);
      for (double rank : new double[] {0.5, 90.5, 449.5, 800.5, 899.5}) { // between two jumps
        double x = law().quantile(rank / 900);
        assertEquals(general.quantile(rank / 900), x, 0);
        assertEquals(general.cdf(x), law().cdf(x), 0x1p-50);
        assertEquals(general.mass(x), law().mass(x), 0x1p-50);
      }
    }
  }

  @Nested
  class GreatestOfThousand extends DistributionLaws {
    @Override
    Distribution law() {
      return Gaussian.STANDARD.maximum(1000);
    }

    @Override
    double tolerance() {
      return 1e-11; // 1000 times a tail's rounding, and quantiles of F near 1
    }
  }

  @Nested
  class GreatestOfFewDiscrete extends DistributionLaws {
    @Override
    Distribution law() {
      return Discrete.of(new double[] {-1, 0, 0.5, 2}, new double[] {.25, .5, .125, .125})
          .maximum(3);
    }
  }

  @Nested
  class MixtureOfTwo extends DistributionLaws {
    @Override
    Distribution law() {
      return Mixture.of(new double[] {0.9, 0.1}, new Gaussian(0, 1), new Laplace(0.5, 8));
    }
  }

  @Nested
  class MixtureWithAtoms extends DistributionLaws {
    @Override
    Distribution law() {
      return Mixture.of(new double[] {0.5, 0.5}, Gaussian.STANDARD.rectified(), new Uniform(-1, 2));
    }
  }

  @Nested
  class DiscreteLaw extends DistributionLaws {
    @Override
    Distribution law() {
      return Discrete.of(new double[] {2, -1, 0.5}, new double[] {0.25, 0.5, 0.25});
    }
  }

  @Nested
  class HistogramAtCentres extends DistributionLaws {
    @Override
    Distribution law() {
      return Discrete.atBinCentres(new double[] {-1, 0, 0.5, 2}, new double[] {3, 0, 5});
    }
  }

  @Nested
  class HistogramSpread extends DistributionLaws {
    @Override
    Distribution law() {
      return PiecewiseUniform.of(new double[] {-1, 0, 0.5, 2, 3}, new double[] {3, 7, 5, 1});
    }
  }

  @Nested
  class MirroredTruncated extends DistributionLaws {
    @Override
    Distribution law() {
      return new Laplace(0, 1).within(-0.5, 3).scaled(-3).shifted(0.1);
    }
  }

  @Nested
  class MirroredRectified extends DistributionLaws {
    @Override
    Distribution law() {
      return Gaussian.STANDARD.rectified().scaled(-0.7).shifted(0.25);
    }
  }

  @Nested
  class ScaledDensity extends DistributionLaws {
    @Override
    Distribution law() {
      return Distribution.of(x -> Math.abs(x) < 1 ? 1 - Math.abs(x) : 0, -1, 0, 1)
          .scaled(0.1)
          .shifted(1);
    }
  }

  @Nested
  class DensityOnly extends DistributionLaws {
    @Override
    Distribution law() {
      return Distribution.of(x -> Math.abs(x) < 1 ? 1 - Math.abs(x) : 0, -1, 0, 1);
    }
  }

  @Nested
  class TruncatedGaussian extends DistributionLaws {
    @Override
    Distribution law() {
      return Gaussian.STANDARD.within(-1, 2.5);
    }
  }

  @Nested
  class Sample extends DistributionLaws {
    @Override
    Distribution law() {
      return Empirical.of(Gaussian.STANDARD.sample(new Philox(3, 0), 5000));
    }
  }

  @Test
  void aDensityWhoseMassIsNotOneIsRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> Distribution.of(x -> Math.exp(-Math.abs(x)), 0));
    assertTrue(e.getMessage().contains("mass 1"), e.getMessage());
    assertTrue(e.getMessage().contains("breaks()"), e.getMessage());
  }

  @Test
  void aForgottenFarModeIsRefusedAndADeclaredOneIsNot() {
    Gaussian far = new Gaussian(5000, 0.1);
    assertThrows(IllegalArgumentException.class, () -> Distribution.of(far::pdf));
    // Doubles at 5000 are 9e-13 apart, 9e-12 of sigma: the density at a rounded node is no better.
    Near.relative(5000, Distribution.of(far::pdf, 5000).mean(), 1e-11, "mean");
  }

  @Test
  void badParametersNameTheRuleAndTheValue() {
    var e = assertThrows(IllegalArgumentException.class, () -> new Gaussian(0, -2));
    assertEquals("sigma must be positive and finite, got -2.0", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Laplace(Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new Uniform(2, 2));
    assertThrows(IllegalArgumentException.class, () -> Empirical.of(new double[0]));
    assertThrows(IllegalArgumentException.class, () -> Empirical.of(1, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Gaussian.STANDARD.within(3, 2));
  }

  @Test
  void anEmpiricalCellFarFromTheMeanKeepsItsDigits() {
    double[] x = new double[4000];
    for (int i = 0; i < x.length; i++) {
      x[i] = 1000 + i * 1e-3;
    }
    double[] direct = new double[5];
    for (double v : x) {
      if (v > 1003 && v <= 1003.5) {
        for (int k = 0; k < 5; k++) {
          direct[k] += Math.pow(v - 1003.25, k) / x.length;
        }
      }
    }
    double[] m = new double[5];
    Empirical.of(x).moments(1003.25, 1003, 1003.5, m);
    for (int k = 0; k < 5; k += 2) {
      Near.relative(direct[k], m[k], 1e-12, "order " + k);
    }
  }
}

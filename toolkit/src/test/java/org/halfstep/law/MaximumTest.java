package org.halfstep.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.halfstep.Near;
import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;

/** The law of the greatest of n numbers. */
class MaximumTest {

  private static Distribution law(Oracle row) {
    Distribution one =
        switch (row.text("law")) {
          case "gaussian" -> Gaussian.STANDARD;
          case "folded" -> Gaussian.STANDARD.folded();
          case "folded_laplace" -> new Laplace(0, 1).folded();
          case "student5" -> StudentT.of(5);
          case "uniform" -> new Uniform(0, 1);
          default -> throw new IllegalArgumentException("no law " + row);
        };
    return one.maximum(Long.parseLong(row.text("count")));
  }

  @Test
  void bothTailsMeanAndVarianceAreThoseOfThePower() {
    for (Oracle row : Oracle.rows("extremes")) {
      Distribution greatest = law(row);
      double x = row.number("x");
      // the tail F^n is as steep as n: its roundings are those of n ln F
      Near.relative(row.number("cdf"), greatest.cdf(x), 1e-12, row);
      Near.relative(row.number("survival"), greatest.survival(x), 1e-12, row);
      // where the density ends in a jump, half an ulp of x changes F^n by n times as much
      double jump = row.text("law").equals("uniform") ? row.number("count") * 0x1p-53 : 0;
      Near.relative(row.number("mean"), greatest.mean(), 1e-12 + jump, row);
      double variance = row.number("variance"); // about the mean as computed: its error squared
      Near.relative(variance, greatest.variance(), 1e-10 + jump * jump / variance, row);
    }
  }

  @Test
  void oneNumberIsItsOwnMaximum() {
    for (double x : new double[] {-30, -1, 0, 0.5, 8}) {
      Near.relative(Gaussian.STANDARD.pdf(x), Gaussian.STANDARD.maximum(1).pdf(x), 1e-15, x);
      Near.relative(Gaussian.STANDARD.cdf(x), Gaussian.STANDARD.maximum(1).cdf(x), 1e-15, x);
    }
  }

  @Test
  void theMaximumOfMaximaIsOneOfAllTheirNumbers() {
    Distribution twice = Gaussian.STANDARD.rectified().maximum(6).maximum(7);
    Distribution once = Gaussian.STANDARD.rectified().maximum(42);
    for (double x : new double[] {0, 0.5, 2, 3.5}) {
      Near.relative(once.cdf(x), twice.cdf(x), 1e-13, x);
      Near.relative(once.survival(x), twice.survival(x), 1e-13, x);
      Near.absolute(once.mass(x), twice.mass(x), 1e-25, x);
    }
    Near.relative(once.mean(), twice.mean(), 1e-12, once);
  }

  @Test
  void anAtomOfTheMaximumIsTheJumpOfItsPower() {
    Distribution coin = Discrete.of(new double[] {0, 1}, new double[] {0.25, 0.75}).maximum(4);
    Near.relative(Math.pow(0.25, 4), coin.mass(0), 1e-15, coin);
    Near.relative(1 - Math.pow(0.25, 4), coin.mass(1), 1e-15, coin);
    assertEquals(0, coin.mass(0.5));
    Near.relative(1 - Math.pow(0.25, 4), coin.mean(), 1e-15, coin);
  }

  @Test
  void thereIsNoMaximumOfNothing() {
    assertThrows(IllegalArgumentException.class, () -> Gaussian.STANDARD.maximum(0));
  }
}

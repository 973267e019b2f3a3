package org.halfstep.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.halfstep.Near;
import org.junit.jupiter.api.Test;

class SearchTest {

  @Test
  void rootsAreFoundToTheLastDigits() {
    Near.ulps(Math.sqrt(2), Search.root(x -> x * x - 2, 0, 2), 2, "sqrt 2");
    assertEquals(1, Search.root(x -> x - 1, 1, 3));
    assertThrows(IllegalArgumentException.class, () -> Search.root(x -> 1 + x * x, -1, 1));
  }

  @Test
  void minimaAreFoundToTheSquareRootOfPrecision() {
    Near.relative(0.7, Search.minimum(x -> Math.pow(x - 0.7, 2) + 3, 0, 5), 3e-8, "parabola");
    Near.relative(1, Search.minimum(x -> x - Math.log(x), 1e-3, 50), 3e-8, "x - log x");
  }

  @Test
  void meanAndStandardErrorAreThoseOfTheSample() {
    Estimate e = Estimate.ofMean(1, 2, 3, 4);
    assertEquals(2.5, e.value());
    Near.relative(Math.sqrt(5.0 / 12), e.standardError(), 1e-15, "sd/sqrt(n)");
    assertThrows(IllegalArgumentException.class, () -> Estimate.ofMean(1));
    assertThrows(IllegalArgumentException.class, () -> new Estimate(1, -1));
  }
}

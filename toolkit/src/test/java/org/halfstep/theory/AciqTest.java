package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.junit.jupiter.api.Test;

class AciqTest {

  @Test
  void clipsAndModelAreThoseOfTheObjective() {
    for (Oracle row : Oracle.rows("aciq")) {
      Distribution law = OracleLaws.named(row.text("law"));
      Aciq aciq = Aciq.twoSided(law, row.integer("bits"));
      Near.relative(row.number("clip"), aciq.clip(), 1e-12, row);
      Near.relative(row.number("model"), aciq.modelMse(), 1e-12, row);
    }
  }

  @Test
  void afterAReluTheClipIsThatOfOneMoreBit() {
    Aciq one = Aciq.oneSided(Laplace.ofSigma(1), 4);
    assertEquals(Aciq.twoSided(Laplace.ofSigma(1), 5).clip(), one.clip());
  }

  @Test
  void theExactOptimumIsNeverWorse() {
    for (int bits = 2; bits <= 8; bits++) {
      double cost =
          Aciq.twoSided(Gaussian.STANDARD, bits).costDb(Gaussian.STANDARD, bits, Range.SYMMETRIC);
      Near.absolute(0.75, cost, 0.75, bits + " bits: ACIQ costs 0 to 1.5 dB");
    }
  }

  @Test
  void bitsOutOfRangeAreRefused() {
    var e =
        assertThrows(IllegalArgumentException.class, () -> Aciq.twoSided(Gaussian.STANDARD, 17));
    assertEquals("bits must be in 0..16, got 17", e.getMessage());
  }
}

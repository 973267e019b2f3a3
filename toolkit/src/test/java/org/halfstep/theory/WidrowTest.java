package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.junit.jupiter.api.Test;

class WidrowTest {

  @Test
  void correctedAndPrintedFormsAgreeWithFortyDigitArithmetic() {
    for (Oracle row : Oracle.rows("widrow")) {
      Distribution law = OracleLaws.named(row.text("law"));
      int bits = row.integer("bits");
      double step = row.number("step");
      Near.relative(row.number("corrected"), Widrow.corrected(law, step, bits), 1e-12, row);
      Near.relative(row.number("printed"), Widrow.printed(law, step, bits), 1e-12, row);
    }
  }

  @Test
  void theFormulaIsTightAtTheOptimumAndLooserWithFewerBits() {
    // Orders of magnitude for N(0, 1) at the optimal scale, from the corrected theory.
    double[] worst = {2e-2, 5e-4, 1e-7};
    int[] bits = {2, 4, 8};
    for (int i = 0; i < bits.length; i++) {
      Grid unit = Grid.integer(bits[i], Range.SYMMETRIC);
      double s = OptimalScale.mse(Gaussian.STANDARD, unit).scale();
      double off = Math.abs(Widrow.relativeError(Gaussian.STANDARD, s, bits[i]));
      assertTrue(off > 0 && off < worst[i], bits[i] + " bits: " + off);
    }
  }

  @Test
  void badInputNamesTheRuleAndTheValue() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> Widrow.corrected(Gaussian.STANDARD, 0.1, 1));
    assertEquals("bits must be in 2..16, got 1", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Widrow.printed(Gaussian.STANDARD, -0.1, 8));
  }
}

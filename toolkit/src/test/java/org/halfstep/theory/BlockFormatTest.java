package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.halfstep.Near;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.junit.jupiter.api.Test;

class BlockFormatTest {

  private static final Grid E2M1 =
      Grid.of(-6, -4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 6);

  @Test
  void totalMassAndSignalPowerAreThoseOfTheLaw() {
    for (BlockFormat format :
        new BlockFormat[] {
          BlockFormat.microscaling(E2M1, 32, 2),
          BlockFormat.absmax(Grid.integer(4, Range.SYMMETRIC), 32),
          BlockFormat.absmax(Grid.integer(8, Range.SYMMETRIC), 5)
        }) {
      for (Distribution law : new Distribution[] {Gaussian.STANDARD, Laplace.ofSigma(1)}) {
        ErrorReport report = format.report(law);
        Near.relative(1, report.signalPower(), 1e-12, format + " " + law);
        Near.absolute(0, report.bias(), 1e-13, format + " " + law);
      }
    }
  }

  @Test
  void aBlockOfOneWithARealScaleHasNoError() {
    ErrorReport report =
        BlockFormat.absmax(Grid.integer(4, Range.SYMMETRIC), 1).report(Gaussian.STANDARD);
    Near.absolute(0, report.mse(), 1e-28, "mse");
  }

  @Test
  void floorOfTheLogarithmIsAGridOfScales() {
    Grid scales = BlockFormat.flooredPowers(6, 2, -10, 10);
    for (double m : new double[] {0.1, 0.5, 0.999, 1, 1.5, 2, 5.9, 6, 7.99, 8}) {
      double floored = Math.scalb(1.0, Math.getExponent(m) - 2);
      assertEquals(floored, scales.nearest(m / 6), "m = " + m);
    }
  }

  @Test
  void badFormatsAreRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> BlockFormat.absmax(E2M1, 0));
    assertEquals("block size must be at least 1, got 0", e.getMessage());
  }
}

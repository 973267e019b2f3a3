package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Minifloat;
import org.halfstep.grid.NormalFloat;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.numeric.Estimate;
import org.halfstep.numeric.Philox;
import org.junit.jupiter.api.Test;

class BlockFormatTest {

  private static final Grid E2M1 =
      Grid.of(-6, -4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 6);

  private static BlockFormat format(String name, int size) {
    return switch (name) {
      case "MXFP4" -> BlockFormat.microscaling(Minifloat.E2M1.grid(), size, 2);
      case "MXFP6_E2M3" -> BlockFormat.microscaling(Minifloat.E2M3.grid(), size, 2);
      case "MXFP6_E3M2" -> BlockFormat.microscaling(Minifloat.E3M2.grid(), size, 4);
      case "MXFP8_E4M3" -> BlockFormat.microscaling(Minifloat.E4M3.grid(), size, 8);
      case "MXFP8_E5M2" -> BlockFormat.microscaling(Minifloat.E5M2.grid(), size, 15);
      case "MXINT8" ->
          BlockFormat.microscaling(Grid.integer(8, Range.FULL).scaled(1 / 64.0), size, 0);
      case "MXINT8_SYMMETRIC" ->
          BlockFormat.microscaling(Grid.integer(8, Range.SYMMETRIC).scaled(1 / 64.0), size, 0);
      case "NVFP4" -> BlockFormat.nvfp4();
      case "NF4_ABSMAX" -> BlockFormat.absmax(NormalFloat.nf4(), size);
      default -> null;
    };
  }

  @Test
  void blockFormatsAgreeWithSixtyDigitArithmetic() {
    int compared = 0;
    for (Oracle row : Oracle.rows("blocks")) {
      int size = row.integer("block");
      String name = row.text("format");
      BlockFormat format =
          name.matches("INT\\d_ABSMAX")
              ? BlockFormat.absmax(Grid.integer(name.charAt(3) - '0', Range.SYMMETRIC), size)
              : format(name, size);
      if (format == null) {
        continue; // other ways to round the scale's exponent
      }
      ErrorReport report = format.report(OracleLaws.named(row.text("law")));
      Near.relative(row.number("mse"), report.mse(), 1e-11, row);
      Near.absolute(row.number("overload"), report.overload(), 1e-10 * report.mse(), row);
      compared++;
    }
    assertTrue(compared >= 30, "rows compared: " + compared);
  }

  @Test
  void measuredBlocksAgreeWithThePrediction() {
    float[] x = Gaussian.STANDARD.sample(new Philox(77, 0), 1 << 16);
    for (BlockFormat format :
        new BlockFormat[] {
          BlockFormat.microscaling(E2M1, 32, 2),
          BlockFormat.nvfp4(),
          BlockFormat.absmax(Grid.integer(4, Range.SYMMETRIC), 32)
        }) {
      double predicted = format.report(Gaussian.STANDARD).mse();
      Estimate measured = format.between(x).mseEstimate();
      Near.absolute(predicted, measured.value(), 4 * measured.standardError(), format);
    }
  }

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

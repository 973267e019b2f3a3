package org.halfstep.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.AdditivePowersOfTwo;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Minifloat;
import org.halfstep.grid.NormalFloat;
import org.halfstep.grid.PiecewiseLinear;
import org.halfstep.grid.PowersOfTwo;
import org.halfstep.law.Distribution;
import org.junit.jupiter.api.Test;

/** Floating, power-of-two, additive and piecewise grids under a law, against mpmath. */
class FormatsTest {

  /** Minima that differ by less are one to a search in doubles: only the MSE can be compared. */
  private static final double SAME = 1e-10;

  private static Grid format(String name) {
    return switch (name) {
      case "E4M3" -> Minifloat.E4M3.grid();
      case "E5M2" -> Minifloat.E5M2.grid();
      case "E3M2" -> Minifloat.E3M2.grid();
      case "E2M3" -> Minifloat.E2M3.grid();
      case "E2M1" -> Minifloat.E2M1.grid();
      case "NF4" -> NormalFloat.nf4();
      case "APoT_B2" -> AdditivePowersOfTwo.usual(3);
      case "APoT_B3" -> AdditivePowersOfTwo.usual(4);
      case "APoT_B4" -> AdditivePowersOfTwo.usual(5);
      default -> PowersOfTwo.coded(Integer.parseInt(name.substring("PoT".length())));
    };
  }

  @Test
  void formatsAtScaleOneAndAtTheirOptimum() {
    for (Oracle row : Oracle.rows("formats_mse")) {
      Distribution law = OracleLaws.named(row.text("law"));
      Grid unit = format(row.text("format"));
      assertEquals(row.integer("levels"), unit.size(), row.text("format"));
      ErrorReport one = ErrorReport.of(law, unit);
      Near.relative(row.number("mse_at_1"), one.mse(), 1e-12, row);
      OptimalScale best = OptimalScale.mse(law, unit);
      // Between octaves that differ in the twelfth digit rounding may choose.
      Near.relative(row.number("mse"), best.report().mse(), 1e-11, row);
      if (row.number("gap") > SAME) {
        Near.relative(row.number("scale"), best.scale(), 1e-10, row);
        Near.relative(row.number("entropy"), best.report().entropy(), 1e-10, row);
        Near.relative(row.number("granular"), best.report().granular(), 1e-10, row);
      }
    }
  }

  @Test
  void piecewiseLinearGrids() {
    for (Oracle row : Oracle.rows("pwlq")) {
      Distribution law = OracleLaws.named(row.text("law"));
      int bits = row.integer("bits");
      Grid grid = PiecewiseLinear.formula(bits, row.number("m"), row.number("breakpoint"));
      assertEquals(row.integer("levels"), grid.size(), row.toString());
      ErrorReport report = ErrorReport.of(law, grid);
      Near.relative(row.number("mse"), report.mse(), 1e-12, row);
      Near.relative(row.number("overload"), report.overload(), 1e-10, row);
    }
  }
}

package org.halfstep.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.junit.jupiter.api.Test;

class ScaleRuleTest {

  /** Two roundings of a double for the rules that the oracle computes in rational numbers. */
  private static double tolerance(ScaleRule rule, double scale) {
    boolean toolkitItself = rule == ScaleRule.ONNX_RUNTIME || rule == ScaleRule.PYTORCH;
    return toolkitItself ? 0 : 2 * Math.ulp(scale);
  }

  @Test
  void scaleAndZeroPointAreTheToolkits() {
    for (Oracle row : Oracle.rows("scale_rules")) {
      ScaleRule rule = ScaleRule.valueOf(row.text("rule"));
      Affine map =
          rule.of(
              (float) row.number("lo"),
              (float) row.number("hi"),
              row.integer("qmin"),
              row.integer("qmax"),
              row.text("symmetric").equals("True"));
      double scale = row.number("scale");
      assertEquals(scale, map.scale(), tolerance(rule, scale), row::toString);
      assertEquals(row.number("zero"), map.zero(), row::toString);
    }
  }

  @Test
  void divisorsDifferByHalfACode() {
    assertEquals(1 / 127.5f, ScaleRule.PYTORCH.of(-1, 1, -128, 127, true).scale());
    assertEquals((float) (1 / 127.0), ScaleRule.ONNX_RUNTIME.of(-1, 1, -127, 127, true).scale());
    assertEquals(1 / 127.0, ScaleRule.AIMET.of(-1, 1, -128, 127, true).scale());
    assertEquals(1 / 128.0, ScaleRule.AIMET.of(-1, 0, -128, 127, true).scale());
  }

  @Test
  void zeroIsALevelOfTheGrid() {
    Grid codes = Grid.integer(8, Range.UNSIGNED);
    for (ScaleRule rule : EnumSet.complementOf(EnumSet.of(ScaleRule.MNN))) {
      Grid grid = rule.of(-0.35f, 1.7f, 0, 255, false).on(codes);
      assertEquals(0, grid.nearest(0), rule.toString());
    }
  }

  @Test
  void rulesForSignedCodesRefuseOthers() {
    for (ScaleRule rule : EnumSet.range(ScaleRule.PPQ, ScaleRule.DISTILLER_RESTRICTED)) {
      Exception e = assertThrows(IllegalArgumentException.class, () -> rule.of(0, 1, 0, 255, true));
      assertTrue(e.getMessage().contains("got 0..255"), e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> ScaleRule.MNN.of(0, 1, 0, 255, false));
  }

  @Test
  void rangesThatCannotBeAreRefused() {
    for (ScaleRule rule : ScaleRule.values()) {
      for (float[] range :
          new float[][] {{Float.NaN, 1}, {0, Float.NaN}, {2, 1}, {0, Float.POSITIVE_INFINITY}}) {
        Exception e =
            assertThrows(
                IllegalArgumentException.class,
                () -> rule.of(range[0], range[1], -128, 127, false));
        assertTrue(e.getMessage().contains("got " + range[0] + " and " + range[1]));
      }
      Exception e =
          assertThrows(IllegalArgumentException.class, () -> rule.of(0, 1, 1, 255, false));
      assertTrue(e.getMessage().contains("got 1..255"), e.getMessage());
    }
  }
}

package org.halfstep.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Grid;
import org.junit.jupiter.api.Test;

/** Values and derivatives equal those of PyTorch's operators and of autograd of the formulas. */
class SurrogatesOracleTest {

  private static double[] numbers(String cell) {
    return cell.isEmpty()
        ? new double[0]
        : Arrays.stream(cell.split(";")).mapToDouble(Double::parseDouble).toArray();
  }

  private static Grid integers(double low, double high) {
    return Grid.integers((int) low, (int) high);
  }

  private static Surrogate quantizer(String name, double[] s) {
    return switch (name) {
      case "torch_learnable" -> new LearnedScale(integers(s[1], s[2]), s[0], Through.CELLS, 1);
      case "torch_fixed" -> new StraightThrough(integers(s[1], s[2]).scaled(s[0]), Through.CELLS);
      case "lsq" -> LearnedScale.lsq(integers(s[1], s[2]), s[0]);
      case "pact" ->
          s.length == 3 && s[1] == 0
              ? new Pact(0, s[0], (int) s[2])
              : new Pact(s[0], s[1], (int) s[2]);
      case "dorefa" -> Dorefa.weights((int) s[0], s[1]);
      case "dorefa_sign" -> Dorefa.sign(s[0]);
      case "dorefa_activation" -> Dorefa.activations((int) s[0]);
      case "mqbench" -> Dorefa.mqbench(LearnedScale.lsq(integers(s[1], s[2]), s[0]), s[3]);
      case "dsq" -> Dsq.of(s[0], s[1], (int) s[3], s[2]).learningAlpha();
      case "sigmoids" -> sum(Arrays.copyOf(s, 8), s[9] == 1, s[8]).learningGaps();
      case "sigmoids_coded" ->
          sum(Arrays.copyOf(s, 8), false, s[8]).backward(SigmoidSum.Backward.AS_CODED);
      case "n2uq" -> NonuniformToUniform.of(s[0], s[4], (int) s[5], Arrays.copyOfRange(s, 1, 4));
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Output, input, three biases, three gaps. */
  private static SigmoidSum sum(double[] s, boolean centred, double temperature) {
    Grid any = Grid.integers(0, 3);
    SigmoidSum start =
        centred ? SigmoidSum.weights(any, temperature) : SigmoidSum.activations(any, temperature);
    return start.learningGaps().with(s);
  }

  @Test
  void valuesAndDerivativesAreThoseOfPyTorch() {
    Set<String> seen = new HashSet<>();
    for (Oracle row : Oracle.rows("surrogates")) {
      String name = row.text("quantizer");
      Surrogate q = quantizer(name, numbers(row.text("setting")));
      double tolerance = name.startsWith("torch") ? 2e-6 : 1e-11;
      double x = row.number("x");
      Near.absolute(row.number("value"), q.value(x), tolerance, row);
      double slope = row.number("by_x");
      Near.absolute(slope, q.slope(x), tolerance * (1 + Math.abs(slope)), row);
      double[] by = numbers(row.text("by"));
      if (!name.equals("sigmoids_coded")) {
        double[] ours = q.slopes(x);
        assertEquals(by.length, ours.length, name);
        for (int i = 0; i < by.length; i++) {
          Near.absolute(by[i], ours[i], tolerance * (1 + Math.abs(by[i])), row);
        }
      }
      seen.add(name);
    }
    assertEquals(12, seen.size(), "quantizers in the file");
  }

  @Test
  void leastSquaresStepsOfLqNetsAreExact() {
    List<Oracle> rows = Oracle.rows("lq_nets");
    for (Oracle row : rows) {
      double[] basis = numbers(row.text("basis"));
      LqNets q = row.integer("signs") == 1 ? LqNets.weights(basis) : LqNets.activations(basis);
      var sample = org.halfstep.law.Empirical.of(numbers(row.text("sample")));
      double[] fitted = q.step(sample, row.number("ridge")).parameters();
      double[] expected = numbers(row.text("fitted"));
      for (int i = 0; i < expected.length; i++) {
        Near.relative(expected[i], fitted[i], 1e-11, row.text("basis"));
      }
    }
    assertEquals(5, rows.size());
  }
}

package org.halfstep.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TicksTest {
  private static List<Ticks.Tick> ticks(double lo, double hi, String type) {
    ObjectNode layout = PlotlyJson.MAPPER.createObjectNode().put("type", type);
    layout.putArray("range").add(lo).add(hi);
    PlotAxis axis = new PlotAxis(layout, true);
    axis.settleType();
    axis.settleRange();
    axis.place(0, 600);
    return Ticks.of(axis);
  }

  private static List<String> labels(List<Ticks.Tick> ticks) {
    return ticks.stream().map(t -> t.label().plain()).filter(s -> !s.isEmpty()).toList();
  }

  @Test
  void linearTicksAreEquallySpacedInsideTheRangeAndDiffer() {
    Random random = new Random(3);
    for (int k = 0; k < 2000; k++) {
      double lo = random.nextGaussian() * Math.pow(10, random.nextInt(-9, 9));
      double hi = lo + Math.abs(random.nextGaussian() + 0.01) * Math.pow(10, random.nextInt(-3, 9));
      if (hi - lo < 1e-9 * Math.abs(lo)) {
        continue;
      }
      List<Ticks.Tick> ticks = ticks(lo, hi, "linear");
      String context = lo + " .. " + hi + ": " + labels(ticks);
      assertTrue(ticks.size() >= 2 && ticks.size() <= 9, context);
      assertEquals(ticks.size(), labels(ticks).stream().distinct().count(), context);
      for (int i = 0; i < ticks.size(); i++) {
        double at = ticks.get(i).at();
        assertTrue(at >= lo - 1e-9 * (hi - lo) && at <= hi + 1e-9 * (hi - lo), context);
      }
    }
  }

  @Test
  void labelsSayWhereTheTicksAre() {
    assertEquals(List.of("0", "0.2", "0.4", "0.6", "0.8", "1.0"), labels(ticks(0, 1, "linear")));
    assertEquals(List.of("\u22122", "\u22121", "0", "1", "2"), labels(ticks(-2, 2, "linear")));
    String millionth = "\u00d710^\u22126";
    assertEquals(
        List.of("0", "0.5" + millionth, "1.0" + millionth, "1.5" + millionth, "2.0" + millionth),
        labels(ticks(0, 2.4e-6, "linear")));
  }

  @Test
  void decadesAreNamedOnALogarithmicAxis() {
    assertEquals(List.of("0.1", "1", "10", "100"), labels(ticks(-1, 2, "log")));
    assertEquals(
        List.of("10^\u22128", "10^\u22126", "10^\u22124", "10^\u22122", "10^0"),
        labels(ticks(-9, 1, "log")));
    assertEquals(List.of("1", "2", "5", "10"), labels(ticks(0, 1, "log")));
    assertTrue(labels(ticks(0.1, 0.3, "log")).size() >= 2, "less than a decade has labels too");
  }
}

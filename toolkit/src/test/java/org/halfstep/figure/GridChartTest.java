package org.halfstep.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import org.halfstep.grid.Grid;
import org.halfstep.grid.PowersOfTwo;
import org.junit.jupiter.api.Test;

class GridChartTest {

  private static JsonNode trace(Chart chart, int i) throws Exception {
    return new ObjectMapper().readTree(chart.json()).path("data").get(i);
  }

  private static double[] numbers(JsonNode array) {
    double[] x = new double[array.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = array.get(i).doubleValue();
    }
    return x;
  }

  @Test
  void staircaseAndErrorJumpAtTheThresholds() throws Exception {
    Grid floor = PowersOfTwo.floor(-2, 0); // thresholds are the levels themselves
    GridChart grids = GridChart.over(0, 1.5).with("floor", floor);
    JsonNode stairs = trace(grids.staircase("t"), 0);
    double[] x = {0, 0.25, 0.25, 0.5, 0.5, 1, 1, 1.5};
    double[] q = {0, 0, 0.25, 0.25, 0.5, 0.5, 1, 1};
    double[] e = {0, -0.25, 0, -0.25, 0, -0.5, 0, -0.5};
    assertEquals(Arrays.toString(x), Arrays.toString(numbers(stairs.path("x"))));
    assertEquals(Arrays.toString(q), Arrays.toString(numbers(stairs.path("y"))));
    JsonNode error = trace(grids.error("t"), 0);
    assertEquals(Arrays.toString(e), Arrays.toString(numbers(error.path("y"))));
  }

  @Test
  void eachGridHasARowOfItsLevelsInsideTheInterval() throws Exception {
    Chart chart =
        GridChart.over(0, 1).with("a", Grid.of(-1, 0, 0.5, 2)).with("b", Grid.of(1, 3)).levels("t");
    assertEquals("[0,0.5]", trace(chart, 0).path("x").toString());
    assertEquals(2, trace(chart, 0).path("y").get(0).intValue());
    assertEquals(1, trace(chart, 1).path("x").size());
    assertEquals(1, trace(chart, 1).path("y").get(0).intValue());
  }

  @Test
  void anIntervalHasTwoEnds() {
    var e = assertThrows(IllegalArgumentException.class, () -> GridChart.over(1, 1));
    assertEquals("an interval must have finite ends lo < hi, got 1.0 and 1.0", e.getMessage());
  }
}

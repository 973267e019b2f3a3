package org.halfstep.figure;

import static org.halfstep.figure.Explore.explore;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

class ExploreTest {
  private static final double[] X = {1, 2, 3};

  private static JsonNode json(Explore explore) {
    try {
      return new ObjectMapper().readTree(explore.json());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static double[] times(double factor) {
    return new double[] {factor, 2 * factor, 3 * factor};
  }

  private static Chart state(double c) {
    Chart chart =
        Chart.titled("c = " + c)
            .x("x")
            .y("y", "sigma")
            .line("fixed", X, X)
            .line("moves", X, times(c));
    return c > 3 ? chart.points("only late", X, times(-c)).vline(c, "at c") : chart;
  }

  @Test
  void eachStepShowsExactlyTheTracesOfItsState() {
    Explore explore = explore("c", 1, 5, ExploreTest::state);
    JsonNode figure = json(explore);
    JsonNode steps = figure.path("layout").path("sliders").get(0).path("steps");
    assertEquals(5, steps.size());
    for (int s = 0; s < 5; s++) {
      JsonNode visible = steps.get(s).path("args").get(0).path("visible");
      assertEquals(figure.path("data").size(), visible.size());
      List<JsonNode> shown = new ArrayList<>();
      for (int k = 0; k < visible.size(); k++) {
        if (visible.get(k).booleanValue()) {
          shown.add(((ObjectNode) figure.path("data").get(k).deepCopy()).without("visible"));
        }
      }
      List<JsonNode> expected = new ArrayList<>();
      state(s + 1).model().path("data").forEach(expected::add);
      assertEquals(text(expected), text(shown), "state " + s);
    }
  }

  private static List<String> text(List<JsonNode> nodes) {
    return nodes.stream().map(JsonNode::toString).toList();
  }

  @Test
  void theFigureAtFirstIsTheInitialState() {
    Explore explore = explore("c", 1, 5, ExploreTest::state).startAt(4.2);
    JsonNode figure = json(explore);
    JsonNode slider = figure.path("layout").path("sliders").get(0);
    assertEquals(3, slider.path("active").intValue());
    JsonNode visible = slider.path("steps").get(3).path("args").get(0).path("visible");
    for (int k = 0; k < visible.size(); k++) {
      assertEquals(visible.get(k), figure.path("data").get(k).path("visible"));
    }
    assertEquals("c = 4.0", figure.path("layout").path("title").path("text").asText());
  }

  @Test
  void whatStatesShareIsStoredOnce() {
    JsonNode data = json(explore("c", 1, 5, ExploreTest::state)).path("data");
    int fixed = 0;
    for (JsonNode trace : data) {
      fixed += trace.path("name").asText().equals("fixed") ? 1 : 0;
    }
    assertEquals(1, fixed);
    assertEquals(1 + 5 + 2, data.size());
  }

  @Test
  void equalTracesOfOneStateAreBothShown() {
    Explore twice =
        explore("c", 1, 2, c -> Chart.titled("t").line("a", X, X).line("a", X, X).like("a"));
    JsonNode figure = json(twice);
    assertEquals(2, figure.path("data").size());
    JsonNode step = figure.path("layout").path("sliders").get(0).path("steps").get(0);
    assertEquals("[true,true]", step.path("args").get(0).path("visible").toString());
  }

  @Test
  void titlesLinesAndNotesFollowTheSlider() {
    JsonNode steps =
        json(explore("c", 1, 5, ExploreTest::state))
            .path("layout")
            .path("sliders")
            .get(0)
            .path("steps");
    for (int s = 0; s < 5; s++) {
      JsonNode layout = steps.get(s).path("args").get(1);
      assertEquals("c = " + (s + 1.0), layout.path("title.text").asText());
      assertEquals(s + 1 > 3 ? 1 : 0, layout.path("shapes").size());
      assertTrue(layout.path("shapes").isArray(), "absent lines are taken away");
      assertEquals("update", steps.get(s).path("method").asText());
      assertEquals(String.valueOf(s + 1), steps.get(s).path("label").asText());
    }
  }

  @Test
  void axesKeepOneRangeOverAllStates() {
    JsonNode layout = json(explore("c", 1, 5, ExploreTest::state)).path("layout");
    JsonNode range = layout.path("yaxis").path("range");
    assertTrue(range.get(0).doubleValue() < -15 && range.get(1).doubleValue() > 15);
    assertFalse(layout.path("sliders").toString().contains("axis.range"));
    JsonNode free = json(explore("c", 1, 5, ExploreTest::state).free()).path("layout");
    assertFalse(free.path("yaxis").has("range"));
  }

  @Test
  void rangesOfLogarithmicAxesAreLogarithms() {
    Explore decades =
        explore(
            "power",
            new double[] {1, 1e3, 1e6},
            p -> Chart.titled("t").logY().points("p", X, new double[] {p, p, p}));
    JsonNode range = json(decades).path("layout").path("yaxis").path("range");
    assertTrue(range.get(0).doubleValue() < 0 && range.get(0).doubleValue() > -2);
    assertTrue(range.get(1).doubleValue() > 6 && range.get(1).doubleValue() < 8);
  }

  @Test
  void aRangeThatAStateFixesIsKept() {
    Explore own = explore("c", 1, 3, c -> state(c).yRange(-c, c));
    JsonNode steps = json(own).path("layout").path("sliders").get(0).path("steps");
    assertEquals("[-2,2]", steps.get(1).path("args").get(1).path("yaxis.range").toString());
  }

  @Test
  void wholeLimitsGiveAnIntAndStepByOne() {
    int[] sizes = new int[9];
    Explore bits =
        explore(
            "bits",
            2,
            8,
            b -> {
              sizes[b]++; // compiles only if b is an int
              return state(b);
            });
    assertArrayEquals(new double[] {2, 3, 4, 5, 6, 7, 8}, bits.values());
    assertArrayEquals(new int[] {0, 0, 1, 1, 1, 1, 1, 1, 1}, sizes);
    double[] many = explore("n", 0, 100, ExploreTest::state).values();
    assertArrayEquals(new double[] {0, 3, 6}, java.util.Arrays.copyOf(many, 3));
    assertEquals(100, many[many.length - 1]);
  }

  @Test
  void realLimitsGiveManyPlainValues() {
    double[] clip = explore("clip", 0.5, 4, c -> state(c)).values();
    assertEquals(36, clip.length);
    assertEquals(0.6, clip[1]);
    assertEquals(4, clip[35]);
    double[] odd = explore("clip", 0.1, Math.PI, c -> state(c)).values();
    assertEquals(Explore.MAX_STATES, odd.length);
    assertEquals(Math.PI, odd[49]);
    assertEquals(11, explore("clip", 0.0, 1.0, 11, c -> state(c)).values().length);
    DoubleFunction<Chart> f = ExploreTest::state;
    assertEquals(21, explore("share", 0.0, 1.0, f).values().length);
    assertEquals(0.05, explore("share", 0.0, 1.0, f).values()[1]);
  }

  @Test
  void badSlidersAreRefused() {
    assertEquals(
        "states of a slider must be 2..50, got 51",
        message(() -> explore("c", 0, 1, 51, ExploreTest::state)));
    assertEquals(
        "explore needs finite lo < hi, got 3.0 and 3.0",
        message(() -> explore("c", 3, 3, c -> state(c))));
    double[] big = new double[9000];
    String text =
        message(() ->
            explore(
                "c",
                1,
                40,
                c ->
                    Chart.titled("t")
                        .line("l", big, java.util.Arrays.stream(big).map(v -> c).toArray())));
    assertTrue(text.contains("at most 200000 points together, got 360000"), text);
  }

  private static String message(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }

  @Test
  void thePictureIsOneStateAndSaysWhich() {
    Explore explore = explore("c", 1, 5, ExploreTest::state);
    String svg = explore.svg();
    assertTrue(svg.contains("c = 3 (one of 5 states, 1 .. 5)"), svg);
    assertEquals(svg, explore("c", 1, 5, ExploreTest::state).svg());
    assertNotEquals(svg, explore.startAt(1).svg());
    assertEquals(svg, explore.bundle().get("image/svg+xml"));
    assertTrue(explore.toString().endsWith("slider: c = 3 (one of 5 states, 1 .. 5)"));
    assertEquals(explore.json(), explore("c", 1, 5, ExploreTest::state).json());
  }
}

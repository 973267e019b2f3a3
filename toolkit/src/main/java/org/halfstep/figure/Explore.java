package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * A figure with a slider: a chart for each value of one parameter, computed beforehand.
 *
 * <p>All states lie in one plotly figure, so the slider moves without a kernel, in JupyterLab and
 * in a page. Axes keep one range over all states, so that motion can be seen; {@link #free()} gives
 * each state its own. The picture without a browser shows one state, the middle one by default.
 *
 * {@snippet :
 * explore("bits", 2, 8, b -> Chart.titled("error at " + b + " bits").steps("Q(x)", x, q(b)))
 * }
 */
public final class Explore implements Displayable {
  /** The largest number of states. */
  public static final int MAX_STATES = 50;

  /** The largest number of points of all states together, traces shared by states counted once. */
  public static final int MAX_POINTS = 200_000;

  /** A chart for each value of a whole parameter. */
  @FunctionalInterface
  public interface OfInt extends DoubleFunction<Chart> {
    /**
     * Returns the chart of one state.
     *
     * @param value the parameter
     * @return the chart
     */
    Chart apply(int value);

    /**
     * Returns the chart of one state.
     *
     * @param value the parameter, a whole number
     * @return the chart
     */
    @Override
    default Chart apply(double value) {
      return apply((int) value);
    }
  }

  private final String name;
  private final double[] values;
  private final List<Chart> charts;
  private final int initial;
  private final boolean free;

  private Explore(String name, double[] values, List<Chart> charts, int initial, boolean free) {
    this.name = name;
    this.values = values;
    this.charts = charts;
    this.initial = initial;
    this.free = free;
  }

  /**
   * Explores a whole parameter: lo, lo + 1, ..., hi, or in larger steps (the last may be shorter)
   * where these are more than {@value #MAX_STATES}.
   *
   * @param name the parameter, drawn at the slider
   * @param lo its first value
   * @param hi its last value, larger than {@code lo}
   * @param f gives the chart of a state; its argument is an int
   * @return the figure with its slider at the middle
   */
  public static Explore explore(String name, int lo, int hi, OfInt f) {
    increasing(lo, hi);
    int step = (int) Math.ceilDiv((long) hi - lo, MAX_STATES - 1L);
    double[] values = new double[(int) Math.ceilDiv((long) hi - lo, (long) step) + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(lo + (double) step * i, hi);
    }
    return explore(name, values, f);
  }

  /**
   * Explores a real parameter in steps of the smallest of 1, 2, 5 times a power of ten that divides
   * the interval into 20 to 49 parts, else in 49 equal steps.
   *
   * @param name the parameter, drawn at the slider
   * @param lo its first value
   * @param hi its last value, larger than {@code lo}
   * @param f gives the chart of a state
   * @return the figure with its slider at the middle
   */
  public static Explore explore(String name, double lo, double hi, DoubleFunction<Chart> f) {
    increasing(lo, hi);
    double step = Ticks.step(hi - lo, MAX_STATES - 1);
    double parts = (hi - lo) / step;
    boolean even = parts >= 20 && Math.abs(parts - Math.rint(parts)) < 1e-9;
    return explore(name, lo, hi, even ? (int) Math.rint(parts) + 1 : MAX_STATES, f);
  }

  /**
   * Explores a real parameter at equally spaced values.
   *
   * @param name the parameter, drawn at the slider
   * @param lo its first value
   * @param hi its last value, larger than {@code lo}
   * @param states how many values, 2..{@value #MAX_STATES}
   * @param f gives the chart of a state
   * @return the figure with its slider at the middle
   */
  public static Explore explore(
      String name, double lo, double hi, int states, DoubleFunction<Chart> f) {
    increasing(lo, hi);
    states(states);
    double[] values = new double[states];
    for (int i = 0; i < states; i++) {
      values[i] = Decimals.rounded(lo + (hi - lo) * i / (states - 1), 12);
    }
    values[0] = lo;
    values[states - 1] = hi;
    return explore(name, values, f);
  }

  /**
   * Explores a parameter at values of your own, such as powers of two.
   *
   * @param name the parameter, drawn at the slider
   * @param values 2..{@value #MAX_STATES} finite values, in the order of the slider
   * @param f gives the chart of a state
   * @return the figure with its slider at the middle
   * @throws IllegalArgumentException if all states together have too many points
   */
  public static Explore explore(String name, double[] values, DoubleFunction<Chart> f) {
    states(values.length);
    List<Chart> charts = new ArrayList<>();
    for (double v : values) {
      Chart chart = f.apply(ChartData.finite(name, v));
      if (chart == null) {
        throw new IllegalArgumentException(
            "explore needs a chart for each state, got null at " + name + " = " + v);
      }
      charts.add(chart);
    }
    Explore out = new Explore(name, values.clone(), List.copyOf(charts), values.length / 2, false);
    out.checkSize();
    return out;
  }

  private static void increasing(double lo, double hi) {
    if (!(lo < hi) || Double.isInfinite(lo) || Double.isInfinite(hi)) {
      throw new IllegalArgumentException("explore needs finite lo < hi, got " + lo + " and " + hi);
    }
  }

  private static void states(int n) {
    if (n < 2 || n > MAX_STATES) {
      throw new IllegalArgumentException(
          "states of a slider must be 2.." + MAX_STATES + ", got " + n);
    }
  }

  private void checkSize() {
    int points = 0;
    for (JsonNode trace : pool(states()).keySet()) {
      int n = Math.max(trace.path("x").size(), trace.path("y").size());
      points += Math.max(n, trace.path("z").size() * trace.path("z").path(0).size());
    }
    if (points > MAX_POINTS) {
      throw new IllegalArgumentException(
          "all states of a slider must have at most "
              + MAX_POINTS
              + " points together, got "
              + points
              + ": use fewer states or fewer points");
    }
  }

  /**
   * Starts the slider elsewhere.
   *
   * @param value the parameter's value at the start; the nearest state is taken
   * @return the same states with this start
   */
  public Explore startAt(double value) {
    int nearest = 0;
    for (int i = 1; i < values.length; i++) {
      if (Math.abs(values[i] - value) < Math.abs(values[nearest] - value)) {
        nearest = i;
      }
    }
    return new Explore(name, values, charts, nearest, free);
  }

  /**
   * Gives each state its own axis ranges.
   *
   * @return the same states without a common range
   */
  public Explore free() {
    return new Explore(name, values, charts, initial, true);
  }

  /**
   * Returns the values of the parameter, one for each state.
   *
   * @return a copy
   */
  public double[] values() {
    return values.clone();
  }

  /**
   * Returns the chart of one state, with its own ranges.
   *
   * @param state the index of the state, from 0
   * @return the chart as it was made
   */
  public Chart chart(int state) {
    return charts.get(state);
  }

  /** Returns the figure of each state, with the ranges it is shown in. */
  private List<ObjectNode> states() {
    List<ObjectNode> models = new ArrayList<>();
    for (Chart chart : charts) {
      models.add(chart.model());
    }
    return free ? models : SliderRanges.common(models);
  }

  /** Returns each distinct trace with the states that show it, traces of one place together. */
  private static Map<ObjectNode, boolean[]> pool(List<ObjectNode> states) {
    int places = 0;
    for (ObjectNode state : states) {
      places = Math.max(places, state.path("data").size());
    }
    Map<ObjectNode, boolean[]> out = new LinkedHashMap<>();
    for (int place = 0; place < places; place++) {
      // The place is part of the key: equal traces at two places are two traces.
      Map<ObjectNode, boolean[]> here = new LinkedHashMap<>();
      for (int s = 0; s < states.size(); s++) {
        JsonNode trace = states.get(s).path("data").path(place);
        if (trace.isObject()) {
          here.computeIfAbsent((ObjectNode) trace, t -> new boolean[states.size()])[s] = true;
        }
      }
      for (Map.Entry<ObjectNode, boolean[]> e : here.entrySet()) {
        ObjectNode key = e.getKey().deepCopy();
        while (out.containsKey(key)) {
          key.put("uid", "place" + place + "-" + out.size());
        }
        out.put(key, e.getValue());
      }
    }
    return out;
  }

  /** Returns one plotly figure with all states and the slider. */
  ObjectNode model() {
    List<ObjectNode> states = states();
    Map<ObjectNode, boolean[]> pool = pool(states);
    ObjectNode out = PlotlyJson.MAPPER.createObjectNode();
    ArrayNode data = out.putArray("data");
    pool.forEach((trace, shown) -> data.add(trace.deepCopy().put("visible", shown[initial])));
    ObjectNode layout = states.get(initial).path("layout").deepCopy();
    ObjectNode slider = layout.putArray("sliders").addObject();
    slider.put("active", initial);
    slider.putObject("currentvalue").put("prefix", Label.protect(name) + " = ");
    slider.putObject("pad").put("t", 60).put("b", 10);
    slider.put("ticklen", 4).put("len", 1);
    ArrayNode steps = slider.putArray("steps");
    List<Map<String, JsonNode>> changes = SliderRanges.changes(states);
    for (int s = 0; s < values.length; s++) {
      ObjectNode step = steps.addObject();
      step.put("label", Decimals.text(values[s], 6)).put("method", "update");
      ArrayNode args = step.putArray("args");
      ArrayNode visible = args.addObject().putArray("visible");
      for (boolean[] shown : pool.values()) {
        visible.add(shown[s]);
      }
      changes.get(s).forEach(args.addObject()::set);
    }
    layout.put("height", layout.path("height").asInt(ChartLayout.HEIGHT) + 90);
    out.set("layout", layout);
    out.set("config", ChartLayout.config());
    return out;
  }

  /**
   * Returns plotly's figure with all states as JSON text.
   *
   * @return one line of JSON
   */
  public String json() {
    return model().toString();
  }

  /**
   * Draws one state as SVG, with the value of the parameter below the plot.
   *
   * @return a complete document; the same figure gives the same text
   */
  public String svg() {
    ObjectNode state = states().get(initial);
    String words = name + " = " + Decimals.text(values[initial], 6) + " (" + range() + ")";
    return SvgFigure.draw(SliderRanges.captioned(state, words));
  }

  private String range() {
    String lo = Decimals.text(values[0], 6);
    String hi = Decimals.text(values[values.length - 1], 6);
    return "one of " + values.length + " states, " + lo + " .. " + hi;
  }

  /** Returns the figure live (plotly, with its slider), drawn at one state (SVG), and in words. */
  @Override
  public Map<String, Object> bundle() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("application/vnd.plotly.v1+json", PlotlyJson.plainJava(model()));
    out.put("image/svg+xml", svg());
    out.put("text/plain", toString());
    return out;
  }

  /** Returns the state at the start in words, and what the slider does. */
  @Override
  public String toString() {
    String words = name + " = " + Decimals.text(values[initial], 6) + " (" + range() + ")";
    return charts.get(initial) + "\n  slider: " + words;
  }
}

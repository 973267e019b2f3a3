package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The legend: rows above the plot, or a column at its right; never over the data. */
final class SvgLegend {
  private static final double SIZE = 13;
  private static final double SIGN = 32;
  private static final double ROW = 20;
  private static final double GAP = 18;

  private final boolean above;
  private final List<List<Mark>> rows = new ArrayList<>();

  SvgLegend(List<Mark> marks, JsonNode layout, double room) {
    above = layout.path("legend").path("orientation").asText().equals("h");
    List<Mark> shown = new ArrayList<>();
    for (Mark mark : marks) {
      boolean named = !mark.trace().path("name").asText().isEmpty();
      if (named && mark.trace().path("showlegend").asBoolean(!(mark instanceof HeatMark))) {
        shown.add(mark);
      }
    }
    boolean asked = layout.path("showlegend").asBoolean(shown.size() > 1);
    double used = Double.POSITIVE_INFINITY;
    for (Mark mark : asked ? shown : List.<Mark>of()) {
      if (!above || used + width(mark) > room) {
        rows.add(new ArrayList<>());
        used = 0;
      }
      rows.getLast().add(mark);
      used += width(mark) + GAP;
    }
  }

  private static Label name(Mark mark) {
    return Label.of(mark.trace().path("name").asText());
  }

  private static double width(Mark mark) {
    return SIGN + name(mark).width(SIZE);
  }

  boolean above() {
    return above;
  }

  double height() {
    return rows.isEmpty() ? 0 : rows.size() * ROW + 6;
  }

  /** Returns the width of the column at the right of the plot. */
  double width() {
    double widest = 0;
    for (List<Mark> row : rows) {
      widest = Math.max(widest, width(row.getFirst()));
    }
    return rows.isEmpty() ? 0 : widest + 24;
  }

  /** Draws it above the height {@code foot}, or from the column's left edge on downwards. */
  void draw(Svg out, double left, double foot, double column) {
    double y = above ? foot - height() + ROW / 2 : foot + ROW / 2;
    for (List<Mark> row : rows) {
      double x = above ? left : column;
      for (Mark mark : row) {
        mark.swatch(out, x, y);
        out.text(name(mark), x + SIGN, y + SIZE * 0.35, SIZE, "start", 0, "#222222");
        x += width(mark) + GAP;
      }
      y += ROW;
    }
  }
}

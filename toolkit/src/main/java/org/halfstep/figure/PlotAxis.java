package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One axis: from data to axis coordinates, and from those to pixels.
 *
 * <p>An axis coordinate is the number itself on a linear axis, log10 of it on a logarithmic one,
 * the index of a category, or seconds since 1970 of a date. Ranges are in axis coordinates.
 */
final class PlotAxis {
  /** What an axis coordinate means. */
  enum Type {
    LINEAR,
    LOG,
    CATEGORY,
    DATE
  }

  private static final double PADDING = 0.05;
  private static final Pattern DATE =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?)?");

  private final JsonNode layout;
  private final boolean horizontal;
  private final Set<String> labels = new LinkedHashSet<>();
  private boolean dates = true;
  private boolean numbers;
  private Type type;
  private List<String> categories = List.of();
  private double tightLo = Double.POSITIVE_INFINITY;
  private double tightHi = Double.NEGATIVE_INFINITY;
  private double paddedLo = Double.POSITIVE_INFINITY;
  private double paddedHi = Double.NEGATIVE_INFINITY;
  private double foot = Double.NaN;
  private double lo;
  private double hi = 1;
  private double start;
  private double end = 1;

  PlotAxis(JsonNode layout, boolean horizontal) {
    this.layout = layout;
    this.horizontal = horizontal;
  }

  /** Looks at values that will stand on this axis; all come before {@link #settleType}. */
  void see(JsonNode values) {
    for (JsonNode v : values) {
      if (v.isTextual() || (v.isNumber() && layout.path("type").asText().equals("category"))) {
        labels.add(v.asText());
        dates &= DATE.matcher(v.asText()).matches();
      } else {
        numbers |= v.isNumber();
      }
    }
  }

  /** Decides the type: what the layout says, else text makes dates or categories. */
  void settleType() {
    Type inferred = labels.isEmpty() || numbers ? Type.LINEAR : dates ? Type.DATE : Type.CATEGORY;
    type =
        switch (layout.path("type").asText()) {
          case "linear" -> Type.LINEAR;
          case "log" -> Type.LOG;
          case "date" -> Type.DATE;
          case "category" -> Type.CATEGORY;
          default -> inferred;
        };
    if (type == Type.CATEGORY) {
      categories = new ArrayList<>(labels);
      switch (layout.path("categoryorder").asText()) {
        case "category ascending" -> categories.sort(null);
        case "category descending" -> categories.sort(java.util.Comparator.reverseOrder());
        default -> {}
      }
      include(-0.5, false);
      include(categories.size() - 0.5, false);
    }
  }

  /** Returns the axis coordinate of a datum; NaN for what cannot stand here. */
  double of(JsonNode value) {
    if (type == Type.CATEGORY) {
      int index = categories.indexOf(value.asText());
      return value.isNull() || value.isMissingNode() || index < 0 ? Double.NaN : index;
    }
    if (type == Type.DATE && value.isTextual()) {
      return seconds(value.asText());
    }
    return value.isNumber() ? of(value.doubleValue()) : Double.NaN;
  }

  /** Returns the axis coordinate of a number. */
  double of(double value) {
    if (type == Type.LOG) {
      return value > 0 ? StrictMath.log10(value) : Double.NaN;
    }
    return value;
  }

  private static double seconds(String text) {
    if (!DATE.matcher(text).matches()) {
      return Double.NaN;
    }
    LocalDateTime time =
        text.length() == 10
            ? LocalDate.parse(text).atStartOfDay()
            : LocalDateTime.parse(text.replace(' ', 'T'));
    return time.toEpochSecond(ZoneOffset.UTC) + time.getNano() * 1e-9;
  }

  /** Makes the range hold a coordinate; a padded one keeps away from the end of the axis. */
  void include(double coordinate, boolean padded) {
    if (!Double.isFinite(coordinate)) {
      return;
    }
    if (padded) {
      paddedLo = Math.min(paddedLo, coordinate);
      paddedHi = Math.max(paddedHi, coordinate);
    } else {
      tightLo = Math.min(tightLo, coordinate);
      tightHi = Math.max(tightHi, coordinate);
    }
  }

  /** Includes where bars stand: if all else lies on one side of it, the axis ends there. */
  void includeFoot(double coordinate) {
    include(coordinate, false);
    foot = coordinate;
  }

  /** Fixes the range: what the layout says, else what was included. */
  void settleRange() {
    double a = Math.min(tightLo, paddedLo);
    double b = Math.max(tightHi, paddedHi);
    if (a > b) {
      include(0, false);
      include(1, false);
      a = 0;
      b = 1;
    }
    double pad = PADDING * (b - a);
    if (b - a <= 1e-12 * Math.max(Math.abs(a), Math.abs(b)) || b == a) {
      pad = type == Type.LOG || a == 0 ? 1 : 0.1 * Math.abs(a);
      lo = a - pad;
      hi = b + pad;
    } else {
      lo = paddedLo >= foot && tightLo >= foot ? foot : Math.min(tightLo, paddedLo - pad);
      hi = paddedHi <= foot && tightHi <= foot ? foot : Math.max(tightHi, paddedHi + pad);
    }
    JsonNode range = layout.path("range");
    if (range.size() == 2) {
      lo = range.get(0).isTextual() ? of(range.get(0)) : range.get(0).asDouble();
      hi = range.get(1).isTextual() ? of(range.get(1)) : range.get(1).asDouble();
    } else if (layout.path("autorange").asText().equals("reversed")) {
      double swap = lo;
      lo = hi;
      hi = swap;
    }
  }

  /** Takes the range of another axis. */
  void match(PlotAxis other) {
    lo = other.lo;
    hi = other.hi;
  }

  /** Lays the axis between two pixel positions: where lo is and where hi is. */
  void place(double startPixel, double endPixel) {
    start = startPixel;
    end = endPixel;
  }

  /** Returns the pixel of an axis coordinate. */
  double pixel(double coordinate) {
    return start + fraction(coordinate) * (end - start);
  }

  /** Returns where a coordinate lies between lo (0) and hi (1). */
  double fraction(double coordinate) {
    return (coordinate - lo) / (hi - lo);
  }

  double lo() {
    return lo;
  }

  double hi() {
    return hi;
  }

  double length() {
    return Math.abs(end - start);
  }

  Type type() {
    return type;
  }

  boolean horizontal() {
    return horizontal;
  }

  List<String> categories() {
    return categories;
  }

  JsonNode layout() {
    return layout;
  }

  Label title() {
    return Label.of(layout.path("title").path("text").asText());
  }
}

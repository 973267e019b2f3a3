package org.halfstep.notebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.halfstep.figure.Displayable;
import org.halfstep.numeric.Estimate;

/**
 * A statement with a predicted number, a measured number and a tolerance, which held when it was
 * made: what a lesson commits instead of outputs.
 *
 * <p>A claim is written as a chain, each link of which offers only what may come next:
 *
 * <pre>
 * Claim.that("rounding noise has variance s^2/12").predicted(a).measured(b, u)
 *     .within(standardErrors(4)).rejecting(printed);
 * Claim.that("clipping costs less than rounding").measured(ratio).below(1, "they balance there");
 * Claim.that("the error grows with depth").measured(errors).increasing("noise only adds up");
 * </pre>
 *
 * <p>The last link evaluates, and throws {@link ClaimFailed} where the claim does not hold. Numbers
 * may be curves: then each point must hold, and the claim speaks of the worst. NaN and infinities
 * never hold. A bound keeps {@value #MARGIN} standard errors of distance, so that chance alone does
 * not carry a number over it. Every claim says the smallest deviation it could have detected.
 */
public final class Claim implements Displayable {
  /** The standard errors by which a measured number must keep away from a bound. */
  static final double MARGIN = 4;

  /** One number of a claim: p is the prediction or the bound, u the standard error. */
  private record Point(double p, double m, double u) {
    boolean isFinite() {
      return Double.isFinite(p) && Double.isFinite(m);
    }
  }

  /** A value that the claim tells from the right one. */
  private record Rejection(double printed, String name, String verdict) {}

  /** What is asked of a point. */
  private sealed interface Criterion {
    /** Returns how far a point is from passing; the largest of a curve is its worst. */
    double excess(Point point);

    boolean admits(Point point);

    double deviation(Point point);

    double detectable(Point point);

    String predicted(Point point);

    /** Returns how far measured lies from what is asked, and what is allowed, as text. */
    String verdict(Point point);

    String reason();

    boolean hasOwnReason();
  }

  private record Closeness(Tolerance tolerance) implements Criterion {
    @Override
    public double excess(Point point) {
      return deviation(point) - tolerance.amount();
    }

    @Override
    public boolean admits(Point point) {
      return point.isFinite() && deviation(point) <= tolerance.amount();
    }

    @Override
    public double deviation(Point point) {
      return tolerance.deviation(point.p, point.m, point.u);
    }

    @Override
    public double detectable(Point point) {
      return tolerance.detectable(point.p, point.u);
    }

    @Override
    public String predicted(Point point) {
      return number(point.p, point.u, detectable(point));
    }

    @Override
    public String verdict(Point point) {
      return "off by "
          + tolerance.text(deviation(point))
          + ", allowed "
          + Significant.digits(tolerance.amount(), 6);
    }

    @Override
    public String reason() {
      return tolerance.reason();
    }

    @Override
    public boolean hasOwnReason() {
      return tolerance.hasOwnReason();
    }
  }

  /** Below (sign +1) or above (sign -1) the bound p, by more than the margin. */
  private record Bound(int sign, String name, String reason) implements Criterion {
    @Override
    public double excess(Point point) {
      return deviation(point) + MARGIN * point.u;
    }

    @Override
    public boolean admits(Point point) {
      return point.isFinite() && excess(point) < 0;
    }

    @Override
    public double deviation(Point point) {
      return sign * (point.m - point.p);
    }

    @Override
    public double detectable(Point point) {
      return Math.abs(excess(point));
    }

    @Override
    public String predicted(Point point) {
      return name + " " + Significant.digits(point.p, 6);
    }

    @Override
    public String verdict(Point point) {
      double d = deviation(point);
      String away = (d < 0 ? "clear of it by " : "off by ") + Significant.digits(Math.abs(d), 2);
      if (point.u == 0) {
        return away;
      }
      String errors = Significant.digits(Math.abs(d) / point.u, 2);
      String needed = Significant.digits(MARGIN, 2);
      return away + ", " + errors + " standard errors where " + needed + " are needed";
    }

    @Override
    public boolean hasOwnReason() {
      return true;
    }
  }

  private final String text;
  private final Criterion criterion;
  private final List<Point> points;
  private final int worst;
  private final String where;
  private final List<Rejection> rejected;

  private Claim(
      String text,
      Criterion criterion,
      List<Point> points,
      int worst,
      String where,
      List<Rejection> rejected) {
    this.text = text;
    this.criterion = criterion;
    this.points = points;
    this.worst = worst;
    this.where = where;
    this.rejected = rejected;
  }

  /**
   * Begins a claim.
   *
   * @param text the claim in one sentence
   * @return the statement, which wants a prediction or a measurement
   * @throws IllegalArgumentException if the text is blank or has several lines
   */
  public static Statement that(String text) {
    String sentence = text.strip();
    if (sentence.isEmpty() || sentence.lines().count() > 1) {
      throw new IllegalArgumentException(
          "a claim must be one line of text, got \"" + sentence.replace("\n", "\\n") + "\"");
    }
    return new Statement(sentence);
  }

  /** A sentence that says what is claimed. */
  public static final class Statement {
    private final String text;

    private Statement(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return unfinished(text, ".measured(..)");
    }

    /**
     * Predicts a number.
     *
     * @param value the number that theory gives
     * @return the prediction, which wants a measurement
     */
    public Prediction predicted(double value) {
      return new Prediction(text, Estimate.exact(value));
    }

    /**
     * Predicts a number that has a standard error itself; it adds to the measured one in
     * quadrature.
     *
     * @param estimate the number, from another experiment or an integral with an error estimate
     * @return the prediction, which wants a measurement
     */
    public Prediction predicted(Estimate estimate) {
      return new Prediction(text, estimate);
    }

    /**
     * Predicts a curve, point by point.
     *
     * @param values the numbers that theory gives; copied
     * @return the prediction, which wants as many measurements
     */
    public PredictedCurve predicted(double[] values) {
      return new PredictedCurve(text, values.clone());
    }

    /**
     * Measures a number without sampling error that a bound is claimed for.
     *
     * @param value the number
     * @return the measurement, which wants a bound
     */
    public Measurement measured(double value) {
      return measured(Estimate.exact(value));
    }

    /**
     * Measures a number that a bound is claimed for.
     *
     * @param value the number
     * @param standardError its standard error, at least 0
     * @return the measurement, which wants a bound
     */
    public Measurement measured(double value, double standardError) {
      return measured(new Estimate(value, standardError));
    }

    /**
     * Measures a number that a bound is claimed for.
     *
     * @param estimate the number with its standard error
     * @return the measurement, which wants a bound
     */
    public Measurement measured(Estimate estimate) {
      return new Measurement(text, List.of(estimate));
    }

    /**
     * Measures a series that an order or a common bound is claimed for.
     *
     * @param values the numbers in order; copied
     * @return the series, which wants an order or a bound
     */
    public Series measured(double[] values) {
      return new Series(text, exact(values));
    }

    /**
     * Measures a series that an order or a common bound is claimed for.
     *
     * @param estimates the numbers in order, with their standard errors; copied
     * @return the series, which wants an order or a bound
     */
    public Series measured(Estimate[] estimates) {
      return new Series(text, List.of(estimates));
    }
  }

  /** A statement with a predicted number. */
  public static final class Prediction {
    private final String text;
    private final Estimate predicted;

    private Prediction(String text, Estimate predicted) {
      this.text = text;
      this.predicted = predicted;
    }

    @Override
    public String toString() {
      return unfinished(text, ".measured(..)");
    }

    /**
     * Measures a number without sampling error.
     *
     * @param value the number
     * @return the comparison, which wants a tolerance
     */
    public Comparison measured(double value) {
      return measured(Estimate.exact(value));
    }

    /**
     * Measures a number.
     *
     * @param value the number
     * @param standardError its standard error, at least 0
     * @return the comparison, which wants a tolerance
     */
    public Comparison measured(double value, double standardError) {
      return measured(new Estimate(value, standardError));
    }

    /**
     * Measures a number.
     *
     * @param estimate the number with its standard error
     * @return the comparison, which wants a tolerance
     */
    public Comparison measured(Estimate estimate) {
      return new Comparison(text, List.of(point(predicted, estimate)));
    }
  }

  /** A statement with a predicted curve. */
  public static final class PredictedCurve {
    private final String text;
    private final double[] predicted;

    private PredictedCurve(String text, double[] predicted) {
      this.text = text;
      this.predicted = predicted;
    }

    @Override
    public String toString() {
      return unfinished(text, ".measured(..)");
    }

    /**
     * Measures a curve without sampling error.
     *
     * @param values as many numbers as predicted; not modified
     * @return the comparison, which wants a tolerance
     * @throws IllegalArgumentException if the lengths differ or are 0
     */
    public Comparison measured(double[] values) {
      return compare(exact(values));
    }

    /**
     * Measures a curve.
     *
     * @param values as many numbers as predicted; not modified
     * @param standardErrors their standard errors
     * @return the comparison, which wants a tolerance
     * @throws IllegalArgumentException if the lengths differ or are 0
     */
    public Comparison measured(double[] values, double[] standardErrors) {
      sameLength(text, "standard errors", values.length, standardErrors.length);
      List<Estimate> estimates = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        estimates.add(new Estimate(values[i], standardErrors[i]));
      }
      return compare(estimates);
    }

    /**
     * Measures a curve.
     *
     * @param estimates as many numbers as predicted, with their standard errors; not modified
     * @return the comparison, which wants a tolerance
     * @throws IllegalArgumentException if the lengths differ or are 0
     */
    public Comparison measured(Estimate[] estimates) {
      return compare(List.of(estimates));
    }

    private Comparison compare(List<Estimate> measured) {
      sameLength(text, "measured numbers", predicted.length, measured.size());
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < predicted.length; i++) {
        points.add(point(Estimate.exact(predicted[i]), measured.get(i)));
      }
      return new Comparison(text, List.copyOf(points));
    }
  }

  /** A prediction beside its measurement. */
  public static final class Comparison {
    private final String text;
    private final List<Point> points;

    private Comparison(String text, List<Point> points) {
      this.text = text;
      this.points = points;
    }

    @Override
    public String toString() {
      return unfinished(text, ".within(tolerance)");
    }

    /**
     * Evaluates the claim.
     *
     * @param tolerance how far the numbers may lie apart
     * @return the claim, which holds
     * @throws ClaimFailed if it does not hold
     * @throws IllegalArgumentException if the tolerance says nothing about these numbers: a
     *     standard error of 0, or above 1 % without a reason; one wider than the tolerance;
     *     relative to 0
     */
    public Claim within(Tolerance tolerance) {
      for (Point point : points) {
        if (point.isFinite()) {
          tolerance.refuse(text, point.p, point.m, point.u);
        }
      }
      return evaluate(text, new Closeness(tolerance), points, "point");
    }
  }

  /** A measured number that wants a bound. */
  public static sealed class Measurement permits Series {
    private final String text;
    private final List<Estimate> measured;

    private Measurement(String text, List<Estimate> measured) {
      this.text = text;
      this.measured = measured;
      if (measured.isEmpty()) {
        throw new IllegalArgumentException(
            "claim \"" + text + "\": a series must have at least 1 number, got 0");
      }
    }

    @Override
    public String toString() {
      return unfinished(text, ".below(bound, reason) or .above(bound, reason)");
    }

    /**
     * Claims that the number lies below a bound, by more than 4 standard errors.
     *
     * @param bound the bound, itself not allowed
     * @param reason why this bound
     * @return the claim, which holds
     * @throws ClaimFailed if it does not hold
     */
    public Claim below(double bound, String reason) {
      return bounded(new Bound(1, "below", stated(text, reason)), bound);
    }

    /**
     * Claims that the number lies above a bound, by more than 4 standard errors.
     *
     * @param bound the bound, itself not allowed
     * @param reason why this bound
     * @return the claim, which holds
     * @throws ClaimFailed if it does not hold
     */
    public Claim above(double bound, String reason) {
      return bounded(new Bound(-1, "above", stated(text, reason)), bound);
    }

    private Claim bounded(Bound bound, double value) {
      List<Point> points = new ArrayList<>();
      for (Estimate e : measured) {
        points.add(point(Estimate.exact(value), e));
      }
      return evaluate(text, bound, List.copyOf(points), "point");
    }
  }

  /** Measured numbers in order, which want an order or a common bound. */
  public static final class Series extends Measurement {
    private Series(String text, List<Estimate> measured) {
      super(text, measured);
    }

    @Override
    public String toString() {
      return unfinished(super.text, ".increasing(reason), .decreasing(reason) or a bound");
    }

    /**
     * Claims that each number is larger than the one before it, by more than 4 standard errors of
     * the difference. The claim's numbers are those of the least certain step.
     *
     * @param reason why they grow
     * @return the claim, which holds
     * @throws ClaimFailed if it does not hold
     * @throws IllegalArgumentException if there are fewer than two numbers
     */
    public Claim increasing(String reason) {
      return ordered(1, reason);
    }

    /**
     * Claims that each number is smaller than the one before it, by more than 4 standard errors of
     * the difference. The claim's numbers are those of the least certain step.
     *
     * @param reason why they fall
     * @return the claim, which holds
     * @throws ClaimFailed if it does not hold
     * @throws IllegalArgumentException if there are fewer than two numbers
     */
    public Claim decreasing(String reason) {
      return ordered(-1, reason);
    }

    private Claim ordered(int sign, String reason) {
      String text = super.text;
      List<Estimate> measured = super.measured;
      if (measured.size() < 2) {
        throw new IllegalArgumentException(
            "claim \"" + text + "\": an order needs at least 2 numbers, got " + measured.size());
      }
      Bound bound = new Bound(-sign, sign > 0 ? "above" : "below", stated(text, reason));
      List<Point> steps = new ArrayList<>();
      for (int i = 1; i < measured.size(); i++) {
        steps.add(point(measured.get(i - 1), measured.get(i)));
      }
      return evaluate(text, bound, List.copyOf(steps), "step");
    }
  }

  /**
   * Rejects a value as well: what a source prints, where it is wrong.
   *
   * @param printed the value that stands in place of the predicted one, or of the bound, in the
   *     source
   * @return the claim with this rejection
   * @throws ClaimFailed if the printed value would pass too
   * @throws IllegalArgumentException if the value is not finite, or the claim is one of a curve
   */
  public Claim rejecting(double printed) {
    return rejecting(printed, "as printed");
  }

  /**
   * Rejects a value as well, and says which formula it is of.
   *
   * @param printed the value that stands in place of the predicted one, or of the bound, in the
   *     source
   * @param name the name of the formula
   * @return the claim with this rejection
   * @throws ClaimFailed if the printed value would pass too
   * @throws IllegalArgumentException if the value is not finite, or the claim is one of a curve
   */
  public Claim rejecting(double printed, String name) {
    return rejecting(new double[] {printed}, name);
  }

  /**
   * Rejects a curve as well: what a source prints, where it is wrong.
   *
   * @param printed the values that stand in place of the predicted ones in the source
   * @param name the name of the formula
   * @return the claim with this rejection
   * @throws ClaimFailed if the printed curve would pass too, at every point
   * @throws IllegalArgumentException if a value is not finite, or there are not as many as
   *     predicted
   */
  public Claim rejecting(double[] printed, String name) {
    sameLength(text, "printed values", points.size(), printed.length);
    List<Point> stand = new ArrayList<>();
    boolean passes = true;
    for (int i = 0; i < printed.length; i++) {
      if (!Double.isFinite(printed[i])) {
        throw new IllegalArgumentException(
            "claim \"" + text + "\": a rejected value must be finite, got " + printed[i]);
      }
      Point p = new Point(printed[i], points.get(i).m, points.get(i).u);
      stand.add(p);
      passes &= criterion.admits(p);
    }
    int farthest = worst(criterion, stand);
    Point p = stand.get(farthest);
    if (passes) {
      throw new ClaimFailed(
          "claim \""
              + text
              + "\" does not tell the printed value from the right one: printed "
              + criterion.predicted(p)
              + " ("
              + name
              + "), predicted "
              + criterion.predicted(points.get(farthest))
              + ", measured "
              + measured(criterion, points.get(farthest))
              + ", printed "
              + criterion.verdict(p));
    }
    List<Rejection> more = new ArrayList<>(rejected);
    more.add(new Rejection(p.p, name, criterion.verdict(p)));
    return new Claim(text, criterion, points, worst, where, List.copyOf(more));
  }

  /**
   * Returns the sentence.
   *
   * @return what is claimed
   */
  public String text() {
    return text;
  }

  /**
   * Returns the predicted number, or the bound; of a curve, at its worst point.
   *
   * @return the number
   */
  public double predicted() {
    return at().p;
  }

  /**
   * Returns the measured number with the standard error of its difference from the predicted one;
   * of a curve, at its worst point.
   *
   * @return the number and its standard error
   */
  public Estimate measured() {
    return new Estimate(at().m, at().u);
  }

  /**
   * Returns how far measured lies from predicted, in the unit of the tolerance; of a bound, how far
   * beyond it, negative.
   *
   * @return the deviation
   */
  public double deviation() {
    return criterion.deviation(at());
  }

  /**
   * Returns the smallest deviation that the claim could have detected, in the unit of the values: a
   * change of the measured value beyond it would have made the claim fail.
   *
   * @return the deviation, at least 0
   */
  public double detectable() {
    return criterion.detectable(at());
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("\u2713 ").append(text).append(": ").append(numbers());
    if (criterion.hasOwnReason()) {
      out.append(" (").append(criterion.reason()).append(')');
    }
    return out.append("; ").append(detects()).append(rejections()).toString();
  }

  @Override
  public Map<String, Object> bundle() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("text/plain", toString());
    out.put("text/html", html());
    out.put("application/vnd.halfstep.claim+json", record());
    return out;
  }

  /** Returns the claim as JSON: what the runner of the lessons lists. */
  Map<String, Object> record() {
    Point p = at();
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("text", text);
    out.put("predicted", p.p);
    out.put("measured", p.m);
    out.put("standardError", p.u);
    out.put("tolerance", tolerance());
    out.put("deviation", criterion.deviation(p));
    out.put("detectable", criterion.detectable(p));
    out.put("rejected", rejected.stream().map(Rejection::printed).toList());
    out.put("holds", true);
    return out;
  }

  /** Returns the claim as one block of HTML: the sentence, and under it the numbers. */
  String html() {
    return "<div style=\"margin:.3em 0;line-height:1.45\">"
        + Html.mark(true)
        + "<span style=\"font-weight:600\">"
        + Html.escape(text)
        + "</span><div style=\"margin-left:1.5em;opacity:.8;font-size:.93em\">"
        + Html.escape(numbers().replace("+-", "\u00b1"))
        + " ("
        + Html.escape(criterion.reason())
        + "); "
        + Html.escape(detects())
        + Html.escape(rejections())
        + "</div></div>";
  }

  private String tolerance() {
    return criterion instanceof Closeness c
        ? c.tolerance.toString()
        : criterion.predicted(at()) + " (" + criterion.reason() + ")";
  }

  private String numbers() {
    return where + numbers(criterion, at());
  }

  private String detects() {
    Point p = at();
    double d = criterion.detectable(p);
    if (d == 0) {
      return "detects any difference";
    }
    String relative = p.p == 0 ? "" : " (" + Significant.part(d / Math.abs(p.p)) + ")";
    return "detects " + Significant.digits(d, 2) + relative;
  }

  private String rejections() {
    StringBuilder out = new StringBuilder();
    for (Rejection r : rejected) {
      Point p = at();
      out.append("; rejects ")
          .append(number(r.printed, p.u, criterion.detectable(p)))
          .append(" (")
          .append(r.name)
          .append("), ")
          .append(r.verdict);
    }
    return out.toString();
  }

  private Point at() {
    return points.get(worst);
  }

  private static String numbers(Criterion criterion, Point p) {
    return "predicted "
        + criterion.predicted(p)
        + ", measured "
        + measured(criterion, p)
        + ", "
        + criterion.verdict(p);
  }

  private static String measured(Criterion criterion, Point p) {
    return Significant.measured(p.m, p.u, criterion.detectable(p));
  }

  private static String number(double value, double standardError, double detectable) {
    return standardError > 0 && Double.isFinite(standardError)
        ? Significant.to(value, Significant.place(standardError))
        : Significant.resolved(value, detectable);
  }

  private static Claim evaluate(String text, Criterion criterion, List<Point> points, String unit) {
    int worst = worst(criterion, points);
    Point p = points.get(worst);
    String where =
        points.size() == 1 && unit.equals("point")
            ? ""
            : "at " + unit + " " + (worst + 1) + " of " + points.size() + " ";
    if (!criterion.admits(p)) {
      throw new ClaimFailed(
          "claim \"" + text + "\" does not hold: " + where + numbers(criterion, p));
    }
    return new Claim(text, criterion, points, worst, where, List.of());
  }

  /** Returns the index of a point that is not finite, or else of the one nearest to failing. */
  private static int worst(Criterion criterion, List<Point> points) {
    int worst = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < points.size(); i++) {
      double excess = criterion.excess(points.get(i));
      if (!points.get(i).isFinite() || Double.isNaN(excess)) {
        return i;
      }
      if (excess > most) {
        most = excess;
        worst = i;
      }
    }
    return worst;
  }

  private static String unfinished(String text, String wanted) {
    return "claim \"" + text + "\" is not evaluated yet: it wants " + wanted;
  }

  private static Point point(Estimate predicted, Estimate measured) {
    return new Point(
        predicted.value(),
        measured.value(),
        Math.hypot(predicted.standardError(), measured.standardError()));
  }

  private static List<Estimate> exact(double[] values) {
    List<Estimate> out = new ArrayList<>();
    for (double v : values) {
      out.add(Estimate.exact(v));
    }
    return List.copyOf(out);
  }

  private static void sameLength(String text, String what, int expected, int actual) {
    if (expected != actual || actual == 0) {
      throw new IllegalArgumentException(
          "claim \"" + text + "\": " + what + " must be " + expected + " and not 0, got " + actual);
    }
  }

  private static String stated(String text, String reason) {
    if (Objects.requireNonNull(reason, "reason").isBlank()) {
      throw new IllegalArgumentException(
          "claim \"" + text + "\": a bound must state its reason, got \"\"");
    }
    return reason.strip();
  }
}

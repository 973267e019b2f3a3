package org.halfstep.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.halfstep.kernel.Crew;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.law.Fit;
import org.halfstep.law.Normality;

/**
 * All that {@code ./lab explain} says of an input.
 *
 * @param input the numbers
 * @param facts count, range, moments of all of them
 * @param distinct how many values differ among those that searches see
 * @param fit the law of the least AIC, from at most {@value #FITTED} values; empty if none suits
 * @param normality the distance of those values from a Gaussian
 * @param formats for 2 to 8 bits, the formats from the best to the worst
 * @param calibrators what toolkits choose for 8 bits
 * @param refusals a sentence for each calibrator that refuses the data
 */
record Study(
    Input input,
    Facts facts,
    long distinct,
    Optional<Fit> fit,
    Normality normality,
    List<List<FormatRow>> formats,
    List<CalibratorRow> calibrators,
    List<String> refusals) {

  /** Likelihoods are searched on so many values at most. */
  static final int FITTED = 5_000;

  /** Scales are searched on so many values at most. */
  static final int SEARCHED = 50_000;

  static final int LEAST_BITS = 2;
  static final int MOST_BITS = 8;

  static Study of(Input input) {
    float[] x = input.values();
    Facts facts = Facts.of(x);
    float[] part = varied(Draw.of(x, SEARCHED), facts);
    Empirical law = Empirical.of(part);
    float[] few = varied(Draw.of(x, Interval.MOST), facts);
    double[] fitted = Draw.doubles(varied(Draw.of(x, FITTED), facts), Integer.MAX_VALUE);
    Optional<Fit> fit = fit(fitted);
    Zoo.Result zoo = Zoo.of(x, facts, law, few);
    return new Study(
        input,
        facts,
        Arrays.stream(law.breaks()).count(),
        fit,
        Normality.of(fitted),
        formats(x, few, law, fit.map(Fit::law), facts),
        zoo.rows(),
        zoo.refusals());
  }

  /** A part that shows one value only gets the two ends as well. */
  private static float[] varied(float[] part, Facts facts) {
    for (float v : part) {
      if (v != part[0]) {
        return part;
      }
    }
    float[] more = Arrays.copyOf(part, part.length + 2);
    more[part.length] = (float) facts.min();
    more[part.length + 1] = (float) facts.max();
    return more;
  }

  private static Optional<Fit> fit(double[] values) {
    try {
      return Optional.of(Fit.best(values));
    } catch (IllegalArgumentException | ArithmeticException | IllegalStateException e) {
      return Optional.empty(); // no family has such values
    }
  }

  private static List<List<FormatRow>> formats(
      float[] x, float[] few, Empirical law, Optional<Distribution> fit, Facts facts) {
    List<List<FormatRow>> all = new ArrayList<>();
    for (int bits = LEAST_BITS; bits <= MOST_BITS; bits++) {
      int width = bits;
      List<String> names = FormatRow.names(bits, facts.min() < 0);
      FormatRow[] rows = new FormatRow[names.size()];
      Crew.run(
          Crew.ALL,
          rows.length,
          i -> rows[i] = FormatRow.of(names.get(i), width, x, few, law, fit));
      Arrays.sort(rows, Comparator.comparingDouble(FormatRow::measured).reversed());
      all.add(List.of(rows));
    }
    return List.copyOf(all);
  }

  /** The symmetric integers of a width. */
  FormatRow integers(int bits) {
    return formats.get(bits - LEAST_BITS).stream()
        .filter(r -> r.format().equals("int" + bits + "-symmetric"))
        .findFirst()
        .orElseThrow();
  }

  /** The SQNR of the best scale without a zero point, for 8 bits. */
  double optimum() {
    return calibrators.stream()
        .filter(r -> r.calibrator().equals("optimum"))
        .mapToDouble(CalibratorRow::sqnr)
        .max()
        .orElse(Double.NaN);
  }

  /** The SQNR of min-max over -127..127. */
  double minMax() {
    return calibrators.stream()
        .filter(
            r -> r.calibrator().equals("min-max") && r.dialect().equals("ONNX_RUNTIME symmetric"))
        .mapToDouble(CalibratorRow::sqnr)
        .max()
        .orElse(Double.NaN);
  }
}

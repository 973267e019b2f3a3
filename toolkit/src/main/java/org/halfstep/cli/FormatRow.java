package org.halfstep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.halfstep.calibrate.Bootstrap;
import org.halfstep.calibrate.LeastLoss;
import org.halfstep.grid.Format;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.OptimalScale;

/**
 * What an element format makes of the data at its best scale.
 *
 * @param bits the bits that its levels need
 * @param format its name
 * @param scale the scale of least squared error on the measured law
 * @param clip the greatest level at that scale
 * @param fitted the SQNR in dB that the fitted law predicts there; NaN without a law
 * @param law the SQNR that the measured law predicts
 * @param measured the SQNR of all values
 * @param interval the clip's interval, for integers with few enough codes
 */
record FormatRow(
    int bits,
    String format,
    double scale,
    double clip,
    double fitted,
    double law,
    double measured,
    Optional<Bootstrap> interval) {

  /** The formats of a width that are compared: what has a sign only if values are negative. */
  static List<String> names(int bits, boolean negative) {
    List<String> names = new ArrayList<>();
    names.add("int" + bits + "-symmetric");
    if (!negative) {
      names.add("uint" + bits);
    }
    names.add("pot" + bits + "-coded");
    if (bits >= 3 && bits <= 6) {
      names.add("apot" + bits);
    }
    names.add("nf" + bits);
    switch (bits) {
      case 4 -> names.add("e2m1");
      case 5 -> names.add("e2m2");
      case 6 -> names.addAll(List.of("e2m3", "e3m2"));
      case 7 -> names.add("e3m3");
      case 8 -> names.addAll(List.of("e4m3", "e5m2"));
      default -> {}
    }
    return names;
  }

  static FormatRow of(
      String name, int bits, float[] x, float[] few, Empirical law, Optional<Distribution> fit) {
    Format format = Format.of(name);
    OptimalScale best = OptimalScale.mse(law, format.grid());
    Grid grid = format.grid().scaled(best.scale());
    double fitted = fit.map(d -> predicted(d, grid)).orElse(Double.NaN);
    Optional<Bootstrap> interval =
        name.equals("int" + bits + "-symmetric") && best.report().sqnrDb() < Verdict.EXACT
            ? Interval.ofClip(few, LeastLoss.mse(), format.grid())
            : Optional.empty();
    return new FormatRow(
        bits,
        name,
        best.scale(),
        grid.level(grid.size() - 1),
        fitted,
        best.report().sqnrDb(),
        Facts.sqnr(x, grid),
        interval);
  }

  private static double predicted(Distribution law, Grid grid) {
    try {
      return ErrorReport.of(law, grid).sqnrDb();
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Double.NaN; // a law without a variance
    }
  }
}

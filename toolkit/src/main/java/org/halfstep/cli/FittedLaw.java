package org.halfstep.cli;

import java.util.Locale;
import java.util.Optional;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Discrete;
import org.halfstep.law.Distribution;
import org.halfstep.law.Fit;
import org.halfstep.law.Mixture;
import org.halfstep.theory.ErrorReport;
import org.halfstep.theory.OptimalScale;

/**
 * The law that fits the data best, if any does, with what it predicts.
 *
 * @param fit family and parameters; empty if no family has such values
 * @param size how many values it was fitted to
 */
record FittedLaw(Optional<Fit> fit, int size) {

  /** The family is chosen on so many values. */
  static final int CHOSEN = 5_000;

  /** Its parameters are fitted to so many. */
  static final int FITTED = 50_000;

  /**
   * Times 1 / sqrt(size), the Kolmogorov-Smirnov distance that chance exceeds in 5 % of samples
   * when no parameter is fitted; with fitted ones it is rarer still.
   */
  private static final double CHANCE = 1.358;

  /** A distance that is sure to be no chance but changes no SQNR by more than a tenth of a dB. */
  private static final double CLOSE = 0.01;

  static FittedLaw of(double[] few, double[] many) {
    try {
      Fit best = Fit.best(few);
      return many.length == few.length
          ? new FittedLaw(Optional.of(best), few.length)
          : new FittedLaw(Optional.of(Fit.byLikelihood(best.family(), many)), many.length);
    } catch (IllegalArgumentException | ArithmeticException | IllegalStateException e) {
      return new FittedLaw(Optional.empty(), few.length); // no family has such values
    }
  }

  static FittedLaw none() {
    return new FittedLaw(Optional.empty(), 0);
  }

  double distance() {
    return fit.map(f -> f.quality().kolmogorovSmirnov()).orElse(1.0);
  }

  /** The distance up to which the law is as near as chance allows, or near enough. */
  double bound() {
    return Math.max(CHANCE / Math.sqrt(size), CLOSE);
  }

  boolean good() {
    return distance() <= bound();
  }

  Optional<Distribution> law() {
    return fit.map(Fit::law);
  }

  String family() {
    return fit.map(f -> f.family().toString().toLowerCase(Locale.ROOT).replace('_', ' '))
        .orElse("no law");
  }

  /** The SQNR in dB that the law predicts; NaN without a law or its variance. */
  double sqnr(Grid grid) {
    try {
      return law().map(law -> ErrorReport.of(law, grid).sqnrDb()).orElse(Double.NaN);
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Double.NaN;
    }
  }

  /**
   * The SQNR in dB of the best scale for symmetric integers on n values whose largest |x| is the
   * p-quantile of all samples' largest.
   *
   * <p>Samples have no value beyond their largest. The law has: where its tail is heavy they hold
   * much of its power, and most of its error.
   */
  double best(int bits, long n, double p) {
    try {
      Grid unit = Grid.integer(bits, Range.SYMMETRIC);
      return law()
          .map(law -> OptimalScale.mse(sampled(law, n, p), unit).report().sqnrDb())
          .orElse(Double.NaN);
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Double.NaN;
    }
  }

  /** The mean of samples with that largest |x|: one value there, all others below. */
  private static Distribution sampled(Distribution law, long n, double p) {
    double largest = law.folded().maximum(n).quantile(p);
    return Mixture.of(
        new double[] {1 - 1.0 / n, 1.0 / n},
        law.within(-largest, largest),
        Discrete.of(new double[] {largest}, new double[] {1}));
  }
}

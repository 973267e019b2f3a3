package org.halfstep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Gaussian;
import org.halfstep.theory.OptimalScale;

/**
 * Whether the error at 8 bits is what a Gaussian of the same power would have, and if not, why.
 *
 * @param normal whether neither min-max nor the optimum is more than {@value #MARGIN} dB from its
 *     place, and nothing about the data says otherwise
 * @param gaussian the SQNR of a Gaussian's best scale, in dB
 * @param reasons what is unusual, each a sentence
 */
record Verdict(boolean normal, double gaussian, List<String> reasons) {

  /** dB that are not worth a word: a quarter of a bit. */
  static final double MARGIN = 1.5;

  /** Beyond so many times the root mean square no Gaussian sample comes. */
  private static final double FAR = 8;

  private static final double ATOM = 0.01;
  private static final long FEW = 256;

  /** dB from which on only the rounding of floats is left. */
  static final double EXACT = 120;

  /** Scores of skewness and kurtosis that chance does not reach. */
  private static final double SURE = 5;

  static Verdict of(Study s) {
    double gaussian =
        OptimalScale.mse(Gaussian.STANDARD, Grid.integer(8, Range.SYMMETRIC)).report().sqnrDb();
    List<String> reasons = new ArrayList<>();
    outlier(s, reasons);
    atoms(s, reasons);
    tails(s, reasons);
    lattice(s, reasons);
    side(s, reasons);
    boolean near = Math.abs(s.integers(8).measured() - gaussian) <= MARGIN;
    if (!near && reasons.isEmpty()) {
      reasons.add(
          "The shape of the law, which is none of those named above, makes the difference.");
    }
    return new Verdict(near && reasons.isEmpty(), gaussian, List.copyOf(reasons));
  }

  String sentence(Study s) {
    double reached = s.integers(8).measured();
    return String.format(
        Locale.ROOT,
        "The error is %s: int8 at its best %s, a Gaussian reaches %.2f dB.",
        normal ? "normal" : "not that of a Gaussian",
        reached >= EXACT ? "is exact" : String.format(Locale.ROOT, "reaches %.2f dB", reached),
        gaussian);
  }

  private static void outlier(Study s, List<String> reasons) {
    double size = s.facts().absMax() / Math.sqrt(s.facts().power());
    if (size > FAR) {
      say(
          reasons,
          "Outliers: the largest |x| is %.1f times the root mean square; min-max reaches %.2f dB,"
              + " the best clip %.2f dB.",
          size,
          s.minMax(),
          s.optimum());
    }
  }

  private static void atoms(Study s, List<String> reasons) {
    if (s.facts().zeroShare() > ATOM && s.facts().zeros() > 1) {
      say(
          reasons,
          "Zeros: %.1f %% of the values are exactly 0 and have no error.",
          100 * s.facts().zeroShare());
    }
    if (s.distinct() <= FEW && s.distinct() < s.facts().count() / 2) {
      say(
          reasons,
          "Few values: only %d differ, so the error is a few numbers, not spread over a step.",
          s.distinct());
    }
  }

  private static void tails(Study s, List<String> reasons) {
    double kurtosis = s.normality().excessKurtosis().value();
    boolean sure = Math.abs(s.normality().kurtosisScore()) > SURE;
    if (sure && kurtosis > 0) {
      say(
          reasons,
          "Heavy tail: excess kurtosis %.2f (a Gaussian: 0), so clip and step pull harder.",
          kurtosis);
    }
    if (sure && kurtosis < 0) {
      say(
          reasons,
          "Bounded: excess kurtosis %.2f (a Gaussian: 0, a uniform law: -1.2): little or nothing"
              + " need be clipped.",
          kurtosis);
    }
  }

  private static void lattice(Study s, List<String> reasons) {
    FormatRow int8 = s.integers(8);
    if (int8.measured() >= EXACT) {
      say(
          reasons,
          "Lattice: all values are whole multiples of %.6g, so int8 holds them without an error.",
          int8.scale());
    }
  }

  private static void side(Study s, List<String> reasons) {
    double away = Math.abs(s.facts().mean()) / s.facts().sigma();
    if (s.facts().min() >= 0 || s.facts().max() <= 0) {
      reasons.add(
          "One-sided: no value has the other sign, so half of the codes with a sign are idle.");
    } else if (away > 1) {
      say(
          reasons,
          "Off centre: the mean is %.1f sigma from 0; a zero point would use the codes better.",
          away);
    } else if (Math.abs(s.normality().skewnessScore()) > SURE) {
      say(reasons, "Skewed: skewness %.2f (a Gaussian: 0).", s.normality().skewness().value());
    }
  }

  private static void say(List<String> reasons, String format, Object... values) {
    reasons.add(String.format(Locale.ROOT, format, values));
  }
}

package org.halfstep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Gaussian;
import org.halfstep.theory.OptimalScale;

/**
 * Whether the error of int8 at its best clip is what the law of the data predicts, what a Gaussian
 * would have, and where the two differ, why.
 *
 * @param normal whether a law fits, and the measured SQNR is as far from that of its samples as
 *     chance allows
 * @param gaussian the SQNR of a Gaussian's best scale, in dB
 * @param reasons what sets the data apart from a Gaussian, each a sentence
 */
record Verdict(boolean normal, double gaussian, List<String> reasons) {

  /** dB that are not worth a word, whatever their standard error. */
  private static final double SLIGHT = 0.2;

  /** Standard deviations that are no chance. */
  private static final double SURE = 4;

  /** Standard errors of skewness and kurtosis: their estimates are less certain than a mean's. */
  private static final double SURE_SHAPE = 5;

  /** dB that per-channel scales must gain to be worth their bits. */
  private static final double GAIN = 1;

  /** Beyond so many times the root mean square no Gaussian sample comes. */
  private static final double FAR = 8;

  /** A channel so much louder than the median decides the scale of all. */
  private static final double LOUD = 4;

  private static final double ATOM = 0.01;

  /** Fewer numbers leave the SQNR uncertain. */
  private static final int FEW = 500;

  /** dB from which on only the rounding of floats is left. */
  static final double EXACT = 120;

  static Verdict of(Study s) {
    double gaussian =
        OptimalScale.mse(Gaussian.STANDARD, Grid.integer(8, Range.SYMMETRIC)).report().sqnrDb();
    List<String> reasons = new ArrayList<>();
    law(s, reasons);
    atoms(s, reasons);
    outlier(s, reasons);
    tails(s, reasons);
    side(s, reasons);
    channels(s, reasons);
    few(s, reasons);
    ClipRow int8 = s.integers(8);
    double away = Math.abs(int8.format().sqnr() - int8.expected());
    boolean normal = away <= Math.max(SURE * Math.hypot(int8.deviation(), error(int8)), SLIGHT);
    return new Verdict(normal, gaussian, List.copyOf(reasons));
  }

  private static double error(ClipRow row) {
    return row.format().measured().standardError();
  }

  /** The verdict in a sentence or two. */
  String sentence(Study s) {
    ClipRow int8 = s.integers(8);
    if (int8.format().sqnr() >= EXACT) {
      return text(
          "There is no error: every value is a multiple of %.4g, so int8 holds it exactly.",
          int8.format().scale());
    }
    String measured =
        text("int8 at its best clip keeps %.2f +- %.2f dB", int8.format().sqnr(), error(int8));
    if (normal) {
      return text(
          "The error is normal%s: %s; as large samples of the fitted law reach %.2f +- %.2f dB."
              + " A Gaussian has %.2f dB in the long run.",
          s.law().family().equals("gaussian") ? "" : " for a " + s.law().family() + " law",
          measured,
          int8.expected(),
          int8.deviation(),
          gaussian);
    }
    if (s.law().good() && !Double.isNaN(int8.expected())) {
      return text(
          "The error is not normal but %s: %s, and as large samples of the fitted law reach"
              + " %.2f +- %.2f dB. A Gaussian has %.2f dB in the long run.",
          int8.format().sqnr() > int8.expected() ? "smaller" : "larger",
          measured,
          int8.expected(),
          int8.deviation(),
          gaussian);
    }
    return text(
        "%s: %s, and a Gaussian has %.2f dB in the long run.",
        s.law().good()
            ? "There are too few values to say whether the error is normal"
            : "The error is not that of a law that fits",
        measured,
        gaussian);
  }

  private static void law(Study s, List<String> reasons) {
    if (s.fewValues()) {
      say(
          reasons,
          "Few values: only %d differ, so the error is a few numbers, not spread over a step.",
          s.distinct());
      return;
    }
    if (!s.law().good() && s.law().fit().isPresent()) {
      double predicted = s.integers(8).format().predicted();
      say(
          reasons,
          "Wrong law: the nearest, %s, is %.3f away (Kolmogorov-Smirnov; chance: up to %.3f)%s.",
          s.law().family(),
          s.law().distance(),
          s.law().bound(),
          Double.isNaN(predicted)
              ? ""
              : text(
                  ", and misses the int8 error by %+.2f dB",
                  predicted - s.integers(8).format().sqnr()));
    }
  }

  private static void atoms(Study s, List<String> reasons) {
    Facts f = s.facts();
    if (f.zeroShare() > ATOM && f.zeros() > 1) {
      say(
          reasons,
          "Zeros: %.1f %% of the values are exactly 0 and have no error.",
          100 * f.zeroShare());
    }
    ends(s, "greatest", f.max(), f.atMax(), reasons);
    ends(s, "least", f.min(), f.atMin(), reasons);
  }

  private static void ends(Study s, String which, double value, long times, List<String> reasons) {
    if (value != 0 && times > ATOM * s.facts().count() && times > 1 && !s.fewValues()) {
      say(
          reasons,
          "Clipping: %.1f %% of the values are the %s, %.4g; they were clipped before.",
          100.0 * times / s.facts().count(),
          which,
          value);
    }
  }

  private static void outlier(Study s, List<String> reasons) {
    double size = s.facts().absMax() / Math.sqrt(s.facts().power());
    if (size > FAR) {
      say(
          reasons,
          "Outliers: the largest |x| is %.1f times the root mean square; min-max keeps %.2f dB,"
              + " the best clip %.2f dB.",
          size,
          s.calibrator(Zoo.MIN_MAX, Zoo.TENSORRT).map(CalibratorRow::sqnr).orElse(Double.NaN),
          s.integers(8).format().sqnr());
    }
  }

  private static void tails(Study s, List<String> reasons) {
    double kurtosis = s.normality().excessKurtosis().value();
    boolean zeros = s.facts().zeroShare() > ATOM; // they make a peak, and with it a kurtosis
    boolean sure = !zeros && Math.abs(s.normality().kurtosisScore()) > SURE_SHAPE;
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

  private static void side(Study s, List<String> reasons) {
    double away = Math.abs(s.facts().mean()) / s.facts().sigma();
    if (s.integers(8).format().sqnr() >= EXACT) {
      return;
    }
    if (s.facts().min() >= 0 || s.facts().max() <= 0) {
      reasons.add(
          "One-sided: no value has the other sign, so half of the codes with a sign are idle; uint8"
              + " or a zero point gains about 6 dB.");
    } else if (away > 1) {
      say(
          reasons,
          "Off centre: the mean is %.1f sigma from 0; a zero point would use the codes better.",
          away);
    } else if (Math.abs(s.normality().skewnessScore()) > SURE_SHAPE) {
      say(reasons, "Skewed: skewness %.2f (a Gaussian: 0).", s.normality().skewness().value());
    }
  }

  private static void channels(Study s, List<String> reasons) {
    for (ChannelRow c : s.channels()) {
      double gain = c.sqnr() - s.integers(8).format().sqnr();
      if (c.ratio() > LOUD && gain > GAIN) {
        say(
            reasons,
            "Channels: index %d of axis %d is %.1f times as loud as the median one; a scale for"
                + " each of the %d would gain %.1f dB.",
            c.loudest(),
            c.axis(),
            c.ratio(),
            c.channels(),
            gain);
      }
    }
  }

  private static void few(Study s, List<String> reasons) {
    if (s.facts().count() < FEW && s.integers(8).format().sqnr() < EXACT) {
      say(
          reasons,
          "Small sample: %d values know their SQNR to +- %.1f dB, and their tail hardly at all.",
          s.facts().count(),
          Math.max(error(s.integers(8)), 0.1));
    }
  }

  private static void say(List<String> reasons, String format, Object... values) {
    reasons.add(text(format, values));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

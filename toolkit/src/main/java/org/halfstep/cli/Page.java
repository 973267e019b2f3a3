package org.halfstep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.halfstep.calibrate.Bootstrap;
import org.halfstep.law.Fit;

/**
 * What the terminal and the HTML page both show: headings, sentences, tables.
 *
 * @param title the title
 * @param sections in their order
 */
record Page(String title, List<Section> sections) {

  /**
   * A part of the page.
   *
   * @param heading its heading
   * @param sentences what stands above the table
   * @param head the table's head; empty without a table
   * @param rows its rows
   */
  record Section(
      String heading, List<String> sentences, List<String> head, List<List<String>> rows) {}

  /** Numbers with more digits than a page needs. */
  private static final Pattern LONG = Pattern.compile("-?\\d+\\.\\d{5,}(E-?\\d+)?");

  static Page of(Study s) {
    return new Page(
        s.input().name(), List.of(verdict(s), data(s), formats(s), clips(s), calibrators(s)));
  }

  private static Section verdict(Study s) {
    Verdict verdict = Verdict.of(s);
    List<String> sentences = new ArrayList<>(List.of(verdict.sentence(s)));
    sentences.addAll(verdict.reasons());
    return new Section("Verdict", sentences, List.of(), List.of());
  }

  private static Section data(Study s) {
    Facts f = s.facts();
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "%s: %d values in [%s, %s], mean %s, sigma %s.",
            s.input().kind(), f.count(), g(f.min()), g(f.max()), g(f.mean()), g(f.sigma())));
    lines.add(
        text(
            "%d are exactly 0 (%.3g %%); none is NaN or infinite.",
            f.zeros(), 100 * f.zeroShare()));
    lines.add(s.fit().map(Page::law).orElse("No family of laws suits these values."));
    lines.add(
        text(
            "Gaussian? skewness %.3f, excess kurtosis %.3f, Anderson-Darling %.3f: probability %s.",
            s.normality().skewness().value(),
            s.normality().excessKurtosis().value(),
            s.normality().andersonDarling(),
            probability(s.normality().probability())));
    if (f.count() > Interval.MOST) {
      lines.add(
          text(
              "Of these, laws are fitted to %d, scales searched on %d and intervals drawn from %d"
                  + " values, one from each of so many equal stretches; every measured SQNR is of"
                  + " all %d.",
              Math.min(f.count(), Study.FITTED),
              Math.min(f.count(), Study.SEARCHED),
              Interval.MOST,
              f.count()));
    }
    return new Section("Data and law", lines, List.of(), List.of());
  }

  private static String probability(double p) {
    return p < 1e-20 ? "below 1e-20" : text("%.2g", p);
  }

  private static String law(Fit fit) {
    return text(
        "Best law: %s, %s (Kolmogorov-Smirnov distance %.4f).",
        fit.family().toString().toLowerCase(Locale.ROOT).replace('_', ' '),
        LONG.matcher(fit.law().toString()).replaceAll(m -> g(Double.parseDouble(m.group()))),
        fit.quality().kolmogorovSmirnov());
  }

  private static Section formats(Study s) {
    List<List<String>> rows = new ArrayList<>();
    for (List<FormatRow> width : s.formats()) {
      FormatRow best = width.getFirst();
      String second =
          width.size() > 1 ? width.get(1).format() + " " + db(width.get(1).measured()) : "";
      rows.add(
          List.of(
              "" + best.bits(),
              best.format(),
              g(best.scale()),
              db(best.fitted()),
              db(best.law()),
              db(best.measured()),
              second));
    }
    return new Section(
        "Best format for each width",
        List.of(
            "SQNR in dB at the scale of least squared error: predicted from the fitted law,"
                + " predicted from the measured law, measured."),
        List.of("bits", "format", "scale", "fitted law", "measured law", "measured", "next best"),
        rows);
  }

  private static Section clips(Study s) {
    List<List<String>> rows = new ArrayList<>();
    for (int bits = Study.LEAST_BITS; bits <= Study.MOST_BITS; bits++) {
      FormatRow r = s.integers(bits);
      rows.add(
          List.of(
              "" + bits,
              g(r.clip()),
              interval(r.interval()),
              db(r.fitted()),
              db(r.law()),
              db(r.measured())));
    }
    return new Section(
        "Clip of symmetric integers",
        List.of(
            text(
                "The clip of least squared error, with its 95 %% bootstrap interval (%d draws of at"
                    + " most %d values). A clip with fewer than %d values beyond hangs on single"
                    + " values: the bootstrap does not cover it, and none is given.",
                Interval.REPLICATES, Interval.MOST, Interval.LEAST_BEYOND)),
        List.of("bits", "clip", "95 % interval", "fitted law", "measured law", "measured"),
        rows);
  }

  private static Section calibrators(Study s) {
    List<List<String>> rows = new ArrayList<>();
    for (CalibratorRow r : s.calibrators()) {
      rows.add(
          List.of(
              r.calibrator(),
              r.dialect(),
              g(r.lo()),
              g(r.hi()),
              g(r.map().scale()),
              text("%.0f", r.map().zero()),
              db(r.sqnr()),
              loss(s.optimum(), r.sqnr())));
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Loss is against the best scale with zero point 0; below 0 the zero point gains. Intervals"
            + " of thresholds are in --csv.");
    sentences.addAll(s.refusals());
    return new Section(
        "What toolkits would choose for 8 bits",
        sentences,
        List.of("calibrator", "dialect", "lo", "hi", "scale", "zero", "SQNR", "loss"),
        rows);
  }

  /** Against what is exact every loss is infinite. */
  private static String loss(double optimum, double sqnr) {
    if (optimum >= Verdict.EXACT) {
      return sqnr >= Verdict.EXACT ? "0.00" : "-";
    }
    return sqnr >= Verdict.EXACT ? "-" : text("%.2f", optimum - sqnr + 0.0);
  }

  private static String interval(Optional<Bootstrap> b) {
    return b.map(i -> g(i.lower()) + " .. " + g(i.upper())).orElse("-");
  }

  private static String db(double v) {
    if (Double.isNaN(v)) {
      return "-";
    }
    return v >= Verdict.EXACT ? "exact" : text("%.2f", v);
  }

  private static String g(double v) {
    return v == 0 ? "0" : text("%.4g", v);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

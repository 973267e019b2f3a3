package org.halfstep.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
   * @param words how many columns from the left hold words; the others hold numbers
   */
  record Section(
      String heading,
      List<String> sentences,
      List<String> head,
      List<List<String>> rows,
      int words) {}

  static final String LAW = "Data and law";
  static final String FORMATS = "Best format for each width";

  private static final String FEW_BEYOND =
      " %s: fewer than " + Study.LEAST_BEYOND + " values lie beyond, %s.";

  /** Numbers with more digits than a page needs. */
  private static final Pattern LONG = Pattern.compile("-?\\d+\\.\\d{5,}(E-?\\d+)?");

  static Page of(Study s) {
    List<Section> sections =
        new ArrayList<>(List.of(verdict(s), data(s), formats(s), clips(s), calibrators(s)));
    if (!s.channels().isEmpty()) {
      sections.add(4, channels(s));
    }
    return new Page(s.input().name(), List.copyOf(sections));
  }

  private static Section verdict(Study s) {
    Verdict verdict = Verdict.of(s);
    List<String> sentences = new ArrayList<>(List.of(verdict.sentence(s)));
    sentences.addAll(verdict.reasons());
    return new Section("Verdict", sentences, List.of(), List.of(), 0);
  }

  private static Section data(Study s) {
    Facts f = s.facts();
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "%s: %d values in [%s, %s], mean %s, sigma %s; %s exactly 0, none NaN or infinite.",
            s.input().kind(),
            f.count(),
            g(f.min()),
            g(f.max()),
            g(f.mean()),
            g(f.sigma()),
            f.zeros() == 0 ? "none is" : text("%.3g %% are", 100 * f.zeroShare())));
    lines.add(s.law().fit().map(fit -> law(fit, s)).orElse(noLaw(s)));
    lines.add(
        text(
            "Against a Gaussian: skewness %s, excess kurtosis %s, Anderson-Darling %.3g"
                + " (probability %s).",
            fixed(s.normality().skewness().value(), 3),
            fixed(s.normality().excessKurtosis().value(), 3),
            s.normality().andersonDarling(),
            probability(s.normality().probability())));
    if (f.count() > FittedLaw.CHOSEN) {
      lines.add(
          text(
              "Of the %d values,%s intervals come from %d, one from each of so many equal"
                  + " stretches; scales, thresholds and measured errors are those of all.",
              f.count(),
              s.fewValues()
                  ? ""
                  : text(
                      " the family is chosen on %d, its parameters on %d,",
                      FittedLaw.CHOSEN, Math.min(f.count(), FittedLaw.FITTED)),
              Math.min(f.count(), Study.DRAWN)));
    }
    return new Section(LAW, lines, List.of(), List.of(), 0);
  }

  private static String noLaw(Study s) {
    return s.fewValues()
        ? "No continuous law: the values are " + s.distinct() + " different numbers."
        : "No family of laws has such values.";
  }

  private static String probability(double p) {
    return p < 1e-20 ? "below 1e-20" : text("%.2g", p);
  }

  private static String law(Fit fit, Study s) {
    return text(
        "Best law: %s, %s; Kolmogorov-Smirnov distance %.4f, %s.",
        s.law().family(),
        LONG.matcher(fit.law().toString()).replaceAll(m -> g(Double.parseDouble(m.group()))),
        s.law().distance(),
        s.law().good()
            ? text("a good fit (up to %.4f)", s.law().bound())
            : text("not a good fit (above %.4f)", s.law().bound()));
  }

  private static Section formats(Study s) {
    List<List<String>> rows = new ArrayList<>();
    for (List<FormatRow> width : s.formats()) {
      FormatRow best = width.getFirst();
      String second = width.size() > 1 ? width.get(1).format() : "";
      rows.add(
          List.of(
              best.format(),
              "" + best.bits(),
              g(best.scale()),
              db(best.predicted()),
              db(best.sqnr()),
              error(best.measured()),
              second,
              width.size() > 1 ? db(width.get(1).sqnr()) : ""));
    }
    return new Section(
        FORMATS,
        List.of(
            "SQNR in dB at the scale of least squared error: predicted from the fitted law,"
                + " measured with its standard error, and what the second best keeps. Scale: the"
                + " number of the format's 1."),
        List.of("format", "bits", "scale", "predicted", "measured", "+-", "second", "SQNR"),
        rows,
        1);
  }

  private static Section clips(Study s) {
    List<List<String>> rows = new ArrayList<>();
    boolean assumed = false;
    boolean none = false;
    for (ClipRow r : s.clips()) {
      assumed |= r.interval().map(Interval::assumed).orElse(false);
      none |= r.interval().isEmpty();
      rows.add(
          List.of(
              "int" + r.format().bits(),
              g(r.format().clip()),
              interval(r.interval()),
              db(r.expected()),
              Double.isNaN(r.expected()) || r.expected() >= Verdict.EXACT
                  ? "-"
                  : text("%.2f", r.deviation()),
              db(r.format().sqnr()),
              error(r.format().measured())));
    }
    return new Section(
        "Clip of symmetric integers",
        List.of(
            text(
                "The clip of least squared error, its 95 %% confidence interval from %d samples"
                    + " drawn again, and the SQNR in dB, predicted (samples of the law as large as"
                    + " this, each at its own best clip, with their scatter) and measured.%s%s",
                Repeats.REPLICATES,
                assumed ? text(FEW_BEYOND, "*", "so samples of the fitted law are drawn") : "",
                none ? text(FEW_BEYOND, "-", "and no law is known well enough to draw from") : "")),
        List.of("codes", "clip", "95 % interval", "predicted", "+-", "measured", "+-"),
        rows,
        1);
  }

  private static Section channels(Study s) {
    List<List<String>> rows = new ArrayList<>();
    double one = s.integers(8).format().sqnr();
    for (ChannelRow c : s.channels()) {
      rows.add(
          List.of(
              "" + c.axis(),
              "" + c.channels(),
              db(c.sqnr()),
              loss(c.sqnr(), one),
              "" + c.loudest(),
              text("%.3g", c.ratio())));
    }
    return new Section(
        "Per-channel scales at 8 bits",
        List.of(
            "A scale for each index of an axis, absmax / 127 each: SQNR in dB, the gain over one"
                + " scale at its best clip, and the loudest channel's root mean square over the"
                + " median one's."),
        List.of("axis", "channels", "SQNR", "gain", "loudest", "ratio"),
        rows,
        0);
  }

  private static Section calibrators(Study s) {
    List<List<String>> rows = new ArrayList<>();
    List<CalibratorRow> ordered =
        s.calibrators().stream()
            .sorted(Comparator.comparingDouble(CalibratorRow::sqnr).reversed())
            .toList();
    for (CalibratorRow r : ordered) {
      rows.add(
          List.of(
              r.calibrator().method(),
              r.calibrator().dialect(),
              g(r.lo()),
              g(r.hi()),
              g(r.map().scale()),
              text("%.0f", r.map().zero()),
              db(r.sqnr()),
              loss(s.optimum(), r.sqnr())));
    }
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "From the least loss to the greatest, in dB against the better optimum. lo and hi are the"
            + " numbers of the lowest and the highest code; the intervals of hi are in --csv.");
    if (s.facts().count() > Seen.TRIED) {
      sentences.add(
          text(
              "%s try every candidate on each value, here on %d of them.",
              ordered.stream()
                  .filter(r -> !r.calibrator().quick())
                  .map(r -> r.calibrator().dialect())
                  .collect(Collectors.joining(" and ")),
              Seen.TRIED));
    }
    sentences.addAll(s.refusals());
    return new Section(
        "What toolkits would choose for 8 bits",
        sentences,
        List.of("calibrator", "dialect", "lo", "hi", "scale", "zero", "SQNR", "loss"),
        rows,
        2);
  }

  /** Against what is exact every loss is infinite. */
  private static String loss(double optimum, double sqnr) {
    if (optimum >= Verdict.EXACT || sqnr >= Verdict.EXACT) {
      return optimum >= Verdict.EXACT && sqnr >= Verdict.EXACT ? "0.00" : "-";
    }
    return fixed(optimum - sqnr, 2);
  }

  private static String interval(Optional<Interval> interval) {
    return interval
        .map(i -> g(i.lower()) + " .. " + g(i.upper()) + (i.assumed() ? "*" : " "))
        .orElse("-");
  }

  private static String error(Noise noise) {
    return noise.sqnr() >= Verdict.EXACT ? "-" : text("%.2f", noise.standardError());
  }

  private static String db(double v) {
    if (Double.isNaN(v)) {
      return "-";
    }
    return v >= Verdict.EXACT ? "exact" : fixed(v, 2);
  }

  private static String g(double v) {
    return v == 0 ? "0" : text("%.4g", v);
  }

  /** A number with so many decimals; what is rounded to 0 has no sign. */
  private static String fixed(double v, int decimals) {
    String text = text("%." + decimals + "f", v);
    return text.matches("-0\\.0+") ? text.substring(1) : text;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

package org.halfstep.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.halfstep.figure.Chart;
import org.halfstep.law.Distribution;
import org.halfstep.law.Fit;

/** A page as one HTML file that needs nothing else; light or dark as the reader's system is. */
final class HtmlPage {

  private static final int BARS = 60;

  /** Values that the histogram shows at most. */
  private static final int SHOWN = 50_000;

  /** Small, so that letters are readable where a telephone shrinks the picture. */
  private static final int WIDTH = 480;

  private static final int HEIGHT = 330;

  /** Colours of pictures are turned to their opposites of the same hue in the dark. */
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #c9c9c9; --soft: #f3f4f6; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e6e6e6; --paper: #16181b; --line: #44484e; --soft: #22252a; }
        svg { filter: invert(.92) hue-rotate(180deg); }
      }
      * { box-sizing: border-box; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 0 auto; padding: 1rem;
        background: var(--paper); color: var(--ink); }
      h1 { font-size: 1.6rem; overflow-wrap: anywhere; }
      h2 { font-size: 1.2rem; margin: 2rem 0 .4rem; }
      p { margin: .3rem 0; max-width: 46rem; }
      .verdict { background: var(--soft); border-left: 4px solid #0072b2; padding: .6rem 1rem; }
      .wide { overflow-x: auto; margin: .6rem 0; }
      .wide:focus-visible { outline: 2px solid #0072b2; }
      table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
      caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      th, td { padding: .2rem .6rem; text-align: right; white-space: nowrap;
        border-bottom: 1px solid var(--line); }
      th { font-weight: 600; }
      .w { text-align: left; }
      tbody th { font-weight: 400; }
      tbody tr:hover { background: var(--soft); }
      .figures { display: flex; flex-wrap: wrap; gap: 1rem; }
      figure { margin: .6rem 0; flex: 1 1 20rem; min-width: 0; max-width: 30rem; }
      svg { display: block; width: 100%; height: auto; }
      @media (max-width: 30rem) { th, td { padding: .2rem .35rem; } body { padding: .8rem; } }
      @media print { .wide { overflow: visible; } }
      """;

  private HtmlPage() {}

  static String of(Study study, Page page) {
    String title = escape(page.title());
    StringBuilder out = new StringBuilder();
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>")
        .append(title)
        .append(", explained</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<main>\n<h1>")
        .append(title)
        .append("</h1>\n");
    for (int i = 0; i < page.sections().size(); i++) {
      section(page.sections().get(i), i, out);
      if (page.sections().get(i).heading().equals(Page.LAW)) {
        out.append("<div class=\"figures\">\n");
        figure(law(study), out);
        figure(widths(study), out);
        out.append("</div>\n");
      }
    }
    return out.append("</main>\n</body>\n</html>\n").toString();
  }

  private static void section(Page.Section s, int number, StringBuilder out) {
    String id = "s" + number;
    out.append("<section aria-labelledby=\"").append(id).append("\">\n<h2 id=\"").append(id);
    out.append("\">").append(escape(s.heading())).append("</h2>\n");
    if (number == 0) {
      out.append("<div class=\"verdict\">\n");
    }
    s.sentences().forEach(t -> out.append("<p>").append(escape(t)).append("</p>\n"));
    out.append(number == 0 ? "</div>\n" : "");
    if (!s.head().isEmpty()) {
      table(s, id, out);
    }
    out.append("</section>\n");
  }

  /** A table that can be scrolled by keyboard where the screen is narrower. */
  private static void table(Page.Section s, String id, StringBuilder out) {
    out.append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"")
        .append(id)
        .append("\">\n<table>\n<caption>")
        .append(escape(s.heading()))
        .append("</caption>\n<thead><tr>");
    for (int i = 0; i < s.head().size(); i++) {
      cell("th scope=\"col\"", s.head().get(i), i < s.words(), out);
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : s.rows()) {
      out.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        cell(i == 0 ? "th scope=\"row\"" : "td", row.get(i), i < s.words(), out);
      }
      out.append("</tr>\n");
    }
    out.append("</tbody>\n</table>\n</div>\n");
  }

  private static void cell(String tag, String text, boolean word, StringBuilder out) {
    out.append("<").append(tag).append(word ? " class=\"w\">" : ">").append(escape(text.strip()));
    out.append("</").append(tag, 0, 2).append(">");
  }

  private static void figure(Chart chart, StringBuilder out) {
    String svg =
        chart
            .size(WIDTH, HEIGHT)
            .with("layout.paper_bgcolor", "none")
            .with("layout.plot_bgcolor", "none")
            .svg();
    out.append("<figure>").append(svg.substring(svg.indexOf("<svg"))).append("</figure>\n");
  }

  private static Chart law(Study s) {
    double[] part = Draw.doubles(Draw.of(s.input().values(), SHOWN));
    Chart chart =
        Chart.titled("Density and int8's best clip")
            .x("x")
            .y("density")
            .histogram("measured", part, BARS);
    Optional<Fit> smooth = s.law().fit().filter(f -> noAtoms(f.law()));
    if (smooth.isPresent()) {
      chart = chart.curve("fitted law", s.facts().min(), s.facts().max(), smooth.get().law()::pdf);
    }
    double clip = s.integers(8).format().clip();
    chart = clip <= s.facts().absMax() && s.facts().max() > 0 ? chart.vline(clip, "clip") : chart;
    return clip <= s.facts().absMax() && s.facts().min() < 0 ? chart.vline(-clip, "") : chart;
  }

  private static boolean noAtoms(Distribution law) {
    return Arrays.stream(law.breaks()).allMatch(b -> law.mass(b) == 0);
  }

  private static Chart widths(Study s) {
    List<FormatRow> rows =
        s.formats().stream().map(List::getFirst).filter(r -> r.sqnr() < Verdict.EXACT).toList();
    double[] bits = rows.stream().mapToDouble(FormatRow::bits).toArray();
    Chart chart = Chart.titled("SQNR of each width's best format").x("bits").y("SQNR", "dB");
    if (bits.length == 0) {
      return chart;
    }
    if (rows.stream().allMatch(r -> Double.isFinite(r.predicted()))) {
      double[] predicted = rows.stream().mapToDouble(FormatRow::predicted).toArray();
      chart = chart.line("fitted law", bits, predicted);
    }
    return chart.points(
        "measured",
        bits,
        rows.stream().mapToDouble(FormatRow::sqnr).toArray(),
        rows.stream().mapToDouble(r -> r.measured().standardError()).toArray());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("+-", "\u00b1");
  }
}

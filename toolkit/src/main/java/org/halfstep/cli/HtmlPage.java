package org.halfstep.cli;

import java.util.List;
import java.util.Optional;
import org.halfstep.figure.Chart;
import org.halfstep.law.Fit;

/** A page as one HTML file that needs nothing else; light or dark as the reader's system is. */
final class HtmlPage {

  private static final int BARS = 80;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem;
        background: #fff; color: #1b1b1b; }
      table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
      th, td { padding: .15rem .6rem; text-align: left; border-bottom: 1px solid #8884; }
      figure { margin: 1rem 0; background: #fff; display: inline-block; border-radius: 4px; }
      svg { max-width: 100%; height: auto; }
      .wide { overflow-x: auto; }
      @media (prefers-color-scheme: dark) { body { background: #15171a; color: #e6e6e6; } }
      """;

  private HtmlPage() {}

  static String of(Study study, Page page) {
    String title = escape(page.title());
    StringBuilder out = new StringBuilder();
    out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
        .append(title)
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style></head>\n<body><h1>")
        .append(title)
        .append("</h1>\n");
    for (int i = 0; i < page.sections().size(); i++) {
      section(page.sections().get(i), out);
      if (i == 1) {
        figure(law(study), out);
      } else if (i == 2) {
        figure(widths(study), out);
      }
    }
    return out.append("</body></html>\n").toString();
  }

  private static void section(Page.Section s, StringBuilder out) {
    out.append("<h2>").append(escape(s.heading())).append("</h2>\n");
    s.sentences().forEach(t -> out.append("<p>").append(escape(t)).append("</p>\n"));
    if (s.head().isEmpty()) {
      return;
    }
    out.append("<div class=\"wide\"><table><tr>");
    s.head().forEach(h -> out.append("<th>").append(escape(h)).append("</th>"));
    out.append("</tr>\n");
    for (List<String> row : s.rows()) {
      out.append("<tr>");
      row.forEach(c -> out.append("<td>").append(escape(c)).append("</td>"));
      out.append("</tr>\n");
    }
    out.append("</table></div>\n");
  }

  private static void figure(Chart chart, StringBuilder out) {
    String svg = chart.svg();
    out.append("<figure>").append(svg.substring(svg.indexOf("<svg"))).append("</figure>\n");
  }

  private static Chart law(Study s) {
    double[] part = Draw.doubles(s.input().values(), Study.SEARCHED);
    Chart chart = Chart.titled("Density").x("x").y("density").histogram("measured", part, BARS);
    Optional<Fit> smooth = s.fit().filter(f -> f.law().breaks().length == 0);
    if (smooth.isPresent()) {
      chart = chart.curve("fitted law", s.facts().min(), s.facts().max(), smooth.get().law()::pdf);
    }
    return chart.vline(s.integers(8).clip(), "int8 clip");
  }

  private static Chart widths(Study s) {
    List<FormatRow> rows =
        s.formats().stream()
            .map(List::getFirst)
            .filter(r -> Double.isFinite(r.measured()))
            .toList();
    double[] bits = rows.stream().mapToDouble(FormatRow::bits).toArray();
    Chart chart = Chart.titled("Best format of each width").x("bits").y("SQNR", "dB");
    if (bits.length == 0) {
      return chart;
    }
    return chart
        .line("fitted law", bits, rows.stream().mapToDouble(FormatRow::fitted).toArray())
        .points("measured", bits, rows.stream().mapToDouble(FormatRow::measured).toArray());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

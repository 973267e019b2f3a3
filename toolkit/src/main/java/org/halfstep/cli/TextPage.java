package org.halfstep.cli;

import java.util.List;

/** A page as plain text, at most 80 columns wide. */
final class TextPage {

  private static final int COLUMNS = 80;

  private TextPage() {}

  static String of(Page page) {
    StringBuilder out = new StringBuilder(page.title()).append("\n");
    for (Page.Section s : page.sections()) {
      out.append("\n").append(s.heading()).append("\n");
      s.sentences().forEach(sentence -> wrap(sentence, out));
      if (!s.head().isEmpty()) {
        table(s, out);
      }
    }
    return out.toString();
  }

  private static void wrap(String sentence, StringBuilder out) {
    StringBuilder line = new StringBuilder("  ");
    for (String word : sentence.split(" ")) {
      if (line.length() + word.length() + 1 > COLUMNS && !line.toString().isBlank()) {
        out.append(line.toString().stripTrailing()).append("\n");
        line.setLength(0);
        line.append("    ");
      }
      line.append(word).append(" ");
    }
    out.append(line.toString().stripTrailing()).append("\n");
  }

  private static void table(Page.Section s, StringBuilder out) {
    int[] width = new int[s.head().size()];
    for (int i = 0; i < width.length; i++) {
      width[i] = s.head().get(i).length();
      for (List<String> row : s.rows()) {
        width[i] = Math.max(width[i], row.get(i).length());
      }
    }
    row(s.head(), width, s.words(), out);
    s.rows().forEach(row -> row(row, width, s.words(), out));
  }

  private static void row(List<String> cells, int[] width, int words, StringBuilder out) {
    StringBuilder line = new StringBuilder(" ");
    for (int i = 0; i < width.length; i++) {
      String blanks = " ".repeat(width[i] - cells.get(i).length());
      line.append(" ").append(i < words ? cells.get(i) + blanks : blanks + cells.get(i));
    }
    out.append(line.toString().stripTrailing()).append("\n");
  }
}

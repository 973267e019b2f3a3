package org.halfstep.cli;

import java.util.List;

/** A page as plain text, at most 100 columns wide. */
final class TextPage {

  private static final int COLUMNS = 100;

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
    boolean[] words = new boolean[width.length];
    for (int i = 0; i < width.length; i++) {
      width[i] = s.head().get(i).length();
      for (List<String> row : s.rows()) {
        width[i] = Math.max(width[i], row.get(i).length());
        words[i] |= row.get(i).matches("[a-zA-Z][a-zA-Z0-9]* .*|.*[a-zA-Z]-.*|.*-[a-z].*");
      }
    }
    row(s.head(), width, words, out);
    s.rows().forEach(row -> row(row, width, words, out));
  }

  private static void row(List<String> cells, int[] width, boolean[] words, StringBuilder out) {
    StringBuilder line = new StringBuilder(" ");
    for (int i = 0; i < width.length; i++) {
      String blanks = " ".repeat(width[i] - cells.get(i).length());
      line.append(" ").append(words[i] ? cells.get(i) + blanks : blanks + cells.get(i));
    }
    out.append(line.toString().stripTrailing()).append("\n");
  }
}

package org.halfstep;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every source file looks as google-java-format writes it; {@code ./lab format} rewrites them. */
class FormatTest {

  @Test
  void everySourceIsFormatted() throws Exception {
    Formatter formatter = new Formatter();
    List<Path> wrong = new ArrayList<>();
    for (Path root : List.of(Path.of("src"), Path.of("../notebooks/scripts"))) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          String text = Files.readString(file);
          if (!formatter.formatSourceAndFixImports(text).equals(text)) {
            wrong.add(file);
          }
        }
      }
    }
    assertTrue(wrong.isEmpty(), "not formatted (./lab format does it): " + wrong);
  }
}

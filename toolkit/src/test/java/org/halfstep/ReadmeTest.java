package org.halfstep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.halfstep.notebook.Imports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in README.md compiles, runs and prints what the text says. */
class ReadmeTest {

  @TempDir Path folder;

  @Test
  void theFirstLookPrintsWhatTheTextSays() throws Exception {
    String readme = Files.readString(Path.of("../README.md"));
    String code = readme.substring(readme.indexOf("```java\n") + 8);
    code = code.substring(0, code.indexOf("```"));
    Path program = folder.resolve("Readme.java");
    Files.writeString(
        program, String.join("\n", Imports.statements()) + "\nvoid main() {\n" + code + "}\n");
    Script run = Script.run(program, "");
    assertEquals(0, run.exit(), run.err());
    List<String> lines = run.lines();
    assertTrue(lines.get(0).startsWith("40.475"), lines.toString());
    assertTrue(lines.get(1).startsWith("0.0308700860"), lines.toString());
    assertTrue(readme.contains("`40.475... dB predicted`") && readme.contains("`0.0308700860...`"));
  }
}

package org.halfstep.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program that prints a format prints its grid, and explains itself when misused. */
class LevelsScriptTest {

  private record Run(int exit, String out, String err) {}

  private static Run levels(String... args) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString(), "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("../notebooks/scripts/Levels.java");
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out, err);
  }

  @Test
  void itPrintsLevelsThresholdsTiesAndCodes() throws Exception {
    Run run = levels("e2m1", "4");
    assertEquals(0, run.exit, run.err);
    List<String> lines = run.out.lines().toList();
    assertEquals("index,level,lower,upper,tie,code", lines.get(0));
    assertEquals("0,-6.0,-inf,-5.0,up,0xf", lines.get(1));
    assertEquals("7,0.0,-0.25,0.25,down,0x0", lines.get(8));
    assertEquals("8,0.5,0.25,0.75,up,0x1", lines.get(9));
    assertEquals("14,6.0,5.0,inf,,0x7", lines.get(15));
    assertEquals(16, lines.size());
  }

  @Test
  void parametersGoToTheFormatAndMayHaveNoCodes() throws Exception {
    Run run = levels("pwlq", "4", "m=0.8", "p=0.2");
    assertEquals(0, run.exit, run.err);
    List<String> lines = run.out.lines().toList();
    assertEquals(1 + 29, lines.size());
    assertTrue(lines.get(29).startsWith("28,0.8,") && lines.get(29).endsWith(",inf,,"), run.out);
  }

  @Test
  void misuseIsExplainedWithStatus2() throws Exception {
    for (String[] args : new String[][] {{"log", "4", "fsr"}, {"int", "99"}}) {
      Run run = levels(args);
      assertEquals(2, run.exit);
      assertEquals("", run.out);
      assertTrue(run.err.startsWith("Levels: ") && run.err.contains("usage: ./lab java"), run.err);
    }
  }
}

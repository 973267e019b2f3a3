package org.halfstep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a single-file program did when java ran it with the toolkit on its class path, as {@code
 * ./lab java} does.
 */
public record Script(int exit, String out, String err) {

  /** Runs a program; its standard input is the given text. */
  public static Script run(Path file, String input, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), file.toString()));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Script(process.waitFor(), out, err);
  }

  /** Runs one of notebooks/scripts. */
  public static Script named(String name, String input, String... args)
      throws IOException, InterruptedException {
    return run(Path.of("../notebooks/scripts", name + ".java"), input, args);
  }

  /** Returns the lines of the output. */
  public List<String> lines() {
    return out.lines().toList();
  }
}

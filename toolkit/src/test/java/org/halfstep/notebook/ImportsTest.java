package org.halfstep.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;

class ImportsTest {
  /** What jshell and Java kernels import of their own. */
  private static final List<String> OF_THE_SHELL =
      List.of(
          "java.io",
          "java.math",
          "java.net",
          "java.util.concurrent",
          "java.util.prefs",
          "java.util.regex");

  /** Surefire hides the class path in a manifest. */
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  @Test
  void everyStatementIsValidAndLessonsCompileWithThem() {
    try (JShell shell = shell()) {
      for (String statement : Imports.statements()) {
        assertEquals(Snippet.Status.VALID, only(shell.eval(statement)).status(), statement);
      }
      accepted(
          shell,
          "Claim.that(\"a\").predicted(1).measured(1, 0.01).within(standardErrors(4))"
              + ".rejecting(2, \"b\")");
      accepted(shell, "Claim.that(\"a\").predicted(1.0).measured(1).within(ulps(2))");
      accepted(shell, "Claim.that(\"a\").measured(new double[] {1, 2}).increasing(\"why\")");
      accepted(shell, "Grid.integer(8, Range.SYMMETRIC).size()");
      accepted(shell, "sqrt(PI) + new Gaussian(0, 1).cdf(0)");
      accepted(shell, "Table.create(DoubleColumn.create(\"x\", 1, 2)).rowCount()");
      accepted(shell, "SimpleMatrix.identity(2).trace()");
      accepted(shell, "Observer seen = new RunningMinMax();");
      accepted(shell, "List.of(1).stream().collect(Collectors.toSet())");
      accepted(shell, "(java.util.function.Consumer<Object>) x -> show(x)");
    }
  }

  @Test
  void claimInAnotherOrderDoesNotCompile() {
    try (JShell shell = shell()) {
      Imports.statements().forEach(shell::eval);
      for (String chain :
          List.of(
              "within(ulps(1))",
              "rejecting(1)",
              "below(1, \"a\")",
              "predicted(1).within(ulps(1))",
              "predicted(1).rejecting(1)",
              "predicted(1).predicted(1)",
              "predicted(1).below(1, \"a\")",
              "measured(1).within(ulps(1))",
              "measured(1).predicted(1)",
              "measured(1).increasing(\"a\")",
              "predicted(1).measured(1).rejecting(1)",
              "predicted(1).measured(1).within(1e-6)",
              "predicted(1).measured(new double[1]).within(ulps(1))",
              "predicted(new double[1]).measured(1).within(ulps(1))",
              "measured(1).below(1)")) {
        SnippetEvent event = only(shell.eval("Claim.that(\"a\")." + chain));
        assertEquals(Snippet.Status.REJECTED, event.status(), chain);
      }
    }
  }

  @Test
  void noSimpleNameComesFromTwoPackages() throws IOException {
    Map<String, String> packageOf = new HashMap<>();
    List<String> clashes = new ArrayList<>();
    List<String> packages = new ArrayList<>(OF_THE_SHELL);
    for (String statement : Imports.statements()) {
      if (!statement.startsWith("import static ") && statement.endsWith(".*;")) {
        packages.add(statement.substring("import ".length(), statement.length() - ".*;".length()));
      }
    }
    for (String name : packages) {
      List<String> classes = publicClasses(name);
      assertFalse(classes.isEmpty(), name + " has no public class");
      for (String c : classes) {
        String other = packageOf.put(c, name);
        boolean chosen = Imports.statements().contains("import " + name + "." + c + ";");
        if (other != null && !chosen) {
          clashes.add(c + " in " + other + " and " + name);
        }
      }
    }
    assertEquals(List.of(), clashes);
  }

  @Test
  void mainPrintsOneStatementALine() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      Imports.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(Imports.statements(), lines);
    for (String line : lines) {
      assertTrue(line.matches("import (static )?[\\w.]+(\\.\\*)?;"), line);
    }
  }

  private static List<String> publicClasses(String name) throws IOException {
    List<String> binary = new ArrayList<>();
    if (name.startsWith("java.")) {
      Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
      try (Stream<Path> all = Files.list(modules)) {
        all.map(m -> m.resolve(name.replace('.', '/')))
            .filter(Files::isDirectory)
            .forEach(folder -> addClasses(folder, binary));
      }
    } else {
      try (StandardJavaFileManager files =
          ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
        files.setLocation(
            StandardLocation.CLASS_PATH,
            Stream.of(CLASS_PATH.split(java.io.File.pathSeparator))
                .map(java.io.File::new)
                .toList());
        for (JavaFileObject file :
            files.list(
                StandardLocation.CLASS_PATH,
                name,
                java.util.Set.of(JavaFileObject.Kind.CLASS),
                false)) {
          String inferred = files.inferBinaryName(StandardLocation.CLASS_PATH, file);
          binary.add(inferred.substring(name.length() + 1));
        }
      }
    }
    return binary.stream().filter(c -> !c.contains("$") && isPublic(name + "." + c)).toList();
  }

  private static void addClasses(Path folder, List<String> names) {
    try (Stream<Path> all = Files.list(folder)) {
      all.map(p -> p.getFileName().toString())
          .filter(n -> n.endsWith(".class"))
          .forEach(n -> names.add(n.substring(0, n.length() - ".class".length())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isPublic(String name) {
    try {
      Class<?> type = Class.forName(name, false, ImportsTest.class.getClassLoader());
      return Modifier.isPublic(type.getModifiers());
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      return false;
    }
  }

  private static JShell shell() {
    JShell shell =
        JShell.builder()
            .executionEngine("local")
            .compilerOptions("--add-modules", "jdk.incubator.vector", "-Xlint:-incubating")
            .build();
    shell.addToClasspath(CLASS_PATH);
    return shell;
  }

  private static void accepted(JShell shell, String code) {
    SnippetEvent event = only(shell.eval(code));
    String problems =
        shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList().toString();
    assertEquals(Snippet.Status.VALID, event.status(), code + " " + problems);
    assertNull(event.exception(), code);
  }

  private static SnippetEvent only(List<SnippetEvent> events) {
    assertEquals(1, events.size());
    return events.getFirst();
  }
}

package org.halfstep.notebook;

import java.util.List;

/**
 * The one list of imports that a lesson has without writing them: in the kernel, in jshell and in
 * other kernels.
 */
public final class Imports {
  private static final List<String> NAMES =
      List.of(
          "java.nio.file.*",
          "java.util.*",
          "java.util.function.*",
          "java.util.stream.*",
          "org.ejml.data.*",
          "org.ejml.simple.*",
          "org.halfstep.calibrate.*",
          "org.halfstep.data.*",
          "org.halfstep.figure.*",
          "org.halfstep.grid.*",
          "org.halfstep.kernel.*",
          "org.halfstep.law.*",
          "org.halfstep.notebook.*",
          "org.halfstep.numeric.*",
          "org.halfstep.observe.*",
          "org.halfstep.observe.Observer",
          "org.halfstep.propagate.*",
          "org.halfstep.scheme.*",
          "org.halfstep.tensor.*",
          "org.halfstep.theory.*",
          "org.halfstep.train.*",
          "tech.tablesaw.api.*",
          "static java.lang.Math.*",
          "static org.halfstep.figure.Explore.explore",
          "static org.halfstep.notebook.Notebook.show",
          "static org.halfstep.notebook.Tolerance.*");

  private Imports() {}

  /**
   * Returns the import statements.
   *
   * @return statements of Java, one each, in order
   */
  public static List<String> statements() {
    return NAMES.stream().map(name -> "import " + name + ";").toList();
  }

  /**
   * Prints the statements, one a line: a start-up script for jshell.
   *
   * @param args none
   */
  public static void main(String[] args) {
    statements().forEach(System.out::println);
  }
}

package org.halfstep.notebook;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Shows values from the middle of a cell, of a program or of jshell.
 *
 * <p>Where the kernel has our extension a value appears in its richest form; everywhere else, as
 * text on the standard output.
 */
public final class Notebook {
  private static final Consumer<Map<String, Object>> STANDARD_OUTPUT =
      forms -> System.out.println(forms.get("text/plain"));

  private static volatile Consumer<Map<String, Object>> screen = STANDARD_OUTPUT;

  private Notebook() {}

  /**
   * Shows a value: a figure, a claim, a table, a matrix, an array, or anything by its text.
   *
   * @param value the value; null is shown as "null"
   */
  public static void show(Object value) {
    screen.accept(Forms.of(value));
  }

  /** Shows from now on through a kernel. */
  static void showOn(Consumer<Map<String, Object>> kernel) {
    screen = Objects.requireNonNull(kernel, "kernel");
  }

  /** Shows from now on as text. */
  static void showAsText() {
    screen = STANDARD_OUTPUT;
  }
}

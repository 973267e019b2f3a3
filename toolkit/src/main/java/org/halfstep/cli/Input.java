package org.halfstep.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.halfstep.data.Npy;
import org.halfstep.data.NumericArray;

/**
 * Numbers that a user wants explained: finite, at least {@value #LEAST}, not all equal.
 *
 * @param name the file's name
 * @param kind type and shape in words
 * @param shape the dimensions; of text lines and columns, or lines alone if there is one column
 * @param values the numbers, each the nearest float; not copied
 */
public record Input(String name, String kind, int[] shape, float[] values) {

  /** So few numbers have no law. */
  public static final int LEAST = 8;

  private static final String CONVERT = "; save x.astype('float32') instead";

  /** An array in Java holds no more. */
  private static final int MOST_TEXT = Integer.MAX_VALUE - 8;

  /**
   * Reads a file.
   *
   * @param file a .npy file, or text with the ending .csv, .txt or .tsv
   * @return its numbers
   * @throws InputException if there is no such file, it is of another type, is not what its type
   *     must be, or its numbers cannot be explained
   */
  public static Input read(Path file) throws InputException {
    String name = file.getFileName() == null ? file.toString() : file.getFileName().toString();
    if (Files.isDirectory(file)) {
      throw new InputException(file + " must be a file, got a directory");
    }
    if (!Files.exists(file)) {
      throw new InputException("there is no file " + file);
    }
    String lower = name.toLowerCase(Locale.ROOT);
    try {
      if (lower.endsWith(".npy")) {
        return npy(name, Npy.read(file));
      }
      if (lower.endsWith(".csv") || lower.endsWith(".txt") || lower.endsWith(".tsv")) {
        return text(name, bytes(file));
      }
    } catch (AccessDeniedException e) {
      throw new InputException(file + " may not be read by this user");
    } catch (IOException e) {
      String problem = String.valueOf(e.getMessage());
      problem += problem.contains("dtype must be one of") ? CONVERT : "";
      throw new InputException(problem.startsWith(file + "") ? problem : file + ": " + problem);
    } catch (OutOfMemoryError e) {
      throw new InputException(file + " is too large for the memory of this JVM");
    }
    throw new InputException("a file must end in .npy, .csv, .tsv or .txt, got " + name);
  }

  private static byte[] bytes(Path file) throws IOException, InputException {
    long size = Files.size(file);
    if (size > MOST_TEXT) {
      throw new InputException(
          "text must have at most " + MOST_TEXT + " bytes, got " + size + "; save it as .npy");
    }
    return Files.readAllBytes(file);
  }

  /**
   * Takes an array.
   *
   * @param name what to call it
   * @param array the array
   * @return its numbers
   * @throws InputException if it has no dimensions, or its numbers cannot be explained
   */
  public static Input npy(String name, NumericArray array) throws InputException {
    int[] shape = array.shape();
    if (shape.length == 0) {
      throw new InputException(
          name + ": an array must have at least one dimension, got a single number, shape ()");
    }
    String sizes = Arrays.stream(shape).mapToObj(n -> "" + n).collect(Collectors.joining(", "));
    String words = "(" + sizes + (shape.length == 1 ? ",)" : ")");
    String type = array.type().toString().toLowerCase(Locale.ROOT);
    return checked(name, type + " " + words, shape, array.nearestFloats());
  }

  /**
   * Takes a text.
   *
   * @param name what to call it
   * @param text the text as {@link NumberText} reads it
   * @return its numbers
   * @throws InputException if it is not such a text, or its numbers cannot be explained
   */
  public static Input text(String name, byte[] text) throws InputException {
    NumberText parsed;
    try {
      parsed = NumberText.parsed(text);
    } catch (InputException e) {
      throw new InputException(name + ", " + e.getMessage());
    }
    String kind = "text, " + parsed.lines() + (parsed.lines() == 1 ? " line" : " lines");
    int[] shape =
        parsed.perLine() > 1
            ? new int[] {parsed.lines(), parsed.perLine()}
            : new int[] {parsed.lines()};
    return checked(name, kind + " of " + parsed.perLine(), shape, parsed.numbers());
  }

  private static Input checked(String name, String kind, int[] shape, float[] x)
      throws InputException {
    if (x.length == 0) {
      throw new InputException(name + " must hold numbers, got none: " + kind);
    }
    int nans = 0;
    int infinities = 0;
    int first = -1;
    boolean constant = true;
    for (int i = 0; i < x.length; i++) {
      if (!Float.isFinite(x[i])) {
        nans += Float.isNaN(x[i]) ? 1 : 0;
        infinities += Float.isNaN(x[i]) ? 0 : 1;
        first = first < 0 ? i : first;
      }
      constant &= x[i] == x[0];
    }
    if (first >= 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s must hold finite numbers (as float32), got %d NaN and %d infinite of %d,"
                  + " the first at %s",
              name,
              nans,
              infinities,
              x.length,
              index(first, shape)));
    }
    if (x.length < LEAST) {
      throw new InputException(
          name + " must hold at least " + LEAST + " numbers to have a law, got " + x.length);
    }
    if (constant) {
      throw new InputException(
          name + " must hold more than one value, got " + x.length + " times " + x[0]);
    }
    return new Input(name, kind, shape, x);
  }

  /** The place of a number, each index from 0 on. */
  private static String index(int flat, int[] shape) {
    int[] place = new int[shape.length];
    int rest = flat;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      place[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return "index " + Arrays.toString(place);
  }
}

package org.halfstep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.halfstep.data.Npy;
import org.halfstep.data.NumericArray;

/**
 * Numbers that a user wants explained: finite, at least {@value #LEAST}, not all equal.
 *
 * @param name the file's name
 * @param kind type and shape in words
 * @param values the numbers, each the nearest float; not copied
 */
public record Input(String name, String kind, float[] values) {

  /** So few numbers have no law. */
  public static final int LEAST = 8;

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
        return text(name, Files.readAllBytes(file));
      }
    } catch (IOException e) {
      String problem = String.valueOf(e.getMessage());
      throw new InputException(problem.startsWith(file + "") ? problem : file + ": " + problem);
    } catch (OutOfMemoryError e) {
      throw new InputException(file + " is too large for the memory of this JVM");
    }
    throw new InputException("a file must end in .npy, .csv, .tsv or .txt, got " + name);
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
    String words = Arrays.toString(shape).replace('[', '(').replace(']', ')');
    String type = array.type().toString().toLowerCase(Locale.ROOT);
    return checked(name, type + " " + words, array.nearestFloats());
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
    return checked(name, kind + " of " + parsed.perLine(), parsed.numbers());
  }

  private static Input checked(String name, String kind, float[] x) throws InputException {
    if (x.length == 0) {
      throw new InputException(name + " must hold numbers, got none");
    }
    int nans = 0;
    int infinities = 0;
    boolean constant = true;
    for (float v : x) {
      nans += Float.isNaN(v) ? 1 : 0;
      infinities += Float.isInfinite(v) ? 1 : 0;
      constant &= v == x[0];
    }
    if (nans + infinities > 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s must hold finite numbers (as float32), got %d NaN and %d infinite of %d",
              name,
              nans,
              infinities,
              x.length));
    }
    if (x.length < LEAST) {
      throw new InputException(
          name + " must hold at least " + LEAST + " numbers to have a law, got " + x.length);
    }
    if (constant) {
      throw new InputException(
          name + " must hold more than one value, got " + x.length + " times " + x[0]);
    }
    return new Input(name, kind, x);
  }
}

package org.halfstep.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.ejml.simple.SimpleMatrix;

/**
 * The UCI handwritten digits: 1797 images of 8 x 8 pixels.
 *
 * <p>E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
 * Repository, 1998, DOI 10.24432/C50P49, CC BY 4.0: the test part. A pixel counts the inked points
 * of a 4 x 4 block, 0 to 16. Immutable: what it hands out is a copy.
 */
public final class Digits {

  private static final String FILE = "digits.csv.gz";

  /** Of the file as data/make_digits.py writes it; data/README.md has it too. */
  static final String SHA256 = "ef9e7faeeda2aa13b76f7665eb46f15c43c4de9e7ce1ee1b5982de61c933a129";

  private static final int PIXELS = 64;

  private final float[][] images;
  private final int[] labels;

  private Digits(float[][] images, int[] labels) {
    this.images = images;
    this.labels = labels;
  }

  /**
   * Reads the digits from {@code digits.csv.gz}.
   *
   * <p>The file is looked for in the directory that the system property {@code halfstep.data}
   * names; if it is not set, in the one that the environment variable {@code HALFSTEP_DATA} names;
   * if that is not set either, in {@code data} below the working directory or the nearest directory
   * above that has it.
   *
   * @return the digits
   * @throws IllegalStateException if the file is not there, or its SHA-256 is not the one known;
   *     the message says where it looked, or what was expected and found
   * @throws UncheckedIOException if it cannot be read
   */
  public static Digits load() {
    return read(
        find(
            System.getProperty("halfstep.data"),
            System.getenv("HALFSTEP_DATA"),
            Path.of("").toAbsolutePath()));
  }

  /** The file: a property rules over the environment, and both over the working directory. */
  static Path find(String property, String environment, Path workingDirectory) {
    List<Path> looked = new ArrayList<>();
    if (property != null && !property.isEmpty()) {
      looked.add(Path.of(property, FILE));
    } else if (environment != null && !environment.isEmpty()) {
      looked.add(Path.of(environment, FILE));
    } else {
      for (Path p = workingDirectory; p != null; p = p.getParent()) {
        looked.add(p.resolve("data").resolve(FILE));
      }
    }
    for (Path file : looked) {
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new IllegalStateException(
        FILE
            + " not found; looked for "
            + String.join(", ", looked.stream().map(Path::toString).toList())
            + ". Start in the project's directory, or name its data directory with"
            + " -Dhalfstep.data=DIRECTORY or HALFSTEP_DATA");
  }

  static Digits read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String found = sha256(bytes);
      if (!found.equals(SHA256)) {
        throw new IllegalStateException(
            file
                + " is damaged or another file: SHA-256 must be "
                + SHA256
                + ", got "
                + found
                + ". Restore it from version control, or make it again with data/make_digits.py");
      }
      try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        return parse(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The text is known by its hash, so its form needs no check. */
  private static Digits parse(String text) {
    List<String> lines = text.lines().skip(1).toList();
    float[][] images = new float[lines.size()][PIXELS];
    int[] labels = new int[lines.size()];
    for (int i = 0; i < labels.length; i++) {
      String[] cells = lines.get(i).split(",");
      for (int p = 0; p < PIXELS; p++) {
        images[i][p] = Integer.parseInt(cells[p]);
      }
      labels[i] = Integer.parseInt(cells[PIXELS]);
    }
    return new Digits(images, labels);
  }

  /**
   * Returns how many images there are.
   *
   * @return 1797
   */
  public int size() {
    return labels.length;
  }

  /**
   * Returns one image.
   *
   * @param i the number of the image, 0 to size() - 1
   * @return its pixels, [64], row by row from the top left, 0 (paper) to 16 (ink); a copy
   */
  public float[] image(int i) {
    return images[i].clone();
  }

  /**
   * Returns all images.
   *
   * @return the pixels, [1797][64], each image row by row from the top left, 0 (paper) to 16 (ink);
   *     a copy
   */
  public float[][] images() {
    float[][] copy = new float[images.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = images[i].clone();
    }
    return copy;
  }

  /**
   * Returns what was written.
   *
   * @return the digits, [1797], 0 to 9; a copy
   */
  public int[] labels() {
    return labels.clone();
  }

  /**
   * Returns all images as a matrix.
   *
   * @return the pixels, 1797 x 64, one image a row; a copy
   */
  public SimpleMatrix matrix() {
    SimpleMatrix all = new SimpleMatrix(images.length, PIXELS);
    for (int i = 0; i < images.length; i++) {
      for (int p = 0; p < PIXELS; p++) {
        all.set(i, p, images[i][p]);
      }
    }
    return all;
  }

  @Override
  public String toString() {
    return labels.length + " handwritten digits of 8 x 8 pixels (UCI, 1998)";
  }
}

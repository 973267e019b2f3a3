package org.halfstep.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.ejml.simple.SimpleMatrix;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitsTest {

  private static final Digits DIGITS = Digits.load();

  @Test
  void sumsAreThoseOfScikitLearn() {
    float[][] images = DIGITS.images();
    int[] labels = DIGITS.labels();
    SimpleMatrix matrix = DIGITS.matrix();
    double[] eigenvalues = eigenvalues(matrix);
    int n = images.length;
    long[] count = new long[10];
    long[] ink = new long[10];
    long[] sum = new long[64];
    long[] square = new long[64];
    long[] byImage = new long[n];
    long numbered = 0;
    long numberedLabels = 0;
    for (int i = 0; i < n; i++) {
      count[labels[i]]++;
      numberedLabels += (long) i * labels[i];
      for (int p = 0; p < 64; p++) {
        long v = (long) images[i][p];
        assertEquals(v, images[i][p]);
        assertEquals(v, matrix.get(i, p));
        ink[labels[i]] += v;
        sum[p] += v;
        square[p] += v * v;
        byImage[i] += v;
        numbered += (64L * i + p) * v;
      }
    }
    for (Oracle row : Oracle.rows("digits")) {
      int at = row.text("index").isEmpty() ? 0 : row.integer("index");
      if (row.text("what").equals("eigenvalue")) {
        Near.relative(row.number("value"), eigenvalues[at], 1e-12, row);
        continue;
      }
      long found =
          switch (row.text("what")) {
            case "images" -> n;
            case "of class" -> count[at];
            case "ink of class" -> ink[at];
            case "sum of pixel" -> sum[at];
            case "square sum of pixel" -> square[at];
            case "ink of image" -> byImage[at];
            case "digit of image" -> labels[at];
            case "times its number" -> numbered;
            case "labels times their number" -> numberedLabels;
            default -> throw new IllegalArgumentException(row.text("what"));
          };
      assertEquals(Long.parseLong(row.text("value")), found, row::toString);
    }
    assertEquals(1797, DIGITS.size());
  }

  /**
   * Of the covariance, largest first: a symmetric matrix has its eigenvalues as singular values.
   */
  private static double[] eigenvalues(SimpleMatrix x) {
    int n = x.getNumRows();
    SimpleMatrix ones = SimpleMatrix.filled(n, 1, 1);
    SimpleMatrix mean = ones.transpose().mult(x).divide(n);
    SimpleMatrix centred = x.minus(ones.mult(mean));
    return centred.transpose().mult(centred).divide(n).svd().getSingularValues();
  }

  @Test
  void whatIsHandedOutIsACopy() {
    DIGITS.images()[3][20] = 99;
    DIGITS.labels()[3] = 99;
    DIGITS.image(3)[20] = 99;
    DIGITS.matrix().set(3, 20, 99);
    assertArrayEquals(Digits.load().images(), DIGITS.images());
    assertArrayEquals(Digits.load().labels(), DIGITS.labels());
    assertArrayEquals(Digits.load().image(3), DIGITS.image(3));
  }

  @Test
  void damagedFileIsNamedWithBothHashes(@TempDir Path directory) throws Exception {
    Path good =
        Digits.find(System.getProperty("halfstep.data"), null, Path.of("").toAbsolutePath());
    byte[] bytes = Files.readAllBytes(good);
    bytes[bytes.length / 2] ^= 1;
    Path bad = Files.write(directory.resolve("digits.csv.gz"), bytes);
    var error = assertThrows(IllegalStateException.class, () -> Digits.read(bad));
    String message = error.getMessage();
    assertTrue(message.contains(bad.toString()), message);
    assertTrue(message.contains("must be " + Digits.SHA256), message);
    assertTrue(message.matches("(?s).*got [0-9a-f]{64}\\. Restore.*"), message);
  }

  @Test
  void missingFileSaysWhereItLooked(@TempDir Path directory) throws Exception {
    Path deep = Files.createDirectories(directory.resolve("a/b"));
    String message =
        assertThrows(IllegalStateException.class, () -> Digits.find(null, null, deep)).getMessage();
    for (Path p : new Path[] {deep, deep.getParent(), directory}) {
      assertTrue(message.contains(p.resolve("data/digits.csv.gz").toString()), message);
    }
    assertTrue(message.contains("halfstep.data"), message);
    String only =
        assertThrows(IllegalStateException.class, () -> Digits.find("nowhere", "else", deep))
            .getMessage();
    assertTrue(only.contains("nowhere") && !only.contains("else"), only);
  }

  @Test
  void nearestDirectoryAndNamedDirectoriesAreFound(@TempDir Path directory) throws Exception {
    Path deep = Files.createDirectories(directory.resolve("a/b"));
    Path upper = Files.createDirectories(directory.resolve("data")).resolve("digits.csv.gz");
    Files.write(upper, new byte[] {1});
    assertEquals(upper, Digits.find(null, null, deep));
    assertEquals(upper, Digits.find("", "", deep));
    Path nearer = Files.createDirectories(directory.resolve("a/data")).resolve("digits.csv.gz");
    Files.write(nearer, new byte[] {1});
    assertEquals(nearer, Digits.find(null, null, deep));
    assertEquals(upper, Digits.find(upper.getParent().toString(), null, deep));
    assertEquals(upper, Digits.find(null, upper.getParent().toString(), deep));
  }

  @Test
  void theReadmeNamesTheHash() throws Exception {
    Path good =
        Digits.find(System.getProperty("halfstep.data"), null, Path.of("").toAbsolutePath());
    assertTrue(Files.readString(good.resolveSibling("README.md")).contains(Digits.SHA256));
    assertTrue(Files.readString(good.resolveSibling("make_digits.py")).contains(Digits.SHA256));
  }
}

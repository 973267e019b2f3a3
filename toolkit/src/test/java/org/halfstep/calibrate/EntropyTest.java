package org.halfstep.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;

/** Windows against ONNX Runtime itself and against the other toolkits' definitions, bin by bin. */
class EntropyTest {

  private static final List<Oracle> ROWS = Oracle.rows("entropy");

  private static long[] counts(Oracle row, String column) {
    String text = row.text(column);
    return text.equals("same")
        ? counts(row, "counts")
        : Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  @Test
  void windowIsOnnxRuntimes() {
    for (Oracle row : ROWS) {
      EntropyWindow w =
          Entropy.window(
              EntropyDialect.ONNX_RUNTIME, counts(row, "signed_counts"), row.integer("levels"));
      String name = row.text("law") + " " + row.text("n") + " " + row.text("bins");
      assertEquals(row.integer("ort_from"), w.from(), name);
      assertEquals(row.integer("ort_to"), w.to(), name);
    }
  }

  private static void assertDefined(EntropyDialect dialect, String column, String counts) {
    for (Oracle row : ROWS) {
      EntropyWindow w = Entropy.window(dialect, counts(row, counts), row.integer("levels"));
      String name = dialect + " " + row.text("law") + " " + row.text("n") + " " + row.text("bins");
      assertEquals(0, w.from(), name);
      assertEquals(row.integer(column), w.to(), name);
      // Sums of some thousand terms of either sign, in doubles on both sides.
      assertEquals(row.number(column + "_kl"), w.divergence(), 1e-11, name);
    }
  }

  @Test
  void windowIsNvidias() {
    assertDefined(EntropyDialect.NVIDIA, "nvidia", "counts");
  }

  @Test
  void windowIsPpqs() {
    assertDefined(EntropyDialect.PPQ, "ppq", "counts");
  }

  @Test
  void windowIsMnns() {
    assertDefined(EntropyDialect.MNN, "mnn", "counts_without_zeros");
  }

  @Test
  void windowIsNcnns() {
    assertDefined(EntropyDialect.NCNN, "ncnn", "counts_without_zeros");
  }

  /** With as many levels as bins ONNX Runtime has one candidate: all of the range. */
  @Test
  void onnxRuntimesDefaultIsMinMax() {
    long[] counts = new long[128];
    Arrays.setAll(counts, i -> 1 + (i * 37) % 11);
    EntropyWindow w = Entropy.window(EntropyDialect.ONNX_RUNTIME, counts, 128);
    assertEquals(0, w.from());
    assertEquals(128, w.to());
  }

  @Test
  void nothingToSearchIsRefused() {
    for (EntropyDialect dialect : EntropyDialect.values()) {
      Exception none =
          assertThrows(
              IllegalArgumentException.class, () -> Entropy.window(dialect, new long[256], 128));
      assertTrue(none.getMessage().contains("needs counts"), none.getMessage());
      Exception few =
          assertThrows(
              IllegalArgumentException.class, () -> Entropy.window(dialect, new long[64], 128));
      assertTrue(few.getMessage().contains("got 128 and 64 bins"), few.getMessage());
      long[] negative = new long[256];
      negative[3] = -1;
      Exception wrong =
          assertThrows(
              IllegalArgumentException.class, () -> Entropy.window(dialect, negative, 128));
      assertTrue(wrong.getMessage().contains("got -1"), wrong.getMessage());
    }
  }
}

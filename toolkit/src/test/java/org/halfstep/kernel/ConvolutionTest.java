package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;

class ConvolutionTest {

  private static final Products[] BOTH = {new ScalarProducts(), new VectorProducts()};

  /** The definition, in seven loops: the eighth, over b, is a loop of the caller. */
  private static void defined(
      Convolution s, int image, float[] x, float outside, float[] w, float[] y) {
    int channels = s.channels() / s.groups();
    int at = image * s.outputs() * s.outputHeight() * s.outputWidth();
    for (int o = 0; o < s.outputs(); o++) {
      int first = image * s.channels() + o / (s.outputs() / s.groups()) * channels;
      for (int i = 0; i < s.outputHeight(); i++) {
        for (int j = 0; j < s.outputWidth(); j++) {
          float sum = 0;
          for (int c = 0; c < channels; c++) {
            for (int u = 0; u < s.kernelHeight(); u++) {
              for (int v = 0; v < s.kernelWidth(); v++) {
                int row = i * s.strideY() + u * s.dilationY() - s.top();
                int column = j * s.strideX() + v * s.dilationX() - s.left();
                boolean inside = row >= 0 && row < s.height() && column >= 0 && column < s.width();
                float value =
                    inside ? x[((first + c) * s.height() + row) * s.width() + column] : outside;
                int weight = ((o * channels + c) * s.kernelHeight() + u) * s.kernelWidth() + v;
                sum = Math.fma(w[weight], value, sum);
              }
            }
          }
          y[at++] = sum;
        }
      }
    }
  }

  private static int images(Convolution s) {
    return s.batch() * s.channels() * s.height() * s.width();
  }

  private static int weights(Convolution s) {
    return s.outputs() * (s.channels() / s.groups()) * s.kernelHeight() * s.kernelWidth();
  }

  private static int results(Convolution s) {
    return s.batch() * s.outputs() * s.outputHeight() * s.outputWidth();
  }

  private static void assertDefined(Convolution s) {
    float[] x = Inputs.gaussian(1, images(s));
    float[] w = Inputs.gaussian(2, weights(s));
    float[] expected = new float[results(s)];
    for (int b = 0; b < s.batch(); b++) {
      defined(s, b, x, 0, w, expected);
    }
    for (Products loops : BOTH) {
      for (int threads : new int[] {1, 2, 5}) {
        float[] y = new float[expected.length];
        Arrays.fill(y, 77);
        s.threads(threads).apply(() -> loops, x, w, y);
        Inputs.assertSame(expected, y, s);
      }
    }
  }

  private static Convolution of(Oracle r) {
    return new Convolution(
        i(r, "batch"),
        i(r, "channels"),
        i(r, "height"),
        i(r, "width"),
        i(r, "outputs"),
        i(r, "kernel_height"),
        i(r, "kernel_width"),
        i(r, "stride_y"),
        i(r, "stride_x"),
        i(r, "top"),
        i(r, "left"),
        i(r, "bottom"),
        i(r, "right"),
        i(r, "dilation_y"),
        i(r, "dilation_x"),
        i(r, "groups"),
        3);
  }

  private static int i(Oracle row, String column) {
    return Integer.parseInt(row.text(column));
  }

  /** The formula in the header of the file. */
  private static byte[] codes(int n, long factor, int low) {
    byte[] x = new byte[n];
    for (long i = 0; i < n; i++) {
      x[(int) i] = (byte) ((i * i * factor + 5 * i + 3) % 65521 % 256 + low);
    }
    return x;
  }

  private static float[] floats(byte[] x, float scale) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * scale;
    }
    return y;
  }

  @Test
  void bytesConvolveAsInTheOracle() {
    for (Oracle row : Oracle.rows("convolution")) {
      Convolution s = of(row);
      boolean signed = i(row, "signed") == 1;
      byte[] x = codes(images(s), 7, signed ? -128 : 0);
      byte[] w = codes(weights(s), 11, -128);
      int[] expected =
          Arrays.stream(row.text("result").split(" ")).mapToInt(Integer::parseInt).toArray();
      assertEquals(expected.length, results(s));
      for (Products loops : BOTH) {
        int[] y = new int[expected.length];
        Arrays.fill(y, 77);
        s.apply(() -> loops, signed, x, i(row, "zero"), w, y);
        assertArrayEquals(expected, y, s::toString);
      }
    }
  }

  /** Codes times powers of two: all sums are exact. */
  @Test
  void floatsConvolveAsInTheOracle() {
    int count = 0;
    for (Oracle row : Oracle.rows("convolution")) {
      if (i(row, "signed") == 1 && i(row, "zero") == 0) {
        Convolution s = of(row);
        float[] y = new float[results(s)];
        s.apply(
            floats(codes(images(s), 7, -128), 0x1p-3f), floats(codes(weights(s), 11, -128), 1), y);
        String[] expected = row.text("result").split(" ");
        for (int i = 0; i < y.length; i++) {
          assertEquals(Float.parseFloat(expected[i]) / 8, y[i], s + ", index " + i);
        }
        count++;
      }
    }
    assertTrue(count >= 4);
  }

  @Test
  void everyStridePaddingDilationAndGroupIsTheSumInOrder() {
    List<Convolution> shapes = new ArrayList<>();
    for (int kernel : new int[] {1, 2, 3}) {
      for (int stride : new int[] {1, 2, 3}) {
        for (int padding : new int[] {0, 1, 4}) {
          for (int dilation : new int[] {1, 2}) {
            for (int groups : new int[] {1, 2, 4}) {
              shapes.add(
                  Convolution.of(2, 4, 7, 6, 8, kernel, 4 - kernel, padding)
                      .stride(stride, 4 - stride)
                      .dilation(dilation, 3 - dilation)
                      .groups(groups));
            }
          }
        }
      }
    }
    shapes.add(Convolution.of(0, 1, 1, 1, 1, 1, 1, 0));
    shapes.add(Convolution.of(1, 3, 5, 5, 2, 3, 3, 1).padding(0, 3, 1, 2));
    shapes.forEach(ConvolutionTest::assertDefined);
  }

  /** Deeper than a block of the product, and wider than its panels. */
  @Test
  void blocksDoNotShow() {
    assertDefined(Convolution.of(1, 130, 5, 6, 7, 3, 3, 1));
    assertDefined(Convolution.of(1, 60, 19, 23, 13, 3, 3, 1));
    assertDefined(Convolution.of(2, 6, 40, 50, 6, 3, 3, 1).groups(6));
  }

  /**
   * A product by 0 is a product: with infinite weights the padding makes NaN, as in the formula.
   */
  @Test
  void paddingTakesPart() {
    Convolution s = Convolution.of(1, 1, 2, 2, 1, 3, 3, 1);
    float[] w = new float[9];
    w[0] = Float.POSITIVE_INFINITY;
    float[] y = new float[4];
    s.apply(new float[] {1, 2, 3, 4}, w, y);
    assertArrayEquals(new float[] {Float.NaN, Float.NaN, Float.NaN, Float.POSITIVE_INFINITY}, y);
  }

  /** The example of Dumoulin and Visin, A guide to convolution arithmetic, figure 1.1. */
  @Test
  void publishedExampleComesOut() {
    float[] x = {3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1};
    float[] w = {0, 1, 2, 2, 2, 0, 0, 1, 2};
    float[] y = new float[9];
    Convolution.of(1, 1, 5, 5, 1, 3, 3, 0).apply(x, w, y);
    assertArrayEquals(new float[] {12, 12, 17, 10, 17, 19, 9, 6, 14}, y);
  }

  @Test
  void largeImagesTakeNoBufferOfTheirPatches() {
    Convolution s = Convolution.of(1, 16, 200, 200, 4, 3, 3, 1).threads(1);
    float[] x = new float[images(s)];
    float[] w = new float[weights(s)];
    float[] y = new float[results(s)];
    s.apply(x, w, y);
    var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = bean.getCurrentThreadAllocatedBytes();
    s.apply(x, w, y);
    long bytes = bean.getCurrentThreadAllocatedBytes() - before;
    // The patches would take 23 MB; the buffers 0.6 MB if another test held those that are kept.
    assertTrue(bytes < 1_000_000, () -> "allocated " + bytes);
  }

  @Test
  void argumentsAreChecked() {
    Convolution s = Convolution.of(1, 2, 4, 4, 4, 3, 3, 0);
    float[] x = new float[32];
    float[] w = new float[72];
    float[] y = new float[16];
    refused("channels must be at least 1, got 0", () -> Convolution.of(1, 0, 4, 4, 4, 3, 3, 0));
    refused("stride must be at least 1, got 0", () -> s.stride(0, 1));
    refused("padding must be at least 0, got -1", () -> s.padding(0, 0, -1, 0));
    refused("dilation must be at least 1, got 0", () -> s.dilation(1, 0));
    refused("divide channels and outputs, got 3 for 2 and 4", () -> s.groups(3));
    refused("threads must be at least 1, got 0", () -> s.threads(0));
    refused("fit into the padded image, got width 5 in 4", () -> s.dilation(1, 2));
    refused("images must have 1 x 2 x 4 x 4 values, got 16", () -> s.apply(y, w, y));
    refused("weights must have 4 x 2 x 3 x 3 values, got 16", () -> s.apply(x, y, y));
    refused("the result must have 1 x 4 x 2 x 2 values, got 32", () -> s.apply(x, w, x));
    refused("zero must be in -128..127, got 128", () -> bytes(s, true, 128));
    refused("zero must be in 0..255, got -1", () -> bytes(s, false, -1));
    Convolution one = Convolution.of(1, 2, 4, 4, 2, 1, 1, 0);
    refused("an array of its own, got that of the images", () -> one.apply(x, new float[4], x));
  }

  private static void bytes(Convolution s, boolean signed, int zero) {
    byte[] x = new byte[images(s)];
    byte[] w = new byte[weights(s)];
    if (signed) {
      s.apply(x, zero, w, new int[results(s)]);
    } else {
      s.applyUnsigned(x, zero, w, new int[results(s)]);
    }
  }

  @Test
  void patchesThatFitAreCounted() {
    Convolution s = Convolution.of(1, 1, 224, 224, 1, 7, 7, 3).stride(2, 2);
    assertEquals(List.of(112, 112), List.of(s.outputHeight(), s.outputWidth()));
    s = Convolution.of(1, 1, 10, 11, 1, 3, 3, 2).dilation(2, 3).stride(3, 1);
    assertEquals(List.of(4, 9), List.of(s.outputHeight(), s.outputWidth()));
  }

  private static void refused(String reason, Runnable act) {
    var error = assertThrows(IllegalArgumentException.class, act::run);
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }
}

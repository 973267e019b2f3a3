package org.halfstep.kernel;

import static org.halfstep.kernel.Inputs.SCALAR;
import static org.halfstep.kernel.Inputs.VECTOR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatrixProductTest {

  /** The definition: each output on its own, in the order of k. */
  private static float[] defined(MatrixProduct p, float[] a, float[] b) {
    float[] c = new float[p.rows() * p.columns()];
    for (int i = 0; i < p.rows(); i++) {
      for (int j = 0; j < p.columns(); j++) {
        float sum = 0;
        for (int k = 0; k < p.depth(); k++) {
          float left = p.transposeA() ? a[k * p.rows() + i] : a[i * p.depth() + k];
          float right = p.transposeB() ? b[j * p.depth() + k] : b[k * p.columns() + j];
          sum = Math.fma(left, right, sum);
        }
        c[i * p.columns() + j] = sum;
      }
    }
    return c;
  }

  private static int[] defined(MatrixProduct p, byte[] a, byte[] b) {
    int[] c = new int[p.rows() * p.columns()];
    for (int i = 0; i < p.rows(); i++) {
      for (int j = 0; j < p.columns(); j++) {
        for (int k = 0; k < p.depth(); k++) {
          int left = p.transposeA() ? a[k * p.rows() + i] : a[i * p.depth() + k];
          int right = p.transposeB() ? b[j * p.depth() + k] : b[k * p.columns() + j];
          c[i * p.columns() + j] += left * right;
        }
      }
    }
    return c;
  }

  private static void assertDefined(MatrixProduct p, float[] a, float[] b) {
    float[] expected = defined(p, a, b);
    for (Kernels kernels : new Kernels[] {SCALAR, VECTOR}) {
      for (int threads : new int[] {1, 2, 5}) {
        float[] c = new float[expected.length];
        Arrays.fill(c, 77);
        p.threads(threads).apply(kernels, a, b, c);
        Inputs.assertSame(expected, c, p + " with " + threads + " threads");
      }
    }
  }

  @Test
  void everyShapeAndLayoutIsTheSumInTheOrderOfDepth() {
    int[] sizes = {0, 1, 3, 4, 5, 31, 70};
    for (int m : sizes) {
      for (int k : new int[] {0, 1, 7, 130}) {
        for (int n : sizes) {
          MatrixProduct p = MatrixProduct.of(m, k, n);
          float[] a = Inputs.gaussian(m, m * k);
          float[] b = Inputs.gaussian(n + 100, k * n);
          assertDefined(p.transposed((m + n) % 2 == 0, m % 3 == 0), a, b);
        }
      }
    }
    for (int layout = 0; layout < 4; layout++) {
      MatrixProduct p = MatrixProduct.of(67, 131, 129).transposed(layout > 1, layout % 2 == 1);
      assertDefined(p, Inputs.gaussian(1, 67 * 131), Inputs.gaussian(2, 131 * 129));
    }
    assertDefined(
        MatrixProduct.of(1030, 40, 9), Inputs.gaussian(1, 1030 * 40), Inputs.gaussian(2, 40 * 9));
  }

  /** A row or a column that is not finite must not touch its neighbours, nor the padding. */
  @Test
  void specialValuesStayInTheirRowsAndColumns() {
    float[] a = Inputs.gaussian(1, 9 * 20);
    float[] b = Inputs.gaussian(2, 20 * 70);
    a[2 * 20 + 3] = Float.POSITIVE_INFINITY;
    a[7 * 20 + 5] = Float.MIN_VALUE;
    b[3 * 70 + 69] = Float.NaN;
    b[4 * 70 + 1] = -0f;
    MatrixProduct p = MatrixProduct.of(9, 20, 70);
    float[] expected = defined(p, a, b);
    float[] c = new float[expected.length];
    p.apply(a, b, c);
    assertArrayEquals(expected, c); // any NaN equals any other
    long odd = IntStream.range(0, c.length).filter(i -> !Float.isFinite(c[i])).count();
    assertTrue(odd == 70 + 9 - 1, "one row and one column, got " + odd);
  }

  @Test
  void bytesMultiplyExactlyAtEveryDepth() {
    for (int depth : new int[] {0, 1, 1023, 1024, 1025, 3000}) {
      for (int layout = 0; layout < 4; layout++) {
        MatrixProduct p = MatrixProduct.of(6, depth, 67).transposed(layout > 1, layout % 2 == 1);
        byte[] a = bytes(1, 6 * depth);
        byte[] b = bytes(2, 67 * depth);
        assertBytes(p, a, b);
        Arrays.fill(a, (byte) -128);
        Arrays.fill(b, (byte) -128);
        assertBytes(p, a, b);
        Arrays.fill(b, (byte) 127);
        assertBytes(p, a, b);
      }
    }
  }

  private static byte[] bytes(int stream, int n) {
    int[] w = Inputs.words(stream, n);
    byte[] x = new byte[n];
    for (int i = 0; i < n; i++) {
      x[i] = (byte) w[i];
    }
    return x;
  }

  private static void assertBytes(MatrixProduct p, byte[] a, byte[] b) {
    int[] expected = defined(p, a, b);
    for (Kernels kernels : new Kernels[] {SCALAR, VECTOR}) {
      int[] c = new int[expected.length];
      Arrays.fill(c, 77);
      p.threads(2).apply(kernels, a, b, c);
      assertArrayEquals(expected, c, p::toString);
    }
  }

  @Test
  void argumentsAreChecked() {
    MatrixProduct p = MatrixProduct.of(2, 3, 4);
    float[] a = new float[6];
    float[] b = new float[12];
    refused("sizes must be at least 0", () -> MatrixProduct.of(-1, 0, 0));
    refused("threads must be at least 1, got 0", () -> p.threads(0));
    refused("B must have 3 x 4 values, got 6", () -> p.apply(a, a, new float[8]));
    refused("C must have 2 x 4 values, got 7", () -> p.apply(a, b, new float[7]));
    float[] square = new float[4];
    refused("into a factor", () -> MatrixProduct.of(2, 2, 2).apply(square, new float[4], square));
  }

  private static void refused(String reason, Runnable act) {
    var error = assertThrows(IllegalArgumentException.class, act::run);
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }
}

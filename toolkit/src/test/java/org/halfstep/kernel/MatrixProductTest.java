package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class MatrixProductTest {

  private static final Products SCALAR = new ScalarProducts();
  private static final Products VECTOR = new VectorProducts();
  private static final Products[] BOTH = {SCALAR, VECTOR};

  private static int a(MatrixProduct p, int i, int k) {
    return p.transposeA() ? k * p.strideA() + i : i * p.strideA() + k;
  }

  private static int b(MatrixProduct p, int k, int j) {
    return p.transposeB() ? j * p.strideB() + k : k * p.strideB() + j;
  }

  /** The definition: each output on its own, in the order of k. */
  private static void defined(MatrixProduct p, float[] a, float[] b, float[] c) {
    for (int i = 0; i < p.rows(); i++) {
      for (int j = 0; j < p.columns(); j++) {
        float sum = p.accumulated() ? c[i * p.strideC() + j] : 0;
        for (int k = 0; k < p.depth(); k++) {
          sum = Math.fma(a[a(p, i, k)], b[b(p, k, j)], sum);
        }
        c[i * p.strideC() + j] = sum;
      }
    }
  }

  private static void defined(MatrixProduct p, int mask, byte[] a, byte[] b, int[] c) {
    for (int i = 0; i < p.rows(); i++) {
      for (int j = 0; j < p.columns(); j++) {
        long sum = p.accumulated() ? c[i * p.strideC() + j] : 0;
        for (int k = 0; k < p.depth(); k++) {
          sum += (a[a(p, i, k)] & mask) * b[b(p, k, j)];
        }
        c[i * p.strideC() + j] = Math.toIntExact(sum);
      }
    }
  }

  private static int size(int rows, int columns, boolean transposed, int stride) {
    return (transposed ? columns : rows) * stride;
  }

  /** Both forms and several numbers of threads; what lies between the rows of C must stay. */
  private static void assertDefined(MatrixProduct p) {
    float[] a = Inputs.gaussian(1, size(p.rows(), p.depth(), p.transposeA(), p.strideA()));
    float[] b = Inputs.gaussian(2, size(p.depth(), p.columns(), p.transposeB(), p.strideB()));
    float[] start = Inputs.gaussian(3, p.rows() * p.strideC());
    float[] expected = start.clone();
    defined(p, a, b, expected);
    for (Products loops : BOTH) {
      for (int threads : new int[] {1, 2, 5}) {
        float[] c = start.clone();
        p.threads(threads).apply(() -> loops, a, 0, b, 0, c, 0);
        Inputs.assertSame(expected, c, p + " with " + threads + " threads");
      }
    }
  }

  @Test
  void everyShapeAndLayoutIsTheSumInTheOrderOfDepth() {
    int[] sizes = {0, 1, 3, 6, 7, 31, 70};
    for (int m : sizes) {
      for (int k : new int[] {0, 1, 7, 130}) {
        for (int n : sizes) {
          MatrixProduct p = MatrixProduct.of(m, k, n);
          assertDefined(p.transposed((m + n) % 2 == 0, m % 3 == 0).accumulated(n % 3 == 0));
        }
      }
    }
    for (int layout = 0; layout < 8; layout++) {
      MatrixProduct p = MatrixProduct.of(67, 131, 129).transposed(layout > 3, layout % 2 == 1);
      assertDefined(p.accumulated(layout / 2 % 2 == 1));
    }
  }

  /** Deeper than a block, taller than a band, wider than a panel, and all of them by one. */
  @Test
  void blocksDoNotShow() {
    assertDefined(MatrixProduct.of(7, 1025, 33));
    assertDefined(MatrixProduct.of(7, 2049, 3).accumulated(true));
    assertDefined(MatrixProduct.of(49, 513, 5).transposed(true, false));
    assertDefined(MatrixProduct.of(97, 600, 33).transposed(true, true));
    assertDefined(MatrixProduct.of(5, 1030, 129));
    assertDefined(MatrixProduct.of(5, 520, 257).transposed(true, true));
    assertDefined(MatrixProduct.of(1, 300, 1009));
    assertDefined(MatrixProduct.of(1009, 300, 1));
    assertDefined(MatrixProduct.of(211, 97, 389)); // is cut for two and for five threads
  }

  @Test
  void partsOfWiderMatricesMultiplyInPlace() {
    for (int layout = 0; layout < 4; layout++) {
      boolean ofA = layout > 1;
      boolean ofB = layout % 2 == 1;
      MatrixProduct p = MatrixProduct.of(20, 30, 40).transposed(ofA, ofB).strides(51, 52, 53);
      assertDefined(p);
      assertDefined(p.accumulated(true));
    }
    // Columns 3 to 5 of a matrix of 8 columns become the product of columns 0 to 2 and a square.
    float[] x = Inputs.gaussian(4, 5 * 8);
    float[] square = Inputs.gaussian(5, 2 + 9);
    float[] expected = x.clone();
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 3; j++) {
        float sum = 0;
        for (int k = 0; k < 3; k++) {
          sum = Math.fma(x[8 * i + k], square[2 + 3 * k + j], sum);
        }
        expected[8 * i + 3 + j] = sum;
      }
    }
    MatrixProduct.of(5, 3, 3).strides(8, 3, 8).apply(x, 0, square, 2, x, 3);
    Inputs.assertSame(expected, x, "in one array");
  }

  @Test
  void matricesOfEjmlMultiplyInPlace() {
    FMatrixRMaj a = new FMatrixRMaj(2, 3, true, 1, 2, 3, 4, 5, 6);
    FMatrixRMaj b = new FMatrixRMaj(3, 2, true, 7, 8, 9, 10, 11, 12);
    FMatrixRMaj c = new FMatrixRMaj(5, 5);
    c.reshape(2, 2); // its array stays longer than needed
    MatrixProduct.of(a, b).apply(a, b, c);
    assertArrayEquals(new float[] {58, 64, 139, 154}, Arrays.copyOf(c.data, 4));
    FMatrixRMaj d = c3();
    MatrixProduct.of(3, 2, 3).transposed(true, true).apply(a, b, d);
    assertEquals(39, d.get(0, 0)); // 1 x 7 + 4 x 8
    assertEquals(105, d.get(2, 2)); // 3 x 11 + 6 x 12
    refused("got 2 x 3 and 2 x 3", () -> MatrixProduct.of(a, a));
    refused("B must be 3 x 2 of stride 2, got 2 x 3", () -> MatrixProduct.of(a, b).apply(a, a, c));
    refused("C must be 2 x 2 of", () -> MatrixProduct.of(a, b).apply(a, b, c3()));
  }

  private static FMatrixRMaj c3() {
    return new FMatrixRMaj(3, 3);
  }

  /** A row or a column that is not finite must not touch its neighbours, nor the padding. */
  @Test
  void specialValuesStayInTheirRowsAndColumns() {
    for (int layout = 0; layout < 4; layout++) {
      MatrixProduct p = MatrixProduct.of(9, 20, 70).transposed(layout > 1, layout % 2 == 1);
      float[] a = Inputs.gaussian(1, 9 * 20);
      float[] b = Inputs.gaussian(2, 20 * 70);
      a[a(p, 2, 3)] = Float.POSITIVE_INFINITY;
      a[a(p, 7, 5)] = Float.MIN_VALUE;
      b[b(p, 3, 69)] = Float.NaN;
      b[b(p, 4, 1)] = -0f;
      float[] expected = new float[9 * 70];
      defined(p, a, b, expected);
      for (Products loops : BOTH) {
        float[] c = new float[9 * 70];
        p.apply(() -> loops, a, 0, b, 0, c, 0);
        assertArrayEquals(expected, c); // any NaN equals any other
        long odd = IntStream.range(0, c.length).filter(i -> !Float.isFinite(c[i])).count();
        assertEquals(70 + 9 - 1, odd, "one row and one column");
      }
    }
  }

  @Test
  void anyBitsGiveTheBitsOfTheTwin() {
    for (int n : new int[] {1, 5, 33, 64}) {
      MatrixProduct p = MatrixProduct.of(13, 3, n);
      float[] a = Inputs.anything(n, 13 * 3);
      float[] b = Inputs.anything(n + 100, 3 * n);
      float[] expected = new float[13 * n];
      defined(p, a, b, expected);
      for (Products loops : BOTH) {
        float[] c = new float[13 * n];
        p.apply(() -> loops, a, 0, b, 0, c, 0);
        assertArrayEquals(words(expected), words(c));
      }
    }
  }

  private static int[] words(float[] x) {
    return IntStream.range(0, x.length).map(i -> Float.floatToIntBits(x[i])).toArray();
  }

  @Test
  void negativeZeroIsKeptWhereTheDefinitionKeepsIt() {
    float[] c = {-0f, -0f};
    float[] a = {-0f};
    float[] b = {1, 0};
    MatrixProduct.of(1, 1, 2).accumulated(true).apply(a, b, c);
    Inputs.assertSame(new float[] {-0f, -0f}, c, "-0 + -0");
    MatrixProduct.of(1, 1, 2).apply(a, b, c);
    Inputs.assertSame(new float[] {0, 0}, c, "0 + -0");
    MatrixProduct.of(1, 0, 2).accumulated(true).apply(new float[0], new float[0], c = floats(-0f));
    Inputs.assertSame(floats(-0f), c, "no products");
  }

  private static float[] floats(float x) {
    return new float[] {x, x};
  }

  @Test
  void bytesMultiplyExactlyAtEveryDepth() {
    for (int depth : new int[] {0, 1, 511, 512, 513, 3000}) {
      for (int layout = 0; layout < 4; layout++) {
        MatrixProduct p = MatrixProduct.of(7, depth, 67).transposed(layout > 1, layout % 2 == 1);
        byte[] a = bytes(1, 7 * depth);
        byte[] b = bytes(2, 67 * depth);
        assertBytes(p, a, b);
        assertBytes(p.accumulated(true), a, b);
        Arrays.fill(a, (byte) -1); // 255 if it is unsigned
        Arrays.fill(b, (byte) -128);
        assertBytes(p, a, b);
        Arrays.fill(a, (byte) -128);
        assertBytes(p, a, b);
        Arrays.fill(b, (byte) 127);
        assertBytes(p, a, b);
      }
    }
    MatrixProduct p = MatrixProduct.of(20, 130, 40).strides(140, 41, 42);
    assertBytes(p, bytes(1, 20 * 140), bytes(2, 130 * 41));
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
    for (boolean signed : new boolean[] {true, false}) {
      int[] expected = Inputs.words(3, p.rows() * p.strideC());
      Arrays.setAll(expected, i -> expected[i] / 2);
      int[] start = expected.clone();
      defined(p, signed ? -1 : 0xff, a, b, expected);
      for (Products loops : BOTH) {
        int[] c = start.clone();
        p.threads(2).apply(() -> loops, signed, a, 0, b, 0, c, 0);
        assertArrayEquals(expected, c, p::toString);
      }
    }
  }

  /** 2^14 (2^17 - 1) and 255 x 128 x 65793 are the last sums inside. */
  @Test
  void sumsOfBytesBeyondIntAreRefused() {
    byte[] low = new byte[1 << 17];
    Arrays.fill(low, (byte) -128);
    byte[] high = new byte[65795];
    Arrays.fill(high, (byte) 255);
    int[] c = new int[1];
    for (Products loops : BOTH) {
      MatrixProduct.of(1, (1 << 17) - 1, 1).apply(() -> loops, true, low, 0, low, 0, c, 0);
      assertEquals(((1 << 17) - 1) << 14, c[0]);
      MatrixProduct.of(1, 65793, 1).apply(() -> loops, false, high, 0, low, 0, c, 0);
      assertEquals(-255 * 128 * 65793, c[0]);
      MatrixProduct beyond = MatrixProduct.of(1, 1 << 17, 1);
      wraps(() -> beyond.apply(() -> loops, true, low, 0, low, 0, c, 0));
      wraps(() -> MatrixProduct.of(1, 65795, 1).apply(() -> loops, false, high, 0, low, 0, c, 0));
      int[] full = new int[40];
      full[17] = Integer.MAX_VALUE - 16383;
      MatrixProduct one = MatrixProduct.of(1, 1, 40).accumulated(true);
      wraps(() -> one.apply(() -> loops, true, low, 0, low, 0, full, 0));
    }
  }

  private static void wraps(Runnable act) {
    var error = assertThrows(ArithmeticException.class, act::run);
    assertTrue(error.getMessage().contains("range of int"), error.getMessage());
  }

  @Test
  void anErrorInAThreadOfThePoolIsThrownByTheDoor() {
    int n = 300;
    byte[] low = new byte[n * n];
    Arrays.fill(low, (byte) -128);
    for (int row : new int[] {0, n - 1}) {
      int[] c = new int[n * n];
      Arrays.fill(c, row * n, row * n + n, Integer.MAX_VALUE);
      MatrixProduct p = MatrixProduct.of(n, n, n).accumulated(true).threads(5);
      wraps(() -> p.apply(low, low, c));
    }
  }

  @Test
  void productsRunSideBySideAndInsideThePool() {
    MatrixProduct p = MatrixProduct.of(150, 160, 170).threads(3);
    float[] a = Inputs.gaussian(1, 150 * 160);
    float[] b = Inputs.gaussian(2, 160 * 170);
    float[] expected = new float[150 * 170];
    defined(p, a, b, expected);
    IntStream.range(0, 40)
        .parallel()
        .forEach(i -> {
          float[] c = new float[150 * 170];
          p.apply(() -> VECTOR, a, 0, b, 0, c, 0);
          Inputs.assertSame(expected, c, i);
        });
  }

  @Test
  void productsDoNotAllocateInTheLongRun() {
    MatrixProduct p = MatrixProduct.of(100, 110, 120).threads(1);
    float[] a = new float[100 * 110];
    float[] b = new float[110 * 120];
    float[] c = new float[100 * 120];
    var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      p.apply(() -> SCALAR, a, 0, b, 0, c, 0);
      least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
    }
    long bytes = least;
    assertTrue(bytes < 1000, () -> "a few small objects, got " + bytes + " bytes");
  }

  @Test
  void argumentsAreChecked() {
    MatrixProduct p = MatrixProduct.of(2, 3, 4);
    float[] a = new float[6];
    float[] b = new float[12];
    float[] c = new float[8];
    refused("got rows -1, depth 0, columns 0", () -> MatrixProduct.of(-1, 0, 0));
    refused("threads must be at least 1, got 0", () -> p.threads(0));
    refused("of A must be at least its 3 columns, got 2", () -> p.strides(2, 4, 4));
    refused("B, 3 x 4 of stride 4 from 0 on, must be", () -> p.apply(a, a, c));
    refused("its array, got length 7", () -> p.apply(a, b, new float[7]));
    refused("A, 2 x 3 of stride 3 from 1 on, must", () -> p.apply(a, 1, b, 0, c, 0));
    refused("from -1 on, must", () -> p.apply(a, -1, b, 0, c, 0));
    refused("A, 2 x 3", () -> p.apply(new byte[5], new byte[12], new int[8]));
    float[] square = new float[10];
    MatrixProduct two = MatrixProduct.of(2, 2, 2);
    String overlap =
        "C must not overlap a factor, got C, 2 x 2 of stride 2 from 0 on, in the array";
    refused(overlap, () -> two.apply(square, c, square));
    refused("of B, 2 x 2", () -> two.apply(c, 0, square, 0, square, 3));
    two.apply(square, 0, square, 0, square, 4);
    MatrixProduct three = two.strides(5, 5, 5);
    refused("of A, 2 x 2", () -> three.apply(square, 0, c, 0, square, 1));
    refused("of A, 2 x 2", () -> two.strides(4, 2, 3).apply(square, 0, c, 0, square, 2));
    three.apply(square, 0, new float[7], 0, square, 2);
    MatrixProduct wrapping = two.strides(3, 2, 3); // column 2 of C is column 0 of A, a row later
    refused("of A, 2 x 2", () -> wrapping.apply(square, 0, c, 0, square, 2));
  }

  private static void refused(String reason, Runnable act) {
    var error = assertThrows(IllegalArgumentException.class, act::run);
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }
}

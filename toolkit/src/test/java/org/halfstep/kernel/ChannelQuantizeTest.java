package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelQuantizeTest {

  /** Outer, channels, inner: runs below and above a vector, patterns made once and per block. */
  private static final int[][] SHAPES = {
    {0, 3, 5},
    {1, 1, 1},
    {1, 7, 1},
    {40, 3, 1},
    {5, 3, 9},
    {300, 64, 1},
    {2, 5000, 1},
    {1, 600, 9},
    {9, 600, 9},
    {2, 9000, 9},
    {3, 5, 49},
    {40, 4, 127},
    {2, 3, 128},
    {2, 3, 1000},
    {1, 2, 5001},
  };

  private static Quantize rule(boolean dividing, float[] scales, int[] zeros, int i, int[] range) {
    return dividing
        ? Quantize.dividing(scales[i], zeros[i], range[0], range[1])
        : Quantize.multiplying(scales[i], zeros[i], range[0], range[1]);
  }

  private static ChannelQuantize rules(boolean dividing, float[] scales, int[] zeros, int[] range) {
    return dividing
        ? ChannelQuantize.dividing(scales, zeros, range[0], range[1])
        : ChannelQuantize.multiplying(scales, zeros, range[0], range[1]);
  }

  private static float[] scales(int n) {
    float[] s = Inputs.gaussian(3, n);
    for (int i = 0; i < n; i++) {
      s[i] = 0.01f + Math.abs(s[i]);
    }
    return s;
  }

  private static int[] zeros(int n, int[] range) {
    int[] z = new int[n];
    for (int i = 0; i < n; i++) {
      z[i] = range[0] + i * 5 % (range[1] - range[0] + 3) - 1;
    }
    return z;
  }

  private static final int[][] RANGES = {{-8, 7}, {0, 15}};

  /** Says which rule value i of an array has. */
  private interface Index {
    int of(int i);
  }

  /** All doors, slice by slice, against the doors of one scale. */
  private static void assertSlices(
      boolean dividing, int[] range, ChannelQuantize q, float[] s, int[] z, int n, Index index) {
    float[] x = Inputs.anything(n % 5, n + 3);
    float[] out = new float[n + 2];
    float[] expected = new float[n + 2];
    byte[] codes = new byte[n + 2];
    byte[] expectedCodes = new byte[n + 2];
    short[] wide = new short[n + 2];
    short[] expectedWide = new short[n + 2];
    float[] values = new float[n + 2];
    q.apply(x, 3, out, 1, n);
    q.quantize(x, 3, codes, 2, n);
    q.quantize(x, 3, wide, 1, n);
    for (int i = 0; i < n; i++) {
      Quantize rule = rule(dividing, s, z, index.of(i), range);
      expected[i + 1] = rule.rule().of(x[i + 3]);
      int code = rule.code(x[i + 3]);
      expectedCodes[i + 2] = (byte) code;
      expectedWide[i + 1] = (short) code;
      values[i + 2] = rule.value(code);
    }
    String where = q + ", " + n + " values";
    Inputs.assertSame(expected, out, where);
    assertArrayEquals(expectedCodes, codes, where);
    assertArrayEquals(expectedWide, wide, where);
    float[] back = new float[n + 2];
    q.dequantize(codes, 2, back, 2, n);
    Inputs.assertSame(values, back, where);
    Arrays.fill(back, 0);
    q.dequantize(wide, 1, back, 2, n);
    Inputs.assertSame(values, back, where);
    byte[] packed = new byte[(n + 1) / 2 + 1];
    q.quantizePacked(x, 3, packed, 1, n);
    for (int i = 0; i < n; i++) {
      assertEquals(codes[i + 2] & 15, packed[1 + i / 2] >> 4 * (i % 2) & 15, where);
    }
    Arrays.fill(back, 0);
    q.dequantizePacked(packed, 1, back, 2, n);
    Inputs.assertSame(values, back, where);
    q.apply(x, 3, x, 3, n);
    Inputs.assertSame(
        Arrays.copyOfRange(expected, 1, n + 1), Arrays.copyOfRange(x, 3, n + 3), where);
  }

  @Test
  void eachChannelIsRoundedByItsOwnScale() {
    for (boolean dividing : new boolean[] {true, false}) {
      for (int[] shape : SHAPES) {
        int[] range = RANGES[shape[0] % 2];
        float[] s = scales(shape[1]);
        int[] z = zeros(shape[1], range);
        ChannelQuantize q = rules(dividing, s, z, range).channels(shape[2]);
        int n = shape[0] * shape[1] * shape[2];
        assertSlices(dividing, range, q, s, z, n, i -> i / shape[2] % shape[1]);
      }
    }
  }

  @Test
  void withoutAnInnerAxisTheChannelIsTheLastOne() {
    float[] s = {1, 2};
    ChannelQuantize q = ChannelQuantize.dividing(s, new int[2], -8, 7);
    float[] out = new float[4];
    q.apply(new float[] {2.6f, 2.6f, -1, -1}, out);
    assertArrayEquals(new float[] {3, 2, -1, 0}, out);
  }

  @Test
  void lastGroupOfARowIsShorter() {
    for (int size : new int[] {1, 2, 7, 16, 32, 100, 128, 200}) {
      for (int length : new int[] {1, 15, 32, 100, 257}) {
        int perRow = (length + size - 1) / size;
        for (int rows : new int[] {1, 5}) {
          float[] s = scales(rows * perRow);
          int[] z = zeros(s.length, RANGES[1]);
          ChannelQuantize q = rules(false, s, z, RANGES[1]).groups(size, length);
          assertSlices(
              false,
              RANGES[1],
              q,
              s,
              z,
              rows * length,
              i -> i / length * perRow + i % length / size);
        }
      }
    }
  }

  @Test
  void vectorsGiveTheBitsOfTheTwinAtEveryLength() {
    int[] range = {-128, 127};
    for (boolean dividing : new boolean[] {true, false}) {
      for (int n = 0; n < Inputs.LENGTHS; n++) {
        int size = 1 + n % 5;
        float[] s = scales((Math.max(1, n) - 1) / size + 1);
        ChannelQuantize q =
            rules(dividing, s, zeros(s.length, range), range).groups(size, Math.max(1, n));
        float[] x = Inputs.anything(1, n + 9);
        float[][] out = new float[2][n + 9];
        byte[][] codes = new byte[2][n + 9];
        float[][] back = new float[2][n + 9];
        List<ChannelLoops> twins =
            List.of(
                new ChannelLoops(
                    q, n, new ScalarElementwise(), new ScalarCodes(), new ScalarPatterned()),
                new ChannelLoops(
                    q, n, new VectorElementwise(), new VectorCodes(), new VectorPatterned()));
        for (int i = 0; i < 2; i++) {
          twins.get(i).fakeQuantize(0, x, n % 7, out[i], n % 9, n);
          twins.get(i).quantize(0, x, n % 7, codes[i], n % 9, n);
          twins.get(i).dequantize(0, codes[i], n % 9, back[i], n % 7, n);
        }
        Inputs.assertSame(out[0], out[1], q);
        assertArrayEquals(codes[0], codes[1], () -> q + "");
        Inputs.assertSame(back[0], back[1], q);
      }
    }
  }

  @Test
  void slicesThatBeginWithinAChannelAreThoseOfTheWhole() {
    int length = 3 * Crew.SLICE + 3 * 7 * 50;
    length -= length % (3 * 7);
    float[] x = Inputs.gaussian(9, length);
    float[] s = scales(3);
    for (int[] range : new int[][] {{-8, 7}, {0, 15}}) {
      for (ChannelQuantize q :
          new ChannelQuantize[] {
            rules(true, s, zeros(3, range), range).channels(7),
            rules(false, s, zeros(3, range), range).channels(length / 3),
            rules(false, s, zeros(3, range), range).groups(length / 3, length),
          }) {
        byte[][] bytes = new byte[3][length];
        short[][] shorts = new short[3][length];
        byte[][] halves = new byte[3][(length + 1) / 2];
        float[][][] out = new float[3][4][length];
        int[] threads = {1, 2, 5};
        for (int i = 0; i < 3; i++) {
          ChannelQuantize t = q.threads(threads[i]);
          t.apply(x, out[i][0]);
          t.quantize(x, 0, bytes[i], 0, length);
          t.quantize(x, 0, shorts[i], 0, length);
          t.quantizePacked(x, 0, halves[i], 0, length);
          t.dequantize(bytes[i], 0, out[i][1], 0, length);
          t.dequantize(shorts[i], 0, out[i][2], 0, length);
          t.dequantizePacked(halves[i], 0, out[i][3], 0, length);
          assertArrayEquals(bytes[0], bytes[i]);
          assertArrayEquals(shorts[0], shorts[i]);
          assertArrayEquals(halves[0], halves[i]);
          for (int j = 0; j < 4; j++) {
            Inputs.assertSame(out[0][j], out[i][j], q);
          }
        }
        Inputs.assertSame(out[0][0], out[0][1], q);
      }
    }
    refused(
        "threads must be at least 1, got 0",
        () -> rules(true, s, new int[3], new int[] {0, 1}).threads(0));
  }

  @Test
  void argumentsAreChecked() {
    float[] s = {1, 2, 3};
    int[] z = new int[3];
    refused("at least one, got 2 and 3", () -> ChannelQuantize.dividing(s, new int[2], 0, 1));
    refused("got 0 and 0", () -> ChannelQuantize.dividing(new float[0], new int[0], 0, 1));
    refused(
        "got 0.0 in channel 1",
        () -> ChannelQuantize.dividing(new float[] {1, 0}, new int[2], 0, 1));
    refused("got 0..70000", () -> ChannelQuantize.multiplying(s, z, 0, 70000));
    ChannelQuantize q = ChannelQuantize.multiplying(s, z, -128, 127);
    refused("inner must be at least 1, got 0", () -> q.channels(0));
    refused("less than 2^31 values, got 3 times 1000000000", () -> q.channels(1_000_000_000));
    refused("size must be at least 1, got -1", () -> q.groups(-1, 5));
    refused("multiple of 2, the groups in a row, got 3", () -> q.groups(32, 33));
    float[] x = new float[10];
    refused("multiple of 3, the values of all", () -> q.apply(x, x));
    refused("multiple of 6", () -> q.channels(2).quantize(x, 0, new byte[9], 0, 9));
    refused("multiple of 5", () -> q.groups(2, 5).dequantize(new byte[9], 0, x, 0, 9));
    refused("same or apart", () -> q.apply(x, 0, x, 1, 6));
    refused("must fit in 4 bits", () -> q.quantizePacked(x, 0, new byte[9], 0, 9));
    assertThrows(IndexOutOfBoundsException.class, () -> q.apply(x, 2, new float[9], 0, 9));
    assertThrows(IndexOutOfBoundsException.class, () -> q.dequantize(new short[9], 1, x, 0, 9));
  }

  private static void refused(String reason, Runnable act) {
    var error = assertThrows(IllegalArgumentException.class, act::run);
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }
}

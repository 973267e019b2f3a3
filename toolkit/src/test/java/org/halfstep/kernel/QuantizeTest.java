package org.halfstep.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantizeTest {

  private static final Codes SCALAR = new ScalarCodes();
  private static final Codes VECTOR = new VectorCodes();

  private static final Quantize[] FOUR = {
    Quantize.dividing(1, 0, -8, 7),
    Quantize.multiplying(0.1f, 3, 0, 15),
    Quantize.dividing(0.3f, -2, -7, 7),
    Quantize.multiplying(1e-30f, 100, 0, 15),
  };

  private static final Quantize[] EIGHT = {
    Quantize.dividing(1, 0, -128, 127),
    Quantize.multiplying(0.1f, 128, 0, 255),
    Quantize.dividing(0.1f, -5, -127, 127),
    Quantize.multiplying(Float.MIN_NORMAL, 0, 0, 1),
    FOUR[0],
    FOUR[1],
  };

  private static final Quantize[] SIXTEEN = {
    Quantize.dividing(0.01f, 0, -32768, 32767),
    Quantize.multiplying(0.003f, 40000, 0, 65535),
    EIGHT[0],
    EIGHT[1],
  };

  private static float[] values() {
    float[] x = Inputs.anything(3, 400);
    for (int i = 0; i < 160; i++) {
      x[2 * i] = (i - 80 + 0.5f) * (i % 4 == 0 ? 0.1f : 1); // ties
    }
    return x;
  }

  @Test
  void vectorsGiveTheCodesOfTheTwin() {
    float[] x = values();
    for (int n = 0; n < Inputs.LENGTHS; n++) {
      int from = n % 7;
      int to = n % 5;
      for (Quantize q : EIGHT) {
        byte[] a = new byte[n + 9];
        Arrays.fill(a, (byte) 77);
        byte[] b = a.clone();
        SCALAR.quantize(q, x, from, a, to, n);
        VECTOR.quantize(q, x, from, b, to, n);
        assertArrayEquals(a, b, q + ", length " + n);
        float[] y = new float[n + 9];
        float[] z = y.clone();
        SCALAR.dequantize(q, a, to, y, from, n);
        VECTOR.dequantize(q, a, to, z, from, n);
        Inputs.assertSame(y, z, q + ", length " + n);
      }
      for (Quantize q : SIXTEEN) {
        short[] a = new short[n + 9];
        Arrays.fill(a, (short) 777);
        short[] b = a.clone();
        SCALAR.quantize(q, x, from, a, to, n);
        VECTOR.quantize(q, x, from, b, to, n);
        assertArrayEquals(a, b, q + ", length " + n);
        float[] y = new float[n + 9];
        float[] z = y.clone();
        SCALAR.dequantize(q, a, to, y, from, n);
        VECTOR.dequantize(q, a, to, z, from, n);
        Inputs.assertSame(y, z, q + ", length " + n);
      }
    }
  }

  @Test
  void vectorsPackAsTheTwinDoes() {
    float[] x = Arrays.copyOf(values(), 3 * Codes.BLOCK);
    int[] lengths = IntStream.range(0, Inputs.LENGTHS + 3).toArray();
    lengths[Inputs.LENGTHS] = Codes.BLOCK;
    lengths[Inputs.LENGTHS + 1] = Codes.BLOCK + 1;
    lengths[Inputs.LENGTHS + 2] = 2 * Codes.BLOCK + 77;
    for (int n : lengths) {
      int from = n % 7;
      int to = n % 5;
      for (Quantize q : FOUR) {
        byte[] a = new byte[n / 2 + 9];
        Arrays.fill(a, (byte) 0x55);
        byte[] b = a.clone();
        Packed.quantize(SCALAR, q, x, from, a, to, n);
        Packed.quantize(VECTOR, q, x, from, b, to, n);
        assertArrayEquals(a, b, q + ", length " + n);
        assertEquals(0x55, a[to + (n + 1) / 2], "behind the slice");
        float[] y = new float[n + 9];
        float[] z = y.clone();
        Packed.dequantize(SCALAR, q, a, to, y, from, n);
        Packed.dequantize(VECTOR, q, a, to, z, from, n);
        Inputs.assertSame(y, z, q + ", length " + n);
        for (int i = 0; i < n; i++) {
          assertEquals(q.value(q.code(x[from + i])), y[from + i], q + ", index " + i);
        }
      }
    }
  }

  @Test
  void thereAndBackIsFakeQuantization() {
    float[] x = values();
    for (Quantize q : EIGHT) {
      byte[] codes = new byte[x.length];
      q.quantize(x, 0, codes, 0, x.length);
      float[] y = new float[x.length];
      q.dequantize(codes, 0, y, 0, x.length);
      for (int i = 0; i < x.length; i++) {
        float expected = q.rule().of(Float.isNaN(x[i]) ? 0 : x[i]);
        assertEquals(expected, y[i], q + " at " + x[i]);
      }
    }
  }

  @Test
  void codesAreTheFormula() {
    Quantize q = Quantize.dividing(0.5f, 10, -128, 127);
    float inf = Float.POSITIVE_INFINITY;
    float[] x = {0, -0f, 0.25f, 0.75f, -0.25f, 1e9f, -inf, inf, Float.NaN};
    byte[] codes = new byte[x.length];
    q.quantize(x, 0, codes, 0, x.length);
    assertArrayEquals(new byte[] {10, 10, 10, 12, 10, 127, -128, 127, 10}, codes);
    byte[] packed = new byte[2];
    Quantize.dividing(1, 0, -8, 7).quantizePacked(new float[] {1, -2, 3}, 0, packed, 0, 3);
    assertArrayEquals(new byte[] {(byte) 0xe1, 3}, packed);
  }

  @Test
  void argumentsAreChecked() {
    refused("-32768..32767 or 0..65535", () -> Quantize.dividing(1, 0, -1, 32768));
    refused("got -32769..0", () -> Quantize.dividing(1, 0, -32769, 0));
    refused("code must be in -8..7, got 8", () -> Quantize.dividing(1, 0, -8, 7).value(8));
    refused("code must be in 0..15, got -1", () -> Quantize.dividing(1, 0, 0, 15).value(-1));
    float[] x = new float[4];
    Quantize wide = Quantize.dividing(1, 0, -129, 127);
    refused("fit in 8 bits, got -129..127", () -> wide.quantize(x, 0, new byte[4], 0, 4));
    Quantize mixed = Quantize.dividing(1, 0, -1, 128);
    refused("fit in 8 bits", () -> mixed.dequantize(new byte[4], 0, x, 0, 4));
    refused("fit in 4 bits", () -> EIGHT[0].quantizePacked(x, 0, new byte[4], 0, 4));
    Quantize q = FOUR[0];
    assertThrows(IndexOutOfBoundsException.class, () -> q.quantizePacked(x, 0, new byte[1], 0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> q.quantize(x, 1, new byte[4], 0, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> q.quantize(x, 0, new short[4], 1, 4));
  }

  private static void refused(String reason, Runnable act) {
    var error = assertThrows(IllegalArgumentException.class, act::run);
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }
}

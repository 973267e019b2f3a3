package org.halfstep.scheme;

import static org.halfstep.scheme.OnnxOperatorsTest.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.halfstep.grid.Overflow;
import org.halfstep.kernel.Quantize;
import org.junit.jupiter.api.Test;

class CodeTypeTest {

  private static final List<String> NAMES =
      List.of(
          "int2",
          "int4",
          "int8",
          "int16",
          "uint2",
          "uint4",
          "uint8",
          "uint16",
          "int1",
          "uint1",
          "float8e4m3fn",
          "float8e5m2",
          "float8e4m3fnuz",
          "float8e5m2fnuz",
          "float4e2m1",
          "e3m2",
          "e2m3",
          "e5m10-ieee",
          "e8m7-ieee",
          "e8m0",
          "e1m2",
          "e4m0");

  @Test
  void everyCodeComesBackFromItsNumber() {
    for (String name : NAMES) {
      CodeType type = CodeType.of(name);
      int numbers = 0;
      for (int code = type.lowest(); code <= type.highest(); code++) {
        float value = type.value(code);
        Overflow overflow = Float.isInfinite(value) ? Overflow.SPECIAL : Overflow.SATURATE;
        int back = Float.isNaN(value) ? code : type.code(value, overflow);
        assertEquals(code, back, name);
        numbers += Float.isFinite(value) ? 1 : 0;
      }
      int twoZeros = name.contains("m") && !name.contains("fnuz") && !name.equals("e8m0") ? 1 : 0;
      assertEquals(type.grid().size() + twoZeros, numbers, name);
    }
  }

  @Test
  void codesCountFiniteNumbersAndNaNsAsTheStandardsDo() {
    int[][] expected = {
      {254, 0, 2}, {248, 2, 6}, {255, 0, 1}, {255, 0, 1}, {16, 0, 0}, {255, 0, 1}
    };
    String[] names = {
      "float8e4m3fn", "float8e5m2", "float8e4m3fnuz", "float8e5m2fnuz", "float4e2m1", "e8m0"
    };
    for (int i = 0; i < names.length; i++) {
      CodeType type = CodeType.of(names[i]);
      int[] counts = new int[3];
      for (int code = 0; code <= type.highest(); code++) {
        float v = type.value(code);
        counts[Float.isNaN(v) ? 2 : Float.isInfinite(v) ? 1 : 0]++;
      }
      assertArrayEquals(expected[i], counts, names[i]);
    }
  }

  @Test
  void whatIsTooLargeSaturatesOrStaysSpecial() {
    CodeType e4m3 = CodeType.of("e4m3");
    assertEquals(0x7e, e4m3.code(Float.POSITIVE_INFINITY, Overflow.SATURATE));
    assertEquals(0xff, e4m3.code(Float.NEGATIVE_INFINITY, Overflow.SPECIAL));
    assertEquals(0x7e, e4m3.code(464, Overflow.SPECIAL));
    assertEquals(0x7f, e4m3.code(Math.nextUp(464f), Overflow.SPECIAL));
    CodeType e5m2 = CodeType.of("float8e5m2");
    assertEquals(0x7b, e5m2.code(1e30f, Overflow.SATURATE));
    assertEquals(0xfc, e5m2.code(-1e30f, Overflow.SPECIAL));
    CodeType fnuz = CodeType.of("float8e4m3fnuz");
    assertEquals(0x80, fnuz.code(1e30f, Overflow.SPECIAL));
    assertEquals(0xff, fnuz.code(-1e30f, Overflow.SATURATE));
    CodeType e2m1 = CodeType.of("float4e2m1");
    assertEquals(15, e2m1.code(-7, Overflow.SATURATE));
    refused(
        "e2m1 (bias 1, NONE) must saturate, for it has neither infinity nor NaN",
        () -> e2m1.code(7.5f, Overflow.SPECIAL));
    CodeType int8 = CodeType.of("int8");
    assertEquals(127, int8.code(Float.POSITIVE_INFINITY, Overflow.SATURATE));
    assertEquals(-128, int8.code(-3e38f, Overflow.SATURATE));
    assertEquals(Integer.MIN_VALUE, CodeType.of("int32").code(-3e38f, Overflow.SATURATE));
  }

  @Test
  void arraysAreTheirValues() {
    CodeType e3m2 = CodeType.of("e3m2");
    float[] x = {0.0625f, -28, 100, 0.09f, -0f};
    int[] codes = e3m2.codes(x, Overflow.SATURATE);
    assertArrayEquals(new int[] {1, 0x3f, 0x1f, 1, 0x20}, codes);
    assertArrayEquals(new float[] {0.0625f, -28, 28, 0.0625f, -0f}, e3m2.values(codes));
  }

  @Test
  void negativeZeroHasItsOwnCodeWhereTheFormatHasIt() {
    assertEquals(0x80, CodeType.of("e4m3").code(-0f, Overflow.SATURATE));
    assertEquals(0x80, CodeType.of("e4m3").code(-1e-9f, Overflow.SATURATE));
    assertEquals(0, CodeType.of("e4m3fnuz").code(-0f, Overflow.SATURATE));
    assertEquals(8, CodeType.of("e2m1").code(-0.25f, Overflow.SATURATE));
    assertEquals(0x80000000, Float.floatToRawIntBits(CodeType.of("e2m1").value(8)));
  }

  @Test
  void aScaleIsTheNearestPowerOfTwo() {
    CodeType scale = CodeType.of("e8m0");
    assertEquals(127, scale.code(1, Overflow.SATURATE));
    assertEquals(128, scale.code(1.5f, Overflow.SATURATE)); // halfway goes to the even code
    assertEquals(128, scale.code(3 - 0x1p-20f, Overflow.SATURATE));
    assertEquals(128, scale.code(2.5f, Overflow.SATURATE));
    assertEquals(130, scale.code(6f, Overflow.SATURATE));
    assertEquals(0, scale.code(Float.MIN_VALUE, Overflow.SATURATE));
    assertEquals(254, scale.code(Float.POSITIVE_INFINITY, Overflow.SATURATE));
    assertEquals(255, scale.code(Float.POSITIVE_INFINITY, Overflow.SPECIAL));
    assertEquals(255, scale.code(-1, Overflow.SATURATE));
  }

  @Test
  void packedCodesComeBackForEveryWidthAndLength() {
    for (int bits = 1; bits <= 16; bits++) {
      for (boolean signed : new boolean[] {true, false}) {
        CodeType type = new CodeType.Whole(bits, signed);
        for (int n = 0; n < 20; n++) {
          int[] codes = new int[n];
          for (int i = 0; i < n; i++) {
            codes[i] = type.lowest() + (int) ((i * 2654435761L + n) % (1L << bits));
          }
          byte[] bytes = type.pack(codes);
          assertEquals((n * bits + 7) / 8, bytes.length);
          assertArrayEquals(codes, type.unpack(bytes, n), type + " " + n);
        }
      }
    }
    int[] wide = {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE};
    CodeType int32 = CodeType.of("int32");
    assertArrayEquals(wide, int32.unpack(int32.pack(wide), 4));
  }

  @Test
  void packingIsTheKernelsAndOnnxs() {
    assertArrayEquals(
        new byte[] {0x21, (byte) 0xf8, 7}, CodeType.of("int4").pack(new int[] {1, 2, -8, -1, 7}));
    assertArrayEquals(
        new byte[] {(byte) 0b11_10_01_00}, CodeType.of("uint2").pack(new int[] {0, 1, 2, 3}));
    assertArrayEquals(new byte[] {0x34, 0x12}, CodeType.of("uint16").pack(new int[] {0x1234}));
    float[] x = {-8, -3, 0, 2, 7, 5, -1};
    byte[] packed = new byte[4];
    Quantize.dividing(1, 0, -8, 7).quantizePacked(x, 0, packed, 0, x.length);
    assertArrayEquals(packed, CodeType.of("int4").pack(new int[] {-8, -3, 0, 2, 7, 5, -1}));
  }

  @Test
  void whatIsNoTypeOrCodeIsRefused() {
    refused(
        "a code type must be a name such as int8, uint4, e4m3 or float8e5m2fnuz, got float",
        () -> CodeType.of("float"));
    refused("bits must be in 1..32, got 33", () -> CodeType.of("int33"));
    refused("bits must be in 1..16, got 17", () -> CodeType.of("uint17"));
    refused("int4 codes must be in -8..7, got 8", () -> CodeType.of("int4").pack(new int[] {8}));
    refused(
        "3 codes of 4 bits must be in 2 bytes, got 3",
        () -> CodeType.of("int4").unpack(new byte[3], 3));
    refused("e8m0 codes must be in 0..255, got 256", () -> CodeType.of("e8m0").value(256));
  }
}

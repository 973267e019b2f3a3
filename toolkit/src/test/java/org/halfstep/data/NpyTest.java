package org.halfstep.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyTest {

  private static final List<Oracle> ROWS = Oracle.rows("npy");

  static byte[] file(Oracle row) {
    return Base64.getDecoder().decode(row.text("file"));
  }

  /** The array that a row describes, made of its printed numbers. */
  static NumericArray described(Oracle row) {
    int[] shape =
        Arrays.stream(row.text("shape").split(" "))
            .filter(s -> !s.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    String[] cells = row.text("values").split(" ");
    int n = row.text("values").isEmpty() ? 0 : cells.length;
    long[] whole = new long[n];
    double[] real = new double[n];
    for (int i = 0; i < n; i++) {
      if (row.text("type").startsWith("FLOAT")) {
        real[i] = Double.parseDouble(cells[i].replace("inf", "Infinity").replace("nan", "NaN"));
      } else {
        whole[i] = Long.parseLong(cells[i]);
      }
    }
    return made(ElementType.valueOf(row.text("type")), whole, real, shape);
  }

  private static NumericArray made(ElementType type, long[] whole, double[] real, int[] shape) {
    int n = whole.length;
    byte[] bytes = new byte[n];
    short[] shorts = new short[n];
    int[] ints = new int[n];
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      bytes[i] = (byte) whole[i];
      shorts[i] = (short) whole[i];
      ints[i] = (int) whole[i];
      floats[i] = (float) real[i];
    }
    return switch (type) {
      case INT8 -> NumericArray.of(bytes, shape);
      case UINT8 -> NumericArray.unsigned(bytes, shape);
      case INT16 -> NumericArray.of(shorts, shape);
      case INT32 -> NumericArray.of(ints, shape);
      case INT64 -> NumericArray.of(whole, shape);
      case FLOAT16 -> throw new AssertionError("no array is made of half floats");
      case FLOAT32 -> NumericArray.of(floats, shape);
      case FLOAT64 -> NumericArray.of(real, shape);
    };
  }

  @Test
  void whatNumPyWroteIsRead() throws Exception {
    assertTrue(ROWS.size() > 60);
    for (Oracle row : ROWS) {
      NumericArray read = Npy.read(file(row));
      assertEquals(described(row), read, row::toString);
      if (read.type().integer()) {
        assertArrayEquals(described(row).longs(), read.longs());
      }
    }
  }

  @Test
  void whatIsWrittenIsByteForByteWhatNumPyWrites() throws Exception {
    for (Oracle row : ROWS) {
      var layout =
          new NpyLayout(
              row.text("fortran").equals("True"),
              row.text("order").equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
              row.integer("version"));
      assertArrayEquals(file(row), Npy.bytes(described(row), layout), row::toString);
    }
  }

  /** IEEE 754 binary16: a sign, 5 bits of exponent less 15, 10 of fraction. */
  @Test
  void halfFloatsAreReadExactly() throws Exception {
    short[] bits = {0x3C00, (short) 0xC000, 0x0001, 0x7BFF, 0x3555, (short) 0xFC00, 0x7E00};
    double[] numbers = {
      1, -2, 0x1p-24, 65504, 1365 * 0x1p-12, Double.NEGATIVE_INFINITY, Double.NaN
    };
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      byte[] file = Npy.bytes(NumericArray.of(bits, 7), new NpyLayout(false, order, 1));
      String text = new String(file, StandardCharsets.ISO_8859_1).replace("i2'", "f2'");
      NumericArray read = Npy.read(text.getBytes(StandardCharsets.ISO_8859_1));
      assertEquals(ElementType.FLOAT16, read.type());
      assertArrayEquals(numbers, read.doubles());
      assertEquals(65504f, read.floats()[3]);
    }
  }

  @Test
  void everyLayoutOfAnArrayReadsAsTheSameArray(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("a.npy");
    for (int[] shape : new int[][] {{}, {0}, {7}, {3, 5}, {2, 0, 3}, {2, 3, 5, 7}, {70_001}}) {
      int n = (int) NumericArray.count(shape);
      double[] x = new double[n];
      for (int i = 0; i < n; i++) {
        x[i] = 1.0 / (i + 1);
      }
      NumericArray a = NumericArray.of(x, shape);
      for (boolean fortran : new boolean[] {false, true}) {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
          for (int version = 1; version <= 3; version++) {
            Npy.write(file, a, new NpyLayout(fortran, order, version));
            assertEquals(a, Npy.read(file));
          }
        }
      }
    }
  }

  @Test
  void arraysOneAfterTheOtherAreReadFromAStream() throws Exception {
    var out = new ByteArrayOutputStream();
    NumericArray a = NumericArray.of(new short[] {1, 2, 3}, 3);
    NumericArray b = NumericArray.of(new float[] {4, 5}, 2, 1);
    Npy.write(out, a, NpyLayout.STANDARD);
    Npy.write(out, b, NpyLayout.STANDARD);
    var in = new ByteArrayInputStream(out.toByteArray());
    assertEquals(a, Npy.read(in));
    assertEquals(b, Npy.read(in));
    assertEquals(0, in.available());
  }

  /** A version 1.0 file with this header and 24 bytes of numbers. */
  private static byte[] file(String header) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.write(text.length);
    out.write(text.length >> 8);
    out.writeBytes(text);
    out.writeBytes(new byte[24]);
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }",
        "{'descr':'<f8','fortran_order':False,'shape':(3,)}",
        "{\"shape\": (1, 3,), \"descr\": \"<i8\", \"fortran_order\": True}",
        "{ 'shape' : ( 3L , ) , 'fortran_order' : False , 'descr' : '>f8' , }"
      })
  void aHeaderMayBeSpacedAndOrderedOtherwise(String header) throws Exception {
    assertEquals(3, Npy.read(file(header)).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'descr': '|O', 'fortran_order': False, 'shape': (3,), }; objects are pickles",
        "{'descr': '<c8', 'fortran_order': False, 'shape': (3,), }; got \"<c8\"",
        "{'descr': '<c16', 'fortran_order': False, 'shape': (3,), }; got \"<c16\"",
        "{'descr': '<U3', 'fortran_order': False, 'shape': (3,), }; dtype must be one of |i1, |u1,"
            + " <i2",
        "{'descr': '=f8', 'fortran_order': False, 'shape': (3,), }; got \"=f8\"",
        "{'descr': '|f8', 'fortran_order': False, 'shape': (3,), }; got \"|f8\"",
        "{'descr': '', 'fortran_order': False, 'shape': (3,), }; got \"\"",
        "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (3,), }; got a structured one",
        "{'descr': '<f8', 'fortran_order': 0, 'shape': (3,), }; True or False",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3), }; shape must be a tuple: (3,)",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-3,), }; whole number of at least 0",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (03,), }; whole number of at least 0",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3.0,), }; ',' or ')'",
        "{'descr': '<f8', 'fortran_order': False, 'shape': [3], }; '('",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2147483648,), }; in 0..2147483647",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }; in"
            + " 0..2147483647",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (65536, 65536), }; at most 2147483639"
            + " bytes",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647, 4),"
            + " }; at most 2147483639 bytes",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (4,), }; promises 32 bytes of numbers,"
            + " the file holds 24",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (268435454,), }; promises 2147483632"
            + " bytes",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }; got more bytes after it",
        "{'descr': '<f8', 'fortran_order': False, }; got only [descr, fortran_order]",
        "{'descr': '<f8', 'descr': '<f8', 'shape': (3,), }; \"descr\" again",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), 'x': 1}; got a key \"x\"",
        "{'descr': '<f8' 'fortran_order': False, 'shape': (3,), }; ',' or '}'",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), } x; the end of the header",
        "{'descr': '\\x3cf8', 'fortran_order': False, 'shape': (3,), }; without escapes",
        "{'descr': '<f8; without escapes",
        "__import__('os'); '{'"
      })
  void aWrongHeaderIsRefusedByRuleAndValue(String header, String says) {
    String message = assertThrows(NpyException.class, () -> Npy.read(file(header))).getMessage();
    assertTrue(message.contains(says), message);
  }

  @Test
  void aWrongStartIsRefusedByRuleAndValue(@TempDir Path directory) throws Exception {
    byte[] good = file(ROWS.getFirst());
    says(new byte[0], "the file ends within magic and version: needs 8 bytes, got 0");
    says("not an array".getBytes(StandardCharsets.US_ASCII), "got 6e 6f 74 20 61 6e");
    says(new byte[] {(byte) 0x80, 4, (byte) 0x95, 0, 0, 0, 0, 0}, "a pickle: refused");
    says(new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0}, ".npz is read by Npz");
    says(with(good, 6, 4), "version must be 1.0, 2.0 or 3.0, got 4.0");
    says(with(good, 7, 200), "got 1.200");
    says(Arrays.copyOf(good, 9), "ends within the length of the header: needs 2 bytes, got 1");
    says(Arrays.copyOf(good, 30), "ends within the header");
    says(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1}, "got 4294967295");
    Path file = Files.write(directory.resolve("short.npy"), Arrays.copyOf(good, 30));
    String message = assertThrows(NpyException.class, () -> Npy.read(file)).getMessage();
    assertTrue(message.startsWith(file + ": the file ends"), message);
  }

  private static void says(byte[] file, String text) {
    String message = assertThrows(NpyException.class, () -> Npy.read(file)).getMessage();
    assertTrue(message.contains(text), message);
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    byte[] copy = bytes.clone();
    copy[at] = (byte) value;
    return copy;
  }

  @Test
  void conversionsAreExactOrRefuse() {
    NumericArray d = NumericArray.of(new double[] {0.5, 0.1}, 2);
    assertArrayEquals(new double[] {0.5, 0.1}, d.doubles());
    assertArrayEquals(new float[] {0.5f, 0.1f}, d.nearestFloats());
    String message = assertThrows(ArithmeticException.class, d::floats).getMessage();
    assertTrue(message.contains("number 1 is no float: 0.1"), message);
    assertThrows(ArithmeticException.class, d::longs);
    long big = (1L << 53) + 1;
    NumericArray l = NumericArray.of(new long[] {big, Long.MAX_VALUE}, 2);
    assertArrayEquals(new long[] {big, Long.MAX_VALUE}, l.longs());
    assertArrayEquals(new double[] {0x1p53, 0x1p63}, l.nearestDoubles());
    assertThrows(ArithmeticException.class, l::doubles);
    assertThrows(
        ArithmeticException.class, () -> NumericArray.of(new long[] {Long.MAX_VALUE}).doubles());
    assertThrows(
        ArithmeticException.class, () -> NumericArray.of(new long[] {Long.MAX_VALUE}).floats());
    assertEquals(0x1p63, -NumericArray.of(new long[] {Long.MIN_VALUE}).doubles()[0]);
    // Half way between two floats, less one: through a double it would round to even, upwards.
    long twice = (1L << 60) + (1L << 36) - 1;
    assertEquals(0x1p60f, NumericArray.of(new long[] {twice}).nearestFloats()[0]);
    assertThrows(
        ArithmeticException.class, () -> NumericArray.of(new int[] {(1 << 24) + 1}).floats());
    assertEquals(200, NumericArray.unsigned(new byte[] {(byte) 200}).floats()[0]);
    assertTrue(Float.isNaN(NumericArray.of(new double[] {Double.NaN}).floats()[0]));
    assertEquals(-0.0f, NumericArray.of(new double[] {-0.0}).floats()[0]);
  }

  @Test
  void matricesGoInAndOut() {
    var m = new DMatrixRMaj(2, 3, true, 1, 2, 3, 4, 5, 6);
    NumericArray a = NumericArray.of(m);
    assertArrayEquals(new int[] {2, 3}, a.shape());
    assertArrayEquals(m.data, a.matrix().data);
    var f = new FMatrixRMaj(3, 1, true, 1, 2, 3);
    assertArrayEquals(f.data, NumericArray.of(f).floatMatrix().data);
    assertEquals(ElementType.FLOAT32, NumericArray.of(f).type());
    m.reshape(1, 2);
    assertEquals(2, NumericArray.of(m).size());
    String message =
        assertThrows(IllegalStateException.class, NumericArray.of(new int[8], 2, 2, 2)::matrix)
            .getMessage();
    assertTrue(message.contains("[2, 2, 2]"), message);
  }

  @Test
  void shapesMustFitAndNothingIsShared() {
    double[] x = {1, 2, 3, 4};
    int[] shape = {2, 2};
    NumericArray a = NumericArray.of(x, shape);
    x[0] = 9;
    shape[0] = 9;
    a.doubles()[1] = 9;
    a.shape()[1] = 9;
    assertEquals(NumericArray.of(new double[] {1, 2, 3, 4}, 2, 2), a);
    assertEquals(a.hashCode(), NumericArray.of(new double[] {1, 2, 3, 4}, 2, 2).hashCode());
    assertNotEquals(a, NumericArray.of(new double[] {1, 2, 3, 4}, 4));
    assertNotEquals(a, NumericArray.of(new double[] {1, 2, 3, 5}, 2, 2));
    assertEquals("FLOAT64 [2, 2]", a.toString());
    String message =
        assertThrows(IllegalArgumentException.class, () -> NumericArray.of(new byte[3], 2, 2))
            .getMessage();
    assertTrue(message.contains("[2, 2] holds 4, got 3"), message);
    assertThrows(IllegalArgumentException.class, () -> NumericArray.of(new byte[3], -3));
    assertThrows(IllegalArgumentException.class, () -> NumericArray.of(new byte[1], new int[65]));
    assertThrows(
        IllegalArgumentException.class, () -> new NpyLayout(false, ByteOrder.nativeOrder(), 4));
  }
}

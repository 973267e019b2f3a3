package org.halfstep.scheme;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.halfstep.Oracle;
import org.halfstep.grid.Overflow;
import org.halfstep.kernel.Convolution;
import org.halfstep.tensor.Shape;
import org.junit.jupiter.api.Test;

class OnnxOperatorsTest {

  /** One case: its inputs by number, null where one is left out, and its outputs. */
  private record Case(
      String name,
      String operator,
      Map<String, String> attributes,
      Map<Integer, Oracle> inputs,
      List<Oracle> outputs) {

    boolean has(int i) {
      return inputs.containsKey(i);
    }

    int attribute(String name, int otherwise) {
      return Integer.parseInt(attributes.getOrDefault(name, String.valueOf(otherwise)));
    }

    int[] attributes(String name, int... otherwise) {
      String text = attributes.get(name);
      return text == null ? otherwise : ints(text);
    }

    CodeArray codes(int i) {
      return OnnxOperatorsTest.codes(inputs.get(i));
    }

    CodeType type(int i) {
      return CodeType.of(inputs.get(i).text("type"));
    }

    float[] floats(int i) {
      return OnnxOperatorsTest.floats(inputs.get(i));
    }

    int[] zeros(int i) {
      return has(i) ? codes(i).codes() : new int[0];
    }

    int zero(int i) {
      return has(i) ? codes(i).codes()[0] : 0;
    }

    Shape shape(int i) {
      return OnnxOperatorsTest.shape(inputs.get(i));
    }
  }

  private static Shape shape(Oracle row) {
    String text = row.text("shape");
    return text.equals("scalar") ? Shape.of() : Shape.of(ints(text.replace('x', ' ')));
  }

  private static int[] ints(String text) {
    return text.isEmpty()
        ? new int[0]
        : List.of(text.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
  }

  private static CodeArray codes(Oracle row) {
    return CodeArray.of(CodeType.of(row.text("type")), shape(row), ints(row.text("values")));
  }

  /** Decimals as floats, of float16 those next to them. */
  private static float[] floats(Oracle row) {
    String[] texts = row.text("values").split(" ");
    float[] values = new float[texts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (texts[i]) {
            case "inf" -> Float.POSITIVE_INFINITY;
            case "-inf" -> Float.NEGATIVE_INFINITY;
            case "nan" -> Float.NaN;
            default -> half(row, Float.parseFloat(texts[i]));
          };
    }
    return values;
  }

  private static float half(Oracle row, float x) {
    return row.text("type").equals("float16") ? Float.float16ToFloat(Float.floatToFloat16(x)) : x;
  }

  private static List<Case> cases(String file) {
    Map<String, Case> cases = new LinkedHashMap<>();
    for (Oracle row : Oracle.rows(file)) {
      Map<String, String> attributes = new TreeMap<>();
      for (String pair : row.text("attributes").split(";")) {
        if (!pair.isEmpty()) {
          attributes.put(pair.split("=", -1)[0], pair.split("=", -1)[1]);
        }
      }
      Case one =
          cases.computeIfAbsent(
              row.text("case"),
              name ->
                  new Case(
                      name, row.text("operator"), attributes, new TreeMap<>(), new ArrayList<>()));
      if (row.text("role").equals("input")) {
        one.inputs().put(row.integer("index"), row);
      } else {
        one.outputs().add(row);
      }
    }
    return List.copyOf(cases.values());
  }

  @Test
  void operatorsAreThoseOfTheStandard() {
    int run = run("onnx_vectors");
    assertEquals(42, run);
  }

  @Test
  void operatorsAreThoseOfOnnxRuntime() {
    int run = run("onnx_runtime");
    assertTrue(run >= 180, "cases: " + run);
  }

  /** Runs every case of a file; none is left out. */
  private static int run(String file) {
    List<Case> cases = cases(file);
    TreeSet<String> operators = new TreeSet<>();
    for (Case one : cases) {
      operators.add(one.operator());
      switch (one.operator()) {
        case "QuantizeLinear" -> quantize(one);
        case "DequantizeLinear" -> dequantize(one);
        case "DynamicQuantizeLinear" -> dynamic(one);
        case "MatMulInteger" ->
            same(
                one,
                OnnxOperators.matMulInteger(one.codes(0), one.zero(2), one.codes(1), one.zeros(3)));
        case "QLinearMatMul" -> product(one);
        case "ConvInteger" ->
            same(
                one,
                OnnxOperators.convInteger(
                    one.codes(0), one.zero(2), one.codes(1), one.zeros(3), sizes(one, 1)));
        case "QLinearConv" -> convolution(one);
        default -> throw new AssertionError("no such operator here: " + one);
      }
    }
    assertEquals(7, operators.size(), operators.toString());
    return cases.size();
  }

  private static Scales scales(Case one) {
    return OnnxOperators.scales(
        one.shape(0),
        one.shape(1),
        one.floats(1),
        one.zeros(2),
        one.attribute("axis", 1),
        one.attribute("block_size", 0));
  }

  private static void quantize(Case one) {
    CodeType type =
        one.has(2)
            ? one.type(2)
            : CodeType.of(one.attributes().getOrDefault("output_dtype", "uint8"));
    Overflow overflow = one.attribute("saturate", 1) == 1 ? Overflow.SATURATE : Overflow.SPECIAL;
    same(one, OnnxOperators.quantizeLinear(one.floats(0), scales(one), type, overflow));
  }

  private static void dequantize(Case one) {
    float[] y = OnnxOperators.dequantizeLinear(one.codes(0), scales(one));
    Oracle expected = one.outputs().getFirst();
    for (int i = 0; i < y.length; i++) {
      y[i] = half(expected, y[i]); // a product of two numbers of 11 bits is exact in float
    }
    sameBits(one.name(), floats(expected), y);
  }

  private static void dynamic(Case one) {
    OnnxOperators.Dynamic y = OnnxOperators.dynamicQuantizeLinear(one.floats(0), one.shape(0));
    same(one, y.y());
    sameBits(one.name(), floats(one.outputs().get(1)), new float[] {y.scale()});
    assertEquals(codes(one.outputs().get(2)).codes()[0], y.zero(), one.name());
  }

  private static void product(Case one) {
    CodeType.Whole type = (CodeType.Whole) one.type(7);
    Requantization y =
        FloatRequantization.of(
            one.floats(1)[0], one.floats(4), one.floats(6)[0], one.zero(7), type);
    same(
        one, OnnxOperators.qLinearMatMul(one.codes(0), one.zero(2), one.codes(3), one.zeros(5), y));
  }

  private static void convolution(Case one) {
    CodeType.Whole type = (CodeType.Whole) one.type(7);
    Requantization y =
        FloatRequantization.of(
            one.floats(1)[0], one.floats(4), one.floats(6)[0], one.zero(7), type);
    same(
        one,
        OnnxOperators.qLinearConv(
            one.codes(0), one.zero(2), one.codes(3), one.zeros(5), one.zeros(8), sizes(one, 3), y));
  }

  private static Convolution sizes(Case one, int weights) {
    Shape x = one.shape(0);
    Shape w = one.shape(weights);
    int[] pads = one.attributes("pads", 0, 0, 0, 0);
    int[] strides = one.attributes("strides", 1, 1);
    int[] dilations = one.attributes("dilations", 1, 1);
    return new Convolution(
        x.size(0),
        x.size(1),
        x.size(2),
        x.size(3),
        w.size(0),
        w.size(2),
        w.size(3),
        strides[0],
        strides[1],
        pads[0],
        pads[1],
        pads[2],
        pads[3],
        dilations[0],
        dilations[1],
        one.attribute("group", 1),
        1);
  }

  /** Codes, or the numbers they stand for, bit for bit. */
  private static void same(Case one, CodeArray y) {
    Oracle expected = one.outputs().getFirst();
    String type = expected.text("type");
    if (!type.endsWith("_value")) {
      assertArrayEquals(codes(expected).codes(), y.codes(), one.name());
      assertEquals(codes(expected), y, one.name());
      return;
    }
    assertEquals(CodeType.of(type.replace("_value", "")), y.type());
    sameBits(one.name(), floats(expected), y.type().values(y.codes()));
  }

  private static void sameBits(String name, float[] expected, float[] y) {
    assertEquals(expected.length, y.length, name);
    for (int i = 0; i < y.length; i++) {
      int at = i;
      assertEquals(
          Float.floatToIntBits(expected[i]),
          Float.floatToIntBits(y[i]),
          () -> name + " at " + at + ": " + expected[at] + ", got " + y[at]);
    }
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    Shape x = Shape.of(2, 6);
    float[] two = {1, 1};
    refused(
        "scales of 2x6 must have the shape 6, got 2",
        () -> OnnxOperators.scales(x, Shape.of(2), two, new int[0], 1, 0));
    refused(
        "scales of 2x6 must have the shape 2x3, got 2x1",
        () -> OnnxOperators.scales(x, Shape.of(2, 1), two, new int[0], 1, 2));
    refused(
        "scales without block_size must be one or a vector, got the shape 1x2",
        () -> OnnxOperators.scales(x, Shape.of(1, 2), two, new int[0], 1, 0));
    CodeType.Whole int8 = new CodeType.Whole(8, true);
    CodeArray a = CodeArray.of(int8, Shape.of(1, 2), 1, 2);
    CodeArray b = CodeArray.of(int8, Shape.of(3, 1), 1, 2, 3);
    refused(
        "factors must be [..., M, K] and [..., K, N] with the same leading axes or none,"
            + " got 1x2 and 3x1",
        () -> OnnxOperators.matMulInteger(a, 0, b, new int[0]));
    CodeArray wide = CodeArray.of(new CodeType.Whole(32, true), Shape.of(2), 1, 2);
    refused(
        "the zero point of int32 must be 0, got 1",
        () -> OnnxOperators.dequantizeLinear(wide, Scales.of(Shape.of(2), 1, 1)));
    refused(
        "numbers must be finite, got 1 NaNs and 0 infinities",
        () -> OnnxOperators.dynamicQuantizeLinear(new float[] {Float.NaN}, Shape.of(1)));
  }

  static void refused(String message, org.junit.jupiter.api.function.Executable what) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, what).getMessage());
  }
}

package org.halfstep.scheme;

import static org.halfstep.scheme.OnnxOperatorsTest.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.kernel.Convolution;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;
import org.halfstep.tensor.Granularity;
import org.halfstep.tensor.Shape;
import org.junit.jupiter.api.Test;

class IntegerLayersTest {

  private static final CodeType.Whole[] TYPES = {
    new CodeType.Whole(8, true),
    new CodeType.Whole(8, false),
    new CodeType.Whole(4, true),
    new CodeType.Whole(4, false),
    new CodeType.Whole(2, true)
  };

  private static int[] codes(CodeType.Whole type, long stream, int n) {
    Philox random = new Philox(31, stream);
    int[] codes = new int[n];
    for (int i = 0; i < n; i++) {
      codes[i] = type.lowest() + (random.bits(i) >>> 1) % (1 << type.bits());
    }
    return codes;
  }

  @Test
  void theExpandedProductIsTheProductOfDifferences() {
    int rows = 5;
    int inputs = 37;
    int outputs = 6;
    long stream = 0;
    for (CodeType.Whole a : TYPES) {
      for (CodeType.Whole b : TYPES) {
        int[] x = codes(a, stream++, rows * inputs);
        int[] w = codes(b, stream++, inputs * outputs);
        int zx = codes(a, stream++, 1)[0];
        int[] zw = codes(b, stream++, stream % 2 == 0 ? 1 : outputs);
        int[] bias = codes(new CodeType.Whole(20, true), stream++, outputs);
        int[] y = new IntegerLinear(inputs, outputs, a, zx, b, w, zw, bias).accumulate(x);
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < outputs; j++) {
            long sum = bias[j];
            for (int k = 0; k < inputs; k++) {
              int z = zw[zw.length == 1 ? 0 : j];
              sum += (long) (x[i * inputs + k] - zx) * (w[k * outputs + j] - z);
            }
            assertEquals(sum, y[i * outputs + j], a + " by " + b);
          }
        }
      }
    }
  }

  /** Padding is the number 0: outside the image the difference x - zx is 0. */
  private static long convolved(
      Convolution s, int[] x, int zx, int[] w, int[] zw, int image, int o, int row, int column) {
    int perGroup = s.channels() / s.groups();
    int first = o / (s.outputs() / s.groups()) * perGroup;
    long sum = 0;
    for (int c = 0; c < perGroup; c++) {
      for (int u = 0; u < s.kernelHeight(); u++) {
        for (int v = 0; v < s.kernelWidth(); v++) {
          int i = row * s.strideY() + u * s.dilationY() - s.top();
          int j = column * s.strideX() + v * s.dilationX() - s.left();
          if (i >= 0 && i < s.height() && j >= 0 && j < s.width()) {
            int at = ((image * s.channels() + first + c) * s.height() + i) * s.width() + j;
            int weight = ((o * perGroup + c) * s.kernelHeight() + u) * s.kernelWidth() + v;
            sum += (long) (x[at] - zx) * (w[weight] - zw[zw.length == 1 ? 0 : o]);
          }
        }
      }
    }
    return sum;
  }

  @Test
  void aConvolutionIsPaddedWithTheNumberZero() {
    Convolution s =
        Convolution.of(2, 4, 6, 5, 6, 3, 2, 1)
            .stride(2, 1)
            .padding(2, 1, 0, 1)
            .dilation(1, 2)
            .groups(2)
            .threads(1);
    long stream = 500;
    for (CodeType.Whole a : TYPES) {
      for (CodeType.Whole b : TYPES) {
        int[] x = codes(a, stream++, 2 * 4 * 6 * 5);
        int[] w = codes(b, stream++, 6 * 2 * 3 * 2);
        int zx = codes(a, stream++, 1)[0];
        int[] zw = codes(b, stream++, stream % 2 == 0 ? 1 : 6);
        int[] y = new IntegerConvolution(s, a, zx, b, w, zw, new int[0]).accumulate(x);
        int at = 0;
        for (int image = 0; image < 2; image++) {
          for (int o = 0; o < 6; o++) {
            for (int i = 0; i < s.outputHeight(); i++) {
              for (int j = 0; j < s.outputWidth(); j++) {
                long expected = convolved(s, x, zx, w, zw, image, o, i, j);
                assertEquals(expected, y[at++], a + " by " + b);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void anIntegerLayerIsTheFloatLayerOfItsQuantizedNumbers() {
    int rows = 40;
    int inputs = 64;
    int outputs = 10;
    Shape ofX = Shape.of(rows, inputs);
    Shape ofW = Shape.of(inputs, outputs);
    Quantized x =
        Scheme.asymmetric(8, Granularity.tensor())
            .quantize(Gaussian.STANDARD.sample(new Philox(1, 1), ofX.count()), ofX);
    Quantized w =
        Scheme.symmetric(8, Granularity.channel(1))
            .quantize(Gaussian.STANDARD.sample(new Philox(1, 2), ofW.count()), ofW);
    float[] b = Gaussian.STANDARD.sample(new Philox(1, 3), outputs);
    float sx = x.scales().scale(0);
    float[] sw = w.scales().scales();
    CodeType.Whole uint8 = new CodeType.Whole(8, false);
    CodeType.Whole int8 = new CodeType.Whole(8, true);
    IntegerLinear layer =
        new IntegerLinear(
            inputs,
            outputs,
            uint8,
            x.scales().zero(0),
            int8,
            w.codes(),
            w.scales().zeros(),
            IntegerLinear.bias(b, sx, sw));
    float sy = 0.25f;
    int[] y = layer.apply(x.codes(), FloatRequantization.of(sx, sw, sy, 3, int8));
    float[] xs = x.values();
    float[] ws = w.values();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < outputs; j++) {
        double sum = b[j];
        for (int k = 0; k < inputs; k++) {
          sum += (double) xs[i * inputs + k] * ws[k * outputs + j];
        }
        double expected = Math.clamp(sum / sy + 3, -128, 127);
        // Half a code by rounding, and half a unit of sx sw in the bias.
        assertEquals(expected, y[i * outputs + j], 0.5 + sx * sw[j] / sy);
      }
    }
  }

  @Test
  void overflowOfTheAccumulatorIsNamed() {
    CodeType.Whole uint8 = new CodeType.Whole(8, false);
    CodeType.Whole int8 = new CodeType.Whole(8, true);
    int[] most = {Integer.MAX_VALUE};
    IntegerLinear layer = new IntegerLinear(1, 1, uint8, 0, int8, new int[] {1}, new int[0], most);
    assertArrayEquals(most, layer.accumulate(new int[] {0}));
    var e = assertThrows(AccumulatorOverflow.class, () -> layer.accumulate(new int[] {0, 1}));
    assertEquals(
        "accumulators must stay in -2147483648..2147483647, got 2147483648 in row 1, output 0",
        e.getMessage());
    int deep = 70_000;
    int[] x = new int[deep];
    int[] w = new int[deep];
    Arrays.fill(x, 255);
    Arrays.fill(w, -128);
    IntegerLinear wide = new IntegerLinear(deep, 1, uint8, 0, int8, w, new int[0], new int[0]);
    assertThrows(AccumulatorOverflow.class, () -> wide.accumulate(x));
    assertEquals(70_000.0 * 255 * 128, wide.bound());
    IntegerConvolution conv =
        new IntegerConvolution(
            Convolution.of(1, 1, 1, 1, 1, 1, 1, 0),
            uint8,
            0,
            int8,
            new int[] {1},
            new int[0],
            most);
    assertThrows(AccumulatorOverflow.class, () -> conv.accumulate(new int[] {1}));
  }

  @Test
  void theBoundHoldsAndIsAttained() {
    CodeType.Whole int8 = new CodeType.Whole(8, true);
    int[] w = codes(int8, 900, 50);
    IntegerLinear layer =
        new IntegerLinear(50, 1, int8, -100, int8, w, new int[] {5}, new int[] {-7});
    int[] worst = new int[50];
    for (int k = 0; k < 50; k++) {
      worst[k] = w[k] < 5 ? 127 : -100; // the largest x - zx where it makes the sum smaller
    }
    long attained = -7;
    long bound = 7;
    for (int k = 0; k < 50; k++) {
      attained += (long) (worst[k] + 100) * (w[k] - 5);
      bound += 227L * Math.abs(w[k] - 5);
    }
    assertEquals(attained, layer.accumulate(worst)[0]);
    assertEquals(bound, layer.bound());
    assertTrue(Math.abs(attained) <= bound);
  }

  @Test
  void aBiasHasTheScaleOfTheAccumulator() {
    float[] b = {1, -0.5f, 0.3f};
    assertArrayEquals(new int[] {8, -4, 2}, IntegerLinear.bias(b, 0.5f, new float[] {0.25f}));
    assertArrayEquals(
        new int[] {8, -2, 1}, IntegerLinear.bias(b, 0.5f, new float[] {0.25f, 0.5f, 0.5f}));
    var e =
        assertThrows(
            AccumulatorOverflow.class,
            () -> IntegerLinear.bias(new float[] {3}, 0x1p-16f, new float[] {0x1p-15f}));
    assertTrue(e.getMessage().contains("got 6.442450944E9 at 0"), e.getMessage());
  }

  @Test
  void requantizationByShiftIsGemmlowps() {
    int compared = 0;
    for (Oracle row : Oracle.rows("requantization")) {
      CodeType.Whole int8 = new CodeType.Whole(8, true);
      int a = row.integer("accumulator");
      int e = row.integer("exponent");
      int m = row.integer("multiplier");
      long moved = Math.clamp((long) a << Math.max(e, 0), Integer.MIN_VALUE, Integer.MAX_VALUE);
      int high = ShiftRequantization.highProduct((int) moved, m);
      assertEquals(row.integer("high"), high, row::toString);
      int shifted = ShiftRequantization.roundingShift(high, Math.max(-e, 0));
      assertEquals(row.integer("shift"), shifted, row::toString);
      ShiftRequantization whole =
          ShiftRequantization.of(new double[] {row.number("real")}, row.integer("zero"), int8);
      assertEquals(row.integer("code"), whole.code(a, 0), row::toString);
      compared++;
    }
    assertEquals(400, compared);
    assertEquals(
        Integer.MAX_VALUE, ShiftRequantization.highProduct(Integer.MIN_VALUE, Integer.MIN_VALUE));
  }

  @Test
  void requantizationByShiftIsWithinOneCodeOfTheFloats() {
    CodeType.Whole uint8 = new CodeType.Whole(8, false);
    Philox random = new Philox(17, 0);
    float[] sw = {0.002f, 0.011f, 0.0005f, 0.03f};
    FloatRequantization floats = FloatRequantization.of(0.02f, sw, 0.1f, 128, uint8);
    int[] a = new int[1 << 18];
    for (int i = 0; i < a.length; i++) {
      double reach = 128 / (0.02 * sw[i % 4] / 0.1);
      a[i] = (int) ((2 * random.uniform(i) - 1) * reach * 1.1);
    }
    Requantization.Agreement agreement = floats.compare(floats.shifted(), a, 4);
    assertTrue(agreement.most() <= 1, agreement.toString());
    // M = m 2^(e - 31) leaves -e bits behind the point, so what is up to 2^(e-1) short of a tie
    // rounds to it and then away from zero; a tenth of 1.1 reaches is saturated either way.
    double rate = 0;
    for (float s : sw) {
      rate += Math.scalb(1.0, Math.getExponent(0.02 * s / 0.1)) / sw.length / 1.1;
    }
    double standardError = Math.sqrt(rate / a.length);
    Near.absolute(rate, agreement.rate(), 4 * standardError, agreement);
    // M = 1/8 is the worst: a / 2 is rounded half up before it is divided by 4. Positive a = 8 k +
    // 3
    // rise to the tie, and of the ties 8 k + 4 of either sign every second goes the other way.
    FloatRequantization half = FloatRequantization.of(1, new float[] {0.125f}, 1, 128, uint8);
    int[] near = new int[1600];
    Arrays.setAll(near, i -> i - 800);
    Requantization.Agreement ties = half.compare(half.shifted(), near, 1);
    assertEquals(1, ties.most());
    assertEquals((3 / 16.0 + 1 / 16.0) / 2, ties.rate());
  }

  @Test
  void badRequantizationsAreRefused() {
    CodeType.Whole int8 = new CodeType.Whole(8, true);
    float[] none = {};
    float[] one = {1};
    refused(
        "there must be a weight scale at least, got 0",
        () -> FloatRequantization.of(1, none, 1, 0, int8));
    refused(
        "output scale must be positive and finite, got 0.0",
        () -> FloatRequantization.of(1, one, 0, 0, int8));
    refused(
        "int8 codes must be in -128..127, got 128",
        () -> FloatRequantization.of(1, one, 1, 128, int8));
    refused(
        "multipliers must be positive and below 2^30, got 1.073741824E9",
        () -> ShiftRequantization.of(new double[] {0x1p30}, 0, int8));
    refused("exponent must be at least 0, got -1", () -> ShiftRequantization.roundingShift(1, -1));
    Requantization q = FloatRequantization.of(1, one, 1, 0, int8);
    refused(
        "there must be accumulators and at least 1 channel, got 0 and 1",
        () -> q.compare(q, new int[0], 1));
  }

  @Test
  void badLayersAreRefused() {
    CodeType.Whole int8 = new CodeType.Whole(8, true);
    CodeType.Whole int16 = new CodeType.Whole(16, true);
    int[] none = {};
    refused(
        "weights must be 2 times 3, got 5",
        () -> new IntegerLinear(3, 2, int8, 0, int8, new int[5], none, none));
    refused(
        "input codes of an integer layer must have at most 8 bits, got int16",
        () -> new IntegerLinear(1, 1, int16, 0, int8, new int[1], none, none));
    refused(
        "zero points must be one, or one for each of 3 outputs, got 2",
        () -> new IntegerLinear(1, 3, int8, 0, int8, new int[3], new int[2], none));
    refused(
        "a layer must have at least 1 input and 1 output, got 0 and 1",
        () -> new IntegerLinear(0, 1, int8, 0, int8, none, none, none));
    Requantization two = FloatRequantization.of(1, new float[] {1, 2}, 1, 0, int8);
    refused(
        "scales must be one, or one for each of 3 outputs, got 2",
        () ->
            new IntegerLinear(1, 3, int8, 0, int8, new int[3], none, none).apply(new int[1], two));
    refused(
        "inputs must be rows of 2, got 3 values",
        () ->
            new IntegerLinear(2, 1, int8, 0, int8, new int[2], none, none).accumulate(new int[3]));
    refused(
        "int8 codes must be in -128..127, got 200",
        () ->
            new IntegerLinear(1, 1, int8, 0, int8, new int[1], none, none)
                .accumulate(new int[] {200}));
  }
}

package org.halfstep.scheme;

import static org.halfstep.scheme.OnnxOperatorsTest.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.halfstep.Near;
import org.halfstep.calibrate.Affine;
import org.halfstep.calibrate.FixedScale;
import org.halfstep.calibrate.LeastLoss;
import org.halfstep.calibrate.MinMax;
import org.halfstep.calibrate.PowerOfTwoScale;
import org.halfstep.calibrate.ScaleRule;
import org.halfstep.grid.Arithmetic;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Minifloat;
import org.halfstep.grid.NormalFloat;
import org.halfstep.grid.Overflow;
import org.halfstep.grid.Range;
import org.halfstep.grid.Rounding;
import org.halfstep.kernel.ChannelQuantize;
import org.halfstep.kernel.Extremes;
import org.halfstep.kernel.FakeQuantize;
import org.halfstep.law.Empirical;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;
import org.halfstep.tensor.Granularity;
import org.halfstep.tensor.Shape;
import org.halfstep.theory.ErrorReport;
import org.junit.jupiter.api.Test;

class SchemeTest {

  private static final Granularity TENSOR = Granularity.tensor();

  private static float[] gaussian(long seed, int n) {
    return Gaussian.STANDARD.sample(new Philox(seed, 0), n);
  }

  private static List<Scheme> all() {
    List<Scheme> schemes = new ArrayList<>();
    for (Granularity granularity :
        List.of(
            TENSOR, Granularity.channel(0), Granularity.group(1, 24), Granularity.block(4, 8))) {
      schemes.add(Scheme.asymmetric(8, granularity));
      schemes.add(Scheme.symmetric(8, granularity));
      schemes.add(Scheme.unsigned(8, granularity));
      schemes.add(Scheme.asymmetric(4, granularity).computing(Arithmetic.RECIPROCAL));
      schemes.add(Scheme.absMax(Grid.integer(4, Range.FULL), granularity));
      schemes.add(Scheme.absMax(Minifloat.E4M3.grid(), granularity));
    }
    for (BlockScale scale : BlockScale.values()) {
      schemes.add(Scheme.microscaling(Minifloat.E2M1, scale));
      schemes.add(Scheme.microscaling(Minifloat.E2M3, scale));
      schemes.add(Scheme.microscaling(Minifloat.E3M2, scale));
      schemes.add(Scheme.microscaling(Minifloat.E4M3, scale));
      schemes.add(Scheme.microscaling(Minifloat.E5M2, scale));
    }
    schemes.add(Scheme.symmetric(16, TENSOR));
    schemes.add(Scheme.nvfp4());
    schemes.add(Scheme.nf4(64));
    return schemes;
  }

  @Test
  void everySchemeIsItsGridOnEveryFloat() {
    Shape shape = Shape.of(4, 64);
    float[] x = gaussian(1, shape.count());
    for (Scheme scheme : all()) {
      Quantized q = scheme.quantize(x, shape);
      float[] y = q.values();
      Grid[] grids = q.scales().maps().stream().map(scheme::grid).toArray(Grid[]::new);
      q.scales()
          .parts()
          .runs((part, from, length) -> {
            for (int i = from; i < from + length; i++) {
              assertEquals((float) grids[part].nearest(x[i]), y[i] + 0f, scheme.toString());
            }
          });
      assertArrayEquals(y, scheme.quantize(y, q.scales()).values(), "twice: " + scheme);
      assertArrayEquals(y, Quantized.of(scheme, q.scales(), q.codes()).values());
    }
  }

  @Test
  void theErrorIsWhatTheoryPredictsForTheGrid() {
    float[] fresh = gaussian(21, 1 << 18);
    Shape shape = Shape.of(fresh.length);
    Scales given = Scales.of(shape, 0.35f, 7);
    for (Scheme scheme :
        List.of(
            Scheme.asymmetric(4, TENSOR),
            Scheme.absMax(Minifloat.E2M3.grid(), TENSOR),
            Scheme.absMax(NormalFloat.nf4(), TENSOR))) {
      Scales scales = scheme.values().step().isPresent() ? given : Scales.of(shape, 2.5f, 0);
      float[] y = scheme.quantize(fresh, scales).values();
      double predicted =
          ErrorReport.of(Gaussian.STANDARD, scheme.grid(scales.maps().getFirst())).mse();
      double[] squares = new double[fresh.length];
      for (int i = 0; i < squares.length; i++) {
        squares[i] = Math.pow((double) fresh[i] - y[i], 2);
      }
      double mean = Arrays.stream(squares).average().orElseThrow();
      double fourth = Arrays.stream(squares).map(v -> (v - mean) * (v - mean)).sum();
      double standardError = Math.sqrt(fourth) / squares.length;
      assertTrue(standardError < 0.01 * mean, scheme + ": " + standardError / mean);
      Near.absolute(predicted, mean, 4 * standardError, scheme);
    }
  }

  @Test
  void integerCodesAreTheKernels() {
    Shape shape = Shape.of(6, 50);
    float[] x = gaussian(2, shape.count());
    for (int axis = 0; axis < 2; axis++) {
      Scheme scheme = Scheme.asymmetric(8, Granularity.channel(axis));
      Quantized q = scheme.quantize(x, shape);
      ChannelQuantize kernel =
          ChannelQuantize.dividing(q.scales().scales(), q.scales().zeros(), 0, 255)
              .channels(axis == 0 ? 50 : 1);
      byte[] codes = new byte[x.length];
      kernel.quantize(x, 0, codes, 0, x.length);
      assertArrayEquals(codes, q.stored(new CodeType.Whole(8, false)));
      float[] y = new float[x.length];
      kernel.apply(x, y);
      assertArrayEquals(y, q.values());
    }
  }

  @Test
  void integersAreRoundedBeforeTheZeroPointIsAdded() {
    Scheme scheme = Scheme.asymmetric(8, TENSOR).calibrated(new FixedScale(new Affine(0.5, 7)));
    float[] ties = {0.25f, 0.75f, 1.25f, -0.25f, -0.75f, 1000, -1000};
    int[] codes = scheme.quantize(ties, Shape.of(7)).codes();
    assertArrayEquals(new int[] {7, 9, 9, 7, 5, 255, 0}, codes);
    float[] y = new float[7];
    FakeQuantize.dividing(0.5f, 7, 0, 255).apply(ties, y);
    assertArrayEquals(y, scheme.fakeQuantize(ties, Shape.of(7)));
  }

  @Test
  void aZeroPointThatIsNotWholeIsAddedFirst() {
    Scheme scheme = Scheme.asymmetric(2, TENSOR).calibrated(new FixedScale(new Affine(1, 0.25)));
    Quantized q = scheme.quantize(new float[] {0, 0.5f, 1, 9}, Shape.of(4));
    assertArrayEquals(new int[] {0, 1, 1, 3}, q.codes());
    assertArrayEquals(new float[] {-0.25f, 0.75f, 0.75f, 2.75f}, q.values());
  }

  @Test
  void zeroIsExactInAsymmetricCodes() {
    float[] x = gaussian(3, 100);
    x[50] = 0;
    assertEquals(0, Scheme.asymmetric(4, TENSOR).fakeQuantize(x, Shape.of(100))[50]);
  }

  @Test
  void unsignedCodesGainTheBitThatSymmetricOnesLoseOnPositiveNumbers() {
    float[] x = gaussian(4, 4096);
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(0, x[i]);
    }
    Shape shape = Shape.of(x.length);
    double signed = power(x, Scheme.symmetric(8, TENSOR).fakeQuantize(x, shape));
    double unsigned = power(x, Scheme.unsigned(8, TENSOR).fakeQuantize(x, shape));
    assertEquals(4, signed / unsigned, 0.3); // (255 / 127)^2, up to the sample
  }

  @Test
  void aFinerGranularityHasASmallerError() {
    Shape shape = Shape.of(32, 256);
    float[] x = gaussian(5, shape.count());
    for (int i = 0; i < x.length; i++) {
      x[i] *= 1 + i / 256; // rows of different size
    }
    double last = Double.POSITIVE_INFINITY;
    for (Granularity granularity :
        List.of(TENSOR, Granularity.channel(0), Granularity.group(1, 64), Granularity.block(16))) {
      double error = power(x, Scheme.symmetric(8, granularity).fakeQuantize(x, shape));
      assertTrue(error < last, granularity + ": " + error + " after " + last);
      last = error;
    }
  }

  private static double power(float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += ((double) x[i] - y[i]) * ((double) x[i] - y[i]);
    }
    return sum / x.length;
  }

  @Test
  void scalesLieOnTheirGrid() {
    Shape shape = Shape.of(8, 64);
    float[] x = gaussian(6, shape.count());
    Grid e4m3 = Minifloat.E4M3.grid();
    for (float s : Scheme.nvfp4().fit(x, shape).scales()) {
      assertEquals(s, e4m3.nearest(s));
    }
    Scheme powers =
        Scheme.symmetric(8, Granularity.channel(0))
            .calibrated(
                new PowerOfTwoScale(
                    new MinMax(ScaleRule.ONNX_RUNTIME, true), PowerOfTwoScale.To.UP));
    for (float s : powers.fit(x, shape).scales()) {
      assertEquals(Math.scalb(1f, Math.getExponent(s)), s);
    }
  }

  @Test
  void anyCalibrationFitsEachPart() {
    Shape shape = Shape.of(3, 200);
    float[] x = gaussian(7, shape.count());
    Scheme least = Scheme.symmetric(4, Granularity.channel(0)).calibrated(LeastLoss.mse());
    Scheme absMax = Scheme.absMax(Grid.integer(4, Range.SYMMETRIC), Granularity.channel(0));
    assertTrue(
        power(x, least.fakeQuantize(x, shape)) < 0.8 * power(x, absMax.fakeQuantize(x, shape)));
  }

  @Test
  void lawsOfPartsServeInsteadOfData() {
    Shape shape = Shape.of(2, 100);
    float[] x = gaussian(8, shape.count());
    Scheme scheme = Scheme.asymmetric(8, Granularity.channel(0));
    List<Empirical> laws = new ArrayList<>();
    for (float[] part : scheme.granularity().parts(shape).values(x)) {
      laws.add(Empirical.of(part));
    }
    assertEquals(scheme.fit(x, shape), scheme.fit(laws, shape));
  }

  @Test
  void storedCodesComeBack() {
    Shape shape = Shape.of(3, 70);
    float[] x = gaussian(9, shape.count());
    Object[][] cases = {
      {Scheme.symmetric(4, Granularity.channel(0)), "int4", 105},
      {Scheme.asymmetric(4, Granularity.group(1, 16)), "uint4", 105},
      {Scheme.symmetric(8, TENSOR), "int8", 210},
      {Scheme.asymmetric(8, TENSOR), "uint8", 210},
      {Scheme.symmetric(16, TENSOR), "int16", 420},
      {Scheme.asymmetric(2, Granularity.block(8)), "uint2", 53},
      {Scheme.microscaling(Minifloat.E2M1, BlockScale.FLOOR), "float4e2m1", 105},
      {Scheme.microscaling(Minifloat.E3M2, BlockScale.FLOOR), "e3m2", 158},
      {Scheme.microscaling(Minifloat.E2M3, BlockScale.FLOOR), "e2m3", 158},
      {Scheme.microscaling(Minifloat.E4M3, BlockScale.RCEIL), "float8e4m3fn", 210},
      {Scheme.microscaling(Minifloat.E5M2, BlockScale.EVEN), "float8e5m2", 210},
      {Scheme.nvfp4(), "e2m1", 105},
      {Scheme.nf4(64), "uint4", 105}
    };
    for (Object[] one : cases) {
      Scheme scheme = (Scheme) one[0];
      CodeType type = CodeType.of((String) one[1]);
      Quantized q = scheme.quantize(x, shape);
      byte[] bytes = q.stored(type);
      assertEquals(one[2], bytes.length, scheme.toString());
      Quantized back = Quantized.read(scheme, q.scales(), type, bytes);
      assertArrayEquals(q.codes(), back.codes(), scheme.toString());
      assertArrayEquals(q.values(), back.values(), scheme.toString());
    }
  }

  @Test
  void scalesHaveCodesToo() {
    Shape shape = Shape.of(4, 64);
    float[] x = gaussian(10, shape.count());
    Scheme mx = Scheme.microscaling(Minifloat.E2M1, BlockScale.FLOOR);
    CodeType e8m0 = CodeType.of("e8m0");
    for (float s : mx.fit(x, shape).scales()) {
      assertEquals(s, e8m0.value(e8m0.code(s, Overflow.SATURATE)));
    }
    assertEquals(4.25, mx.quantize(x, shape).bitsPerValue(4, 8));
    assertEquals(4.5, Scheme.nvfp4().quantize(x, shape).bitsPerValue(4, 8));
    assertEquals(4.5, Scheme.nf4(64).quantize(x, shape).bitsPerValue(4, 32));
  }

  @Test
  void aTensorScaleMovesTheScalesOfBlocks() {
    Shape shape = Shape.of(4, 64);
    float[] x = gaussian(10, shape.count());
    float most = Extremes.absMax(x);
    float tensor = most / (448 * 6);
    Scheme two = Scheme.nvfp4(tensor);
    Scales scales = two.fit(x, shape);
    Grid e4m3 = Minifloat.E4M3.grid();
    float top = 0;
    for (float s : scales.scales()) {
      double level = s / (double) tensor;
      assertEquals(e4m3.nearest(level), level, 0x1p-23 * level);
      top = Math.max(top, s);
    }
    assertEquals(448 * tensor, top); // the block of the largest number has the largest scale
    assertEquals(Scheme.nvfp4(), Scheme.nvfp4(1));
    float[] large = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      large[i] = 4096 * x[i]; // beyond 448 * 6 without a scale of the tensor
    }
    double signal = power(large, new float[x.length]);
    assertTrue(power(large, Scheme.nvfp4().fakeQuantize(large, shape)) > 0.1 * signal);
    assertTrue(
        power(large, Scheme.nvfp4(4096 * tensor).fakeQuantize(large, shape)) < 0.02 * signal);
  }

  @Test
  void aGridsOwnTiesAreKept() {
    Grid up = Grid.integer(4, Range.FULL).rounding(Rounding.HALF_UP);
    for (double zero : new double[] {0, 1}) {
      Scheme scheme = Scheme.absMax(up, TENSOR).calibrated(new FixedScale(new Affine(1, zero)));
      float[] y = scheme.fakeQuantize(new float[] {0.5f, 1.5f, -0.5f}, Shape.of(3));
      assertArrayEquals(new float[] {1, 2, 0}, y, "zero point " + zero);
    }
  }

  @Test
  void zerosStayZerosAndTinyNumbersDoNotFail() {
    Shape shape = Shape.of(2, 64);
    float[] tiny = new float[shape.count()];
    tiny[3] = 1e-44f;
    for (Scheme scheme : all()) {
      if (scheme.granularity() instanceof Granularity.Block block && block.sizes().size() > 1) {
        continue; // the same code, with other parts
      }
      assertArrayEquals(
          new float[shape.count()], scheme.fakeQuantize(new float[shape.count()], shape));
      for (float y : scheme.fakeQuantize(tiny, shape)) {
        assertTrue(Math.abs(y) <= 1e-37f, scheme + " makes " + y);
      }
    }
  }

  @Test
  void whatIsNotANumberHasTheCodeOfZero() {
    Scheme scheme = Scheme.asymmetric(8, TENSOR);
    Scales scales = Scales.of(Shape.of(3), 0.1f, 42);
    float[] x = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    assertArrayEquals(new int[] {42, 255, 0}, scheme.quantize(x, scales).codes());
    Scheme nf4 = Scheme.nf4(3);
    assertArrayEquals(new int[] {7, 15, 0}, nf4.quantize(x, Scales.of(Shape.of(3), 1, 0)).codes());
  }

  @Test
  void aPersonCanReadWhatItIs() {
    assertEquals(
        "int8-symmetric per channel of axis 0, MinMax[rule=ONNX_RUNTIME, symmetric=true],"
            + " real scales, x / s",
        Scheme.symmetric(8, Granularity.channel(0)).toString());
    assertEquals(
        "e2m1 in blocks of 32, absmax, scales 2^-127 to 2^127 by FLOOR, x / s",
        Scheme.microscaling(Minifloat.E2M1, BlockScale.FLOOR).toString());
    assertEquals(
        "e4m3 in blocks of 32, absmax, scales 2^-127 to 2^127 by EVEN, x / s",
        Scheme.microscaling(Minifloat.E4M3, BlockScale.EVEN).toString());
    assertEquals("nf4 in blocks of 64, absmax, real scales, x / s", Scheme.nf4(64).toString());
    assertTrue(Scheme.nvfp4().toString().endsWith("x (1 / s)"));
    assertTrue(Scheme.asymmetric(16, TENSOR).toString().startsWith("uint16 per tensor"));
    assertEquals(
        "codes of shape 2: int4-symmetric per tensor, absmax, real scales, x / s;"
            + " scale 0.14285715, zero point 0.0",
        Scheme.absMax(Grid.integer(4, Range.SYMMETRIC), TENSOR)
            .quantize(new float[] {1, -1}, Shape.of(2))
            .toString());
  }

  @Test
  void badArgumentsAreRefused() {
    Scheme scheme = Scheme.symmetric(8, Granularity.channel(0));
    refused(
        "an array of shape 2x3 must have 6 values, got 5",
        () -> scheme.quantize(new float[5], Shape.of(2, 3)));
    refused(
        "a sample must be finite, got NaN at index 1",
        () -> scheme.quantize(new float[] {1, 2, 3, Float.NaN}, Shape.of(2, 2)));
    refused(
        "there must be a law for each of 2 parts, got 1",
        () -> scheme.fit(List.of(Gaussian.STANDARD), Shape.of(2, 2)));
    refused(
        "absmax needs numbers between two finite ends, got a law from -Infinity to Infinity",
        () -> Scheme.nf4(64).fit(List.of(Gaussian.STANDARD), Shape.of(64)));
    refused(
        "there must be a scale for each of 1 parts, got 2",
        () -> Scales.of(TENSOR.parts(Shape.of(2)), new float[] {1, 2}, new int[2]));
    refused(
        "codes must be in 0..15, got 16",
        () -> Quantized.of(Scheme.nf4(1), Scales.of(Shape.of(1), 1, 0), new int[] {16}));
    refused(
        "codes must stand for levels of the scheme, got 127, NaN",
        () ->
            Quantized.read(
                Scheme.absMax(Minifloat.E4M3.grid(), TENSOR),
                Scales.of(Shape.of(1), 1, 0),
                CodeType.of("e4m3"),
                new byte[] {127}));
    refused(
        "levels must be values of e3m2 (bias 3, NONE), got -0.6961928009986877",
        () ->
            Scheme.nf4(2).quantize(new float[] {0.9f, 1}, Shape.of(2)).stored(CodeType.of("e3m2")));
    refused(
        "scales must be positive floats, got 0.1",
        () ->
            new Scheme(
                Grid.binary(),
                TENSOR,
                new AbsMax(),
                Optional.of(Grid.of(0.1, 1)),
                Arithmetic.DIVIDE));
    refused("a scale must be a positive finite float, got 0.1", () -> scales(0.1));
  }

  private static Scales scales(double scale) {
    return new Scales(TENSOR.parts(Shape.of(1)), List.of(new Affine(scale, 0)));
  }
}

package org.halfstep.scheme;

import static java.util.stream.Collectors.joining;
import static org.halfstep.scheme.OnnxOperatorsTest.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.halfstep.grid.Arithmetic;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Minifloat;
import org.halfstep.grid.NormalFloat;
import org.halfstep.grid.Overflow;
import org.halfstep.grid.Range;
import org.halfstep.law.Gaussian;
import org.halfstep.numeric.Philox;
import org.halfstep.tensor.Shape;
import org.halfstep.theory.BlockFormat;
import org.junit.jupiter.api.Test;

/** The block formats of theory, as codes: the same values, and the error that was predicted. */
class BlockSchemesTest {

  private static final Minifloat[] ELEMENTS = {
    Minifloat.E2M1, Minifloat.E2M3, Minifloat.E3M2, Minifloat.E4M3, Minifloat.E5M2
  };

  /** Values by the definition of BlockFormat, in double. */
  private static double[] defined(BlockFormat format, float[] x) {
    double top = AbsMax.top(format.values());
    double[] y = new double[x.length];
    for (int from = 0; from < x.length; from += format.size()) {
      double m = 0;
      for (int i = from; i < from + format.size(); i++) {
        m = Math.max(m, Math.abs(x[i]));
      }
      double ratio = m / top;
      double s = format.scales().map(g -> g.nearest(ratio)).orElse(ratio);
      Grid grid = format.values().scaled(s > 0 ? s : 1);
      for (int i = from; i < from + format.size(); i++) {
        y[i] = grid.nearest(x[i]);
      }
    }
    return y;
  }

  private static float[] sample(int n) {
    float[] x = Gaussian.STANDARD.sample(new Philox(11, 0), n);
    for (int i = 0; i < n; i++) {
      x[i] = Math.scalb(x[i], i / 4 % 200 - 100); // blocks of all sizes, a power of two apart
    }
    return x;
  }

  @Test
  void microscalingGivesTheValuesOfItsDefinition() {
    float[] x = sample(1 << 14);
    for (Minifloat element : ELEMENTS) {
      BlockFormat format =
          BlockFormat.microscaling(element.grid(), 32, Math.getExponent(element.max()));
      Scheme scheme = Scheme.microscaling(element, BlockScale.FLOOR);
      assertEquals(Scheme.of(format), scheme);
      float[] y = scheme.fakeQuantize(x, Shape.of(x.length));
      double[] expected = defined(format, x);
      for (int i = 0; i < x.length; i++) {
        assertEquals(expected[i], y[i] + 0.0, element + " at " + i);
      }
    }
  }

  private static Scheme named(Oracle row) {
    return switch (row.text("format")) {
      case "NVFP4" -> Scheme.nvfp4();
      case "NF4" -> Scheme.nf4(64);
      default ->
          Scheme.microscaling(
              ((CodeType.Floating) element(row)).format(), BlockScale.valueOf(row.text("mode")));
    };
  }

  private static CodeType element(Oracle row) {
    return switch (row.text("format")) {
      case "NVFP4" -> CodeType.of("e2m1");
      case "NF4" -> CodeType.of("uint4");
      default -> CodeType.of(row.text("format").substring(2));
    };
  }

  private static int scaleBits(Oracle row, float scale) {
    return switch (row.text("format")) {
      case "NVFP4" -> CodeType.of("e4m3").code(scale, Overflow.SATURATE);
      case "NF4" -> Float.floatToIntBits(scale);
      default -> CodeType.of("e8m0").code(scale, Overflow.SATURATE);
    };
  }

  @Test
  void bitsOfBlocksAreThoseOfAnotherImplementation() {
    int compared = 0;
    for (Oracle row : Oracle.rows("block_codes")) {
      String[] numbers = row.text("values").split(" ");
      float[] x = new float[numbers.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = Float.parseFloat(numbers[i]);
      }
      Quantized q = named(row).quantize(x, Shape.of(x.length));
      assertEquals(row.integer("scale"), scaleBits(row, q.scales().scale(0)), row::toString);
      int[] bits = element(row).unpack(q.stored(element(row)), x.length);
      String text = Arrays.stream(bits).mapToObj(String::valueOf).collect(joining(" "));
      assertEquals(row.text("codes"), text, row::toString);
      compared++;
    }
    assertEquals(5 * 4 * 9 + 40, compared);
  }

  @Test
  void otherFormatsDifferFromTheirDefinitionAtTheRoundingOfAFloatOnly() {
    float[] x = Gaussian.STANDARD.sample(new Philox(12, 0), 1 << 15);
    for (BlockFormat format :
        new BlockFormat[] {
          BlockFormat.nvfp4(),
          BlockFormat.absmax(NormalFloat.nf4(), 64),
          BlockFormat.absmax(Grid.integer(4, Range.SYMMETRIC), 32)
        }) {
      float[] y = Scheme.of(format).fakeQuantize(x, Shape.of(x.length));
      double[] expected = defined(format, x);
      for (int i = 0; i < x.length; i++) {
        Near.relative(expected[i], y[i], 0x1p-22, format + " at " + i);
      }
    }
  }

  @Test
  void measuredErrorIsThePredictedOne() {
    int n = 1 << 18;
    float[] x = Gaussian.STANDARD.sample(new Philox(13, 0), n);
    List<BlockFormat> formats = new ArrayList<>();
    for (Minifloat element : ELEMENTS) {
      formats.add(format(element, BlockScale.FLOOR));
    }
    for (BlockScale scale : EnumSet.complementOf(EnumSet.of(BlockScale.FLOOR))) {
      formats.add(format(Minifloat.E2M1, scale));
      formats.add(format(Minifloat.E2M3, scale));
    }
    formats.add(BlockFormat.nvfp4());
    formats.add(BlockFormat.absmax(NormalFloat.nf4(), 64));
    formats.add(BlockFormat.absmax(Grid.integer(4, Range.SYMMETRIC), 32));
    for (BlockFormat format : formats) {
      float[] y = Scheme.of(format).fakeQuantize(x, Shape.of(n));
      double sum = 0;
      double squares = 0;
      for (int from = 0; from < n; from += format.size()) {
        double block = 0; // blocks are independent, their values are not
        for (int i = from; i < from + format.size(); i++) {
          block += ((double) x[i] - y[i]) * ((double) x[i] - y[i]);
        }
        sum += block / format.size();
        squares += block / format.size() * (block / format.size());
      }
      int blocks = n / format.size();
      double mean = sum / blocks;
      double standardError = Math.sqrt((squares / blocks - mean * mean) / blocks);
      assertTrue(standardError < 0.01 * mean, format + ": " + standardError / mean);
      Near.absolute(format.report(Gaussian.STANDARD).mse(), mean, 4 * standardError, format);
    }
  }

  private static BlockFormat format(Minifloat element, BlockScale scale) {
    return new BlockFormat(element.grid(), 32, Optional.of(scale.grid(element)));
  }

  /** The exponent of torchao's modes, by the bits of the float as its program computes them. */
  private static int exponent(BlockScale scale, Minifloat element, float m) {
    int emax = Math.getExponent(element.max());
    return switch (scale) {
      case FLOOR -> Math.getExponent(m) - emax;
      case CEIL -> Math.getExponent(m) + ((Float.floatToIntBits(m) & 0x7fffff) == 0 ? 0 : 1) - emax;
      case EVEN -> {
        int half = 1 << (23 - element.mantissaBits() - 1);
        yield Math.getExponent(Float.intBitsToFloat(Float.floatToIntBits(m) + half)) - emax;
      }
      case RCEIL -> {
        float r = m / (float) element.max();
        yield Math.getExponent(r) + ((Float.floatToIntBits(r) & 0x7fffff) == 0 ? 0 : 1);
      }
    };
  }

  @Test
  void scalesOfTheNamedModesComeFromTheBitsOfTheMaximum() {
    float[] x = sample(800);
    for (Minifloat element : ELEMENTS) {
      for (BlockScale scale : BlockScale.values()) {
        Grid grid = scale.grid(element);
        for (float value : x) {
          float top = (float) element.max();
          float power = Math.scalb(1f, Math.getExponent(value));
          for (float m :
              new float[] {
                Math.abs(value),
                power,
                Math.nextUp(power),
                Math.nextDown(power),
                power * top,
                Math.nextUp(power * top),
                power * (2 - Math.scalb(1f, -1 - element.mantissaBits())),
                Math.nextDown(power * (2 - Math.scalb(1f, -1 - element.mantissaBits())))
              }) {
            double s = grid.nearest(m / AbsMax.top(element.grid()));
            assertEquals(
                Math.clamp(exponent(scale, element, m), -127, 127),
                Math.getExponent(s),
                scale + " of " + m + " for " + element);
          }
        }
      }
    }
  }

  @Test
  void nothingIsClippedByTheModesThatRoundUp() {
    float[] x = sample(1 << 12);
    for (Minifloat element : ELEMENTS) {
      for (BlockScale scale : new BlockScale[] {BlockScale.CEIL, BlockScale.RCEIL}) {
        Quantized q = Scheme.microscaling(element, scale).quantize(x, Shape.of(x.length));
        q.scales()
            .parts()
            .runs((part, from, length) -> {
              double reach = q.scales().scale(part) * element.max();
              for (int i = from; i < from + length; i++) {
                assertTrue(Math.abs(x[i]) <= reach);
              }
            });
      }
    }
  }

  @Test
  void reciprocalsOfPowersOfTwoChangeNothing() {
    float[] x = sample(1 << 12);
    Scheme divided = Scheme.microscaling(Minifloat.E4M3, BlockScale.FLOOR);
    Scheme multiplied = divided.computing(Arithmetic.RECIPROCAL);
    Shape shape = Shape.of(x.length);
    assertArrayEquals(divided.fakeQuantize(x, shape), multiplied.fakeQuantize(x, shape));
  }

  @Test
  void elementsWithoutALargestAreRefused() {
    refused(
        "the largest element must be positive and finite with at least 0 bits of mantissa,"
            + " got 0.0 and 1",
        () -> BlockScale.FLOOR.grid(0, 1));
  }
}

package org.halfstep.scheme;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.halfstep.grid.Overflow;
import org.halfstep.kernel.Convolution;
import org.halfstep.kernel.Extremes;
import org.halfstep.tensor.Granularity;
import org.halfstep.tensor.Parts;
import org.halfstep.tensor.Shape;

/**
 * The quantization operators of ONNX (opset 25), bit for bit: {@code y = saturate(rint(x / s) + z)}
 * and what is built on it.
 *
 * <p>Division, products and multipliers are float32, as in ONNX Runtime; accumulators have 32 bits,
 * and one that overflows is an error here.
 */
public final class OnnxOperators {

  private OnnxOperators() {}

  /**
   * Returns scales and zero points as QuantizeLinear and DequantizeLinear read them: one value for
   * all; a vector along an axis; or, with a block size, an array of x's rank that is shorter along
   * the axis.
   *
   * @param x the shape of what is quantized
   * @param scaleShape the shape of the scales
   * @param scales in row-major order, positive; not modified
   * @param zeros as many codes of 0, or none if they are 0; not modified
   * @param axis the attribute axis, 1 by default; negative counts from the end
   * @param blockSize the attribute block_size, 0 by default: no blocks
   * @return the scales
   * @throws IllegalArgumentException if the shapes do not fit, or a scale is not positive and
   *     finite
   */
  public static Scales scales(
      Shape x, Shape scaleShape, float[] scales, int[] zeros, int axis, int blockSize) {
    scaleShape.check(scales.length);
    Parts parts = granularity(x, scaleShape, axis, blockSize).parts(x);
    boolean blocks = blockSize > 0;
    if (parts.count() != scales.length || blocks && !parts.grid().equals(scaleShape)) {
      throw new IllegalArgumentException(
          "scales of "
              + x
              + " must have the shape "
              + (blocks ? parts.grid() : parts.count())
              + ", got "
              + scaleShape);
    }
    return Scales.of(parts, scales, zeros.length == 0 ? new int[scales.length] : zeros);
  }

  private static Granularity granularity(Shape x, Shape scales, int axis, int blockSize) {
    if (blockSize < 0) {
      throw new IllegalArgumentException("block_size must be at least 0, got " + blockSize);
    }
    if (blockSize > 0) {
      return Granularity.group(axis, blockSize);
    }
    if (scales.rank() > 1) {
      throw new IllegalArgumentException(
          "scales without block_size must be one or a vector, got the shape " + scales);
    }
    return scales.count() == 1 ? Granularity.tensor() : Granularity.channel(axis);
  }

  /**
   * QuantizeLinear.
   *
   * @param x the numbers; not modified; infinities saturate, NaN becomes z where codes lack it
   * @param scales scales and zero points
   * @param type the type of y
   * @param overflow the attribute saturate, for float8: 1, the default, is {@link
   *     Overflow#SATURATE}
   * @return y, {@code saturate(rint(x / s) + z)}, rounded half to even before z is added; for
   *     floating types x / s rounded to the type, where x = -0 gives -0 in float8 only
   * @throws IllegalArgumentException if x does not fit, or a zero point is not of the type
   */
  public static CodeArray quantizeLinear(
      float[] x, Scales scales, CodeType type, Overflow overflow) {
    Shape shape = scales.parts().shape();
    shape.check(x.length);
    int[] zeros = zeros(scales, type);
    int[] y = new int[x.length];
    scales
        .parts()
        .runs((part, from, length) -> {
          float scale = scales.scale(part);
          for (int i = from; i < from + length; i++) {
            y[i] = code(x[i] / scale, zeros[part], type, overflow);
          }
        });
    return CodeArray.of(type, shape, y);
  }

  private static int code(float u, int zero, CodeType type, Overflow overflow) {
    return switch (type) {
      case CodeType.Whole whole -> whole.code(u, zero);
      // To float8 the standard converts x / s; to smaller ones x / s + 0, which is never -0.
      case CodeType.Floating floating when floating.bits() < 8 -> floating.code(u + 0f, overflow);
      default -> type.code(u, overflow);
    };
  }

  /**
   * DequantizeLinear.
   *
   * @param x the codes
   * @param scales scales and zero points; of int32 and floating codes the zero point is 0
   * @return {@code (x - z) s} in float
   * @throws IllegalArgumentException if x does not fit, or a zero point is not of the type
   */
  public static float[] dequantizeLinear(CodeArray x, Scales scales) {
    Shape shape = scales.parts().shape();
    if (!shape.equals(x.shape())) {
      throw new IllegalArgumentException(
          "codes must have the shape of the scales' array " + shape + ", got " + x.shape());
    }
    CodeType type = x.type();
    int[] zeros = zeros(scales, type);
    int[] codes = x.codes();
    float[] y = new float[codes.length];
    boolean whole = type instanceof CodeType.Whole;
    scales
        .parts()
        .runs((part, from, length) -> {
          float scale = scales.scale(part);
          for (int i = from; i < from + length; i++) {
            float g = whole ? codes[i] - zeros[part] : type.value(codes[i]);
            y[i] = g * scale;
          }
        });
    return y;
  }

  private static int[] zeros(Scales scales, CodeType type) {
    int[] zeros = scales.zeros();
    boolean free = type instanceof CodeType.Whole && type.bits() <= 16;
    for (int zero : zeros) {
      type.check(zero);
      if (!free && zero != 0) {
        throw new IllegalArgumentException("the zero point of " + type + " must be 0, got " + zero);
      }
    }
    return zeros;
  }

  /**
   * What DynamicQuantizeLinear returns.
   *
   * @param y uint8 codes
   * @param scale the step
   * @param zero the code of 0
   */
  public record Dynamic(CodeArray y, float scale, int zero) {}

  /**
   * DynamicQuantizeLinear: the range of x, widened to hold 0, over 255 steps; {@code z =
   * rint(clamp(-min / s))}.
   *
   * @param x the numbers, finite; not modified
   * @param shape their shape
   * @return codes, scale and zero point; the scale is 1 if all numbers are 0
   * @throws IllegalArgumentException if a number is not finite, the range overflows or the scale
   *     underflows
   */
  public static Dynamic dynamicQuantizeLinear(float[] x, Shape shape) {
    shape.check(x.length);
    Extremes ends = Extremes.of(x);
    if (ends.nans() + ends.infinities() > 0) {
      throw new IllegalArgumentException(
          "numbers must be finite, got "
              + ends.nans()
              + " NaNs and "
              + ends.infinities()
              + " infinities");
    }
    float min = Math.min(ends.min(), 0f);
    float max = Math.max(ends.max(), 0f);
    float scale = max == min ? 1 : (max - min) / 255f;
    CodeType.Whole type = new CodeType.Whole(8, false);
    int zero = (int) Math.rint(Math.clamp(-min / scale, 0f, 255f));
    Scales scales = Scales.of(shape, scale, zero);
    return new Dynamic(quantizeLinear(x, scales, type, Overflow.SATURATE), scale, zero);
  }

  /**
   * MatMulInteger: {@code (A - za)(B - zb)} as int32.
   *
   * @param a [..., M, K], at most 8 bits
   * @param zeroA za
   * @param b [..., K, N], at most 8 bits; the axes before the last two are those of A, or A or B
   *     has none
   * @param zerosB zb, one or one for each column; empty for 0; not modified
   * @return [..., M, N]
   * @throws IllegalArgumentException if the shapes do not fit, or a zero point is not of the type
   * @throws AccumulatorOverflow if a sum does not fit in 32 bits
   */
  public static CodeArray matMulInteger(CodeArray a, int zeroA, CodeArray b, int[] zerosB) {
    Shape batch = batch(a.shape(), b.shape());
    int rows = a.shape().size(-2);
    int depth = a.shape().size(-1);
    int columns = b.shape().size(-1);
    int[] left = a.codes();
    int[] right = b.codes();
    int[] y = new int[Math.multiplyExact(batch.count() * rows, columns)];
    IntegerLinear layer = null;
    for (int i = 0; i < batch.count(); i++) {
      if (i == 0 || b.shape().rank() > 2) {
        int[] w = part(right, i, depth * columns);
        layer =
            new IntegerLinear(depth, columns, a.whole(), zeroA, b.whole(), w, zerosB, new int[0]);
      }
      int[] product = layer.accumulate(part(left, i, rows * depth));
      System.arraycopy(product, 0, y, i * product.length, product.length);
    }
    return CodeArray.of(new CodeType.Whole(32, true), joined(batch, rows, columns), y);
  }

  /** Matrix i of an array of them, or the only one. */
  private static int[] part(int[] all, int i, int size) {
    return all.length == size ? all : Arrays.copyOfRange(all, i * size, (i + 1) * size);
  }

  private static Shape batch(Shape a, Shape b) {
    boolean matrices = a.rank() >= 2 && b.rank() >= 2;
    Shape ofA = matrices ? new Shape(a.sizes().subList(0, a.rank() - 2)) : a;
    Shape ofB = matrices ? new Shape(b.sizes().subList(0, b.rank() - 2)) : b;
    boolean same = ofA.equals(ofB) || ofA.rank() == 0 || ofB.rank() == 0;
    if (!matrices || !same || a.size(-1) != b.size(-2)) {
      throw new IllegalArgumentException(
          "factors must be [..., M, K] and [..., K, N] with the same leading axes or none, got "
              + a
              + " and "
              + b);
    }
    return ofA.rank() == 0 ? ofB : ofA;
  }

  private static Shape joined(Shape batch, int rows, int columns) {
    List<Integer> sizes = new ArrayList<>(batch.sizes());
    sizes.add(rows);
    sizes.add(columns);
    return new Shape(sizes);
  }

  /**
   * QLinearMatMul: MatMulInteger, then {@link FloatRequantization}.
   *
   * @param a [..., M, K], at most 8 bits
   * @param zeroA za
   * @param b [..., K, N], at most 8 bits
   * @param zerosB zb, one or one for each column; empty for 0; not modified
   * @param y the requantization, {@code M = sa sb / sy}, with the output's zero point and type
   * @return [..., M, N]
   * @throws IllegalArgumentException if the shapes do not fit, or a zero point is not of the type
   * @throws AccumulatorOverflow if a sum does not fit in 32 bits
   */
  public static CodeArray qLinearMatMul(
      CodeArray a, int zeroA, CodeArray b, int[] zerosB, Requantization y) {
    y.check(b.shape().size(-1));
    CodeArray sums = matMulInteger(a, zeroA, b, zerosB);
    int columns = sums.shape().size(-1);
    int[] codes = sums.codes();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = y.code(codes[i], i % columns);
    }
    return CodeArray.of(y.type(), sums.shape(), codes);
  }

  /**
   * ConvInteger: the convolution of {@code x - zx} with {@code w - zw} as int32, padded with zx.
   *
   * @param x [batch, channels, height, width], at most 8 bits
   * @param zeroX zx
   * @param w [outputs, channels / groups, kernelHeight, kernelWidth], at most 8 bits
   * @param zerosW zw, one or one for each output; empty for 0; not modified
   * @param sizes pads, strides, dilations, group
   * @return [batch, outputs, outputHeight, outputWidth]
   * @throws IllegalArgumentException if the sizes do not fit, or a zero point is not of the type
   * @throws AccumulatorOverflow if a sum does not fit in 32 bits
   */
  public static CodeArray convInteger(
      CodeArray x, int zeroX, CodeArray w, int[] zerosW, Convolution sizes) {
    int[] y = layer(x, zeroX, w, zerosW, new int[0], sizes).accumulate(x.codes());
    return CodeArray.of(new CodeType.Whole(32, true), output(sizes), y);
  }

  /**
   * QLinearConv: ConvInteger, a bias of scale sx sw, then {@link FloatRequantization}.
   *
   * @param x [batch, channels, height, width], at most 8 bits
   * @param zeroX zx
   * @param w [outputs, channels / groups, kernelHeight, kernelWidth], at most 8 bits
   * @param zerosW zw, one or one for each output; empty for 0; not modified
   * @param bias int32, one for each output; empty for 0; not modified
   * @param sizes pads, strides, dilations, group
   * @param y the requantization, {@code M = sx sw / sy}, with the output's zero point and type
   * @return [batch, outputs, outputHeight, outputWidth]
   * @throws IllegalArgumentException if the sizes do not fit, or a zero point is not of the type
   * @throws AccumulatorOverflow if a sum does not fit in 32 bits
   */
  public static CodeArray qLinearConv(
      CodeArray x,
      int zeroX,
      CodeArray w,
      int[] zerosW,
      int[] bias,
      Convolution sizes,
      Requantization y) {
    int[] codes = layer(x, zeroX, w, zerosW, bias, sizes).apply(x.codes(), y);
    return CodeArray.of(y.type(), output(sizes), codes);
  }

  private static IntegerConvolution layer(
      CodeArray x, int zeroX, CodeArray w, int[] zerosW, int[] bias, Convolution sizes) {
    return new IntegerConvolution(sizes, x.whole(), zeroX, w.whole(), w.codes(), zerosW, bias);
  }

  private static Shape output(Convolution sizes) {
    return Shape.of(sizes.batch(), sizes.outputs(), sizes.outputHeight(), sizes.outputWidth());
  }
}

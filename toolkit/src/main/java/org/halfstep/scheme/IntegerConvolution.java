package org.halfstep.scheme;

import java.util.Arrays;
import org.halfstep.kernel.Convolution;

/**
 * A convolution in integers: accumulators {@code sum of (x - zx)(w - zw) + b}, 32 bits, exact.
 *
 * <p>Expanded as {@link IntegerLinear}: a convolution of bytes, minus {@code zw} times the sums of
 * x under each patch (nothing for symmetric weights), plus a constant for each output. The image is
 * padded with the code zx, which stands for 0: so the constant is the same at the border as inside.
 *
 * <p>Used by ONNX's QLinearConv and ConvInteger. Immutable.
 */
public final class IntegerConvolution {

  private final Convolution shape;
  private final CodeType.Whole input;
  private final int inputZero;
  private final IntegerWeights weights;

  /**
   * Precomputes the corrections.
   *
   * @param shape sizes, strides, padding, dilations and groups
   * @param input the type of the input's codes, at most 8 bits
   * @param inputZero zx, the input's code of 0
   * @param type the type of the weights' codes, at most 8 bits
   * @param weights [outputs, channels / groups, kernelHeight, kernelWidth]; not modified
   * @param zeros zw, one or one for each output; empty for 0; not modified
   * @param bias b, one for each output, of scale sx sw; empty for 0; not modified
   * @throws IllegalArgumentException if a size does not fit, or a code is not of its type
   */
  public IntegerConvolution(
      Convolution shape,
      CodeType.Whole input,
      int inputZero,
      CodeType.Whole type,
      int[] weights,
      int[] zeros,
      int[] bias) {
    int depth = shape.channels() / shape.groups() * shape.kernelHeight() * shape.kernelWidth();
    this.shape = shape;
    this.input = input;
    this.inputZero = inputZero;
    this.weights =
        new IntegerWeights(
            type, weights, zeros, bias, depth, shape.outputs(), false, input, inputZero);
  }

  /**
   * Computes the accumulators.
   *
   * @param x codes, [batch, channels, height, width]; not modified
   * @return [batch, outputs, outputHeight, outputWidth]
   * @throws IllegalArgumentException if the length does not fit, or a value is no code
   * @throws AccumulatorOverflow if a sum does not fit in 32 bits
   */
  public int[] accumulate(int[] x) {
    byte[] codes = IntegerWeights.bytes(input, x);
    int[] a = convolve(shape, codes, weights.codes);
    int[] sums = weights.corrected ? patchSums(codes) : new int[0];
    int positions = shape.outputHeight() * shape.outputWidth();
    int outputs = shape.outputs();
    int perGroup = outputs / shape.groups();
    for (int i = 0; i < a.length; i++) {
      int plane = i / positions;
      int j = plane % outputs;
      long total = a[i] + weights.constants[j];
      if (weights.zeros[j] != 0) {
        int group = plane / outputs * shape.groups() + j / perGroup;
        total -= (long) weights.zeros[j] * sums[group * positions + i % positions];
      }
      a[i] = AccumulatorOverflow.checked(total, " in output " + j);
    }
    return a;
  }

  /** The sums of x under each patch, of each group: a convolution with weights that are 1. */
  private int[] patchSums(byte[] codes) {
    Convolution ones =
        new Convolution(
            shape.batch(),
            shape.channels(),
            shape.height(),
            shape.width(),
            shape.groups(),
            shape.kernelHeight(),
            shape.kernelWidth(),
            shape.strideY(),
            shape.strideX(),
            shape.top(),
            shape.left(),
            shape.bottom(),
            shape.right(),
            shape.dilationY(),
            shape.dilationX(),
            shape.groups(),
            shape.threads());
    byte[] w = new byte[shape.channels() * shape.kernelHeight() * shape.kernelWidth()];
    Arrays.fill(w, (byte) 1);
    return convolve(ones, codes, w);
  }

  private int[] convolve(Convolution sizes, byte[] codes, byte[] w) {
    int planes = Math.multiplyExact(sizes.batch(), sizes.outputs());
    int[] y = new int[Math.multiplyExact(planes, sizes.outputHeight() * sizes.outputWidth())];
    try {
      if (input.signed()) {
        sizes.apply(codes, inputZero, w, y);
      } else {
        sizes.applyUnsigned(codes, inputZero, w, y);
      }
    } catch (ArithmeticException e) {
      throw new AccumulatorOverflow(e.getMessage());
    }
    return y;
  }

  /**
   * Computes the layer's codes.
   *
   * @param x codes, [batch, channels, height, width]; not modified
   * @param output from accumulators to codes
   * @return [batch, outputs, outputHeight, outputWidth]
   * @throws IllegalArgumentException if the length does not fit, or a value is no code
   * @throws AccumulatorOverflow if a sum does not fit in 32 bits
   */
  public int[] apply(int[] x, Requantization output) {
    output.check(shape.outputs());
    int[] a = accumulate(x);
    int positions = shape.outputHeight() * shape.outputWidth();
    for (int i = 0; i < a.length; i++) {
      a[i] = output.code(a[i], i / positions % shape.outputs());
    }
    return a;
  }

  /**
   * Returns the largest magnitude that an accumulator can have, over all inputs: {@code |b| + max
   * |x - zx| sum |w - zw|}. Up to {@code 2^31 - 1} no input overflows.
   *
   * @return the bound, attained or nearly so
   */
  public double bound() {
    return weights.most();
  }

  @Override
  public String toString() {
    return "convolution of " + input + ", " + shape.channels() + " to " + shape.outputs();
  }
}

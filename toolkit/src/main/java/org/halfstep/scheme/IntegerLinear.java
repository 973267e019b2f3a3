package org.halfstep.scheme;

import org.halfstep.kernel.MatrixProduct;

/**
 * A fully connected layer in integers: accumulators {@code a[i][j] = sum over k of (x[i][k] - zx)
 * (w[k][j] - zw[j]) + b[j]}, 32 bits, exact.
 *
 * <p>Expanded, as gemmlowp does it,
 *
 * <pre>
 * a[i][j] = sum x w  -  zw[j] sum x  +  (b[j] - zx sum (w - zw[j]))
 * </pre>
 *
 * The first term is a product of bytes, the second needs the sums of the rows of x once each and is
 * 0 for symmetric weights, the third is a constant that is computed once. The accumulator stands
 * for the number {@code sx sw a}, so the bias is an integer of scale {@code sx sw}: {@link #bias}.
 * A {@link Requantization} makes codes of accumulators.
 *
 * <p>Used by ONNX's QLinearMatMul and MatMulInteger. Immutable.
 */
public final class IntegerLinear {

  private final int inputs;
  private final int outputs;
  private final CodeType.Whole input;
  private final IntegerWeights weights;

  /**
   * Precomputes the corrections.
   *
   * @param inputs depth of the product, at least 1
   * @param outputs columns, at least 1
   * @param input the type of the input's codes, at most 8 bits
   * @param inputZero zx, the input's code of 0
   * @param type the type of the weights' codes, at most 8 bits
   * @param weights [inputs, outputs]; not modified
   * @param zeros zw, one or one for each output; empty for 0; not modified
   * @param bias b, one for each output; empty for 0; not modified
   * @throws IllegalArgumentException if a size does not fit, or a code is not of its type
   */
  public IntegerLinear(
      int inputs,
      int outputs,
      CodeType.Whole input,
      int inputZero,
      CodeType.Whole type,
      int[] weights,
      int[] zeros,
      int[] bias) {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "a layer must have at least 1 input and 1 output, got " + inputs + " and " + outputs);
    }
    this.inputs = inputs;
    this.outputs = outputs;
    this.input = input;
    this.weights =
        new IntegerWeights(type, weights, zeros, bias, inputs, outputs, true, input, inputZero);
  }

  /**
   * Quantizes a bias to integers of scale {@code sx sw}.
   *
   * @param bias the numbers; not modified
   * @param inputScale sx
   * @param weightScales sw, one or one for each output; not modified
   * @return {@code rint(b / (sx sw))}, in double
   * @throws AccumulatorOverflow if one does not fit in 32 bits: its weights' scale is too small
   */
  public static int[] bias(float[] bias, float inputScale, float[] weightScales) {
    int[] codes = new int[bias.length];
    for (int j = 0; j < codes.length; j++) {
      float weightScale = weightScales[weightScales.length == 1 ? 0 : j];
      double code = Math.rint(bias[j] / ((double) inputScale * weightScale));
      if (!(Math.abs(code) <= Integer.MAX_VALUE)) {
        throw new AccumulatorOverflow(
            "a bias must be within +-2147483647 times the scales, got " + code + " at " + j);
      }
      codes[j] = (int) code;
    }
    return codes;
  }

  /**
   * Computes the accumulators.
   *
   * @param x codes, [rows, inputs]; not modified
   * @return [rows, outputs]
   * @throws IllegalArgumentException if the length is no multiple of inputs, or a value no code
   * @throws AccumulatorOverflow if a sum does not fit in 32 bits
   */
  public int[] accumulate(int[] x) {
    if (x.length % inputs != 0) {
      throw new IllegalArgumentException(
          "inputs must be rows of " + inputs + ", got " + x.length + " values");
    }
    int rows = x.length / inputs;
    byte[] codes = IntegerWeights.bytes(input, x);
    int[] a = new int[Math.multiplyExact(rows, outputs)];
    product(rows, codes, a);
    for (int i = 0; i < rows; i++) {
      long sum = 0;
      for (int k = 0; weights.corrected && k < inputs; k++) {
        sum += x[i * inputs + k];
      }
      for (int j = 0; j < outputs; j++) {
        int at = i * outputs + j;
        long total = a[at] - weights.zeros[j] * sum + weights.constants[j];
        a[at] = AccumulatorOverflow.checked(total, " in row " + i + ", output " + j);
      }
    }
    return a;
  }

  private void product(int rows, byte[] codes, int[] a) {
    MatrixProduct product = MatrixProduct.of(rows, inputs, outputs);
    try {
      if (input.signed()) {
        product.apply(codes, weights.codes, a);
      } else {
        product.applyUnsigned(codes, weights.codes, a);
      }
    } catch (ArithmeticException e) {
      throw new AccumulatorOverflow(e.getMessage());
    }
  }

  /**
   * Computes the layer's codes.
   *
   * @param x codes, [rows, inputs]; not modified
   * @param output from accumulators to codes
   * @return [rows, outputs]
   * @throws IllegalArgumentException if the length is no multiple of inputs, or a value no code
   * @throws AccumulatorOverflow if a sum does not fit in 32 bits
   */
  public int[] apply(int[] x, Requantization output) {
    output.check(outputs);
    int[] a = accumulate(x);
    for (int i = 0; i < a.length; i++) {
      a[i] = output.code(a[i], i % outputs);
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
    return "linear layer of " + input + ", " + inputs + " to " + outputs;
  }
}

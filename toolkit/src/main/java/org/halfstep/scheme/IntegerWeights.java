package org.halfstep.scheme;

import java.util.Arrays;

/**
 * Weights of an integer layer with all that does not depend on its input: bytes with a sign, zero
 * points, and the sums by which the input's zero point is corrected.
 *
 * <p>Unsigned codes of 8 bits are moved by -128 together with their zero points, which changes no
 * {@code w - z}.
 */
final class IntegerWeights {

  private static final int SHIFT = 128;

  final byte[] codes;

  /** For each output, of the moved codes. */
  final int[] zeros;

  /** Whether there is something to correct for the weights' zero points. */
  final boolean corrected;

  /** For each output: bias - zx sum(w - z). */
  final long[] constants;

  /** For each output: the largest magnitude that an accumulator can reach. */
  private final double[] most;

  /**
   * Sums up over the depth of each output. In the array the weights of an output follow each other,
   * or those of all outputs do if {@code outputsLast}.
   */
  IntegerWeights(
      CodeType.Whole type,
      int[] weights,
      int[] zeros,
      int[] bias,
      int depth,
      int outputs,
      boolean outputsLast,
      CodeType.Whole input,
      int inputZero) {
    bytes("weight", type);
    bytes("input", input);
    input.check(inputZero);
    if (weights.length != (long) depth * outputs) {
      throw new IllegalArgumentException(
          "weights must be " + outputs + " times " + depth + ", got " + weights.length);
    }
    int[] z = perOutput("zero points", zeros, outputs);
    int[] b = perOutput("biases", bias, outputs);
    int shift = type.highest() > Byte.MAX_VALUE ? SHIFT : 0;
    this.codes = new byte[weights.length];
    this.zeros = new int[outputs];
    this.constants = new long[outputs];
    this.most = new double[outputs];
    long reach = Math.max((long) inputZero - input.lowest(), (long) input.highest() - inputZero);
    int step = outputsLast ? outputs : 1;
    for (int j = 0; j < outputs; j++) {
      int zero = type.check(z[j]);
      long sum = 0;
      long size = 0;
      int at = outputsLast ? j : j * depth;
      for (int k = 0; k < depth; k++, at += step) {
        int w = type.check(weights[at]);
        codes[at] = (byte) (w - shift);
        sum += w - zero;
        size += Math.abs(w - zero);
      }
      this.zeros[j] = zero - shift;
      constants[j] = b[j] - inputZero * sum;
      most[j] = Math.abs((double) b[j]) + (double) reach * size;
    }
    this.corrected = Arrays.stream(this.zeros).anyMatch(v -> v != 0);
  }

  private static void bytes(String name, CodeType.Whole type) {
    if (type.bits() > 8) {
      throw new IllegalArgumentException(
          name + " codes of an integer layer must have at most 8 bits, got " + type);
    }
  }

  /** One value for all outputs, or one for each; none is 0. */
  private static int[] perOutput(String name, int[] values, int outputs) {
    if (values.length == outputs) {
      return values;
    }
    if (values.length > 1) {
      throw new IllegalArgumentException(
          name + " must be one, or one for each of " + outputs + " outputs, got " + values.length);
    }
    int[] all = new int[outputs];
    Arrays.fill(all, values.length == 0 ? 0 : values[0]);
    return all;
  }

  double most() {
    return Arrays.stream(most).max().orElse(0);
  }

  /** The codes of an input as bytes. */
  static byte[] bytes(CodeType.Whole type, int[] codes) {
    byte[] bytes = new byte[codes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) type.check(codes[i]);
    }
    return bytes;
  }
}

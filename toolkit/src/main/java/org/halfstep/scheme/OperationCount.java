package org.halfstep.scheme;

import org.halfstep.kernel.Convolution;

/**
 * What an integer layer computes for one input, counted: the products and their sums that every
 * scheme needs, and what zero points add.
 *
 * <p>For a product of [n, K] by [K, m]:
 *
 * <pre>
 * multiplications            n m K
 * additions                  n m (K - 1)
 * zx != 0:  additions      + n m         the constant; none if there is a bias, which absorbs it
 * zw != 0:  additions      + n (K - 1)   sums of the rows of x
 *           multiplications + n m        zw[j] times the sum (n if all outputs share zw)
 *           additions      + n m         subtracting that
 * once, beforehand, zx != 0:  m multiplications, m (K - 1) additions: zx sum w
 *       and if zw != 0 too:   m multiplications and m additions: K zx zw
 * </pre>
 *
 * So the input's zero point costs at most {@code 1 / (2K)} of the work {@code 2 n m K}, the
 * weights' another {@code 1 / (2m) + 1 / K}. Without the expansion each product would need 2
 * subtractions.
 *
 * @param multiplications of codes, in every scheme
 * @param additions of products, in every scheme
 * @param correctionMultiplications for zero points
 * @param correctionAdditions for zero points
 * @param beforehand multiplications and additions that do not depend on the input
 */
public record OperationCount(
    long multiplications,
    long additions,
    long correctionMultiplications,
    long correctionAdditions,
    long beforehand) {

  /** Which zero points of the weights are not 0. */
  public enum WeightZeros {
    /** None: symmetric weights. */
    NONE,
    /** One that all outputs share. */
    SHARED,
    /** One for each output. */
    PER_OUTPUT
  }

  /**
   * Counts for a linear layer.
   *
   * @param rows n, at least 1
   * @param inputs K, at least 1
   * @param outputs m, at least 1
   * @param inputZero whether the input's zero point is not 0
   * @param weightZeros which zero points of the weights are not 0
   * @param bias whether there is a bias: it is added in any case, and not counted
   * @return the counts
   * @throws IllegalArgumentException if a size is below 1
   */
  public static OperationCount linear(
      long rows,
      long inputs,
      long outputs,
      boolean inputZero,
      WeightZeros weightZeros,
      boolean bias) {
    return grouped(rows, inputs, outputs, 1, inputZero, weightZeros, bias);
  }

  /**
   * Counts for a convolution: for each group a linear layer, whose rows are the patches.
   *
   * @param shape the sizes; padding counts as values
   * @param inputZero whether the input's zero point is not 0
   * @param weightZeros which zero points of the weights are not 0
   * @param bias whether there is a bias: it is added in any case, and not counted
   * @return the counts
   */
  public static OperationCount convolution(
      Convolution shape, boolean inputZero, WeightZeros weightZeros, boolean bias) {
    return grouped(
        (long) shape.batch() * shape.outputHeight() * shape.outputWidth(),
        (long) shape.channels() / shape.groups() * shape.kernelHeight() * shape.kernelWidth(),
        shape.outputs() / shape.groups(),
        shape.groups(),
        inputZero,
        weightZeros,
        bias);
  }

  private static OperationCount grouped(
      long n, long depth, long m, long groups, boolean inputZero, WeightZeros zeros, boolean bias) {
    if (n < 1 || depth < 1 || m < 1) {
      throw new IllegalArgumentException(
          "rows, inputs and outputs must be at least 1, got " + n + ", " + depth + ", " + m);
    }
    boolean weights = zeros != WeightZeros.NONE;
    long constants = inputZero && !bias ? n * m : 0;
    long rowSums = weights ? n * (depth - 1) : 0;
    long subtractions = weights ? n * m : 0;
    long scaled =
        switch (zeros) {
          case NONE -> 0;
          case SHARED -> n;
          case PER_OUTPUT -> n * m;
        };
    long sums = inputZero ? m * depth : 0; // m multiplications and m (K - 1) additions
    long cross = inputZero && weights ? 2 * m : 0;
    return new OperationCount(
        groups * n * m * depth,
        groups * n * m * (depth - 1),
        groups * scaled,
        groups * (constants + rowSums + subtractions),
        groups * (sums + cross));
  }

  /**
   * Returns what zero points add to the work, as a part of it.
   *
   * @return corrections divided by the operations of the symmetric layer
   */
  public double overhead() {
    return (double) (correctionMultiplications + correctionAdditions)
        / (multiplications + additions);
  }

  @Override
  public String toString() {
    return multiplications
        + " multiplications and "
        + additions
        + " additions, corrections "
        + correctionMultiplications
        + " and "
        + correctionAdditions
        + ", "
        + beforehand
        + " beforehand";
  }
}

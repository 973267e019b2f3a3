package org.halfstep.propagate;

import org.halfstep.numeric.Estimate;

/**
 * The error of one output of a layer at its given weights, measured over independent inputs.
 *
 * @param mean the mean of E_Y: the bias that a correction of b removes
 * @param weightTerm the variance of E_W X'
 * @param activationTerm the variance of W E_X
 * @param crossTerm twice the covariance of both
 * @param variance the variance of E_Y, the sum of the three
 */
public record OutputError(
    Estimate mean,
    Estimate weightTerm,
    Estimate activationTerm,
    Estimate crossTerm,
    Estimate variance) {

  /**
   * Measures one output.
   *
   * @param fromWeights E_W X' over at least two independent inputs; not modified
   * @param fromInputs W E_X over the same inputs; not modified
   * @return means and variances over inputs, with their standard errors
   * @throws IllegalArgumentException if there are fewer than two inputs, or not as many of both
   */
  public static OutputError of(double[] fromWeights, double[] fromInputs) {
    if (fromWeights.length != fromInputs.length) {
      throw new IllegalArgumentException(
          "both parts of an error must have as many inputs, got "
              + fromWeights.length
              + " and "
              + fromInputs.length);
    }
    double[] both = new double[fromWeights.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = fromWeights[i] + fromInputs[i];
    }
    Estimate cross = covariance(fromWeights, fromInputs);
    return new OutputError(
        Estimate.ofMean(both),
        covariance(fromWeights, fromWeights),
        covariance(fromInputs, fromInputs),
        new Estimate(2 * cross.value(), 2 * cross.standardError()),
        covariance(both, both));
  }

  private static Estimate covariance(double[] a, double[] b) {
    double meanA = Estimate.ofMean(a).value();
    double meanB = Estimate.ofMean(b).value();
    double[] products = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      products[i] = (a[i] - meanA) * (b[i] - meanB);
    }
    return Estimate.ofMean(products);
  }
}

package org.halfstep.theory;

import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * What lies between a layer of a deep network and the next: activation, normalization, rounding.
 *
 * @param u the activation
 * @param norm the normalization
 * @param width the number of neurons
 * @param gain the root of width times the variance of a weight
 * @param grid the grid of activations
 */
record BetweenLayers(Activation u, Normalization norm, int width, double gain, Grid grid) {

  /** Beyond it a sample's own root mean square is that of its law. */
  private static final int WIDE = 1 << 16;

  /**
   * What lies there for one size of the signal.
   *
   * @param rounding what the quantizer of activations does to correlation and power
   * @param error the power of its error over that of the signal
   * @param kurtosis E[e^4]/E[e^2]^2 of its error, about the mean
   * @param map what the activation does to the correlation
   * @param second how the rounding errors of two signals differ
   * @param carried the power of the twin's signal goes with this exponent of what was left of it
   * @param drift the power of a sample goes with this exponent of that before
   * @param scatter what the activation adds to the variance of a sample's log power
   * @param next the power of the next pre-activation
   */
  record Step(
      QuantizerGain rounding,
      double error,
      double kurtosis,
      LossTable map,
      SecondRounding second,
      double carried,
      double drift,
      double scatter,
      double next) {}

  /** For pre-activations of a standard deviation and samples of which the log power varies. */
  Step at(double sigma, double spread) {
    GaussianMoments here = GaussianMoments.of(u, false).at(sigma);
    double divisor = norm == Normalization.NONE ? 1 : Math.sqrt(here.power());
    double own = here.scatter() / width;
    boolean wide = norm.perSample() && width > WIDE;
    double apart = norm.perSample() ? own : spread;
    Sums sums = sums(sigma, divisor, wide ? 0 : apart);
    boolean restored = norm != Normalization.NONE;
    QuantizerGain rounding = sums.gain();
    return new Step(
        norm.centred() ? new QuantizerGain(rounding.loss(), 1) : rounding,
        sums.error / sums.signal,
        sums.fourth / (sums.error * sums.error),
        new LossTable(u, sigma, norm.centred()),
        new SecondRounding(u, sigma, divisor, grid, sums.signal),
        restored ? 0 : here.exponent(),
        here.exponent(),
        own,
        gain * gain * (restored ? 1 : here.power()));
  }

  /** Moments of a signal and of its rounding error, about the means if there is a centre. */
  private record Sums(double signal, double cross, double error, double fourth) {
    QuantizerGain gain() {
      return QuantizerGain.of(signal, cross, error);
    }
  }

  /** The quantizer's moments, averaged over samples that differ in power, log-normally. */
  private Sums sums(double sigma, double divisor, double spread) {
    double signal = 0;
    double cross = 0;
    double error = 0;
    double fourth = 0;
    double mean = 0;
    double bias = 0;
    for (int i = 0; i < LogNormal.POINTS; i++) {
      double weight = LogNormal.weight(i, spread);
      if (weight > 0) {
        Distribution law = law(sigma, divisor, LogNormal.at(i, spread), spread);
        ErrorReport r = ErrorReport.of(law, grid);
        signal += weight * r.signalPower();
        cross += weight * r.signalError();
        error += weight * r.mse();
        fourth += weight * r.kurtosis() * r.variance() * r.variance();
        mean += weight * r.signalMean();
        bias += weight * r.bias();
      }
    }
    return norm.centred()
        ? new Sums(signal - mean * mean, cross - mean * bias, error - bias * bias, fourth)
        : new Sums(signal, cross, error, fourth);
  }

  /**
   * What the quantizer meets in a sample of some power: divided by its own root mean square, which
   * each entry is a part of; or by that of all samples.
   */
  private Distribution law(double sigma, double divisor, double power, double spread) {
    if (!norm.perSample()) {
      return ActivationLaw.of(u, sigma * Math.sqrt(power)).scaled(1 / divisor);
    }
    if (spread == 0) {
      return ActivationLaw.of(u, sigma).scaled(1 / divisor);
    }
    double others = (width - 1.0) / width * divisor * divisor * power;
    Activation normalized =
        x -> {
          double v = u.value(x);
          return v / Math.sqrt(others + v * v / width);
        };
    return ActivationLaw.of(normalized, sigma);
  }
}

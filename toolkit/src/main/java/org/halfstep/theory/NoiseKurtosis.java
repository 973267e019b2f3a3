package org.halfstep.theory;

/**
 * The recursion of {@link NoiseRecursion#excessKurtosis}: from layer to layer it keeps what tells
 * the noise of two samples of one batch apart.
 */
final class NoiseKurtosis {

  private final Activation u;
  private final boolean centred;
  private final int width;
  private final double weights;
  private final double weightKurtosis;
  private final GaussianMoments moments;

  /** The correlation of the signals of two samples, and that of their noise. */
  private double signals;

  private double noises;

  /** The relative variance of the noise's power between samples of one network. */
  private double apart;

  /** Before the first layer. */
  NoiseKurtosis(Activation u, boolean centred, int width, ErrorReport weights) {
    this.u = u;
    this.centred = centred;
    this.width = width;
    this.weights = weights.mse() / weights.signalPower();
    this.weightKurtosis = weights.kurtosis();
    this.moments = GaussianMoments.of(u, centred);
  }

  /** The first layer, of an input with a relative error and its kurtosis; the excess there. */
  double first(double error, double kurtosis) {
    return layer(0, 0, error, kurtosis, 3);
  }

  /** The next layer: what of the loss before is inherited, and how its log follows the loss. */
  double next(double inherited, double elasticity, double error, double kurtosis) {
    TwoSamples two = TwoSamples.of(u, centred, 1, signals, noises);

    double left = Math.max(0, 1 - inherited);
    double fresh = left * left * Math.max(0, moments.lossScatter() - two.shared()) / width;
    apart = Math.pow(1 + apart, elasticity * elasticity) * Math.exp(fresh) - 1;
    noises *= two.noise();
    signals = two.signal();
    return layer(2 * inherited, noises, error, kurtosis, moments.scatter() + 1);
  }

  /** Puts together what is inherited and what is fresh; x is the input, of some kurtosis. */
  private double layer(double old, double shared, double error, double kurtosis, double x) {
    double all = old + error + weights;
    double loud = old * old * apart + error * error * (kurtosis - 1) / width;
    double rows = weights * weights * (weightKurtosis * x - 3) / width;
    apart = loud / (all * all);
    noises = (old * shared + weights * signals) / all;
    return (3 * loud + rows) / (all * all);
  }
}

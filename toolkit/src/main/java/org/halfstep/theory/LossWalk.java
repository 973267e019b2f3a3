package org.halfstep.theory;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * The walk of {@link NoiseRecursion} through the layers: what becomes of the correlation of a
 * pre-activation and its twin.
 */
final class LossWalk {

  private final BetweenLayers between;
  private final QuantizerGain input;
  private final QuantizerGain weights;
  private final GaussianMoments moments;
  private final int width;

  /** For what lies between layers, and the quantizers of the input and of the weights. */
  LossWalk(
      BetweenLayers between, QuantizerGain input, QuantizerGain weights, GaussianMoments moments) {
    this.between = between;
    this.input = input;
    this.weights = weights;
    this.moments = moments;
    this.width = between.width();
  }

  /**
   * A layer.
   *
   * @param alone what the quantizers of its input and weights do to float inputs
   * @param left the power of the twin's pre-activation over that of the network's
   * @param loss one minus their correlation, in the mean over samples
   * @param variance of the log of a sample's loss
   * @param carried the power of the twin's input, before it is rounded
   * @param inherited one minus the correlation of the inputs, before they are rounded
   * @param step what lies before the layer; null in the first
   * @param lossBefore the loss of the layer before
   * @param varianceBefore the variance there
   */
  record Layer(
      QuantizerGain alone,
      double left,
      double loss,
      double variance,
      double carried,
      double inherited,
      BetweenLayers.Step step,
      double lossBefore,
      double varianceBefore) {

    double nsr() {
      return distance(left, loss);
    }

    double immediate() {
      return distance(alone.power(), alone.loss());
    }

    double accumulated() {
      return distance(carried, inherited);
    }

    /** The power of the difference from a signal of power 1. */
    private static double distance(double power, double loss) {
      double root = Math.sqrt(power);
      return (1 - root) * (1 - root) + 2 * root * loss;
    }

    /** The second rounding of the input, over samples that differ in their loss. */
    double secondRounding() {
      double sum = 0;
      for (int i = 0; step != null && i < LogNormal.POINTS; i++) {
        double weight = LogNormal.weight(i, varianceBefore);
        double before = Math.min(1, lossBefore * LogNormal.at(i, varianceBefore));
        sum += weight > 0 ? weight * step.second().relative(before) : 0;
      }
      return sum;
    }

    /** By which power of the loss before, what is inherited goes. */
    double elasticity() {
      double less = 0.99;
      LossTable map = step.map();
      double ratio = map.of(less * lossBefore) / map.of(lossBefore);
      return lossBefore > 0 ? Math.log(ratio) / Math.log(less) : 1;
    }
  }

  /** The first layer: its input is nobody's output. */
  private Layer first() {
    QuantizerGain alone = input.then(weights);
    return new Layer(alone, alone.power(), alone.loss(), 0, 1, 0, null, 0, 0);
  }

  private Layer behind(Layer before, BetweenLayers.Step step) {
    double[] grown = grown(step.map(), before.loss, before.variance);
    double carried = Math.pow(before.left, step.carried());
    QuantizerGain alone = step.rounding().then(weights);
    QuantizerGain all = new QuantizerGain(grown[0], carried).then(alone);
    double variance = grown[1] * Math.pow(grown[0] / all.loss(), 2);
    return new Layer(
        alone,
        all.power(),
        all.loss(),
        variance,
        carried,
        grown[0],
        step,
        before.loss,
        before.variance);
  }

  /** Reads a number off every layer. */
  double[] each(int depth, ToDoubleFunction<Layer> reading) {
    if (depth < 1) {
      throw new IllegalArgumentException("depth must be at least 1, got " + depth);
    }
    double[] out = new double[depth];
    double power = Math.pow(between.gain(), 2); // of y, per entry
    double spread = 2.0 / width; // variance of the log power of a sample
    Layer layer = first();
    BetweenLayers.Step step = null;
    for (int n = 0; n < depth; n++) {
      if (!(power > 1e-200 && power < 1e200)) {
        Arrays.fill(out, n, depth, Double.NaN);
        break;
      }
      out[n] = reading.applyAsDouble(layer);
      if (step == null || !perSample()) {
        step = between.at(Math.sqrt(power), spread);
      }
      layer = behind(layer, step);
      spread = step.drift() * step.drift() * spread + step.scatter();
      power = step.next();
    }
    return out;
  }

  /**
   * The mean of a log-normal loss behind the activation and the variance of its log. Losses beyond
   * 1 are anticorrelation, which noise does not bring about.
   */
  private double[] grown(LossTable map, double loss, double variance) {
    double mean = 0;
    double square = 0;
    for (int i = 0; i < LogNormal.POINTS; i++) {
      double weight = LogNormal.weight(i, variance);
      double d = Math.min(1, loss * LogNormal.at(i, variance));
      double grown = weight > 0 ? map.of(d) * finiteWidth(d) : 0;
      mean += weight * grown;
      square += weight * grown * grown;
    }
    double left = Math.pow(Math.max(0, 1 - mean), 2);
    double fresh = perSample() ? left * moments.lossScatter() / width : 0;
    return new double[] {mean, Math.max(0, Math.log(square / (mean * mean))) + fresh};
  }

  private double finiteWidth(double loss) {
    return 1 + widthConstant() / Math.max(1, width - 2) * (1 - loss) * (1 - loss / 2);
  }

  /** The constant c of the finite width. */
  double widthConstant() {
    return perSample() ? moments.widthConstant() : 0;
  }

  private boolean perSample() {
    return between.norm().perSample();
  }
}

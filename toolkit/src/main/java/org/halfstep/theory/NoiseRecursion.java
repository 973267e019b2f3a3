package org.halfstep.theory;

import java.util.Arrays;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * The noise-to-signal ratio of a deep random network, layer by layer, without simulating it.
 *
 * <p>Layer n is {@code y_n = W_n x_n}, entries of W_n of variance gain^2/k; its twin has Q(W_n) and
 * Q(x'_n). Let d be one minus the correlation of a pre-activation and its twin. A quantizer with
 * least squared error m (for a signal of power 1) makes a fresh {@code d ~ m/2} that multiplies in,
 * for weights and for activations, and the activation maps d to {@code 1 - C(1 - d)} ({@link
 * CorrelationMap}), so that
 *
 * <pre>
 *   d_1 = fresh(input, weights)
 *   d_n = fresh(activations, weights) joined with (1 + c_n/(k - 2)) (1 - C(1 - d_(n-1)))
 *   NSR_n = (1 - sqrt P)^2 + 2 sqrt P d_n,   P the power that quantizers leave
 * </pre>
 *
 * Two losses are joined as {@code a + b - a b}. For the identity this is {@code NSR_n = 2m (k - 2)
 * [(1 + 1/(k - 2))^n - 1]}, so 2 m n while n is far below k: twice the slope of the printed
 * recursion, which forgets that activations are rounded in every layer, too.
 *
 * <p>The term with k is the finite width: dividing a sample by its own root mean square makes the
 * mean of a ratio larger than the ratio of the means, by {@code c = E[v^4]/E[v^2]^2 - 2 E[v^2
 * u'^2]/(E[v^2] E[u'^2])}, v = u(Z), centred if the normalization centres; c = 1 for the identity,
 * 2 for ReLU. It dies out, {@code c_n = c (1 - d)(1 - d/2)}, where the twins have lost each other.
 * Without normalization per sample, samples drift apart in norm instead, log-normally, and the
 * quantizer's error is averaged over that. Behind one it is averaged over the root mean square that
 * entries are divided by: of the Gaussian that the scale was made for, tails are lost.
 *
 * <p>Neither is the loss the same for all samples: a layer multiplies it by a factor whose log has
 * the variance {@code [3 E[u'^4]/E[u'^2]^2 + E[v^4]/E[v^2]^2 - 2 E[v^2 u'^2]/(E[v^2] E[u'^2])]/k},
 * 4/k for the identity and 8/k for ReLU, and C is not a line. So the recursion keeps a log-normal
 * law of d, by its mean and the variance of its log ({@link #logVariance}).
 *
 * <p>Range of validity: means over weights, for {@code n <= k/8} ({@link #validDepth}). Beyond, few
 * sets of weights hold most of the mean. Weights must be independent of each other, of mean 0. Seen
 * in simulations of int8: within 3 % there, per tensor within 20 %.
 */
public final class NoiseRecursion {

  /** Points and weights of 7-point Gauss-Hermite quadrature under N(0, 1). */
  private static final double[] NODES = {
    -3.750439717725742,
    -2.366759410734541,
    -1.154405394739968,
    0,
    1.154405394739968,
    2.366759410734541,
    3.750439717725742
  };

  private static final double[] WEIGHTS = {
    5.48268855972219e-4,
    0.0307571239675865,
    0.240123178605013,
    0.457142857142857,
    0.240123178605013,
    0.0307571239675865,
    5.48268855972219e-4
  };

  /** Beyond it a sample's own root mean square is that of its law. */
  private static final int WIDE = 1 << 16;

  private final Activation u;
  private final Normalization norm;
  private final int width;
  private final double gain;
  private final QuantizerGain input;
  private final QuantizerGain weights;
  private final Grid grid;
  private final GaussianMoments moments;

  /**
   * Prepares the recursion of a network.
   *
   * @param u the activation between layers
   * @param norm the normalization between layers
   * @param width the number k of neurons a layer, at least 1
   * @param gain the root of k times the variance of a weight, positive
   * @param input what its grid does to the input of the first layer
   * @param weights what their grid does to the weights
   * @param grid the grid of activations: of u divided by its root mean square, or of u itself
   *     without normalization
   * @throws IllegalArgumentException if width or gain is out of range
   */
  public NoiseRecursion(
      Activation u,
      Normalization norm,
      int width,
      double gain,
      ErrorReport input,
      ErrorReport weights,
      Grid grid) {
    if (width < 1 || !(gain > 0 && gain < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "width must be at least 1 and gain positive, got " + width + " and " + gain);
    }
    this.u = u;
    this.norm = norm;
    this.width = width;
    this.gain = gain;
    this.input = QuantizerGain.of(input, false);
    this.weights = QuantizerGain.of(weights, false);
    this.grid = grid;
    this.moments = GaussianMoments.of(u, norm.centred());
  }

  /**
   * Returns the deepest layer for which the prediction is meant.
   *
   * @return k/8, rounded down
   */
  public int validDepth() {
    return width / 8;
  }

  /**
   * Returns the constant c of the finite width.
   *
   * @return c: a small error grows by the factor 1 + c/(k - 2) a layer because of it; 0 without
   *     normalization per sample
   */
  public double widthConstant() {
    return norm.perSample() ? moments.widthConstant() : 0;
  }

  /**
   * Returns the predicted ratios of noise to signal.
   *
   * @param depth how many layers, at least 1
   * @return {@code E|y' - y|^2 / E|y|^2} of layers 1 to depth; NaN where the signal's power leaves
   *     1e-200..1e200
   * @throws IllegalArgumentException if depth is below 1
   */
  public double[] nsr(int depth) {
    return each(
        depth,
        (left, loss, variance) -> {
          double root = Math.sqrt(left);
          return (1 - root) * (1 - root) + 2 * root * loss;
        });
  }

  /**
   * Returns the predicted correlations of pre-activations and their twins.
   *
   * @param depth how many layers, at least 1
   * @return the correlation in layers 1 to depth
   * @throws IllegalArgumentException if depth is below 1
   */
  public double[] correlation(int depth) {
    return each(depth, (left, loss, variance) -> 1 - loss);
  }

  /**
   * Returns the predicted variance of the log of one sample's noise-to-signal ratio, over weights.
   *
   * <p>For the identity and n far below k it is {@code (4/k) (n - 1)(2n - 1)/(6n)}: noise of the
   * first layer alone would scatter by 4n/k, younger noise has had less time. A mean over a batch
   * scatters less, as long as its samples are far apart.
   *
   * @param depth how many layers, at least 1
   * @return Var log NSR in layers 1 to depth
   * @throws IllegalArgumentException if depth is below 1
   */
  public double[] logVariance(int depth) {
    return each(depth, (left, loss, variance) -> variance);
  }

  /** What is asked of a layer. */
  private interface Reading {
    double of(double left, double loss, double variance);
  }

  private double[] each(int depth, Reading reading) {
    if (depth < 1) {
      throw new IllegalArgumentException("depth must be at least 1, got " + depth);
    }
    double[] out = new double[depth];
    double power = gain * gain; // of y, per entry
    double left = input.power() * weights.power(); // power of the twin over that of y
    double loss = joined(input.loss(), weights.loss());
    double variance = 0; // of the log of the loss of a sample
    double spread = 2.0 / width; // variance of the log power of a sample
    Step step = null;
    for (int n = 0; n < depth; n++) {
      if (!(power > 1e-200 && power < 1e200)) {
        Arrays.fill(out, n, depth, Double.NaN);
        break;
      }
      out[n] = reading.of(left, loss, variance);
      if (step == null || !norm.perSample()) {
        step = step(Math.sqrt(power), spread);
      }
      double[] grown = grown(step.map, loss, variance);
      loss = joined(grown[0], joined(step.rounding.loss(), weights.loss()));
      variance = grown[1] * Math.pow(grown[0] / loss, 2);
      left = weights.power() * step.rounding.power() * Math.pow(left, step.carried);
      spread = step.drift * step.drift * spread + step.scatter;
      power = step.next;
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
    for (int i = 0; i < NODES.length; i++) {
      double d = Math.min(1, loss * Math.exp(Math.sqrt(variance) * NODES[i] - variance / 2));
      double grown = map.of(d) * finiteWidth(d);
      mean += WEIGHTS[i] * grown;
      square += WEIGHTS[i] * grown * grown;
    }
    double left = Math.pow(Math.max(0, 1 - mean), 2);
    double fresh = norm.perSample() ? left * moments.lossScatter() / width : 0;
    return new double[] {mean, Math.max(0, Math.log(square / (mean * mean))) + fresh};
  }

  private double finiteWidth(double loss) {
    return 1 + widthConstant() / Math.max(1, width - 2) * (1 - loss) * (1 - loss / 2);
  }

  /** One minus the correlation after two independent losses of correlation. */
  private static double joined(double a, double b) {
    return a + b - a * b;
  }

  /**
   * What lies between a layer and the next.
   *
   * @param rounding what the quantizer of activations does
   * @param map what the activation does to the correlation
   * @param carried the power of the twin's signal goes with this exponent of what was left of it
   * @param drift the power of a sample goes with this exponent of that before
   * @param scatter what the activation adds to the variance of a sample's log power
   * @param next the power of the next pre-activation
   */
  private record Step(
      QuantizerGain rounding,
      LossTable map,
      double carried,
      double drift,
      double scatter,
      double next) {}

  private Step step(double sigma, double spread) {
    GaussianMoments here = GaussianMoments.of(u, false).at(sigma);
    double divisor = norm == Normalization.NONE ? 1 : Math.sqrt(here.power());
    double own = here.scatter() / width;
    boolean wide = norm.perSample() && width > WIDE;
    double apart = norm.perSample() ? own : spread;
    QuantizerGain rounding = rounding(sigma, divisor, wide ? 0 : apart);
    boolean restored = norm != Normalization.NONE;
    return new Step(
        norm.centred() ? new QuantizerGain(rounding.loss(), 1) : rounding,
        new LossTable(u, sigma, norm.centred()),
        restored ? 0 : here.exponent(),
        here.exponent(),
        own,
        gain * gain * (restored ? 1 : here.power()));
  }

  /** The quantizer's gain, averaged over samples that differ in power, log-normally. */
  private QuantizerGain rounding(double sigma, double divisor, double spread) {
    double signal = 0;
    double cross = 0;
    double error = 0;
    double mean = 0;
    double bias = 0;
    for (int i = 0; i < NODES.length; i++) {
      double weight = spread > 0 ? WEIGHTS[i] : i == NODES.length / 2 ? 1 : 0;
      if (weight > 0) {
        double power = Math.exp(Math.sqrt(spread) * NODES[i] - spread / 2);
        ErrorReport r = ErrorReport.of(law(sigma, divisor, power, spread), grid);
        signal += weight * r.signalPower();
        cross += weight * r.signalError();
        error += weight * r.mse();
        mean += weight * r.signalMean();
        bias += weight * r.bias();
      }
    }
    return norm.centred()
        ? QuantizerGain.of(signal - mean * mean, cross - mean * bias, error - bias * bias)
        : QuantizerGain.of(signal, cross, error);
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

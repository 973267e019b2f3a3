package org.halfstep.theory;

import java.util.List;
import java.util.stream.IntStream;
import org.halfstep.grid.Grid;

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
 * <p>Range of validity: means over weights, for {@code n <= k/8} ({@link #validDepth}), without a
 * normalization as long as the signal is not mostly clipped. There it was within 3 % of simulations
 * of int8 (4 % behind a ReLU at width 64), per tensor within 25 %. Weights must be independent of
 * each other, of mean 0. Beyond, few sets of weights hold most of the mean; predicted over
 * measured, less one, in per cent, with one standard error between networks:
 *
 * <pre>
 *   sample-rms, identity            k/8         k/4         k/2           k          2k
 *     k = 64   (2000 networks)   0.5 +- 0.3  0.4 +- 0.4  0.8 +- 0.6  1.7 +- 1.2  0.9 +- 1.9
 *     k = 256   (600)            0.6 +- 0.4  0.7 +- 0.6 -0.1 +- 1.0  0.5 +- 1.7
 *     k = 1024   (40)            1.7 +- 1.6 -0.5 +- 2.7
 *   sample-rms, ReLU
 *     k = 64   (1000)             -4 +- 1     -7 +- 2     -9 +- 4      5 +- 4     17 +- 6
 *     k = 256   (500)            0.2 +- 2      5 +- 2      3 +- 3     -1 +- 3
 *     k = 1024   (48)             -1 +- 4     12 +- 4
 *   sample-meanstd, ReLU
 *     k = 64    (400)             -1 +- 1      2 +- 1     17 +- 0.4    4 +- 0.2    3 +- 0.2
 *     k = 256    (50)              2 +- 0.4  0.6 +- 0.3  0.9 +- 0.2
 *     k = 1024    (6)            0.1 +- 0.3
 *   tensor, identity: an upper bound, times
 *     k = 64   (1000)               1.21        1.79        3.9         9.5        10.8
 *     k = 256    (60)               1.23        2.2         5.5
 * </pre>
 *
 * <p>({@code DepthRun}, 8 bits, batches of 32 or 64, seeds from 1001 on; sample-meanstd at 64, k/2
 * is where noise nears the signal.) So beyond k/8 the stated deviation, up to 2k, is 5 % for the
 * identity and 20 % for ReLU behind a normalization per sample. Medians over networks are lower: at
 * k = 64 and n = 2k by a quarter for the identity, by 60 % for ReLU.
 */
public final class NoiseRecursion {

  private final Activation u;
  private final Normalization norm;
  private final int width;
  private final ErrorReport input;
  private final ErrorReport weights;
  private final GaussianMoments moments;
  private final LossWalk walk;

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
    this.input = input;
    this.weights = weights;
    this.moments = GaussianMoments.of(u, norm.centred());
    this.walk =
        new LossWalk(
            new BetweenLayers(u, norm, width, gain, grid),
            QuantizerGain.of(input, false),
            QuantizerGain.of(weights, false),
            moments);
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
    return walk.widthConstant();
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
    return walk.each(depth, LossWalk.Layer::nsr);
  }

  /**
   * Returns the predicted correlations of pre-activations and their twins.
   *
   * @param depth how many layers, at least 1
   * @return the correlation in layers 1 to depth
   * @throws IllegalArgumentException if depth is below 1
   */
  public double[] correlation(int depth) {
    return walk.each(depth, layer -> 1 - layer.loss());
  }

  /**
   * Returns the predicted variance of the log of one sample's noise-to-signal ratio, over weights.
   *
   * <p>For the identity and n far below k it is {@code (4/k) (n + 1)(2n + 1)/(6n)}: noise of the
   * first layer alone would scatter by 4n/k, younger noise has been multiplied fewer times. The
   * scatter of the rounding errors themselves is left out; it counts in the first layers. A mean
   * over a batch scatters less, as long as its samples are far apart.
   *
   * @param depth how many layers, at least 1
   * @return Var log NSR in layers 1 to depth
   * @throws IllegalArgumentException if depth is below 1
   */
  public double[] logVariance(int depth) {
    // The last product adds the scatter of two sums of k squares, of the noise and of the signal.
    return walk.each(depth, layer -> layer.variance() + Math.pow(1 - layer.loss(), 2) * 4 / width);
  }

  /**
   * Returns the predicted parts of the noise.
   *
   * <p>With r and f the power and the loss that two quantizers leave of a signal (those of the
   * input and of the weights), and d' what the activation makes of the loss before,
   *
   * <pre>
   *   immediate   = (1 - sqrt r)^2 + 2 sqrt r f         (2m for the identity, in every layer)
   *   accumulated = E|x' - x|^2 / E|x|^2 = 2 d'         (behind a normalization)
   *   cross       = m_W accumulated + (1 - m_W) E[(e(x') - e(x))^2] / E[x^2]
   * </pre>
   *
   * with m_W the relative error of the weights and {@link SecondRounding} for the second rounding.
   * The three are uncorrelated but for the cross part with the immediate one, of which it replaces
   * a rounding: immediate and accumulated add up to the noise. In a simulation with numpy (6 bits,
   * width 128, {@code n <= k/8}) these two were within 2 %, the cross part within 3 % for d below
   * 0.05 and 15 % too large where twins have lost each other. An activation that jumps has more
   * cross error than that.
   *
   * @param depth how many layers, at least 1
   * @return the parts in layers 1 to depth; NaN where {@link #nsr} is
   * @throws IllegalArgumentException if depth is below 1
   */
  public List<NoiseParts> parts(int depth) {
    double[] immediate = walk.each(depth, LossWalk.Layer::immediate);
    double[] accumulated = walk.each(depth, LossWalk.Layer::accumulated);
    double[] second = walk.each(depth, LossWalk.Layer::secondRounding);
    double share = weights.mse() / weights.signalPower();
    double left = QuantizerGain.of(weights, false).power();
    return IntStream.range(0, depth)
        .mapToObj(n ->
            new NoiseParts(immediate[n], accumulated[n], share * accumulated[n] + left * second[n]))
        .toList();
  }

  /**
   * Returns the predicted excess kurtosis of the noise: of all its entries, over neurons and over
   * many samples, in one network.
   *
   * <p>Let A_n be the accumulated noise, m_a and m_W the fresh noise of activations and weights,
   * all over the signal's power, T_n their sum, and kappa the kurtosis of a rounding error. Given
   * its input, the noise of a sample is a Gaussian times weights, but for rows of the last layer
   * with a loud rounding error; the power of that Gaussian differs between samples, by a relative
   * variance L_n, because of loud errors in their activations and because each layer multiplies
   * noise over signal by a factor of its own. With x the input of a layer and k its width,
   *
   * <pre>
   *   T_n^2 L_n   = A_n^2 [(1 + L_(n-1))^(p p) exp(b_n/k) - 1] + m_a^2 (kappa_a - 1)/k
   *   T_n^2 excess = 3 T_n^2 L_n + m_W^2 (kappa_W E[x^4]/E[x^2]^2 - 3)/k
   * </pre>
   *
   * where p is the power of the loss before that A_n goes with, 1 as long as noise is small, and
   * b_n is the {@link #logVariance variance of that factor's log} less what two samples have in
   * common: 4 for the identity, whose samples have nothing in common, less and less behind a ReLU
   * that makes all samples alike. For the identity and n far below k it is {@code 3 (kappa -
   * 1)/(4k) (1/n + 1/n^2) + (2/k) (n - 1)(2n - 1)/n}: overload is averaged away, and samples grow
   * apart.
   *
   * <p>Derived from fourth cumulants, which add up. Within 10 % of a simulation with numpy at 6
   * bits, width 128, for {@code n <= k/8} and d below 0.05; 20 % above it where a centred ReLU
   * loses the signal. Beyond k/8 it is an upper bound, as a batch does not hold the far end of a
   * log-normal law. So it is at 8 bits in the first layers of narrow networks: a loud error is one
   * entry in ten thousand, and a sample kurtosis that holds one has it in its denominator, too.
   *
   * @param depth how many layers, at least 1
   * @return the excess kurtosis in layers 1 to depth
   * @throws IllegalArgumentException if depth is below 1
   * @throws IllegalStateException without a normalization per sample: the norms of samples drift
   *     then, and with them the power of their noise
   */
  public double[] excessKurtosis(int depth) {
    if (!norm.perSample()) {
      throw new IllegalStateException(
          "the excess kurtosis is predicted behind a normalization per sample, got " + norm);
    }
    NoiseKurtosis kurtosis = new NoiseKurtosis(u, norm.centred(), width, weights);
    double share = input.mse() / input.signalPower();
    return walk.each(
        depth,
        layer ->
            layer.step() == null
                ? kurtosis.first(share, input.kurtosis())
                : kurtosis.next(
                    layer.inherited(),
                    layer.elasticity(),
                    layer.step().error(),
                    layer.step().kurtosis()));
  }
}

package org.halfstep.propagate;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a run measured, layer by layer, over all sets of weights: means and medians with standard
 * errors between runs, beside the prediction.
 *
 * <p>Entries of one network share weights, so only whole runs are independent: a standard error
 * over entries would be far too small.
 *
 * @param network what was run
 * @param runs for each finished run, the measurements of layers 1 to depth
 * @param histograms of the noise in layers 1 to depth, all runs together; empty unless asked for
 */
public record DepthCurve(
    DeepNetwork network, List<List<LayerNoise>> runs, List<NoiseHistogram> histograms) {

  /** Copies the lists. */
  public DepthCurve {
    runs = runs.stream().map(List::copyOf).toList();
    histograms = List.copyOf(histograms);
  }

  /**
   * Returns the number of layers.
   *
   * @return the depth
   */
  public int depth() {
    return network.depth();
  }

  /**
   * Returns how any quantity spreads over the runs.
   *
   * @param layer 1 to depth
   * @param quantity for instance {@code LayerNoise::correlation}
   * @return mean, deviation and median
   * @throws IllegalArgumentException if there is no such layer, or no run is finished
   */
  public Spread of(int layer, ToDoubleFunction<LayerNoise> quantity) {
    if (layer < 1 || layer > depth()) {
      throw new IllegalArgumentException("layer must be in 1.." + depth() + ", got " + layer);
    }
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("at least one run must be finished, got 0");
    }
    double[] values =
        runs.stream().mapToDouble(r -> quantity.applyAsDouble(r.get(layer - 1))).toArray();
    return Spread.of(values);
  }

  /**
   * Returns the ratio of noise to signal.
   *
   * @param layer 1 to depth
   * @return how {@code sum e^2 / sum y^2} spreads over runs
   */
  public Spread nsr(int layer) {
    return of(layer, LayerNoise::nsr);
  }

  /**
   * Returns the natural logarithm of the ratio of noise to signal.
   *
   * @param layer 1 to depth
   * @return how it spreads over runs
   */
  public Spread logNsr(int layer) {
    return of(layer, n -> Math.log(n.nsr()));
  }

  /**
   * Returns the excess kurtosis of the noise.
   *
   * @param layer 1 to depth
   * @return how it spreads over runs
   */
  public Spread kurtosis(int layer) {
    return of(layer, LayerNoise::kurtosis);
  }

  /**
   * Returns the layers' numbers, for an axis.
   *
   * @return 1, 2, ..., depth
   */
  public double[] layers() {
    return IntStream.rangeClosed(1, depth()).asDoubleStream().toArray();
  }

  /**
   * Returns the means of any quantity, for a curve.
   *
   * @param quantity for instance {@code LayerNoise::nsr}
   * @return the mean over runs in layers 1 to depth
   */
  public double[] means(ToDoubleFunction<LayerNoise> quantity) {
    return each(n -> of(n, quantity).mean());
  }

  /**
   * Returns the standard errors of these means.
   *
   * @param quantity for instance {@code LayerNoise::nsr}
   * @return the standard error between runs in layers 1 to depth
   */
  public double[] standardErrors(ToDoubleFunction<LayerNoise> quantity) {
    return each(n -> of(n, quantity).standardError());
  }

  /**
   * Returns the medians of any quantity.
   *
   * @param quantity for instance {@code LayerNoise::nsr}
   * @return the median over runs in layers 1 to depth
   */
  public double[] medians(ToDoubleFunction<LayerNoise> quantity) {
    return each(n -> of(n, quantity).median());
  }

  private double[] each(IntToDoubleFunction value) {
    return IntStream.rangeClosed(1, depth()).mapToDouble(value).toArray();
  }
}

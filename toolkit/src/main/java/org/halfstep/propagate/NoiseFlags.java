package org.halfstep.propagate;

import java.util.Locale;
import org.ejml.data.DMatrixRMaj;
import org.halfstep.grid.Grid;
import org.halfstep.numeric.Estimate;

/**
 * Why the noise of a layer on new samples may differ from what samples seen before predict.
 *
 * <p>Two things break such a prediction, and both can be seen without knowing the truth. A few
 * samples whose inputs were clipped far may carry much of the noise: then its mean has a wide error
 * bar, whatever the number of samples. And the signal itself may have shifted.
 *
 * @param samples how many new samples there are
 * @param largestShare the share of the total noise power that the noisiest sample carries, 1 /
 *     samples to 1
 * @param clippedShare the share of the inputs' squared errors that clipped inputs carry, 0 to 1
 * @param clippedBefore the same share on the samples seen before
 * @param noise the noise power of a sample, mean over outputs, and its standard error over samples
 * @param signalDb the power of the new inputs over that of those seen before, in decibels
 */
public record NoiseFlags(
    int samples,
    double largestShare,
    double clippedShare,
    double clippedBefore,
    Estimate noise,
    double signalDb) {

  /** One sample moves the mean by as much, in decibels: 10 log10(1 + 1/20) = 0.2. */
  private static final double OUTLIER = 0.05;

  /** A shift of this size, in decibels, moves a prediction by about as much. */
  private static final double SHIFT = 0.25;

  /**
   * Looks at a layer on new samples.
   *
   * @param layer the layer's error on the new samples
   * @param inputs what enters it, [inputs, samples]; not modified
   * @param before what entered it on the samples that the prediction rests on; not modified
   * @param grid the quantizer of the inputs
   * @return the flags
   * @throws IllegalArgumentException if there are fewer than two new samples, or none before
   */
  public static NoiseFlags of(
      MeasuredLayer layer, DMatrixRMaj inputs, DMatrixRMaj before, Grid grid) {
    if (before.getNumElements() == 0) {
      throw new IllegalArgumentException("flags need samples seen before, got none");
    }
    double[] noise = samplePowers(layer.error());
    double sum = 0;
    double largest = 0;
    for (double v : noise) {
      sum += v;
      largest = Math.max(largest, v);
    }
    return new NoiseFlags(
        noise.length,
        largest / sum,
        clipped(inputs, grid),
        clipped(before, grid),
        Estimate.ofMean(noise),
        10 * Math.log10(power(inputs) / power(before)));
  }

  /**
   * Returns the mean square of each column: samples are the independent unit of a noise power.
   *
   * @param error [outputs, samples]; not modified
   * @return [samples]
   */
  public static double[] samplePowers(DMatrixRMaj error) {
    double[] powers = new double[error.numCols];
    for (int i = 0; i < error.getNumElements(); i++) {
      powers[i % error.numCols] += error.data[i] * error.data[i] / error.numRows;
    }
    return powers;
  }

  private static double power(DMatrixRMaj x) {
    double sum = 0;
    for (int i = 0; i < x.getNumElements(); i++) {
      sum += x.data[i] * x.data[i];
    }
    return sum / x.getNumElements();
  }

  /** The share of squared errors beyond the outermost levels' half cells. */
  private static double clipped(DMatrixRMaj x, Grid grid) {
    int last = grid.size() - 1;
    double top = 2 * grid.level(last) - grid.lower(last);
    double bottom = 2 * grid.level(0) - grid.upper(0);
    double outside = 0;
    double all = 0;
    for (int i = 0; i < x.getNumElements(); i++) {
      double e = grid.nearest(x.data[i]) - x.data[i];
      all += e * e;
      outside += x.data[i] > top || x.data[i] < bottom ? e * e : 0;
    }
    return all == 0 ? 0 : outside / all;
  }

  /**
   * Says whether one sample carries so much of the noise that its mean is not settled.
   *
   * @return true if its share is above 5 %
   */
  public boolean outlier() {
    return largestShare > OUTLIER;
  }

  /**
   * Says whether the signal has shifted.
   *
   * @return true if its power differs by more than 0.25 dB
   */
  public boolean shift() {
    return Math.abs(signalDb) > SHIFT;
  }

  /**
   * Says whether a prediction from the samples before should be taken with care.
   *
   * @return true if one of the flags is up
   */
  public boolean raised() {
    return outlier() || shift();
  }

  /** Returns the flags that are up, with their numbers. */
  @Override
  public String toString() {
    if (!raised()) {
      return "no flag";
    }
    String one =
        String.format(
            Locale.ROOT,
            "one of %d samples carries %.0f %% of the noise, clipped inputs %.0f %% of the squared"
                + " errors (%.0f %% before)",
            samples,
            100 * largestShare,
            100 * clippedShare,
            100 * clippedBefore);
    String two = String.format(Locale.ROOT, "the signal's power has shifted by %+.2f dB", signalDb);
    return outlier() && shift() ? one + "; " + two : outlier() ? one : two;
  }
}

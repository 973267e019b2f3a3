package org.halfstep.theory;

/**
 * Signal against noise in the named conventions that are all called SNR.
 *
 * <ul>
 *   <li>{@link #decibels}: signal over noise, {@code 10 log10(E[Y^2] / E[E^2])}, as textbooks and
 *       ONNX Runtime's debugger have it
 *   <li>{@link #noiseToSignal}: noise over signal as a ratio of means, {@code E[E^2] / E[Y^2]},
 *       which is {@code s_E^2 / (s_Y^2 + m_Y^2)} for an error of mean 0
 *   <li>{@link #centred}: the same about the means, {@code s_E^2 / s_Y^2}: what a constant cannot
 *       flatter
 *   <li>the mean of ratios, {@code mean of E^2 / Y^2}, which has no finite expectation when Y has a
 *       density at 0: {@link MeanOfRatios}
 * </ul>
 *
 * @param signalMean E[Y]
 * @param signalVariance Var(Y)
 * @param noiseMean E[E]
 * @param noiseVariance Var(E)
 */
public record SignalToNoise(
    double signalMean, double signalVariance, double noiseMean, double noiseVariance) {

  /**
   * Checks the variances.
   *
   * @throws IllegalArgumentException if one is negative or NaN
   */
  public SignalToNoise {
    if (!(signalVariance >= 0 && noiseVariance >= 0)) {
      throw new IllegalArgumentException(
          "variances must be at least 0, got " + signalVariance + " and " + noiseVariance);
    }
  }

  /**
   * Returns the signal's power over that of the noise, in decibels.
   *
   * @return {@code 10 log10(E[Y^2] / E[E^2])}
   */
  public double decibels() {
    return -10 * Math.log10(noiseToSignal());
  }

  /**
   * Returns the noise's power over that of the signal: a ratio of means.
   *
   * @return {@code E[E^2] / E[Y^2]}
   */
  public double noiseToSignal() {
    return (noiseVariance + noiseMean * noiseMean) / (signalVariance + signalMean * signalMean);
  }

  /**
   * Returns the ratio of the variances.
   *
   * @return {@code Var(E) / Var(Y)}
   */
  public double centred() {
    return noiseVariance / signalVariance;
  }

  /**
   * Returns the same signal with a constant added, such as a layer's b.
   *
   * @param b the constant
   * @return signal of mean E[Y] + b, the same noise
   */
  public SignalToNoise shifted(double b) {
    return new SignalToNoise(signalMean + b, signalVariance, noiseMean, noiseVariance);
  }
}

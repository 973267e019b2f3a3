package org.halfstep.theory;

/**
 * What a quantizer does to a product of many terms: how far it turns a vector, and how long it
 * leaves it.
 *
 * @param loss one minus the correlation of x and Q(x), with all digits
 * @param power the power of Q(x) over that of x
 */
record QuantizerGain(double loss, double power) {

  /** The gain about 0, or about the means. */
  static QuantizerGain of(ErrorReport r, boolean centred) {
    if (!centred) {
      return of(r.signalPower(), r.signalError(), r.mse());
    }
    double mean = r.signalMean();
    return of(r.signalPower() - mean * mean, r.signalError() - mean * r.bias(), r.variance());
  }

  /** From E[x^2], E[x e] and E[e^2]. */
  static QuantizerGain of(double signal, double cross, double error) {
    double rounded = signal + 2 * cross + error;
    double sine = (signal * error - cross * cross) / (signal * rounded);
    double loss = signal + cross > 0 ? sine / (1 + Math.sqrt(Math.max(0, 1 - sine))) : 1;
    return new QuantizerGain(rounded > 0 ? Math.max(0, loss) : 1, rounded / signal);
  }

  /** Both, one after the other, if their errors are independent: losses join as a + b - a b. */
  QuantizerGain then(QuantizerGain next) {
    return new QuantizerGain(loss + next.loss - loss * next.loss, power * next.power);
  }
}

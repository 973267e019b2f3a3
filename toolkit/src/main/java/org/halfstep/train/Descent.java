package org.halfstep.train;

import java.util.function.IntFunction;
import org.halfstep.law.Distribution;

/**
 * Gradient descent of a {@link Surrogate} on its mean squared error, by Adam (Kingma and Ba 2015,
 * algorithm 1) with a rate that falls along half a cosine to 0.
 *
 * <p>A step moves a parameter by {@code r_t m / (sqrt(v) + 1e-8)}, m and v the bias-corrected
 * moving averages (0.9, 0.999) of the gradient and its square, {@code r_t = rate (1 + cos(pi t /
 * steps)) / 2}. There is no chance in it: chance comes with the first parameters, and with
 * mini-batches, which are laws (samples) that change from step to step.
 *
 * @param rate the first rate, positive, in units of the parameters
 * @param steps how many steps, at least 1
 * @param decay the coefficient c of a penalty {@code c |p|^2} on the parameters, at least 0
 */
public record Descent(double rate, int steps, double decay) {

  private static final double FIRST_MEMORY = 0.9;

  private static final double SECOND_MEMORY = 0.999;

  private static final double TINY = 1e-8;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Descent {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("rate must be positive and finite, got " + rate);
    }
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, got " + steps);
    }
    if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("decay must be at least 0 and finite, got " + decay);
    }
  }

  /**
   * Returns descent without a penalty.
   *
   * @param rate the first rate, positive
   * @param steps how many steps, at least 1
   * @return the descent
   */
  public static Descent of(double rate, int steps) {
    return new Descent(rate, steps, 0);
  }

  /**
   * Returns the quantizer after descent on one law.
   *
   * @param <Q> the class of the quantizer
   * @param start the quantizer before
   * @param law the law of X, or a sample of which every step sees the whole
   * @return the quantizer after all steps
   */
  public <Q extends Surrogate> Q fit(Q start, Distribution law) {
    SquaredError error = SquaredError.under(law);
    return run(start, t -> error);
  }

  /**
   * Returns the quantizer after descent on mini-batches.
   *
   * @param <Q> the class of the quantizer
   * @param start the quantizer before
   * @param batch the law or sample of step t, from 0
   * @return the quantizer after all steps
   */
  public <Q extends Surrogate> Q fitBatches(Q start, IntFunction<? extends Distribution> batch) {
    return run(start, t -> SquaredError.under(batch.apply(t)));
  }

  @SuppressWarnings("unchecked") // Surrogate.with returns the class it is asked of
  private <Q extends Surrogate> Q run(Q start, IntFunction<SquaredError> error) {
    Surrogate now = start;
    int n = start.parameters().length;
    double[] first = new double[n];
    double[] second = new double[n];
    double firstLeft = 1;
    double secondLeft = 1;
    for (int t = 0; t < steps; t++) {
      double[] p = now.parameters();
      double[] g = error.apply(t).gradient(now);
      double r = 0.5 * rate * (1 + StrictMath.cos(Math.PI * t / steps));
      firstLeft *= FIRST_MEMORY;
      secondLeft *= SECOND_MEMORY;
      for (int i = 0; i < n; i++) {
        double slope = g[i] + 2 * decay * p[i];
        first[i] += (1 - FIRST_MEMORY) * (slope - first[i]);
        second[i] += (1 - SECOND_MEMORY) * (slope * slope - second[i]);
        double mean = first[i] / (1 - firstLeft);
        double power = second[i] / (1 - secondLeft);
        p[i] -= r * mean / (Math.sqrt(power) + TINY);
      }
      now = now.with(p);
    }
    return (Q) now;
  }
}

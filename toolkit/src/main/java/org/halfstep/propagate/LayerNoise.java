package org.halfstep.propagate;

import org.halfstep.kernel.MeasuredError;

/**
 * What was measured in one layer with one set of weights, over a batch. Powers are relative to the
 * signal's, {@code sum y^2} over all samples and neurons.
 *
 * <p>With x, x' what enters the layer in the network and in its twin, both before rounding, and q
 * the twin's rounding of them, the noise {@code e = Q(W) q(x') - W x} has three parts: the
 * immediate error {@code Q(W) q(x) - W x} of this layer alone, quantized on float inputs; the
 * accumulated error {@code W (x' - x)}; and the cross error, what is left. They are measured only
 * if the run was asked for parts, else they are NaN, as {@code distinct} is.
 *
 * @param power the mean of y^2
 * @param nsr the noise, {@code sum e^2 / sum y^2}
 * @param correlation {@code sum y y' / sqrt(sum y^2 sum y'^2)}
 * @param kurtosis the excess kurtosis of e over samples and neurons, central moments
 * @param immediate the power of the immediate error
 * @param accumulated the power of the accumulated error
 * @param cross the power of the cross error
 * @param distinct the part of the signal's power that tells samples apart: half the mean square
 *     distance of neighbours in the batch; 1 for independent samples
 */
public record LayerNoise(
    double power,
    double nsr,
    double correlation,
    double kurtosis,
    double immediate,
    double accumulated,
    double cross,
    double distinct) {

  /** What is summed over the batch, in this order. */
  static final int YY = 0;

  static final int YE = 1;
  static final int E = 2;
  static final int EE = 3;
  static final int EEE = 4;
  static final int EEEE = 5;
  static final int SUMS = 6;

  /** With parts, also this, row by row. */
  static final int II = 6;

  static final int AA = 7;
  static final int CC = 8;
  static final int DD = 9;
  static final int PARTS = 4;

  /** Adds the sums over a slice of both paths. */
  static void add(float[] y, float[] z, int from, int n, double[] out, int at) {
    MeasuredError m =
        MeasuredError.between(
            y, from, z, from, n, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    out[at + YY] = m.nans() > 0 ? Double.NaN : m.xx();
    out[at + YE] = m.xe();
    out[at + E] = m.e();
    out[at + EE] = m.granular() + m.overload();
    out[at + EEE] = m.eee();
    out[at + EEEE] = m.eeee();
  }

  static LayerNoise of(double[] s, long count) {
    boolean parts = s.length == SUMS + PARTS;
    double twin = s[YY] + 2 * s[YE] + s[EE];
    double correlation = (s[YY] + s[YE]) / Math.sqrt(s[YY] * twin);
    return new LayerNoise(
        s[YY] / count,
        s[EE] / s[YY],
        correlation,
        kurtosis(s[E] / count, s[EE] / count, s[EEE] / count, s[EEEE] / count),
        parts ? s[II] / s[YY] : Double.NaN,
        parts ? s[AA] / s[YY] : Double.NaN,
        parts ? s[CC] / s[YY] : Double.NaN,
        parts ? s[DD] / s[YY] : Double.NaN);
  }

  private static double kurtosis(double m1, double m2, double m3, double m4) {
    double variance = m2 - m1 * m1;
    double fourth = m4 - 4 * m1 * m3 + 6 * m1 * m1 * m2 - 3 * m1 * m1 * m1 * m1;
    return fourth / (variance * variance) - 3;
  }
}

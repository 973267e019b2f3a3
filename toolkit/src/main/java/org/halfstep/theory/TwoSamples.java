package org.halfstep.theory;

import org.halfstep.law.Gaussian;

/**
 * What an activation makes of two samples of one batch, both N(0, sigma^2) with correlation c: sums
 * over two independent directions, to about 1e-3.
 *
 * @param signal E[v_a v_b]/E[v^2], v = u or, centred, u - E u: the next correlation
 * @param noise E[u'_a u'_b]/E[u'^2]: small errors keep this part of their covariance
 * @param shared {@code (1 + 2 h^2) E[u'_a^2 u'_b^2]/E[u'^2]^2 + E[v_a^2 v_b^2]/E[v^2]^2 - 2 E[v_a^2
 *     u'_b^2]/(E[v^2] E[u'^2])} with the correlation h of the errors: the covariance of the log of
 *     what a layer multiplies noise over signal by, times the width; 0 if u' is 0
 */
record TwoSamples(double signal, double noise, double shared) {

  private static final int POINTS = 121;
  private static final double REACH = 6;

  static TwoSamples of(Activation u, boolean centred, double sigma, double c, double h) {
    double mean = centred ? mean(u, sigma) : 0;
    double along = sigma * Math.sqrt((1 + c) / 2);
    double across = sigma * Math.sqrt(Math.max(0, 1 - c) / 2);
    double[] m = new double[7];
    for (int i = 0; i < POINTS; i++) {
      for (int j = 0; j < POINTS; j++) {
        double p = Gaussian.STANDARD.pdf(at(i)) * Gaussian.STANDARD.pdf(at(j));
        double a = along * at(i) + across * at(j);
        double b = along * at(i) - across * at(j);
        add(m, p, u.value(a) - mean, u.value(b) - mean, u.derivative(a), u.derivative(b));
      }
    }
    double power = m[0];
    double slope = m[1];
    if (slope == 0) {
      return new TwoSamples(m[2] / power, 0, 0);
    }
    double total = mass();
    double slopes = m[4] * total / (slope * slope);
    double signals = m[5] * total / (power * power);
    double mixed = m[6] * total / (power * slope);
    double shared = (1 + 2 * h * h) * slopes + signals - 2 * mixed;
    return new TwoSamples(m[2] / power, m[3] / slope, shared);
  }

  private static void add(double[] m, double p, double va, double vb, double sa, double sb) {
    m[0] += p * (va * va + vb * vb) / 2;
    m[1] += p * (sa * sa + sb * sb) / 2;
    m[2] += p * va * vb;
    m[3] += p * sa * sb;
    m[4] += p * sa * sa * sb * sb;
    m[5] += p * va * va * vb * vb;
    m[6] += p * (va * va * sb * sb + vb * vb * sa * sa) / 2;
  }

  private static double mean(Activation u, double sigma) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < POINTS; i++) {
      sum += Gaussian.STANDARD.pdf(at(i)) * u.value(sigma * at(i));
      total += Gaussian.STANDARD.pdf(at(i));
    }
    return sum / total;
  }

  private static double mass() {
    double total = 0;
    for (int i = 0; i < POINTS; i++) {
      total += Gaussian.STANDARD.pdf(at(i));
    }
    return total * total;
  }

  private static double at(int i) {
    return ((2 * i + 1.0) / POINTS - 1) * REACH;
  }
}

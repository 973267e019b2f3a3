package org.halfstep.theory;

import java.util.HashMap;
import java.util.Map;
import org.halfstep.law.Gaussian;

/**
 * The map of one minus a correlation through an activation, quickly: four points an octave, joined
 * by lines in logarithms. For a recursion of a hundred layers; {@link CorrelationMap} has all
 * digits.
 *
 * <p>Points are sums over an even and an odd direction, {@code E[(u(a + b) - u(a - b))^2]}, about
 * 1e-3 off for a continuous u; below {@value #SMALL} it is what {@link ActivationReport#errorGain}
 * says.
 */
final class LossTable {

  private static final double SMALL = 1e-6;

  /** Points of a table per factor 2. */
  private static final int PER_OCTAVE = 4;

  private static final int EVEN = 4001;
  private static final int ODD = 41;
  private static final double REACH = 8;

  private final Activation u;
  private final double sigma;
  private final ActivationReport report;
  private final double signal;
  private final CorrelationMap exact;
  private final boolean centred;
  private final Map<Integer, Double> points = new HashMap<>();

  LossTable(Activation u, double sigma, boolean centred) {
    Gaussian law = Gaussian.ofSigma(sigma);
    this.u = u;
    this.sigma = sigma;
    this.report = ActivationReport.of(u, law);
    this.signal = centred ? report.variance() : report.secondMoment();
    boolean closed = u == Activation.IDENTITY || u == Activation.RELU;
    this.exact = closed ? CorrelationMap.of(u, law) : null;
    this.centred = centred;
  }

  /** One minus the correlation behind u, of one minus that before, 0..1. */
  double of(double d) {
    if (exact != null) {
      return centred ? exact.centredLoss(d) : exact.loss(d);
    }
    if (d < SMALL) {
      return d == 0 ? 0 : small(d);
    }
    double place = PER_OCTAVE * Math.log(d) / Math.log(2);
    int below = (int) Math.floor(place);
    double from = points.computeIfAbsent(below, this::point);
    double to = points.computeIfAbsent(below + 1, this::point);
    return Math.exp(from + (place - below) * (to - from));
  }

  private double small(double d) {
    double error = Math.sqrt(2 * d) * sigma;
    return 0.5 * error * error * report.errorGain(error) / signal;
  }

  private double point(int place) {
    double d = Math.min(1, Math.pow(2, (double) place / PER_OCTAVE));
    double even = Math.sqrt(1 - d / 2) * sigma;
    double odd = Math.sqrt(d / 2) * sigma;
    double sum = 0;
    double mass = 0;
    for (int i = 0; i < EVEN; i++) {
      double a = ((2 * i + 1.0) / EVEN - 1) * REACH;
      double p = Gaussian.STANDARD.pdf(a);
      for (int j = ODD / 2 + 1; j < ODD; j++) { // the square is even in b, and 0 at 0
        double b = ((2 * j + 1.0) / ODD - 1) * REACH;
        double q = p * Gaussian.STANDARD.pdf(b);
        double e = u.value(even * a + odd * b) - u.value(even * a - odd * b);
        sum += q * e * e;
      }
      mass += p;
    }
    double halfMass = 0;
    for (int j = 0; j < ODD; j++) {
      halfMass += Gaussian.STANDARD.pdf(((2 * j + 1.0) / ODD - 1) * REACH);
    }
    return Math.log(0.5 * 2 * sum / (mass * halfMass) / signal);
  }
}

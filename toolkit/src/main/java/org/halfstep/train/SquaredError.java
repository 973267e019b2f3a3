package org.halfstep.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.halfstep.law.Distribution;

/**
 * The mean squared error of a {@link Surrogate} under a law, and the gradient by which it learns:
 * {@code E[2 (value(X) - X) slopes(X)]}.
 *
 * <p>For a law with a density the mean is Gauss-Legendre quadrature with 8 nodes on each panel
 * between the breaks of the law, its eighths and those of the quantizer. Panels are halved until
 * probability and power of the law no longer change by more than 1e-13 of the whole, and the
 * probability is that of the cdf. Its reach ends where 1e-15 of it is left: that leaves out 1e-8 of
 * the error under Student's t with 5 degrees of freedom, and more under heavier tails. For a sample
 * ({@link org.halfstep.law.Empirical}) it is the mean over the sample: mini-batches are laws too.
 */
public final class SquaredError {

  /** Parts of equal probability, of which no peak of a law escapes. */
  private static final int PARTS = 8;

  /** By how much halving a panel may change its share of the law. */
  private static final double SETTLED = 1e-13;

  /** What a panel may miss of the law's probability: a peak between its nodes is more. */
  private static final double MISSED = 1e-12;

  /** Halvings are given up after so many, for a law whose cdf is not that of its density. */
  private static final int HALVINGS = 4096;

  private static final double BEYOND = 1e-15;

  /** Less density than this is rounding in the masses of a sample. */
  private static final double NO_DENSITY = 1e-9;

  /** Nodes of Gauss-Legendre quadrature on [-1, 1] above 0, to 20 digits. */
  private static final double[] NODES = {
    0.18343464249564980494, 0.52553240991632898582, 0.79666647741362673959, 0.96028985649753623168
  };

  private static final double[] WEIGHTS = {
    0.36268378337836198297, 0.31370664587788728734, 0.22238103445337447054, 0.10122853629037625915
  };

  private final Distribution law;
  private final double[] atoms;
  private final double[] masses;

  /** Ends of panels that belong to the law; empty for a sample. */
  private final double[] ends;

  private SquaredError(Distribution law, double[] atoms, double[] masses, double[] ends) {
    this.law = law;
    this.atoms = atoms;
    this.masses = masses;
    this.ends = ends;
  }

  /**
   * Returns the error measure of a law.
   *
   * @param law the law of X, with a finite second moment
   * @return the measure
   * @throws IllegalArgumentException if the second moment is not finite
   */
  public static SquaredError under(Distribution law) {
    double[] breaks = law.breaks();
    double[] atoms = DoubleStream.of(breaks).filter(b -> law.mass(b) > 0).toArray();
    double[] masses = DoubleStream.of(atoms).map(law::mass).toArray();
    if (DoubleStream.of(masses).sum() > 1 - NO_DENSITY) {
      return new SquaredError(law, atoms, masses, new double[0]);
    }
    double[] m = new double[3];
    law.moments(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, m);
    if (!(m[2] < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a law must have a finite second moment, got " + m[2] + " of " + law);
    }
    return new SquaredError(law, atoms, masses, ends(law, m[2]));
  }

  private static double[] ends(Distribution law, double power) {
    double lo = law.quantile(BEYOND);
    double hi = law.quantile(1 - BEYOND);
    DoubleStream parts =
        IntStream.range(1, PARTS).mapToDouble(i -> law.quantile((double) i / PARTS));
    DoubleStream inner = DoubleStream.concat(parts, DoubleStream.of(law.breaks()));
    double[] first =
        DoubleStream.concat(DoubleStream.of(lo, hi), inner.filter(b -> b > lo && b < hi))
            .sorted()
            .distinct()
            .toArray();
    Deque<double[]> panels = new ArrayDeque<>();
    for (int i = 1; i < first.length; i++) {
      panels.addLast(new double[] {first[i - 1], first[i]});
    }
    DoubleStream.Builder all = DoubleStream.builder().add(lo);
    for (int halved = 0; !panels.isEmpty(); ) {
      double[] panel = panels.removeFirst();
      double middle = 0.5 * (panel[0] + panel[1]);
      if (halved == HALVINGS || isSettled(law, power, panel[0], middle, panel[1])) {
        all.add(panel[1]);
      } else {
        panels.addFirst(new double[] {middle, panel[1]});
        panels.addFirst(new double[] {panel[0], middle});
        halved++;
      }
    }
    return all.build().toArray();
  }

  private static boolean isSettled(
      Distribution law, double power, double a, double middle, double b) {
    DoubleUnaryOperator share = x -> law.pdf(x) * (1 + x * x / power);
    double halves = integral(share, a, middle) + integral(share, middle, b);
    double mass = law.cdf(b) - law.mass(b) - law.cdf(a);
    return Math.abs(halves - integral(share, a, b)) <= SETTLED
        && Math.abs(mass - integral(law::pdf, a, b)) <= MISSED;
  }

  private static double integral(DoubleUnaryOperator f, double a, double b) {
    double middle = 0.5 * (a + b);
    double half = 0.5 * (b - a);
    double sum = 0;
    for (int i = 0; i < NODES.length; i++) {
      double t = half * NODES[i];
      sum += WEIGHTS[i] * (f.applyAsDouble(middle - t) + f.applyAsDouble(middle + t));
    }
    return half * sum;
  }

  /**
   * Returns the mean squared error.
   *
   * @param quantizer the quantizer
   * @return {@code E[(value(X) - X)^2]}, of the soft value where there is one
   */
  public double of(Surrogate quantizer) {
    double[] sum = new double[1];
    forEach(quantizer, (x, weight) -> sum[0] += weight * square(quantizer.value(x) - x));
    return sum[0];
  }

  /**
   * Returns the gradient by the parameters, as the backward pass has it.
   *
   * @param quantizer the quantizer
   * @return {@code E[2 (value(X) - X) slopes(X)]}, one for each parameter
   */
  public double[] gradient(Surrogate quantizer) {
    double[] sum = new double[quantizer.parameters().length];
    forEach(
        quantizer,
        (x, weight) -> {
          double error = 2 * weight * (quantizer.value(x) - x);
          double[] by = quantizer.slopes(x);
          for (int i = 0; i < sum.length; i++) {
            sum[i] += error * by[i];
          }
        });
    return sum;
  }

  private interface Weighted {
    void take(double x, double weight);
  }

  private void forEach(Surrogate quantizer, Weighted point) {
    for (int i = 0; i < atoms.length; i++) {
      point.take(atoms[i], masses[i]);
    }
    if (ends.length > 0) {
      double[] panels = panels(quantizer.breaks());
      for (int i = 1; i < panels.length; i++) {
        panel(panels[i - 1], panels[i], point);
      }
    }
  }

  private double[] panels(double[] breaks) {
    double lo = ends[0];
    double hi = ends[ends.length - 1];
    DoubleStream inner = DoubleStream.of(breaks).filter(b -> b > lo && b < hi);
    return DoubleStream.concat(DoubleStream.of(ends), inner).sorted().distinct().toArray();
  }

  private void panel(double from, double to, Weighted point) {
    double middle = 0.5 * (from + to);
    double half = 0.5 * (to - from);
    for (int i = 0; i < NODES.length; i++) {
      double below = middle - half * NODES[i];
      double above = middle + half * NODES[i];
      point.take(below, half * WEIGHTS[i] * law.pdf(below));
      point.take(above, half * WEIGHTS[i] * law.pdf(above));
    }
  }

  private static double square(double e) {
    return e * e;
  }
}

package org.halfstep.train;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.halfstep.law.Distribution;

/**
 * The mean squared error of a {@link Surrogate} under a law, and the gradient by which it learns:
 * {@code E[2 (value(X) - X) slopes(X)]}.
 *
 * <p>For a law with a density the mean is Gauss-Legendre quadrature with 8 nodes on each panel
 * between the breaks of the law, those of the quantizer and 32 even divisions of the law's reach,
 * which ends where 1e-15 of it is left. For a sample ({@link org.halfstep.law.Empirical}) it is the
 * mean over the sample: mini-batches are laws too.
 */
public final class SquaredError {

  private static final int EVEN_PANELS = 32;

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
   */
  public static SquaredError under(Distribution law) {
    double[] breaks = law.breaks();
    double[] atoms = DoubleStream.of(breaks).filter(b -> law.mass(b) > 0).toArray();
    double[] masses = DoubleStream.of(atoms).map(law::mass).toArray();
    if (DoubleStream.of(masses).sum() > 1 - NO_DENSITY) {
      return new SquaredError(law, atoms, masses, new double[0]);
    }
    double lo = law.quantile(BEYOND);
    double hi = law.quantile(1 - BEYOND);
    double[] ends = new double[EVEN_PANELS + 1];
    Arrays.setAll(ends, i -> lo + (hi - lo) * i / EVEN_PANELS);
    DoubleStream inner = DoubleStream.of(breaks).filter(b -> b > lo && b < hi);
    double[] all = DoubleStream.concat(DoubleStream.of(ends), inner).sorted().toArray();
    return new SquaredError(law, atoms, masses, all);
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

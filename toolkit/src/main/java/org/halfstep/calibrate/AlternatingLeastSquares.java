package org.halfstep.calibrate;

import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * Scale and codes in turn, each the best for the other: {@code g <- codes nearest to x / s}, {@code
 * s <- E[X g] / E[g^2]}.
 *
 * <p>MNN calls it ADMM ({@code quantizeWeight.cpp}, {@code TensorStatistic.cpp}), though it has no
 * dual variable; {@link Admm} has one. Each step lowers the MSE or leaves it, so it ends in a local
 * minimum, and which one depends on the start: for weights {@code absmax / (1.25 qmax)} and 1000
 * steps, for activations {@code absmax / (2.5 qmax)} and 300. It stops when a step changes nothing;
 * MNN goes on.
 *
 * @param shrink what absmax / qmax is divided by at the start; above 0
 * @param steps the most steps, at least 1
 * @param ridge added to E[g^2], times the number of values in MNN: 0, or 1e-9 for its weights
 */
public record AlternatingLeastSquares(double shrink, int steps, double ridge)
    implements Calibration {

  /** Checks the numbers. */
  public AlternatingLeastSquares {
    if (!(shrink > 0 && shrink < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("shrink must be positive and finite, got " + shrink);
    }
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, got " + steps);
    }
    if (!(ridge >= 0 && ridge < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("ridge must be at least 0 and finite, got " + ridge);
    }
  }

  /**
   * Returns MNN's for weights, one output channel each.
   *
   * @return 1000 steps from {@code absmax / (1.25 qmax)}
   */
  public static AlternatingLeastSquares mnnWeights() {
    return new AlternatingLeastSquares(1.25, 1000, 1e-9);
  }

  /**
   * Returns MNN's for activations.
   *
   * @return 300 steps from {@code absmax / (2.5 qmax)}
   */
  public static AlternatingLeastSquares mnnActivations() {
    return new AlternatingLeastSquares(2.5, 300, 0);
  }

  @Override
  public Affine fit(Distribution law, Grid codes) {
    double start = Math.max(-law.quantile(0), law.quantile(1));
    if (!(start > 0 && start < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the largest |x| must be positive and finite, got " + start + "; take a sample");
    }
    double scale = start / (shrink * codes.level(codes.size() - 1));
    for (int i = 0; i < steps; i++) {
      double next = step(law, codes, scale);
      if (next == scale) {
        break;
      }
      scale = next;
    }
    return new Affine(scale, 0);
  }

  /** E[X g] / E[g^2] with the codes that a scale gives. */
  private double step(Distribution law, Grid codes, double scale) {
    Grid grid = codes.scaled(scale);
    double[] m = new double[2];
    double product = 0;
    double power = ridge;
    double from = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < codes.size(); i++) {
      double to = grid.upper(i);
      // A value on a threshold that goes up is outside this cell.
      to = i < codes.size() - 1 && grid.up(i) ? Math.nextDown(to) : to;
      m[0] = 0;
      m[1] = 0;
      law.moments(0, from, to, m);
      double g = codes.level(i);
      product += g * m[1];
      power += g * g * m[0];
      from = to;
    }
    if (!(product > 0)) {
      throw new IllegalArgumentException(
          "every value is rounded to 0 at the scale " + scale + ": start from a smaller one");
    }
    return product / power;
  }
}

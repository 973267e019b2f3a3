package org.halfstep.calibrate;

import java.util.Arrays;
import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * Scale and codes by the alternating direction method of multipliers.
 *
 * <p>{@code min 1/2 E(y - x)^2} subject to {@code y = s g(x)}, g whole codes. With the scaled dual
 * u (S. Boyd and others, Distributed Optimization and Statistical Learning via ADMM, 2011, section
 * 3.1.1; for codes, C. Leng and others, AAAI 2018):
 *
 * <pre>
 *   y := (x + rho (s g - u)) / (1 + rho)
 *   s, g := least squares of y + u on codes, by turns
 *   u := u + y - s g
 * </pre>
 *
 * <p>The set of codes is not convex, so convergence is not promised; the best scale that was met,
 * judged by the MSE of x itself, is returned, never worse than the start. The law must consist of
 * atoms, as a sample's does: codes belong to values.
 *
 * @param rho the penalty, positive
 * @param rounds how many times all three are updated, at least 1
 * @param start where the scale begins
 */
public record Admm(double rho, int rounds, Calibration start) implements Calibration {

  /** Turns of scale and codes in a round: the second already changes little. */
  private static final int TURNS = 3;

  /** Checks the numbers. */
  public Admm {
    if (!(rho > 0 && rho < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("rho must be positive and finite, got " + rho);
    }
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1, got " + rounds);
    }
  }

  @Override
  public Affine fit(Distribution law, Grid codes) {
    double[] x = law.breaks();
    double[] weight = Arrays.stream(x).map(law::mass).toArray();
    double mass = Arrays.stream(weight).sum();
    if (Math.abs(mass - 1) > 1e-9) {
      throw new IllegalArgumentException(
          "ADMM needs a law of atoms, such as a sample's, got atoms of mass " + mass);
    }
    return new Affine(new Search(x, weight, codes).run(start.fit(law, codes).scale()), 0);
  }

  /** The state of one search. */
  private final class Search {
    private final double[] x;
    private final double[] weight;
    private final Grid codes;
    private final double[] u;
    private final double[] g;
    private double s;

    Search(double[] x, double[] weight, Grid codes) {
      this.x = x;
      this.weight = weight;
      this.codes = codes;
      this.u = new double[x.length];
      this.g = new double[x.length];
    }

    double run(double first) {
      s = first;
      project(x);
      double best = first;
      double least = loss(first);
      double[] y = new double[x.length];
      double[] target = new double[x.length];
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < x.length; i++) {
          y[i] = (x[i] + rho * (s * g[i] - u[i])) / (1 + rho);
          target[i] = y[i] + u[i];
        }
        for (int turn = 0; turn < TURNS; turn++) {
          project(target);
          s = scaleOf(target);
        }
        for (int i = 0; i < x.length; i++) {
          u[i] += y[i] - s * g[i];
        }
        double now = loss(s);
        if (now < least) {
          least = now;
          best = s;
        }
      }
      return best;
    }

    private void project(double[] target) {
      for (int i = 0; i < g.length; i++) {
        g[i] = codes.nearest(target[i] / s);
      }
    }

    private double scaleOf(double[] target) {
      double product = 0;
      double power = 0;
      for (int i = 0; i < g.length; i++) {
        product += weight[i] * target[i] * g[i];
        power += weight[i] * g[i] * g[i];
      }
      return product > 0 ? product / power : s;
    }

    private double loss(double scale) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        double e = scale * codes.nearest(x[i] / scale) - x[i];
        sum += weight[i] * e * e;
      }
      return sum;
    }
  }
}

package org.halfstep.theory;

import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;

/**
 * Two values: x becomes a where it is at least 0, and -a below.
 *
 * <p>The least {@code E[(X - a sign X)^2]} is that of {@code a = E|X|}, and it is {@code E[X^2] -
 * (E|X|)^2} (XNOR-Net: Rastegari et al. 2016, arXiv:1603.05279, equation 6, with the mean over the
 * weights of a filter). A law that is symmetric about 0 and log-concave has no better grid of two
 * levels.
 *
 * @param scale a, in units of x
 */
public record Binary(double scale) {

  /**
   * Checks the scale.
   *
   * @throws IllegalArgumentException if the scale is not positive and finite
   */
  public Binary {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("scale must be positive and finite, got " + scale);
    }
  }

  /**
   * Returns the best scale.
   *
   * @param law the law of x, or a sample as an {@link org.halfstep.law.Empirical}
   * @return a = E|X|
   * @throws IllegalArgumentException if X is 0 always or has no mean
   */
  public static Binary optimal(Distribution law) {
    double[] above = new double[2];
    law.moments(0, 0, Double.POSITIVE_INFINITY, above);
    double[] below = new double[2];
    law.moments(0, Double.NEGATIVE_INFINITY, 0, below);
    double scale = above[1] - below[1];
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("E|X| must be positive and finite, got " + scale);
    }
    return new Binary(scale);
  }

  /**
   * Returns the two levels, with the threshold at 0.
   *
   * @return the grid; 0 becomes a
   */
  public Grid grid() {
    return Grid.of(-scale, scale).thresholds(new double[] {0}, new boolean[] {true});
  }
}

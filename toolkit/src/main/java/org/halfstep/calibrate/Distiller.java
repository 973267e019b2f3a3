package org.halfstep.calibrate;

import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.theory.Aciq;

/**
 * What Distiller chooses ({@code range_linear.py}, {@code q_utils.py}): clips from a tensor's least
 * and greatest value, mean and spread. Averages and N_STD are {@link
 * org.halfstep.observe.SampleRanges}, scale and zero point {@link ScaleRule#DISTILLER} and {@link
 * ScaleRule#DISTILLER_RESTRICTED}.
 */
public final class Distiller {

  private Distiller() {}

  /**
   * What Distiller's statistics file says of a tensor.
   *
   * @param min the least value
   * @param max the greatest
   * @param mean the mean
   * @param spread the standard deviation for GAUSS, the mean distance from the mean for LAPLACE
   */
  public record Stats(double min, double max, double mean, double spread) {

    /** Checks the numbers. */
    public Stats {
      if (!(min <= mean && mean <= max && spread >= 0 && max - min < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "stats must have min <= mean <= max, all finite, and spread >= 0, got "
                + min
                + ", "
                + mean
                + ", "
                + max
                + " and "
                + spread);
      }
    }
  }

  /**
   * Returns the clips GAUSS and LAPLACE: ACIQ's, about the mean. Symmetric: {@code |mean| + a} on
   * both sides; else {@code lo = max(min, mean - a)} and {@code hi = lo + 2 a}, for half a range
   * {@code lo + a} with the column {@code bits + 1}.
   *
   * @param stats the tensor's
   * @param family what its numbers are taken for
   * @param bits the width of the codes, 1..15
   * @param symmetric whether the clip is symmetric about 0
   * @param halfRange whether a ReLU follows
   * @return the clip
   * @throws IllegalArgumentException if bits is out of range
   */
  public static Clip aciq(
      Stats stats, AciqClip.Family family, int bits, boolean symmetric, boolean halfRange) {
    if (bits < 1 || bits > 15) {
      throw new IllegalArgumentException("bits must be in 1..15, got " + bits);
    }
    int column = halfRange ? bits + 1 : bits;
    double unit =
        family == AciqClip.Family.GAUSS
            ? Aciq.twoSided(Gaussian.STANDARD, column).clip()
            : Aciq.twoSided(new Laplace(0, 1), column).clip();
    double a = unit * stats.spread;
    if (symmetric) {
      return Clip.symmetric((float) (Math.abs(stats.mean) + a));
    }
    double lo = Math.max(stats.min, stats.mean - a);
    return new Clip((float) lo, (float) (lo + (halfRange ? a : 2 * a)));
  }

  /**
   * Returns Distiller's own numbers of a map, {@code q = round(scale x - zero point)}.
   *
   * @param map the map
   * @return the reciprocal scale and the negative zero point
   */
  public static double[] reciprocal(Affine map) {
    return new double[] {1 / map.scale(), -map.zero() + 0.0};
  }

  /**
   * Returns a map whose reciprocal scale is a whole number and a shift ({@code
   * scale_approx_mult_bits}); the zero point stays that of the exact scale, as there.
   *
   * @param map the exact map
   * @param bits the width of the multiplier, 1..32
   * @return the map that is computed without floating point
   * @throws IllegalArgumentException if bits is out of range
   */
  public static Affine approximate(Affine map, int bits) {
    return new Affine(1 / MultiplyShift.of(1 / map.scale(), bits, false).value(), map.zero());
  }
}

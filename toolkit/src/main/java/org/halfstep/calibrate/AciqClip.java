package org.halfstep.calibrate;

import org.halfstep.grid.Grid;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;
import org.halfstep.law.Laplace;
import org.halfstep.theory.Aciq;

/**
 * Calibration by ACIQ's formulas: the clip from one moment of the law and an assumed family.
 *
 * <p>Gauss: {@code a = sigma times} the formula's clip of N(0, 1); Laplace: {@code a = b W(3
 * 4^bits)}, {@code b = E|X - EX|} (Banner, Nahshan and Soudry 2019). {@code s = a / qmax} for codes
 * with a sign; codes from 0 take the one-sided clip, column bits + 1 (Distiller's GAUSS and LAPLACE
 * clips do so about the mean; here the clip is about 0).
 *
 * @param family the family that is assumed
 */
public record AciqClip(Family family) implements Calibration {

  /** What the numbers are taken for. */
  public enum Family {
    /** Normal, with the law's standard deviation. */
    GAUSS,
    /** Double exponential, with the law's mean distance from its mean. */
    LAPLACE
  }

  @Override
  public Affine fit(Distribution law, Grid codes) {
    Codes ends = Codes.of(codes);
    int bits = 32 - Integer.numberOfLeadingZeros(ends.highest() - ends.lowest());
    Distribution assumed = assumed(law, ends.lowest() == 0);
    double clip =
        ends.lowest() == 0
            ? Aciq.oneSided(assumed, bits).clip()
            : Aciq.twoSided(assumed, bits).clip();
    return new Affine(clip / ends.highest(), 0);
  }

  /** One-sided numbers are half of an even law: its moments about 0. */
  private Distribution assumed(Distribution law, boolean oneSided) {
    double centre = oneSided ? 0 : law.mean();
    double[] below = new double[3];
    double[] above = new double[3];
    law.moments(centre, Double.NEGATIVE_INFINITY, centre, below);
    law.moments(centre, centre, Double.POSITIVE_INFINITY, above);
    double mass = oneSided ? above[0] : 1; // without the zeros of a ReLU
    double spread =
        family == Family.GAUSS
            ? Math.sqrt((oneSided ? above[2] : below[2] + above[2]) / mass)
            : (oneSided ? above[1] : above[1] - below[1]) / mass;
    if (!(spread > 0 && spread < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the law's spread must be positive, got " + spread);
    }
    return family == Family.GAUSS ? Gaussian.ofSigma(spread) : new Laplace(0, spread);
  }
}

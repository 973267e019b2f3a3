package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.halfstep.kernel.PowerSums;
import org.halfstep.law.Distribution;
import org.halfstep.law.Gaussian;

/**
 * Mean, variance, skewness and kurtosis of all values, from exact sums of powers: the same bits for
 * every order and split, and no cancellation however far the mean is from 0.
 *
 * <p>Central moments divide by n: {@code m_k = sum (x - mean)^k / n}. They are quotients of whole
 * numbers, {@code m_2 = (n S_2 - S_1^2) / n^2} and so on, rounded once to 40 digits and once to
 * double.
 *
 * <p>The summary is the Gaussian law of that mean and variance, the law of greatest entropy with
 * them; it says nothing of the data's own shape, for which there are skewness and kurtosis.
 */
public final class ExactMoments extends Accumulator {

  private static final MathContext DIGITS = new MathContext(40);
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** The exponent of a float's least unit. */
  private static final int UNIT = -149;

  /** Numbers in a state: the three counts, and 17 for each of 254 exponents. */
  private static final int MOST = 3 + 254 * 17;

  private final PowerSums sums;

  /** Opens an observer that has seen nothing. */
  public ExactMoments() {
    this.sums = new PowerSums();
  }

  ExactMoments(Reading in) throws IOException {
    census.read(in);
    this.sums = PowerSums.of(in.longs(in.integer("numbers of a state", 3, MOST)));
    Reading.check(
        sums.count() == count() && sums.nans() == 0 && sums.infinities() == 0,
        "the sums must be of " + count() + " values, got " + sums.count());
  }

  @Override
  public void accept(float[] x, int from, int n) {
    Census.Slice s = census.finite(x, from, n);
    sums.add(s.x(), s.from(), s.n());
  }

  /**
   * Adds what another observer has seen.
   *
   * @param other the other, not modified; may be this one
   */
  public void combine(ExactMoments other) {
    census.combine(other.census);
    sums.combine(other.sums);
  }

  /**
   * Returns the sum of a power of the values.
   *
   * @param power 1 to 4
   * @return the double nearest to the exact sum; 0 without values
   * @throws IllegalArgumentException if the power is out of range
   */
  public double sum(int power) {
    return sums.sum(power);
  }

  /**
   * Returns the mean.
   *
   * @return the sum over n
   * @throws IllegalStateException if no finite value was seen
   */
  public double mean() {
    checkSeen();
    return scaled(sums.units(1), n(), 1);
  }

  /**
   * Returns the variance, with divisor n.
   *
   * @return the mean square about the mean; 0 exactly if all values are equal
   * @throws IllegalStateException if no finite value was seen
   */
  public double variance() {
    checkSeen();
    return scaled(second(), n().pow(2), 2);
  }

  /**
   * Returns the variance with divisor n - 1, as PyTorch's {@code std} has it.
   *
   * @return the unbiased estimate; NaN for a single value
   * @throws IllegalStateException if no finite value was seen
   */
  public double sampleVariance() {
    checkSeen();
    return count() == 1
        ? Double.NaN
        : scaled(second(), n().multiply(n().subtract(BigInteger.ONE)), 2);
  }

  /**
   * Returns the skewness.
   *
   * @return {@code m_3 / m_2^(3/2)}; NaN if all values are equal
   * @throws IllegalStateException if no finite value was seen
   */
  public double skewness() {
    checkSeen();
    BigInteger b = second();
    if (b.signum() == 0) {
      return Double.NaN;
    }
    BigInteger n = n();
    BigInteger a = sums.units(1);
    BigInteger third =
        n.pow(2)
            .multiply(sums.units(3))
            .subtract(n.multiply(a).multiply(sums.units(2)).multiply(BigInteger.valueOf(3)))
            .add(a.pow(3).shiftLeft(1));
    return third.signum() * Math.sqrt(ratio(third.pow(2), b.pow(3)).doubleValue());
  }

  /**
   * Returns the kurtosis.
   *
   * @return {@code m_4 / m_2^2}, 3 for a Gaussian law; NaN if all values are equal
   * @throws IllegalStateException if no finite value was seen
   */
  public double kurtosis() {
    checkSeen();
    BigInteger b = second();
    if (b.signum() == 0) {
      return Double.NaN;
    }
    BigInteger n = n();
    BigInteger a = sums.units(1);
    BigInteger fourth =
        n.pow(3)
            .multiply(sums.units(4))
            .subtract(n.pow(2).multiply(a).multiply(sums.units(3)).shiftLeft(2))
            .add(n.multiply(a.pow(2)).multiply(sums.units(2)).multiply(BigInteger.valueOf(6)))
            .subtract(a.pow(4).multiply(BigInteger.valueOf(3)));
    return ratio(fourth, b.pow(2)).doubleValue();
  }

  private BigInteger n() {
    return BigInteger.valueOf(count());
  }

  /** n^2 m_2 = n S_2 - S_1^2, in squared units. */
  private BigInteger second() {
    return n().multiply(sums.units(2)).subtract(sums.units(1).pow(2));
  }

  private static BigDecimal ratio(BigInteger a, BigInteger b) {
    return new BigDecimal(a).divide(new BigDecimal(b), DIGITS);
  }

  private static double scaled(BigInteger a, BigInteger b, int power) {
    return ratio(a, b).multiply(TWO.pow(UNIT * power, DIGITS), DIGITS).doubleValue();
  }

  @Override
  public Distribution summary() {
    double sigma = Math.sqrt(variance());
    return sigma > 0 ? new Gaussian(mean(), sigma) : between(mean(), mean());
  }

  @Override
  void writeState(DataOutput out) throws IOException {
    long[] state = sums.state();
    out.writeInt(state.length);
    for (long v : state) {
      out.writeLong(v);
    }
  }
}

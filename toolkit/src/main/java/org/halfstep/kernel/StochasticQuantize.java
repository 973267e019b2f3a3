package org.halfstep.kernel;

import java.util.Objects;
import org.halfstep.numeric.Philox;

/**
 * Rounds floats to one of the two neighbouring codes by chance, so that the mean is the value:
 * {@code E[Q(x)] = x} between the end codes.
 *
 * <p>The quotient {@code x / s} (or {@code x * (1f / s)}) has a nearest integer k and a rest r,
 * {@code |r| <= 1/2}, both exact in float. The code is the other neighbour of the quotient, {@code
 * k + sign(r)}, with probability |r|: if the upper 31 bits of a random word, as a number, are below
 * {@code 2^31 |r|}. That probability is exactly |r| where the quotient is 0 or at least {@code
 * 2^-8} in size, and less by no more than {@code 2^-31} elsewhere. Then the code is clamped, so
 * beyond the end codes nothing is left to chance.
 *
 * <p>The error has variance {@code s^2 f (1 - f)} for a fraction f of the step, which is {@code s^2
 * / 6} on average, twice that of rounding to nearest (Gupta, Agrawal, Gopalakrishnan, Narayanan:
 * Deep learning with limited numerical precision, ICML 2015, section 3.2). It is not independent of
 * x, but has mean 0 whatever x is.
 *
 * <p>Value i of a call takes word {@code position + i} of a {@link Philox}: the bits are the same
 * however an array is cut, by however many threads, at any width of vectors. Numbers that must be
 * independent need different streams. NaN stays NaN as a value, and as a code is that of 0.
 * Infinities saturate. Large arrays are shared by all processors, or by as many {@link #threads} as
 * asked for. Immutable. Planned for the lesson on stochastic rounding.
 */
public final class StochasticQuantize {

  /** One more than the upper 31 bits of a word can be. */
  static final float CHANCES = 0x1p31f;

  private final Quantize rule;
  private final Philox random;
  private final int threads;

  private StochasticQuantize(Quantize rule, Philox random, int threads) {
    this.rule = rule;
    this.random = Objects.requireNonNull(random, "random");
    this.threads = threads;
  }

  /**
   * Returns the quantizer that divides by the scale.
   *
   * @param random the words that decide
   * @param scale the step, a positive normal float with a normal reciprocal
   * @param zero the code of 0
   * @param qmin the lowest code, at least -32768
   * @param qmax the highest code, at most 32767, or 65535 if qmin is not negative
   * @return the quantizer
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static StochasticQuantize dividing(
      Philox random, float scale, int zero, int qmin, int qmax) {
    return new StochasticQuantize(Quantize.dividing(scale, zero, qmin, qmax), random, Crew.ALL);
  }

  /**
   * Returns the quantizer that multiplies by the rounded reciprocal of the scale.
   *
   * @param random the words that decide
   * @param scale the step, a positive normal float with a normal reciprocal
   * @param zero the code of 0
   * @param qmin the lowest code, at least -32768
   * @param qmax the highest code, at most 32767, or 65535 if qmin is not negative
   * @return the quantizer
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static StochasticQuantize multiplying(
      Philox random, float scale, int zero, int qmin, int qmax) {
    return new StochasticQuantize(Quantize.multiplying(scale, zero, qmin, qmax), random, Crew.ALL);
  }

  /**
   * Returns the same quantizer with another number of threads for large arrays; all processors are
   * the default, and no result depends on it.
   *
   * @param count how many parts are done at once at most, at least 1
   * @return the quantizer
   * @throws IllegalArgumentException if count is less than 1
   */
  public StochasticQuantize threads(int count) {
    Crew.checkThreads(count);
    return new StochasticQuantize(rule, random, count);
  }

  /** The code that a word chooses, less the zero point; that of 0 for NaN. */
  static int code(FakeQuantize rule, float x, int word) {
    float quotient = rule.quotient(x);
    float nearest = (float) Math.rint(quotient);
    float rest = quotient - nearest;
    boolean other = word >>> 1 < (int) (Math.abs(rest) * CHANCES);
    int code = (int) nearest + (other ? (int) Math.signum(rest) : 0);
    return Math.clamp(code, rule.lowest(), rule.highest());
  }

  /** The value that a word chooses; NaN for NaN. */
  static float value(FakeQuantize rule, float x, int word) {
    return Float.isNaN(x) ? Float.NaN : rule.scale() * code(rule, x, word);
  }

  /**
   * Rounds an array.
   *
   * @param position the address of the word for {@code x[0]}, at least 0
   * @param x the values; not modified unless it is {@code out} too
   * @param out receives Q(x[i]), of the same length; may be {@code x}
   * @throws IllegalArgumentException if the lengths differ, or a position is out of range
   */
  public void apply(long position, float[] x, float[] out) {
    Slices.checkLengths(x, out);
    apply(position, x, 0, out, 0, x.length);
  }

  /**
   * Rounds a slice of an array into a slice of another, or in place.
   *
   * @param position the address of the word for the first value, at least 0
   * @param x the values; not modified unless it is {@code out} too
   * @param from the first value
   * @param out receives Q
   * @param to where the first goes
   * @param length how many
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   * @throws IllegalArgumentException if the slices overlap without being the same, or a position is
   *     out of range
   */
  public void apply(long position, float[] x, int from, float[] out, int to, int length) {
    Slices.check(x, from, out, to, length);
    Chances loops = Chances.FAMILY.of(length);
    RandomFill.blocks(
        random,
        position,
        length,
        threads,
        (words, at, n) -> loops.fakeQuantize(rule.rule(), x, from + at, words, out, to + at, n));
  }

  /**
   * Quantizes a slice to codes of 8 bits.
   *
   * @param position the address of the word for the first value, at least 0
   * @param x the values; not modified
   * @param from the first value
   * @param codes receives the codes
   * @param to where the first goes
   * @param length how many
   * @throws IllegalArgumentException if the codes do not fit in 8 bits, or a position is out of
   *     range
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void quantize(long position, float[] x, int from, byte[] codes, int to, int length) {
    rule.check(8, x.length, from, codes.length, to, length, length);
    Chances loops = Chances.FAMILY.of(length);
    RandomFill.blocks(
        random,
        position,
        length,
        threads,
        (words, at, n) -> {
          loops.quantize(rule, x, from + at, words, words, n);
          for (int i = 0; i < n; i++) {
            codes[to + at + i] = (byte) words[i];
          }
        });
  }

  /**
   * Quantizes a slice to codes of 16 bits.
   *
   * @param position the address of the word for the first value, at least 0
   * @param x the values; not modified
   * @param from the first value
   * @param codes receives the codes
   * @param to where the first goes
   * @param length how many
   * @throws IllegalArgumentException if a position is out of range
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   */
  public void quantize(long position, float[] x, int from, short[] codes, int to, int length) {
    rule.check(16, x.length, from, codes.length, to, length, length);
    Chances loops = Chances.FAMILY.of(length);
    RandomFill.blocks(
        random,
        position,
        length,
        threads,
        (words, at, n) -> {
          loops.quantize(rule, x, from + at, words, words, n);
          for (int i = 0; i < n; i++) {
            codes[to + at + i] = (short) words[i];
          }
        });
  }

  @Override
  public String toString() {
    return rule + " by chance, " + random;
  }
}

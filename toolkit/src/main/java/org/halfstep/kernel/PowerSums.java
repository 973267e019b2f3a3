package org.halfstep.kernel;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;

/**
 * Exact sums of x, x^2, x^3 and x^4 over floats: the same bits for every order and every way to
 * split the values, rounded once at the end.
 *
 * <p>A float is an integer m of 24 bits with a sign, times 2^(e - 149) for e = 0..253. For each e
 * there are sums over m; a power of 2 joins them at the end. With {@code m^2 = a 2^24 + b} powers
 * are {@code m^3 = a m 2^24 + b m} and {@code m^4 = a^2 2^48 + 2 a b 2^24 + b^2}, so that a term
 * never has more than 48 bits, and a long holds 2^15 of them before their high part is put aside.
 *
 * <p>NaNs and infinities are counted and left out. Not thread-safe; it only grows, and sums of
 * parts combine to those of the whole. Large arrays are shared by all processors unless a number of
 * threads is given. Used by {@code observe.ExactMoments}, whose summaries must not depend on the
 * order of batches.
 */
public final class PowerSums {

  /** Eight sums for each exponent, a cache line. */
  private static final int M = 0;

  private static final int A = 1;
  private static final int B = 2;
  private static final int AM = 3;
  private static final int BM = 4;
  private static final int AA = 5;
  private static final int AB = 6;
  private static final int BB = 7;
  private static final int ROW = 8;

  private static final int EXPONENTS = 254;

  /** Values between two times that high parts are put aside. */
  private static final int BLOCK = 1 << 14;

  private static final int HALF = 24;
  private static final int MASK = (1 << HALF) - 1;

  private final long[] low = new long[EXPONENTS * ROW];
  private final long[] high = new long[EXPONENTS * ROW];
  private long count;
  private long nans;
  private long infinities;

  /** Opens sums that are 0. */
  public PowerSums() {}

  /**
   * Adds the values of an array.
   *
   * @param x the values; not modified
   */
  public void add(float[] x) {
    add(x, 0, x.length);
  }

  /**
   * Adds the values of a slice.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param length how many
   * @throws IndexOutOfBoundsException if the slice is not inside the array
   */
  public void add(float[] x, int from, int length) {
    share(x, from, length, Crew.ALL);
  }

  /**
   * Adds the values of a slice with a given number of threads.
   *
   * @param x the values; not modified
   * @param from the first value
   * @param length how many
   * @param threads how many parts are summed at once at most, at least 1
   * @throws IndexOutOfBoundsException if the slice is not inside the array
   * @throws IllegalArgumentException if threads is less than 1
   */
  public void add(float[] x, int from, int length, int threads) {
    Crew.checkThreads(threads);
    share(x, from, length, threads);
  }

  private void share(float[] x, int from, int length, int threads) {
    Objects.checkFromIndexSize(from, length, x.length);
    if (Crew.alone(threads, length)) {
      addSlice(x, from, length);
    } else {
      Crew.gather(threads, length, PowerSums::new, (sums, at, n) -> sums.addSlice(x, from + at, n))
          .forEach(this::combine);
    }
  }

  private void addSlice(float[] x, int from, int length) {
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(BLOCK, length - i);
      int odd = addBlock(x, from + i, n, low);
      count += n - odd;
      carry();
    }
  }

  /** Returns how many values of the block are not finite. */
  private int addBlock(float[] x, int at, int n, long[] sums) {
    int odd = 0;
    for (int i = at; i < at + n; i++) {
      int bits = Float.floatToRawIntBits(x[i]);
      int exponent = bits >>> 23 & 0xff;
      if (exponent == 0xff) {
        odd++;
        addOdd(x[i]);
        continue;
      }
      int normal = exponent == 0 ? 0 : 1; // subnormal numbers have the exponent of 1, and no 1.
      long size = bits & 0x7fffff | normal << 23;
      int row = ROW * (exponent - normal);
      long square = size * size;
      long a = square >>> HALF;
      long b = square & MASK;
      long m = bits < 0 ? -size : size;
      sums[row + M] += m;
      sums[row + A] += a;
      sums[row + B] += b;
      sums[row + AM] += a * m;
      sums[row + BM] += b * m;
      sums[row + AA] += a * a;
      sums[row + AB] += a * b;
      sums[row + BB] += b * b;
    }
    return odd;
  }

  private void addOdd(float x) {
    if (Float.isNaN(x)) {
      nans++;
    } else {
      infinities++;
    }
  }

  /** Leaves 32 bits in the low parts. */
  private void carry() {
    for (int i = 0; i < low.length; i++) {
      high[i] += low[i] >> 32;
      low[i] &= 0xffffffffL;
    }
  }

  /**
   * Adds the sums of other values.
   *
   * @param other sums, not modified; may be these
   */
  public void combine(PowerSums other) {
    for (int i = 0; i < low.length; i++) {
      low[i] += other.low[i];
      high[i] += other.high[i];
    }
    count += other.count;
    nans += other.nans;
    infinities += other.infinities;
    carry();
  }

  /**
   * Returns how many values are summed.
   *
   * @return the finite ones
   */
  public long count() {
    return count;
  }

  /**
   * Returns how many values were NaN.
   *
   * @return the count
   */
  public long nans() {
    return nans;
  }

  /**
   * Returns how many values were infinite.
   *
   * @return the count
   */
  public long infinities() {
    return infinities;
  }

  /**
   * Returns the sum of a power of the values.
   *
   * @param power 1 to 4
   * @return the double nearest to the exact sum; 0 without values
   * @throws IllegalArgumentException if the power is out of range
   */
  public double sum(int power) {
    return scaled(units(power), -149 * power);
  }

  /**
   * Returns the sum of a power of the values, exactly.
   *
   * @param power 1 to 4
   * @return the sum in units of {@code 2^(-149 power)}
   * @throws IllegalArgumentException if the power is out of range
   */
  public BigInteger units(int power) {
    if (power < 1 || power > 4) {
      throw new IllegalArgumentException("power must be in 1..4, got " + power);
    }
    BigInteger sum = BigInteger.ZERO;
    for (int e = 0; e < EXPONENTS; e++) {
      sum = sum.add(ofExponent(e, power).shiftLeft(power * e));
    }
    return sum;
  }

  /**
   * Returns what {@link #of} makes the same sums of: equal sums have equal states.
   *
   * @return count, nans, infinities; then for each exponent in use, increasing, the exponent, its
   *     low parts and its high parts
   */
  public long[] state() {
    long[] state = new long[3 + EXPONENTS * (1 + 2 * ROW)];
    state[0] = count;
    state[1] = nans;
    state[2] = infinities;
    int n = 3;
    for (int e = 0; e < EXPONENTS; e++) {
      int row = ROW * e;
      if (Arrays.stream(low, row, row + ROW).anyMatch(v -> v != 0)
          || Arrays.stream(high, row, row + ROW).anyMatch(v -> v != 0)) {
        state[n++] = e;
        System.arraycopy(low, row, state, n, ROW);
        System.arraycopy(high, row, state, n + ROW, ROW);
        n += 2 * ROW;
      }
    }
    return Arrays.copyOf(state, n);
  }

  /**
   * Returns sums in a given state.
   *
   * @param state what {@link #state} returned; not modified
   * @return the sums
   * @throws IllegalArgumentException if no sums have such a state
   */
  public static PowerSums of(long[] state) {
    int rows = (state.length - 3) / (1 + 2 * ROW);
    if (state.length < 3
        || state.length != 3 + rows * (1 + 2 * ROW)
        || Math.min(state[0], Math.min(state[1], state[2])) < 0) {
      throw new IllegalArgumentException(
          "a state must be three counts and rows of 17, got " + state.length + " numbers");
    }
    PowerSums sums = new PowerSums();
    sums.count = state[0];
    sums.nans = state[1];
    sums.infinities = state[2];
    long last = -1;
    for (int at = 3; at < state.length; at += 1 + 2 * ROW) {
      long e = state[at];
      if (e <= last || e >= EXPONENTS) {
        throw new IllegalArgumentException(
            "exponents of a state must increase below 254, got " + e + " after " + last);
      }
      last = e;
      System.arraycopy(state, at + 1, sums.low, ROW * (int) e, ROW);
      System.arraycopy(state, at + 1 + ROW, sums.high, ROW * (int) e, ROW);
    }
    for (long v : sums.low) {
      if (v >>> 32 != 0) {
        throw new IllegalArgumentException("a low part must have 32 bits, got " + v);
      }
    }
    return sums;
  }

  private BigInteger ofExponent(int e, int power) {
    return switch (power) {
      case 1 -> part(e, M);
      case 2 -> part(e, A).shiftLeft(HALF).add(part(e, B));
      case 3 -> part(e, AM).shiftLeft(HALF).add(part(e, BM));
      default ->
          part(e, AA).shiftLeft(HALF - 1).add(part(e, AB)).shiftLeft(HALF + 1).add(part(e, BB));
    };
  }

  private BigInteger part(int e, int place) {
    int i = ROW * e + place;
    return BigInteger.valueOf(high[i]).shiftLeft(32).add(BigInteger.valueOf(low[i]));
  }

  /** n 2^exponent, rounded once: a bit stands for all that a double cannot hold. */
  private static double scaled(BigInteger n, int exponent) {
    BigInteger size = n.abs();
    int lost = Math.max(0, size.bitLength() - 64);
    BigInteger kept = size.shiftRight(lost);
    if (lost > size.getLowestSetBit() && size.signum() != 0) {
      kept = kept.setBit(0);
    }
    return n.signum() * Math.scalb(kept.doubleValue(), exponent + lost);
  }
}

package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.halfstep.law.Discrete;

/**
 * Quantiles of a stream in little memory, accurate in both tails: approximate, with a guaranteed
 * rank error.
 *
 * <p>Of n values, r at most x, the sketch answers with a count within {@code epsilon min(r, n -
 * r)}: with epsilon = 0.01 the share beyond a clip at the 99.999th percentile is right to a
 * hundredth of 10^-5. So the least and the greatest {@code 1 / epsilon} values are kept as they
 * are. The bound holds for every input in every order, not with some probability: nothing is
 * random. The same values in the same order give the same bits for every split into batches;
 * another order may give others within the bound.
 *
 * <p>Sorted blocks are joined in pairs, pairs of pairs, and so on, as Munro and Paterson (1980) do,
 * and every second join drops values and spends a tenth of epsilon. After 10 such joins, at some 4
 * 10^9 values, blocks stay as large as they are. Each join keeps some {@code 5 ln(epsilon n) /
 * epsilon} values on each side.
 *
 * <p>The summary is discrete, at the values that were kept.
 */
public final class TailQuantiles extends Accumulator {

  /** Values of a block. */
  private static final int ROOM = 1 << 12;

  /** Joins that may drop values. */
  private static final int THINNINGS = 10;

  private static final int LEVELS = 2 * THINNINGS + 32; // more values than a long can count

  private static final int MOST = 1 << 28;

  private final double epsilon;
  private final float[] buffer = new float[ROOM];
  private int waiting;

  /** At level l the sketch of 2^l blocks, or null. */
  private final RankSketch[] levels = new RankSketch[LEVELS];

  /**
   * Opens an observer that has seen nothing.
   *
   * @param epsilon the rank error, as a part of the tail beyond; in 0.0001..0.5
   * @throws IllegalArgumentException if epsilon is out of range
   */
  public TailQuantiles(double epsilon) {
    if (!(epsilon >= 1e-4 && epsilon <= 0.5)) {
      throw new IllegalArgumentException("epsilon must be in 0.0001..0.5, got " + epsilon);
    }
    this.epsilon = epsilon;
  }

  TailQuantiles(Reading in) throws IOException {
    census.read(in);
    this.epsilon = in.real();
    Reading.check(
        epsilon >= 1e-4 && epsilon <= 0.5, "epsilon must be in 0.0001..0.5, got " + epsilon);
    this.waiting = in.integer("waiting values", 0, ROOM - 1);
    System.arraycopy(in.finiteFloats(waiting), 0, buffer, 0, waiting);
    long n = waiting;
    for (int l = 0; l < LEVELS; l++) {
      int size = in.integer("values kept", 0, MOST);
      if (size > 0) {
        float[] values = in.finiteFloats(size);
        long[] below = in.counts(size);
        levels[l] = RankSketch.of(values, below, in.counts(size));
        n = Math.addExact(n, levels[l].n());
      }
    }
    Reading.check(n == count(), "the ranks must be of " + count() + " values, got " + n);
  }

  @Override
  public void accept(float[] x, int from, int n) {
    Census.Slice s = census.finite(x, from, n);
    take(s.x(), s.from(), s.n());
  }

  private void take(float[] x, int from, int n) {
    int taken = 0;
    while (taken < n) {
      int k = Math.min(ROOM - waiting, n - taken);
      System.arraycopy(x, from + taken, buffer, waiting, k);
      waiting += k;
      taken += k;
      if (waiting == ROOM) {
        join(sorted(), 0);
        waiting = 0;
      }
    }
  }

  private RankSketch sorted() {
    float[] sorted = Arrays.copyOf(buffer, waiting);
    Arrays.sort(sorted);
    return RankSketch.exact(sorted);
  }

  /** Adds a sketch at a level, as a binary counter adds 1. */
  private void join(RankSketch sketch, int level) {
    RankSketch carry = sketch;
    int l = level;
    while (levels[l] != null) {
      carry = levels[l].with(carry);
      levels[l++] = null;
      if (l % 2 == 0) {
        carry = carry.thinned(epsilon * Math.min(l / 2, THINNINGS) / THINNINGS);
      }
    }
    levels[l] = carry;
  }

  /** Everything as one sketch. */
  private RankSketch all() {
    RankSketch all = sorted();
    for (RankSketch level : levels) {
      all = level == null ? all : level.with(all);
    }
    return all;
  }

  /**
   * Adds what another observer has seen. The bound of the rank error stays; the bits depend on who
   * is combined with whom.
   *
   * @param other the other, of the same epsilon; not modified; may be this one
   * @throws IllegalArgumentException if the other has another epsilon
   */
  public void combine(TailQuantiles other) {
    if (other.epsilon != epsilon) {
      throw new IllegalArgumentException(
          "combined sketches must have the same epsilon, got " + epsilon + " and " + other.epsilon);
    }
    RankSketch[] others = other.levels.clone(); // the other may be this one
    float[] waiting = Arrays.copyOf(other.buffer, other.waiting);
    census.combine(other.census);
    for (int l = 0; l < LEVELS; l++) {
      if (others[l] != null) {
        join(others[l], l);
      }
    }
    take(waiting, 0, waiting.length);
  }

  /**
   * Returns the rank error.
   *
   * @return epsilon: a count r is known within {@code epsilon min(r, n - r)}
   */
  public double rankError() {
    return epsilon;
  }

  /**
   * Returns how many values are kept.
   *
   * @return the sizes of all sketches, and of what waits to be sorted
   */
  public int kept() {
    int kept = waiting;
    for (RankSketch level : levels) {
      kept += level == null ? 0 : level.size();
    }
    return kept;
  }

  /**
   * Returns about how many values are at most x.
   *
   * @param x any number
   * @return the count, within {@code epsilon min(r, n - r)} of the true count r
   * @throws IllegalStateException if no finite value was seen
   */
  public double countUpTo(double x) {
    checkSeen();
    RankSketch all = all();
    double[] counts = all.counts();
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = low + high >>> 1;
      if (all.value(middle) <= x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : counts[low - 1];
  }

  @Override
  public Discrete summary() {
    checkSeen();
    RankSketch all = all();
    double[] counts = all.counts();
    double[] values = new double[counts.length];
    double[] shares = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      values[i] = all.value(i);
      shares[i] = (counts[i] - (i == 0 ? 0 : counts[i - 1])) / count();
    }
    return Discrete.of(values, shares);
  }

  @Override
  void writeState(DataOutput out) throws IOException {
    out.writeDouble(epsilon);
    out.writeInt(waiting);
    for (int i = 0; i < waiting; i++) {
      out.writeFloat(buffer[i]);
    }
    for (RankSketch level : levels) {
      out.writeInt(level == null ? 0 : level.size());
      if (level != null) {
        level.write(out);
      }
    }
  }
}

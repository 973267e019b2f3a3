package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Some of n sorted values, each with bounds of its rank: {@code below[i] <= rank of value[i] <=
 * below[i] + slack[i]}, ranks from 1. Immutable.
 *
 * <p>Greenwald and Khanna (2001) keep {@code g[i] = below[i] - below[i-1]} and {@code slack}; what
 * is not known between two neighbours is {@code g[i] + slack[i] - 1}. Their bound is the same
 * everywhere, {@code 2 epsilon n}. Here it is {@code 2 epsilon min(r, n - r)}, r the rank: the idea
 * of Cormode, Korn, Muthukrishnan and Srivastava (2005), Effective computation of biased quantiles,
 * for both ends. Of two sketches with such bounds, the joint one has it, too: r and n - r add up.
 */
final class RankSketch {

  private final float[] value;
  private final long[] below;
  private final long[] slack;
  private final long n;

  private RankSketch(float[] value, long[] below, long[] slack) {
    this.value = value;
    this.below = below;
    this.slack = slack;
    this.n = value.length == 0 ? 0 : below[value.length - 1];
  }

  /** All of the values, each with its rank. */
  static RankSketch exact(float[] sorted) {
    long[] ranks = new long[sorted.length];
    Arrays.setAll(ranks, i -> i + 1L);
    return new RankSketch(sorted, ranks, new long[sorted.length]);
  }

  /** A sketch read from outside: checks what any sketch keeps. */
  static RankSketch of(float[] value, long[] below, long[] slack) {
    int last = value.length - 1;
    for (int i = 0; i <= last; i++) {
      boolean increasing = i == 0 ? below[i] == 1 : value[i] >= value[i - 1];
      increasing &= i == 0 || below[i] > below[i - 1];
      boolean bounded = slack[i] >= 0 && slack[i] <= below[last] - below[i];
      if (!increasing || !bounded) {
        throw new IllegalArgumentException(
            "values and ranks must increase within bounds, got rank " + below[i]);
      }
    }
    return new RankSketch(value, below, slack);
  }

  int size() {
    return value.length;
  }

  long n() {
    return n;
  }

  float value(int i) {
    return value[i];
  }

  void write(DataOutput out) throws IOException {
    for (float v : value) {
      out.writeFloat(v);
    }
    for (long r : below) {
      out.writeLong(r);
    }
    for (long r : slack) {
      out.writeLong(r);
    }
  }

  /** The sketch of both; what is not known between two neighbours adds up. */
  RankSketch with(RankSketch other) {
    int size = size() + other.size();
    float[] v = new float[size];
    long[] r = new long[size];
    long[] s = new long[size];
    int i = 0;
    int j = 0;
    for (int k = 0; k < size; k++) {
      boolean mine = j == other.size() || i < size() && value[i] <= other.value[j];
      RankSketch from = mine ? this : other;
      RankSketch to = mine ? other : this;
      int at = mine ? i++ : j++;
      int next = mine ? j : i;
      long before = next == 0 ? 0 : to.below[next - 1];
      v[k] = from.value[at];
      r[k] = from.below[at] + before;
      s[k] = from.slack[at];
      s[k] += next == to.size() ? 0 : to.below[next] + to.slack[next] - 1 - before;
    }
    return new RankSketch(v, r, s);
  }

  /** Drops values where a rank is then still known to {@code epsilon min(r, n - r)}. */
  RankSketch thinned(double epsilon) {
    int last = size() - 1;
    int[] kept = new int[size()];
    int to = kept.length;
    int head = last;
    for (int i = last - 1; i >= 1; i--) {
      long most = below[head] + slack[head];
      double cap = 2 * epsilon * Math.min(below[i - 1], n - most + 1);
      if (most - below[i - 1] > cap) {
        kept[--to] = head;
        head = i;
      }
    }
    kept[--to] = head;
    if (head != 0) {
      kept[--to] = 0;
    }
    int from = to;
    float[] v = new float[kept.length - from];
    long[] r = new long[v.length];
    long[] s = new long[v.length];
    for (int k = 0; k < v.length; k++) {
      v[k] = value[kept[from + k]];
      r[k] = below[kept[from + k]];
      s[k] = slack[kept[from + k]];
    }
    return new RankSketch(v, r, s);
  }

  /** For each value, the middle of the bounds of how many values are at most as large. */
  double[] counts() {
    double[] c = new double[size()];
    long most = n + 1;
    for (int i = size() - 1; i >= 0; i--) {
      c[i] = 0.5 * (below[i] + (most - 1));
      most = Math.min(below[i] + slack[i], most - 1);
    }
    return c;
  }
}

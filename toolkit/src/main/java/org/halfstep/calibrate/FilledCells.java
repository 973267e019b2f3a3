package org.halfstep.calibrate;

import org.apache.commons.numbers.core.Sum;

/**
 * Divergence of windows {@code [0, size)} whose cells spread their count over their filled bins:
 * {@code q = P(cell) / filled(cell)} there, 0 elsewhere.
 *
 * <p>{@code sum p ln(p/q) = sum p ln p - sum over cells c of P(c) ln(N(c)/n(c))}, where P counts
 * the tail into the last bin and N does not. If the last bin is empty but the tail is not, q is 0
 * where p is not: infinite.
 */
final class FilledCells {

  private static final double PPQ_EMPTIED = 0.002;
  private static final double PPQ_NOTHING = 1e-30;

  private final long[] counts;
  private final long[] running;
  private final int[] filled;

  /** Running sums of n ln n. */
  private final double[] logs;

  private final int levels;

  private FilledCells(long[] counts, int levels) {
    this.counts = counts;
    this.levels = levels;
    running = new long[counts.length + 1];
    filled = new int[counts.length + 1];
    logs = new double[counts.length + 1];
    Sum sum = Sum.create();
    for (int i = 0; i < counts.length; i++) {
      running[i + 1] = running[i] + counts[i];
      filled[i + 1] = filled[i] + (counts[i] == 0 ? 0 : 1);
      sum.add(timesLog(counts[i]));
      logs[i + 1] = sum.getAsDouble();
    }
  }

  private static double timesLog(double n) {
    return n == 0 ? 0 : n * StrictMath.log(n);
  }

  static EntropyWindow nvidia(long[] counts, int levels) {
    return nvidia(counts, levels, levels);
  }

  static EntropyWindow nvidia(long[] counts, int levels, int start) {
    long[] changed = counts.clone();
    changed[0] = changed[1];
    FilledCells cells = new FilledCells(changed, levels);
    EntropyWindow best = new EntropyWindow(0, counts.length, Double.POSITIVE_INFINITY);
    for (int size = start; size <= counts.length; size++) {
      double divergence = cells.normalized(size);
      if (Double.isNaN(divergence) || divergence <= best.divergence()) { // argmin takes a NaN
        best = new EntropyWindow(0, size, divergence);
      }
    }
    return best;
  }

  static EntropyWindow ppq(long[] counts, int levels) {
    long[] changed = counts.clone();
    int emptied = (int) (counts.length * PPQ_EMPTIED);
    for (int i = 0; i < emptied; i++) {
      changed[i] = 0;
    }
    changed[emptied] = 1;
    FilledCells cells = new FilledCells(changed, levels);
    EntropyWindow best = new EntropyWindow(0, counts.length, Double.POSITIVE_INFINITY);
    for (int size = levels; size <= counts.length; size += levels) {
      double divergence = cells.decades(size);
      if (size == levels && Double.isNaN(divergence)) { // nothing is sorted before a NaN
        return new EntropyWindow(0, size, divergence);
      }
      if (divergence < best.divergence()) {
        best = new EntropyWindow(0, size, divergence);
      }
    }
    return best;
  }

  private long total() {
    return running[counts.length];
  }

  /** In nats, P and Q each divided by its own sum. */
  private double normalized(int size) {
    long total = total();
    long inside = running[size];
    long tail = total - inside;
    if (inside == 0) {
      return Double.NaN; // 0 / 0
    }
    if (tail > 0 && counts[size - 1] == 0) {
      return Double.POSITIVE_INFINITY;
    }
    Sum sum = Sum.create();
    sum.add(logs[size - 1]).add(timesLog(counts[size - 1] + tail));
    for (int cell = 0; cell < levels; cell++) {
      int from = start(cell, size);
      int to = start(cell + 1, size);
      long merged = running[to] - running[from];
      if (merged > 0) {
        long here = cell == levels - 1 ? merged + tail : merged;
        sum.add(-here * StrictMath.log((double) merged / (filled[to] - filled[from])));
      }
    }
    return sum.getAsDouble() / total - StrictMath.log((double) total / inside);
  }

  /** The first bin of a cell: the least whole number not below cell size / levels. */
  private int start(int cell, int size) {
    return (int) (((long) cell * size + levels - 1) / levels);
  }

  /** In decades; where q is nothing it is 1e-30. */
  private double decades(int size) {
    double total = total();
    double inside = running[size];
    long tail = total() - running[size];
    if (inside == 0) {
      return Double.NaN;
    }
    Sum sum = Sum.create();
    for (int cell = 0; cell < levels; cell++) {
      int from = start(cell, size);
      int to = start(cell + 1, size);
      long merged = running[to] - running[from];
      double q = merged == 0 ? 0 : (double) merged / (filled[to] - filled[from]) / inside;
      for (int i = from; i < to; i++) {
        long n = i == size - 1 ? counts[i] + tail : counts[i];
        if (n > 0) {
          double p = n / total;
          double there = (counts[i] > 0 ? q : 0) + PPQ_NOTHING;
          sum.add(p * (StrictMath.log10(p + PPQ_NOTHING) - StrictMath.log10(there)));
        }
      }
    }
    return sum.getAsDouble();
  }
}

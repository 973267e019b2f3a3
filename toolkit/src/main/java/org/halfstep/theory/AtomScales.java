package org.halfstep.theory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.halfstep.grid.Grid;

/**
 * The local minima of a grid's mean squared error over the scale, for a law of atoms alone.
 *
 * <p>An atom x changes its level where x/s is a threshold. Between two such scales the error is the
 * parabola {@code sum p x^2 - 2 s sum p x g + s^2 sum p g^2}, g the unit level that x goes to, and
 * least at {@code s = sum p x g / sum p g^2}. All of them are walked through in turn, so a minimum
 * as narrow as that of atoms on a lattice is not missed. Atoms times thresholds are the steps, from
 * large scales to small ones: on this way the sums only grow, so they keep their digits.
 */
final class AtomScales {

  /** Sums that are changed step by step lose about this part of the law's power. */
  private static final double LOST = 1e-11;

  /** How many minima the walk hands on at most. */
  private static final int FEW = 128;

  /** A scale, and what is lost there up to {@link #LOST}. */
  private record Minimum(double scale, double value) {}

  /** One atom on its way outwards over the levels as the scale shrinks. */
  private static final class Walker {
    final double x;
    final double p;
    int index;

    /** The scale at which it goes to the next level; 0 if there is none. */
    double next;

    Walker(double x, double p) {
      this.x = x;
      this.p = p;
    }

    void look(Grid unit) {
      double threshold = x > 0 ? unit.upper(index) : unit.lower(index);
      next = x != 0 && threshold * x > 0 ? x / threshold : 0; // the last threshold is infinite
    }

    double next() {
      return next;
    }
  }

  private final Grid unit;
  private final boolean midpoints;
  private final List<Minimum> minima = new ArrayList<>();
  private double power;
  private double along;
  private double square;

  private AtomScales(Grid unit, boolean midpoints) {
    this.unit = unit;
    this.midpoints = midpoints;
  }

  /**
   * Returns the scales of the least minima, in increasing order.
   *
   * @param atoms where the atoms are
   * @param mass their probabilities
   * @param unit the grid at scale 1
   * @param midpoints whether an atom on a threshold loses the same on both sides; if not, an end of
   *     a parabola may be a minimum too
   * @param least the scale to end at, positive
   * @return scales, at least one
   */
  static double[] least(double[] atoms, double[] mass, Grid unit, boolean midpoints, double least) {
    AtomScales walk = new AtomScales(unit, midpoints);
    walk.walk(atoms, mass, least);
    double best = walk.minima.stream().mapToDouble(Minimum::value).min().orElseThrow();
    double worth = best + Math.abs(best) * 1e-6 + LOST * walk.power;
    return walk.minima.stream()
        .filter(m -> m.value <= worth)
        .sorted(Comparator.comparingDouble(Minimum::value))
        .limit(FEW)
        .mapToDouble(Minimum::scale)
        .sorted()
        .toArray();
  }

  private void walk(double[] atoms, double[] mass, double least) {
    PriorityQueue<Walker> walkers =
        new PriorityQueue<>(Comparator.comparingDouble(Walker::next).reversed());
    for (int i = 0; i < atoms.length; i++) {
      Walker walker = new Walker(atoms[i], mass[i]);
      walker.index = unit.encode(Math.signum(walker.x) * Double.MIN_VALUE);
      walker.look(unit);
      walkers.add(walker);
      power += walker.p * walker.x * walker.x;
      add(walker, 1);
    }
    double end = Double.POSITIVE_INFINITY;
    while (end > least) {
      Walker first = walkers.remove();
      double begin = Math.max(least, Math.min(end, first.next));
      parabola(begin, end);
      add(first, -1);
      first.index += first.next == 0 ? 0 : first.x > 0 ? 1 : -1;
      add(first, 1);
      first.look(unit);
      walkers.add(first);
      end = begin;
    }
  }

  private void add(Walker walker, int sign) {
    double level = unit.level(walker.index);
    along += sign * walker.p * walker.x * level;
    square += sign * walker.p * level * level;
  }

  private void parabola(double begin, double end) {
    double best = along / square;
    if (best >= begin && best <= end) {
      minima.add(new Minimum(best, power - along * best));
    }
    if (!midpoints || minima.isEmpty()) {
      end(Math.nextUp(begin));
    }
    if (!midpoints && end < Double.POSITIVE_INFINITY) {
      end(Math.nextDown(end));
    }
  }

  private void end(double s) {
    minima.add(new Minimum(s, power + s * (s * square - 2 * along)));
  }
}

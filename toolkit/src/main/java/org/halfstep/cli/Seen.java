package org.halfstep.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Discrete;
import org.halfstep.law.Distribution;
import org.halfstep.observe.Observer;

/**
 * What a calibrator sees: all values for ranges and histograms, the law of a part for searches.
 *
 * <p>For one thread; a histogram that several ask for is counted once.
 */
final class Seen {

  /** So many values at most are tried with every candidate of a long search. */
  static final int TRIED = 20_000;

  private final float[] x;
  private final Sample law;
  private final float min;
  private final float max;
  private final Map<String, Observer> observers = new HashMap<>();
  private final Map<Integer, Best> best = new HashMap<>();

  /**
   * The symmetric integers of a width at the scale of least squared error.
   *
   * @param clip the number of the highest code
   * @param sqnr the SQNR in dB on the law
   */
  record Best(double clip, double sqnr) {}

  /** Sees values, and the law of some of them or of all. */
  Seen(float[] x, Sample law) {
    this.x = x;
    this.law = law;
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (float v : x) {
      least = Math.min(least, v);
      greatest = Math.max(greatest, v);
    }
    this.min = least;
    this.max = greatest;
  }

  Sample law() {
    return law;
  }

  float min() {
    return min;
  }

  float max() {
    return max;
  }

  float absMax() {
    return Math.max(-min, max);
  }

  /** The ends and nothing between. */
  Distribution ends() {
    return Discrete.of(
        min == max ? new double[] {min} : new double[] {min, max},
        min == max ? new double[] {1} : new double[] {0.5, 0.5});
  }

  /** The best clip of symmetric integers. */
  Best best(int bits) {
    return best.computeIfAbsent(
        bits,
        b -> {
          Grid unit = Grid.integer(b, Range.SYMMETRIC);
          ScaleSearch search = new ScaleSearch(law, unit);
          double scale = search.best();
          double sqnr = 10 * Math.log10(law.power() / search.error(scale));
          return new Best(scale * unit.level(unit.size() - 1), sqnr);
        });
  }

  /** An observer of this name that has seen all values; a second one is the first. */
  <H extends Observer> H by(String name, Class<H> kind, Supplier<H> empty) {
    return kind.cast(
        observers.computeIfAbsent(
            name,
            key -> {
              H observer = empty.get();
              observer.accept(x);
              return observer;
            }));
  }

  /** At most {@value #TRIED} values, for searches that try every candidate on each. */
  float[] few() {
    return Draw.of(x, TRIED);
  }

  long count() {
    return x.length;
  }
}

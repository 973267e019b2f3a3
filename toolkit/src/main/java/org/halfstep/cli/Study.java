package org.halfstep.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.halfstep.calibrate.Affine;
import org.halfstep.cli.FormatRow.Candidate;
import org.halfstep.kernel.Crew;
import org.halfstep.law.Normality;

/**
 * All that {@code ./lab explain} says of an input.
 *
 * @param input the numbers
 * @param facts count, range, moments of all of them
 * @param distinct how many values differ; beyond 131072 values, those that differ by 2^-12
 * @param law the law that fits best
 * @param normality the distance of at most {@value FittedLaw#CHOSEN} values from a Gaussian
 * @param formats for 2 to 8 bits, the two best formats and the symmetric integers, the best first
 * @param clips for 2 to 8 bits, the symmetric integers
 * @param calibrators what toolkits choose for 8 bits
 * @param refusals a sentence for each calibrator that refuses the data
 * @param channels what per-channel scales would give, an axis each
 */
record Study(
    Input input,
    Facts facts,
    long distinct,
    FittedLaw law,
    Normality normality,
    List<List<FormatRow>> formats,
    List<ClipRow> clips,
    List<CalibratorRow> calibrators,
    List<String> refusals,
    List<ChannelRow> channels) {

  /** Samples of so many values at most are drawn again. */
  static final int DRAWN = 20_000;

  /** A threshold with fewer values beyond hangs on single values. */
  static final int LEAST_BEYOND = 10;

  /** Fewer values know neither their law nor their tail: nothing is drawn again. */
  static final int LEAST_DRAWN = 100;

  static final int LEAST_BITS = 2;
  static final int MOST_BITS = 8;

  /** Fewer different values, and each of them often, are no continuous law. */
  static final int FEW_VALUES = 256;

  static Study of(Input input) {
    return of(input, Repeats.REPLICATES);
  }

  /** With fewer samples drawn again there are no intervals. */
  static Study of(Input input, int replicates) {
    return new Making(input, replicates).study();
  }

  /** The symmetric integers of a width. */
  ClipRow integers(int bits) {
    return clips.get(bits - LEAST_BITS);
  }

  /** The calibrator of a method and dialect, if it did not refuse. */
  Optional<CalibratorRow> calibrator(String method, String dialect) {
    return calibrators.stream()
        .filter(
            r -> r.calibrator().method().equals(method) && r.calibrator().dialect().equals(dialect))
        .findFirst();
  }

  /** The greatest SQNR of the optima, against which calibrators lose. */
  double optimum() {
    return calibrators.stream()
        .filter(r -> r.calibrator().method().equals(Zoo.OPTIMUM))
        .mapToDouble(CalibratorRow::sqnr)
        .max()
        .orElse(Double.NaN);
  }

  boolean fewValues() {
    return few(distinct, facts.count());
  }

  private static boolean few(long distinct, long count) {
    return distinct <= FEW_VALUES && distinct < count / 2;
  }

  /** What a study needs while it is made. */
  private static final class Making {
    private final Input input;
    private final int replicates;
    private final float[] x;
    private final Facts facts;
    private final Sample all;
    private final Sample part;
    private final Seen seen;
    private final Seen seenPart;
    private final FittedLaw law;
    private final Normality normality;

    Making(Input input, int replicates) {
      this.input = input;
      this.replicates = replicates;
      this.x = input.values();
      this.facts = Facts.of(x);
      this.all = Sample.of(x);
      float[] drawn = varied(Draw.of(x, DRAWN));
      this.part = drawn.length == x.length ? all : Sample.of(drawn);
      this.seen = new Seen(x, all);
      this.seenPart = drawn.length == x.length ? seen : new Seen(drawn, part);
      double[] few = Draw.doubles(varied(Draw.of(x, FittedLaw.CHOSEN)));
      this.law =
          few(all.distinct(), x.length)
              ? FittedLaw.none()
              : FittedLaw.of(few, Draw.doubles(varied(Draw.of(x, FittedLaw.FITTED))));
      this.normality = Normality.of(few);
    }

    Study study() {
      List<List<FormatRow>> formats = formats();
      List<CalibratorRow> rows = new ArrayList<>();
      List<String> refusals = new ArrayList<>();
      calibrators(rows, refusals);
      return new Study(
          input,
          facts,
          all.distinct(),
          law,
          normality,
          formats,
          clips(formats),
          List.copyOf(rows),
          List.copyOf(refusals),
          ChannelRow.of(x, input.shape()));
    }

    /** A part that shows one value only gets the two ends as well. */
    private float[] varied(float[] some) {
      for (float v : some) {
        if (v != some[0]) {
          return some;
        }
      }
      float[] more = Arrays.copyOf(some, some.length + 2);
      more[some.length] = (float) facts.min();
      more[some.length + 1] = (float) facts.max();
      return more;
    }

    /** The two best formats of each width and the symmetric integers, measured. */
    private List<List<FormatRow>> formats() {
      List<List<FormatRow>> widths = new ArrayList<>();
      for (int bits = LEAST_BITS; bits <= MOST_BITS; bits++) {
        int width = bits;
        List<String> names = FormatRow.names(bits, facts.min() < 0);
        Candidate[] candidates = new Candidate[names.size()];
        Crew.run(Crew.ALL, candidates.length, i -> candidates[i] = Candidate.of(names.get(i), all));
        Arrays.sort(candidates, Comparator.comparingDouble(Candidate::error));
        widths.add(
            IntStream.range(0, candidates.length)
                .filter(i -> i < 2 || candidates[i].format().equals(FormatRow.integers(width)))
                .mapToObj(i -> FormatRow.of(candidates[i], width, x, law))
                .sorted(Comparator.comparingDouble(FormatRow::sqnr).reversed())
                .toList());
      }
      return List.copyOf(widths);
    }

    /** The clips with their intervals, and what samples of the law reach at their own clips. */
    private List<ClipRow> clips(List<List<FormatRow>> formats) {
      List<FormatRow> rows = new ArrayList<>();
      List<Chosen> clips = new ArrayList<>();
      List<ToDoubleFunction<Seen>> reached = new ArrayList<>();
      for (int bits = LEAST_BITS; bits <= MOST_BITS; bits++) {
        int width = bits;
        FormatRow row =
            formats.get(bits - LEAST_BITS).stream()
                .filter(r -> r.format().equals(FormatRow.integers(width)))
                .findFirst()
                .orElseThrow();
        rows.add(row);
        clips.add(new Chosen(s -> s.best(width).clip(), row.clip(), false));
        reached.add(s -> s.best(width).sqnr());
      }
      List<Optional<Interval>> intervals = intervals(clips);
      Optional<Repeats> again = drawn(reached);
      return IntStream.range(0, rows.size())
          .mapToObj(j ->
              new ClipRow(rows.get(j), intervals.get(j), expected(j, again), scatter(j, again)))
          .toList();
    }

    /** What a sample of the law reaches; one larger than those drawn, by its median largest. */
    private double expected(int j, Optional<Repeats> again) {
      return x.length > DRAWN && again.isPresent()
          ? law.best(j + LEAST_BITS, x.length, 0.5)
          : again.map(d -> d.median(j)).orElse(Double.NaN);
    }

    /** What many values decide scatters by the root of their number; the largest does not. */
    private double scatter(int j, Optional<Repeats> again) {
      if (x.length <= DRAWN || again.isEmpty()) {
        return again.map(d -> d.deviation(j)).orElse(Double.NaN);
      }
      double near = law.best(j + LEAST_BITS, x.length, 0.1587);
      double far = law.best(j + LEAST_BITS, x.length, 0.8413);
      double factor = Math.sqrt((double) part.size() / x.length);
      return Math.max(factor * again.get().deviation(j), (near - far) / 2);
    }

    private void calibrators(List<CalibratorRow> rows, List<String> refusals) {
      List<Calibrator> kept = new ArrayList<>();
      List<Affine> maps = new ArrayList<>();
      List<Chosen> chosen = new ArrayList<>();
      for (Calibrator c : Zoo.calibrators()) {
        try {
          Affine map = c.choice().of(seen);
          kept.add(c);
          maps.add(map);
          chosen.add(
              new Chosen(
                  c.quick() ? c::threshold : seen -> Double.NaN, c.threshold(map), c.byMoments()));
        } catch (IllegalArgumentException e) {
          refusals.add(c.method() + ", " + c.dialect() + ": " + e.getMessage());
        }
      }
      List<Optional<Interval>> intervals = intervals(chosen);
      Map<String, Noise> measured = new HashMap<>();
      for (int j = 0; j < kept.size(); j++) {
        Calibrator c = kept.get(j);
        Affine map = maps.get(j);
        Noise noise =
            measured.computeIfAbsent(
                map + " from " + c.codes().level(0), key -> Noise.of(x, map, c.codes()));
        rows.add(new CalibratorRow(c, map, noise, intervals.get(j)));
      }
    }

    /**
     * A number that was chosen.
     *
     * @param by how
     * @param printed the number that all values gave
     * @param byMoments whether all values decide it
     */
    private record Chosen(ToDoubleFunction<Seen> by, double printed, boolean byMoments) {}

    /** Values are drawn again for a number that they can tell, else samples of a law that fits. */
    private List<Optional<Interval>> intervals(List<Chosen> chosen) {
      List<ToDoubleFunction<Seen>> decided = new ArrayList<>();
      List<ToDoubleFunction<Seen>> hanging = new ArrayList<>();
      double[] estimates = new double[chosen.size()];
      boolean[] told = new boolean[chosen.size()];
      for (int j = 0; j < estimates.length; j++) {
        Chosen c = chosen.get(j);
        estimates[j] = seenPart == seen ? c.printed() : estimate(c);
        told[j] =
            c.byMoments() && x.length >= LEAST_DRAWN
                || part.beyond(Math.abs(estimates[j])) >= LEAST_BEYOND;
        (told[j] ? decided : hanging).add(c.by());
      }
      Repeats again = Repeats.of(part, replicates, decided);
      Optional<Repeats> drawn = drawn(hanging);
      List<Optional<Interval>> intervals = new ArrayList<>();
      int d = 0;
      int h = 0;
      for (int j = 0; j < estimates.length; j++) {
        int place = told[j] ? d++ : h++;
        double printed = chosen.get(j).printed();
        double estimate = estimates[j];
        intervals.add(
            (told[j] ? Optional.of(again) : drawn)
                .flatMap(r -> r.interval(place, estimate))
                .map(i -> widened(i, estimate, printed)));
      }
      return intervals;
    }

    /** All values know a number better than a part, by the root of their ratio. */
    private Interval widened(Interval part, double estimate, double printed) {
      if (seenPart == seen) {
        return part.about(printed, printed, 1);
      }
      boolean decided = all.beyond(Math.abs(printed)) >= LEAST_BEYOND;
      double factor = decided ? Math.sqrt((double) DRAWN / x.length) : 1;
      double middle = part.assumed() ? (part.lower() + part.upper()) / 2 : estimate;
      return part.about(middle, printed, factor);
    }

    private double estimate(Chosen c) {
      try {
        return c.by().applyAsDouble(seenPart);
      } catch (IllegalArgumentException e) {
        return Double.NaN; // the part alone refuses; no sample of it will do
      }
    }

    private Optional<Repeats> drawn(List<ToDoubleFunction<Seen>> numbers) {
      return law.law()
          .filter(l -> law.good() && !numbers.isEmpty() && x.length >= LEAST_DRAWN)
          .map(l -> Repeats.of(l, part.size(), replicates, numbers));
    }
  }
}

package org.halfstep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.halfstep.calibrate.AciqClip;
import org.halfstep.calibrate.Affine;
import org.halfstep.calibrate.AlternatingLeastSquares;
import org.halfstep.calibrate.Bootstrap;
import org.halfstep.calibrate.Calibration;
import org.halfstep.calibrate.Entropy;
import org.halfstep.calibrate.EntropyDialect;
import org.halfstep.calibrate.EntropyWindow;
import org.halfstep.calibrate.HistogramMse;
import org.halfstep.calibrate.LeastLoss;
import org.halfstep.calibrate.MinMax;
import org.halfstep.calibrate.Percentile;
import org.halfstep.calibrate.PowerOfTwoScale;
import org.halfstep.calibrate.ScaleRule;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Range;
import org.halfstep.law.Discrete;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;

/**
 * The calibrators of toolkits on one sample, at 8 bits.
 *
 * <p>Min-max and histograms see all values; searches see the law of a part of them.
 */
final class Zoo {

  private static final Grid RESTRICTED = Grid.integer(8, Range.SYMMETRIC);
  private static final Grid FULL = Grid.integer(8, Range.FULL);
  private static final Grid UNSIGNED = Grid.integer(8, Range.UNSIGNED);

  private static final int BINS = 2048;
  private static final int PPQ_BINS = 4096;
  private static final int CELLS = 128;

  /** MNN takes smaller values for zeros. */
  private static final double MNN_ZERO = 1e-6;

  private final float[] x;
  private final float[] few;
  private final Empirical sample;
  private final Empirical law;
  private final Facts facts;
  private final Distribution ends;
  private final List<CalibratorRow> rows = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  private Zoo(float[] x, Facts facts, Empirical law, float[] few) {
    this.x = x;
    this.few = few;
    this.sample = Empirical.of(few);
    this.law = law;
    this.facts = facts;
    this.ends = Discrete.of(new double[] {facts.min(), facts.max()}, new double[] {0.5, 0.5});
  }

  /** The rows, and a sentence for each calibrator that refused. */
  record Result(List<CalibratorRow> rows, List<String> refusals) {}

  static Result of(float[] x, Facts facts, Empirical law, float[] few) {
    Zoo zoo = new Zoo(x, facts, law, few);
    zoo.optima();
    zoo.ranges();
    zoo.percentiles();
    zoo.entropies();
    zoo.others();
    return new Result(List.copyOf(zoo.rows), List.copyOf(zoo.refusals));
  }

  private void optima() {
    clip("optimum", "int8 -127..127", LeastLoss.mse(), RESTRICTED);
    if (facts.min() >= 0) {
      clip("optimum", "uint8 0..255", LeastLoss.mse(), UNSIGNED);
    }
  }

  private void ranges() {
    for (ScaleRule rule : ScaleRule.values()) {
      boolean restricted =
          rule == ScaleRule.ONNX_RUNTIME
              || rule == ScaleRule.MNN
              || rule == ScaleRule.DISTILLER_RESTRICTED;
      Grid codes = restricted ? RESTRICTED : FULL;
      add("min-max", rule + " symmetric", new MinMax(rule, true), ends, codes, Optional.empty());
      Grid shifted = rule == ScaleRule.MNN ? RESTRICTED : UNSIGNED;
      if (rule != ScaleRule.DISTILLER_RESTRICTED) { // asymmetric it is DISTILLER
        add("min-max", rule + " affine", new MinMax(rule, false), ends, shifted, Optional.empty());
      }
    }
  }

  private void percentiles() {
    for (double percent : new double[] {99.9, 99.99}) {
      clip(
          "percentile",
          percent + " exact",
          new Percentile(percent, ScaleRule.ONNX_RUNTIME, true),
          RESTRICTED);
    }
    long[] counts = counts(BINS, 0);
    double width = facts.absMax() / BINS;
    for (double percent : new double[] {99.99, 99.999}) {
      double clip = Percentile.edge(counts, percent / 100) * width;
      searched("percentile", percent + " of " + BINS + " bins", () -> clip, RESTRICTED);
    }
  }

  private void entropies() {
    double width = facts.absMax() / BINS;
    long[] signed = new long[BINS];
    for (float v : x) {
      int bin = (int) ((v + facts.absMax()) / (2 * width));
      signed[Math.min(bin, BINS - 1)]++;
    }
    searched(
        "entropy",
        "ONNX_RUNTIME " + BINS + " bins",
        () -> {
          EntropyWindow kept = Entropy.window(EntropyDialect.ONNX_RUNTIME, signed, CELLS);
          double lo = Math.max(facts.min(), (2.0 * kept.from() - BINS) * width);
          double hi = Math.min(facts.max(), (2.0 * kept.to() - BINS) * width);
          return Math.max(-lo, hi);
        },
        RESTRICTED);
    searched("entropy", "NVIDIA", () -> window(EntropyDialect.NVIDIA, 0) * width, RESTRICTED);
    searched("entropy", "PPQ", this::ppq, FULL);
    searched(
        "entropy", "MNN", () -> (window(EntropyDialect.MNN, MNN_ZERO) + 0.5) * width, RESTRICTED);
    searched(
        "entropy",
        "NCNN",
        () -> (window(EntropyDialect.NCNN, Double.MIN_VALUE) + 0.5) * width,
        RESTRICTED);
  }

  private int window(EntropyDialect dialect, double least) {
    return Entropy.window(dialect, counts(BINS, least), CELLS).to();
  }

  private double ppq() {
    int window = Entropy.window(EntropyDialect.PPQ, counts(PPQ_BINS, 0), CELLS).to();
    return window * facts.absMax() / PPQ_BINS;
  }

  private void others() {
    searched(
        "mse",
        "NVIDIA histogram",
        () -> (HistogramMse.of(counts(BINS, 0), 127, CELLS).bin() + 0.5) * facts.absMax() / BINS,
        RESTRICTED);
    for (AciqClip.Family family : AciqClip.Family.values()) {
      Calibration aciq = new AciqClip(family);
      add("aciq", family.toString(), aciq, law, RESTRICTED, Optional.of(aciq));
    }
    clip("least squares by turns", "MNN weights", AlternatingLeastSquares.mnnWeights(), RESTRICTED);
    clip(
        "least squares by turns",
        "MNN activations",
        AlternatingLeastSquares.mnnActivations(),
        RESTRICTED);
    add(
        "power of two",
        "PPQ min-max up",
        new PowerOfTwoScale(new MinMax(ScaleRule.PPQ, true), PowerOfTwoScale.To.UP),
        ends,
        FULL,
        Optional.empty());
    Calibration entropy = (seen, codes) -> new Affine(ppq() / 128, 0);
    add(
        "power of two",
        "PPQ entropy nearest",
        new PowerOfTwoScale(entropy, PowerOfTwoScale.To.NEAREST),
        law,
        FULL,
        Optional.empty());
  }

  /** A clip that the values beyond it decide. */
  private void clip(String name, String dialect, Calibration calibration, Grid codes) {
    try {
      Optional<Bootstrap> interval = Interval.ofClip(few, calibration, codes);
      Affine map = calibration.fit(law, codes);
      rows.add(CalibratorRow.of(name, dialect, x, map, codes, interval));
    } catch (IllegalArgumentException e) {
      refusals.add(name + ", " + dialect + ": " + e.getMessage());
    }
  }

  /** A threshold from a histogram; codes from -128 on divide it by 128, as PPQ does. */
  private void searched(String name, String dialect, DoubleSupplier search, Grid codes) {
    try {
      Affine map = new Affine(search.getAsDouble() / -codes.level(0), 0);
      rows.add(CalibratorRow.of(name, dialect, x, map, codes, Optional.empty()));
    } catch (IllegalArgumentException e) {
      refusals.add(name + ", " + dialect + ": " + e.getMessage());
    }
  }

  private void add(
      String name,
      String dialect,
      Calibration calibration,
      Distribution seen,
      Grid codes,
      Optional<Calibration> resampled) {
    try {
      Affine map = calibration.fit(seen, codes);
      rows.add(
          CalibratorRow.of(
              name, dialect, x, map, codes, resampled.map(c -> Interval.of(sample, c, codes))));
    } catch (IllegalArgumentException e) {
      refusals.add(name + ", " + dialect + ": " + e.getMessage());
    }
  }

  /** Bins of |x| from 0 to the greatest; smaller values than `least` are left out. */
  private long[] counts(int bins, double least) {
    long[] counts = new long[bins];
    double width = facts.absMax() / bins;
    for (float v : x) {
      double size = Math.abs(v);
      if (size >= least) {
        counts[Math.min((int) (size / width), bins - 1)]++;
      }
    }
    return counts;
  }
}

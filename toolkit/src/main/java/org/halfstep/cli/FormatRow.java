package org.halfstep.cli;

import java.util.ArrayList;
import java.util.List;
import org.halfstep.grid.Format;
import org.halfstep.grid.Grid;

/**
 * What an element format makes of the data at its best scale.
 *
 * @param bits the bits that its levels need
 * @param format its name
 * @param scale the scale of least squared error on the sample
 * @param clip the greatest level at that scale
 * @param predicted the SQNR in dB that the fitted law predicts there; NaN without a law
 * @param measured what was measured of all values
 */
record FormatRow(
    int bits, String format, double scale, double clip, double predicted, Noise measured) {

  /** The formats of a width that are compared: what has a sign only if values are negative. */
  static List<String> names(int bits, boolean negative) {
    List<String> names = new ArrayList<>();
    names.add(integers(bits));
    if (!negative) {
      names.add("uint" + bits);
    }
    names.add("pot" + bits + "-coded");
    if (bits >= 3 && bits <= 6) {
      names.add("apot" + bits);
    }
    names.add("nf" + bits);
    switch (bits) {
      case 4 -> names.add("e2m1");
      case 5 -> names.add("e2m2");
      case 6 -> names.addAll(List.of("e2m3", "e3m2"));
      case 7 -> names.add("e3m3");
      case 8 -> names.addAll(List.of("e4m3", "e5m2"));
      default -> {}
    }
    return names;
  }

  /** The symmetric integers of a width. */
  static String integers(int bits) {
    return "int" + bits + "-symmetric";
  }

  /** A format at its best scale, and the error that the sample promises. */
  record Candidate(String format, double scale, double error) {

    static Candidate of(String format, Sample sample) {
      ScaleSearch search = new ScaleSearch(sample, Format.of(format).grid());
      double scale = search.best();
      return new Candidate(format, scale, search.error(scale));
    }
  }

  /** Measures what a candidate does to all values. */
  static FormatRow of(Candidate candidate, int bits, float[] x, FittedLaw law) {
    Grid grid = Format.of(candidate.format).grid().scaled(candidate.scale);
    return new FormatRow(
        bits,
        candidate.format,
        candidate.scale,
        grid.level(grid.size() - 1),
        law.sqnr(grid),
        Noise.of(x, grid));
  }

  double sqnr() {
    return measured.sqnr();
  }
}

package org.halfstep.cli;

/** The calibrators as CSV, one a line; an interval that does not exist is empty. */
final class CsvTable {

  static final String HEAD = "calibrator,dialect,lo,hi,scale,zero_point,sqnr_db,ci_low,ci_high";

  private CsvTable() {}

  static String of(Study study) {
    StringBuilder out = new StringBuilder(HEAD).append("\n");
    for (CalibratorRow r : study.calibrators()) {
      out.append(r.calibrator()).append(",").append(r.dialect());
      for (double v : new double[] {r.lo(), r.hi(), r.map().scale(), r.map().zero(), r.sqnr()}) {
        out.append(",").append(v);
      }
      out.append(",").append(r.interval().map(b -> "" + b.lower()).orElse(""));
      out.append(",").append(r.interval().map(b -> "" + b.upper()).orElse("")).append("\n");
    }
    return out.toString();
  }
}

package org.halfstep.cli;

/**
 * The calibrators as CSV, one a line.
 *
 * <p>Columns: {@code lo} and {@code hi}, the numbers of the lowest and the highest code, in units
 * of the data (hi is the threshold); {@code scale}, units of the data per code; {@code zero_point},
 * the code of the number 0; {@code sqnr_db}, measured on all values, in dB; {@code ci_low} and
 * {@code ci_high}, the 95 % confidence interval of hi, empty where there is none. Numbers have all
 * digits, a point and, where they are very large or small, an exponent as 1.0E-5; an exact format
 * has the SQNR Infinity.
 */
final class CsvTable {

  static final String HEAD = "calibrator,dialect,lo,hi,scale,zero_point,sqnr_db,ci_low,ci_high";

  private CsvTable() {}

  static String of(Study study) {
    StringBuilder out = new StringBuilder(HEAD).append("\n");
    for (CalibratorRow r : study.calibrators()) {
      out.append(r.calibrator().method()).append(",").append(r.calibrator().dialect());
      for (double v : new double[] {r.lo(), r.hi(), r.map().scale()}) {
        out.append(",").append(v);
      }
      out.append(",").append((long) r.map().zero()).append(",").append(r.sqnr());
      out.append(",").append(r.interval().map(i -> "" + i.lower()).orElse(""));
      out.append(",").append(r.interval().map(i -> "" + i.upper()).orElse("")).append("\n");
    }
    return out.toString();
  }
}

package org.halfstep.law;

/**
 * Partial moments gathered piece by piece, with one relative error for all: a piece of no weight
 * between two breaks that almost coincide may be known badly without harm.
 */
final class Pieces {

  private final double about;
  private final double[] m;
  private final double[] piece;
  private final double[] error;
  private final double[] size;

  Pieces(double about, double[] m) {
    this.about = about;
    this.m = m;
    this.piece = new double[m.length];
    this.error = new double[m.length];
    this.size = new double[m.length];
  }

  /** Returns the zeros that the next piece is to be added to. */
  double[] next() {
    return piece;
  }

  /** Takes what was added over (from, to], known to the relative error r, and clears it. */
  void take(double r, double from, double to) {
    boolean onOneSide = about <= from || about >= to;
    for (int k = 0; k < m.length; k++) {
      double magnitude = Math.abs(piece[k]);
      if (k % 2 == 1 && !onOneSide && k + 1 < m.length) {
        // E|d|^k from its neighbours: above it, by a tenth or so inside a cell.
        magnitude = Math.sqrt(piece[k - 1]) * Math.sqrt(piece[k + 1]);
      }
      error[k] += r * magnitude;
      size[k] += magnitude;
    }
    for (int k = 0; k < m.length; k++) {
      m[k] += piece[k];
      piece[k] = 0;
    }
  }

  /** Returns the relative error of all pieces together, the worst of all orders. */
  double relativeError() {
    double worst = 0;
    for (int k = 0; k < m.length; k++) {
      if (size[k] > 0 && size[k] < Double.POSITIVE_INFINITY) {
        worst = Math.max(worst, error[k] / size[k]);
      }
    }
    return worst;
  }
}

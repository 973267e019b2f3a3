package org.halfstep.kernel;

/** The formulas, pair by pair: what {@link VectorErrors} must equal, bit for bit. */
final class ScalarErrors implements Errors {

  @Override
  public void errorSums(
      float[] x, int xAt, float[] y, int yAt, int n, double low, double high, double[] lanes) {
    for (int i = 0; i < n; i++) {
      addPair(x[xAt + i], y[yAt + i], low, high, lanes, i % LANES);
    }
  }

  /** Adds one pair to its lane. */
  static void addPair(double x, double y, double low, double high, double[] lanes, int lane) {
    double e = y - x; // of two floats: exact unless they are 2^29 apart
    if (Double.isNaN(e)) {
      return;
    }
    lanes[LANES * PAIRS + lane] += 1;
    double square = e * e;
    if (x <= low || x > high) {
      lanes[LANES * OVERLOADS + lane] += 1;
      lanes[LANES * OVERLOAD + lane] += square;
    } else {
      lanes[LANES * GRANULAR + lane] += square;
    }
    lanes[LANES * X + lane] += x;
    lanes[LANES * XX + lane] = Math.fma(x, x, lanes[LANES * XX + lane]);
    lanes[LANES * XE + lane] = Math.fma(x, e, lanes[LANES * XE + lane]);
    lanes[LANES * E + lane] += e;
    lanes[LANES * EEE + lane] = Math.fma(square, e, lanes[LANES * EEE + lane]);
    lanes[LANES * EEEE + lane] = Math.fma(square, square, lanes[LANES * EEEE + lane]);
    lanes[LANES * MAXIMUM + lane] = Math.max(lanes[LANES * MAXIMUM + lane], Math.abs(e));
  }
}

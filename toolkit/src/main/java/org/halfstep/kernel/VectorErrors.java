package org.halfstep.kernel;

import static org.halfstep.kernel.Species.DOUBLES;
import static org.halfstep.kernel.Species.HALF_FLOATS;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Sums over errors with the Vector API; the twin is {@link ScalarErrors}. */
final class VectorErrors implements Errors {

  @Override
  public void errorSums(
      float[] x, int xAt, float[] y, int yAt, int n, double low, double high, double[] lanes) {
    // Masks of two doubles are not compiled on x86: objects instead, slower than the twin.
    int end = DOUBLES.length() < 4 ? 0 : n - n % LANES;
    // A narrow vector goes over the block (it is in the nearest cache) once for each part of the
    // lanes. So a lane sees its values in the same order whatever the width.
    for (int part = 0; part < LANES; part += DOUBLES.length()) {
      lanes(x, xAt, y, yAt, end, low, high, lanes, part);
    }
    for (int i = end; i < n; i++) {
      ScalarErrors.addPair(x[xAt + i], y[yAt + i], low, high, lanes, i % LANES);
    }
  }

  private static void lanes(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int end,
      double low,
      double high,
      double[] lanes,
      int part) {
    DoubleVector pairs = row(lanes, PAIRS, part);
    DoubleVector overloads = row(lanes, OVERLOADS, part);
    DoubleVector sumX = row(lanes, X, part);
    DoubleVector sumXx = row(lanes, XX, part);
    DoubleVector sumXe = row(lanes, XE, part);
    DoubleVector sumE = row(lanes, E, part);
    DoubleVector granular = row(lanes, GRANULAR, part);
    DoubleVector overload = row(lanes, OVERLOAD, part);
    DoubleVector sumEee = row(lanes, EEE, part);
    DoubleVector sumEeee = row(lanes, EEEE, part);
    LongVector maximum = row(lanes, MAXIMUM, part).reinterpretAsLongs();
    for (int i = part; i < end; i += LANES) {
      DoubleVector a = widened(x, xAt + i);
      DoubleVector e = widened(y, yAt + i).sub(a);
      VectorMask<Double> nan = e.test(VectorOperators.IS_NAN);
      a = a.blend(0, nan); // adding 0 leaves a lane as it is
      e = e.blend(0, nan);
      DoubleVector square = e.mul(e);
      VectorMask<Double> outside =
          a.compare(VectorOperators.LE, low).or(a.compare(VectorOperators.GT, high)).andNot(nan);
      pairs = pairs.add(1, nan.not());
      overloads = overloads.add(1, outside);
      granular = granular.add(square, outside.not());
      overload = overload.add(square, outside);
      sumX = sumX.add(a);
      sumXx = a.fma(a, sumXx);
      sumXe = a.fma(e, sumXe);
      sumE = sumE.add(e);
      sumEee = square.fma(e, sumEee);
      sumEeee = square.fma(square, sumEeee);
      // The bits of positive doubles increase with them.
      maximum = maximum.max(e.reinterpretAsLongs().and(Long.MAX_VALUE));
    }
    put(pairs, lanes, PAIRS, part);
    put(overloads, lanes, OVERLOADS, part);
    put(sumX, lanes, X, part);
    put(sumXx, lanes, XX, part);
    put(sumXe, lanes, XE, part);
    put(sumE, lanes, E, part);
    put(granular, lanes, GRANULAR, part);
    put(overload, lanes, OVERLOAD, part);
    put(sumEee, lanes, EEE, part);
    put(sumEeee, lanes, EEEE, part);
    put(maximum.reinterpretAsDoubles(), lanes, MAXIMUM, part);
  }

  private static DoubleVector widened(float[] x, int at) {
    return (DoubleVector)
        FloatVector.fromArray(HALF_FLOATS, x, at).convertShape(VectorOperators.F2D, DOUBLES, 0);
  }

  private static DoubleVector row(double[] lanes, int row, int part) {
    return DoubleVector.fromArray(DOUBLES, lanes, LANES * row + part);
  }

  private static void put(DoubleVector v, double[] lanes, int row, int part) {
    v.intoArray(lanes, LANES * row + part);
  }
}

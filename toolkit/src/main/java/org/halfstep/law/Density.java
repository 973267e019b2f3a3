package org.halfstep.law;

import java.util.function.DoubleUnaryOperator;

/** A law known by its density and break points alone. */
record Density(DoubleUnaryOperator density, double[] places) implements Distribution {

  /** Mass that quadrature may miss before a forgotten break is the likelier reason. */
  private static final double TOLERANCE = 1e-9;

  /** An integral that is known no better met something that was not declared. */
  private static final double UNCERTAIN = 1e-7;

  private static final String REMEDY =
      "; a density that is infinite somewhere is written with that place at 0, then shifted()";

  static Density checked(DoubleUnaryOperator pdf, double[] breaks) {
    for (double b : breaks) {
      Intervals.checkFinite("a break", b);
    }
    Density law = new Density(pdf, breaks);
    double[] m = new double[1];
    double error = law.moments(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, m);
    if (!(Math.abs(m[0] - 1) <= TOLERANCE)) {
      throw new IllegalArgumentException(
          "a density must have mass 1, quadrature found "
              + m[0]
              + ": normalize it, or declare breaks() where it has kinks, jumps, ends or far modes"
              + REMEDY);
    }
    if (!(error <= UNCERTAIN)) {
      throw new IllegalArgumentException(
          "the mass of a density must be certain to "
              + UNCERTAIN
              + ", quadrature knows it to "
              + error
              + ": declare breaks() where it has kinks, jumps, ends or far modes"
              + REMEDY);
    }
    return law;
  }

  @Override
  public double pdf(double x) {
    double p = density.applyAsDouble(x);
    if (!(p >= 0)) {
      throw new IllegalArgumentException("a density must be at least 0, got " + p + " at x = " + x);
    }
    return p;
  }

  @Override
  public double[] breaks() {
    return places.clone();
  }

  @Override
  public String toString() {
    return "law by density";
  }
}

package org.halfstep.theory;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.halfstep.law.Distribution;

/**
 * An activation that is a polynomial of degree 2 at most between its breaks.
 *
 * <p>Its moments under any law are sums of the law's partial moments, which a Gaussian has in
 * closed form: piece i adds {@code E[(a + b d + c d^2)^k]}, d = X - centre, over its interval.
 */
final class PiecewiseActivation implements Activation {

  /** A jump below this part of the values beside it is the rounding of a kink. */
  private static final double CONTINUOUS = 1e-12;

  private static final double MINUS = Double.NEGATIVE_INFINITY;

  private static final double PLUS = Double.POSITIVE_INFINITY;

  private final String name;
  private final DoubleUnaryOperator u;
  private final FloatLoop loop;
  private final double[] breaks;

  /** The coefficients {a, b, c} of a + b x + c x^2 on each piece, from the left. */
  private final double[][] pieces;

  private PiecewiseActivation(
      String name, DoubleUnaryOperator u, FloatLoop loop, double[] breaks, double[][] pieces) {
    this.name = name;
    this.u = u;
    this.loop = loop;
    this.breaks = breaks;
    this.pieces = pieces;
  }

  static PiecewiseActivation identity() {
    return new PiecewiseActivation(
        "identity",
        x -> x,
        (in, out, from, to) -> System.arraycopy(in, from, out, from, to - from),
        new double[0],
        new double[][] {{0, 1, 0}});
  }

  static PiecewiseActivation relu() {
    return new PiecewiseActivation(
        "ReLU",
        x -> Math.max(x, 0),
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = Math.max(in[i], 0f);
          }
        },
        new double[] {0},
        new double[][] {{0, 0, 0}, {0, 1, 0}});
  }

  static PiecewiseActivation relu6() {
    return new PiecewiseActivation(
        "ReLU6",
        x -> Math.min(Math.max(x, 0), 6),
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = Math.min(Math.max(in[i], 0f), 6f);
          }
        },
        new double[] {0, 6},
        new double[][] {{0, 0, 0}, {0, 1, 0}, {6, 0, 0}});
  }

  static Activation leakyRelu(double slope) {
    if (!Double.isFinite(slope)) {
      throw new IllegalArgumentException("slope must be finite, got " + slope);
    }
    if (slope == 0) {
      return RELU;
    }
    return new PiecewiseActivation(
        "LeakyReLU(" + slope + ")",
        x -> x >= 0 ? x : slope * x,
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = in[i] >= 0 ? in[i] : (float) (slope * in[i]);
          }
        },
        new double[] {0},
        new double[][] {{0, slope, 0}, {0, 1, 0}});
  }

  static PiecewiseActivation hardSwish() {
    return new PiecewiseActivation(
        "hard-swish",
        PiecewiseActivation::hardSwish,
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = (float) hardSwish(in[i]);
          }
        },
        new double[] {-3, 3},
        new double[][] {{0, 0, 0}, {0, 0.5, 1 / 6.0}, {0, 1, 0}});
  }

  private static double hardSwish(double x) {
    return x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6;
  }

  static PiecewiseActivation square() {
    return new PiecewiseActivation(
        "x^2",
        x -> x * x,
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = in[i] * in[i];
          }
        },
        new double[0],
        new double[][] {{0, 0, 1}});
  }

  static PiecewiseActivation staircase(int steps, double top) {
    if (steps < 1 || steps > 65536) {
      throw new IllegalArgumentException("steps must be in 1..65536, got " + steps);
    }
    if (!(top > 0 && top < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("top must be positive and finite, got " + top);
    }
    double[] breaks = new double[steps];
    double[][] pieces = new double[steps + 1][];
    for (int k = 0; k <= steps; k++) {
      pieces[k] = new double[] {k * top / steps, 0, 0};
      if (k < steps) {
        breaks[k] = (k + 0.5) * top / steps;
      }
    }
    DoubleUnaryOperator u = x -> Math.min(Math.max(Math.rint(x * steps / top), 0), steps);
    return new PiecewiseActivation(
        "staircase(" + steps + ", " + top + ")",
        x -> u.applyAsDouble(x) * top / steps,
        (in, out, from, to) -> {
          for (int i = from; i < to; i++) {
            double code = Math.min(Math.max(Math.rint(in[i] * (double) steps / top), 0), steps);
            out[i] = (float) (code * top / steps);
          }
        },
        breaks,
        pieces);
  }

  /** Returns the slope below 0 if u is y = x above 0 and slope x below, else NaN. */
  double homogeneous() {
    double[] left = pieces[0];
    double[] right = pieces[pieces.length - 1];
    boolean two = pieces.length == 1 || pieces.length == 2 && breaks[0] == 0;
    boolean linear = left[0] == 0 && left[2] == 0 && right[0] == 0 && right[2] == 0;
    return two && linear && right[1] == 1 ? left[1] : Double.NaN;
  }

  @Override
  public double value(double x) {
    return u.applyAsDouble(x);
  }

  @Override
  public double derivative(double x) {
    double[] p = pieces[piece(x)];
    return p[1] + 2 * p[2] * x;
  }

  private int piece(double x) {
    int i = Arrays.binarySearch(breaks, x);
    return i < 0 ? -i - 1 : i;
  }

  @Override
  public double[] breaks() {
    return breaks.clone();
  }

  @Override
  public void apply(float[] in, float[] out, int from, int to) {
    FloatLoop.check(in, out, from, to);
    loop.run(in, out, from, to);
    FloatLoop.checkNumbers(this, out, from, to);
  }

  @Override
  public ActivationReport under(Distribution law) {
    PieceSums sums = sums(law, 0, law.mean(), MINUS, PLUS);
    if (!Double.isFinite(sums.first)) {
      throw ActivationReport.nonexistent(this, law, sums.first);
    }
    PieceSums central = sums(law, sums.first, law.mean(), MINUS, PLUS);
    return new ActivationReport(
        sums.first,
        sums.second,
        central.second,
        sums.slope,
        jumpPower(law),
        law.variance(),
        sums.firstError,
        sums.secondError,
        central.secondError,
        sums.slopeError);
  }

  /** Returns the moments of u(X) - offset over lo..hi, each piece about its point nearest to x. */
  PieceSums sums(Distribution law, double offset, double x, double lo, double hi) {
    PieceSums sums = new PieceSums();
    int i = lo == MINUS ? 0 : piece(lo);
    double from = lo;
    for (; i < pieces.length && from < hi; i++) {
      boolean last = i == breaks.length;
      double low = i == 0 ? MINUS : breaks[i - 1];
      double about = Math.clamp(Double.isFinite(x) ? x : 0, low, last ? PLUS : breaks[i]);
      double to = Math.min(hi, last ? PLUS : closed(law, i));
      double[] p = pieces[i];
      double b = p[1] + 2 * p[2] * about;
      double a = p[0] + about * (p[1] + p[2] * about) - offset;
      sums.add(law, about, from, to, a, b, p[2]);
      from = to;
    }
    return sums;
  }

  /** The upper end of piece i as a closed one: an atom counts with the value that u has there. */
  private double closed(Distribution law, int i) {
    double b = breaks[i];
    boolean right = law.mass(b) > 0 && value(b) == polynomial(i + 1, b);
    return right ? Math.nextDown(b) : b;
  }

  private double polynomial(int i, double x) {
    return pieces[i][0] + x * (pieces[i][1] + x * pieces[i][2]);
  }

  private double jumpPower(Distribution law) {
    double power = 0;
    for (int i = 0; i < breaks.length; i++) {
      double left = polynomial(i, breaks[i]);
      double right = polynomial(i + 1, breaks[i]);
      if (Math.abs(right - left) > CONTINUOUS * (Math.abs(left) + Math.abs(right))) {
        power += (right - left) * (right - left) * law.pdf(breaks[i]);
      }
    }
    return power;
  }

  @Override
  public String toString() {
    return name;
  }
}

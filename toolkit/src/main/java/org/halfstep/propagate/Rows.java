package org.halfstep.propagate;

import java.util.Arrays;
import org.halfstep.theory.Activation;

/**
 * Loops over one sample, a row of a [batch, width] array: sums are in double and in a fixed order,
 * so that they come to the same bits in every run, while rows are shared among processors.
 */
final class Rows {

  private Rows() {}

  /** Writes the sums of the parts of the error from an index on: immediate, accumulated, cross. */
  static void parts(
      float[] y,
      float[] z,
      float[] immediate,
      float[] accumulated,
      int from,
      int n,
      double[] out,
      int at) {
    double ii = 0;
    double aa = 0;
    double cc = 0;
    for (int j = from; j < from + n; j++) {
      double i = (double) immediate[j] - y[j];
      double a = (double) accumulated[j] - y[j];
      double c = (double) z[j] - y[j] - i - a;
      ii += i * i;
      aa += a * a;
      cc += c * c;
    }
    out[at + LayerNoise.II - LayerNoise.II] = ii;
    out[at + LayerNoise.AA - LayerNoise.II] = aa;
    out[at + LayerNoise.CC - LayerNoise.II] = cc;
  }

  /** Returns half the squared distance of two rows. */
  static double apart(float[] y, int from, int other, int n) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      double d = (double) y[from + j] - y[other + j];
      sum += d * d;
    }
    return sum / 2;
  }

  /** Eight sums side by side hide the latency of fma. */
  static double sumOfSquares(float[] x, int from, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int i = from;
    for (; i + 7 < from + n; i += 8) {
      a = Math.fma((double) x[i], x[i], a);
      b = Math.fma((double) x[i + 1], x[i + 1], b);
      c = Math.fma((double) x[i + 2], x[i + 2], c);
      d = Math.fma((double) x[i + 3], x[i + 3], d);
      e = Math.fma((double) x[i + 4], x[i + 4], e);
      f = Math.fma((double) x[i + 5], x[i + 5], f);
      g = Math.fma((double) x[i + 6], x[i + 6], g);
      h = Math.fma((double) x[i + 7], x[i + 7], h);
    }
    for (; i < from + n; i++) {
      a = Math.fma((double) x[i], x[i], a);
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  static double sum(float[] x, int from, int n) {
    double a = 0;
    double b = 0;
    int i = from;
    for (; i + 1 < from + n; i += 2) {
      a += x[i];
      b += x[i + 1];
    }
    return a + (i < from + n ? x[i] : 0) + b;
  }

  static double sumOfSquaresAbout(double mean, float[] x, int from, int n) {
    double a = 0;
    double b = 0;
    int i = from;
    for (; i + 1 < from + n; i += 2) {
      double u = x[i] - mean;
      double v = x[i + 1] - mean;
      a = Math.fma(u, u, a);
      b = Math.fma(v, v, b);
    }
    if (i < from + n) {
      double u = x[i] - mean;
      a = Math.fma(u, u, a);
    }
    return a + b;
  }

  /**
   * Applies u in place; numbers are finite here, so ReLU need not look, and u has to keep them so.
   */
  static void activate(Activation u, float[] x, int from, int n) {
    if (u == Activation.RELU) {
      for (int i = from; i < from + n; i++) {
        x[i] = Math.max(x[i], 0f);
      }
    } else if (u != Activation.IDENTITY) {
      float[] before = Arrays.copyOfRange(x, from, from + n);
      u.apply(x, x, from, from + n);
      for (int i = 0; i < n; i++) {
        if (!Float.isFinite(x[from + i])) {
          throw new ArithmeticException(
              u + " must give finite numbers, got " + x[from + i] + " for " + before[i]);
        }
      }
    }
  }

  /** x = x factor, in float. */
  static void scale(float factor, float[] x, int from, int n) {
    for (int i = from; i < from + n; i++) {
      x[i] *= factor;
    }
  }

  /** x = (x - mean) factor, in float. */
  static void centre(float mean, float factor, float[] x, int from, int n) {
    for (int i = from; i < from + n; i++) {
      x[i] = (x[i] - mean) * factor;
    }
  }

  /** The reciprocal of a root mean square, 0 for a row of zeros: it stays one. */
  static float reciprocalRoot(double meanSquare) {
    return meanSquare > 0 ? (float) (1 / Math.sqrt(meanSquare)) : 0;
  }
}

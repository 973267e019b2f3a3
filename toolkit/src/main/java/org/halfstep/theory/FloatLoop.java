package org.halfstep.theory;

import java.util.Objects;

/** An activation's loop over floats, which the compiler can turn into vector instructions. */
@FunctionalInterface
interface FloatLoop {

  /** The bits of an infinity: beyond them lie NaNs only. */
  int INFINITY = 0x7f800000;

  /** Writes u(in[i]) to out[i], from at the first place to before the last. */
  void run(float[] in, float[] out, int from, int to);

  static void check(float[] in, float[] out, int from, int to) {
    Objects.checkFromToIndex(from, to, in.length);
    Objects.checkFromToIndex(from, to, out.length);
  }

  /** Returns y, or throws if it is NaN. */
  static float number(Activation u, float x, float y) {
    if (Float.isNaN(y)) {
      throw notANumber(u, x);
    }
    return y;
  }

  /** Throws if one of the values is NaN; the sign of the differences says so without a branch. */
  static void checkNumbers(Activation u, float[] out, int from, int to) {
    int sign = 0;
    for (int i = from; i < to; i++) {
      sign |= INFINITY - (Float.floatToRawIntBits(out[i]) & Integer.MAX_VALUE);
    }
    if (sign < 0) {
      throw notANumber(u, Double.NaN); // those with such a loop give NaN for NaN alone
    }
  }

  static ArithmeticException notANumber(Activation u, double x) {
    return new ArithmeticException(u + " must give a number, got NaN at x = " + x);
  }
}

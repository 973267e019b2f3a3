package org.halfstep.kernel;

import java.util.Objects;

/** What doors ask of two arrays, of which the second may be the first. */
final class Slices {

  private Slices() {}

  static void checkLengths(float[] x, float[] out) {
    if (x.length != out.length) {
      throw new IllegalArgumentException(
          "x and out must have the same length, got " + x.length + " and " + out.length);
    }
  }

  static void check(float[] x, int from, float[] out, int to, int length) {
    Objects.checkFromIndexSize(from, length, x.length);
    Objects.checkFromIndexSize(to, length, out.length);
    if (x == out && from != to && Math.abs((long) from - to) < length) {
      throw new IllegalArgumentException(
          "slices of one array must be the same or apart, got "
              + length
              + " values from "
              + from
              + " and from "
              + to);
    }
  }
}

package org.halfstep.grid;

/** The check of an integer argument, with the message that all formats share. */
final class Bounds {

  private Bounds() {}

  static void check(String what, int value, int lo, int hi) {
    if (value < lo || value > hi) {
      throw new IllegalArgumentException(what + " must be in " + lo + ".." + hi + ", got " + value);
    }
  }
}

package org.halfstep.data;

/**
 * Where a number stands in C and in Fortran order: the last index fastest, or the first.
 *
 * @param shape the dimensions
 * @param steps how far the Fortran position moves, in numbers, when an index grows by one
 * @param width bytes of a number
 */
record Strides(int[] shape, int[] steps, int width) {

  static Strides of(int[] shape, int width) {
    int[] steps = new int[shape.length];
    int step = 1;
    for (int d = 0; d < shape.length; d++) {
      steps[d] = step;
      step *= shape[d];
    }
    return new Strides(shape, steps, width);
  }

  byte[] fromFortran(byte[] in) {
    byte[] out = new byte[in.length];
    move(in, out, true);
    return out;
  }

  byte[] toFortran(byte[] in) {
    byte[] out = new byte[in.length];
    move(in, out, false);
    return out;
  }

  /** Walks the numbers in C order like an odometer, and keeps the Fortran position beside it. */
  private void move(byte[] in, byte[] out, boolean fromFortran) {
    int[] index = new int[shape.length];
    int fortran = 0;
    for (int at = 0; at < in.length; at += width) {
      int other = fortran * width;
      System.arraycopy(in, fromFortran ? other : at, out, fromFortran ? at : other, width);
      for (int d = shape.length - 1; d >= 0; d--) {
        fortran += steps[d];
        if (++index[d] < shape[d]) {
          break;
        }
        fortran -= shape[d] * steps[d];
        index[d] = 0;
      }
    }
  }
}

package org.halfstep.kernel;

/** An array that is read as floats. */
interface Values {

  /** out[outAt + outStep i] = x[at + step i], n values. */
  void read(int at, int step, int n, float[] out, int outAt, int outStep);

  /** Floats. */
  record Floats(float[] x) implements Values {

    @Override
    public void read(int at, int step, int n, float[] out, int outAt, int outStep) {
      if (step == 1 && outStep == 1) {
        System.arraycopy(x, at, out, outAt, n);
        return;
      }
      for (int i = 0; i < n; i++) {
        out[outAt + outStep * i] = x[at + step * i];
      }
    }
  }

  /** Bytes, of which the mask leaves their sign (-1) or makes 0..255 (255). */
  record Bytes(byte[] x, int mask, Products loops) implements Values {

    @Override
    public void read(int at, int step, int n, float[] out, int outAt, int outStep) {
      if (step == 1 && outStep == 1) {
        loops.widen(x, at, n, mask, out, outAt);
        return;
      }
      for (int i = 0; i < n; i++) {
        out[outAt + outStep * i] = x[at + step * i] & mask;
      }
    }
  }
}

package org.halfstep.kernel;

/**
 * The sums, lane by lane: what {@link VectorSignals} must equal, bit for bit, where they are
 * finite.
 */
final class ScalarSignals implements Signals {

  @Override
  public void rounded(FakeQuantize rule, float[] x, int at, int quarter, int n, float[] lanes) {
    for (int lane = 0; lane < LANES; lane++) {
      Sums first = new Sums();
      Sums second = new Sums();
      for (int i = at + lane; i < at + n; i += LANES) {
        first.add(x[i], rule.of(x[i]));
        second.add(x[i + quarter], rule.of(x[i + quarter]));
        first.add(x[i + 2 * quarter], rule.of(x[i + 2 * quarter]));
        second.add(x[i + 3 * quarter], rule.of(x[i + 3 * quarter]));
      }
      first.put(second, lanes, lane);
    }
  }

  @Override
  public void between(float[] x, int at, float[] y, int yAt, int quarter, int n, float[] lanes) {
    int shift = yAt - at;
    for (int lane = 0; lane < LANES; lane++) {
      Sums first = new Sums();
      Sums second = new Sums();
      for (int i = at + lane; i < at + n; i += LANES) {
        first.add(x[i], y[shift + i]);
        second.add(x[i + quarter], y[shift + i + quarter]);
        first.add(x[i + 2 * quarter], y[shift + i + 2 * quarter]);
        second.add(x[i + 3 * quarter], y[shift + i + 3 * quarter]);
      }
      first.put(second, lanes, lane);
    }
  }

  /** One lane of one set. Objects that stay in this method become registers. */
  private static final class Sums {
    private float xx;
    private float xe;
    private float ee;
    private float x;
    private float e;
    private float maximum;

    void add(float a, float y) {
      float d = y - a;
      xx = Math.fma(a, a, xx);
      xe = Math.fma(a, d, xe);
      ee = Math.fma(d, d, ee);
      x += a;
      e += d;
      maximum = Math.max(maximum, Math.abs(d));
    }

    void put(Sums second, float[] lanes, int lane) {
      lanes[LANES * XX + lane] = xx + second.xx;
      lanes[LANES * XE + lane] = xe + second.xe;
      lanes[LANES * EE + lane] = ee + second.ee;
      lanes[LANES * X + lane] = x + second.x;
      lanes[LANES * E + lane] = e + second.e;
      lanes[LANES * MAXIMUM + lane] = Math.max(maximum, second.maximum);
    }
  }

  @Override
  public void products(float[] x, int at, float[] y, int yAt, int quarter, int n, float[] lanes) {
    int shift = yAt - at;
    for (int lane = 0; lane < LANES; lane++) {
      float[] xx = new float[2];
      float[] xy = new float[2];
      float[] yy = new float[2];
      for (int i = at + lane; i < at + n; i += LANES) {
        for (int stream = 0; stream < 4; stream++) {
          int set = stream % 2;
          float a = x[i + stream * quarter];
          float b = y[shift + i + stream * quarter];
          xx[set] = Math.fma(a, a, xx[set]);
          xy[set] = Math.fma(a, b, xy[set]);
          yy[set] = Math.fma(b, b, yy[set]);
        }
      }
      lanes[LANES * XX + lane] = xx[0] + xx[1];
      lanes[LANES * XE + lane] = xy[0] + xy[1];
      lanes[LANES * EE + lane] = yy[0] + yy[1];
    }
  }
}

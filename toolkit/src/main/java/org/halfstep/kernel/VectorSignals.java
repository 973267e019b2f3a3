package org.halfstep.kernel;

import static org.halfstep.kernel.Elementwise.MAGIC;
import static org.halfstep.kernel.Elementwise.MAGIC_BITS;
import static org.halfstep.kernel.Species.FLOATS;
import static org.halfstep.kernel.Species.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Powers of a signal and its error with the Vector API; the twin is {@link ScalarSignals}.
 *
 * <p>A narrow vector goes over the block, which is in the nearest cache by then, once for each part
 * of the sixteen lanes. So a lane sees its values in the same order whatever the width.
 *
 * <p>Streams a to d are written out, because an array of vectors would be one of objects, and
 * without methods of our own: C2 stops inlining such at some size of a loop, and vectors become
 * objects there, too. The greatest |e| is that of bits, which increase with it.
 */
final class VectorSignals implements Signals {

  private static final int STEP = FLOATS.length();

  @Override
  public void rounded(FakeQuantize rule, float[] x, int at, int quarter, int n, float[] lanes) {
    for (int part = 0; part < LANES; part += STEP) {
      if (rule.reciprocal()) {
        multiplied(rule, x, at, quarter, n, lanes, part);
      } else {
        divided(rule, x, at, quarter, n, lanes, part);
      }
    }
  }

  @Override
  public void between(float[] x, int at, float[] y, int yAt, int quarter, int n, float[] lanes) {
    for (int part = 0; part < LANES; part += STEP) {
      between(x, at, y, yAt, quarter, n, lanes, part);
    }
  }

  @Override
  public void products(float[] x, int at, float[] y, int yAt, int quarter, int n, float[] lanes) {
    for (int part = 0; part < LANES; part += STEP) {
      products(x, at, y, yAt, quarter, n, lanes, part);
    }
  }

  private static void multiplied(
      FakeQuantize rule, float[] x, int at, int quarter, int n, float[] lanes, int part) {
    FloatVector inverse = FloatVector.broadcast(FLOATS, rule.inverse());
    FloatVector scale = FloatVector.broadcast(FLOATS, rule.scale());
    FloatVector magic = FloatVector.broadcast(FLOATS, MAGIC);
    IntVector lowest = IntVector.broadcast(INTS, MAGIC_BITS + rule.lowest());
    IntVector highest = IntVector.broadcast(INTS, MAGIC_BITS + rule.highest());
    int second = at + quarter;
    int third = second + quarter;
    int fourth = third + quarter;
    FloatVector xx0 = FloatVector.zero(FLOATS);
    FloatVector xx1 = xx0;
    FloatVector xe0 = xx0;
    FloatVector xe1 = xx0;
    FloatVector ee0 = xx0;
    FloatVector ee1 = xx0;
    FloatVector x0 = xx0;
    FloatVector x1 = xx0;
    FloatVector e0 = xx0;
    FloatVector e1 = xx0;
    IntVector size = IntVector.broadcast(INTS, Integer.MAX_VALUE); // all but the sign
    IntVector max0 = IntVector.zero(INTS);
    IntVector max1 = max0;
    for (int i = part; i < n; i += LANES) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, at + i);
      IntVector aq = a.mul(inverse).add(magic).reinterpretAsInts().max(lowest).min(highest);
      FloatVector ae = aq.reinterpretAsFloats().sub(magic).mul(scale).sub(a);
      xx0 = a.fma(a, xx0);
      xe0 = a.fma(ae, xe0);
      ee0 = ae.fma(ae, ee0);
      x0 = x0.add(a);
      e0 = e0.add(ae);
      max0 = max0.max(ae.reinterpretAsInts().and(size));
      FloatVector b = FloatVector.fromArray(FLOATS, x, second + i);
      IntVector bq = b.mul(inverse).add(magic).reinterpretAsInts().max(lowest).min(highest);
      FloatVector be = bq.reinterpretAsFloats().sub(magic).mul(scale).sub(b);
      xx1 = b.fma(b, xx1);
      xe1 = b.fma(be, xe1);
      ee1 = be.fma(be, ee1);
      x1 = x1.add(b);
      e1 = e1.add(be);
      max1 = max1.max(be.reinterpretAsInts().and(size));
      FloatVector c = FloatVector.fromArray(FLOATS, x, third + i);
      IntVector cq = c.mul(inverse).add(magic).reinterpretAsInts().max(lowest).min(highest);
      FloatVector ce = cq.reinterpretAsFloats().sub(magic).mul(scale).sub(c);
      xx0 = c.fma(c, xx0);
      xe0 = c.fma(ce, xe0);
      ee0 = ce.fma(ce, ee0);
      x0 = x0.add(c);
      e0 = e0.add(ce);
      max0 = max0.max(ce.reinterpretAsInts().and(size));
      FloatVector d = FloatVector.fromArray(FLOATS, x, fourth + i);
      IntVector dq = d.mul(inverse).add(magic).reinterpretAsInts().max(lowest).min(highest);
      FloatVector de = dq.reinterpretAsFloats().sub(magic).mul(scale).sub(d);
      xx1 = d.fma(d, xx1);
      xe1 = d.fma(de, xe1);
      ee1 = de.fma(de, ee1);
      x1 = x1.add(d);
      e1 = e1.add(de);
      max1 = max1.max(de.reinterpretAsInts().and(size));
    }
    xx0.add(xx1).intoArray(lanes, LANES * XX + part);
    xe0.add(xe1).intoArray(lanes, LANES * XE + part);
    ee0.add(ee1).intoArray(lanes, LANES * EE + part);
    x0.add(x1).intoArray(lanes, LANES * X + part);
    e0.add(e1).intoArray(lanes, LANES * E + part);
    max0.max(max1).reinterpretAsFloats().intoArray(lanes, LANES * MAXIMUM + part);
  }

  private static void divided(
      FakeQuantize rule, float[] x, int at, int quarter, int n, float[] lanes, int part) {
    FloatVector scale = FloatVector.broadcast(FLOATS, rule.scale());
    FloatVector magic = FloatVector.broadcast(FLOATS, MAGIC);
    IntVector lowest = IntVector.broadcast(INTS, MAGIC_BITS + rule.lowest());
    IntVector highest = IntVector.broadcast(INTS, MAGIC_BITS + rule.highest());
    int second = at + quarter;
    int third = second + quarter;
    int fourth = third + quarter;
    FloatVector xx0 = FloatVector.zero(FLOATS);
    FloatVector xx1 = xx0;
    FloatVector xe0 = xx0;
    FloatVector xe1 = xx0;
    FloatVector ee0 = xx0;
    FloatVector ee1 = xx0;
    FloatVector x0 = xx0;
    FloatVector x1 = xx0;
    FloatVector e0 = xx0;
    FloatVector e1 = xx0;
    IntVector size = IntVector.broadcast(INTS, Integer.MAX_VALUE); // all but the sign
    IntVector max0 = IntVector.zero(INTS);
    IntVector max1 = max0;
    for (int i = part; i < n; i += LANES) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, at + i);
      IntVector aq = a.div(scale).add(magic).reinterpretAsInts().max(lowest).min(highest);
      FloatVector ae = aq.reinterpretAsFloats().sub(magic).mul(scale).sub(a);
      xx0 = a.fma(a, xx0);
      xe0 = a.fma(ae, xe0);
      ee0 = ae.fma(ae, ee0);
      x0 = x0.add(a);
      e0 = e0.add(ae);
      max0 = max0.max(ae.reinterpretAsInts().and(size));
      FloatVector b = FloatVector.fromArray(FLOATS, x, second + i);
      IntVector bq = b.div(scale).add(magic).reinterpretAsInts().max(lowest).min(highest);
      FloatVector be = bq.reinterpretAsFloats().sub(magic).mul(scale).sub(b);
      xx1 = b.fma(b, xx1);
      xe1 = b.fma(be, xe1);
      ee1 = be.fma(be, ee1);
      x1 = x1.add(b);
      e1 = e1.add(be);
      max1 = max1.max(be.reinterpretAsInts().and(size));
      FloatVector c = FloatVector.fromArray(FLOATS, x, third + i);
      IntVector cq = c.div(scale).add(magic).reinterpretAsInts().max(lowest).min(highest);
      FloatVector ce = cq.reinterpretAsFloats().sub(magic).mul(scale).sub(c);
      xx0 = c.fma(c, xx0);
      xe0 = c.fma(ce, xe0);
      ee0 = ce.fma(ce, ee0);
      x0 = x0.add(c);
      e0 = e0.add(ce);
      max0 = max0.max(ce.reinterpretAsInts().and(size));
      FloatVector d = FloatVector.fromArray(FLOATS, x, fourth + i);
      IntVector dq = d.div(scale).add(magic).reinterpretAsInts().max(lowest).min(highest);
      FloatVector de = dq.reinterpretAsFloats().sub(magic).mul(scale).sub(d);
      xx1 = d.fma(d, xx1);
      xe1 = d.fma(de, xe1);
      ee1 = de.fma(de, ee1);
      x1 = x1.add(d);
      e1 = e1.add(de);
      max1 = max1.max(de.reinterpretAsInts().and(size));
    }
    xx0.add(xx1).intoArray(lanes, LANES * XX + part);
    xe0.add(xe1).intoArray(lanes, LANES * XE + part);
    ee0.add(ee1).intoArray(lanes, LANES * EE + part);
    x0.add(x1).intoArray(lanes, LANES * X + part);
    e0.add(e1).intoArray(lanes, LANES * E + part);
    max0.max(max1).reinterpretAsFloats().intoArray(lanes, LANES * MAXIMUM + part);
  }

  private static void between(
      float[] x, int at, float[] y, int yAt, int quarter, int n, float[] lanes, int part) {
    int second = at + quarter;
    int third = second + quarter;
    int fourth = third + quarter;
    int shift = yAt - at;
    FloatVector xx0 = FloatVector.zero(FLOATS);
    FloatVector xx1 = xx0;
    FloatVector xe0 = xx0;
    FloatVector xe1 = xx0;
    FloatVector ee0 = xx0;
    FloatVector ee1 = xx0;
    FloatVector x0 = xx0;
    FloatVector x1 = xx0;
    FloatVector e0 = xx0;
    FloatVector e1 = xx0;
    IntVector size = IntVector.broadcast(INTS, Integer.MAX_VALUE); // all but the sign
    IntVector max0 = IntVector.zero(INTS);
    IntVector max1 = max0;
    for (int i = part; i < n; i += LANES) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, at + i);
      FloatVector ae = FloatVector.fromArray(FLOATS, y, shift + at + i).sub(a);
      xx0 = a.fma(a, xx0);
      xe0 = a.fma(ae, xe0);
      ee0 = ae.fma(ae, ee0);
      x0 = x0.add(a);
      e0 = e0.add(ae);
      max0 = max0.max(ae.reinterpretAsInts().and(size));
      FloatVector b = FloatVector.fromArray(FLOATS, x, second + i);
      FloatVector be = FloatVector.fromArray(FLOATS, y, shift + second + i).sub(b);
      xx1 = b.fma(b, xx1);
      xe1 = b.fma(be, xe1);
      ee1 = be.fma(be, ee1);
      x1 = x1.add(b);
      e1 = e1.add(be);
      max1 = max1.max(be.reinterpretAsInts().and(size));
      FloatVector c = FloatVector.fromArray(FLOATS, x, third + i);
      FloatVector ce = FloatVector.fromArray(FLOATS, y, shift + third + i).sub(c);
      xx0 = c.fma(c, xx0);
      xe0 = c.fma(ce, xe0);
      ee0 = ce.fma(ce, ee0);
      x0 = x0.add(c);
      e0 = e0.add(ce);
      max0 = max0.max(ce.reinterpretAsInts().and(size));
      FloatVector d = FloatVector.fromArray(FLOATS, x, fourth + i);
      FloatVector de = FloatVector.fromArray(FLOATS, y, shift + fourth + i).sub(d);
      xx1 = d.fma(d, xx1);
      xe1 = d.fma(de, xe1);
      ee1 = de.fma(de, ee1);
      x1 = x1.add(d);
      e1 = e1.add(de);
      max1 = max1.max(de.reinterpretAsInts().and(size));
    }
    xx0.add(xx1).intoArray(lanes, LANES * XX + part);
    xe0.add(xe1).intoArray(lanes, LANES * XE + part);
    ee0.add(ee1).intoArray(lanes, LANES * EE + part);
    x0.add(x1).intoArray(lanes, LANES * X + part);
    e0.add(e1).intoArray(lanes, LANES * E + part);
    max0.max(max1).reinterpretAsFloats().intoArray(lanes, LANES * MAXIMUM + part);
  }

  private static void products(
      float[] x, int at, float[] y, int yAt, int quarter, int n, float[] lanes, int part) {
    int second = at + quarter;
    int third = second + quarter;
    int fourth = third + quarter;
    int shift = yAt - at;
    FloatVector xx0 = FloatVector.zero(FLOATS);
    FloatVector xx1 = xx0;
    FloatVector xy0 = xx0;
    FloatVector xy1 = xx0;
    FloatVector yy0 = xx0;
    FloatVector yy1 = xx0;
    for (int i = part; i < n; i += LANES) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, at + i);
      FloatVector ay = FloatVector.fromArray(FLOATS, y, shift + at + i);
      xx0 = a.fma(a, xx0);
      xy0 = a.fma(ay, xy0);
      yy0 = ay.fma(ay, yy0);
      FloatVector b = FloatVector.fromArray(FLOATS, x, second + i);
      FloatVector by = FloatVector.fromArray(FLOATS, y, shift + second + i);
      xx1 = b.fma(b, xx1);
      xy1 = b.fma(by, xy1);
      yy1 = by.fma(by, yy1);
      FloatVector c = FloatVector.fromArray(FLOATS, x, third + i);
      FloatVector cy = FloatVector.fromArray(FLOATS, y, shift + third + i);
      xx0 = c.fma(c, xx0);
      xy0 = c.fma(cy, xy0);
      yy0 = cy.fma(cy, yy0);
      FloatVector d = FloatVector.fromArray(FLOATS, x, fourth + i);
      FloatVector dy = FloatVector.fromArray(FLOATS, y, shift + fourth + i);
      xx1 = d.fma(d, xx1);
      xy1 = d.fma(dy, xy1);
      yy1 = dy.fma(dy, yy1);
    }
    xx0.add(xx1).intoArray(lanes, LANES * XX + part);
    xy0.add(xy1).intoArray(lanes, LANES * XE + part);
    yy0.add(yy1).intoArray(lanes, LANES * EE + part);
  }
}

package org.halfstep.kernel;

import static org.halfstep.kernel.Species.FLOATS;
import static org.halfstep.kernel.Species.INTS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The same with the Vector API; {@link ScalarProducts} is the twin.
 *
 * <p>A tile has six rows of two vectors. Its twelve sums hide the latency of fma, which takes eight
 * on a core that starts two in each of four cycles; and with two vectors of B and one of A they fit
 * into the sixteen registers of AVX2, which four rows of four vectors do not.
 */
final class VectorProducts implements Products {

  private static final int STEP = FLOATS.length();

  private static final int COLUMNS = 2 * STEP;

  /** As many bytes as there are ints in a vector; below 64 bits there is no such shape. */
  private static final VectorSpecies<Byte> BYTES =
      VectorShape.forBitSize(Math.max(64, FLOATS.vectorBitSize() / 4)).withLanes(byte.class);

  private static final ScalarProducts TWIN = new ScalarProducts();

  @Override
  public int columns() {
    return COLUMNS;
  }

  /**
   * Written out, because an array of vectors would be one of objects: {@code rv} is row r, vector
   * v.
   */
  @Override
  public void tile(Tile t) {
    float[] a = t.a;
    float[] b = t.b;
    int depth = t.depth;
    int a0 = t.aAt;
    int a1 = a0 + t.aRow;
    int a2 = a1 + t.aRow;
    int a3 = a2 + t.aRow;
    int a4 = a3 + t.aRow;
    int a5 = a4 + t.aRow;
    float[] c = t.from;
    int at = t.fromAt;
    FloatVector c00 = FloatVector.fromArray(FLOATS, c, at);
    FloatVector c01 = FloatVector.fromArray(FLOATS, c, at + STEP);
    at += t.fromRow;
    FloatVector c10 = FloatVector.fromArray(FLOATS, c, at);
    FloatVector c11 = FloatVector.fromArray(FLOATS, c, at + STEP);
    at += t.fromRow;
    FloatVector c20 = FloatVector.fromArray(FLOATS, c, at);
    FloatVector c21 = FloatVector.fromArray(FLOATS, c, at + STEP);
    at += t.fromRow;
    FloatVector c30 = FloatVector.fromArray(FLOATS, c, at);
    FloatVector c31 = FloatVector.fromArray(FLOATS, c, at + STEP);
    at += t.fromRow;
    FloatVector c40 = FloatVector.fromArray(FLOATS, c, at);
    FloatVector c41 = FloatVector.fromArray(FLOATS, c, at + STEP);
    at += t.fromRow;
    FloatVector c50 = FloatVector.fromArray(FLOATS, c, at);
    FloatVector c51 = FloatVector.fromArray(FLOATS, c, at + STEP);
    for (int k = 0, j = t.bAt; k < depth; k++, j += COLUMNS) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, j);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, j + STEP);
      FloatVector x = FloatVector.broadcast(FLOATS, a[a0 + k]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = FloatVector.broadcast(FLOATS, a[a1 + k]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = FloatVector.broadcast(FLOATS, a[a2 + k]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = FloatVector.broadcast(FLOATS, a[a3 + k]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      x = FloatVector.broadcast(FLOATS, a[a4 + k]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      x = FloatVector.broadcast(FLOATS, a[a5 + k]);
      c50 = x.fma(b0, c50);
      c51 = x.fma(b1, c51);
    }
    c = t.to;
    at = t.toAt;
    c00.intoArray(c, at);
    c01.intoArray(c, at + STEP);
    at += t.toRow;
    c10.intoArray(c, at);
    c11.intoArray(c, at + STEP);
    at += t.toRow;
    c20.intoArray(c, at);
    c21.intoArray(c, at + STEP);
    at += t.toRow;
    c30.intoArray(c, at);
    c31.intoArray(c, at + STEP);
    at += t.toRow;
    c40.intoArray(c, at);
    c41.intoArray(c, at + STEP);
    at += t.toRow;
    c50.intoArray(c, at);
    c51.intoArray(c, at + STEP);
  }

  @Override
  public void widen(byte[] x, int at, int n, int mask, float[] out, int outAt) {
    int readable = x.length - at - (BYTES.length() - STEP);
    int end = FLOATS.loopBound(Math.max(0, Math.min(n, readable)));
    for (int i = 0; i < end; i += STEP) {
      ByteVector bytes = ByteVector.fromArray(BYTES, x, at + i);
      IntVector ints = (IntVector) bytes.convertShape(VectorOperators.B2I, INTS, 0);
      FloatVector floats =
          (FloatVector) ints.and(mask).convertShape(VectorOperators.I2F, FLOATS, 0);
      floats.intoArray(out, outAt + i);
    }
    TWIN.widen(x, at + end, n - end, mask, out, outAt + end);
  }

  @Override
  public boolean add(float[] x, int at, int n, int[] c, int cAt) {
    int end = INTS.loopBound(n);
    IntVector wrapped = IntVector.zero(INTS);
    for (int i = 0; i < end; i += STEP) {
      FloatVector floats = FloatVector.fromArray(FLOATS, x, at + i);
      IntVector more = (IntVector) floats.convertShape(VectorOperators.F2I, INTS, 0);
      IntVector old = IntVector.fromArray(INTS, c, cAt + i);
      IntVector sum = old.add(more);
      wrapped =
          wrapped.or(
              sum.lanewise(VectorOperators.XOR, old).and(sum.lanewise(VectorOperators.XOR, more)));
      sum.intoArray(c, cAt + i);
    }
    boolean late = TWIN.add(x, at + end, n - end, c, cAt + end);
    return late || wrapped.reduceLanes(VectorOperators.OR) < 0;
  }
}

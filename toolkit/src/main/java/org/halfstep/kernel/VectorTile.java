package org.halfstep.kernel;

import static org.halfstep.kernel.VectorKernels.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * A tile of a matrix product with the Vector API: four rows of four vectors, whose 16 sums stay in
 * registers. The twin is in {@link ScalarKernels}; called by {@link Tiles}.
 *
 * <p>Written out, because an array of vectors would be one of objects. Sum rv belongs to row r and
 * vector v.
 */
final class VectorTile {

  private static final int STEP = FLOATS.length();

  static final int COLUMNS = 4 * STEP;

  private VectorTile() {}

  static void add(int depth, float[] a, int aAt, float[] b, float[] c, int cAt, int stride) {
    int row1 = cAt + stride;
    int row2 = row1 + stride;
    int row3 = row2 + stride;
    FloatVector c00 = FloatVector.fromArray(FLOATS, c, cAt);
    FloatVector c01 = FloatVector.fromArray(FLOATS, c, cAt + STEP);
    FloatVector c02 = FloatVector.fromArray(FLOATS, c, cAt + 2 * STEP);
    FloatVector c03 = FloatVector.fromArray(FLOATS, c, cAt + 3 * STEP);
    FloatVector c10 = FloatVector.fromArray(FLOATS, c, row1);
    FloatVector c11 = FloatVector.fromArray(FLOATS, c, row1 + STEP);
    FloatVector c12 = FloatVector.fromArray(FLOATS, c, row1 + 2 * STEP);
    FloatVector c13 = FloatVector.fromArray(FLOATS, c, row1 + 3 * STEP);
    FloatVector c20 = FloatVector.fromArray(FLOATS, c, row2);
    FloatVector c21 = FloatVector.fromArray(FLOATS, c, row2 + STEP);
    FloatVector c22 = FloatVector.fromArray(FLOATS, c, row2 + 2 * STEP);
    FloatVector c23 = FloatVector.fromArray(FLOATS, c, row2 + 3 * STEP);
    FloatVector c30 = FloatVector.fromArray(FLOATS, c, row3);
    FloatVector c31 = FloatVector.fromArray(FLOATS, c, row3 + STEP);
    FloatVector c32 = FloatVector.fromArray(FLOATS, c, row3 + 2 * STEP);
    FloatVector c33 = FloatVector.fromArray(FLOATS, c, row3 + 3 * STEP);
    for (int k = 0, at = 0; k < depth; k++, at += COLUMNS) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, at);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, at + STEP);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, at + 2 * STEP);
      FloatVector b3 = FloatVector.fromArray(FLOATS, b, at + 3 * STEP);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[aAt + 4 * k]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[aAt + 4 * k + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[aAt + 4 * k + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[aAt + 4 * k + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + STEP);
    c02.intoArray(c, cAt + 2 * STEP);
    c03.intoArray(c, cAt + 3 * STEP);
    c10.intoArray(c, row1);
    c11.intoArray(c, row1 + STEP);
    c12.intoArray(c, row1 + 2 * STEP);
    c13.intoArray(c, row1 + 3 * STEP);
    c20.intoArray(c, row2);
    c21.intoArray(c, row2 + STEP);
    c22.intoArray(c, row2 + 2 * STEP);
    c23.intoArray(c, row2 + 3 * STEP);
    c30.intoArray(c, row3);
    c31.intoArray(c, row3 + STEP);
    c32.intoArray(c, row3 + 2 * STEP);
    c33.intoArray(c, row3 + 3 * STEP);
  }
}

package org.halfstep.kernel;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of this machine, as constants, which is what the compiler needs to see through them.
 *
 * <p>Loaded only where the module jdk.incubator.vector is.
 */
final class Species {

  /** At most 512 bits: wider ones would need other loops where sums have a number of lanes. */
  static final VectorShape WIDTH =
      VectorShape.forBitSize(Math.min(512, VectorShape.preferredShape().vectorBitSize()));

  static final VectorSpecies<Byte> BYTES = WIDTH.withLanes(byte.class);
  static final VectorSpecies<Short> SHORTS = WIDTH.withLanes(short.class);
  static final VectorSpecies<Integer> INTS = WIDTH.withLanes(int.class);
  static final VectorSpecies<Long> LONGS = WIDTH.withLanes(long.class);
  static final VectorSpecies<Float> FLOATS = WIDTH.withLanes(float.class);
  static final VectorSpecies<Double> DOUBLES = WIDTH.withLanes(double.class);

  /** Half as wide: as many lanes as there are in a vector of elements of twice the size. */
  static final VectorShape HALF = VectorShape.forBitSize(WIDTH.vectorBitSize() / 2);

  static final VectorSpecies<Byte> HALF_BYTES = HALF.withLanes(byte.class);
  static final VectorSpecies<Short> HALF_SHORTS = HALF.withLanes(short.class);
  static final VectorSpecies<Integer> HALF_INTS = HALF.withLanes(int.class);
  static final VectorSpecies<Float> HALF_FLOATS = HALF.withLanes(float.class);

  private Species() {}
}

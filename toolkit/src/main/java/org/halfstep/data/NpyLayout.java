package org.halfstep.data;

import java.nio.ByteOrder;
import java.util.Objects;

/**
 * How an .npy file lays its numbers out; reading understands every layout, writing chooses one.
 *
 * @param fortranOrder whether the first index moves fastest instead of the last
 * @param byteOrder which byte of a number comes first
 * @param version the major version of the format, 1 to 3: 1.0 keeps the length of the header in two
 *     bytes, 2.0 in four, and 3.0 writes the header in UTF-8 instead of Latin-1
 */
public record NpyLayout(boolean fortranOrder, ByteOrder byteOrder, int version) {

  /** What NumPy writes by itself on every machine of today: C order, little-endian, version 1.0. */
  public static final NpyLayout STANDARD = new NpyLayout(false, ByteOrder.LITTLE_ENDIAN, 1);

  /**
   * Makes a layout.
   *
   * @throws IllegalArgumentException if the version is not 1, 2 or 3
   */
  public NpyLayout {
    Objects.requireNonNull(byteOrder, "byteOrder");
    if (version < 1 || version > 3) {
      throw new IllegalArgumentException("version must be 1, 2 or 3, got " + version);
    }
  }
}

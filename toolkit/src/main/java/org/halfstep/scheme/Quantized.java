package org.halfstep.scheme;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Overflow;
import org.halfstep.tensor.Shape;

/**
 * An array as codes, with the scales and zero points that give them meaning. Immutable.
 *
 * <p>A code is {@code firstCode + i} for level i of the scheme's values: of integer grids the
 * integer itself.
 */
public final class Quantized {

  private final Scheme scheme;
  private final Scales scales;
  private final int[] codes;

  Quantized(Scheme scheme, Scales scales, int[] codes) {
    this.scheme = scheme;
    this.scales = scales;
    this.codes = codes;
  }

  /**
   * Returns codes that were read from somewhere.
   *
   * @param scheme what the codes mean
   * @param scales scales and zero points
   * @param codes an array of the scales' shape; not modified
   * @return the codes with their meaning
   * @throws IllegalArgumentException if the array has another length, or a code no level
   */
  public static Quantized of(Scheme scheme, Scales scales, int[] codes) {
    scales.parts().shape().check(codes.length);
    Grid values = scheme.values();
    for (int code : codes) {
      if (code < values.firstCode() || code - values.firstCode() >= values.size()) {
        throw new IllegalArgumentException(
            "codes must be in "
                + values.firstCode()
                + ".."
                + (values.firstCode() + values.size() - 1)
                + ", got "
                + code);
      }
    }
    return new Quantized(scheme, scales, codes.clone());
  }

  /**
   * Reads what {@link #stored} wrote.
   *
   * @param scheme what the codes mean
   * @param scales scales and zero points
   * @param type the type of the bits
   * @param bytes the packed codes; not modified
   * @return the codes with their meaning
   * @throws IllegalArgumentException if there are too many or too few bytes, or a code is no level,
   *     as NaN is not
   */
  public static Quantized read(Scheme scheme, Scales scales, CodeType type, byte[] bytes) {
    int[] codes = type.unpack(bytes, scales.parts().shape().count());
    if (!(type instanceof CodeType.Whole)) {
      Grid values = scheme.values();
      for (int i = 0; i < codes.length; i++) {
        float value = type.value(codes[i]);
        int level = values.encode(value);
        if (level < 0 || values.level(level) != value) {
          throw new IllegalArgumentException(
              "codes must stand for levels of the scheme, got " + codes[i] + ", " + value);
        }
        codes[i] = values.firstCode() + level;
      }
    }
    return of(scheme, scales, codes);
  }

  /**
   * Returns the scheme.
   *
   * @return what the codes mean
   */
  public Scheme scheme() {
    return scheme;
  }

  /**
   * Returns scales and zero points.
   *
   * @return one map for each part
   */
  public Scales scales() {
    return scales;
  }

  /**
   * Returns the shape.
   *
   * @return that of the array
   */
  public Shape shape() {
    return scales.parts().shape();
  }

  /**
   * Returns the codes.
   *
   * @return in the order of the array; a new one
   */
  public int[] codes() {
    return codes.clone();
  }

  /**
   * Dequantizes: the numbers that the codes stand for.
   *
   * @return {@code s (g - z)} in float, one rounding
   */
  public float[] values() {
    float[] y = new float[codes.length];
    int first = scheme.values().firstCode();
    boolean integers = scheme.integers();
    Map<Double, float[]> units = new HashMap<>();
    scales
        .parts()
        .runs((part, from, length) -> {
          float scale = scales.scale(part);
          double zero = scales.maps().get(part).zero();
          if (integers && zero == (int) zero) {
            for (int i = from; i < from + length; i++) {
              y[i] = scale * (codes[i] - (int) zero);
            }
            return;
          }
          float[] levels = units.computeIfAbsent(zero, this::levels);
          for (int i = from; i < from + length; i++) {
            y[i] = scale * levels[codes[i] - first];
          }
        });
    return y;
  }

  private float[] levels(double zero) {
    double[] levels = scheme.unit(zero).levels();
    float[] floats = new float[levels.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) levels[i];
    }
    return floats;
  }

  /**
   * Returns the codes as bits, packed.
   *
   * <p>Whole types store the code itself (int4, uint8; NF4's index as uint4); others the bits of
   * the level (E2M1: sign, exponent, mantissa). Zero is stored as +0.
   *
   * @param type the type of the bits
   * @return the bytes, 4-bit codes two a byte, the first in the low half
   * @throws IllegalArgumentException if a code is not of that type
   */
  public byte[] stored(CodeType type) {
    if (type instanceof CodeType.Whole) {
      return type.pack(codes);
    }
    Grid values = scheme.values();
    int[] bits = new int[values.size()];
    for (int i = 0; i < bits.length; i++) {
      float level = (float) values.level(i);
      bits[i] = type.code(level, Overflow.SATURATE);
      if (type.value(bits[i]) != values.level(i)) {
        throw new IllegalArgumentException(
            "levels must be values of " + type + ", got " + values.level(i));
      }
    }
    return type.pack(Arrays.stream(codes).map(c -> bits[c - values.firstCode()]).toArray());
  }

  /**
   * Returns the bits that a value costs, its share of the scale included; without zero points.
   *
   * @param codeBits the width of a code
   * @param scaleBits the width of a scale: 8 for E8M0 and E4M3, 32 for floats
   * @return {@code codeBits + scaleBits parts / values}
   */
  public double bitsPerValue(int codeBits, int scaleBits) {
    return codeBits + (double) scaleBits * scales.maps().size() / codes.length;
  }

  @Override
  public String toString() {
    return "codes of shape " + shape() + ": " + scheme + "; " + scales;
  }
}

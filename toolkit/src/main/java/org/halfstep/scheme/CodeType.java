package org.halfstep.scheme;

import java.util.Arrays;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Minifloat;
import org.halfstep.grid.Overflow;
import org.halfstep.grid.Range;

/**
 * What the bits of a code mean: the type of a quantized array, as ONNX has types.
 *
 * <p>A code is an int: of whole numbers the number itself, of floating and scale types the bits, 0
 * to {@code 2^bits - 1}. It is not the index of a level: E4M3 has 254 codes of numbers, two of them
 * zeros, and 2 of NaN.
 */
public sealed interface CodeType {

  /**
   * Integers, in two's complement if they have a sign.
   *
   * @param bits the width, 1..32
   * @param signed whether half of them are negative
   */
  record Whole(int bits, boolean signed) implements CodeType {

    /** Checks the width. */
    public Whole {
      if (bits < 1 || bits > (signed ? 32 : 16)) {
        throw new IllegalArgumentException(
            "bits must be in 1.." + (signed ? 32 : 16) + ", got " + bits);
      }
    }

    @Override
    public int lowest() {
      return signed ? -1 << (bits - 1) : 0;
    }

    @Override
    public int highest() {
      return signed ? ~lowest() : (1 << bits) - 1;
    }

    @Override
    public Grid grid() {
      return Grid.integer(bits, signed ? Range.FULL : Range.UNSIGNED);
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code clamp(rint(x))}, half to even; NaN gives the code of 0, as a cast does.
     */
    @Override
    public int code(float x, Overflow overflow) {
      return code(x, 0);
    }

    /**
     * Returns the code with a zero point: rounded before the zero point is added, as ONNX does.
     *
     * @param x the number in units of the scale
     * @param zero the code of 0
     * @return {@code clamp(rint(x) + zero)}, half to even; NaN gives the code of 0
     */
    public int code(float x, int zero) {
      long low = (long) lowest() - zero;
      return (int) (Math.clamp((long) Math.rint(x), low, (long) highest() - zero) + zero);
    }

    @Override
    public float value(int code) {
      return check(code);
    }

    @Override
    public String toString() {
      return (signed ? "int" : "uint") + bits;
    }
  }

  /**
   * Small floating numbers: sign, exponent, mantissa.
   *
   * @param format the widths and specials
   */
  record Floating(Minifloat format) implements CodeType {

    @Override
    public int bits() {
      return format.bits();
    }

    @Override
    public int lowest() {
      return 0;
    }

    @Override
    public int highest() {
      return (1 << format.bits()) - 1;
    }

    @Override
    public Grid grid() {
      return format.grid();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Rounded once, ties to the even code; a negative number that rounds to zero is -0 where the
     * format has it; NaN stays NaN.
     *
     * @throws IllegalArgumentException if the result would be infinity or NaN and the format has
     *     neither
     */
    @Override
    public int code(float x, Overflow overflow) {
      return format.code(x, overflow);
    }

    @Override
    public float value(int code) {
      return (float) format.value(code);
    }

    @Override
    public String toString() {
      return format.toString();
    }
  }

  /**
   * Scales of MX formats, E8M0: the code k is {@code 2^(k - 127)}, k = 0..254; 255 is NaN (OCP
   * Microscaling Formats 1.0, section 5.4.1).
   */
  record Exponent() implements CodeType {

    private static final int BIAS = 127;

    private static final int NAN = 255;

    @Override
    public int bits() {
      return 8;
    }

    @Override
    public int lowest() {
      return 0;
    }

    @Override
    public int highest() {
      return NAN;
    }

    @Override
    public Grid grid() {
      double[] powers = new double[NAN];
      for (int k = 0; k < NAN; k++) {
        powers[k] = Math.scalb(1.0, k - BIAS);
      }
      return Grid.of(powers);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The nearest power, a tie to the even code; what is not positive is NaN, infinity saturates
     * unless it is to stay special.
     */
    @Override
    public int code(float x, Overflow overflow) {
      if (!(x > 0) || overflow == Overflow.SPECIAL && x >= 0x1.8p127f) {
        return NAN;
      }
      int exponent = Math.getExponent((double) Math.min(x, Float.MAX_VALUE));
      double ratio = Math.min(x, Float.MAX_VALUE) / Math.scalb(1.0, exponent);
      boolean up = ratio > 1.5 || ratio == 1.5 && (exponent + BIAS & 1) == 1;
      return Math.clamp(exponent + BIAS + (up ? 1 : 0), 0, NAN - 1);
    }

    @Override
    public float value(int code) {
      return check(code) == NAN ? Float.NaN : (float) Math.scalb(1.0, code - BIAS);
    }

    @Override
    public String toString() {
      return "e8m0";
    }
  }

  /**
   * Finds a type by its name.
   *
   * @param name {@code int2} to {@code int32}, {@code uint2} to {@code uint16}, {@code
   *     float8e4m3fn}, {@code float8e5m2}, {@code float8e4m3fnuz}, {@code float8e5m2fnuz}, {@code
   *     float4e2m1}, {@code e8m0}, or any {@code eXmY} as OCP defines E4M3, E5M2, E3M2, E2M3, E2M1,
   *     otherwise without specials; {@code eXmY-ieee} has infinities, {@code eXmYfnuz} no -0; upper
   *     case will do
   * @return the type
   * @throws IllegalArgumentException if there is none of that name
   */
  static CodeType of(String name) {
    return CodeTypeName.find(name);
  }

  /**
   * Returns the width of a code.
   *
   * @return 1..32
   */
  int bits();

  /**
   * Returns the least code.
   *
   * @return the least int that is a code
   */
  int lowest();

  /**
   * Returns the greatest code.
   *
   * @return the greatest int that is a code
   */
  int highest();

  /**
   * Returns the numbers that have a code.
   *
   * @return the grid at scale 1
   * @throws IllegalArgumentException if they are more than 2^16
   */
  Grid grid();

  /**
   * Returns the code that a number is rounded to.
   *
   * @param x any number
   * @param overflow what becomes of numbers beyond the largest; whole numbers saturate
   * @return the code
   */
  int code(float x, Overflow overflow);

  /**
   * Returns the number of a code.
   *
   * @param code lowest() to highest()
   * @return the number; infinity or NaN where the code says so
   * @throws IllegalArgumentException if it is no code
   */
  float value(int code);

  /**
   * Returns the codes of numbers.
   *
   * @param x the numbers; not modified
   * @param overflow what becomes of numbers beyond the largest
   * @return for each its code
   */
  default int[] codes(float[] x, Overflow overflow) {
    int[] codes = new int[x.length];
    Arrays.setAll(codes, i -> code(x[i], overflow));
    return codes;
  }

  /**
   * Returns the numbers of codes.
   *
   * @param codes the codes; not modified
   * @return for each its number
   * @throws IllegalArgumentException if one is no code
   */
  default float[] values(int[] codes) {
    float[] x = new float[codes.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = value(codes[i]);
    }
    return x;
  }

  /**
   * Checks a code.
   *
   * @param code any int
   * @return the code
   * @throws IllegalArgumentException if it is no code
   */
  default int check(int code) {
    if (code < lowest() || code > highest()) {
      throw new IllegalArgumentException(
          this + " codes must be in " + lowest() + ".." + highest() + ", got " + code);
    }
    return code;
  }

  /**
   * Packs codes into bytes: a stream of bits, each code's lowest bit first.
   *
   * <p>So of two codes of 4 bits the first is in the low half of a byte, and 16 bits are
   * little-endian, the order of ONNX. Bits that are left in the last byte are 0.
   *
   * @param codes the codes; not modified
   * @return {@code ceil(bits() codes.length / 8)} bytes
   * @throws IllegalArgumentException if one is no code
   */
  default byte[] pack(int[] codes) {
    return BitStream.pack(this, codes);
  }

  /**
   * Unpacks codes.
   *
   * @param bytes what {@link #pack} made; not modified
   * @param count how many codes
   * @return the codes
   * @throws IllegalArgumentException if there are not as many bytes as those codes take
   */
  default int[] unpack(byte[] bytes, int count) {
    return BitStream.unpack(this, bytes, count);
  }
}

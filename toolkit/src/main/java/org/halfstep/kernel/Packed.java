package org.halfstep.kernel;

/**
 * Codes of 4 bits, two a byte, by way of a block of bytes that stays in the nearest cache.
 *
 * <p>Called by {@link Quantize}, {@link ChannelQuantize} and {@link Codebook}.
 */
final class Packed {

  /** What makes or takes n codes, those of the values from number {@code at} on. */
  interface Block {
    void codes(int at, byte[] codes, int n);
  }

  private Packed() {}

  /** Bytes that hold so many codes. */
  static int bytes(int length) {
    return (int) ((length + 1L) / 2);
  }

  static void quantize(
      Codes loops, Quantize rule, float[] x, int from, byte[] out, int to, int length) {
    pack(loops, length, out, to, (at, codes, n) -> loops.quantize(rule, x, from + at, codes, 0, n));
  }

  static void dequantize(
      Codes loops, Quantize rule, byte[] in, int from, float[] out, int to, int length) {
    Block target = (at, codes, n) -> loops.dequantize(rule, codes, 0, out, to + at, n);
    unpack(loops, length, in, from, rule.signed(), target);
  }

  /** Asks for codes, block by block, and stores them from out[to] on. */
  static void pack(Codes loops, int length, byte[] out, int to, Block source) {
    byte[] codes = new byte[Math.min(length, Codes.BLOCK)];
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Codes.BLOCK, length - i);
      source.codes(i, codes, n);
      loops.pack(codes, out, to + i / 2, n / 2);
      if (n % 2 == 1) {
        out[to + (i + n) / 2] = (byte) (codes[n - 1] & 15);
      }
    }
  }

  /** Reads codes from in[from] on and hands them over, block by block. */
  static void unpack(Codes loops, int length, byte[] in, int from, boolean signed, Block target) {
    byte[] codes = new byte[Math.min(length, Codes.BLOCK)];
    int n;
    for (int i = 0; i < length; i += n) {
      n = Math.min(Codes.BLOCK, length - i);
      loops.unpack(in, from + i / 2, codes, n / 2, signed);
      if (n % 2 == 1) {
        codes[n - 1] = nibble(in[from + (i + n) / 2], signed);
      }
      target.codes(i, codes, n);
    }
  }

  /** The code in the low half of b. */
  static byte nibble(int b, boolean signed) {
    return (byte) (signed ? b << 28 >> 28 : b & 15);
  }
}

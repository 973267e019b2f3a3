package org.halfstep.kernel;

/**
 * Codes of 4 bits, two a byte, by way of a block of bytes that stays in the nearest cache.
 *
 * <p>Called by {@link Quantize}.
 */
final class Packed {

  private Packed() {}

  static void quantize(
      Kernels kernels, Quantize rule, float[] x, int from, byte[] out, int to, int length) {
    byte[] codes = new byte[Math.min(length, Kernels.BLOCK)];
    for (int i = 0; i < length; i += Kernels.BLOCK) {
      int n = Math.min(Kernels.BLOCK, length - i);
      kernels.quantize(rule, x, from + i, codes, 0, n);
      kernels.pack(codes, out, to + i / 2, n / 2);
      if (n % 2 == 1) {
        out[to + (i + n) / 2] = (byte) (codes[n - 1] & 15);
      }
    }
  }

  static void dequantize(
      Kernels kernels, Quantize rule, byte[] in, int from, float[] out, int to, int length) {
    byte[] codes = new byte[Math.min(length, Kernels.BLOCK)];
    boolean signed = rule.signed();
    for (int i = 0; i < length; i += Kernels.BLOCK) {
      int n = Math.min(Kernels.BLOCK, length - i);
      kernels.unpack(in, from + i / 2, codes, n / 2, signed);
      if (n % 2 == 1) {
        codes[n - 1] = nibble(in[from + (i + n) / 2], signed);
      }
      kernels.dequantize(rule, codes, 0, out, to + i, n);
    }
  }

  /** The code in the low half of b. */
  static byte nibble(int b, boolean signed) {
    return (byte) (signed ? b << 28 >> 28 : b & 15);
  }
}

package org.halfstep.scheme;

/** Codes as a stream of bits, each code's lowest bit first. */
final class BitStream {

  private BitStream() {}

  /** The bytes that so many codes take. */
  private static long bytes(int bits, long count) {
    return (count * bits + 7) / 8;
  }

  static byte[] pack(CodeType type, int[] codes) {
    int bits = type.bits();
    byte[] bytes = new byte[Math.toIntExact(bytes(bits, codes.length))];
    long mask = (1L << bits) - 1;
    long held = 0;
    int n = 0;
    int to = 0;
    for (int code : codes) {
      held |= (type.check(code) & mask) << n;
      for (n += bits; n >= 8; n -= 8, held >>>= 8) {
        bytes[to++] = (byte) held;
      }
    }
    if (n > 0) {
      bytes[to] = (byte) held;
    }
    return bytes;
  }

  static int[] unpack(CodeType type, byte[] bytes, int count) {
    int bits = type.bits();
    if (count < 0 || bytes.length != bytes(bits, count)) {
      throw new IllegalArgumentException(
          count
              + " codes of "
              + bits
              + " bits must be in "
              + bytes(bits, count)
              + " bytes, got "
              + bytes.length);
    }
    int[] codes = new int[count];
    boolean signed = type.lowest() < 0;
    int spare = Long.SIZE - bits;
    long held = 0;
    int n = 0;
    int from = 0;
    for (int i = 0; i < count; i++) {
      for (; n < bits; n += 8) {
        held |= (bytes[from++] & 0xffL) << n;
      }
      long top = held << spare;
      codes[i] = (int) (signed ? top >> spare : top >>> spare);
      held >>>= bits;
      n -= bits;
    }
    return codes;
  }
}

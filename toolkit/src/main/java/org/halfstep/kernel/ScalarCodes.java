package org.halfstep.kernel;

/** The formulas, value by value: what {@link VectorCodes} must equal, bit for bit. */
final class ScalarCodes implements Codes {

  @Override
  public void quantize(Quantize rule, float[] x, int xAt, byte[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = (byte) rule.code(x[xAt + i]);
    }
  }

  @Override
  public void quantize(Quantize rule, float[] x, int xAt, short[] out, int outAt, int n) {
    for (int i = 0; i < n; i++) {
      out[outAt + i] = (short) rule.code(x[xAt + i]);
    }
  }

  @Override
  public void dequantize(Quantize rule, byte[] codes, int at, float[] out, int outAt, int n) {
    int kept = rule.signed() ? -1 : 0xff;
    for (int i = 0; i < n; i++) {
      out[outAt + i] = rule.value(codes[at + i] & kept);
    }
  }

  @Override
  public void dequantize(Quantize rule, short[] codes, int at, float[] out, int outAt, int n) {
    int kept = rule.signed() ? -1 : 0xffff;
    for (int i = 0; i < n; i++) {
      out[outAt + i] = rule.value(codes[at + i] & kept);
    }
  }

  @Override
  public void pack(byte[] codes, byte[] out, int outAt, int pairs) {
    for (int i = 0; i < pairs; i++) {
      out[outAt + i] = (byte) (codes[2 * i] & 15 | codes[2 * i + 1] << 4);
    }
  }

  @Override
  public void unpack(byte[] in, int at, byte[] codes, int pairs, boolean signed) {
    for (int i = 0; i < pairs; i++) {
      codes[2 * i] = Packed.nibble(in[at + i], signed);
      codes[2 * i + 1] = Packed.nibble(in[at + i] >> 4, signed);
    }
  }
}

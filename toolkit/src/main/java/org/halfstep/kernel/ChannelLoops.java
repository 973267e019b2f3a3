package org.halfstep.kernel;

/**
 * The loops of a {@link ChannelQuantize} over a slice of an array, which may begin within a
 * channel: long runs one by one, each with the loops of a single scale; short ones many at a time,
 * with a {@link Pattern}.
 *
 * <p>Methods take the number of the first value in the array where they may begin at any. Codes
 * that a pattern makes are integers in a block first, so that there is one loop for all widths.
 */
final class ChannelLoops {

  /** Shorter runs do not fill a vector. */
  private static final int SHORT = 16;

  /** Longer runs are worth a loop of their own even where a pattern would be made only once. */
  private static final int LONG = 128;

  private final ChannelQuantize channels;

  /** Null if runs are long. */
  private final Pattern pattern;

  private final Elementwise rounding;
  private final Codes codes;
  private final Patterned patterned;

  /** Buffer for codes; null without a pattern. */
  private final int[] block;

  ChannelLoops(ChannelQuantize channels, int length) {
    this(
        channels,
        length,
        Elementwise.FAMILY.of(length),
        Codes.FAMILY.of(length),
        Patterned.FAMILY.of(length));
  }

  ChannelLoops(
      ChannelQuantize channels,
      int length,
      Elementwise rounding,
      Codes codes,
      Patterned patterned) {
    this.channels = channels;
    this.rounding = rounding;
    this.codes = codes;
    this.patterned = patterned;
    int run = channels.run();
    boolean many = run < SHORT || run < LONG && channels.period() <= Pattern.BLOCK;
    this.pattern = many ? channels.pattern(length) : null;
    this.block = many ? new int[Math.min(length, Pattern.BLOCK)] : null;
  }

  /** What is done to n values, which are at places k and on of the pattern. */
  private interface Piece {
    void take(int k, int at, int n);
  }

  private void pieces(long first, int length, Piece piece) {
    int n;
    for (int at = 0; at < length; at += n) {
      n = Math.min(Pattern.BLOCK, length - at);
      piece.take(pattern.at(first + at, n), at, n);
    }
  }

  void fakeQuantize(long first, float[] x, int xAt, float[] out, int outAt, int length) {
    if (pattern == null) {
      channels.runs(
          first,
          length,
          (i, at, n) ->
              rounding.fakeQuantize(channels.rule(i).rule(), x, xAt + at, out, outAt + at, n));
    } else {
      pieces(
          first,
          length,
          (k, at, n) -> patterned.fakeQuantize(pattern, k, x, xAt + at, out, outAt + at, n));
    }
  }

  void quantize(long first, float[] x, int xAt, byte[] out, int outAt, int length) {
    if (pattern == null) {
      channels.runs(
          first,
          length,
          (i, at, n) -> codes.quantize(channels.rule(i), x, xAt + at, out, outAt + at, n));
      return;
    }
    pieces(
        first,
        length,
        (k, at, n) -> {
          patterned.quantize(pattern, k, x, xAt + at, block, n);
          for (int j = 0; j < n; j++) {
            out[outAt + at + j] = (byte) block[j];
          }
        });
  }

  void quantize(long first, float[] x, int xAt, short[] out, int outAt, int length) {
    if (pattern == null) {
      channels.runs(
          first,
          length,
          (i, at, n) -> codes.quantize(channels.rule(i), x, xAt + at, out, outAt + at, n));
      return;
    }
    pieces(
        first,
        length,
        (k, at, n) -> {
          patterned.quantize(pattern, k, x, xAt + at, block, n);
          for (int j = 0; j < n; j++) {
            out[outAt + at + j] = (short) block[j];
          }
        });
  }

  void dequantize(long first, byte[] in, int inAt, float[] out, int outAt, int length) {
    if (pattern == null) {
      channels.runs(
          first,
          length,
          (i, at, n) -> codes.dequantize(channels.rule(i), in, inAt + at, out, outAt + at, n));
      return;
    }
    int kept = channels.rule(0).signed() ? -1 : 0xff;
    pieces(
        first,
        length,
        (k, at, n) -> {
          for (int j = 0; j < n; j++) {
            block[j] = in[inAt + at + j] & kept;
          }
          patterned.dequantize(pattern, k, block, out, outAt + at, n);
        });
  }

  void dequantize(long first, short[] in, int inAt, float[] out, int outAt, int length) {
    if (pattern == null) {
      channels.runs(
          first,
          length,
          (i, at, n) -> codes.dequantize(channels.rule(i), in, inAt + at, out, outAt + at, n));
      return;
    }
    int kept = channels.rule(0).signed() ? -1 : 0xffff;
    pieces(
        first,
        length,
        (k, at, n) -> {
          for (int j = 0; j < n; j++) {
            block[j] = in[inAt + at + j] & kept;
          }
          patterned.dequantize(pattern, k, block, out, outAt + at, n);
        });
  }
}

package org.halfstep.kernel;

/**
 * The scale and the other parameters of every value in a block, side by side as the values are: so
 * a vector loads them as it loads its values, however short the runs of {@link ChannelQuantize}
 * are.
 *
 * <p>A pattern with a short period is made once, longer by a block so that a block may begin
 * anywhere in it; of a long one each call makes the part for a block anew. Called by {@link
 * ChannelLoops}.
 */
final class Pattern {

  /** Values in a block: five arrays of this length are 80 KB, less than the second cache. */
  static final int BLOCK = 4096;

  /** Values of a period for which a pattern is kept: it has at most 1.4 MB. */
  private static final int LONGEST = 1 << 16;

  private final ChannelQuantize channels;
  private final boolean whole;
  private final boolean reciprocal;
  private final float[] scale;
  private final float[] inverse;
  private final int[] lowest;
  private final int[] highest;
  private final int[] zero;

  private Pattern(ChannelQuantize channels, boolean whole, int n) {
    this.channels = channels;
    this.whole = whole;
    this.reciprocal = channels.rule(0).rule().reciprocal();
    this.scale = new float[n];
    this.inverse = new float[n];
    this.lowest = new int[n];
    this.highest = new int[n];
    this.zero = new int[n];
  }

  /** A pattern to keep, safe to share; null if it would be too long. */
  static Pattern whole(ChannelQuantize channels) {
    if (channels.period() > LONGEST) {
      return null;
    }
    int n = (int) channels.period() + BLOCK;
    Pattern made = new Pattern(channels, true, n);
    made.fill(0, n);
    return made;
  }

  /** A pattern for one call. */
  static Pattern part(ChannelQuantize channels, int length) {
    return new Pattern(channels, false, Math.min(length, BLOCK));
  }

  /** The place in the pattern where values from one on have their parameters, at most a block. */
  int at(long first, int n) {
    if (whole) {
      return (int) (first % channels.period());
    }
    fill(first, n);
    return 0;
  }

  private void fill(long first, int length) {
    channels.runs(first, length, this::fill);
  }

  private void fill(int index, int at, int n) {
    Quantize q = channels.rule(index);
    FakeQuantize f = q.rule();
    for (int i = at; i < at + n; i++) {
      scale[i] = f.scale();
      inverse[i] = f.inverse();
      lowest[i] = f.lowest();
      highest[i] = f.highest();
      zero[i] = q.zero();
    }
  }

  boolean reciprocal() {
    return reciprocal;
  }

  float[] scale() {
    return scale;
  }

  float[] inverse() {
    return inverse;
  }

  /** The lowest codes less the zero points. */
  int[] lowest() {
    return lowest;
  }

  /** The highest codes less the zero points. */
  int[] highest() {
    return highest;
  }

  int[] zero() {
    return zero;
  }

  /** The rounded quotient of x at place k, clamped: the code less the zero point. 0 for NaN. */
  int code(int k, float x) {
    float quotient = reciprocal ? x * inverse[k] : x / scale[k];
    return Math.clamp((int) Math.rint(quotient), lowest[k], highest[k]);
  }
}

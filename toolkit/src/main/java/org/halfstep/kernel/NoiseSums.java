package org.halfstep.kernel;

/**
 * The sums of a {@link NoisePower} over a part of an array.
 *
 * <p>A block is summed in floats, and once more in doubles, pair by pair, if something in it is not
 * finite or its squares may have left the range of floats: the float sums show that themselves.
 */
final class NoiseSums implements Quarters.Sums<NoiseSums> {

  /**
   * Sums of squares from here on have lost nothing to underflow: 4096 terms of 2^-150 at most
   * vanish beside 2^-100.
   */
  private static final double LEAST = 0x1p-100;

  private final Signals loops;
  private final FakeQuantize rule;
  private final float[] x;
  private final int from;
  private final float[] y;
  private final int yFrom;
  private final int quarter;
  private final float[] lanes = new float[Signals.LANES * Signals.ROWS];
  private final double[] sums = new double[Signals.MAXIMUM];
  private long count;
  private long odd;
  private double maximum;

  /** Either a rule or a y is null. */
  private NoiseSums(
      Signals loops, FakeQuantize rule, float[] x, int from, float[] y, int yFrom, int quarter) {
    this.loops = loops;
    this.rule = rule;
    this.x = x;
    this.from = from;
    this.y = y;
    this.yFrom = yFrom;
    this.quarter = quarter;
  }

  static NoiseSums rounded(
      Signals loops, FakeQuantize rule, float[] x, int from, int length, int threads) {
    Quarters cut = Quarters.of(length);
    return cut.sum(threads, () -> new NoiseSums(loops, rule, x, from, null, 0, cut.quarter()));
  }

  static NoiseSums between(
      Signals loops, float[] x, int from, float[] y, int yFrom, int length, int threads) {
    Quarters cut = Quarters.of(length);
    return cut.sum(threads, () -> new NoiseSums(loops, null, x, from, y, yFrom, cut.quarter()));
  }

  @Override
  public void addBlock(int i, int n) {
    if (rule != null) {
      loops.rounded(rule, x, from + i, quarter, n, lanes);
    } else {
      loops.between(x, from + i, y, yFrom + i, quarter, n, lanes);
    }
    float most = greatest(lanes);
    double xx = row(lanes, Signals.XX);
    double ee = row(lanes, Signals.EE);
    boolean sound = trusted(xx) && (trusted(ee) || most == 0);
    if (!sound) {
      for (int stream = 0; stream < 4; stream++) {
        addRest(i + stream * quarter, n);
      }
      return;
    }
    count += 4L * n;
    sums[Signals.X] += row(lanes, Signals.X);
    sums[Signals.XX] += xx;
    sums[Signals.XE] += row(lanes, Signals.XE);
    sums[Signals.E] += row(lanes, Signals.E);
    sums[Signals.EE] += ee;
    maximum = Math.max(maximum, most);
  }

  /** The greatest |e|; bits of positive floats increase with them, and integers compare fast. */
  private static float greatest(float[] lanes) {
    int bits = 0;
    for (int lane = 0; lane < Signals.LANES; lane++) {
      bits = Math.max(bits, Float.floatToRawIntBits(lanes[Signals.LANES * Signals.MAXIMUM + lane]));
    }
    return Float.intBitsToFloat(bits);
  }

  /** NaN and infinity are no sums of squares to trust. */
  static boolean trusted(double squares) {
    return squares >= LEAST && squares <= Double.MAX_VALUE;
  }

  /** The sum of a row, in a fixed order. */
  static double row(float[] lanes, int row) {
    int end = Signals.LANES * (row + 1);
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (int i = Signals.LANES * row; i < end; i += 4) {
      a += lanes[i];
      b += lanes[i + 1];
      c += lanes[i + 2];
      d += lanes[i + 3];
    }
    return a + b + (c + d);
  }

  @Override
  public void addRest(int i, int n) {
    for (int j = i; j < i + n; j++) {
      float a = x[from + j];
      float b = rule != null ? rule.of(a) : y[yFrom + j];
      if (!Float.isFinite(a) || !Float.isFinite(b)) {
        odd++;
        continue;
      }
      double e = (double) b - a;
      count++;
      sums[Signals.X] += a;
      sums[Signals.XX] += (double) a * a;
      sums[Signals.XE] += a * e;
      sums[Signals.E] += e;
      sums[Signals.EE] += e * e;
      maximum = Math.max(maximum, Math.abs(e));
    }
  }

  @Override
  public void add(NoiseSums later) {
    count += later.count;
    odd += later.odd;
    for (int row = 0; row < Signals.MAXIMUM; row++) {
      sums[row] += later.sums[row];
    }
    maximum = Math.max(maximum, later.maximum);
  }

  NoisePower total() {
    return new NoisePower(
        count,
        odd,
        sums[Signals.X],
        sums[Signals.XX],
        sums[Signals.XE],
        sums[Signals.E],
        sums[Signals.EE],
        maximum);
  }
}

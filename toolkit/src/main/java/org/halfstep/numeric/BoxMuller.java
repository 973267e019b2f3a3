package org.halfstep.numeric;

/**
 * The Box-Muller transform with its own logarithm, sine and cosine, so that a Gaussian has the same
 * bits wherever it is computed.
 *
 * <pre>
 *   radius = sqrt(-2 ln U),  z0 = radius cos(angle),  z1 = radius sin(angle)
 * </pre>
 *
 * <p>Only operations that IEEE 754 rounds one way are used: +, *, /, square root, fused
 * multiply-add, conversions and bits. There is no branch, so a vector lane can do the same and get
 * the same bits.
 *
 * <p><b>U.</b> A random word is read as a signed integer s. Its distance j from the nearer end of
 * the range, 0 to half the range, gives {@code q = min(U, 1 - U)} with full relative precision on
 * both sides: s negative means {@code U = q}, otherwise {@code U = 1 - q}. In floats {@code q = (j
 * + (b + 1/2) / 2^8) / 2^32}, b being the 8 bits that the angle leaves over; in doubles {@code q =
 * (j + 1/2) / 2^64}. So the largest radius is {@code sqrt(82 ln 2) = 7.54} in floats and {@code
 * sqrt(130 ln 2) = 9.49} in doubles, and P(radius > t) = exp(-t^2/2) is met within 2^-41 and 2^-65.
 *
 * <p><b>Angle.</b> The two highest bits of the word are the quadrant n, the next 22 (in doubles 52)
 * the place r in it, centred: {@code x = (r + 1/2) 2 pi / 2^24} (2^54), {@code |x| < pi/4}, angle =
 * {@code n pi/2 + x}. The reduction is exact, so values near 0 have full relative precision too.
 *
 * <p><b>Functions.</b> {@code ln(1 + f)} for f in [sqrt(1/2) - 1, sqrt(2) - 1] through {@code d = f
 * / (2 + f)}: {@code f - (f^2/2 - d (f^2/2 + R))}, {@code R = 2 d^2/3 + 2 d^4/5 + ...}; sine and
 * cosine by their Taylor series. The coefficients are the rational numbers that the series have,
 * cut off where the rest is below the last bit.
 *
 * <p><b>Error</b>, against the exact transform of the same bits: below 4 units in the last place of
 * the result, in floats and in doubles; the greatest seen was 3.1 and 3.2, over the ends of all
 * ranges and 200 000 values of random words (oracle file {@code philox.csv}).
 */
final class BoxMuller {

  private static final int LANES = Philox.LANES;

  private static final float LN2_F = 0x1.62e43p-1f;
  private static final double LN2 = 0x1.62e42fefa39efp-1;

  /** sqrt(1/2): where the mantissa of the logarithm begins. */
  private static final int ROOT_HALF_F = 0x3f3504f3;

  private static final long ROOT_HALF = 0x3fe6a09e667f3bcdL;

  /** 1 - sqrt(1/2): up to here ln(1 - q) needs no power of two taken out. */
  private static final float NEAR_F = 0.29289323f;

  private static final double NEAR = 0.2928932188134524;

  private BoxMuller() {}

  /** 64 floats from the words of 16 blocks, w[16 j + i] being word j of block i. */
  static void group(int[] w, float[] out, int at) {
    for (int i = 0; i < LANES; i++) {
      pair(w[i], w[i + LANES], out, at + i, at + i + LANES);
    }
    for (int i = 2 * LANES; i < 3 * LANES; i++) {
      pair(w[i], w[i + LANES], out, at + i, at + i + LANES);
    }
  }

  /** 32 doubles from the words of 16 blocks, w[16 j + i] being word j of block i. */
  static void group(int[] w, double[] out, int at) {
    for (int i = 0; i < LANES; i++) {
      pair(w[i], w[i + LANES], w[i + 2 * LANES], w[i + 3 * LANES], out, at + i, at + i + LANES);
    }
  }

  /** The cosine and the sine value of a radius word and an angle word. */
  static void pair(int s, int angle, float[] out, int cosAt, int sinAt) {
    float radius = radius(s, angle & 0xff);
    float x = ((angle >>> 8 & 0x3fffff) - 0x200000 + 0.5f) * 0x1.921fb6p-22f; // 2 pi / 2^24
    float z = x * x;
    float sine = Math.fma(x * z, sineSeries(z), x);
    float cosine = Math.fma(z, cosineSeries(z), 1);
    int n = angle >>> 30;
    boolean odd = (n & 1) != 0;
    int cosSign = (n + 1 & 2) << 30;
    int sinSign = (n & 2) << 30;
    out[cosAt] = radius * signed(odd ? sine : cosine, cosSign);
    out[sinAt] = radius * signed(odd ? cosine : sine, sinSign);
  }

  private static float signed(float x, int sign) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(x) ^ sign);
  }

  private static float sineSeries(float z) {
    float s = Math.fma(z, 1f / 362880, -1f / 5040);
    s = Math.fma(z, s, 1f / 120);
    return Math.fma(z, s, -1f / 6);
  }

  private static float cosineSeries(float z) {
    float c = Math.fma(z, -1f / 3628800, 1f / 40320);
    c = Math.fma(z, c, -1f / 720);
    c = Math.fma(z, c, 1f / 24);
    return Math.fma(z, c, -1f / 2);
  }

  /** sqrt(-2 ln U) of a radius word and eight more bits. */
  static float radius(int s, int b) {
    int j = s ^ s >> 31 ^ 0x7fffffff;
    float q = Math.fma(b + 0.5f, 0x1p-8f, j) * 0x1p-32f;
    // U = q = 2^e (1 + f):
    int k = Float.floatToRawIntBits(q) - ROOT_HALF_F;
    float e = k >> 23;
    float f = Float.intBitsToFloat((k & 0x7fffff) + ROOT_HALF_F) - 1;
    // U = 1 - q = 2^e (1 + f), e = 0 or -1:
    boolean near = q <= NEAR_F;
    boolean upper = s >= 0;
    e = upper ? (near ? 0 : -1) : e;
    f = upper ? (near ? -q : Math.fma(-2, q, 1)) : f;
    float d = f / (2 + f);
    float z = d * d;
    float r = Math.fma(z, 2f / 9, 2f / 7);
    r = Math.fma(z, r, 2f / 5);
    r = Math.fma(z, r, 2f / 3);
    float h = 0.5f * f * f;
    float t = Math.fma(-d, Math.fma(z, r, h), h);
    float minusLog = Math.fma(-e, LN2_F, t - f);
    return (float) Math.sqrt(2 * minusLog);
  }

  /** The cosine and the sine value of two radius words and two angle words, low first. */
  static void pair(int s0, int s1, int a0, int a1, double[] out, int cosAt, int sinAt) {
    double radius = radius((long) s1 << 32 | s0 & 0xFFFFFFFFL);
    long angle = (long) a1 << 32 | a0 & 0xFFFFFFFFL;
    double place = ((angle >>> 10 & 0xfffffffffffffL) - 0x8000000000000L) + 0.5;
    double x = place * 0x1.921fb54442d18p-52; // 2 pi / 2^54
    double z = x * x;
    double sine = Math.fma(x * z, sineSeries(z), x);
    double cosine = Math.fma(z, cosineSeries(z), 1);
    long n = angle >>> 62;
    boolean odd = (n & 1) != 0;
    long cosSign = (n + 1 & 2) << 62;
    long sinSign = (n & 2) << 62;
    out[cosAt] = radius * signed(odd ? sine : cosine, cosSign);
    out[sinAt] = radius * signed(odd ? cosine : sine, sinSign);
  }

  private static double signed(double x, long sign) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) ^ sign);
  }

  private static double sineSeries(double z) {
    double s = Math.fma(z, 1.0 / 355687428096000L, -1.0 / 1307674368000L);
    s = Math.fma(z, s, 1.0 / 6227020800L);
    s = Math.fma(z, s, -1.0 / 39916800);
    s = Math.fma(z, s, 1.0 / 362880);
    s = Math.fma(z, s, -1.0 / 5040);
    s = Math.fma(z, s, 1.0 / 120);
    return Math.fma(z, s, -1.0 / 6);
  }

  private static double cosineSeries(double z) {
    double c = Math.fma(z, 1.0 / 20922789888000L, -1.0 / 87178291200L);
    c = Math.fma(z, c, 1.0 / 479001600);
    c = Math.fma(z, c, -1.0 / 3628800);
    c = Math.fma(z, c, 1.0 / 40320);
    c = Math.fma(z, c, -1.0 / 720);
    c = Math.fma(z, c, 1.0 / 24);
    return Math.fma(z, c, -1.0 / 2);
  }

  /** sqrt(-2 ln U) of a 64-bit radius word. */
  static double radius(long s) {
    long j = s ^ s >> 63 ^ Long.MAX_VALUE;
    double q = (j + 0.5) * 0x1p-64;
    // U = q = 2^e (1 + f):
    long k = Double.doubleToRawLongBits(q) - ROOT_HALF;
    double e = k >> 52;
    double f = Double.longBitsToDouble((k & 0xfffffffffffffL) + ROOT_HALF) - 1;
    // U = 1 - q = 2^e (1 + f), e = 0 or -1:
    boolean near = q <= NEAR;
    boolean upper = s >= 0;
    e = upper ? (near ? 0 : -1) : e;
    f = upper ? (near ? -q : Math.fma(-2, q, 1)) : f;
    double d = f / (2 + f);
    double z = d * d;
    double r = Math.fma(z, 2.0 / 21, 2.0 / 19);
    r = Math.fma(z, r, 2.0 / 17);
    r = Math.fma(z, r, 2.0 / 15);
    r = Math.fma(z, r, 2.0 / 13);
    r = Math.fma(z, r, 2.0 / 11);
    r = Math.fma(z, r, 2.0 / 9);
    r = Math.fma(z, r, 2.0 / 7);
    r = Math.fma(z, r, 2.0 / 5);
    r = Math.fma(z, r, 2.0 / 3);
    double h = 0.5 * f * f;
    double t = Math.fma(-d, Math.fma(z, r, h), h);
    double minusLog = Math.fma(-e, LN2, t - f);
    return Math.sqrt(2 * minusLog);
  }
}

package org.halfstep.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.halfstep.Near;
import org.halfstep.Oracle;
import org.junit.jupiter.api.Test;

class PhiloxTest {

  private static final Philox RANDOM = new Philox(20111118, 7);
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private static int[] hex(String words) {
    return Arrays.stream(words.split(" ")).mapToInt(w -> Integer.parseUnsignedInt(w, 16)).toArray();
  }

  @Test
  void knownAnswersOfRandom123() {
    // Random123, kat_vectors, philox4x32 with 10 rounds: counter, key, answer.
    String[][] known = {
      {
        "00000000 00000000 00000000 00000000",
        "00000000 00000000",
        "6627e8d5 e169c58d bc57ac4c 9b00dbd8"
      },
      {
        "ffffffff ffffffff ffffffff ffffffff",
        "ffffffff ffffffff",
        "408f276d 41c83b0e a20bc7c6 6d5451fd"
      },
      {
        "243f6a88 85a308d3 13198a2e 03707344",
        "a4093822 299f31d0",
        "d16cfe09 94fdcceb 5001e420 24126ea1"
      }
    };
    for (String[] row : known) {
      int[] c = hex(row[0]);
      int[] k = hex(row[1]);
      int[] w = new int[4];
      Philox.block(c[0], c[1], c[2], c[3], k[0], k[1], w, 0, 1);
      assertArrayEquals(hex(row[2]), w, row[0]);
    }
  }

  /** The address and all bits, against an implementation in another language. */
  @Test
  void addressesMatchTheOracle() {
    int seen = 0;
    for (Oracle row : Oracle.rows("philox")) {
      if (row.text("what").contains(" ")) {
        continue;
      }
      Philox random =
          new Philox(Long.parseLong(row.text("seed")), Long.parseLong(row.text("stream")));
      long p = Long.parseLong(row.text("position"));
      assertEquals(row.text("bits"), bits(random, row.text("what"), p), row::toString);
      seen++;
    }
    assertEquals(6 * 15 * 4, seen);
  }

  private static String bits(Philox random, String what, long p) {
    return switch (what) {
      case "word" -> HexFormat.of().toHexDigits(random.bits(p));
      case "uniform" -> hex(random.uniform(p));
      case "double" -> hex(random.gaussian(p));
      case "float" -> {
        float[] z = new float[1];
        random.fillGaussian(p, z);
        yield hex(z[0]);
      }
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static String hex(float x) {
    return HexFormat.of().toHexDigits(Float.floatToRawIntBits(x));
  }

  private static String hex(double x) {
    return HexFormat.of().toHexDigits(Double.doubleToRawLongBits(x));
  }

  @Test
  void digestsMatchTheOracle() throws Exception {
    int seen = 0;
    for (Oracle row : Oracle.rows("philox")) {
      if (!row.text("what").endsWith(" digest")) {
        continue;
      }
      Philox random = new Philox(row.integer("seed"), row.integer("stream"));
      long p = row.integer("position");
      int n = row.integer("count");
      ByteBuffer bytes = ByteBuffer.allocate(8 * n);
      switch (row.text("what")) {
        case "word digest" -> {
          int[] w = new int[n];
          random.fill(p, w);
          bytes.asIntBuffer().put(w);
          bytes.limit(4 * n);
        }
        case "uniform digest" -> {
          double[] u = new double[n];
          random.fillUniform(p, u);
          bytes.asDoubleBuffer().put(u);
        }
        case "float digest" -> {
          float[] z = new float[n];
          random.fillGaussian(p, z);
          bytes.asFloatBuffer().put(z);
          bytes.limit(4 * n);
        }
        default -> {
          double[] z = new double[n];
          random.fillGaussian(p, z);
          bytes.asDoubleBuffer().put(z);
        }
      }
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes);
      assertEquals(row.text("bits"), HexFormat.of().formatHex(sha.digest()), row.text("what"));
      seen++;
    }
    assertEquals(4, seen);
  }

  /** The ends of the range: smallest and largest radius, every edge of a quadrant. */
  @Test
  void transformMatchesTheOracleAtItsEnds() {
    int seen = 0;
    for (Oracle row : Oracle.rows("philox")) {
      if (!row.text("what").endsWith(" pair")) {
        continue;
      }
      long s = Long.parseUnsignedLong(row.text("seed"));
      long a = Long.parseUnsignedLong(row.text("stream"));
      double cosine;
      if (row.text("what").equals("float pair")) {
        float[] z = new float[2];
        BoxMuller.pair((int) s, (int) a, z, 0, 1);
        assertEquals(row.text("bits"), hex(z[0]) + hex(z[1]), row::toString);
        Near.relative(row.number("exact"), z[0], 4 * Math.ulp(1f), row);
      } else {
        double[] z = new double[2];
        BoxMuller.pair((int) s, (int) (s >>> 32), (int) a, (int) (a >>> 32), z, 0, 1);
        assertEquals(row.text("bits"), hex(z[0]) + hex(z[1]), row::toString);
        Near.ulps(row.number("exact"), z[0], 4, row);
      }
      seen++;
    }
    assertEquals(2 * 12 * 11, seen);
  }

  @Test
  void anySplitGivesTheSameBits() {
    int n = 400;
    for (long start : new long[] {0, 1, 63, 64, 1L << 40 | 17}) {
      int[] words = new int[n];
      double[] uniform = new double[n];
      double[] gaussian = new double[n];
      float[] floats = new float[n];
      RANDOM.fill(start, words);
      RANDOM.fillUniform(start, uniform);
      RANDOM.fillGaussian(start, gaussian);
      RANDOM.fillGaussian(start, floats);
      for (int i = 0; i < n; i++) {
        assertEquals(RANDOM.bits(start + i), words[i]);
        assertEquals(RANDOM.uniform(start + i), uniform[i]);
        assertEquals(RANDOM.gaussian(start + i), gaussian[i]);
      }
      for (int length : new int[] {0, 1, 3, 15, 16, 31, 64, 65, 100}) {
        for (int from : new int[] {0, 1, 2, 5, 16, 60, 64, 127, 130, 300}) {
          int to = from + length;
          int[] w = new int[length];
          double[] u = new double[length];
          double[] g = new double[length];
          float[] f = new float[length];
          RANDOM.fill(start + from, w);
          RANDOM.fillUniform(start + from, u);
          RANDOM.fillGaussian(start + from, g);
          RANDOM.fillGaussian(start + from, f);
          assertArrayEquals(Arrays.copyOfRange(words, from, to), w);
          assertArrayEquals(Arrays.copyOfRange(uniform, from, to), u);
          assertArrayEquals(Arrays.copyOfRange(gaussian, from, to), g);
          assertArrayEquals(Arrays.copyOfRange(floats, from, to), f);
        }
      }
    }
  }

  @Test
  void momentsAreThoseOfTheLaw() {
    int n = 1 << 22;
    double[] u = new double[n];
    RANDOM.fillUniform(0, u);
    double[] g = new double[n];
    new Philox(1, 1).fillGaussian(0, g);
    float[] f = new float[n];
    new Philox(1, 2).fillGaussian(0, f);
    double[] fd = new double[n];
    for (int i = 0; i < n; i++) {
      u[i] -= 0.5;
      fd[i] = f[i];
    }
    double[] ofUniform = {1, 0, 1 / 12.0, 0, 1 / 80.0, 0, 1 / 448.0, 0, 1 / 2304.0};
    double[] ofGaussian = {1, 0, 1, 0, 3, 0, 15, 0, 105};
    moments(u, ofUniform);
    moments(g, ofGaussian);
    moments(fd, ofGaussian);
  }

  /** Moments 1 to 4 within 4 standard errors, and no correlation with a neighbour or a lane. */
  private static void moments(double[] x, double[] m) {
    int n = x.length;
    for (int k = 1; k <= 4; k++) {
      double sum = 0;
      for (double v : x) {
        sum += Math.pow(v, k);
      }
      double se = Math.sqrt((m[2 * k] - m[k] * m[k]) / n);
      Near.absolute(m[k], sum / n, 4 * se, "moment " + k);
    }
    for (int lag : new int[] {1, 2, 4, 16, 32, 48, 64}) {
      double sum = 0;
      for (int i = lag; i < n; i++) {
        sum += x[i] * x[i - lag];
      }
      Near.absolute(0, sum / (n - lag), 4 * m[2] / Math.sqrt(n - lag), "lag " + lag);
    }
  }

  /** Kolmogorov-Smirnov: sqrt(n) D exceeds 1.95 with probability 0.001. */
  @Test
  void distributionIsGaussian() {
    int n = 1 << 20;
    double[] g = new double[n];
    new Philox(3, 0).fillGaussian(0, g);
    float[] f = new float[n];
    new Philox(3, 1).fillGaussian(0, f);
    double[] fd = new double[n];
    for (int i = 0; i < n; i++) {
      fd[i] = f[i];
    }
    for (double[] z : List.of(g, fd)) {
      Arrays.sort(z);
      double d = 0;
      for (int i = 0; i < n; i++) {
        double p = NORMAL.cumulativeProbability(z[i]);
        d = Math.max(d, Math.max(p - (double) i / n, (i + 1.0) / n - p));
      }
      double statistic = Math.sqrt(n) * d;
      assertTrue(statistic < 1.95, "sqrt(n) D = " + statistic);
    }
  }

  @Test
  void tailsHaveTheirCounts() {
    int n = 1 << 24;
    float[] f = new float[n];
    new Philox(4, 1).fillGaussian(0, f);
    double[] edges = {1, 2, 3, 4, 4.5};
    long[] beyond = new long[edges.length];
    for (float z : f) {
      for (int k = 0; k < edges.length && Math.abs(z) > edges[k]; k++) {
        beyond[k]++;
      }
    }
    for (int k = 0; k < edges.length; k++) {
      double p = 2 * NORMAL.survivalProbability(edges[k]);
      Near.absolute(n * p, beyond[k], 4 * Math.sqrt(n * p * (1 - p)), "|z| > " + edges[k]);
    }
  }

  /**
   * Tails too far to sample: over all 2^40 radii the share beyond t is exp(-t^2/2), up to the
   * spacing of U and the rounding of the radius.
   */
  @Test
  void farTailsOfTheRadiusAreExact() {
    for (double t : new double[] {0.001, 0.1, 0.5, 1, 2, 3, 4, 5, 6, 6.5, 7}) {
      long lo = 0; // radius > t below lo; bisection over k = U 2^40 - 1/2
      long hi = 1L << 40;
      while (lo < hi) {
        long k = lo + hi >>> 1;
        if (radius(k) > t) {
          lo = k + 1;
        } else {
          hi = k;
        }
      }
      double share = lo * 0x1p-40;
      double p = Math.exp(-t * t / 2);
      double slack = 0x1p-40 + 2 * Math.ulp((float) t) * t * p;
      Near.absolute(p, share, slack, "radius > " + t);
    }
    assertEquals(Math.sqrt(82 * Math.log(2)), radius(0), 4e-7);
    assertTrue(radius((1L << 40) - 1) > 0);
    assertEquals(Math.sqrt(130 * Math.log(2)), BoxMuller.radius(Long.MIN_VALUE), 4e-15);
    assertTrue(BoxMuller.radius(Long.MAX_VALUE) > 0);
  }

  /** The float radius at U = (k + 1/2) / 2^40; the low byte counts down where U >= 1/2. */
  private static float radius(long k) {
    int s = (int) ((k >>> 8) - (1L << 31));
    int b = (int) (k & 255);
    return BoxMuller.radius(s, s < 0 ? b : 255 - b);
  }

  @Test
  void positionsAreChecked() {
    for (Runnable r :
        List.<Runnable>of(
            () -> RANDOM.bits(-1),
            () -> RANDOM.uniform(-1),
            () -> RANDOM.gaussian(Long.MIN_VALUE),
            () -> RANDOM.fillGaussian(-5, new float[1]),
            () -> RANDOM.fillGaussian(Long.MAX_VALUE - 1, new double[3]),
            () -> RANDOM.fill(Long.MAX_VALUE, new int[2]))) {
      var error = assertThrows(IllegalArgumentException.class, r::run);
      assertTrue(error.getMessage().contains("0..2^63-1"), error.getMessage());
    }
  }
}

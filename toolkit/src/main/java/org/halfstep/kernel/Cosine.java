package org.halfstep.kernel;

import java.util.Objects;

/**
 * The cosine of the angle between two arrays, {@code sum x y / sqrt(sum x^2 sum y^2)}, from sums at
 * the speed of memory.
 *
 * <p>Sums as in {@link NoisePower}: those of x^2 and y^2 within 1e-5 of themselves, in relation to
 * that, that of x y within 1e-5 of {@code sqrt(sum x^2 sum y^2)}, some 1e-8 usually; so the cosine
 * is within 2e-5, absolute. Pairs with a NaN or an infinity are counted and left out; the bits
 * depend on neither threads nor vectors. For whoever seeks a scale that keeps a layer's output in
 * its direction.
 *
 * @param count how many pairs are summed
 * @param odd how many are left out, because x or y is NaN or infinite
 * @param xx the sum of x^2
 * @param xy the sum of x y
 * @param yy the sum of y^2
 */
public record Cosine(long count, long odd, double xx, double xy, double yy) {

  /**
   * Compares two arrays. All processors share the work if it is long.
   *
   * @param x one array; not modified
   * @param y the other, of the same length; not modified
   * @return the sums
   * @throws IllegalArgumentException if the lengths differ
   */
  public static Cosine of(float[] x, float[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "x and y must have the same length, got " + x.length + " and " + y.length);
    }
    return of(x, 0, y, 0, x.length, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Compares two slices.
   *
   * @param x one array; not modified
   * @param from its first value
   * @param y the other; not modified
   * @param yFrom its first value
   * @param length how many
   * @param threads how many parts are summed at once at most, at least 1
   * @return the sums
   * @throws IndexOutOfBoundsException if a slice is not inside its array
   * @throws IllegalArgumentException if threads is less than 1
   */
  public static Cosine of(float[] x, int from, float[] y, int yFrom, int length, int threads) {
    Objects.checkFromIndexSize(from, length, x.length);
    Objects.checkFromIndexSize(yFrom, length, y.length);
    Crew.checkThreads(threads);
    return of(Signals.FAMILY.of(length), x, from, y, yFrom, length, threads);
  }

  static Cosine of(
      Signals loops, float[] x, int from, float[] y, int yFrom, int length, int threads) {
    Quarters cut = Quarters.of(length);
    Sums sums = cut.sum(threads, () -> new Sums(loops, x, from, y, yFrom, cut.quarter()));
    return new Cosine(sums.count, sums.odd, sums.xx, sums.xy, sums.yy);
  }

  /**
   * Returns the cosine.
   *
   * @return -1 to 1, to rounding; NaN if an array has no value but 0
   */
  public double value() {
    return xy / (Math.sqrt(xx) * Math.sqrt(yy));
  }

  private static final class Sums implements Quarters.Sums<Sums> {
    private final Signals loops;
    private final float[] x;
    private final int from;
    private final float[] y;
    private final int yFrom;
    private final int quarter;
    private final float[] lanes = new float[Signals.LANES * Signals.PRODUCTS];
    private long count;
    private long odd;
    private double xx;
    private double xy;
    private double yy;

    Sums(Signals loops, float[] x, int from, float[] y, int yFrom, int quarter) {
      this.loops = loops;
      this.x = x;
      this.from = from;
      this.y = y;
      this.yFrom = yFrom;
      this.quarter = quarter;
    }

    @Override
    public void addBlock(int i, int n) {
      loops.products(x, from + i, y, yFrom + i, quarter, n, lanes);
      double ofX = NoiseSums.row(lanes, Signals.XX);
      double ofY = NoiseSums.row(lanes, Signals.EE);
      if (NoiseSums.trusted(ofX) && NoiseSums.trusted(ofY)) {
        count += 4L * n;
        xx += ofX;
        xy += NoiseSums.row(lanes, Signals.XE);
        yy += ofY;
      } else {
        for (int stream = 0; stream < 4; stream++) {
          addRest(i + stream * quarter, n);
        }
      }
    }

    @Override
    public void addRest(int i, int n) {
      for (int j = i; j < i + n; j++) {
        double a = x[from + j];
        double b = y[yFrom + j];
        if (Double.isFinite(a) && Double.isFinite(b)) {
          count++;
          xx += a * a;
          xy += a * b;
          yy += b * b;
        } else {
          odd++;
        }
      }
    }

    @Override
    public void add(Sums later) {
      count += later.count;
      odd += later.odd;
      xx += later.xx;
      xy += later.xy;
      yy += later.yy;
    }
  }
}

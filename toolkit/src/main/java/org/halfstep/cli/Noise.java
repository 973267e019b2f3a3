package org.halfstep.cli;

import java.util.Arrays;
import org.apache.commons.numbers.core.Sum;
import org.halfstep.calibrate.Affine;
import org.halfstep.grid.Grid;
import org.halfstep.kernel.Crew;
import org.halfstep.kernel.FakeQuantize;

/**
 * What a quantizer was measured to do to all values.
 *
 * @param count how many values
 * @param signal the sum of their squares
 * @param noise the sum of the squared errors
 * @param fourth the sum of their fourth powers
 */
record Noise(long count, double signal, double noise, double fourth) {

  private static final int BLOCK = 1 << 16;

  /** Sums that grow side by side, so that an addition need not wait for the one before. */
  private static final int LANES = 4;

  /** Writes what becomes of some values. */
  private interface Rounding {
    void apply(int from, int n, float[] out);
  }

  /** What a grid does; floats are rounded to its levels. */
  static Noise of(float[] x, Grid grid) {
    return total(x, (from, n, out) -> grid.nearest(Arrays.copyOfRange(x, from, from + n), out));
  }

  /** What codes with a scale and zero point do, divided in float as ONNX does where floats can. */
  static Noise of(float[] x, Affine map, Grid codes) {
    FakeQuantize rounding;
    try {
      rounding =
          FakeQuantize.dividing(
                  (float) map.scale(),
                  Math.toIntExact(Math.round(map.zero())),
                  (int) codes.level(0),
                  (int) codes.level(codes.size() - 1))
              .threads(1);
    } catch (IllegalArgumentException | ArithmeticException e) {
      return of(x, map.on(codes)); // a scale that float does not hold
    }
    return total(x, (from, n, out) -> rounding.apply(x, from, out, 0, n));
  }

  /** Blocks of fixed size, added in their order: the same bits for any number of threads. */
  private static Noise total(float[] x, Rounding rounding) {
    double[][] blocks = new double[Math.ceilDiv(x.length, BLOCK)][];
    Crew.run(
        Crew.ALL,
        blocks.length,
        i -> {
          int from = i * BLOCK;
          float[] out = new float[Math.min(BLOCK, x.length - from)];
          rounding.apply(from, out.length, out);
          blocks[i] = sums(x, from, out);
        });
    Sum[] sums = {Sum.create(), Sum.create(), Sum.create()};
    for (double[] block : blocks) {
      for (int k = 0; k < sums.length; k++) {
        sums[k].add(block[k]);
      }
    }
    return new Noise(x.length, sums[0].getAsDouble(), sums[1].getAsDouble(), sums[2].getAsDouble());
  }

  /** The sums of x^2, e^2 and e^4. */
  private static double[] sums(float[] x, int from, float[] y) {
    double[] signal = new double[LANES];
    double[] noise = new double[LANES];
    double[] fourth = new double[LANES];
    for (int i = 0; i < y.length; i++) {
      double v = x[from + i];
      double e = y[i] - v;
      int lane = i & LANES - 1;
      signal[lane] += v * v;
      noise[lane] += e * e;
      fourth[lane] += e * e * e * e;
    }
    return new double[] {
      Arrays.stream(signal).sum(), Arrays.stream(noise).sum(), Arrays.stream(fourth).sum()
    };
  }

  /** The SQNR in dB; infinite if nothing is lost. */
  double sqnr() {
    return 10 * Math.log10(signal / noise);
  }

  /** The standard error of {@link #sqnr} that the scatter of the errors alone makes, in dB. */
  double standardError() {
    double mse = noise / count;
    double error = Math.sqrt(Math.max(0, fourth / count - mse * mse) / count);
    return noise == 0 ? 0 : 10 / Math.log(10) * error / mse;
  }
}

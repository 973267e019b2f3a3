package org.halfstep.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.halfstep.tensor.Granularity;
import org.halfstep.tensor.Parts;
import org.halfstep.tensor.Shape;

/**
 * What a scale for each index of an axis would give at 8 bits: absmax / 127 each, as toolkits do.
 *
 * @param axis the axis
 * @param channels its length
 * @param sqnr the SQNR of all values in dB
 * @param loudest the channel of the largest root mean square
 * @param ratio that root mean square over the median of all channels'
 */
record ChannelRow(int axis, int channels, double sqnr, int loudest, double ratio) {

  /** A scale costs bits too: with fewer values each it is no longer cheap. */
  private static final int LEAST_VALUES = 8;

  private static final int TOP = 127;

  /** The axes whose indices have enough values; the first, the second and the last are tried. */
  static List<ChannelRow> of(float[] x, int[] sizes) {
    List<ChannelRow> rows = new ArrayList<>();
    int last = sizes.length - 1;
    for (int axis = 0; axis < sizes.length; axis++) {
      boolean tried = axis < 2 || axis == last;
      if (tried && sizes[axis] > 1 && x.length / sizes[axis] >= LEAST_VALUES && last > 0) {
        rows.add(of(x, Granularity.channel(axis).parts(Shape.of(sizes)), axis));
      }
    }
    return List.copyOf(rows);
  }

  private static ChannelRow of(float[] x, Parts parts, int axis) {
    int channels = parts.count();
    float[] largest = new float[channels];
    double[] power = new double[channels];
    parts.runs((c, from, n) -> {
      float top = largest[c];
      double sum = 0;
      for (int i = from; i < from + n; i++) {
        top = Math.max(top, Math.abs(x[i]));
        sum += (double) x[i] * x[i];
      }
      largest[c] = top;
      power[c] += sum;
    });
    float[] scales = new float[channels];
    for (int c = 0; c < channels; c++) {
      scales[c] = Math.max(largest[c] / TOP, Float.MIN_NORMAL);
    }
    double[] noise = new double[1];
    parts.runs((c, from, n) -> noise[0] += noise(x, from, n, scales[c]));
    return row(axis, power, noise[0]);
  }

  private static double noise(float[] x, int from, int n, float scale) {
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      double e = x[i] - scale * Math.rint(x[i] / scale); // absmax / 127: nothing is clipped
      sum += e * e;
    }
    return sum;
  }

  private static ChannelRow row(int axis, double[] power, double noise) {
    int loudest = 0;
    for (int c = 0; c < power.length; c++) {
      loudest = power[c] > power[loudest] ? c : loudest;
    }
    double[] sorted = power.clone();
    Arrays.sort(sorted);
    double ratio = Math.sqrt(power[loudest] / sorted[sorted.length / 2]);
    double sqnr = 10 * Math.log10(Arrays.stream(power).sum() / noise);
    return new ChannelRow(axis, power.length, sqnr, loudest, ratio);
  }
}

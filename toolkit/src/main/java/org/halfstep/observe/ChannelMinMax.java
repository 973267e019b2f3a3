package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.halfstep.law.Distribution;

/**
 * The least and the greatest value, and so the greatest size, of each channel or group: exact, the
 * same for every order and split.
 *
 * <p><b>Channels.</b> A batch is seen as [outer, channel, inner], outer being whatever the batch's
 * length says. <b>Groups.</b> A batch is one array of rows, each row cut into runs of {@code size}
 * values, the last one shorter if need be; group g is the same place in every batch. Both as {@link
 * org.halfstep.kernel.ChannelQuantize} sees them. PyTorch's {@code PerChannelMinMaxObserver}.
 */
public final class ChannelMinMax extends Accumulator {

  private static final int MOST = 1 << 28;

  /** From so many values side by side on, a channel's run is worth a call of its own. */
  private static final int LONG = 64;

  /** Values after which a run ends even if it is not full. */
  private final int row;

  private final int run;
  private final float[] min;
  private final float[] max;

  private ChannelMinMax(int channels, int run, int row) {
    this.run = run;
    this.row = row;
    this.min = new float[channels];
    this.max = new float[channels];
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
  }

  ChannelMinMax(Reading in) throws IOException {
    census.read(in);
    int channels = in.integer("channels", 1, MOST);
    this.row = in.integer("values in a row", 1, MOST);
    this.run = in.integer("values in a run", 1, row);
    Reading.check(
        channels % ((row - 1) / run + 1) == 0, "rows must have whole groups, got " + channels);
    this.min = in.floats(channels);
    this.max = in.floats(channels);
    boolean seen = false;
    for (int i = 0; i < channels; i++) {
      in.checkEnds(min[i], max[i], min[i] <= max[i]);
      seen |= min[i] <= max[i];
    }
    Reading.check(seen == count() > 0, "some channel must have the values counted");
  }

  /**
   * Opens an observer of channels.
   *
   * @param channels how many, at least 1
   * @param inner how many values of a channel lie side by side, at least 1
   * @return an observer that has seen nothing
   * @throws IllegalArgumentException if a number is below 1, or the product above 2^28
   */
  public static ChannelMinMax channels(int channels, int inner) {
    check("channels", channels, "inner", inner);
    return new ChannelMinMax(channels, inner, inner);
  }

  /**
   * Opens an observer of groups.
   *
   * @param rows how many rows a batch has, at least 1
   * @param row how many values a row has, at least 1
   * @param size how many values a group has, at least 1; the last of a row may have fewer
   * @return an observer that has seen nothing, its groups numbered row by row
   * @throws IllegalArgumentException if a number is below 1, or the product of rows and row above
   *     2^28
   */
  public static ChannelMinMax groups(int rows, int row, int size) {
    check("rows", rows, "row", row);
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, got " + size);
    }
    int run = Math.min(size, row);
    return new ChannelMinMax(rows * ((row - 1) / run + 1), run, row);
  }

  private static void check(String name, int a, String other, int b) {
    if (a < 1 || b < 1 || (long) a * b > MOST) {
      throw new IllegalArgumentException(
          name
              + " and "
              + other
              + " must be at least 1, their product at most 2^28, got "
              + a
              + " and "
              + b);
    }
  }

  @Override
  public void accept(float[] x, int from, int n) {
    int perRow = (row - 1) / run + 1;
    int whole = min.length / perRow * row;
    if (n % whole != 0) {
      throw new IllegalArgumentException(
          "a batch must hold whole sets of " + whole + " values, got " + n);
    }
    Objects.checkFromIndexSize(from, n, x.length);
    if (run < LONG) {
      acceptShortRuns(x, from, n, census.allFinite(x, from, n));
      return;
    }
    int channel = 0;
    for (int at = 0; at < n; at += row) {
      for (int begin = 0; begin < row; begin += run) {
        Census.Slice s = census.finite(x, from + at + begin, Math.min(run, row - begin));
        min[channel] = Math.min(min[channel], s.min());
        max[channel] = Math.max(max[channel], s.max());
        channel = channel + 1 == min.length ? 0 : channel + 1;
      }
    }
  }

  private void acceptShortRuns(float[] x, int from, int n, boolean finite) {
    if (row == 1 && finite) { // channels last: side by side in x, in min and in max
      for (int at = from; at < from + n; at += min.length) {
        foldSideBySide(x, at);
      }
      return;
    }
    int channel = 0;
    for (int at = 0; at < n; at += row) {
      for (int begin = 0; begin < row; begin += run) {
        foldRun(x, from + at + begin, Math.min(run, row - begin), channel);
        channel = channel + 1 == min.length ? 0 : channel + 1;
      }
    }
  }

  private void foldSideBySide(float[] x, int at) {
    for (int c = 0; c < min.length; c++) {
      min[c] = Math.min(min[c], x[at + c]);
      max[c] = Math.max(max[c], x[at + c]);
    }
  }

  private void foldRun(float[] x, int at, int n, int channel) {
    float lo = min[channel];
    float hi = max[channel];
    for (int i = at; i < at + n; i++) {
      if (Float.isFinite(x[i])) {
        lo = Math.min(lo, x[i]);
        hi = Math.max(hi, x[i]);
      }
    }
    min[channel] = lo;
    max[channel] = hi;
  }

  /**
   * Adds what another observer has seen.
   *
   * @param other the other, of the same channels; not modified; may be this one
   * @throws IllegalArgumentException if the other has other channels
   */
  public void combine(ChannelMinMax other) {
    if (other.min.length != min.length || other.run != run || other.row != row) {
      throw new IllegalArgumentException(
          "combined observers must have the same channels, got " + this + " and " + other);
    }
    census.combine(other.census);
    for (int i = 0; i < min.length; i++) {
      min[i] = Math.min(min[i], other.min[i]);
      max[i] = Math.max(max[i], other.max[i]);
    }
  }

  /**
   * Returns the number of channels or groups.
   *
   * @return at least 1
   */
  public int channels() {
    return min.length;
  }

  /**
   * Returns the least value of a channel.
   *
   * @param channel from 0
   * @return the minimum; infinity if the channel has no finite value
   */
  public float min(int channel) {
    return min[channel];
  }

  /**
   * Returns the greatest value of a channel.
   *
   * @param channel from 0
   * @return the maximum; -infinity if the channel has no finite value
   */
  public float max(int channel) {
    return max[channel];
  }

  /**
   * Returns the greatest size of a channel's values, for symmetric scales.
   *
   * @param channel from 0
   * @return the greatest |x|; 0 if the channel has no finite value
   */
  public float absMax(int channel) {
    return min[channel] > max[channel] ? 0 : Math.max(-min[channel], max[channel]) + 0f;
  }

  /**
   * Returns the law of a channel.
   *
   * @param channel from 0
   * @return uniform between the channel's ends, an atom if they are equal
   * @throws IllegalStateException if the channel has no finite value
   */
  public Distribution summary(int channel) {
    if (min[channel] > max[channel]) {
      throw new IllegalStateException(
          "a summary needs at least 1 finite value, got 0 in channel " + channel);
    }
    return between(min[channel], max[channel]);
  }

  /** Returns the law of all channels together: uniform between the ends of all. */
  @Override
  public Distribution summary() {
    checkSeen();
    float lo = Float.POSITIVE_INFINITY;
    float hi = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < min.length; i++) {
      lo = Math.min(lo, min[i]);
      hi = Math.max(hi, max[i]);
    }
    return between(lo, hi);
  }

  @Override
  void writeState(DataOutput out) throws IOException {
    out.writeInt(min.length);
    out.writeInt(row);
    out.writeInt(run);
    for (float v : min) {
      out.writeFloat(v);
    }
    for (float v : max) {
      out.writeFloat(v);
    }
  }

  @Override
  public String toString() {
    return super.toString() + ", in " + min.length + " channels of " + run + " of " + row;
  }
}

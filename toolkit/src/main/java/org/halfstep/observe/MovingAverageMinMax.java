package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.halfstep.law.Distribution;

/**
 * Moving averages of the least and the greatest value of the batches, as toolkits run them:
 * sequential, the order of the batches is part of the meaning.
 *
 * <p>The first batch starts both averages; batch k then has the weight {@code c (1 - c)^(n - k)}
 * after n batches, so the memory is about 1/c batches. Computed in floats, in the toolkit's order
 * of operations. The summary is uniform between the averages, an atom if they are equal; values
 * outside were seen.
 */
public final class MovingAverageMinMax extends Accumulator {

  private static final int LONGEST = 1 << 24;

  /** MNN's features always have 8 bits. */
  private static final float MNN_LIMIT = 127;

  private enum Rule {
    /** v + c (x - v). */
    STEP,
    /** v m + x (1 - m). */
    BLEND,
    /** Blend of ends that were moved so that 0 is a code. */
    NUDGED
  }

  private final Rule rule;
  private final float keep;
  private final float constant;
  private final boolean symmetric;

  /** Extremes of batches that wait for their chunk to be full. */
  private final int chunk;

  private float[] lows = new float[1];
  private float[] highs = new float[1];
  private int waiting;

  private boolean started;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;

  private MovingAverageMinMax(Rule rule, float keep, float constant, int chunk, boolean symmetric) {
    this.rule = rule;
    this.keep = keep;
    this.constant = constant;
    this.chunk = chunk;
    this.symmetric = symmetric;
  }

  MovingAverageMinMax(Reading in) throws IOException {
    census.read(in);
    this.rule = Rule.values()[in.integer("rule", 0, Rule.values().length - 1)];
    this.keep = in.single();
    this.constant = in.single();
    Reading.check(
        keep >= 0 && keep < 1 && constant > 0 && constant <= 1,
        "the constants must be in 0..1, got " + keep + " and " + constant);
    this.chunk = in.integer("chunk", 1, LONGEST);
    this.symmetric = in.flag();
    this.waiting = in.integer("waiting batches", 0, chunk - 1);
    this.lows = in.finiteFloats(waiting);
    this.highs = in.finiteFloats(waiting);
    this.started = in.flag();
    this.min = in.single();
    this.max = in.single();
    in.checkEnds(min, max, started);
    Reading.check((started || waiting > 0) == count() > 0, "batches must have the values counted");
  }

  /**
   * Opens PyTorch's {@code MovingAverageMinMaxObserver} at its default, c = 0.01.
   *
   * @return an observer that has seen nothing
   */
  public static MovingAverageMinMax ofPyTorch() {
    return ofPyTorch(0.01);
  }

  /**
   * Opens PyTorch's {@code MovingAverageMinMaxObserver}: {@code v + c (x - v)}, c its {@code
   * averaging_constant}.
   *
   * @param c the weight of the newest batch, above 0 and at most 1
   * @return an observer that has seen nothing
   * @throws IllegalArgumentException if c is out of range
   */
  public static MovingAverageMinMax ofPyTorch(double c) {
    return new MovingAverageMinMax(Rule.STEP, 0, weight(c), 1, false);
  }

  /**
   * Opens ONNX Runtime's {@code MinMaxCalibrater} with {@code moving_average}: the extremes of a
   * chunk of batches, all that one call collects, are averaged first; then {@code v + 0.01 (x - v)}
   * once a chunk. With all batches in one chunk there is no moving average at all.
   *
   * @param chunk how many batches are collected between two updates, 1..2^24; batches that do not
   *     fill the last chunk count as one in the summary
   * @param symmetric whether a chunk's averages become {@code -absmax} and {@code absmax}
   * @return an observer that has seen nothing
   * @throws IllegalArgumentException if chunk is out of range
   */
  public static MovingAverageMinMax ofOnnxRuntime(int chunk, boolean symmetric) {
    if (chunk < 1 || chunk > LONGEST) {
      throw new IllegalArgumentException("chunk must be in 1..16777216, got " + chunk);
    }
    return new MovingAverageMinMax(Rule.STEP, 0, 0.01f, chunk, symmetric);
  }

  /**
   * Opens MNN's {@code ConvBNReluFused} average: {@code 0.99 v + 0.01 x}, where x are the batch's
   * ends after they have been widened to hold 0 and moved so that 0 is one of 255 codes.
   *
   * @return an observer that has seen nothing
   */
  public static MovingAverageMinMax ofMnn() {
    return new MovingAverageMinMax(Rule.NUDGED, 0.99f, 1 - 0.99f, 1, false);
  }

  /**
   * Opens MQBench's {@code EMAMinMaxObserver} at its default, {@code 0.9 v + 0.1 x}: ten times as
   * forgetful as PyTorch's.
   *
   * @return an observer that has seen nothing
   */
  public static MovingAverageMinMax ofMqBench() {
    return new MovingAverageMinMax(Rule.BLEND, 0.9f, (float) (1 - 0.9), 1, false);
  }

  private static float weight(double c) {
    if (!(c > 0 && c <= 1) || (float) c == 0) {
      throw new IllegalArgumentException("c must be above 0 and at most 1, got " + c);
    }
    return (float) c;
  }

  @Override
  public void accept(float[] x, int from, int n) {
    Census.Slice s = census.finite(x, from, n);
    if (s.n() == 0) {
      return;
    }
    if (waiting == lows.length) {
      int room = (int) Math.min(chunk, 2L * waiting + 1);
      lows = Arrays.copyOf(lows, room);
      highs = Arrays.copyOf(highs, room);
    }
    lows[waiting] = s.min();
    highs[waiting++] = s.max();
    if (waiting == chunk) {
      float[] next = next();
      min = next[0];
      max = next[1];
      started = true;
      waiting = 0;
    }
  }

  /** The averages with the waiting batches, if there are any. */
  private float[] next() {
    if (waiting == 0) {
      return new float[] {min, max};
    }
    float lo = mean(lows);
    float hi = mean(highs);
    if (symmetric) {
      hi = Math.max(Math.abs(lo), Math.abs(hi));
      lo = -hi;
    }
    if (rule == Rule.NUDGED) {
      float[] ends = nudged(Math.min(lo, 0f), Math.max(hi, 0f));
      lo = ends[0];
      hi = ends[1];
    }
    return started ? new float[] {average(min, lo), average(max, hi)} : new float[] {lo, hi};
  }

  private float mean(float[] ends) {
    return waiting == 1 ? ends[0] : (float) ((double) PairwiseSum.of(ends, 0, waiting) / waiting);
  }

  private float average(float v, float x) {
    return rule == Rule.STEP ? v + constant * (x - v) : v * keep + x * constant;
  }

  /** The ends of the codes -127..127 with scale and zero point of a range that holds 0. */
  private static float[] nudged(float lo, float hi) {
    float scale = (hi - lo) / (2 * MNN_LIMIT);
    if (scale == 0) {
      return new float[] {lo, hi};
    }
    float place = (0 - lo) / scale - MNN_LIMIT;
    float zero = Math.copySign((float) Math.floor(Math.abs(place) + 0.5), place);
    return new float[] {
      Math.min(0f, (-MNN_LIMIT - zero) * scale), Math.max(0f, (MNN_LIMIT - zero) * scale)
    };
  }

  /**
   * Returns the average of the least values.
   *
   * @return the lower end
   * @throws IllegalStateException if no finite value was seen
   */
  public float min() {
    checkSeen();
    return next()[0];
  }

  /**
   * Returns the average of the greatest values.
   *
   * @return the upper end
   * @throws IllegalStateException if no finite value was seen
   */
  public float max() {
    checkSeen();
    return next()[1];
  }

  @Override
  public Distribution summary() {
    checkSeen();
    float[] ends = next();
    return between(ends[0], ends[1]);
  }

  @Override
  void writeState(DataOutput out) throws IOException {
    out.writeInt(rule.ordinal());
    out.writeFloat(keep);
    out.writeFloat(constant);
    out.writeInt(chunk);
    out.writeInt(symmetric ? 1 : 0);
    out.writeInt(waiting);
    for (int i = 0; i < waiting; i++) {
      out.writeFloat(lows[i]);
    }
    for (int i = 0; i < waiting; i++) {
      out.writeFloat(highs[i]);
    }
    out.writeInt(started ? 1 : 0);
    out.writeFloat(min);
    out.writeFloat(max);
  }
}

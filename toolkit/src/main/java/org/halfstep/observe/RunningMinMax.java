package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import org.halfstep.law.Distribution;

/**
 * The least and the greatest value: exact, the same for every order and split.
 *
 * <p>The summary is uniform between the two, an atom if they are equal: its quantiles at 0 and 1
 * are what min-max calibration asks for, nothing between them was observed. PyTorch's {@code
 * MinMaxObserver}, ONNX Runtime's {@code MinMaxCalibrater}.
 */
public final class RunningMinMax extends Accumulator {

  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;

  /** Opens an observer that has seen nothing. */
  public RunningMinMax() {}

  RunningMinMax(Reading in) throws IOException {
    census.read(in);
    min = in.single();
    max = in.single();
    in.checkEnds(min, max, count() > 0);
  }

  @Override
  public void accept(float[] x, int from, int n) {
    Census.Slice s = census.finite(x, from, n);
    min = Math.min(min, s.min());
    max = Math.max(max, s.max());
  }

  /**
   * Adds what another observer has seen.
   *
   * @param other the other, not modified; may be this one
   */
  public void combine(RunningMinMax other) {
    census.combine(other.census);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /**
   * Returns the least value.
   *
   * @return the minimum; infinity if nothing finite was seen
   */
  public float min() {
    return min;
  }

  /**
   * Returns the greatest value.
   *
   * @return the maximum; -infinity if nothing finite was seen
   */
  public float max() {
    return max;
  }

  @Override
  public Distribution summary() {
    checkSeen();
    return between(min, max);
  }

  @Override
  void writeState(DataOutput out) throws IOException {
    out.writeFloat(min);
    out.writeFloat(max);
  }
}

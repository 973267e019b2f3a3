package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.halfstep.law.Discrete;
import org.halfstep.law.Distribution;
import org.halfstep.law.PiecewiseUniform;
import org.halfstep.law.Uniform;

/** What the observers of this package share: the census, and the header of the written form. */
abstract class Accumulator implements Observer {

  final Census census = new Census();

  @Override
  public final long count() {
    return census.count();
  }

  @Override
  public final long nans() {
    return census.nans();
  }

  @Override
  public final long infinities() {
    return census.infinities();
  }

  @Override
  public final void write(DataOutput out) throws IOException {
    out.writeInt(Reading.MAGIC);
    out.writeByte(Reading.VERSION);
    byte[] name = getClass().getSimpleName().getBytes(StandardCharsets.US_ASCII);
    out.writeByte(name.length);
    out.write(name);
    census.write(out);
    writeState(out);
  }

  /** Writes all but the census; a reading constructor takes it back. */
  abstract void writeState(DataOutput out) throws IOException;

  final void checkSeen() {
    if (count() == 0) {
      throw new IllegalStateException(
          "a summary needs at least 1 finite value, got 0 beside "
              + nans()
              + " NaN and "
              + infinities()
              + " infinite");
    }
  }

  /** The law of which only the ends are known. */
  static Distribution between(double lo, double hi) {
    return lo < hi ? new Uniform(lo, hi) : Discrete.of(new double[] {lo}, new double[] {1});
  }

  /** The law of counts in bins of equal width between two ends, or of one value. */
  static Distribution binned(float lo, float hi, float[] counts) {
    if (lo == hi) {
      return between(lo, hi);
    }
    int bins = counts.length;
    double[] edges = new double[bins + 1];
    Arrays.setAll(edges, i -> lo + i * (((double) hi - lo) / bins));
    edges[bins] = hi;
    double[] weights = new double[bins];
    Arrays.setAll(weights, i -> counts[i]);
    return PiecewiseUniform.of(edges, weights);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName()
        + " of "
        + count()
        + " values, "
        + nans()
        + " NaN, "
        + infinities()
        + " infinite";
  }
}

package org.halfstep.observe;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.halfstep.kernel.Extremes;

/** Counts values by kind, and hands on those that are finite. */
final class Census {

  private long count;
  private long nans;
  private long infinities;

  /** Values that are all finite, with their extremes; min is above max if there are none. */
  record Slice(float[] x, int from, int n, float min, float max) {}

  Slice finite(float[] x, int from, int n) {
    Objects.checkFromIndexSize(from, n, x.length);
    Extremes all = Extremes.of(x, from, n);
    long odd = all.nans() + all.infinities();
    nans += all.nans();
    infinities += all.infinities();
    count += n - odd;
    if (odd == 0) {
      return new Slice(x, from, n, all.min(), all.max());
    }
    float[] kept = new float[(int) (n - odd)];
    int k = 0;
    for (int i = from; i < from + n; i++) {
      if (Float.isFinite(x[i])) {
        kept[k++] = x[i];
      }
    }
    Extremes finite = Extremes.of(kept);
    return new Slice(kept, 0, k, finite.min(), finite.max());
  }

  long count() {
    return count;
  }

  long nans() {
    return nans;
  }

  long infinities() {
    return infinities;
  }

  /** Counts a slice that is looked at elsewhere; returns whether all of it is finite. */
  boolean allFinite(float[] x, int from, int n) {
    Extremes all = Extremes.of(x, from, n);
    nans += all.nans();
    infinities += all.infinities();
    count += n - all.nans() - all.infinities();
    return all.nans() + all.infinities() == 0;
  }

  void combine(Census other) {
    count += other.count;
    nans += other.nans;
    infinities += other.infinities;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeLong(nans);
    out.writeLong(infinities);
  }

  void read(Reading in) throws IOException {
    count = in.count("count");
    nans = in.count("nans");
    infinities = in.count("infinities");
  }
}

package org.halfstep.observe;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.halfstep.law.Distribution;

/**
 * What sees a stream of numbers, batch by batch, and sums it up as a law.
 *
 * <p>The summary is the law of greatest entropy among those that agree with what the observer has
 * kept: uniform between two ends, Gaussian for mean and variance, even inside the bins of a
 * histogram. NaNs and infinities are counted, and have no other effect; a batch without a finite
 * value has none at all. Observers only grow; they are not safe to share between threads. Open: a
 * reader writes one in a cell.
 */
public interface Observer {

  /**
   * Takes a batch.
   *
   * @param x an array that holds the batch; not modified, not kept
   * @param from the first value of the batch
   * @param n how many values the batch has
   * @throws IndexOutOfBoundsException if the batch is not inside the array
   * @throws IllegalArgumentException if the observer needs batches of another size
   */
  void accept(float[] x, int from, int n);

  /**
   * Takes a batch.
   *
   * @param batch the values; not modified, not kept
   */
  default void accept(float[] batch) {
    accept(batch, 0, batch.length);
  }

  /**
   * Returns how many finite values were seen.
   *
   * @return the count
   */
  long count();

  /**
   * Returns how many values were NaN.
   *
   * @return the count
   */
  long nans();

  /**
   * Returns how many values were infinite.
   *
   * @return the count
   */
  long infinities();

  /**
   * Returns the law of what was seen.
   *
   * @return the law; the observer may go on
   * @throws IllegalStateException if no finite value was seen
   */
  Distribution summary();

  /**
   * Writes the observer, so that {@link #read} returns one of the same state, bit by bit. The
   * observers of this package do; one of a reader's own need not.
   *
   * @param out where to write
   * @throws IOException if writing fails
   * @throws UnsupportedOperationException if the observer has no written form
   */
  default void write(DataOutput out) throws IOException {
    throw new UnsupportedOperationException(
        "observer " + getClass().getSimpleName() + " has no written form");
  }

  /**
   * Reads an observer of this package that {@link #write} wrote. Memory grows with what was read,
   * never with what a header claims.
   *
   * @param in where to read
   * @return the observer, in the state in which it was written
   * @throws ObserverFormatException if what is read is no observer, is cut off, or contradicts
   *     itself
   * @throws IOException if reading fails for another reason
   */
  static Observer read(DataInput in) throws IOException {
    return Reading.observer(in);
  }
}

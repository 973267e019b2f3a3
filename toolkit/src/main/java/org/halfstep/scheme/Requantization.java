package org.halfstep.scheme;

/**
 * From the accumulators of an integer layer to its codes: {@code q = clamp(round(M a) + z)}, with
 * {@code M = sx sw / sy} for the scales of input, weights and output.
 */
public sealed interface Requantization permits FloatRequantization, ShiftRequantization {

  /**
   * Returns the code of an accumulator.
   *
   * @param accumulator a
   * @param channel the output channel, whose M is taken if they differ
   * @return q, saturated
   */
  int code(int accumulator, int channel);

  /**
   * Returns the type of the codes.
   *
   * @return the output's type
   */
  CodeType.Whole type();

  /**
   * Returns how many multipliers there are.
   *
   * @return 1 for all channels, or the number of channels
   */
  int multipliers();

  /**
   * Checks that there is a multiplier for each channel.
   *
   * @param channels output channels of a layer
   * @throws IllegalArgumentException if there are neither one nor as many
   */
  default void check(int channels) {
    if (multipliers() != 1 && multipliers() != channels) {
      throw new IllegalArgumentException(
          "scales must be one, or one for each of " + channels + " outputs, got " + multipliers());
    }
  }

  /**
   * How two ways to the codes agree.
   *
   * @param count accumulators that were compared
   * @param different how many have different codes
   * @param most the largest difference of two codes
   */
  record Agreement(long count, long different, int most) {

    /**
     * Returns how often the codes differ.
     *
     * @return a rate from 0 to 1
     */
    public double rate() {
      return (double) different / count;
    }
  }

  /**
   * Compares the codes with those of another way.
   *
   * @param other the other way
   * @param accumulators at least one; not modified
   * @param channels value i belongs to the output channel {@code i mod channels}
   * @return how they agree
   * @throws IllegalArgumentException if there are no accumulators or channels
   */
  default Agreement compare(Requantization other, int[] accumulators, int channels) {
    if (accumulators.length == 0 || channels < 1) {
      throw new IllegalArgumentException(
          "there must be accumulators and at least 1 channel, got "
              + accumulators.length
              + " and "
              + channels);
    }
    long different = 0;
    int most = 0;
    for (int i = 0; i < accumulators.length; i++) {
      int channel = i % channels;
      int d = Math.abs(code(accumulators[i], channel) - other.code(accumulators[i], channel));
      different += d == 0 ? 0 : 1;
      most = Math.max(most, d);
    }
    return new Agreement(accumulators.length, different, most);
  }
}

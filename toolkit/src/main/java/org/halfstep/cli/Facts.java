package org.halfstep.cli;

import org.apache.commons.numbers.core.Sum;

/**
 * What all values are.
 *
 * @param count how many there are
 * @param min the least
 * @param max the greatest
 * @param mean the mean
 * @param sigma the standard deviation, divided by n
 * @param power the mean square
 * @param zeros how many are exactly 0
 * @param atMin how many are the least
 * @param atMax how many are the greatest
 */
record Facts(
    long count,
    double min,
    double max,
    double mean,
    double sigma,
    double power,
    long zeros,
    long atMin,
    long atMax) {

  static Facts of(float[] x) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    long zeros = 0;
    Sum sum = Sum.create();
    Sum squares = Sum.create();
    for (float v : x) {
      min = Math.min(min, v);
      max = Math.max(max, v);
      zeros += v == 0 ? 1 : 0;
      sum.add(v);
      squares.add((double) v * v);
    }
    double mean = sum.getAsDouble() / x.length;
    Sum about = Sum.create();
    long atMin = 0;
    long atMax = 0;
    for (float v : x) {
      atMin += v == min ? 1 : 0;
      atMax += v == max ? 1 : 0;
      about.add((v - mean) * (v - mean));
    }
    double sigma = Math.sqrt(about.getAsDouble() / x.length);
    double power = squares.getAsDouble() / x.length;
    return new Facts(x.length, min, max, mean, sigma, power, zeros, atMin, atMax);
  }

  double absMax() {
    return Math.max(-min, max);
  }

  double zeroShare() {
    return (double) zeros / count;
  }
}

package org.halfstep.cli;

/**
 * Where a number that was chosen from a sample would fall on another sample of the law, 95 times of
 * 100; it holds the number itself.
 *
 * @param lower the lower end
 * @param upper the upper end
 * @param assumed whether samples were drawn from the fitted law, and not from the values themselves
 */
record Interval(double lower, double upper, boolean assumed) {

  /** The same, cut to another number and so much wider or narrower. */
  Interval about(double estimate, double printed, double factor) {
    double low = printed * (1 + (lower / estimate - 1) * factor);
    double high = printed * (1 + (upper / estimate - 1) * factor);
    return new Interval(
        Math.min(Math.min(low, high), printed), Math.max(Math.max(low, high), printed), assumed);
  }
}

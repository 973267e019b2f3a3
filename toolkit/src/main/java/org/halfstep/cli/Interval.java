package org.halfstep.cli;

/**
 * A 95 % confidence interval of a number that was chosen from a sample; it holds the number itself.
 *
 * <p>Values drawn again tell where the law's own number may be, a fitted law where that of other
 * samples would fall. The clip of least squared error is one of many local minima, and its interval
 * is somewhat short for it: of 593 intervals from 6000 Gaussian or Laplace values, at 4 and 5 bits,
 * 529 held the law's clip. {@link org.halfstep.calibrate.SmoothOptimum} estimates that, not what is
 * best for the values at hand, and its intervals held it 549 times.
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

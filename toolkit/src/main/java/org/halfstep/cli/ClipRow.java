package org.halfstep.cli;

import java.util.Optional;

/**
 * The symmetric integers of a width at their best clip.
 *
 * @param format clip and SQNR
 * @param interval the clip's confidence interval, where there is one
 * @param expected the SQNR in dB that samples of the fitted law reach at their own best clips; NaN
 *     without a law that fits
 * @param deviation the standard deviation of that
 */
record ClipRow(FormatRow format, Optional<Interval> interval, double expected, double deviation) {}

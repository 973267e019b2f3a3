/**
 * Observers: what a stream of numbers leaves behind, in little memory, and that as a law.
 *
 * <p>Three kinds. <b>Exact</b>: the same bits for every order and every split of the values, so
 * parts can be combined ({@link org.halfstep.observe.RunningMinMax}, {@link
 * org.halfstep.observe.ExactMoments}, {@link org.halfstep.observe.GrowingHistogram}, {@link
 * org.halfstep.observe.ChannelMinMax}, {@link org.halfstep.observe.SizeHistogram}).
 * <b>Sequential</b>: the order of the batches is part of the meaning, so there is no way to combine
 * ({@link org.halfstep.observe.MovingAverageMinMax}, {@link org.halfstep.observe.SampleRanges},
 * {@link org.halfstep.observe.OrtHistogram}, {@link org.halfstep.observe.TorchHistogram}, {@link
 * org.halfstep.observe.NvidiaHistogram}, {@link org.halfstep.observe.AimetHistogram}, {@link
 * org.halfstep.observe.BatchQuantiles}). <b>Approximate</b>: within a stated rank error ({@link
 * org.halfstep.observe.TailQuantiles}).
 */
package org.halfstep.observe;

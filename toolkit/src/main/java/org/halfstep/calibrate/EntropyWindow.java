package org.halfstep.calibrate;

/**
 * The bins that a search by entropy keeps.
 *
 * @param from the first bin that is kept
 * @param to the bin after the last
 * @param divergence KL(P||Q) of this window, in nats (PPQ: in decades); infinite if no window is
 *     possible
 */
public record EntropyWindow(int from, int to, double divergence) {}

package org.halfstep.theory;

/**
 * The predicted parts of the noise in one layer, as powers over that of the signal.
 *
 * <p>With x and x' what enters the layer in the network and in its twin, both before rounding, and
 * q the rounding: {@code Q(W) q(x') - W x = [Q(W) q(x) - W x] + W (x' - x) + rest}. {@link
 * NoiseRecursion#parts} says how they are predicted.
 *
 * @param immediate the power of the first: this layer alone, quantized on float inputs
 * @param accumulated the power of the second: what earlier layers did
 * @param cross the power of the rest
 */
public record NoiseParts(double immediate, double accumulated, double cross) {}

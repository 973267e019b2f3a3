/** Quantizers that learn: a value on the way forward, derivatives on the way back, and descent. */
package org.halfstep.train;

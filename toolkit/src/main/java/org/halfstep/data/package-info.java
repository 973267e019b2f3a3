/**
 * Readers of data that the lab ships or that a reader brings: the handwritten digits, and NumPy's
 * .npy and .npz. What the lab ships is known by its hash; of what a reader brings nothing is
 * believed before it is checked. Nothing is ever downloaded.
 */
package org.halfstep.data;

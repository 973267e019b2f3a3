/**
 * Quantizers as grids: increasing levels, the thresholds between them, and who wins a tie. Every
 * number format is a way to build one.
 */
package org.halfstep.grid;

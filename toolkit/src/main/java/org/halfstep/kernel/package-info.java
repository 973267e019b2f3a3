/**
 * Array loops twice: a scalar one that reads like the formula, and one with the Vector API that
 * gives the same bits.
 *
 * <p>Which of the two runs is decided once, when the first is needed ({@link
 * org.halfstep.kernel.Vectors}). Sums run over a fixed number of lanes in blocks of a fixed size
 * and are added in a fixed order, so they do not depend on the width of the machine's vectors.
 */
package org.halfstep.kernel;

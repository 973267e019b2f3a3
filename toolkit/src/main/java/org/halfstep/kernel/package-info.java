/**
 * Array loops twice: a scalar one that reads like the formula, and one with the Vector API that
 * gives the same bits.
 *
 * <p>Loops come in families: an interface, its twins {@code ScalarX} and {@code VectorX}, and the
 * choice between them, {@code X.FAMILY}, which depends on the size of a call and on whether the
 * vector form is compiled ({@link org.halfstep.kernel.Vectors}). The public classes are the doors:
 * they check arguments, ask the family for a loop, and cut a large array into slices for all
 * processors, or for as many threads as the caller says. Rounded sums run over a fixed number of
 * lanes in blocks of a fixed size and are added in a fixed order; the other results are exact. So
 * none depends on the width of the machine's vectors or on the number of threads.
 */
package org.halfstep.kernel;

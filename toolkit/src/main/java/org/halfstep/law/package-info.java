/**
 * Probability laws as the theory needs them: a density, its break points and atoms, and centred
 * partial moments; everything else follows.
 */
package org.halfstep.law;

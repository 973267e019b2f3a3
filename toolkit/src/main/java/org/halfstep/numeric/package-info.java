/**
 * Mathematics under the laws and grids: quadrature, sums and searches with stated error bounds, and
 * a counter-based random generator whose bits are final.
 */
package org.halfstep.numeric;

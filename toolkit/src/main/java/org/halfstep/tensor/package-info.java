/** Shapes of arrays, and which of their values share a scale. */
package org.halfstep.tensor;

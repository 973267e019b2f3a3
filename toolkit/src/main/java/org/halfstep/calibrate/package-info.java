/**
 * From a law (of data or of theory) and a unit grid to the affine map between them: every
 * calibrator that toolkits run, in their dialects, beside the optimum.
 */
package org.halfstep.calibrate;

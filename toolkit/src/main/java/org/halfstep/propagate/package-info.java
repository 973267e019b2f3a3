/** How signal and noise travel through layers: measured, split into parts, and predicted. */
package org.halfstep.propagate;

/** Programs of the command line: {@code ./lab explain}. */
package org.halfstep.cli;

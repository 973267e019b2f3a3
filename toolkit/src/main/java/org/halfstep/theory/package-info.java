/** What a grid does to a law, exactly: error reports, optimal scales, classical formulas. */
package org.halfstep.theory;

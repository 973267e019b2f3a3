/**
 * Figures: one model, plotly JSON built on Tablesaw's jsplot, drawn live by plotly.js and as SVG
 * without a browser, and sliders over precomputed states that need no kernel.
 */
package org.halfstep.figure;

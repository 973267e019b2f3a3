package org.halfstep.figure;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One trace as it is drawn without a browser. */
sealed interface Mark permits ScatterMark, BarMark, HeatMark, BoxMark {
  /** The trace this was read from. */
  ObjectNode trace();

  /** Makes the axes hold it. */
  void extend();

  /** Draws it, the axes being placed. */
  void draw(Svg out);

  /** Draws its sign in the legend, 26 pixels wide, around the height y. */
  void swatch(Svg out, double x, double y);
}

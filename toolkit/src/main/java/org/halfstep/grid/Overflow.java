package org.halfstep.grid;

/** What becomes of a value beyond the largest of a small floating format. */
public enum Overflow {
  /** The largest finite value of its sign: what a {@link Grid} does. */
  SATURATE,
  /** Infinity, or NaN in a format without infinities: IEEE 754, PyTorch's and NumPy's casts. */
  SPECIAL
}

package org.halfstep.grid;

/** What a small floating format spends codes on besides numbers. */
public enum Specials {
  /** As IEEE 754: the top exponent holds infinities and NaNs (E5M2, half, bfloat16). */
  INFINITIES,
  /** Only the code of all ones is NaN, with either sign; no infinity (OCP E4M3, "fn"). */
  NAN,
  /** Every code is a number (OCP E3M2, E2M3, E2M1). */
  NONE,
  /** No infinity and no -0: the code of -0 is the only NaN ("fnuz", of AMD and Graphcore). */
  UNSIGNED_ZERO
}

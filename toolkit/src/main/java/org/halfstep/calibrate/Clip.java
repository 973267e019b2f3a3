package org.halfstep.calibrate;

/**
 * The range of numbers that a toolkit decided to keep; what is outside saturates.
 *
 * <p>A toolkit's ends need not be in order: ONNX Runtime takes the lower edge of a bin for the
 * upper end, which for numbers that are all equal lies below them. Widened to hold 0 they are.
 *
 * @param lo its lower end
 * @param hi its upper end
 */
public record Clip(float lo, float hi) {

  /** Checks the ends. */
  public Clip {
    if (!Float.isFinite(lo) || !Float.isFinite(hi)) {
      throw new IllegalArgumentException("a clip must be finite, got " + lo + " and " + hi);
    }
  }

  /**
   * Returns the clip {@code -size..size}.
   *
   * @param size at least 0
   * @return the clip
   */
  public static Clip symmetric(float size) {
    return new Clip(-size, size);
  }

  /**
   * Returns the greater distance of an end from 0.
   *
   * @return {@code max(|lo|, |hi|)}
   */
  public float size() {
    return Math.max(Math.abs(lo), Math.abs(hi));
  }

  /**
   * Returns the clip, widened so that it holds 0.
   *
   * @return {@code min(lo, 0)..max(hi, 0)}
   */
  public Clip withZero() {
    return new Clip(Math.min(lo, 0f), Math.max(hi, 0f));
  }

  /**
   * Returns scale and zero point.
   *
   * @param rule the toolkit's convention
   * @param codes the codes
   * @param symmetric whether the range is widened to {@code [-absmax, absmax]}
   * @return the map between numbers and codes
   * @throws IllegalArgumentException if the rule has no such codes
   */
  public Affine affine(ScaleRule rule, CodeRange codes, boolean symmetric) {
    Clip held = withZero();
    return rule.of(held.lo, held.hi, codes.lowest(), codes.highest(), symmetric);
  }
}

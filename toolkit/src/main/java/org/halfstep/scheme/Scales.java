package org.halfstep.scheme;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.halfstep.calibrate.Affine;
import org.halfstep.tensor.Granularity;
import org.halfstep.tensor.Parts;
import org.halfstep.tensor.Shape;

/**
 * The scale and the zero point of each part of an array.
 *
 * @param parts the parts
 * @param maps for each part the affine map between numbers and codes, in the parts' order; the
 *     scales are floats
 */
public record Scales(Parts parts, List<Affine> maps) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there are not as many maps as parts, or a scale is not a
   *     positive finite float
   */
  public Scales {
    maps = List.copyOf(maps);
    if (maps.size() != parts.count()) {
      throw new IllegalArgumentException(
          "there must be a scale for each of " + parts.count() + " parts, got " + maps.size());
    }
    for (Affine map : maps) {
      float scale = (float) map.scale();
      if (scale != map.scale() || !(scale > 0 && scale < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "a scale must be a positive finite float, got " + map.scale());
      }
    }
  }

  /**
   * Returns one scale and zero point for all of an array.
   *
   * @param shape the array's shape
   * @param scale the step, a positive float
   * @param zero the code of 0
   * @return the scales
   */
  public static Scales of(Shape shape, float scale, int zero) {
    return of(Granularity.tensor().parts(shape), new float[] {scale}, new int[] {zero});
  }

  /**
   * Returns scales and zero points that are given as arrays.
   *
   * @param parts the parts
   * @param scales the step of each part, positive; not modified
   * @param zeros the code of 0 of each part; not modified
   * @return the scales
   * @throws IllegalArgumentException if the lengths are not the number of parts, or a scale is not
   *     positive and finite
   */
  public static Scales of(Parts parts, float[] scales, int[] zeros) {
    if (scales.length != zeros.length) {
      throw new IllegalArgumentException(
          "there must be as many zero points as scales, got "
              + zeros.length
              + " and "
              + scales.length);
    }
    Affine[] maps = new Affine[scales.length];
    for (int i = 0; i < maps.length; i++) {
      maps[i] = new Affine(scales[i], zeros[i]);
    }
    return new Scales(parts, List.of(maps));
  }

  /**
   * Returns the scale of a part.
   *
   * @param part the part's number
   * @return the step
   */
  public float scale(int part) {
    return (float) maps.get(part).scale();
  }

  /**
   * Returns all scales.
   *
   * @return the step of each part; a new array
   */
  public float[] scales() {
    float[] scales = new float[maps.size()];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scale(i);
    }
    return scales;
  }

  /**
   * Returns the zero point of a part, which must be a whole number.
   *
   * @param part the part's number
   * @return the code of 0
   * @throws IllegalStateException if the zero point was not rounded
   */
  public int zero(int part) {
    double zero = maps.get(part).zero();
    if (zero != (int) zero) {
      throw new IllegalStateException(
          "the zero point of integer codes must be whole, got " + zero + " in part " + part);
    }
    return (int) zero;
  }

  /**
   * Returns all zero points.
   *
   * @return the code of 0 of each part; a new array
   * @throws IllegalStateException if one was not rounded
   */
  public int[] zeros() {
    int[] zeros = new int[maps.size()];
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = zero(i);
    }
    return zeros;
  }

  @Override
  public String toString() {
    if (maps.size() == 1) {
      return "scale " + scale(0) + ", zero point " + maps.getFirst().zero();
    }
    DoubleSummaryStatistics ends = maps.stream().mapToDouble(Affine::scale).summaryStatistics();
    return maps.size() + " scales from " + (float) ends.getMin() + " to " + (float) ends.getMax();
  }
}

package org.halfstep.scheme;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.halfstep.calibrate.Affine;
import org.halfstep.calibrate.Calibration;
import org.halfstep.calibrate.MinMax;
import org.halfstep.calibrate.ScaleRule;
import org.halfstep.grid.Arithmetic;
import org.halfstep.grid.Grid;
import org.halfstep.grid.Minifloat;
import org.halfstep.grid.NormalFloat;
import org.halfstep.grid.Range;
import org.halfstep.law.Distribution;
import org.halfstep.law.Empirical;
import org.halfstep.tensor.Granularity;
import org.halfstep.tensor.Parts;
import org.halfstep.tensor.Shape;
import org.halfstep.theory.BlockFormat;

/**
 * A way of quantizing arrays: which values there are, which numbers share a scale, how the scale is
 * chosen, which scales there are, and how float arithmetic divides by it.
 *
 * <p>INT8 per tensor or channel, MX formats, NVFP4 and NF4 are this with other arguments. For each
 * part of the array the calibration sees its law and gives {@code x = s (g - z)}; s is rounded to a
 * float, or on the grid of scales. Then, in float arithmetic,
 *
 * <pre>
 * u = x / s   (or x * (1 / s));   g = Q(u);   y = s (g - z)
 * </pre>
 *
 * with Q the unit grid shifted by -z. Integers are rounded before the zero point is added, as in
 * ONNX: a tie goes to the even u, whatever z is; a zero point that is not whole is added first. On
 * every float this is the grid {@code Grid.computed}, see {@link #grid}.
 *
 * <p>The code of level i is {@code values.firstCode() + i}: of integer grids the integer, of grids
 * that are symmetric about 0 the signed number of the level, of NF4 the index. The bits that a
 * format stores are {@link Quantized#stored}.
 *
 * @param values the levels at scale 1
 * @param granularity which values of an array share a scale
 * @param calibration how scale and zero point follow from the law of those values
 * @param scales the scales there are, all positive, with thresholds; empty for all floats
 * @param how how x is divided by the scale
 */
public record Scheme(
    Grid values,
    Granularity granularity,
    Calibration calibration,
    Optional<Grid> scales,
    Arithmetic how) {

  /** Levels that a table finds faster than a search. */
  private static final int CODEBOOK = 256;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if a scale is not a positive float
   */
  public Scheme {
    for (double s : scales.map(Grid::levels).orElse(new double[0])) {
      if (!((float) s > 0 && (float) s == s)) {
        throw new IllegalArgumentException("scales must be positive floats, got " + s);
      }
    }
  }

  /**
   * Returns unsigned codes with a zero point, by min-max as ONNX Runtime does it.
   *
   * @param bits the width of a code, 1..16
   * @param granularity which values share scale and zero point
   * @return the scheme
   */
  public static Scheme asymmetric(int bits, Granularity granularity) {
    return minMax(Grid.integer(bits, Range.UNSIGNED), granularity, false);
  }

  /**
   * Returns signed codes without the lowest, zero point 0, by absmax as ONNX Runtime does it.
   *
   * @param bits the width of a code, 2..16
   * @param granularity which values share a scale
   * @return the scheme
   */
  public static Scheme symmetric(int bits, Granularity granularity) {
    return minMax(Grid.integer(bits, Range.SYMMETRIC), granularity, true);
  }

  /**
   * Returns unsigned codes with zero point 0, for numbers that are not negative, as after ReLU:
   * {@code s = absmax / (2^bits - 1)}; negative numbers become 0.
   *
   * @param bits the width of a code, 1..16
   * @param granularity which values share a scale
   * @return the scheme
   */
  public static Scheme unsigned(int bits, Granularity granularity) {
    return absMax(Grid.integer(bits, Range.UNSIGNED), granularity);
  }

  /**
   * Returns any levels with real scales, {@code s = absmax / top}.
   *
   * @param values the levels at scale 1
   * @param granularity which values share a scale
   * @return the scheme
   */
  public static Scheme absMax(Grid values, Granularity granularity) {
    return new Scheme(values, granularity, new AbsMax(), Optional.empty(), Arithmetic.DIVIDE);
  }

  /**
   * Returns a block format as a scheme: blocks of consecutive values of the last axis, {@code s =
   * Q_scales(absmax / top)}.
   *
   * @param format the format
   * @return the scheme
   */
  public static Scheme of(BlockFormat format) {
    return new Scheme(
        format.values(),
        Granularity.block(format.size()),
        new AbsMax(),
        format.scales(),
        Arithmetic.DIVIDE);
  }

  /**
   * Returns an MX format: blocks of 32, scales of type E8M0.
   *
   * @param element the format of the elements: E5M2, E4M3, E3M2, E2M3 or E2M1 in the standard
   * @param scale how the power of two is chosen; the standard has {@link BlockScale#FLOOR}
   * @return the scheme
   */
  public static Scheme microscaling(Minifloat element, BlockScale scale) {
    Optional<Grid> powers = Optional.of(scale.grid(element));
    return of(new BlockFormat(element.grid(), 32, powers));
  }

  /**
   * Returns NVFP4 without a scale of the tensor: {@link BlockFormat#nvfp4}, multiplied by the
   * reciprocal of the scale, as torchao does.
   *
   * @return the scheme
   */
  public static Scheme nvfp4() {
    return of(BlockFormat.nvfp4()).computing(Arithmetic.RECIPROCAL);
  }

  /**
   * Returns NVFP4 with two levels of scales: those of blocks are E4M3 numbers times the tensor's.
   *
   * <p>torchao divides absmax / 6 by the tensor's scale in float before it rounds to E4M3; here the
   * thresholds are multiplied, which differs where that quotient is an ulp from a threshold.
   *
   * @param tensorScale positive; the usual is the tensor's absmax / (448 * 6)
   * @return the scheme
   * @throws IllegalArgumentException if scales over- or underflow or coincide as floats
   */
  public static Scheme nvfp4(float tensorScale) {
    Scheme one = nvfp4();
    Grid exact = one.scales.orElseThrow().scaled(tensorScale);
    int n = exact.size() - 1;
    double[] floats = new double[n + 1];
    double[] t = new double[n];
    boolean[] up = new boolean[n];
    for (int i = 0; i <= n; i++) {
      floats[i] = (float) exact.level(i);
      if (i < n) {
        t[i] = exact.upper(i);
        up[i] = exact.up(i);
      }
    }
    Optional<Grid> scales = Optional.of(Grid.of(floats).thresholds(t, up));
    return new Scheme(one.values, one.granularity, one.calibration, scales, one.how);
  }

  /**
   * Returns NF4 with the absmax of each block: bitsandbytes and QLoRA, without double quantization.
   *
   * @param block the values of a block; 64 is usual
   * @return the scheme
   */
  public static Scheme nf4(int block) {
    return absMax(NormalFloat.nf4(), Granularity.block(block));
  }

  private static Scheme minMax(Grid values, Granularity granularity, boolean symmetric) {
    MinMax calibration = new MinMax(ScaleRule.ONNX_RUNTIME, symmetric);
    return new Scheme(values, granularity, calibration, Optional.empty(), Arithmetic.DIVIDE);
  }

  /**
   * Returns this scheme with another calibration.
   *
   * @param other how scale and zero point are chosen
   * @return the scheme
   */
  public Scheme calibrated(Calibration other) {
    return new Scheme(values, granularity, other, scales, how);
  }

  /**
   * Returns this scheme with another arithmetic.
   *
   * @param other divide, or multiply by the reciprocal
   * @return the scheme
   */
  public Scheme computing(Arithmetic other) {
    return new Scheme(values, granularity, calibration, scales, other);
  }

  /**
   * Chooses scales and zero points for data.
   *
   * @param x an array of the shape, finite; not modified
   * @param shape the shape
   * @return a map for each part
   * @throws IllegalArgumentException if a value is not finite, the array has another length, or the
   *     calibration refuses
   */
  public Scales fit(float[] x, Shape shape) {
    Parts parts = granularity.parts(shape);
    List<Affine> maps = new ArrayList<>();
    for (float[] part : parts.values(x)) {
      maps.add(fit(Empirical.of(part)));
    }
    return new Scales(parts, maps);
  }

  /**
   * Chooses scales and zero points from laws, such as observers' summaries.
   *
   * @param laws the law of each part, in the order of the parts
   * @param shape the shape of the arrays to come
   * @return a map for each part
   * @throws IllegalArgumentException if there are not as many laws as parts, or the calibration
   *     refuses
   */
  public Scales fit(List<? extends Distribution> laws, Shape shape) {
    Parts parts = granularity.parts(shape);
    if (laws.size() != parts.count()) {
      throw new IllegalArgumentException(
          "there must be a law for each of " + parts.count() + " parts, got " + laws.size());
    }
    return new Scales(parts, laws.stream().map(this::fit).toList());
  }

  /** A scale that would underflow is the least normal float; all zeros have the least scale. */
  private Affine fit(Distribution law) {
    Affine real = calibration.fit(law, values);
    if (scales.isEmpty()) {
      return new Affine(Math.max((float) real.scale(), Float.MIN_NORMAL), real.zero());
    }
    Grid grid = scales.get();
    boolean nothing = law.quantile(0) == 0 && law.quantile(1) == 0;
    return new Affine(nothing ? grid.level(0) : grid.nearest(real.scale()), real.zero());
  }

  /**
   * Quantizes data to codes, with scales of their own.
   *
   * @param x an array of the shape, finite; not modified
   * @param shape the shape
   * @return codes, scales and zero points
   * @throws IllegalArgumentException as {@link #fit(float[], Shape)}
   */
  public Quantized quantize(float[] x, Shape shape) {
    return quantize(x, fit(x, shape));
  }

  /**
   * Quantizes data to codes with given scales.
   *
   * @param x an array of the scales' shape; not modified; infinities saturate, NaN has the code of
   *     the number 0
   * @param given scales and zero points
   * @return codes, scales and zero points
   * @throws IllegalArgumentException if the array has another length
   */
  public Quantized quantize(float[] x, Scales given) {
    given.parts().shape().check(x.length);
    int[] codes = new int[x.length];
    boolean integers = integers();
    Map<Double, Grid> units = new HashMap<>();
    given
        .parts()
        .runs((part, from, length) -> {
          float scale = given.scale(part);
          double zero = given.maps().get(part).zero();
          if (integers && zero == (int) zero) {
            round(x, from, length, scale, (int) zero, codes);
          } else {
            encode(x, from, length, scale, units.computeIfAbsent(zero, this::unit), codes);
          }
        });
    return new Quantized(this, given, codes);
  }

  private void round(float[] x, int from, int length, float scale, int zero, int[] codes) {
    int low = values.firstCode() - zero;
    int high = low + values.size() - 1;
    for (int i = from; i < from + length; i++) {
      codes[i] = Math.clamp((int) Math.rint(how.quotient(x[i], scale)), low, high) + zero;
    }
  }

  private void encode(float[] x, int from, int length, float scale, Grid unit, int[] codes) {
    int first = values.firstCode();
    boolean few = unit.size() <= CODEBOOK;
    for (int i = from; i < from + length; i++) {
      float quotient = how.quotient(x[i], scale);
      float u = Float.isNaN(quotient) ? 0 : quotient;
      codes[i] = first + (few ? unit.codebook().code(u) : unit.encode(u));
    }
  }

  /** Whether the levels are integers and ties go to the even one, as rint does it. */
  boolean integers() {
    int first = values.firstCode();
    return values.level(0) == first
        && values.equals(Grid.integers(first, first + values.size() - 1));
  }

  /**
   * Returns the levels in units of the scale: the values less the zero point.
   *
   * <p>A whole zero point moves integers to integers, so that ties go to the even one of them.
   */
  Grid unit(double zero) {
    if (zero == 0) {
      return values;
    }
    if (zero != (int) zero || !integers()) {
      return values.shifted(-zero);
    }
    int first = values.firstCode() - (int) zero;
    return Grid.integers(first, first + values.size() - 1);
  }

  /**
   * Returns what this does to one part as a grid of floats: it agrees with {@link #fakeQuantize} on
   * every float, so theory can be applied to it.
   *
   * @param map the part's scale and zero point
   * @return the grid
   * @throws IllegalArgumentException if the scale or its reciprocal is not a normal float
   */
  public Grid grid(Affine map) {
    return unit(map.zero()).computed((float) map.scale(), how);
  }

  /**
   * Rounds data to what their codes stand for.
   *
   * @param x an array of the shape, finite; not modified
   * @param shape the shape
   * @return the values of the codes
   * @throws IllegalArgumentException as {@link #fit(float[], Shape)}
   */
  public float[] fakeQuantize(float[] x, Shape shape) {
    return quantize(x, shape).values();
  }

  /**
   * Returns the scheme in words: {@code int8-symmetric per channel of axis 0, MinMax[...], real
   * scales, x / s}.
   */
  @Override
  public String toString() {
    return String.join(
        ", ",
        GridName.of(values) + " " + granularity,
        calibration.toString(),
        scales.map(s -> "scales " + GridName.ofScales(s, AbsMax.top(values))).orElse("real scales"),
        how == Arithmetic.DIVIDE ? "x / s" : "x (1 / s)");
  }
}

package org.halfstep.grid;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.halfstep.kernel.Codebook;

/**
 * A quantizer: increasing levels, a threshold between each two, and who wins a tie.
 *
 * <p>{@code Q(x) = level(i)} where {@code lower(i) < x < upper(i)}; at {@code x == upper(i)} the
 * next level wins if {@link #up up(i)}, else level i. Thresholds are data: midpoints with ties to
 * the even code are the default, not a rule. Beyond the outermost levels x saturates. Immutable,
 * with value equality.
 *
 * <p>Here are the grids that many formats are made of, and the operations that make one grid from
 * others. A format with a name of its own has a class of its own: {@link Minifloat}, {@link
 * PowersOfTwo}, {@link LogQuant}, {@link AdditivePowersOfTwo}, {@link PiecewiseLinear}, {@link
 * NormalFloat}; {@link Format} finds them by text.
 *
 * <p>This is the mathematician's grid: x is compared with thresholds that are doubles. What float
 * arithmetic does instead, {@code rint(x / s)} or {@code rint(x * (1 / s))}, is monotone in x and
 * so a grid too: {@link #computed}.
 */
public final class Grid {

  /** More levels than a code of 16 bits has are a mistake, not a format. */
  private static final int MOST_LEVELS = 1 << 16;

  /** Levels of which a kernel makes bytes. */
  private static final int CODEBOOK = 256;

  private final double[] levels;
  private final double[] thresholds;
  private final boolean[] up;

  /** Codes count the levels upwards; half-to-even means the even code. */
  private final int firstCode;

  /** The distance of neighbours if levels are (firstCode + i + offset) spacing; else NaN. */
  private final double spacing;

  private final double offset;

  /** Whether thresholds are midpoints, up to rounding. */
  private final boolean midway;

  /** Null until it is asked for; whoever comes first makes it, and all make the same. */
  private Codebook codebook;

  private Grid(
      double[] levels,
      double[] thresholds,
      boolean[] up,
      int firstCode,
      double spacing,
      double offset,
      boolean midway) {
    checkLevels(levels);
    checkThresholds(thresholds, up);
    this.levels = levels;
    this.thresholds = thresholds;
    this.up = up;
    this.firstCode = firstCode;
    this.spacing = spacing;
    this.offset = offset;
    this.midway = midway;
  }

  /**
   * Returns the grid of arbitrary levels with thresholds at midpoints, ties to the even index.
   *
   * @param levels at least two finite numbers, strictly increasing; not modified
   * @return the grid
   * @throws IllegalArgumentException if there are fewer than two levels, or they do not increase
   */
  public static Grid of(double... levels) {
    return coded(0, levels);
  }

  /** Returns levels with thresholds at midpoints, ties to the even code. */
  static Grid coded(int firstCode, double... levels) {
    double[] copy = levels.clone();
    int n = Math.max(0, copy.length - 1);
    double[] t = new double[n];
    boolean[] up = new boolean[n];
    for (int i = 0; i < n; i++) {
      t[i] = middle(copy[i], copy[i + 1]);
      up[i] = isEven(firstCode + i + 1);
    }
    return new Grid(copy, t, up, firstCode, Double.NaN, 0, true);
  }

  /**
   * Returns the integers of a format, with step 1 and ties to the even integer.
   *
   * @param bits the width in bits, 1..16
   * @param range which integers
   * @return the unit grid; {@link #scaled} gives it a scale
   * @throws IllegalArgumentException if bits is out of range, or the range has fewer than two
   *     levels
   */
  public static Grid integer(int bits, Range range) {
    Bounds.check("bits", bits, 1, 16);
    int half = 1 << (bits - 1);
    return switch (range) {
      case FULL -> uniform(-half, half - 1, 0);
      case SYMMETRIC -> uniform(-half + 1, half - 1, 0);
      case UNSIGNED -> uniform(0, 2 * half - 1, 0);
      case MIDRISE -> uniform(-half, half - 1, 0.5);
    };
  }

  /**
   * Returns the integers from first to last, with step 1 and ties to the even integer.
   *
   * <p>With a zero point z the codes 0..q stand for the integers {@code -z..q - z}. Toolkits that
   * round {@code x / s} before they add z (ONNX QuantizeLinear, PyTorch) send a tie to the even
   * {@code x / s}: that is {@code integers(-z, q - z)}. {@code integer(bits, UNSIGNED).shifted(-z)}
   * has the same levels but sends a tie to the even code, as rounding {@code x / s + z} does: they
   * differ at every tie when z is odd.
   *
   * @param first the lowest integer
   * @param last the highest integer, above first
   * @return the unit grid
   * @throws IllegalArgumentException if there are fewer than 2 or more than 65536 integers
   */
  public static Grid integers(int first, int last) {
    long count = (long) last - first + 1;
    if (count < 2 || count > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "integers must be 2 to 65536, got " + count + " from " + first + " to " + last);
    }
    return uniform(first, last, 0);
  }

  private static Grid uniform(int first, int last, double offset) {
    int n = last - first + 1;
    double[] levels = new double[n];
    double[] t = new double[n - 1];
    boolean[] up = new boolean[n - 1];
    for (int i = 0; i < n; i++) {
      levels[i] = first + i + offset;
    }
    for (int i = 0; i < n - 1; i++) {
      t[i] = levels[i] + 0.5;
      up[i] = isEven(first + i + 1);
    }
    return new Grid(levels, t, up, first, 1, offset, true);
  }

  /**
   * Returns the signs: levels -1 and 1, and 0 goes to 1 (XNOR-Net, DoReFa-Net).
   *
   * @return the grid of one bit
   */
  public static Grid binary() {
    return of(-1, 1).thresholds(new double[] {0}, new boolean[] {true});
  }

  /**
   * Returns the levels -1, 0, 1, of which 0 takes {@code |x| <= threshold} (ternary weight
   * networks).
   *
   * @param threshold the largest magnitude that becomes 0, positive and finite; 0.5 is nearest
   * @return the ternary grid
   * @throws IllegalArgumentException if the threshold is not positive and finite
   */
  public static Grid ternary(double threshold) {
    if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "ternary threshold must be positive and finite, got " + threshold);
    }
    double[] t = {-threshold, threshold};
    return coded(-1, -1, 0, 1).thresholds(t, new boolean[] {true, false});
  }

  /**
   * Returns all sums {@code +-v_1 +- v_2 ... +- v_n}: the levels of LQ-Nets weights (Zhang et al.
   * 2018), with thresholds at midpoints.
   *
   * @param basis the values v, 1 to 16 of them, finite and not 0; not modified
   * @return at most {@code 2^n} levels: sums that agree within ulps are one level
   * @throws IllegalArgumentException if the basis is empty, too long, or holds 0 or no number
   */
  public static Grid sums(double... basis) {
    checkBasis(basis);
    Grid grid = of(-Math.abs(basis[0]), Math.abs(basis[0]));
    for (int i = 1; i < basis.length; i++) {
      grid = grid.plus(of(-Math.abs(basis[i]), Math.abs(basis[i])));
    }
    return grid;
  }

  /**
   * Returns the sums of all subsets of a basis, the empty one too: the levels of LQ-Nets
   * activations, with thresholds at midpoints.
   *
   * @param basis the values v, 1 to 16 of them, finite and not 0; not modified
   * @return at most {@code 2^n} levels: sums that agree within ulps are one level
   * @throws IllegalArgumentException if the basis is empty, too long, or holds 0 or no number
   */
  public static Grid subsetSums(double... basis) {
    checkBasis(basis);
    Grid grid = of(Math.min(0, basis[0]), Math.max(0, basis[0]));
    for (int i = 1; i < basis.length; i++) {
      grid = grid.plus(of(Math.min(0, basis[i]), Math.max(0, basis[i])));
    }
    return grid;
  }

  private static void checkBasis(double[] basis) {
    if (basis.length < 1 || basis.length > 16) {
      throw new IllegalArgumentException("a basis must have 1 to 16 values, got " + basis.length);
    }
    for (double v : basis) {
      if (v == 0 || !Double.isFinite(v)) {
        throw new IllegalArgumentException("a basis must be finite and not 0, got " + v);
      }
    }
  }

  /** Checks levels and turns -0.0 into 0. */
  private static void checkLevels(double[] levels) {
    if (levels.length < 2) {
      throw new IllegalArgumentException(
          "a grid must have at least 2 levels, got " + levels.length);
    }
    for (int i = 0; i < levels.length; i++) {
      if (!Double.isFinite(levels[i])) {
        throw new IllegalArgumentException(
            "levels must be finite, got " + levels[i] + " at index " + i);
      }
      if (i > 0 && !(levels[i - 1] < levels[i])) {
        throw new IllegalArgumentException(
            "levels must increase strictly, got " + levels[i - 1] + " before " + levels[i]);
      }
      levels[i] += 0.0;
    }
  }

  /** Checks thresholds and turns -0.0 into 0. Equal ones may enclose a cell of one point. */
  private static void checkThresholds(double[] t, boolean[] up) {
    for (int i = 0; i < t.length; i++) {
      boolean after = i == 0 || t[i - 1] < t[i] || t[i - 1] == t[i] && up[i - 1] && !up[i];
      if (!Double.isFinite(t[i]) || !after) {
        throw new IllegalArgumentException(
            "thresholds must be finite and increase strictly, got " + t[i] + " at index " + i);
      }
      t[i] += 0.0;
    }
  }

  /** Whether thresholds are midpoints: within 2 ulps, for either may have been scaled. */
  private static boolean midway(double[] levels, double[] t) {
    for (int i = 0; i < t.length; i++) {
      double size = Math.max(Math.abs(levels[i]), Math.abs(levels[i + 1]));
      if (Math.abs(t[i] - middle(levels[i], levels[i + 1])) > 2 * Math.ulp(size)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEven(int code) {
    return (code & 1) == 0;
  }

  static double middle(double a, double b) {
    double sum = a + b;
    return Double.isInfinite(sum) ? 0.5 * a + 0.5 * b : 0.5 * sum;
  }

  /**
   * Returns this grid stretched: levels and thresholds times s.
   *
   * @param s the scale, positive and finite
   * @return the scaled grid
   * @throws IllegalArgumentException if s is not positive, or levels over- or underflow
   */
  public Grid scaled(double s) {
    if (!(s > 0 && s < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("scale must be positive and finite, got " + s);
    }
    return mapped(s, 0);
  }

  /**
   * Returns this grid moved: levels and thresholds plus c.
   *
   * @param c the shift, finite
   * @return the shifted grid
   * @throws IllegalArgumentException if c is not finite, or so large that levels coincide
   */
  public Grid shifted(double c) {
    if (!Double.isFinite(c)) {
      throw new IllegalArgumentException("shift must be finite, got " + c);
    }
    return mapped(1, c);
  }

  private Grid mapped(double s, double c) {
    double[] newLevels = new double[levels.length];
    double[] t = new double[thresholds.length];
    for (int i = 0; i < levels.length; i++) {
      newLevels[i] = s * levels[i] + c;
    }
    for (int i = 0; i < t.length; i++) {
      t[i] = s * thresholds[i] + c;
    }
    double newOffset = offset + c / (spacing * s);
    return new Grid(newLevels, t, up, firstCode, spacing * s, newOffset, midway);
  }

  /**
   * Returns this grid and its mirror image: level -l for each level l, and -x is rounded as x is.
   *
   * <p>Without a level 0 the two halves meet at a threshold 0, where x = 0 goes up.
   *
   * @return a grid of {@code 2 size() - 1} levels, or {@code 2 size()} without a level 0
   * @throws IllegalStateException if a level is negative
   * @throws IllegalArgumentException if a threshold is negative
   */
  public Grid symmetric() {
    if (levels[0] < 0) {
      throw new IllegalStateException(
          "symmetric() needs levels at or above 0, got " + levels[0] + ": nonNegative() has them");
    }
    int n = levels.length;
    int extra = levels[0] == 0 ? n - 1 : n; // levels below the lowest of this grid
    double[] newLevels = new double[extra + n];
    double[] t = new double[extra + n - 1];
    boolean[] goesUp = new boolean[t.length];
    System.arraycopy(levels, 0, newLevels, extra, n);
    System.arraycopy(thresholds, 0, t, extra, n - 1);
    System.arraycopy(up, 0, goesUp, extra, n - 1);
    for (int i = 0; i < n; i++) {
      newLevels[n - 1 - i] = i == 0 && extra < n ? 0 : -levels[i];
    }
    for (int i = 0; i < n - 1; i++) {
      t[n - 2 - i] = -thresholds[i];
      goesUp[n - 2 - i] = !up[i];
    }
    if (extra == n) {
      goesUp[n - 1] = true; // sign(0) = 1, at the threshold 0 that the array already holds
    }
    boolean even = levels[0] == 0 || 2 * levels[0] == spacing;
    double newSpacing = even ? spacing : Double.NaN;
    return new Grid(newLevels, t, goesUp, firstCode - extra, newSpacing, offset, midway);
  }

  /**
   * Returns the levels that are not negative, for values that are not, as after ReLU.
   *
   * @return the upper part, with its thresholds and ties
   * @throws IllegalArgumentException if fewer than two levels remain
   */
  public Grid nonNegative() {
    int from = 0;
    while (from < levels.length && levels[from] < 0) {
      from++;
    }
    int n = levels.length;
    int tail = Math.max(0, n - 1 - from);
    return new Grid(
        Arrays.copyOfRange(levels, from, n),
        Arrays.copyOfRange(thresholds, n - 1 - tail, n - 1),
        Arrays.copyOfRange(up, n - 1 - tail, n - 1),
        firstCode + from,
        spacing,
        offset,
        midway);
  }

  /**
   * Returns the Minkowski sum: every level of this grid plus every level of the other, sorted.
   *
   * <p>APoT is a sum of grids of powers of two; INT8 is the sum of {-128, 0} and {0, 2^k}, k = 0 to
   * 6. Sums that agree within the rounding errors of their terms are one level: the one computed
   * with the least error. Thresholds are midpoints again, and ties go to the even code, {@code
   * firstCode()} being the sum of both.
   *
   * @param other the other grid
   * @return the sums
   * @throws IllegalArgumentException if the sizes multiply to more than 2^22
   */
  public Grid plus(Grid other) {
    return coded(firstCode + other.firstCode, Minkowski.sums(levels, other.levels));
  }

  /**
   * Returns this grid below p and another above it, as piecewise linear quantization has it.
   *
   * <p>If the levels that meet at p are equal within 4 ulps they are one level, of this grid;
   * otherwise p becomes the threshold between them, whether it is their midpoint or not.
   *
   * @param p the splice, finite
   * @param goesUp whether {@code x == p} is rounded by the grid on the right
   * @param right the grid above p
   * @return the joined grid
   * @throws IllegalArgumentException if p is not finite or the levels do not increase at p
   */
  public Grid splice(double p, boolean goesUp, Grid right) {
    if (!Double.isFinite(p)) {
      throw new IllegalArgumentException("splice must be finite, got " + p);
    }
    int last = encode(goesUp ? Math.nextDown(p) : p);
    int first = right.encode(goesUp ? p : Math.nextUp(p));
    double left = levels[last];
    boolean one = Math.abs(left - right.levels[first]) <= 4 * Math.ulp(left);
    int joint = one ? 0 : 1;
    int kept = right.levels.length - 1 - first;
    double[] newLevels = Arrays.copyOf(levels, last + 1 + joint + kept);
    double[] t = Arrays.copyOf(thresholds, newLevels.length - 1);
    boolean[] ups = Arrays.copyOf(up, t.length);
    if (!one) {
      newLevels[last + 1] = right.levels[first];
      t[last] = p;
      ups[last] = goesUp;
    }
    System.arraycopy(right.levels, first + 1, newLevels, last + 1 + joint, kept);
    System.arraycopy(right.thresholds, first, t, last + joint, kept);
    System.arraycopy(right.up, first, ups, last + joint, kept);
    return new Grid(newLevels, t, ups, firstCode, Double.NaN, 0, midway(newLevels, t));
  }

  /**
   * Returns these levels with the thresholds and ties of a rounding.
   *
   * <p>Zero in the name of a rounding is x = 0; even means an even code, {@code firstCode() + i}:
   * the even integer of an integer grid, the even mantissa of a floating one.
   *
   * @param rounding which neighbour wins
   * @return the grid
   * @throws IllegalArgumentException if the rounding speaks of zero, and 0 lies between two levels
   *     so that neither is nearer to zero
   */
  public Grid rounding(Rounding rounding) {
    double[] t = new double[thresholds.length];
    boolean[] goesUp = new boolean[t.length];
    for (int i = 0; i < t.length; i++) {
      rounding.check(levels[i], levels[i + 1]);
      t[i] =
          rounding.half() && midway ? thresholds[i] : rounding.threshold(levels[i], levels[i + 1]);
      goesUp[i] = rounding.up(t[i], levels[i], isEven(firstCode + i + 1));
    }
    return new Grid(levels, t, goesUp, firstCode, spacing, offset, rounding.half());
  }

  /**
   * Returns these levels with other thresholds.
   *
   * <p>A threshold usually lies between its two levels, which then are fixed points; where it does
   * not, a level may be rounded to another one (scales that are rounded up do so).
   *
   * @param t one threshold between each two levels, finite and strictly increasing; two may be
   *     equal only if the first goes up and the second does not: the cell is that point; not
   *     modified
   * @param goesUp for each threshold whether {@code x == t[i]} goes to level i + 1; not modified
   * @return the grid
   * @throws IllegalArgumentException if the numbers do not match or do not increase
   */
  public Grid thresholds(double[] t, boolean[] goesUp) {
    if (t.length != levels.length - 1 || goesUp.length != t.length) {
      throw new IllegalArgumentException(
          "a grid of "
              + levels.length
              + " levels has "
              + (levels.length - 1)
              + " thresholds and ties, got "
              + t.length
              + " and "
              + goesUp.length);
    }
    return new Grid(levels, t.clone(), goesUp.clone(), firstCode, Double.NaN, 0, midway(levels, t));
  }

  /**
   * Returns the grid that float arithmetic applies when it quantizes with this unit grid: each
   * threshold is the least float that goes up, each level the float {@code level * scale}.
   *
   * <p>It agrees on every float with computing the quotient in float, rounding it on this grid and
   * multiplying the level by the scale in float: for integers {@code scale * clamp(rint(x /
   * scale))}, for NVFP4 the nearest E2M1 value of {@code x * (1 / scale)}.
   *
   * @param scale the step as a float, positive and normal
   * @param how divide, or multiply by the reciprocal
   * @return the grid of floats
   * @throws IllegalArgumentException if the scale or its reciprocal is not a positive normal float,
   *     or levels coincide or overflow as floats
   */
  public Grid computed(float scale, Arithmetic how) {
    boolean usable = scale >= Float.MIN_NORMAL && 1f / scale >= Float.MIN_NORMAL;
    if (!usable || !Float.isFinite(scale)) {
      throw new IllegalArgumentException(
          "scale and its reciprocal must be positive normal floats, got " + scale);
    }
    double[] newLevels = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      newLevels[i] = (float) levels[i] * scale;
    }
    double[] t = new double[thresholds.length];
    boolean[] goesUp = new boolean[thresholds.length];
    for (int i = 0; i < t.length; i++) {
      t[i] = leastGoingUp(i, scale, how);
      goesUp[i] = true;
    }
    return new Grid(newLevels, t, goesUp, firstCode, Double.NaN, 0, false);
  }

  /** Returns the least float whose quotient passes a threshold, by bisection over all floats. */
  private float leastGoingUp(int threshold, float scale, Arithmetic how) {
    int lo = order(Float.NEGATIVE_INFINITY);
    int hi = order(Float.POSITIVE_INFINITY);
    while (lo + 1 < hi) {
      int middle = (int) (((long) lo + hi) >> 1);
      if (goesAbove(how.quotient(fromOrder(middle), scale), threshold)) {
        hi = middle;
      } else {
        lo = middle;
      }
    }
    return fromOrder(hi);
  }

  /** Returns integers in the order of the floats; -0.0 has that of 0. */
  private static int order(float x) {
    int bits = Float.floatToIntBits(x);
    return bits >= 0 ? bits : Integer.MIN_VALUE - bits;
  }

  private static float fromOrder(int order) {
    return Float.intBitsToFloat(order >= 0 ? order : Integer.MIN_VALUE - order);
  }

  /**
   * Returns the number of levels.
   *
   * @return at least 2
   */
  public int size() {
    return levels.length;
  }

  /**
   * Returns a level.
   *
   * @param i the index, 0 to size() - 1
   * @return the value that its cell is rounded to
   */
  public double level(int i) {
    return levels[i];
  }

  /**
   * Returns all levels.
   *
   * @return increasing; a new array
   */
  public double[] levels() {
    return levels.clone();
  }

  /**
   * Returns the threshold below a level.
   *
   * @param i the index of the level
   * @return the threshold; -infinity for the lowest level
   */
  public double lower(int i) {
    return i == 0 ? Double.NEGATIVE_INFINITY : thresholds[i - 1];
  }

  /**
   * Returns the threshold above a level.
   *
   * @param i the index of the level
   * @return the threshold; infinity for the highest level
   */
  public double upper(int i) {
    return i == thresholds.length ? Double.POSITIVE_INFINITY : thresholds[i];
  }

  /**
   * Returns who wins the tie at the threshold above a level.
   *
   * @param i the index of the level, below size() - 1
   * @return true if {@code x == upper(i)} goes to level i + 1
   */
  public boolean up(int i) {
    return up[i];
  }

  /**
   * Returns the distance of neighbouring levels, if it is the same everywhere and thresholds are
   * midpoints, whoever wins the ties.
   *
   * @return the step of a uniform grid; empty for arbitrary levels even if they happen to be
   *     equidistant
   */
  public OptionalDouble step() {
    return midway && !Double.isNaN(spacing) ? OptionalDouble.of(spacing) : OptionalDouble.empty();
  }

  /**
   * Returns the code of the lowest level; codes count the levels upwards.
   *
   * <p>For integers it is the lowest integer, which scaling and shifting keep; for formats that are
   * symmetric about 0, the level 0 has code 0; for arbitrary levels it is 0. Ties to even look at
   * the parity of codes. The bits that a format stores are {@link Format#codes}.
   *
   * @return k such that level i has code k + i
   */
  public int firstCode() {
    return firstCode;
  }

  /**
   * Returns the lower edge of the granular region: the lowest level minus its inner half cell, or
   * the lowest threshold where that lies below the level itself.
   *
   * @return the edge below which the error is overload
   */
  public double overloadLow() {
    return Math.min(thresholds[0], levels[0] - (thresholds[0] - levels[0]));
  }

  /**
   * Returns the upper edge of the granular region: the highest level plus its inner half cell, or
   * the highest threshold where that lies above the level itself; {@code c + s/2} for a uniform
   * grid.
   *
   * @return the edge above which the error is overload
   */
  public double overloadHigh() {
    int last = levels.length - 1;
    double top = thresholds[last - 1];
    return Math.max(top, levels[last] + (levels[last] - top));
  }

  /**
   * Returns the index of the level that x is rounded to.
   *
   * @param x any number; infinities saturate, -0.0 decides like 0
   * @return 0 to size() - 1, or -1 for NaN
   */
  public int encode(double x) {
    if (Double.isNaN(x)) {
      return -1;
    }
    return Double.isNaN(spacing) ? search(x) : corrected(x);
  }

  /** The guess of a division, moved until the thresholds agree: at most a step or two. */
  private int corrected(double x) {
    double guess = Math.rint(x / spacing - offset) - firstCode;
    int i = (int) Math.clamp(guess, 0, levels.length - 1);
    while (i > 0 && !goesAbove(x, i - 1)) {
      i--;
    }
    while (i < thresholds.length && goesAbove(x, i)) {
      i++;
    }
    return i;
  }

  private int search(double x) {
    int lo = 0;
    int hi = thresholds.length;
    while (lo < hi) {
      int middle = (lo + hi) >>> 1;
      if (goesAbove(x, middle)) {
        lo = middle + 1;
      } else {
        hi = middle;
      }
    }
    return lo;
  }

  private boolean goesAbove(double x, int threshold) {
    return up[threshold] ? x >= thresholds[threshold] : x > thresholds[threshold];
  }

  /**
   * Returns the level that x is rounded to.
   *
   * @param x any number
   * @return Q(x); NaN for NaN
   */
  public double nearest(double x) {
    int i = encode(x);
    return i < 0 ? Double.NaN : levels[i];
  }

  /**
   * Rounds an array, each value to its level as a float.
   *
   * @param in the values; not modified unless it is {@code out} too
   * @param out receives Q(in[i]), of the same length; may be {@code in}
   * @throws IllegalArgumentException if the lengths differ
   */
  public void nearest(float[] in, float[] out) {
    if (in.length != out.length) {
      throw new IllegalArgumentException(
          "in and out must have the same length, got " + in.length + " and " + out.length);
    }
    if (levels.length <= CODEBOOK) {
      codebook().nearest(in, out);
      return;
    }
    for (int i = 0; i < in.length; i++) {
      out[i] = (float) nearest(in[i]);
    }
  }

  /**
   * Returns this grid for arrays of floats: encode, decode, nearest, at the speed of a table.
   *
   * <p>It makes the decision of {@link #encode} on every float; NaN has code 0 there. Levels are
   * rounded to floats.
   *
   * @return the codebook, made at the first call
   * @throws IllegalArgumentException if there are more than 256 levels
   */
  public Codebook codebook() {
    Codebook made = codebook;
    if (made == null) {
      float[] floats = new float[levels.length];
      float[] leastAbove = new float[thresholds.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) levels[i];
      }
      for (int i = 0; i < leastAbove.length; i++) {
        float t = (float) thresholds[i];
        leastAbove[i] = goesAbove(t, i) ? t : Math.nextUp(t);
      }
      made = Codebook.of(leastAbove, floats);
      codebook = made;
    }
    return made;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Grid that
        && Arrays.equals(levels, that.levels)
        && Arrays.equals(thresholds, that.thresholds)
        && Arrays.equals(up, that.up);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(levels) + Arrays.hashCode(thresholds);
  }

  @Override
  public String toString() {
    int n = levels.length;
    StringBuilder text = new StringBuilder(n + " levels");
    if (n <= 9) {
      text.append(' ').append(Arrays.toString(levels));
    } else {
      text.append(" from ").append(levels[0]).append(" to ").append(levels[n - 1]);
    }
    if (!Double.isNaN(spacing)) {
      text.append(", step ").append(spacing);
    }
    return text.append(midway ? "" : ", own thresholds").toString();
  }
}

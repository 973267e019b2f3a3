package org.halfstep.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An element format by its text name: a grid at scale 1 and, where the format defines them, the
 * bits that stand for each level.
 *
 * <p>A name is a family with a width in it, {@code int8-symmetric} = family {@code int-symmetric}
 * with 8 bits; {@link #families} lists them. Small floats are {@code eXmY}, as OCP defines E4M3,
 * E5M2, E3M2, E2M3 and E2M1, otherwise without infinities and NaN; {@code eXmY-ieee} has both, and
 * {@code eXmYfnuz} has neither infinity nor -0. The elements of block formats have names too:
 * {@code mxfp8-e4m3}, {@code mxfp8-e5m2}, {@code mxfp6-e3m2}, {@code mxfp6-e2m3}, {@code mxfp4} and
 * {@code nvfp4}, which are such floats, and {@code mxint8}.
 *
 * <p>An index is not a code: E4M3 has 254 codes of numbers and 253 levels, and int8 stores -128 as
 * 0x80 at index 0. The lists of {@link #codes} hold, for each level, the bits.
 *
 * @param name the name with the width
 * @param bits the width that the format's name speaks of; {@link #storageBits} is what its levels
 *     need
 * @param grid the grid at scale 1
 * @param codes the bits of each level, in the order of the levels; empty where the format defines
 *     none
 */
public record Format(String name, int bits, Grid grid, List<Integer> codes) {

  private static final Pattern FLOATING = Pattern.compile("e(\\d)m(\\d+)(-ieee|fn|fnuz|)");

  /** Elements of block formats that are small floats. */
  private static final Map<String, String> ELEMENTS =
      Map.of(
          "mxfp8-e4m3", "e4m3",
          "mxfp8-e5m2", "e5m2",
          "mxfp6-e3m2", "e3m2",
          "mxfp6-e2m3", "e2m3",
          "mxfp4", "e2m1",
          "nvfp4", "e2m1");

  private static final Pattern NAMED = Pattern.compile("([a-z]+)(\\d*)((?:-[a-z]+)*)");

  /** Families whose names are complete without a width. */
  private static final Set<String> WITHOUT_WIDTH = Set.of("binary", "ternary");

  /** LQ-Nets starts from weights of variance 2 / n, for n inputs of a unit: 1 without n. */
  private static final double LQ_INPUTS = 2;

  /** The quartile of the normal law, as LQ-Nets's program has it. */
  private static final double LQ_QUARTILE = 0.6745;

  /** The article's PWLQ needs m and p; without them, m is 3 standard deviations of a Gaussian. */
  private static final double PWLQ_MAGNITUDE = 3;

  private static final Map<String, Family> FAMILIES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("int", new Family("two's complement", 1, 16)),
              Map.entry("int-symmetric", new Family("two's complement without the lowest", 2, 16)),
              Map.entry("uint", new Family("integers from 0", 1, 16)),
              Map.entry("midrise", new Family("half-integers, codes as int", 1, 16)),
              Map.entry("binary", new Family("signs; bits are 1", 1, 1)),
              Map.entry("ternary", new Family("-1, 0, 1; threshold=0.5; bits are 2", 2, 2)),
              Map.entry(
                  "pot", new Family("powers of two, 2^b + 1 levels, nearest in value", 1, 10)),
              Map.entry("pot-coded", new Family("powers of two, sign and b-1 bits", 2, 10)),
              Map.entry(
                  "pot-log", new Family("the levels of pot, nearest in the logarithm", 1, 10)),
              Map.entry(
                  "pot-floor", new Family("the levels of pot, floor of the logarithm", 1, 10)),
              Map.entry(
                  "pot-printed", new Family("the printed piecewise rule, 2 b + 1 levels", 1, 10)),
              Map.entry("log", new Family("LogQuant with sign; fsr=1", 1, 9)),
              Map.entry("log-unsigned", new Family("LogQuant of values >= 0; fsr=1", 1, 9)),
              Map.entry("linear", new Family("LinearQuant; fsr=1", 1, 16)),
              Map.entry("apot", new Family("APoT, sign and usual magnitudes", 2, 8)),
              Map.entry("apot-unsigned", new Family("APoT, usual magnitudes", 1, 7)),
              Map.entry("apot-formula", new Family("APoT, unsigned formula; base=2", 1, 8)),
              Map.entry("apot-signed", new Family("APoT, a sign in each term; base=2", 1, 8)),
              Map.entry(
                  "pwlq", new Family("PWLQ as its formula; m=3, p=best for a Gaussian", 2, 12)),
              Map.entry("pwlq-reference", new Family("PWLQ as its program; m, p as pwlq", 2, 12)),
              Map.entry(
                  "lq", new Family("LQ-Nets before training, weights of n inputs; n=2", 1, 8)),
              Map.entry("lq-unsigned", new Family("LQ-Nets before training, activations", 1, 8)),
              Map.entry("fp", new Family("fp4 of bitsandbytes, which is not e2m1", 4, 4)),
              Map.entry("mxint", new Family("elements of MXINT8, int8 / 64", 8, 8)),
              Map.entry("nf", new Family("NormalFloat; 4 bits as tabulated", 2, 8)),
              Map.entry("nf-formula", new Family("NormalFloat by quantiles", 2, 8))));

  /** Names for which the whole table of formats is worth printing, in a fixed order. */
  private static final List<String> CATALOGUE =
      List.of(
          "binary",
          "ternary",
          "int2",
          "int3",
          "int4",
          "int5",
          "int6",
          "int7",
          "int8",
          "int2-symmetric",
          "int3-symmetric",
          "int4-symmetric",
          "int5-symmetric",
          "int6-symmetric",
          "int7-symmetric",
          "int8-symmetric",
          "midrise2",
          "midrise3",
          "midrise4",
          "midrise8",
          "uint2",
          "uint3",
          "uint4",
          "uint8",
          "pot2",
          "pot3",
          "pot4",
          "pot5",
          "pot3-coded",
          "pot4-coded",
          "pot4-log",
          "pot4-floor",
          "pot4-printed",
          "log3",
          "log4",
          "log5",
          "apot3",
          "apot4",
          "apot5",
          "apot6",
          "pwlq3",
          "pwlq4",
          "pwlq6",
          "pwlq8",
          "pwlq4-reference",
          "nf3",
          "nf4",
          "e2m1",
          "e2m3",
          "e3m2",
          "e4m3",
          "e5m2");

  /** What a family is, and the widths it has. */
  private record Family(String meaning, int least, int most) {}

  /** Keeps an unmodifiable copy of the codes. */
  public Format {
    codes = List.copyOf(codes);
  }

  /**
   * Finds a format by its whole name.
   *
   * @param name such as {@code int8}, {@code int8-symmetric}, {@code e4m3}, {@code nf4}, {@code
   *     pot4-floor}, {@code pwlq4}; upper case will do
   * @return the format
   * @throws IllegalArgumentException if the name is unknown or its width out of range
   */
  public static Format of(String name) {
    return of(name, OptionalInt.empty(), Map.of());
  }

  /**
   * Finds a format by its family and width.
   *
   * @param name a family such as {@code int-symmetric}, or a whole name
   * @param bits the width, which must agree with one in the name
   * @param parameters what the family takes besides: fsr; threshold; base; m and p; n
   * @return the format
   * @throws IllegalArgumentException if a name, the width or a parameter is unknown or out of range
   */
  public static Format of(String name, int bits, Map<String, Double> parameters) {
    return of(name, OptionalInt.of(bits), parameters);
  }

  private static Format of(String name, OptionalInt width, Map<String, Double> parameters) {
    String lower = name.toLowerCase(Locale.ROOT);
    String text = ELEMENTS.getOrDefault(lower, lower);
    Parameters given = new Parameters(text, new TreeMap<>(parameters));
    Matcher floating = FLOATING.matcher(text);
    if (floating.matches()) {
      Minifloat minifloat = minifloat(floating);
      agree(text, minifloat.bits(), width);
      given.finish();
      return new Format(text, minifloat.bits(), minifloat.grid(), codes(minifloat));
    }
    Matcher named = NAMED.matcher(text);
    if (!named.matches() || !FAMILIES.containsKey(named.group(1) + named.group(3))) {
      throw new IllegalArgumentException(
          "format must be one of "
              + FAMILIES.keySet()
              + ", eXmY or one of "
              + new TreeSet<>(ELEMENTS.keySet())
              + ", got "
              + name);
    }
    String family = named.group(1) + named.group(3);
    int bits = width(text, FAMILIES.get(family), named.group(2), width);
    Grid grid = grid(family, bits, given);
    given.finish();
    String fixed = WITHOUT_WIDTH.contains(family) ? "" : "" + bits;
    return new Format(
        named.group(1) + fixed + named.group(3), bits, grid, codes(family, bits, grid));
  }

  /**
   * Returns the names of the families, without eXmY.
   *
   * @return names in alphabetical order, each with what it is, its parameters and defaults, and its
   *     widths
   */
  public static List<String> families() {
    List<String> lines = new ArrayList<>();
    FAMILIES.forEach(
        (name, f) -> lines.add(name + " (" + f.meaning + "; " + f.least + ".." + f.most + ")"));
    return lines;
  }

  /**
   * Returns the formats of the table of formats: all families at their usual widths.
   *
   * @return formats with their default parameters
   */
  public static List<Format> catalogue() {
    return CATALOGUE.stream().map(Format::of).toList();
  }

  /**
   * Returns the bits that number the levels: what is fair to compare formats at.
   *
   * @return the base-2 logarithm of the number of levels, rounded up
   */
  public int storageBits() {
    return 32 - Integer.numberOfLeadingZeros(grid.size() - 1);
  }

  /**
   * Returns the bits that stand for a level.
   *
   * @param index the index of the level
   * @return the code; empty where the format defines none
   */
  public OptionalInt code(int index) {
    return codes.isEmpty() ? OptionalInt.empty() : OptionalInt.of(codes.get(index));
  }

  private static int width(String name, Family family, String inName, OptionalInt given) {
    if (inName.isEmpty() && given.isEmpty() && family.least < family.most) {
      throw new IllegalArgumentException(
          "format must have a width in " + family.least + ".." + family.most + ", got " + name);
    }
    int bits = inName.isEmpty() ? given.orElse(family.least) : Integer.parseInt(inName);
    agree(name, bits, given);
    Bounds.check("bits of " + name, bits, family.least, family.most);
    return bits;
  }

  private static void agree(String name, int bits, OptionalInt given) {
    if (given.isPresent() && given.getAsInt() != bits) {
      throw new IllegalArgumentException(
          name + " must have " + bits + " bits, got " + given.getAsInt());
    }
  }

  private static Grid grid(String family, int bits, Parameters given) {
    return switch (family) {
      case "int" -> Grid.integer(bits, Range.FULL);
      case "int-symmetric" -> Grid.integer(bits, Range.SYMMETRIC);
      case "uint" -> Grid.integer(bits, Range.UNSIGNED);
      case "midrise" -> Grid.integer(bits, Range.MIDRISE);
      case "binary" -> Grid.binary();
      case "ternary" -> Grid.ternary(given.number("threshold", 0.5));
      case "pot" -> PowersOfTwo.set(bits);
      case "pot-coded" -> PowersOfTwo.coded(bits);
      case "pot-log" -> PowersOfTwo.nearestExponent(1 - (1 << (bits - 1)), 0);
      case "pot-floor" -> PowersOfTwo.floor(1 - (1 << (bits - 1)), 0);
      case "pot-printed" -> PowersOfTwo.printed(bits);
      case "log" -> new LogQuant(bits, given.whole("fsr", 1)).grid();
      case "log-unsigned" -> new LogQuant(bits, given.whole("fsr", 1)).grid().nonNegative();
      case "linear" -> new LinearQuant(bits, given.whole("fsr", 1)).grid();
      case "apot" -> AdditivePowersOfTwo.usual(bits);
      case "apot-unsigned" -> AdditivePowersOfTwo.usualMagnitudes(bits);
      case "apot-formula" -> AdditivePowersOfTwo.formula(bits, given.whole("base", 2));
      case "apot-signed" -> AdditivePowersOfTwo.signedTerms(bits, given.whole("base", 2));
      case "pwlq", "pwlq-reference" -> piecewise(family, bits, given);
      case "lq" -> {
        double deviation = Math.sqrt(2 / given.number("n", LQ_INPUTS));
        yield Grid.sums(basis(bits, LQ_QUARTILE * deviation / (1 << bits - 1)));
      }
      case "lq-unsigned" -> Grid.subsetSums(basis(bits, 2 * LQ_QUARTILE / ((1 << bits) - 1)));
      case "fp" -> bitsandbytes();
      case "mxint" -> Grid.integer(bits, Range.FULL).scaled(1 / 64.0);
      case "nf" -> bits == 4 ? NormalFloat.nf4() : NormalFloat.of(bits);
      case "nf-formula" -> NormalFloat.of(bits);
      default -> throw new IllegalStateException("a family without a grid: " + family);
    };
  }

  private static Grid piecewise(String family, int bits, Parameters given) {
    double m = given.number("m", PWLQ_MAGNITUDE);
    double p = given.number("p", PiecewiseLinear.gaussianBreakpoint(m));
    return family.equals("pwlq")
        ? PiecewiseLinear.formula(bits, m, p)
        : PiecewiseLinear.reference(bits, m, p);
  }

  /** v_i = 2^i v_0: before training, LQ-Nets's levels are equidistant. */
  private static double[] basis(int bits, double first) {
    double[] v = new double[bits];
    for (int i = 0; i < bits; i++) {
      v[i] = Math.scalb(first, i);
    }
    return v;
  }

  /** Its program asks whether |x| is greater than midpoints, so that ties go towards zero. */
  private static Grid bitsandbytes() {
    double[] levels = {0, 0.0625, 2, 3, 4, 6, 8, 12};
    for (int i = 0; i < levels.length; i++) {
      levels[i] /= 12;
    }
    return Grid.of(levels).symmetric().rounding(Rounding.HALF_TOWARDS_ZERO);
  }

  private static Minifloat minifloat(Matcher name) {
    int e = Integer.parseInt(name.group(1));
    int m = Integer.parseInt(name.group(2));
    int bias = Minifloat.of(e, m).bias();
    return switch (name.group(3)) {
      case "-ieee" -> new Minifloat(e, m, bias, Specials.INFINITIES);
      case "fnuz" -> new Minifloat(e, m, bias + 1, Specials.UNSIGNED_ZERO);
      default ->
          e == 4 && m == 3
              ? Minifloat.E4M3
              : e == 5 && m == 2 ? Minifloat.E5M2 : Minifloat.of(e, m);
    };
  }

  private static List<Integer> codes(Minifloat format) {
    List<Integer> codes = new ArrayList<>();
    for (double level : format.grid().levels()) {
      codes.add(format.code(level, Overflow.SATURATE));
    }
    return codes;
  }

  /** bitsandbytes's codes of magnitudes in increasing order, and 8 for the sign. */
  private static List<Integer> bitsandbytesCodes() {
    List<Integer> magnitudes = List.of(0, 1, 6, 7, 4, 5, 2, 3);
    List<Integer> codes = new ArrayList<>(magnitudes);
    magnitudes.subList(1, 8).forEach(code -> codes.addFirst(code | 8));
    return codes;
  }

  private static List<Integer> codes(String family, int bits, Grid grid) {
    if (family.equals("fp")) {
      return bitsandbytesCodes();
    }
    boolean defined =
        new TreeSet<>(List.of("int", "int-symmetric", "uint", "midrise", "linear", "nf", "mxint"))
            .contains(family);
    List<Integer> codes = new ArrayList<>();
    for (int i = 0; defined && i < grid.size(); i++) {
      codes.add(grid.firstCode() + i & (1 << bits) - 1);
    }
    return codes;
  }

  /** The parameters that were given, taken out one by one: what is left was a mistake. */
  private record Parameters(String name, Map<String, Double> left) {

    double number(String key, double otherwise) {
      Double value = left.remove(key);
      return value == null ? otherwise : value;
    }

    int whole(String key, int otherwise) {
      double value = number(key, otherwise);
      if (value != Math.rint(value) || Math.abs(value) > Short.MAX_VALUE) {
        throw new IllegalArgumentException(key + " must be a small integer, got " + value);
      }
      return (int) value;
    }

    void finish() {
      if (!left.isEmpty()) {
        throw new IllegalArgumentException(name + " has no parameter " + left.keySet());
      }
    }
  }
}

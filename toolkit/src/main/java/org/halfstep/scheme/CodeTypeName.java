package org.halfstep.scheme;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.halfstep.grid.Minifloat;
import org.halfstep.grid.Specials;

/** Names of ONNX and of ml_dtypes: int4, uint16, float8e4m3fn, float4e2m1, e3m2. */
final class CodeTypeName {

  private static final Pattern NAMES =
      Pattern.compile("(u?)int(\\d{1,9})|(?:float\\d_?)?e(\\d)m(\\d{1,9})(fn|fnuz|-ieee|)");

  private CodeTypeName() {}

  static CodeType find(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Matcher parts = NAMES.matcher(lower);
    if (lower.matches("(float8_?)?e8m0(fnu)?")) {
      return new CodeType.Exponent();
    }
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "a code type must be a name such as int8, uint4, e4m3 or float8e5m2fnuz, got " + name);
    }
    return parts.group(2) != null
        ? new CodeType.Whole(Integer.parseInt(parts.group(2)), parts.group(1).isEmpty())
        : new CodeType.Floating(minifloat(parts));
  }

  private static Minifloat minifloat(Matcher name) {
    int e = Integer.parseInt(name.group(3));
    int m = Integer.parseInt(name.group(4));
    Minifloat plain = Minifloat.of(e, m);
    return switch (name.group(5)) {
      case "-ieee" -> new Minifloat(e, m, plain.bias(), Specials.INFINITIES);
      case "fnuz" -> new Minifloat(e, m, plain.bias() + 1, Specials.UNSIGNED_ZERO);
      default -> e == 4 && m == 3 ? Minifloat.E4M3 : e == 5 && m == 2 ? Minifloat.E5M2 : plain;
    };
  }
}

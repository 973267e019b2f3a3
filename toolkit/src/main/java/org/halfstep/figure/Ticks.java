package org.halfstep.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Chooses where an axis has ticks and what stands at them. */
final class Ticks {
  /** One tick at an axis coordinate; a minor one is short and has no label. */
  record Tick(double at, Label label, boolean minor) {}

  private Ticks() {}

  static List<Tick> of(PlotAxis axis) {
    int room = (int) Math.max(2, axis.length() / (axis.horizontal() ? 85 : 45));
    double lo = Math.min(axis.lo(), axis.hi());
    double hi = Math.max(axis.lo(), axis.hi());
    JsonNode values = axis.layout().path("tickvals");
    List<Tick> all =
        values.isArray() && !values.isEmpty()
            ? given(axis, values)
            : switch (axis.type()) {
              case LINEAR -> linear(axis.layout(), lo, hi, room);
              case LOG -> logarithmic(lo, hi, room);
              case CATEGORY -> categories(axis.categories());
              case DATE -> dates(lo, hi, room);
            };
    double slack = 1e-9 * (hi - lo);
    return all.stream().filter(t -> t.at >= lo - slack && t.at <= hi + slack).toList();
  }

  private static List<Tick> given(PlotAxis axis, JsonNode values) {
    List<Tick> out = new ArrayList<>();
    JsonNode text = axis.layout().path("ticktext");
    for (int i = 0; i < values.size(); i++) {
      String own = Decimals.text(values.get(i).asDouble(), 6);
      out.add(new Tick(axis.of(values.get(i)), Label.of(text.path(i).asText(own)), false));
    }
    return out;
  }

  private static List<Tick> linear(JsonNode layout, double lo, double hi, int room) {
    double step = layout.path("dtick").isNumber() ? layout.path("dtick").asDouble() : 0;
    double first = layout.path("tick0").asDouble(0);
    if (!(step > 0) || (hi - lo) / step > 200) {
      step = step(hi - lo, room);
      first = 0;
    }
    double most = Math.max(Math.abs(lo), Math.abs(hi));
    boolean powers = most >= 1e6 || most < 1e-3;
    int decimals = Math.max(0, decimals(step));
    int exponent = (int) Math.floor(StrictMath.log10(most) + 1e-9);
    List<Tick> out = new ArrayList<>();
    double k = Math.ceil((lo - first) / step - 1e-9);
    for (; first + k * step <= hi + 1e-9 * step && out.size() < 300; k++) {
      double at = first + k * step;
      String text = powers ? power(at, step, exponent) : fixed(at, decimals);
      out.add(new Tick(at, Label.of(text), false));
    }
    return out;
  }

  /** Returns the smallest of 1, 2, 5 times a power of ten that fits so many times into a span. */
  static double step(double span, int room) {
    double rough = span / room;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    for (double m : new double[] {1, 2, 5}) {
      if (m * power >= rough * (1 - 1e-9)) {
        return m * power;
      }
    }
    return 10 * power;
  }

  /** Returns the decimals that show a step exactly, at most 12. */
  private static int decimals(double step) {
    return Math.min(12, new BigDecimal(Decimals.text(step, 6)).stripTrailingZeros().scale());
  }

  private static String fixed(double value, int decimals) {
    BigDecimal d = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
    return minus(d.signum() == 0 ? "0" : d.toPlainString());
  }

  /** Writes a value as m x 10^e with the digits its step needs. */
  private static String power(double value, double step, int e) {
    if (Math.abs(value) < 1e-9 * step) {
      return "0";
    }
    int decimals = Math.max(0, decimals(step / StrictMath.pow(10, e)));
    String mantissa = fixed(value / StrictMath.pow(10, e), decimals);
    return mantissa + "\u00d710<sup>" + minus(Integer.toString(e)) + "</sup>";
  }

  private static String minus(String number) {
    return number.replace('-', '\u2212');
  }

  private static List<Tick> logarithmic(double lo, double hi, int room) {
    List<Tick> out = new ArrayList<>();
    int a = (int) Math.floor(lo);
    int b = (int) Math.ceil(hi);
    if (hi - lo < 0.7) {
      return narrow(lo, hi, room);
    }
    int every = Math.max(1, (int) Math.ceil((hi - lo) / room));
    boolean between = (hi - lo) * 3 <= room;
    for (int e = a; e <= b; e++) {
      out.add(new Tick(e, Label.of(Math.floorMod(e, every) == 0 ? decade(e, a, b) : ""), false));
      for (int m = 2; m < 10 && hi - lo < 8; m++) {
        boolean named = between && (m == 2 || m == 5);
        String text = named ? multiple(m, e, a, b) : "";
        out.add(new Tick(e + StrictMath.log10(m), Label.of(text), !named));
      }
    }
    return out;
  }

  /** Ticks at plain numbers where a logarithmic axis shows less than a decade. */
  private static List<Tick> narrow(double lo, double hi, int room) {
    double a = StrictMath.pow(10, lo);
    double b = StrictMath.pow(10, hi);
    List<Tick> out = new ArrayList<>();
    for (Tick t : linear(PlotlyJson.MAPPER.createObjectNode(), a, b, room)) {
      if (t.at > 0) {
        out.add(new Tick(StrictMath.log10(t.at), t.label, false));
      }
    }
    return out;
  }

  private static boolean shortDecades(int a, int b) {
    return a >= -3 && b <= 4;
  }

  private static String decade(int e, int a, int b) {
    return shortDecades(a, b)
        ? fixed(StrictMath.pow(10, e), Math.max(0, -e))
        : "10<sup>" + minus(Integer.toString(e)) + "</sup>";
  }

  private static String multiple(int m, int e, int a, int b) {
    return shortDecades(a, b)
        ? fixed(m * StrictMath.pow(10, e), Math.max(0, -e))
        : m + "\u00d710<sup>" + minus(Integer.toString(e)) + "</sup>";
  }

  private static List<Tick> categories(List<String> names) {
    List<Tick> out = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      out.add(new Tick(i, Label.of(Label.protect(names.get(i))), false));
    }
    return out;
  }

  private static List<Tick> dates(double lo, double hi, int room) {
    double[] steps = {
      1, 5, 15, 60, 300, 900, 3600, 10800, 21600, 43200, 86400, 172800, 604800, 1209600
    };
    double rough = (hi - lo) / room;
    List<Tick> out = new ArrayList<>();
    for (double step : steps) {
      if (step >= rough) {
        for (double t = Math.ceil(lo / step) * step; t <= hi; t += step) {
          out.add(new Tick(t, date(t, step < 86400), false));
        }
        return out;
      }
    }
    int months = (int) Math.ceil(rough / 2629746);
    int by = months <= 1 ? 1 : months <= 3 ? 3 : months <= 6 ? 6 : 12 * ((months + 11) / 12);
    LocalDateTime t = time(lo).toLocalDate().withDayOfYear(1).atStartOfDay();
    for (; t.toEpochSecond(ZoneOffset.UTC) <= hi; t = t.plusMonths(by)) {
      double at = t.toEpochSecond(ZoneOffset.UTC);
      out.add(new Tick(at, Label.of(t.toString().substring(0, by % 12 == 0 ? 4 : 7)), false));
    }
    return out;
  }

  private static Label date(double seconds, boolean withTime) {
    String text = time(seconds).toString();
    return Label.of(
        withTime ? text.substring(0, 10) + "<br>" + text.substring(11) : text.substring(0, 10));
  }

  private static LocalDateTime time(double seconds) {
    return LocalDateTime.ofEpochSecond((long) Math.floor(seconds), 0, ZoneOffset.UTC);
  }
}
